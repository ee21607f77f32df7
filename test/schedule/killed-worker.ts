import { createLog } from '../../src/log.ts';
import { systemClock } from '../../src/schedule/clock.ts';
import { deliver } from '../../src/schedule/deliver.ts';
import { openStore } from '../../src/store/store.ts';
import { filePlatform } from './fakes.ts';

/** A worker that is killed with -9 between claim and settlement: before or after its first post. */
const [dataDir = '', channel = '', when = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const log = createLog('warn');
const store = await openStore({ dataDir, databaseUrl: undefined, log });
const platform = filePlatform(channel, die);
await deliver(
  {
    outbox: store.outbox,
    platforms: new Map([
      [
        'preview',
        when === 'before' ? { ...platform, post: () => (die(), new Promise(() => {})) } : platform,
      ],
    ]),
    owner: 'killed',
    lease: 60_000,
    clock: systemClock,
    random: Math.random,
    onPosted: () => Promise.resolve(),
    log,
  },
  new AbortController().signal,
);
