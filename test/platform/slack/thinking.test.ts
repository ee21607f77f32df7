import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply, Speaker } from '../../../src/platform/platform.ts';
import { sampleCard } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { modes, openSlackPeer, type SlackPeer } from './peer.ts';

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));

let peer: SlackPeer;
let speakers: Speaker[];
/** Ends what the handlers think about. */
let answer: (reply: Reply | null) => void;

const card = { ...sampleCard('答え'), buttons: [] };
const toAll: Reply = { card, visibility: 'channel' };
const words = async (thread: string | null, channel = peer.channel.channel) =>
  (await peer.seen({ platform: 'slack', channel, thread })).map(({ text }) => text);
const calls = (method: string) => peer.calls.filter((call) => call.method === method);

describe.each(modes)('an answer that takes long, by %s', (mode) => {
  beforeEach(async () => {
    speakers = [];
    const { promise, resolve } = Promise.withResolvers<Reply | null>();
    answer = resolve;
    peer = await openSlackPeer({ mode, patience: { thinking: 30 } });
    await peer.platform.start(
      quietHandlers({
        question: (speaker) => {
          speakers.push(speaker);
          return promise;
        },
      }),
    );
  });
  afterEach(() => peer.close());

  it.each([
    ['純利益は?', '考えています…'],
    ['What about EPS?', 'Thinking…'],
  ])(
    'is announced in the language of the question, and takes its place: %s',
    async (text, says) => {
      const ts = await peer.say(`<@UBOT> ${text}`);
      await vi.waitFor(async () => expect(await words(ts)).toEqual([says]), soon);
      const [standing] = await peer.seen({ ...peer.channel, thread: ts });
      answer(toAll);
      await vi.waitFor(async () => expect((await words(ts))[0]).toContain('答え'), soon);
      const shown = await peer.seen({ ...peer.channel, thread: ts });
      expect(shown.map(({ id }) => id)).toEqual([standing?.id]);
      const [key] = calls('chat.update').map(({ body }) => body['metadata']);
      const name = `answer:message:${peer.channel.channel}:${ts}`;
      expect(key).toEqual({ event_type: 'kawaraban_delivery', event_payload: { key: name } });
    },
  );

  it.each([
    ['is for the person alone', { card, visibility: 'private' } as const, 1],
    ['is none', null, 0],
  ])('takes the announcement away where it %s', async (_name, reply, whispers) => {
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
    answer(reply);
    const expected = Array.from({ length: whispers }, () => 'private');
    const left = async () =>
      (await peer.seen({ ...peer.channel, thread: ts })).map(({ visibility }) => visibility);
    await vi.waitFor(async () => expect(await left()).toEqual(expected), soon);
    await aWhile();
    expect(await left()).toEqual(expected);
    expect(calls('chat.delete')).toHaveLength(1);
  });

  it('is posted where somebody took the announcement away', async () => {
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
    peer.refuse('chat.update', { error: 'message_not_found' });
    answer(toAll);
    await vi.waitFor(async () => expect((await words(ts)).at(-1)).toContain('答え'), soon);
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
  });

  it('takes the announcement away where it can neither take its place nor be posted', async () => {
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
    peer.refuse('chat.update', { error: 'cant_update_message' });
    peer.refuse('chat.postMessage', { error: 'restricted_action_thread_locked' });
    answer(toAll);
    const left = async () =>
      (await peer.seen({ ...peer.channel, thread: ts })).map(({ visibility }) => visibility);
    await vi.waitFor(async () => expect(await left()).toEqual(['private']), soon);
    expect((await words(ts))[0]).toContain('答え');
  });

  it('is put there once where it is not known whether the edit was made', async () => {
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
    peer.refuse('chat.update', { cut: true });
    answer(toAll);
    await vi.waitFor(() => expect(calls('chat.update')).toHaveLength(2), soon);
    await aWhile();
    expect(await words(ts)).toHaveLength(1);
    expect((await words(ts))[0]).toContain('答え');
  });

  it('takes the place of an announcement of which Slack did not say that it stands', async () => {
    peer.refuse('chat.postMessage', { cut: true });
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
    answer(toAll);
    await vi.waitFor(async () => expect((await words(ts))[0]).toContain('答え'), soon);
    expect(await words(ts)).toHaveLength(1);
  });

  it('is announced in the thread of a card without a mention, and in a direct message', async () => {
    const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
    if (outcome.state !== 'posted') throw new Error(outcome.reason);
    await peer.say('純利益は?', { thread: outcome.ref.message });
    await vi.waitFor(
      async () => expect(await words(outcome.ref.message)).toContain('考えています…'),
      soon,
    );
    await peer.say('EPS?', { direct: true });
    await vi.waitFor(() => expect(speakers).toHaveLength(2), soon);
    const { channel } = speakers[1]!.place;
    await vi.waitFor(async () => expect(await words(null, channel)).toContain('Thinking…'), soon);
    answer(toAll);
    await vi.waitFor(() => expect(calls('chat.update')).toHaveLength(2), soon);
  });

  it('is not announced among people: in a thread of theirs, or to others', async () => {
    const ts = await peer.say('決算の話');
    await peer.say('純利益は?', { thread: ts });
    await peer.say('<@UBOT> <@U0OTHER> 純利益は?', { thread: ts });
    await vi.waitFor(() => expect(speakers).toHaveLength(2), soon);
    await aWhile();
    expect(calls('chat.postMessage')).toEqual([]);
    expect(speakers.map(({ addressed, toOthers }) => [addressed, toOthers])).toEqual([
      [false, false],
      [true, true],
    ]);
    answer(null);
  });

  it('is not announced where it comes soon', async () => {
    answer(toAll);
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await words(ts)).toHaveLength(1), soon);
    await aWhile();
    expect(calls('chat.update')).toEqual([]);
    expect(calls('chat.postMessage')).toHaveLength(1);
  });
});
