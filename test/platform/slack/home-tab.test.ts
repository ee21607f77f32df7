import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/card/card.ts';
import type { Handlers, Speaker } from '../../../src/platform/platform.ts';
import type { Store } from '../../../src/store/store.ts';
import { createHandlers } from '../../../src/talk/handlers.ts';
import { twoCompanies } from '../../ask/library.ts';
import { handlerParts } from '../../support/handlers.ts';
import { storeOfEach } from '../../store/homes.ts';
import { textField } from '../../support/form.ts';
import { sampleCard, subject } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { modes, openSlackPeer, type SlackPeer, type View } from './peer.ts';
import { SightMessage, wordsSeen } from './sight.ts';

const Text = z.object({ text: z.string() });

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));
const person = {
  id: 'U7',
  team_id: 'T000000001',
  tz: 'Asia/Tokyo',
  locale: 'ja-JP',
  is_admin: true,
};

let peer: SlackPeer;
let store: Store;

/** Starts with the real handlers, and a person whom Slack describes so. */
async function begin(who: object = person): Promise<void> {
  peer.refuse('users.info', { answer: { ok: true, user: who } }, 20);
  await peer.platform.start(createHandlers(handlerParts(store, twoCompanies)));
}

/** Starts with handlers of the test's own. */
function beginWith(given: Partial<Handlers>): Promise<void> {
  return peer.platform.start(quietHandlers(given));
}

const words = (view: View | null) =>
  view === null ? '' : `${titleOf(view)}\n${wordsSeen(SightMessage.parse(view))}`;
const titleOf = ({ title }: View) => Text.safeParse(title).data?.text ?? '';
const labels = (view: View | null) =>
  [...JSON.stringify(view?.blocks ?? []).matchAll(/"type":"button"[^}]*?"text":"([^"]+)"/g)].map(
    ([, label]) => label,
  );
const published = () => peer.calls.filter(({ method }) => method === 'views.publish');

async function openHome(): Promise<void> {
  const before = published().length;
  await peer.openPage();
  await vi.waitFor(() => expect(published()).toHaveLength(before + 1), soon);
  await vi.waitFor(() => expect(peer.home()).not.toBeNull(), soon);
}

const specs = async () => (await store.channels.subscriptions()).map(({ spec }) => spec);

/** What somebody subscribed to by command. */
async function subscribe(channel: string, companies: readonly string[], when: string) {
  const place = { platform: 'slack', channel };
  const spec = { ...place, companies, language: 'ja', when };
  const id = `slack/${channel}/${companies.toSorted().join(',')}`;
  await store.channels.subscribe({ id, ...place, spec, by: 'slack/U7', at: 1 }, true);
}

async function openForm(action: string, label?: string): Promise<void> {
  await peer.pressIn(peer.home(), action, label);
  await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:subscribe'), soon);
}

