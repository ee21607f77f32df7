import { createLog } from '../../src/log.ts';
import { StoreError } from '../../src/store/error.ts';
import { openStore } from '../../src/store/store.ts';
import { sentenceOf } from './sentence.ts';

/** Opens the store in the folder named by its argument, as the user of the second where given, and says whether it was the first there. */
const [, , dataDir = '', user] = process.argv;
// Not before this program is loaded: another user may not be able to read the checkout.
if (user !== undefined) process.setuid?.(Number(user));
try {
  const store = await openStore({ dataDir, databaseUrl: undefined, log: createLog('warn') });
  process.stdout.write(`${await store.once('first')}\n`);
  await store.close();
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  process.stdout.write(`${sentenceOf(error)}\n`);
}
