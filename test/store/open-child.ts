import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/store.ts';

/** Opens the store in the folder named by its argument and says whether it was the first there. */
const store = await openStore({
  dataDir: process.argv[2] ?? '',
  databaseUrl: undefined,
  log: createLog('warn'),
});
process.stdout.write(`${await store.once('first')}\n`);
await store.close();
