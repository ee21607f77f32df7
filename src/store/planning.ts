import type { Database } from './database.ts';
import { pieces } from './rows.ts';

/** A due moment of a subscription that nothing was posted for. */
export interface MissedSlot {
  readonly subscription: string;
  readonly slot: string;
  /** Epoch ms. */
  readonly at: number;
}

/** When digests and subscriptions were first seen, and when the last tick was; times in epoch ms. */
export interface Planning {
  /** Notes the digests that are new and gives the arrival of every digest ever seen, by id. */
  arrivals(
    digests: readonly { readonly id: string; readonly revision: number }[],
    now: number,
  ): Promise<ReadonlyMap<string, number>>;
  /** Notes the subscriptions that are new and gives the start of every one ever seen, by id. */
  since(ids: readonly string[], now: number): Promise<ReadonlyMap<string, number>>;
  /** When digests and subscriptions were first seen, by their ids; notes nothing. */
  seen(): Promise<{
    readonly arrivals: ReadonlyMap<string, number>;
    readonly since: ReadonlyMap<string, number>;
  }>;
  /** The slots that were missed for good and were due at `since` (epoch ms) or later, the newest first. */
  missed(since: number, limit: number): Promise<readonly MissedSlot[]>;
  /** When the last tick was; null before the first. */
  lastTick(): Promise<number | null>;
  /** Notes a tick; an earlier one than the last changes nothing. */
  ticked(now: number): Promise<void>;
}

/** The planning part of a store. */
export function planningOf({ db }: Database): Planning {
  async function arrived() {
    const rows = await db.selectFrom('arrivals').select(['digest', 'first_seen_at']).execute();
    return new Map(rows.map((row) => [row.digest, row.first_seen_at]));
  }
  async function started() {
    const rows = await db.selectFrom('subscriptions_seen').selectAll().execute();
    return new Map(rows.map((row) => [row.id, row.since]));
  }
  return {
    async arrivals(digests, now) {
      const known = await arrived();
      const fresh = digests.filter((digest) => !known.has(digest.id));
      if (fresh.length === 0) return known;
      for (const piece of pieces(fresh)) {
        await db
          .insertInto('arrivals')
          .values(piece.map(({ id, revision }) => ({ digest: id, revision, first_seen_at: now })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      return arrived();
    },
    async since(ids, now) {
      const known = await started();
      const fresh = ids.filter((id) => !known.has(id));
      if (fresh.length === 0) return known;
      for (const piece of pieces(fresh)) {
        await db
          .insertInto('subscriptions_seen')
          .values(piece.map((id) => ({ id, since: now })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      return started();
    },
    async seen() {
      const [arrivals, since] = await Promise.all([arrived(), started()]);
      return { arrivals, since };
    },
    missed: (since, limit) =>
      db
        .selectFrom('slots')
        .select(['subscription', 'slot', 'at'])
        .where('state', '=', 'missed')
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute(),
    async lastTick() {
      const row = await db
        .selectFrom('marks')
        .select('value')
        .where('name', '=', 'last tick')
        .executeTakeFirst();
      return row?.value ?? null;
    },
    async ticked(now) {
      await db
        .insertInto('marks')
        .values({ name: 'last tick', value: now })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') }))
            .whereRef('excluded.value', '>', 'marks.value'),
        )
        .execute();
    },
  };
}
