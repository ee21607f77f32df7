import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/card/card.ts';
import type { Place, Posted, Speaker } from '../../../src/platform/platform.ts';
import { sampleCard } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { openPeer } from './peer.ts';
import type { DiscordPeer } from './peer.ts';
import { ids } from './peer-server.ts';

const soon = { timeout: 4000, interval: 20 };
const forum: Place = { platform: 'discord', channel: ids.forum, thread: null };
const since = () => Date.now() - 1000;

let peer: DiscordPeer;
let questions: [Speaker, string][];

beforeEach(async () => {
  questions = [];
  peer = await openPeer({ timeout: 500 });
});
afterEach(() => peer.close());

const listening = () =>
  peer.platform.start(
    quietHandlers({
      question: (speaker, text) => {
        questions.push([speaker, text]);
        return Promise.resolve({
          card: { ...sampleCard('答え'), buttons: [] },
          visibility: 'channel',
        });
      },
    }),
  );

async function posted(card: Card = sampleCard(), key = 'k1', silent = false): Promise<Posted> {
  const outcome = await peer.platform.post(forum, card, key, silent);
  if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
  return outcome.ref;
}

const requests = (method: string, path: RegExp) =>
  peer.discord.requests.filter((one) => one.method === method && path.test(one.path));
const begun = () => requests('POST', /\/threads$/u);

/** A card of several messages. */
const long: Card = {
  ...sampleCard('長い決算'),
  blocks: [{ type: 'text', lang: 'ja', text: '売上高は320億ドル。'.repeat(900) }],
};

describe.each([
  ['that listens', () => listening()],
  ['that hears nothing', () => peer.platform.start(null)],
])('a forum, from a process %s', (_name, start) => {
  beforeEach(start);

  it('gets a card as a post of its own, by its title, and is said to take posts', async () => {
    const title = '長'.repeat(120);
    const ref = await posted({ ...sampleCard(), title });
    expect(ref.place).toEqual({ ...forum, thread: ref.message });
    expect(begun()).toMatchObject([{ body: { name: expect.stringMatching(/^長{90,99}…$/u) } }]);
    const [message] = peer.discord.messages;
    expect([message?.id, message?.channel_id]).toEqual([ref.message, ref.message]);
    expect(await peer.platform.probe(forum)).toEqual({ state: 'can' });
  });

  it('is looked through for a post by its key, open or closed', async () => {
    const ref = await posted();
    const found = { state: 'found', ref };
    expect(await peer.platform.find(forum, 'k1', since())).toEqual(found);
    expect(await peer.platform.find(forum, 'k2', since())).toEqual({ state: 'none' });
    peer.discord.archive(ref.message);
    expect(await peer.platform.find(forum, 'k1', since())).toEqual(found);
    expect(await peer.platform.find(forum, 'k1', Date.now() + 3_600_000)).toEqual({
      state: 'none',
    });
  });

  it('keeps a post whose answer was lost, which is found and not begun again', async () => {
    await posted(sampleCard(), 'k0');
    peer.discord.faults.push({ method: 'POST', path: /\/threads$/u, do: 'lose' });
    expect(await peer.platform.post(forum, sampleCard(), 'k1')).toMatchObject({ state: 'unknown' });
    expect(begun()).toHaveLength(2);
    expect(await peer.platform.find(forum, 'k1', since())).toMatchObject({
      state: 'found',
      ref: { message: peer.discord.messages[1]?.id },
    });
  });

  it('gets the rest of a card that was cut short, and no second post', async () => {
    await posted(sampleCard(), 'k0');
    const before = peer.discord.messages.length;
    const inThread = new RegExp(`^/channels/(?!${ids.forum})\\d+/messages$`, 'u');
    peer.discord.faults.push({ method: 'POST', path: inThread, do: 503 });
    expect(await peer.platform.post(forum, long, 'k1')).toMatchObject({ state: 'unknown' });
    expect(begun()).toHaveLength(2);
    expect(await peer.platform.find(forum, 'k1', since())).toEqual({ state: 'none' });
    const ref = await posted(long);
    expect(begun()).toHaveLength(2);
    expect(await peer.platform.find(forum, 'k1', since())).toEqual({ state: 'found', ref });
    const parts = peer.discord.messages.slice(before);
    expect(new Set(parts.map(({ channel_id: at }) => at))).toEqual(new Set([ref.message]));
    expect(parts.length).toBeGreaterThan(2);
  });

  it('takes corrections of a post that has closed by itself', async () => {
    const ref = await posted();
    peer.discord.archive(ref.message);
    expect(await peer.platform.edit(ref, sampleCard('訂正'))).toMatchObject({ state: 'posted' });
    expect(JSON.stringify(peer.discord.messages[0])).toContain('訂正');
    const under = { ...forum, thread: ref.message };
    expect(await peer.platform.post(under, sampleCard('続き'), 'k2')).toMatchObject({
      state: 'posted',
    });
    expect(peer.discord.messages.at(-1)?.channel_id).toBe(ref.message);
  });

  it('that asks for tags says so, to a post and to a probe', async () => {
    const channel = peer.discord.channels.find(({ id }) => id === ids.forum);
    Object.assign(channel ?? {}, { flags: 16 });
    peer.discord.gateway.dispatch('CHANNEL_UPDATE', channel);
    await new Promise((done) => setTimeout(done, 100));
    const reason = expect.stringContaining('tag');
    expect(await peer.platform.post(forum, sampleCard(), 'k1')).toMatchObject({
      state: 'refused',
      retryAfter: null,
      scope: 'channel',
      reason,
    });
    expect(await peer.platform.probe(forum)).toMatchObject({ state: 'cannot', grant: reason });
  });

  it('says of a post that was deleted that it is gone, and posts nothing elsewhere', async () => {
    const ref = await posted();
    const under = { ...forum, thread: ref.message };
    peer.discord.deleteThread(ref.message);
    await new Promise((done) => setTimeout(done, 100));
    const gone = { reason: expect.stringContaining('not there any more'), scope: 'channel' };
    expect(await peer.platform.post(under, sampleCard('続き'), 'k2')).toMatchObject({
      state: 'refused',
      retryAfter: null,
      ...gone,
    });
    expect(await peer.platform.probe(under)).toMatchObject({ state: 'cannot', ...gone });
    expect(peer.discord.messages).toEqual([]);
  });
});

