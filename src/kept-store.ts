import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { createLog } from './log.ts';
import { databaseFile } from './store/database.ts';
import { openStore, type Store } from './store/store.ts';

/** Does something with the store that is there, and closes it; `work` gets null where none was ever made. */
export async function inKeptStore<T>(
  config: Config,
  work: (store: Store | null) => Promise<T>,
): Promise<T> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = config;
  const isKept = (await stat(join(dataDir, databaseFile)).catch(() => null)) !== null;
  if (databaseUrl === undefined && !isKept) return work(null);
  return inStore(config, work);
}

/** Does something with the store, and closes it; where there was none it is made. */
export async function inStore<T>(
  { DATA_DIR: dataDir, DATABASE_URL: databaseUrl }: Config,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore({ dataDir, databaseUrl, log: createLog('silent') });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
