import type { Kysely } from 'kysely';
import { arrived, noteArrivals, noteWithdrawn } from './arrivals.ts';
import { insertMany } from './bulk.ts';
import type { Database } from './database.ts';
import type { NewDelivery } from './delivery.ts';
import { add, type DigestRevision } from './outbox-plan.ts';
import { pieces } from './rows.ts';
import type { SlotsTable, Tables } from './tables.ts';

/** A due moment of a subscription that nothing was posted for. */
export interface MissedSlot {
  readonly subscription: string;
  readonly slot: string;
  /** Epoch ms. */
  readonly at: number;
}

/** How far a subscription is planned; times in epoch ms. */
export interface Progress {
  /** When it was first seen. */
  readonly since: number;
  /** What had arrived until then is planned or missed; null where it has not begun. */
  readonly until: number | null;
}

/** A place and a digest that there is a delivery for, whatever became of it. */
export interface Taken {
  readonly platform: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly digest: string;
}

/** What a tick settles. */
export interface Settled {
  readonly deliveries: Iterable<NewDelivery>;
  readonly slots: readonly SlotsTable[];
  readonly marks: readonly { readonly subscription: string; readonly until: number }[];
}

/** What planning remembers; times in epoch ms. */
export interface Books {
  /**
   * Notes the digests that are new and gives the arrival of every digest ever seen, by id. What is noted later has a
   * later arrival, whatever the clocks of two machines say. What was withdrawn and is given in a newer revision arrives
   * anew.
   */
  arrivals(digests: readonly DigestRevision[], now: number): Promise<ReadonlyMap<string, number>>;
  /** Notes that digests that had arrived are withdrawn as of their revision. */
  withdraw(digests: readonly DigestRevision[]): Promise<void>;
  /** Notes the subscriptions that are new and gives how far every one ever seen is, by id. */
  progress(ids: readonly string[], now: number): Promise<ReadonlyMap<string, Progress>>;
  /** Where these digests are planned already. */
  taken(digests: readonly string[]): Promise<readonly Taken[]>;
  /** When posts of these subscriptions were planned since then; those that a merged one carries are not counted. */
  posts(
    subscriptions: readonly string[],
    since: number,
  ): Promise<ReadonlyMap<string, readonly number[]>>;
  /** Writes down what a tick settles and gives how many deliveries are new; marks never go back. */
  settle(settled: Settled, now: number): Promise<number>;
  /** When the last tick was; null before the first. */
  lastTick(): Promise<number | null>;
  /** Notes a tick; an earlier one than the last changes nothing. */
  ticked(now: number): Promise<void>;
}

