import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { digestCard } from '../src/card/digest-card.ts';
import { loadLibrary } from '../src/digest/files.ts';
import { createLog } from '../src/log.ts';
import { createDiscord, pace } from '../src/platform/discord/index.ts';
import { createScheduler } from '../src/schedule/tick.ts';
import { openStore } from '../src/store/store.ts';
import { short, tableText } from './table.ts';

const channels = 1000;
const Opened = z.object({ url: z.string() });
const Counts = z.object({
  requests: z.number(),
  refused: z.number(),
  most: z.number(),
  seconds: z.number(),
  posted: z.number(),
});

function draw(): Promise<never> {
  return Promise.reject(new Error('a plain post has no picture'));
}

/** One plain first post to each of 1,000 Discord channels, through discord.js, under Discord's limits. */
export async function benchDiscord(): Promise<string> {
  const peer = fork(join(import.meta.dirname, 'discord-peer.ts'), [String(channels)]);
  const heard: unknown[] = await once(peer, 'message');
  const { url } = Opened.parse(heard[0]);
  const dataDir = await mkdtemp(join(tmpdir(), 'kawaraban-bench-'));
  const log = createLog('error');
  const store = await openStore({ dataDir, databaseUrl: undefined, log });
  const discord = createDiscord({ token: 'loopback-token', apiUrl: url, draw, log });
  await discord.start(null);
  const scheduler = createScheduler({
    store,
    platforms: new Map([['discord', discord]]),
    paces: new Map([['discord', pace]]),
    planned: null,
    digests: () => Promise.resolve([]),
    subscriptions: () => Promise.resolve({ subscriptions: [], errors: [] }),
    card: () => {
      throw new Error('nothing is planned here');
    },
    onPosted: () => Promise.resolve(),
    log,
  });
  try {
    await scheduler.start();
    await pause(1000); // what connecting took of the limit is past, as in a product that runs
    const began = performance.now();
    await store.outbox.add(await deliveries(), Date.now());
    await store.wakes.wake();
    let counts = await countsOf(peer);
    while (counts.posted < channels) {
      await pause(100);
      counts = await countsOf(peer);
    }
    const all = (performance.now() - began) / 1000;
    await scheduler.stop();
    const rows = await store.outbox.list(channels);
    const settled = rows.filter(({ state }) => state === 'posted').length;
    const { requests, refused, most, posted, seconds } = counts;
    const row = [settled, posted, requests, refused, most].map(String);
    return `1,000 Discord channels, plain first posts (aim: <= 21 s, no 429)\n${tableText(
      ['', 'settled', 'there', 'requests', '429', 'most in a second', 's of posts', 's in all'],
      [['one worker', ...row, short(seconds), short(all)]],
    )}`;
  } finally {
    await scheduler.stop();
    await discord.stop();
    await store.close();
    peer.disconnect();
    await rm(dataDir, { recursive: true });
  }
}

async function countsOf(peer: ChildProcess): Promise<z.infer<typeof Counts>> {
  peer.send('counts');
  const told: unknown[] = await once(peer, 'message');
  return Counts.parse(told[0]);
}

/** The seed's card without its pictures, once for each channel. */
async function deliveries() {
  const { library } = await loadLibrary('digests');
  const [digest] = library.digests;
  if (!digest) throw new Error('there is no digest in digests/');
  const whole = digestCard(digest, { language: 'both', form: 'standard' });
  const card = { ...whole, blocks: whole.blocks.filter(({ type }) => type !== 'picture') };
  return Array.from({ length: channels }, (_, i) => ({
    key: `bench ${i}`,
    subscription: `discord/${i}`,
    slot: 'on arrival',
    place: { platform: 'discord', channel: String(i), thread: null },
    digest: digest.id,
    revision: 1,
    card,
  }));
}
