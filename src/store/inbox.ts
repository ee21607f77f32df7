import type { Database } from './database.ts';
import { pieces, storable } from './rows.ts';
import { keyCleanerOf } from './seen-keys.ts';

/** Something that was heard on a platform and is not yet answered; `heard` is JSON that the platform understands. */
export interface Heard {
  readonly id: string;
  readonly heard: string;
  /** How often it was taken up: 1 for the first time. */
  readonly attempt: number;
  /** Epoch ms. */
  readonly at: number;
}

/** What was heard and is not yet answered. It is kept before the platform is told that it arrived: a crash loses nothing. */
export interface Inbox {
  /**
   * Keeps what was heard, held by `owner` until `until` (epoch ms), under its first key; false where one of its keys
   * was seen before, on any platform and in any process.
   */
  keep(
    heard: { readonly platform: string; readonly keys: readonly string[]; readonly heard: string },
    owner: string,
    until: number,
    now: number,
  ): Promise<boolean>;
  /** It was answered, or needs no answer. */
  settle(id: string): Promise<void>;
  /** Whoever lives holds on to what it works on: gives those of these ids that are still its own. */
  renew(owner: string, ids: readonly string[], until: number): Promise<readonly string[]>;
  /** Takes over what nobody holds any more, the oldest first. */
  take(
    platform: string,
    owner: string,
    until: number,
    now: number,
    limit: number,
  ): Promise<readonly Heard[]>;
}

/** The inbox of a store. */
export function inboxOf({ db }: Database): Inbox {
  const clean = keyCleanerOf({ db });
  return {
    async keep({ platform, keys, heard }, owner, until, now) {
      await clean(now);
      return db.transaction().execute(async (trx) => {
        const [id] = keys;
        if (id === undefined) throw new Error('what is heard needs a key');
        // In one order everywhere: two processes that hear twins wait for each other, and never both.
        for (const key of [...new Set(keys.map(storable))].toSorted()) {
          const seen = await trx
            .insertInto('seen_keys')
            .values({ key, seen_at: now })
            .onConflict((conflict) => conflict.column('key').doNothing())
            .executeTakeFirst();
          if (seen.numInsertedOrUpdatedRows !== 1n) return false;
        }
        const row = { id: storable(id), platform, heard: storable(heard), at: now };
        await trx
          .insertInto('inbox')
          .values({ ...row, owner, lease_until: until, attempt: 1 })
          .execute();
        return true;
      });
    },
    async settle(id) {
      await db.deleteFrom('inbox').where('id', '=', storable(id)).execute();
    },
    async renew(owner, ids, until) {
      const spelled = new Map(ids.map((id) => [storable(id), id]));
      const own: string[] = [];
      for (const piece of pieces([...spelled.keys()])) {
        const rows = await db
          .updateTable('inbox')
          .set({ lease_until: until })
          .where('owner', '=', owner)
          .where('id', 'in', piece)
          .returning('id')
          .execute();
        own.push(...rows.map(({ id }) => spelled.get(id) ?? id));
      }
      return own;
    },
    take: (platform, owner, until, now, limit) =>
      db.transaction().execute(async (trx) => {
        const free = await trx
          .selectFrom('inbox')
          .selectAll()
          .where('platform', '=', platform)
          .where('lease_until', '<', now)
          .orderBy('at')
          .orderBy('id')
          .limit(limit)
          .execute();
        const taken: Heard[] = [];
        for (const { id, heard, attempt, at, lease_until: before } of free) {
          // Only where nobody took it meanwhile.
          const { numUpdatedRows } = await trx
            .updateTable('inbox')
            .set({ owner, lease_until: until, attempt: attempt + 1 })
            .where('id', '=', id)
            .where('lease_until', '=', before)
            .executeTakeFirst();
          if (numUpdatedRows === 1n) taken.push({ id, heard, attempt: attempt + 1, at });
        }
        return taken;
      }),
  };
}
