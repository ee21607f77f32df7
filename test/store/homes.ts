import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createLog } from '../../src/log.ts';
import { StoreError } from '../../src/store/error.ts';
import { openStore } from '../../src/store/store.ts';
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