describe('a post of a forum', () => {
  beforeEach(() => listening());

  it('takes questions in its thread, about its card', async () => {
    const ref = await posted();
    peer.discord.say(ref.message, `<@${ids.bot}> 純利益は?`);
    await vi.waitFor(() => expect(questions).toHaveLength(1), soon);
    // The thread that the card was remembered by: its place, with its message as the thread.
    expect(questions[0]?.[0].place).toEqual({ ...ref.place, thread: ref.message });
    await vi.waitFor(
      () => expect(peer.discord.messages.at(-1)?.channel_id).toBe(ref.message),
      soon,
    );
  });

  it('is without a sound where it is to be', async () => {
    await posted(sampleCard(), 'k1', true);
    expect(begun()).toMatchObject([{ body: { message: { flags: (1 << 15) | (1 << 12) } } }]);
  });
});

describe('a card without a sound', () => {
  it('has the flag on each of its messages, and edits leave it', async () => {
    await listening();
    const outcome = await peer.platform.post(peer.channel, long, 'k1', true);
    const flags = () => peer.discord.messages.map((message) => message.flags);
    expect(flags().length).toBeGreaterThan(1);
    expect(new Set(flags())).toEqual(new Set([(1 << 15) | (1 << 12)]));
    if (outcome.state === 'posted') await peer.platform.edit(outcome.ref, sampleCard());
    expect(flags()).toEqual([(1 << 15) | (1 << 12)]);
  });

  it('is only what was asked for', async () => {
    await listening();
    await peer.platform.post(peer.channel, sampleCard(), 'k1');
    expect(peer.discord.messages[0]?.flags).toBe(1 << 15);
  });
});
