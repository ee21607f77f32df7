import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/store.ts';
import type { TestPostgres } from '../support/postgres.ts';
import type { StoreHome } from './contract.ts';

export const log = createLog('silent');

/** A folder of its own that goes when it is closed. */
export async function sqliteHome(): Promise<StoreHome & { readonly dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kawaraban-store-'));
  return {
    dataDir,
    open: () => openStore({ dataDir, databaseUrl: undefined, log }),
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** A fresh database of the server; null where there is none. */
export async function postgresHome(server: TestPostgres | null): Promise<StoreHome | null> {
  if (server === null) return null;
  const databaseUrl = await server.freshDatabase();
  return {
    open: () => openStore({ dataDir: '/nowhere', databaseUrl, log }),
    close: async () => {},
  };
}