/** When digests and subscriptions were first seen, and what is planned. */
export interface Planning extends Books {
  /** Does the work alone among all that plan on this store; what it writes is written whole or not at all. */
  exclusively<T>(work: (books: Books) => Promise<T>): Promise<T>;
  /** When digests were first seen, and how far subscriptions are, by their ids; notes nothing. */
  seen(): Promise<{
    readonly arrivals: ReadonlyMap<string, number>;
    readonly progress: ReadonlyMap<string, Progress>;
  }>;
  /** The slots that were missed for good and were due at `since` (epoch ms) or later, the newest first. */
  missedSince(since: number, limit: number): Promise<readonly MissedSlot[]>;
  /** The names of the slots that these subscriptions missed, by the subscriptions' ids. */
  missed(ids: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

/** The planning part of a store. */
export function planningOf(database: Database): Planning {
  const { db } = database;
  return {
    ...booksOf(database, db),
    exclusively: (work) => database.exclusively((trx) => work(booksOf(database, trx))),
    async seen() {
      const [arrivals, progress] = await Promise.all([arrived(db), progressed(db)]);
      return { arrivals, progress };
    },
    missedSince: (since, limit) =>
      db
        .selectFrom('slots')
        .select(['subscription', 'slot', 'at'])
        .where('state', '=', 'missed')
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute(),
    async missed(ids) {
      const rows = await db
        .selectFrom('slots')
        .select(['subscription', 'slot'])
        .where('subscription', 'in', database.listed(ids))
        .where('state', '=', 'missed')
        .execute();
      const slots = Map.groupBy(rows, ({ subscription }) => subscription);
      return new Map([...slots].map(([id, own]) => [id, new Set(own.map(({ slot }) => slot))]));
    },
  };
}

function booksOf(database: Database, db: Kysely<Tables>): Books {
  return {
    arrivals: (digests, now) => noteArrivals(db, digests, now),
    withdraw: (digests) => noteWithdrawn(db, digests),
    progress: (ids, now) => noteStarts(db, ids, now),
    taken: (digests) => taken(database, db, digests),
    async posts(subscriptions, since) {
      const rows = await db
        .selectFrom('deliveries')
        .select(['subscription', 'created_at'])
        .where('subscription', 'in', database.listed(subscriptions))
        .where('created_at', '>=', since)
        .where('corrects', 'is', null)
        .where('carried_by', 'is', null)
        .execute();
      const posts = Map.groupBy(rows, ({ subscription }) => subscription);
      return new Map([...posts].map(([id, own]) => [id, own.map((row) => row.created_at)]));
    },
    async settle({ deliveries, slots, marks }, now) {
      const added = await add(db, deliveries, now);
      await keepSlots(db, slots);
      await moveMarks(database, db, marks);
      return added;
    },
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

async function progressed(db: Kysely<Tables>): Promise<ReadonlyMap<string, Progress>> {
  const rows = await db
    .selectFrom('subscriptions_seen')
    .select(['id', 'since', 'planned_until as until'])
    .execute();
  const all = new Map<string, Progress>();
  for (const { id, since, until } of rows) all.set(id, { since, until });
  return all;
}

async function noteStarts(
  db: Kysely<Tables>,
  ids: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, Progress>> {
  const known = await progressed(db);
  const fresh = ids.filter((id) => !known.has(id));
  if (fresh.length === 0) return known;
  await insertMany<'subscriptions_seen', string>(
    db,
    fresh,
    (id) => ({ id, since: now }),
    (rows) =>
      db
        .insertInto('subscriptions_seen')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing()),
  );
  return progressed(db);
}

async function taken(
  database: Database,
  db: Kysely<Tables>,
  digests: readonly string[],
): Promise<readonly Taken[]> {
  if (digests.length === 0) return [];
  return db
    .selectFrom('deliveries')
    .select(['platform', 'channel', 'thread', 'digest'])
    .where('digest', 'in', database.listed(digests))
    .where('corrects', 'is', null)
    .execute();
}

async function keepSlots(db: Kysely<Tables>, slots: readonly SlotsTable[]): Promise<void> {
  await insertMany<'slots', SlotsTable>(
    db,
    slots,
    ({ subscription, slot, at, state }) => ({ subscription, slot, at, state }),
    (rows) =>
      db
        .insertInto('slots')
        .values(rows)
        // What was missed may be planned after all, where the window has grown; what is planned stays so.
        .onConflict((conflict) =>
          conflict
            .columns(['subscription', 'slot'])
            .doUpdateSet((eb) => ({ state: eb.ref('excluded.state') }))
            .whereRef('excluded.state', '>', 'slots.state'),
        ),
  );
}

async function moveMarks(
  database: Database,
  db: Kysely<Tables>,
  marks: Settled['marks'],
): Promise<void> {
  for (const [until, own] of Map.groupBy(marks, (mark) => mark.until)) {
    for (const piece of pieces(own, 50_000)) {
      await db
        .updateTable('subscriptions_seen')
        .set({ planned_until: until })
        .where('id', 'in', database.listed(piece.map(({ subscription }) => subscription)))
        .where((eb) => eb.or([eb('planned_until', 'is', null), eb('planned_until', '<', until)]))
        .execute();
    }
  }
}
