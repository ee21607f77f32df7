import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digest } from '../../src/digest/digest.ts';
import { createPlanner } from '../../src/schedule/planner.ts';
import { readSubscriptions, type Subscription } from '../../src/schedule/subscriptions.ts';
import type { Store } from '../../src/store/store.ts';
import { sampleCard } from '../platform/contract.ts';
import { shared, type StoreHome } from '../store/contract.ts';
import { log, postgresHome, sqliteHome } from '../store/homes.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { startPostgres } from '../support/postgres.ts';
import { day, hour, minute } from './world.ts';

const server = shared(startPostgres, async (made) => made?.stop());
const noon = Date.parse('2026-11-02T03:00Z');
const entries = [
  "- {platform: preview, channel: '#a', companies: all}",
  "- {platform: preview, channel: '#b', companies: [meta], when: daily 12:30 Asia/Tokyo}",
  "- {platform: preview, channel: '#c', companies: all, cap: 1}",
  '- {platform: preview, channel: "#d", companies: all, quiet: "13:00-14:00 Asia/Tokyo"}',
].join('\n');

function quarter(at: number): Digest {
  const period = `${2020 + Math.floor(at / 4)}-q${(at % 4) + 1}`;
  return { ...metaDigest, id: `meta/${period}`, period };
}

describe.each(['SQLite', 'PostgreSQL'])('planning on %s', (kind) => {
  let home: StoreHome | null = null;
  let store: Store;
  let other: Store;
  let digests: readonly Digest[];
  let subscriptions: readonly Subscription[];

  beforeEach(async (test) => {
    home = kind === 'SQLite' ? await sqliteHome() : await postgresHome(server());
    if (home === null) test.skip('no PostgreSQL here');
    if (home === null) return;
    [store, other] = await Promise.all([home.open(), home.open()]);
    digests = [quarter(0), quarter(1)];
    ({ subscriptions } = readSubscriptions(entries));
  });
  afterEach(async () => {
    await Promise.all([store.close(), other.close()]);
    await home?.close();
  });

  function planner(on: Pick<Store, 'planning' | 'outbox'>, sees = () => digests) {
    return createPlanner({
      store: on,
      platforms: new Map([['preview', null]]),
      digests: () => Promise.resolve(sees()),
      subscriptions: () => Promise.resolve({ subscriptions, errors: [] }),
      card: ({ id }) => sampleCard(id),
      log,
    });
  }

  const keys = async () => (await store.outbox.list(999)).map(({ key }) => key).toSorted();
  const all = (from: number, to: number) =>
    subscriptions
      .flatMap(({ id }) =>
        Array.from({ length: to - from }, (_, at) => `${id}:${quarter(from + at).id}`),
      )
      .toSorted();

  it('never plans twice nor loses anything where several schedulers tick at once', async () => {
    // One of them reads another checkout, that gets what is new later.
    const behind = () => digests.slice(0, Math.max(3, digests.length - 1));
    const four = [planner(store), planner(other), planner(store, behind), planner(other)];
    for (let tick = 0; tick < 40; tick += 1) {
      if (tick % 3 === 0) digests = [...digests, quarter(digests.length)];
      const now = noon + tick * 20 * minute;
      // Their clocks differ by some seconds.
      await Promise.all(four.map((plan, at) => plan(now + at * 3000)));
    }
    for (let at = 14; at < 48; at += 1) await planner(store)(noon + at * hour);
    const planned = await keys();
    expect(new Set(planned).size).toBe(planned.length);
    expect(planned).toEqual(all(2, digests.length));
  });

  it('plans all of a tick that was killed before it was written down', async () => {
    const dying: Pick<Store, 'planning' | 'outbox'> = {
      outbox: store.outbox,
      planning: {
        ...store.planning,
        exclusively: (work) =>
          store.planning.exclusively((books) =>
            work({ ...books, ticked: () => Promise.reject(new Error('killed')) }),
          ),
      },
    };
    await expect(planner(dying)(noon)).rejects.toThrow('killed');
    expect(await keys()).toEqual([]);
    expect(await store.planning.seen()).toEqual({ arrivals: new Map(), progress: new Map() });
    expect(await planner(other)(noon)).toBe(3);
    expect(await planner(other)(noon + 30 * minute)).toBe(1);
    expect(await keys()).toEqual(all(1, 2));
  });

  it('posts at the slot that was promised to who subscribed half a minute before it', async () => {
    const timed = subscriptions.filter(({ when }) => when.kind !== 'arrival');
    const slot = noon + 30 * minute;
    subscriptions = [];
    await planner(store)(slot - minute);
    // The first tick that sees it is that of the slot, a little late as ticks are.
    subscriptions = timed.map((one) => ({ ...one, askedAt: slot - minute / 2 }));
    await planner(store)(slot + 50);
    expect(await keys()).toHaveLength(1);
  });

  it('begins with the next slot where the operator’s file was not known before this one', async () => {
    const timed = subscriptions.filter(({ when }) => when.kind !== 'arrival');
    const slot = noon + 30 * minute;
    subscriptions = [];
    await planner(store)(slot - minute);
    subscriptions = timed;
    await planner(store)(slot + 50);
    expect(await keys()).toEqual([]);
    await planner(store)(slot + day + 50);
    expect(await keys()).toHaveLength(1);
  });

  it('plans nothing of what is paused, and catches up when that ends', async () => {
    const plan = planner(store);
    await plan(noon);
    subscriptions = subscriptions.map((each) => ({ ...each, paused: true }));
    digests = [...digests, quarter(2)];
    expect(await plan(noon + hour)).toBe(0);
    subscriptions = subscriptions.map((each) => ({ ...each, paused: false }));
    // The limit of one a day (in UTC) holds one back, and another came after its time.
    expect(await plan(noon + 3 * hour)).toBe(3);
    expect(await plan(noon + 21 * hour)).toBe(1);
    expect(await plan(noon + day + hour)).toBe(1);
    expect(await keys()).toEqual(all(1, 3));
  });
});
