import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Log, createLog } from '../../src/log.ts';
import type { Subject } from '../../src/card/card.ts';
import { createDeliveries, deliver, type DeliveryContext } from '../../src/schedule/deliver.ts';
import type { Platform, Posted } from '../../src/platform/platform.ts';
import type { Store } from '../../src/store/store.ts';
import { sampleCard } from '../platform/contract.ts';
import { heldIn, lease, newDelivery, shared, type StoreHome } from '../store/contract.ts';
import { postgresHome, sqliteHome } from '../store/homes.ts';
import { startPostgres } from '../support/postgres.ts';
import { fakeClock, fakePlatform, filePlatform } from './fakes.ts';

const going = new AbortController().signal;
const card = sampleCard();
const nothing = { posted: 0, failed: 0, pending: 0, unknown: 0 };

function given(key: string, channel = '#digest') {
  return newDelivery(key, { card, place: { platform: 'preview', channel, thread: null } });
}

describe('deliver', () => {
  let home: Awaited<ReturnType<typeof sqliteHome>>;
  let store: Store;
  let time: ReturnType<typeof fakeClock>;
  let peer: ReturnType<typeof fakePlatform>;
  let threads: [Posted, Subject][];
  let lines: string[];
  let log: Log;

  beforeEach(async () => {
    home = await sqliteHome();
    store = await home.open();
    time = fakeClock();
    peer = fakePlatform(time.clock);
    threads = [];
    lines = [];
    log = createLog('info', (line) => lines.push(line));
  });
  afterEach(async () => {
    await store.close();
    await home.close();
  });

  function context(owner = 'w'): DeliveryContext {
    return {
      outbox: store.outbox,
      platforms: new Map([['preview', peer.platform]]),
      owner,
      lease,
      clock: time.clock,
      random: () => 0.5,
      onPosted: (ref, subject) => {
        threads.push([ref, subject]);
        return Promise.resolve();
      },
      log,
    };
  }
  const add = (...keys: string[]) =>
    store.outbox.add(
      keys.map((key) => given(key)),
      time.clock.now(),
    );

  it('posts what is due, once, in its order, and says where it stands', async () => {
    await add('a', 'b', 'c');
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 3 });
    expect(peer.sent.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(peer.sent[0]?.card).toEqual(card);
    const ref = { place: given('a').place, message: 'm-a' };
    expect(threads[0]).toEqual([ref, { digest: 'meta/2023-q2', revision: 1 }]);
    expect(await store.outbox.get('a')).toMatchObject({
      state: 'posted',
      message: ref,
      attempt: 1,
    });
    time.forward(10 * lease);
    expect(await deliver(context(), going)).toEqual(nothing);
    expect(peer.sent).toHaveLength(3);
  });

  it('takes more than there is room for at once', async () => {
    const keys = Array.from({ length: 53 }, (_, i) => `k${i}`);
    await store.outbox.add(
      keys.map((key, i) => given(key, `#${i % 7}`)),
      0,
    );
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 53 });
    expect(peer.sent.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  });

  it('gives up where the platform refuses for good, and says why', async () => {
    const refusal = { refuse: 'The bot is not in the channel.', retryAfter: null };
    peer.turns.push(refusal, refusal);
    await add('a');
    expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1 });
    time.forward(1000);
    expect(await deliver(context(), going)).toEqual({ ...nothing, failed: 1 });
    expect(await store.outbox.get('a')).toMatchObject({
      state: 'failed',
      reason: 'The bot is not in the channel.',
    });
    expect(lines.join('')).toContain('The bot is not in the channel.');
    time.forward(10 * lease);
    expect(await deliver(context(), going)).toEqual(nothing);
    expect(peer.sent).toEqual([]);
  });

  it('tries once more where the channel opened between the refusal and the look, held before or not', async () => {
    const said = 'The bot is not in the channel. Invite it.';
    peer.turns.push({ refuse: said, retryAfter: null });
    await add('a');
    expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1 });
    time.forward(1000);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 1 });

    peer.close('The bot is not in the channel.');
    await add('b');
    expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1 });
    peer.close(null);
    peer.turns.push({ refuse: said, retryAfter: null });
    time.forward(5 * 60_000);
    expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1 });
    time.forward(10_000);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 1 });
    expect(peer.sent.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('gives up after some tries where a refusal says something else each time', async () => {
    await add('a');
    for (let at = 1; at <= 11; at += 1) {
      peer.turns.push({ refuse: `Refused, request ${at}.`, retryAfter: null });
      const state = at === 11 ? 'failed' : 'pending';
      expect(await deliver(context(), going)).toEqual({ ...nothing, [state]: 1 });
      time.forward(10 * 60_000);
    }
  });

  it('stops a channel that takes no posts at once, keeps what was due, and asks before it posts again', async () => {
    const minute = 60_000;
    peer.close('The bot is not in the channel.');
    await store.outbox.add([given('a'), given('b'), given('c', '#other')], time.clock.now());
    expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 2 });
    // One try a channel; the second delivery of the first channel waits with it.
    expect(peer.refusals()).toBe(2);
    const held = await heldIn(store);
    expect(held.map(({ key, blocks, reason }) => [key, blocks, reason])).toEqual(
      ['a', 'b', 'c'].map((key) => [key, 1, 'The bot is not in the channel. Invite it.']),
    );
    expect(held[0]?.notBefore).toBe(time.clock.now() + 5 * minute);

    time.forward(5 * minute);
    await deliver(context(), going);
    expect(peer.refusals()).toBe(2);
    expect((await heldIn(store)).map(({ notBefore }) => notBefore - time.clock.now())).toEqual([
      10 * minute,
      10 * minute,
      10 * minute,
    ]);
    for (let times = 0; times < 20; times += 1) {
      time.forward(6 * 60 * minute);
      await deliver(context(), going);
    }
    expect(peer.refusals()).toBe(2);
    expect((await heldIn(store))[0]?.notBefore).toBe(time.clock.now() + 6 * 60 * minute);

    peer.close(null);
    time.forward(6 * 60 * minute);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 3 });
    expect(peer.sent.map(({ key }) => key).toSorted()).toEqual(['a', 'b', 'c']);
    expect(await heldIn(store)).toEqual([]);
  });

  it('waits as long as the platform asks, or its own growing wait where that is longer', async () => {
    peer.turns.push(
      { refuse: 'slow down', retryAfter: 30_000 },
      ...Array.from({ length: 13 }, () => ({ refuse: 'slow down', retryAfter: 10 })),
    );
    await add('a');
    const waits: number[] = [];
    for (let i = 0; i < 14; i++) {
      expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1 });
      const row = await store.outbox.get('a');
      waits.push(row!.notBefore - time.clock.now());
      time.forward(waits.at(-1)! - 1);
      expect(await deliver(context(), going)).toEqual(nothing);
      time.forward(1);
    }
    // 0.75 of 1 s, doubled each time, at most 10 min: random() is 0.5 here.
    expect(waits).toEqual([
      30_000, 1500, 3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 384_000, 450_000, 450_000,
      450_000, 450_000,
    ]);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 1 });
    expect(peer.sent).toHaveLength(1);
  });

  it.each(['lose the answer', 'hang after accepting'] as const)(
    'looks before a second try: %s',
    async (turn) => {
      peer.turns.push(turn);
      await add('a');
      const first = deliver(context(), going);
      while (peer.sent.length === 0) await new Promise((done) => setImmediate(done));
      await new Promise((done) => setTimeout(done, 20));
      if (turn === 'hang after accepting') expect(time.waiting()).toEqual([lease / 2]); // the deadline of the post
      const sentAt = time.clock.now();
      if (turn === 'hang after accepting') time.forward(lease / 2);
      expect(await first).toEqual({ ...nothing, unknown: 1 });
      time.forward(lease - 1);
      expect(await deliver(context(), going)).toEqual(nothing);
      time.forward(1);
      expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 1 });
      expect(peer.sent).toHaveLength(1);
      expect(peer.finds).toEqual([{ key: 'a', since: sentAt - 120_000 }]);
      expect(threads).toHaveLength(1);
      expect(await store.outbox.get('a')).toMatchObject({
        state: 'posted',
        message: { message: 'm-a' },
      });
    },
  );

  it.each(['lose the request', 'throw'] as const)(
    'sends again what is not there: %s',
    async (turn) => {
      peer.turns.push(turn);
      await add('a');
      expect(await deliver(context(), going)).toEqual({ ...nothing, unknown: 1 });
      time.forward(lease);
      expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1, posted: 1 });
      expect(peer.sent).toHaveLength(1);
      expect(await store.outbox.get('a')).toMatchObject({
        state: 'posted',
        attempt: 2,
        lookups: 1,
      });
    },
  );

  it('never sends what it cannot look for, and looks ever more seldom', async () => {
    peer.turns.push('lose the answer');
    peer.blind({ state: 'cannot_tell', reason: 'no right to read the channel' });
    await add('a');
    await deliver(context(), going);
    time.forward(lease);
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      expect(await deliver(context(), going)).toEqual({ ...nothing, unknown: 1 });
      const row = await store.outbox.get('a');
      expect(row).toMatchObject({ state: 'unknown', reason: 'no right to read the channel' });
      waits.push((row!.notBefore - time.clock.now()) / 60_000);
      time.forward(row!.notBefore - time.clock.now());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(peer.sent).toHaveLength(1);
    peer.blind(null);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 1 });
  });

  it('takes what a dead worker left for unknown, and settles it by looking', async () => {
    await store.outbox.add([given('posted'), given('never sent', '#other')], time.clock.now());
    const claim = {
      owner: 'dead',
      platforms: ['preview'],
      now: time.clock.now(),
      lease,
      limit: 10,
    };
    const row = (await store.outbox.claimPending(claim)).find(({ key }) => key === 'posted');
    await peer.platform.post(row!.place, card, row!.key);
    time.forward(lease);
    expect(await deliver(context(), going)).toEqual(nothing);
    time.forward(1);
    expect(await deliver(context(), going)).toEqual(nothing);
    expect((await store.outbox.list(9)).map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    time.forward(lease);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 2, pending: 1 });
    expect(peer.sent.map(({ key }) => key)).toEqual(['posted', 'never sent']);
  });

  it('writes nothing over a worker that took the delivery up meanwhile', async () => {
    peer.turns.push('hang after accepting');
    await add('a');
    const slow = deliver(context('slow'), going);
    while (peer.sent.length === 0) await new Promise((done) => setImmediate(done));
    const now = time.clock.now();
    expect(await store.outbox.expire(now + lease + 1, 0)).toBe(1);
    time.forward(2 * lease + 2); // the slow one's deadline passes too
    expect(await slow).toEqual(nothing);
    expect(lines.join('')).toContain('taken over');
    expect(await deliver(context('other'), going)).toEqual({ ...nothing, posted: 1 });
    expect(peer.sent).toHaveLength(1);
  });

  it('leaves what belongs to a platform that does not run', async () => {
    await store.outbox.add(
      [newDelivery('s', { place: { platform: 'slack', channel: 'C1', thread: null } })],
      0,
    );
    expect(await deliver(context(), going)).toEqual(nothing);
    expect(await store.outbox.get('s')).toMatchObject({ state: 'pending', attempt: 0 });
  });

  it('begins nothing once it is stopped, and leaves the rest untried to others', async () => {
    const stop = new AbortController();
    await store.outbox.add([given('a'), given('b'), given('c', '#other')], time.clock.now());
    const stopped: Platform = {
      ...peer.platform,
      post: (...args) => {
        stop.abort();
        return peer.platform.post(...args);
      },
    };
    const first = { ...context(), platforms: new Map([['preview', stopped]]) };
    expect(await deliver(first, stop.signal)).toEqual({ ...nothing, posted: 1, pending: 1 });
    const handedBack = (await store.outbox.list(9)).filter(({ state }) => state === 'pending');
    // One was claimed beside the first, the other waited behind it in its channel.
    expect(handedBack.map(({ attempt }) => attempt)).toEqual([0, 0]);
    expect(await deliver(context('next'), going)).toEqual({ ...nothing, posted: 2 });
    expect(peer.sent.map(({ key }) => key).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('keeps on with other channels while one is slow', async () => {
    peer.turns.push('hang after accepting');
    await store.outbox.add([given('slow', '#a'), given('behind it', '#a')], time.clock.now());
    const others = Array.from({ length: 100 }, (_, i) => given(`k${i}`, `#b${i % 9}`));
    await store.outbox.add(others, time.clock.now());
    const pass = deliver(context(), going);
    await vi.waitFor(() => expect(peer.sent).toHaveLength(101));
    expect(peer.sent.map(({ key }) => key)).not.toContain('behind it');
    time.forward(lease / 2);
    expect(await pass).toEqual({ ...nothing, posted: 100, unknown: 1 });
    time.forward(lease);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 2 });
    expect(peer.sent.at(-1)?.key).toBe('behind it');
  });

  it('stops a platform that does not accept the token, once and until a restart', async () => {
    const keys = Array.from({ length: 5 }, (_, i) => `k${i}`);
    await store.outbox.add(
      keys.map((key, i) => given(key, `#${i}`)),
      time.clock.now(),
    );
    peer.turns.push({ refuse: 'The token was revoked.', retryAfter: null, scope: 'platform' });
    const deliveries = createDeliveries(context(), going);
    await deliveries.run();
    const tried = peer.sent.length;
    for (let hours = 0; hours < 9; hours += 1) {
      time.forward(60 * 60_000);
      await deliveries.run();
    }
    expect(peer.sent).toHaveLength(tried);
    expect(lines.filter((line) => line.includes('before a restart'))).toHaveLength(1);
    expect((await heldIn(store)).map(({ reason }) => reason)).toEqual(['The token was revoked.']);
    await deliver(context('restarted'), going);
    expect(peer.sent.map(({ key }) => key).toSorted()).toEqual(keys);
  });

  it('leaves a card that it cannot read to a worker of another version', async () => {
    await store.outbox.add(
      [newDelivery('a', { card: { ...card, blocks: [{ type: 'hologram' }] } })],
      0,
    );
    expect(await deliver(context(), going)).toEqual({ ...nothing, pending: 1 });
    expect(await store.outbox.get('a')).toMatchObject({
      reason: 'the stored card cannot be read by this version',
    });
    expect(peer.sent).toEqual([]);
  });

  it('keeps a post posted although its thread could not be noted', async () => {
    await add('a');
    const failing = { ...context(), onPosted: () => Promise.reject(new Error('no room')) };
    expect(await deliver(failing, going)).toEqual({ ...nothing, posted: 1 });
    expect(await store.outbox.get('a')).toMatchObject({ state: 'posted' });
    expect(lines.join('')).toContain('no room');
  });

  it('looks for a post whose outcome the store could not take', async () => {
    await add('a');
    const failing = {
      ...context(),
      outbox: { ...store.outbox, settle: () => Promise.reject(new Error('disk full')) },
    };
    expect(await deliver(failing, going)).toEqual(nothing);
    expect(await store.outbox.get('a')).toMatchObject({ state: 'sending' });
    time.forward(lease + 1);
    await deliver(context(), going);
    time.forward(lease);
    expect(await deliver(context(), going)).toEqual({ ...nothing, posted: 1 });
    expect(peer.sent).toHaveLength(1);
  });

  it.each(['before', 'after'])(
    'doubles and loses nothing when a worker is killed with -9 just %s it posts',
    { timeout: 30_000 },
    async (when) => {
      await store.outbox.add([given('a'), given('b', '#b')], Date.now());
      const channel = join(home.dataDir, 'channel');
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'killed-worker.ts'), home.dataDir, channel, when],
        { stdio: ['ignore', 'inherit', 'inherit'] },
      );
      const signal = await new Promise((done) => child.on('exit', (_code, by) => done(by)));
      expect(signal).toBe('SIGKILL');
      expect((await store.outbox.list(2)).map(({ state }) => state)).toEqual([
        'sending',
        'sending',
      ]);
      time = fakeClock(Date.now());
      const next = { ...context('next'), platforms: new Map([['preview', filePlatform(channel)]]) };
      time.forward(lease + 1);
      await deliver(next, going);
      time.forward(lease);
      await deliver(next, going);
      expect(readFileSync(channel, 'utf8').trim().split('\n').toSorted()).toEqual(['a', 'b']);
      expect((await store.outbox.list(2)).map(({ state }) => state)).toEqual(['posted', 'posted']);
    },
  );
});

