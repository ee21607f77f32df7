import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, beforeEach, expect } from 'vitest';
import { createLog } from '../../src/log.ts';
import { databaseFile } from '../../src/store/database.ts';
import { StoreError } from '../../src/store/error.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { TestPostgres } from '../support/postgres.ts';
import type { StoreHome } from './contract.ts';
import { sentenceOf } from './sentence.ts';

export const log = createLog('silent');

/** A folder of its own that goes when it is closed. */
export async function sqliteHome(): Promise<StoreHome & { readonly dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kawaraban-store-'));
  return {
    dataDir,
    open: () => openStore({ dataDir, databaseUrl: undefined, log }),
    run: async (statement) => {
      const database = new DatabaseSync(join(dataDir, databaseFile), { timeout: 5000 });
      database.exec(statement);
      database.close();
    },
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** An embedded store of its own for each test of a file or of a describe; `given` gets each that is opened. */
export function storeOfEach(given: (store: Store) => void = () => undefined): {
  readonly current: Store;
  readonly home: StoreHome;
  reopen(): Promise<void>;
} {
  let home: Awaited<ReturnType<typeof sqliteHome>>;
  let store: Store;
  const open = async (): Promise<void> => {
    store = await home.open();
    given(store);
  };
  beforeEach(async () => {
    home = await sqliteHome();
    await open();
  });
  afterEach(async () => {
    await store.close();
    await home.close();
  });
  return {
    get current() {
      return store;
    },
    get home() {
      return home;
    },
    async reopen() {
      await store.close();
      await open();
    },
  };
}

/** A fresh database of the server; null where there is none. */
export async function postgresHome(
  server: TestPostgres | null,
): Promise<(StoreHome & { readonly databaseUrl: string }) | null> {
  if (server === null) return null;
  const databaseUrl = await server.freshDatabase();
  return {
    databaseUrl,
    open: () => openStore({ dataDir: '/nowhere', databaseUrl, log }),
    run: async (statement) => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(statement);
      await client.end();
    },
    close: async () => {},
  };
}

/** The one sentence with which a store refuses to open; fails where it opens. */
export function refusal(dataDir: string, databaseUrl?: string): Promise<string> {
  return refused(async () => (await openStore({ dataDir, databaseUrl, log })).close());
}

/** The one sentence that is told of work that the store refuses; fails where it does not. */
export async function refused(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const sentence = sentenceOf(error);
    expect(sentence).not.toMatch(/\n|\{\w+\}/);
    return sentence;
  }
  throw new Error('it was not refused');
}
