import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/store.ts';

/** Writes to the store in the folder named by its argument until it is told to stop, and says the number of each write that is done. */
const [, , dataDir = ''] = process.argv;
const store = await openStore({ dataDir, databaseUrl: undefined, log: createLog('warn') });
const told = new AbortController();
process.stdin.once('data', () => told.abort());
for (let n = 1; !told.signal.aborted; n += 1) {
  await store.once(`write ${n}`);
  process.stdout.write(`${n}\n`);
  await new Promise((done) => setImmediate(done)); // else nothing is heard
}
process.stdin.destroy();
await store.close();
