import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sampleCard } from '../test/platform/contract.ts';
import { openChannels } from '../test/schedule/chaos/peer.ts';
import { startWorker } from '../test/schedule/chaos/run.ts';
import { postgresHome } from '../test/store/homes.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { short, tableText } from './table.ts';

const deliveries = 1200;
/** Each answer takes this long (ms): it binds, and no limit does. */
const latency = 1000;

/** What two workers send beside one, where the time of each answer binds. */
export async function benchWorkers(): Promise<string> {
  const title = `${deliveries} posts, each answered after ${latency} ms, on PostgreSQL (aim: two workers nearly double)`;
  const server = await startPostgres();
  if (server === null) return `${title}\nskipped: there is no PostgreSQL here`;
  try {
    const one = await rateOf(server, 1);
    const two = await rateOf(server, 2);
    const rows = [
      ['one worker', short(one), ''],
      ['two workers', short(two), `${short(two / one)}x`],
    ];
    return `${title}\n${tableText(['', 'posts/s', ''], rows)}`;
  } finally {
    await server.stop();
  }
}

/** Posts a second from the first to the last, with so many workers. */
async function rateOf(
  server: NonNullable<Awaited<ReturnType<typeof startPostgres>>>,
  workers: number,
): Promise<number> {
  const shared = await postgresHome(server);
  if (shared === null) return 0;
  const home = { ...shared, dataDir: '/nowhere' };
  const peer = await openChannels({ random: () => 1, wrong: 0, blind: new Set(), latency });
  const store = await home.open();
  const children = Array.from({ length: workers }, () => startWorker(home, peer.url, 60_000));
  await Promise.all(children.map((child) => once(child, 'message')));
  await pause(3000); // all have their part of the limit
  await store.outbox.add(
    Array.from({ length: deliveries }, (_, i) => planned(i)),
    Date.now(),
  );
  await store.wakes.wake();
  const began = performance.now();
  while (peer.messages.length < deliveries) await pause(20);
  const seconds = (performance.now() - began) / 1000;
  const gone = children.map((child) => once(child, 'exit'));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(gone);
  await store.close();
  await peer.close();
  return deliveries / seconds;
}

function planned(i: number) {
  return {
    key: `d${i}`,
    subscription: 'bench',
    slot: 'on arrival',
    place: { platform: 'chaos', channel: `C${i}`, thread: null },
    digest: 'digest',
    revision: 1,
    card: sampleCard(),
  };
}