describe.each(modes)('by %s', (mode) => {
  storeOfEach((opened) => {
    store = opened;
  });
  beforeEach(async () => {
    peer = await openSlackPeer({ mode });
  });
  afterEach(async () => {
    await peer.close();
  });

  describe('the Home tab', () => {
    it('shows the channels that the person manages, what each gets, and the digests', async () => {
      await begin();
      await subscribe(peer.channel.channel, ['meta'], 'weekdays 08:30 Asia/Tokyo');
      await openHome();
      const text = words(peer.home());
      expect(text).toContain('#earnings\nメタ: 日本語 · 平日 8:30（Asia/Tokyo）');
      expect(text).toContain('次の投稿: ');
      expect(labels(peer.home())).toEqual([
        '変更',
        '解除',
        '次の投稿を見る',
        'チャンネルで購読する',
        'メタ 2023年第2四半期（4〜6月期）決算',
        'アルファベット 2023年第2四半期（4〜6月期）決算',
        'メタ 2023年第1四半期（1〜3月期）決算',
        'メタ 2022年第2四半期（4〜6月期）決算',
        '日本語',
        'English',
      ]);
    });

    it('is published for the tab itself alone, and for each opening of it', async () => {
      await begin();
      await peer.openPage('messages');
      await aWhile();
      expect(published()).toEqual([]);
      await openHome();
      await openHome();
      expect(published()[1]?.body).toHaveProperty('hash');
    });

    it('tells nobody of channels that others manage, and how to begin', async () => {
      await begin({ ...person, is_admin: false });
      await subscribe(peer.channel.channel, ['meta'], 'on arrival');
      // Everybody manages direct messages of their own: those of others are not theirs.
      await subscribe('D0OTHERS', ['meta'], 'on arrival');
      await openHome();
      expect(words(peer.home())).toContain('/digest 購読 メタ');
      expect(words(peer.home())).not.toContain('earnings');
      expect(labels(peer.home())).not.toContain('解除');
    });

    it('is read again where somebody published meanwhile', async () => {
      await begin();
      await openHome();
      peer.refuse('views.publish', { error: 'hash_conflict' });
      const before = published().length;
      await peer.openPage();
      await vi.waitFor(() => expect(published()).toHaveLength(before + 2), soon);
      expect(published()[before]?.body).toHaveProperty('hash');
      expect(published()[before + 1]?.body).not.toHaveProperty('hash');
    });

    it('that the app does not have is told of once, with what to do', async () => {
      await begin();
      peer.refuse('views.publish', { error: 'not_enabled' }, 2);
      await peer.openPage();
      await peer.openPage();
      await vi.waitFor(() => expect(published()).toHaveLength(2), soon);
      await aWhile();
      const told = peer.logged.filter((line) => line.includes('home tab not published'));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('Turn on the Home Tab under App Home.');
    });
  });

  describe('the form of the Home tab', () => {
    const filled = { companies: ['meta'], language: 'both', when: 'weekdays', time: '07:45' };

    it('subscribes a channel, answers in a modal, and the page shows it', async () => {
      await begin();
      await openHome();
      await openForm('subscribe');
      await peer.fillIn({ ...filled, channel: peer.channel.channel });
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:read'), soon);
      expect(await specs()).toEqual([
        {
          platform: 'slack',
          channel: peer.channel.channel,
          companies: ['meta'],
          language: 'both',
          when: 'weekdays 07:45 Asia/Tokyo',
          catchUp: '1d',
        },
      ]);
      expect(words(peer.view())).toContain('平日 7:45（Asia/Tokyo）');
      // Nobody told us that the bot is there.
      expect(words(peer.view())).toContain('/invite @kawaraban');
      await vi.waitFor(() => expect(words(peer.home())).toContain('平日 7:45'), soon);
    });

    it('is refused to who does not manage the channel, whatever was pressed', async () => {
      await begin({ ...person, is_admin: false });
      await openHome();
      await openForm('subscribe');
      await peer.fillIn({ ...filled, channel: peer.closed.channel });
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:read'), soon);
      expect(await specs()).toEqual([]);
      expect(words(peer.view())).toContain('設定は変わっていません');
      expect(words(peer.view())).toContain('プライベートチャンネル');
    });

    it('asks for the time of day where one is missing', async () => {
      await begin();
      await openHome();
      await openForm('subscribe');
      await peer.fillIn({ ...filled, channel: peer.channel.channel, time: [] });
      await vi.waitFor(() => expect(words(peer.view())).toContain('時刻も選んで'), soon);
      expect(await specs()).toEqual([]);
    });

    it('changes a subscription, and begins with what it has', async () => {
      await begin();
      await subscribe(peer.channel.channel, ['meta'], 'daily 06:15 Europe/Paris');
      await openHome();
      await openForm('subscribe', '変更');
      expect(JSON.stringify(peer.view())).toContain('"initial_time":"06:15"');
      expect(JSON.stringify(peer.view())).toContain('Europe/Paris');
      await peer.fillIn({ companies: ['alphabet', 'meta'] });
      await vi.waitFor(() => expect(words(peer.view())).toContain('次の購読は終わりました'), soon);
      expect(words(peer.view())).toContain('購読の設定を変えました');
      expect(words(peer.view())).toContain('コマンドは #earnings で');
      expect(await specs()).toMatchObject([
        { companies: ['alphabet', 'meta'], language: 'ja', when: 'daily 06:15 Europe/Paris' },
      ]);
    });

    it('goes to the direct messages where the answer comes too late for a modal', async () => {
      await begin();
      await openHome();
      await openForm('subscribe');
      peer.refuse('views.open', { error: 'expired_trigger_id' });
      peer.refuse('chat.postMessage', {
        answer: { ok: true, ts: '1700000000.000001', channel: 'D1' },
      });
      await peer.fillIn({ ...filled, channel: peer.channel.channel });
      const posts = () => peer.calls.filter(({ method }) => method === 'chat.postMessage');
      await vi.waitFor(() => expect(posts()).toHaveLength(1), soon);
      expect(posts()[0]?.body).toMatchObject({ channel: peer.person });
      expect(JSON.stringify(posts()[0]?.body)).toContain('購読を始めました');
    });
  });

  describe('a button of the Home tab', () => {
    it('ends one subscription and no other of the channel, and the page shows it', async () => {
      await begin();
      // "all" is what every subscription of the channel is ended by, where it is typed.
      const place = { platform: 'slack', channel: peer.channel.channel };
      const all = { ...place, companies: 'all', when: 'on arrival' };
      const id = `slack/${place.channel}/all`;
      await store.channels.subscribe({ id, ...place, spec: all, by: 'slack/U7', at: 1 }, true);
      await subscribe(place.channel, ['meta'], 'weekdays 08:30 Asia/Tokyo');
      await openHome();
      expect(words(peer.home())).toContain('すべての会社');
      const before = published().length;
      await peer.pressIn(peer.home(), 'unsubscribe');
      await vi.waitFor(() => expect(words(peer.view())).toContain('購読を解除しました'), soon);
      expect(words(peer.view())).toContain('/digest 購読 すべて');
      expect(await specs()).toMatchObject([{ companies: ['meta'] }]);
      await vi.waitFor(() => expect(published()).toHaveLength(before + 1), soon);
      await vi.waitFor(() => expect(words(peer.home())).not.toContain('すべての会社'), soon);
    });

    it('says so where the subscription is not there any more', async () => {
      await begin();
      await subscribe(peer.channel.channel, ['meta'], 'on arrival');
      await openHome();
      await store.channels.unsubscribe(`slack/${peer.channel.channel}/meta`, 'somebody', 2);
      await peer.pressIn(peer.home(), 'unsubscribe');
      await vi.waitFor(
        () => expect(words(peer.view())).toContain('この購読はもうありません'),
        soon,
      );
    });

    it('shows what comes next in a modal', async () => {
      await begin();
      await subscribe(peer.channel.channel, ['meta'], 'weekdays 08:30 Asia/Tokyo');
      await openHome();
      const before = published().length;
      await peer.pressIn(peer.home(), 'preview');
      await vi.waitFor(
        () =>
          expect(words(peer.view())).toContain(
            '#earnings\nメタ: メタ 2023年第2四半期 · 11月3日(火) 8:30',
          ),
        soon,
      );
      await aWhile();
      expect(published()).toHaveLength(before);
    });

    it('shows a digest in a modal, in which every button works that needs no channel', async () => {
      await begin();
      await openHome();
      await peer.pressIn(peer.home(), 'show');
      await vi.waitFor(() => expect(words(peer.view())).toContain('320億ドル'), soon);
      expect(JSON.stringify(peer.view())).not.toContain('kawaraban:post');
      await peer.pressIn(peer.view(), 'language');
      await vi.waitFor(() => expect(words(peer.view())).toContain('$32B'), soon);
      await peer.pressIn(peer.view(), 'ask');
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:ask'), soon);
      await peer.submit('What was net income?');
      await vi.waitFor(() => expect(words(peer.view())).toContain('$7.788'), soon);
    });

    it('speaks for the person’s own direct messages; a language is shown by the page alone', async () => {
      const pressed: [Speaker, string, string][] = [];
      const page: Card = {
        ...sampleCard('ページ'),
        buttons: [
          { action: 'own_language', label: 'English', value: 'en' },
          { action: 'show', label: '見る', value: subject.digest },
        ],
      };
      await beginWith({
        overview: () => Promise.resolve(page),
        press: (speaker, action, value) => {
          pressed.push([speaker, action, value]);
          return Promise.resolve({ card: sampleCard('答え'), visibility: 'private' });
        },
      });
      await openHome();
      await peer.pressIn(peer.home(), 'own_language');
      await vi.waitFor(() => expect(published()).toHaveLength(2), soon);
      expect(peer.view()).toBeNull();
      expect(pressed).toMatchObject([
        [
          { place: { channel: peer.person, thread: null }, person: peer.person },
          'own_language',
          'en',
        ],
      ]);
      await peer.pressIn(peer.home(), 'show');
      await vi.waitFor(() => expect(words(peer.view())).toContain('答え'), soon);
      // The card has a button that posts to the channel: there is none here.
      expect(labels(peer.view())).toEqual(['質問する']);
    });
  });

  describe('a button of a modal', () => {
    const card: Card = {
      ...sampleCard('決算'),
      buttons: [
        { action: 'evidence', label: '数字', value: subject.digest },
        { action: 'ask', label: '質問', value: subject.digest },
      ],
    };
    const questions: string[] = [];

    beforeEach(async () => {
      questions.length = 0;
      await beginWith({
        overview: () => Promise.resolve({ ...card, title: 'ページ' }),
        press: (_speaker, action) =>
          Promise.resolve(
            action === 'ask'
              ? {
                  form: {
                    action: 'ask',
                    title: '質問',
                    submit: '送信',
                    value: subject.digest,
                    fields: [textField('知りたいこと')],
                  },
                }
              : { card: { ...card, title: `${action}の答え` }, visibility: 'private' },
          ),
        question: (_speaker, text, about) => {
          questions.push(`${text} ${about?.digest ?? ''}`);
          return Promise.resolve({ card: sampleCard('返事'), visibility: 'channel' });
        },
      });
      await openHome();
      await peer.pressIn(peer.home(), 'evidence');
      await vi.waitFor(() => expect(words(peer.view())).toContain('evidenceの答え'), soon);
    });

    it('changes what the modal shows', async () => {
      const { id } = peer.view() ?? {};
      await peer.pressIn(peer.view(), 'evidence');
      const updated = () => peer.calls.filter(({ method }) => method === 'views.update');
      await vi.waitFor(() => expect(updated()).toHaveLength(1), soon);
      expect(updated()[0]?.body).toMatchObject({ view_id: id });
    });

    it('puts a form on top, whose answer is shown to the person', async () => {
      await peer.pressIn(peer.view(), 'ask');
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:ask'), soon);
      expect(peer.calls.at(-1)?.method).toBe('views.push');
      await peer.submit('EPSは?');
      await vi.waitFor(() => expect(words(peer.view())).toContain('返事'), soon);
      expect(questions).toEqual([`EPSは? ${subject.digest}`]);
    });
  });
});
