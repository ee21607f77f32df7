import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/card/card.ts';
import { sampleCard } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { openSlackPeer, type SlackPeer } from './peer.ts';

let peer: SlackPeer;
let language: Card['language'];

beforeEach(async () => {
  peer = await openSlackPeer();
  const question = () => {
    peer.refuse('chat.postMessage', { error: 'not_in_channel' });
    const card = { ...sampleCard(), buttons: [], language };
    return Promise.resolve({ card, visibility: 'channel' } as const);
  };
  await peer.platform.start(quietHandlers({ question }));
});
afterEach(() => peer.close());

it.each<[Card['language'], readonly string[], readonly string[]]>([
  ['both', ['Type /invite @kawaraban', 'チャンネルで /invite @kawaraban と入力'], []],
  ['ja', ['ボットがこのチャンネルに参加していません。'], ['The bot is not']],
  ['en', ['The bot is not in the channel. Type /invite @kawaraban'], ['ボットが']],
])('an answer that Slack refuses says what to do in its languages: %s', async (of, says, not) => {
  language = of;
  const posted = await peer.platform.post(peer.channel, sampleCard(), 'k1');
  if (posted.state !== 'posted') throw new Error(JSON.stringify(posted));
  await peer.ask(posted.ref, 'EPSは?');
  const thread = { ...peer.channel, thread: posted.ref.message };
  await vi.waitFor(async () => expect(await peer.seen(thread)).toHaveLength(2), { timeout: 5000 });
  const [, told] = await peer.seen(thread);
  expect(told?.visibility).toBe('private');
  for (const words of says) expect(told?.text).toContain(words);
  for (const words of not) expect(told?.text).not.toContain(words);
});
