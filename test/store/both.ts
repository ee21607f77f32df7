import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { startPostgres } from '../support/postgres.ts';
import { shared, type StoreHome } from './contract.ts';
import { postgresHome, sqliteHome } from './homes.ts';

/** A store, and the same one as another process has it open. */
export interface Opened {
  readonly store: Store;
  readonly other: Store;
  readonly home: StoreHome;
}

/** The same tests on SQLite and on PostgreSQL, each with a fresh store; `here` gives it inside of a test. */
export function onBothStores(name: string, tests: (here: () => Opened) => void): void {
  const server = shared(startPostgres, async (made) => made?.stop());
  describe.each<[string, () => Promise<StoreHome | null>]>([
    ['SQLite', sqliteHome],
    ['PostgreSQL', () => postgresHome(server())],
  ])(`${name} on %s`, (_, make) => {
    let opened: Opened | null = null;
    beforeEach(async (test) => {
      const home = await make();
      if (home === null) test.skip('no PostgreSQL here');
      if (home === null) return;
      const [store, other] = await Promise.all([home.open(), home.open()]);
      opened = { store, other, home };
    });
    afterEach(async () => {
      if (opened === null) return;
      await Promise.all([opened.store.close(), opened.other.close()]);
      await opened.home.close();
      opened = null;
    });
    tests(() => {
      if (opened === null) throw new Error('used before the test began');
      return opened;
    });
  });
}
