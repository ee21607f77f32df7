import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { log } from '../store/homes.ts';
import { type Run, runIn } from './command-line.ts';

/** A folder that each test has to itself, with the sample digests in it. */
interface OwnFolder {
  /** The path of something in it. */
  readonly at: (name: string) => string;
  /** Runs the command line there, in Tokyo. */
  readonly kawaraban: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<Run>;
  /** Does something with its store, made where there is none, and closes it. */
  readonly inStore: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
}

/** Gives each test of the file a folder of its own; `name` tells it from those of other files. */
export function ownFolder(name: string): OwnFolder {
  let dir = '';
  const at = (file: string) => join(dir, file);
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), `kawaraban-${name}-`));
    await cp('digests', at('digests'), { recursive: true });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  return {
    at,
    kawaraban: (args, env = {}) =>
      runIn(dir, args, {
        TZ: 'Asia/Tokyo',
        NODE_COMPILE_CACHE: join(tmpdir(), `kawaraban-${name}-compiled`),
        ...env,
      }),
    async inStore(work) {
      const store = await openStore({ dataDir: at('data'), databaseUrl: undefined, log });
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
  };
}
