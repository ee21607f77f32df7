import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textField } from '../support/form.ts';
import { memoryInbox } from '../support/inbox.ts';
import { samplePicture } from '../support/pictures.ts';
import type { Card, Subject } from '../../src/card/card.ts';
import type {
  Handlers,
  Place,
  Platform,
  Posted,
  Reply,
  Speaker,
} from '../../src/platform/platform.ts';

/** A message as a person sees it on the platform. */
export interface SeenMessage {
  readonly id: string;
  /** All words a person (or a screen reader) gets, buttons not included. */
  readonly text: string;
  /** Who sees it: everyone, or the person alone. */
  readonly visibility: 'channel' | 'private';
  /** Live mentions, links or pings the platform would make of it; must stay empty. */
  readonly pings: readonly string[];
  /** What is told in words of the pictures that are there to see. */
  readonly pictures: readonly string[];
}

/** A platform with its loopback peer, and the hands of a person on the other side. */
export interface Peer {
  readonly platform: Platform;
  /** A channel the bot may post to, and one it may not (unknown, or not a member). */
  readonly channel: Place;
  readonly closed: Place;
  /** Messages of a channel or (place.thread set) of a thread without its root, oldest first. */
  seen(place: Place): Promise<readonly SeenMessage[]>;
  /** Types `/name text` in the channel. */
  command(name: string, text: string): Promise<void>;
  /** Writes a message under a posted card as a person would; the event reaches the bot twice where the real platform does that. */
  ask(under: Posted, text: string): Promise<void>;
  /** Presses the first button with this action on a message. */
  press(message: SeenMessage, action: string): Promise<void>;
  /** Fills the form that is open and sends it; fails when none is open. */
  submit(text: string): Promise<void>;
  /** Gives the person the right to manage the channel, or takes it; null where whoever is there has it. */
  readonly manage: ((may: boolean) => void) | null;
  /** From now on one post is accepted but its answer lost; null where no network stands between. */
  readonly loseNextAnswer: (() => void) | null;
  /** How many ways to hear people were opened: sockets, or the preview's page. */
  connections(): number;
  close(): Promise<void>;
}

export const subject: Subject = { digest: 'meta/2023-q2', revision: 1 };

/** A small card with what may go wrong in it: both languages, a beat, and text that wants to ping people. */
export function sampleCard(title = 'メタ 2023年第2四半期'): Card {
  return {
    language: 'ja',
    title,
    subject,
    blocks: [
      { type: 'heading', lang: 'ja', text: '主な数字' },
      {
        type: 'figures',
        lang: 'ja',
        rows: [
          {
            label: '純利益',
            value: '77億8,800万ドル',
            details: ['前年同期比 +16%', '予想 75億4,000万ドルを上回る ▲'],
            verdict: 'beat',
            figure: 'net_income',
            quote: '純利益は77億8,800万ドル',
          },
        ],
      },
      {
        type: 'list',
        lang: 'ja',
        items: ['<!channel> <@U123> @everyone **太字** [x](https://example.com) `code`'],
      },
      samplePicture,
      { type: 'divider' },
      { type: 'text', lang: 'en', text: 'Net income $7.788B & more <b>' },
      { type: 'note', lang: 'ja', text: '出典: ジンク・ファイナンス' },
    ],
    buttons: [
      { action: 'ask', label: '質問する', value: 'meta/2023-q2' },
      { action: 'post', label: 'チャンネルに投稿', value: 'meta/2023-q2' },
    ],
  };
}

function recorder(reply: (text: string) => Reply | null) {
  const seen = new Set<string>();
  const calls = {
    commands: [] as string[],
    speakers: [] as Speaker[],
    questions: [] as [Speaker, string, Subject | null][],
    posted: [] as Posted[],
  };
  const handlers: Handlers = {
    commands: () => [
      {
        name: 'meta',
        description: { ja: 'メタの決算', en: 'Meta results' },
        choices: [{ text: 'q2', description: { ja: '2023年第2四半期', en: 'Q2 2023' } }],
      },
    ],
    command: (speaker, name, text) => {
      calls.speakers.push(speaker);
      calls.commands.push(`/${name} ${text}`);
      return Promise.resolve({ card: sampleCard('答え: q2'), visibility: 'private' });
    },
    question: (speaker, text, about) => {
      calls.questions.push([speaker, text, about]);
      return Promise.resolve(reply(text));
    },
    press: (_speaker, action) =>
      Promise.resolve(
        action === 'ask'
          ? {
              form: {
                action: 'ask',
                title: '質問',
                fields: [textField('知りたいこと')],
                submit: '送信',
                value: subject.digest,
              },
            }
          : { card: sampleCard('投稿: q2'), visibility: 'channel' },
      ),
    posted: (ref) => {
      calls.posted.push(ref);
      return Promise.resolve();
    },
    submit: () => Promise.resolve({ card: sampleCard('記入'), visibility: 'private' }),
    overview: () => Promise.resolve(sampleCard('概要')),
    inbox: memoryInbox(seen),
    happened: () => Promise.resolve(),
    once: (key) => {
      const first = !seen.has(key);
      seen.add(key);
      return Promise.resolve(first);
    },
  };
  return { handlers, calls };
}

