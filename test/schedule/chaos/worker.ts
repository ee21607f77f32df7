import { createLog } from '../../../src/log.ts';
import { createScheduler } from '../../../src/schedule/tick.ts';
import { openStore } from '../../../src/store/store.ts';
import { channelsPlatform } from './platform.ts';

/** A worker as the product runs it, on channels of a chaos peer; it may be killed at any moment. */
const [dataDir = '', databaseUrl = '', url = '', lease = ''] = process.argv.slice(2);
const log = createLog('error');
const store = await openStore({ dataDir, databaseUrl: databaseUrl || undefined, log });
const platform = channelsPlatform(url, Number(lease) / 3);
const scheduler = createScheduler({
  store,
  platforms: new Map([['chaos', platform]]),
  paces: new Map([['chaos', { perSecond: 400, channelEvery: 1 }]]),
  digests: () => Promise.resolve([]),
  subscriptions: () => Promise.resolve({ subscriptions: [], errors: [] }),
  card: () => {
    throw new Error('nothing is planned here');
  },
  onPosted: () => Promise.resolve(),
  lease: Number(lease),
  beat: 400,
  log,
});
async function stop(): Promise<void> {
  await scheduler.stop();
  await store.close();
  process.exit(0);
}

process.on('SIGTERM', () => void stop());
process.send?.('ready');
await scheduler.start();