describe('workers that share a store', () => {
  const server = shared(startPostgres, async (made) => made?.stop());
  const homes: [string, () => Promise<StoreHome | null>][] = [
    ['SQLite', sqliteHome],
    ['PostgreSQL', () => postgresHome(server())],
  ];

  it.for(homes)('never send a delivery twice: %s', { timeout: 60_000 }, async ([, make], test) => {
    const home = (await make()) ?? test.skip('no PostgreSQL here');
    const stores = await Promise.all([home.open(), home.open(), home.open()]);
    const time = fakeClock();
    const peer = fakePlatform(time.clock);
    const chaos = [
      'post',
      'lose the answer',
      'lose the request',
      { refuse: 'slow down', retryAfter: 500 },
    ] as const;
    peer.turns.push(...Array.from({ length: 200 }, (_, i) => chaos[(i * 7) % 4]!));
    const keys = Array.from({ length: 150 }, (_, i) => `k${i}`);
    await stores[0].outbox.add(
      keys.map((key, i) => given(key, `#${i % 11}`)),
      time.clock.now(),
    );
    const workers = stores.map((store, i): DeliveryContext => ({
      outbox: store.outbox,
      platforms: new Map([['preview', peer.platform]]),
      owner: `w${i}`,
      lease,
      clock: time.clock,
      random: () => i / 3,
      onPosted: () => Promise.resolve(),
      log: createLog('silent'),
    }));
    // What is lost holds up its channel until it was looked for.
    for (let round = 0; round < 60 && peer.sent.length < 150; round++) {
      await Promise.all(workers.map((worker) => deliver(worker, going)));
      time.forward(lease);
    }
    expect(peer.sent.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    for (let round = 0; round < 3; round++) {
      await deliver(workers[0]!, going);
      time.forward(lease);
    }
    const rows = await stores[0].outbox.list(200);
    expect(rows.filter(({ state }) => state === 'posted')).toHaveLength(150);
    await Promise.all(stores.map((store) => store.close()));
    await home.close();
  });
});