const soon = { timeout: 5000, interval: 20 };

/** What every platform must do, whatever it is. Run by each platform's test with its own peer. */
export function platformContract(name: string, open: () => Promise<Peer>): void {
  describe(`${name} keeps the platform contract`, () => {
    let peer: Peer;
    const answerCard: Card = { ...sampleCard('答え'), buttons: [] };
    let { handlers, calls } = recorder(() => ({ card: answerCard, visibility: 'channel' }));

    beforeEach(async () => {
      ({ handlers, calls } = recorder((text) =>
        text.includes('無視') ? null : { card: answerCard, visibility: 'channel' },
      ));
      peer = await open();
      await peer.platform.start(handlers);
    });
    afterEach(() => peer.close());

    async function post(key: string, card = sampleCard()): Promise<Posted> {
      const outcome = await peer.platform.post(peer.channel, card, key);
      expect(outcome).toMatchObject({ state: 'posted' });
      if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
      return outcome.ref;
    }

    it('posts a card whole: title, figures, comparisons, lists and notes', async () => {
      await post('k1');
      const [message, ...more] = await peer.seen(peer.channel);
      expect(more).toEqual([]);
      for (const part of [
        'メタ 2023年第2四半期',
        '純利益',
        '77億8,800万ドル',
        '前年同期比 +16%',
        '予想 75億4,000万ドルを上回る ▲',
        '$7.788B',
        '出典: ジンク・ファイナンス',
      ]) {
        expect(message?.text).toContain(part);
      }
    });

    it('shows the picture of a card with what it says in words, after an edit too', async () => {
      const ref = await post('k1');
      expect((await peer.seen(peer.channel))[0]?.pictures).toEqual([samplePicture.alt]);
      const corrected = { ...samplePicture, alt: '棒グラフ。純利益: 実績 77億ドル。' };
      await peer.platform.edit(ref, { ...sampleCard(), blocks: [corrected] });
      expect((await peer.seen(peer.channel))[0]?.pictures).toEqual([corrected.alt]);
    });

    it('never lets text become a mention, a link or markup', async () => {
      await post('k1');
      const [message] = await peer.seen(peer.channel);
      expect(message?.pings).toEqual([]);
    });

    it('finds a post by its key, and only by its own key', async () => {
      const ref = await post('k1');
      expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 60_000)).toEqual({
        state: 'found',
        ref,
      });
      expect(await peer.platform.find(peer.channel, 'k2', Date.now() - 60_000)).toEqual({
        state: 'none',
      });
    });

    it('posts into a thread and finds it there', async () => {
      const root = await post('k1');
      const thread: Place = { ...peer.channel, thread: root.message };
      const outcome = await peer.platform.post(thread, sampleCard('続き'), 'k2');
      expect(outcome).toMatchObject({ state: 'posted', ref: { place: thread } });
      const words = (await peer.seen(thread)).map(({ text }) => text).join('\n');
      expect(words).toContain('続き');
      const since = Date.now() - 60_000;
      expect(await peer.platform.find(thread, 'k2', since)).toEqual({
        state: 'found',
        ref: outcome.state === 'posted' ? outcome.ref : null,
      });
      expect(await peer.platform.probe(thread)).toEqual({ state: 'can' });
    });

    it('edits a card in place', async () => {
      const ref = await post('k1');
      expect(await peer.platform.edit(ref, sampleCard('訂正'))).toMatchObject({ state: 'posted' });
      const messages = await peer.seen(peer.channel);
      expect(messages).toHaveLength(1);
      expect(messages[0]?.text).toContain('訂正');
    });

    it('refuses a place it may not post to with a reason, and says what to grant', async () => {
      const outcome = await peer.platform.post(peer.closed, sampleCard(), 'k1');
      expect(outcome).toMatchObject({ state: 'refused', retryAfter: null, scope: 'channel' });
      const probe = await peer.platform.probe(peer.closed);
      expect(probe).toMatchObject({ state: 'cannot', scope: 'channel' });
      if (probe.state === 'cannot') expect(probe.grant.length).toBeGreaterThan(5);
      expect(await peer.platform.probe(peer.channel)).toEqual({ state: 'can' });
    });

    it('never posts twice when the answer to a post is lost, and finds what was posted', async (test) => {
      test.skip(
        peer.loseNextAnswer === null,
        'no network stands between this platform and its messages',
      );
      peer.loseNextAnswer?.();
      const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
      expect(['unknown', 'posted']).toContain(outcome.state);
      expect(await peer.seen(peer.channel)).toHaveLength(1);
      expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 60_000)).toMatchObject({
        state: 'found',
      });
    });

    it('answers a slash command', async () => {
      await peer.command('meta', 'q2');
      await vi.waitFor(
        async () => expect((await peer.seen(peer.channel)).at(-1)?.text).toContain('答え: q2'),
        soon,
      );
      expect(calls.commands).toEqual(['/meta q2']);
      expect((await peer.seen(peer.channel)).at(-1)?.visibility).toBe('private');
    });

    it('knows the channel of a command and whether its person may settle what it gets', async () => {
      const home = async () => {
        await peer.command('meta', 'q2');
        await vi.waitFor(() => expect(calls.speakers).not.toEqual([]), soon);
        return await calls.speakers.pop()!.home();
      };
      peer.manage?.(true);
      expect(await home()).toMatchObject({ manages: true, name: 'earnings' });
    });

    it('lets nobody settle a channel who does not manage it', async () => {
      peer.manage?.(false);
      // Whoever opens the preview runs kawaraban: nobody there manages less.
      const manages = peer.manage === null;
      await peer.command('meta', 'q2');
      await vi.waitFor(() => expect(calls.speakers).toHaveLength(1), soon);
      expect(await calls.speakers[0]!.home()).toMatchObject({ manages, name: 'earnings' });
    });

    it('answers a question under a card once, in its thread, and knows which card it is', async () => {
      const ref = await post('k1');
      const thread: Place = { ...peer.channel, thread: ref.message };
      await peer.ask(ref, '純利益は?');
      await vi.waitFor(
        async () =>
          expect((await peer.seen(thread)).some((m) => m.text.includes('答え'))).toBe(true),
        soon,
      );
      await new Promise((done) => setTimeout(done, 150));
      expect((await peer.seen(thread)).filter((m) => m.text.includes('答え'))).toHaveLength(1);
      expect(calls.questions).toHaveLength(1);
      expect(calls.questions[0]?.[0].place).toEqual(thread);
      expect(calls.questions[0]?.[1]).toBe('純利益は?');
    });

    it('stays silent where the message is not for it', async () => {
      const ref = await post('k1');
      await peer.ask(ref, '無視してください');
      await vi.waitFor(() => expect(calls.questions).toHaveLength(1), soon);
      await new Promise((done) => setTimeout(done, 150));
      const thread: Place = { ...peer.channel, thread: ref.message };
      expect((await peer.seen(thread)).filter((m) => m.text.includes('答え'))).toEqual([]);
    });

    it('opens a form from a button and asks what was typed into it', async () => {
      await post('k1');
      const [message] = await peer.seen(peer.channel);
      await peer.press(message!, 'ask');
      await vi.waitFor(() => peer.submit('EPSは?'), soon);
      await vi.waitFor(() => expect(calls.questions).toHaveLength(1), soon);
      expect(calls.questions[0]?.[1]).toBe('EPSは?');
      expect(calls.questions[0]?.[2]?.digest).toBe(subject.digest);
    });

    it('posts an answer to the channel at a press, and reports where it stands', async () => {
      await post('k1');
      const [message] = await peer.seen(peer.channel);
      await peer.press(message!, 'post');
      await vi.waitFor(async () => {
        const last = (await peer.seen(peer.channel)).at(-1);
        expect(last).toMatchObject({ visibility: 'channel' });
        expect(last?.text).toContain('投稿: q2');
        expect(calls.posted.at(-1)?.message).toBe(last?.id);
      }, soon);
    });

    it('posts without a sound like any other card, which can be edited and found', async () => {
      const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1', true);
      if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
      expect(await peer.platform.edit(outcome.ref, sampleCard('訂正'))).toMatchObject({
        state: 'posted',
      });
      expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 60_000)).toEqual({
        state: 'found',
        ref: outcome.ref,
      });
      expect((await peer.seen(peer.channel))[0]?.text).toContain('訂正');
    });

    it('waits for what is in flight when it stops', async () => {
      const ref = await post('k1');
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      let finished = false;
      handlers.question = async () => {
        begin();
        await new Promise((done) => setTimeout(done, 400)); // longer than it takes to hang up
        finished = true;
        return null;
      };
      // On some platforms asking ends only when the question is answered.
      await Promise.all([peer.ask(ref, 'まだ?'), begun.then(() => peer.platform.stop())]);
      expect(finished).toBe(true);
    });
  });

  describe(`${name} posts for a process that hears nothing`, () => {
    let peer: Peer;
    beforeEach(async () => {
      peer = await open();
      await peer.platform.start(null);
    });
    afterEach(() => peer.close());

    it('posts, edits, finds, probes and stops without handlers', async () => {
      const { platform, channel, closed } = peer;
      const outcome = await platform.post(channel, sampleCard(), 'k1');
      if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
      expect(await platform.edit(outcome.ref, sampleCard('訂正'))).toMatchObject({
        state: 'posted',
      });
      const since = Date.now() - 60_000;
      const found = { state: 'found', ref: outcome.ref };
      expect(await platform.find(channel, 'k1', since)).toEqual(found);
      expect(await platform.find(channel, 'k2', since)).toEqual({ state: 'none' });
      expect(await platform.probe(channel)).toEqual({ state: 'can' });
      expect(await platform.probe(closed)).toMatchObject({ state: 'cannot', scope: 'channel' });
      const under = { ...channel, thread: outcome.ref.message };
      expect(await platform.post(under, sampleCard('続き'), 'k3')).toMatchObject({
        state: 'posted',
      });
      expect(peer.connections()).toBe(0);
      await platform.stop();
    });
  });
}
