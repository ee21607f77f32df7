import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { Digest } from '../../src/digest/digest.ts';
import { createLog } from '../../src/log.ts';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';
import { createScheduler, type Scheduler } from '../../src/schedule/tick.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { sampleCard } from '../platform/contract.ts';
import { shared } from '../store/contract.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { startPostgres } from '../support/postgres.ts';
import { itOnTinyDisk } from '../support/tiny-disk.ts';
import { fakeClock, fakePlatform } from './fakes.ts';

const minute = 60_000;
const server = shared(startPostgres, async (made) => made?.stop());
const digestOf = (period: string): Digest => ({ ...metaDigest, id: `meta/${period}`, period });

let time: ReturnType<typeof fakeClock>;
let preview: ReturnType<typeof fakePlatform>;
let lines: string[];
let digests: Digest[];
let one: Scheduler | null;

beforeEach(() => {
  time = fakeClock();
  preview = fakePlatform(time.clock);
  lines = [];
  digests = [digestOf('2023-q2')];
  one = null;
});
afterEach(() => one?.stop());

function scheduler(store: Store): Scheduler {
  one = createScheduler({
    store,
    platforms: new Map([['preview', preview.platform]]),
    digests: () => Promise.resolve(digests),
    subscriptions: () =>
      Promise.resolve(
        readSubscriptions("- {platform: preview, channel: '#digest', companies: all}"),
      ),
    card: (digest) => sampleCard(digest.id),
    onPosted: () => Promise.resolve(),
    log: createLog('info', (line) => lines.push(line)),
    clock: time.clock,
    random: () => 0.5,
  });
  return one;
}

async function tickAfter(scheduled: Scheduler, ms: number) {
  time.forward(ms);
  return scheduled.tick(time.clock.now());
}

const titles = () => preview.sent.map(({ card }) => card.title);
const said = (words: string) => lines.filter((line) => line.includes(words));
const states = async (store: Store) =>
  (await store.outbox.list(10)).map(({ digest, state }) => `${digest} ${state}`).toSorted();

function onPostgres(databaseUrl: string): Promise<Store> {
  const log = createLog('info', (line) => lines.push(line));
  return openStore({ dataDir: '/nowhere', databaseUrl, log });
}

function freshDatabase(test: TestContext): Promise<string> {
  return server()?.freshDatabase() ?? test.skip('no PostgreSQL here');
}

/** A way to a server; when it is cut, nothing passes any more on it and nobody is told; new ones are open. */
async function openWay(to: URL) {
  const sockets = new Set<Socket>();
  const gate = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
  });
  await once(gate.listen(0, '127.0.0.1'), 'listening');
  const address = gate.address();
  const url = new URL(to);
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    cut: () => sockets.forEach((socket) => socket.unpipe().pause()),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await once(gate.close(), 'close');
    },
  };
}

describe('PostgreSQL going away for a few minutes', () => {
  it('is said once, loses nothing and doubles nothing, what was being sent included', async (test) => {
    const store = await onPostgres(await freshDatabase(test));
    const outage = server()?.outage ?? test.skip('the server is not ours to stop');
    // It goes away after a card was posted and before that could be written down.
    const { platform } = preview;
    const post = async (...given: Parameters<typeof platform.post>) => {
      const outcome = await platform.post(...given);
      if (preview.sent.length === 1) await outage.begin();
      return outcome;
    };
    preview = { ...preview, platform: { ...platform, post } };
    const running = scheduler(store);
    await tickAfter(running, 0);
    expect(titles()).toEqual(['meta/2023-q2']);
    digests = [digestOf('2023-q2'), digestOf('2023-q3')];
    for (let n = 0; n < 4; n += 1) await tickAfter(running, minute);
    expect(titles()).toHaveLength(1);
    expect(said('the store cannot be used')).toHaveLength(1);
    expect(said('the store cannot be used')[0]).toMatch(
      /PostgreSQL at 127\.0\.0\.1:\d+\/\w+ cannot be reached \([\w ]+\): start the server or correct DATABASE_URL\./,
    );
    expect(said('the store can be used again')).toEqual([]);
    await outage.end();
    for (let n = 0; n < 4; n += 1) await tickAfter(running, minute);
    expect(titles()).toEqual(['meta/2023-q2', 'meta/2023-q3']);
    expect(await states(store)).toEqual(['meta/2023-q2 posted', 'meta/2023-q3 posted']);
    expect(said('the store cannot be used')).toHaveLength(1);
    expect(said('the store can be used again')).toHaveLength(1);
    // The one post whose outcome could not be written down; nothing else is an error of ours.
    expect(said('"level":"error"').map((line) => /"msg":"([^"]+)"/.exec(line)?.[1])).toEqual([
      'the outcome of a delivery could not be written down',
    ]);
    await store.close();
  });

  it('is noticed too where it no longer answers, and its dead connections are not used again', async (test) => {
    const url = new URL(await freshDatabase(test));
    const way = await openWay(url);
    const store = await onPostgres(`${way.url}?query_timeout=300`);
    const running = scheduler(store);
    way.cut();
    await tickAfter(running, 0);
    expect(said('cannot be reached (no answer)')).toHaveLength(1);
    expect(await tickAfter(running, minute)).toMatchObject({ planned: 1, posted: 1 });
    expect(said('the store can be used again')).toHaveLength(1);
    await store.close();
    await way.close();
  });
});

describe('a full disk', () => {
  itOnTinyDisk('is said once, loses nothing and doubles nothing', 1 << 20, async (disk) => {
    const dataDir = await mkdtemp(join(disk.dir, 'data-'));
    const log = createLog('silent');
    const store = await openStore({ dataDir, databaseUrl: undefined, log });
    try {
      const running = scheduler(store);
      await tickAfter(running, 0);
      disk.fill();
      digests = [digestOf('2023-q2'), digestOf('2023-q3')];
      for (let n = 0; n < 3; n += 1) await tickAfter(running, minute);
      expect(said('because the disk is full: free some space there.')).toHaveLength(1);
      disk.free();
      await tickAfter(running, minute);
      await tickAfter(running, minute);
      expect(titles()).toEqual(['meta/2023-q2', 'meta/2023-q3']);
      expect(await states(store)).toEqual(['meta/2023-q2 posted', 'meta/2023-q3 posted']);
      expect(said('the store can be used again')).toHaveLength(1);
      expect(said('"level":"error"')).toEqual([]);
    } finally {
      await store.close();
    }
  });
});
