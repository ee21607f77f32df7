import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { shared } from '../store/contract.ts';
import { postgresHome, sqliteHome } from '../store/homes.ts';
import { startPostgres } from '../support/postgres.ts';
import { newDelivery } from '../store/contract.ts';
import { sampleCard } from '../platform/contract.ts';
import { openChannels } from './chaos/peer.ts';
import { chaos, type ChaosHome, randomOf, startWorker } from './chaos/run.ts';

const server = shared(startPostgres, async (made) => made?.stop());

type Home = ChaosHome & { readonly close: () => Promise<void> };

async function embedded(): Promise<Home> {
  const home = await sqliteHome();
  return { ...home, databaseUrl: '' };
}

async function onPostgres(): Promise<Home | null> {
  const home = await postgresHome(server());
  return home === null ? null : { ...home, dataDir: '/nowhere' };
}

const stores: [string, number, () => Promise<Home | null>][] = [
  ['the embedded store, one worker', 1, embedded],
  ['PostgreSQL, three workers', 3, onPostgres],
];

describe('chaos', () => {
  it.for(stores)('loses nothing and doubles nothing: %s', async ([, workers, make], test) => {
    const home = (await make()) ?? test.skip('no PostgreSQL here');
    const result = await chaos(home, {
      seed: 20_261_123,
      deliveries: 80,
      channels: 20,
      workers,
      kills: 2 * workers,
      wrong: 150,
      blind: 2,
      lease: 1500,
      latency: 40,
      longest: 60_000,
    });
    await home.close();
    expect(result).toMatchObject({ lost: [], twice: [], posted: 78, kills: 2 * workers });
    expect(result.unknown.toSorted()).toEqual(result.blind.toSorted());
  });

  it('finishes or hands back within 10 s of SIGTERM', async () => {
    const home = await embedded();
    const store = await home.open();
    const keys = Array.from({ length: 120 }, (_, i) => `k${i}`);
    const rows = keys.map((key, i) =>
      newDelivery(key, {
        card: sampleCard(),
        place: { platform: 'chaos', channel: `#${i % 40}`, thread: null },
      }),
    );
    await store.outbox.add(rows, Date.now());
    const slow = { random: randomOf(1), wrong: 0, blind: new Set<string>(), latency: 2000 };
    const peer = await openChannels(slow);
    const child = startWorker(home, peer.url, 60_000);
    await expect.poll(() => peer.messages.length).toBeGreaterThan(5);
    const asked = performance.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(performance.now() - asked).toBeLessThan(10_000);
    const left = await store.outbox.list(200);
    const posted = left.filter(({ state }) => state === 'posted').map(({ key }) => key);
    expect(posted.toSorted()).toEqual(peer.messages.map(({ key }) => key).toSorted());
    expect(new Set(left.map(({ state }) => state))).toEqual(new Set(['posted', 'pending']));
    await peer.close();
    await store.close();
    await home.close();
  });
});
