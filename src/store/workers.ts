import { z } from 'zod';
import type { Database } from './database.ts';
import { parsed } from './rows.ts';

/** A process that sends to some platforms. */
export interface Worker {
  readonly owner: string;
  readonly platforms: readonly string[];
}

/** Who sends at the moment: they share the limits of the platforms. */
export interface Workers {
  /** Notes that a worker is there at `now` (epoch ms), and forgets those that were not seen since `gone`. */
  seen(worker: Worker, now: number, gone: number): Promise<void>;
  /** Those that were seen after a time. */
  since(time: number): Promise<readonly Worker[]>;
  leave(owner: string): Promise<void>;
}

const Platforms = z.array(z.string());

/** The workers of a store. */
export function workersOf({ db }: Database): Workers {
  return {
    async seen({ owner, platforms }, now, gone) {
      const row = { platforms: JSON.stringify(platforms), seen_at: now };
      await db
        .insertInto('workers')
        .values({ owner, ...row })
        .onConflict((conflict) => conflict.column('owner').doUpdateSet(row))
        .execute();
      await db.deleteFrom('workers').where('seen_at', '<', gone).execute();
    },
    async since(time) {
      const rows = await db
        .selectFrom('workers')
        .select(['owner', 'platforms'])
        .where('seen_at', '>', time)
        .execute();
      return rows.map(({ owner, platforms }) => ({
        owner,
        platforms: Platforms.parse(parsed(platforms)),
      }));
    },
    async leave(owner) {
      await db.deleteFrom('workers').where('owner', '=', owner).execute();
    },
  };
}
