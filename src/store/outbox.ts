import type { Kysely, Selectable } from 'kysely';
import type { Database } from './database.ts';
import { delivery, type Delivery, type NewDelivery, type StoredMessage } from './delivery.ts';
import { pieces } from './rows.ts';
import type { DeliveriesTable, Tables } from './tables.ts';

/** How a claimed delivery ends, or when it is to be taken up again (epoch ms). */
export type Settlement =
  | { readonly state: 'posted'; readonly message: StoredMessage }
  | { readonly state: 'failed'; readonly reason: string }
  | {
      readonly state: 'pending' | 'unknown';
      readonly notBefore: number;
      readonly reason: string | null;
    };

/** What a worker wants to take; lease in ms. */
export interface Claim {
  readonly owner: string;
  readonly platforms: readonly string[];
  readonly now: number;
  readonly lease: number;
  readonly limit: number;
}

/** Which digest a subscription has a delivery for, and the channel it goes to. */
export interface PlannedDelivery {
  readonly subscription: string;
  readonly digest: string;
  readonly platform: string;
  readonly channel: string;
}

/** Deliveries with their states: the one truth about a post. */
export interface Outbox {
  /** Stores those whose key is new, as pending, and gives how many that were. */
  add(deliveries: readonly NewDelivery[], now: number): Promise<number>;
  /** Takes pending ones that are due, to send them: they become `sending`, one attempt more. */
  claimPending(claim: Claim): Promise<readonly Delivery[]>;
  /** Takes unknown ones that are due, to look for them; they stay `unknown`. */
  claimUnknown(claim: Claim): Promise<readonly Delivery[]>;
  /** Writes the outcome where state, owner and attempt are still those claimed; false where not. */
  settle(claimed: Delivery, settlement: Settlement, now: number): Promise<boolean>;
  /** Turns what is `sending` under an expired lease into `unknown`, to be looked for a lease later. */
  expire(now: number, lease: number): Promise<number>;
  /** When the next pending or unknown delivery of these platforms is due; null for none. */
  nextDue(platforms: readonly string[]): Promise<number | null>;
  /** What there is a delivery for, whatever its state. */
  planned(): Promise<readonly PlannedDelivery[]>;
  get(key: string): Promise<Delivery | null>;
  /** The newest first. */
  list(limit: number): Promise<readonly Delivery[]>;
}

/** The outbox part of a store. */
export function outboxOf(database: Database): Outbox {
  const { db } = database;
  return {
    add: (deliveries, now) => add(db, deliveries, now),
    claimPending: (claim) => claimPending(database, claim),
    claimUnknown: (claim) => claimUnknown(database, claim),
    settle: (claimed, settlement, now) => settle(db, claimed, settlement, now),
    expire: (now, lease) => expire(db, now, lease),
    nextDue: (platforms) => nextDue(db, platforms),
    planned: () =>
      db
        .selectFrom('deliveries')
        .select(['subscription', 'digest', 'platform', 'channel'])
        .execute(),
    get: async (key) => {
      const rows = await db.selectFrom('deliveries').selectAll().where('key', '=', key).execute();
      return rows.map(delivery)[0] ?? null;
    },
    list: async (limit) => {
      const newest = db.selectFrom('deliveries').selectAll().orderBy('seq', 'desc');
      return (await newest.limit(limit).execute()).map(delivery);
    },
  };
}

async function add(
  db: Kysely<Tables>,
  deliveries: readonly NewDelivery[],
  now: number,
): Promise<number> {
  let added = 0n;
  for (const piece of pieces(deliveries)) {
    const result = await db
      .insertInto('deliveries')
      .values(piece.map((given) => newRow(given, now)))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    added += result.numInsertedOrUpdatedRows ?? 0n;
  }
  return Number(added);
}

function newRow({ place, card, ...given }: NewDelivery, now: number) {
  return {
    ...given,
    ...place,
    card: JSON.stringify(card),
    state: 'pending',
    attempt: 0,
    lookups: 0,
    not_before: now,
    created_at: now,
    updated_at: now,
  } as const;
}

function claimPending(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  return database.db.transaction().execute(async (trx) => {
    const keys = await pick(database, trx, 'pending', claim);
    if (keys.length === 0) return [];
    const rows = await trx
      .updateTable('deliveries')
      .set((eb) => ({
        ...held(claim),
        state: 'sending' as const,
        attempt: eb('attempt', '+', 1),
        first_sent_at: eb.fn.coalesce('first_sent_at', eb.val(claim.now)),
      }))
      .where('key', 'in', keys)
      .returningAll()
      .execute();
    return inOrder(rows);
  });
}

function claimUnknown(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  return database.db.transaction().execute(async (trx) => {
    const keys = await pick(database, trx, 'unknown', claim);
    if (keys.length === 0) return [];
    const rows = await trx
      .updateTable('deliveries')
      .set((eb) => ({
        ...held(claim),
        lookups: eb('lookups', '+', 1),
        not_before: claim.now + claim.lease, // nobody else looks while this one does
      }))
      .where('key', 'in', keys)
      .returningAll()
      .execute();
    return inOrder(rows);
  });
}

async function pick(
  database: Database,
  trx: Kysely<Tables>,
  state: 'pending' | 'unknown',
  { platforms, now, limit }: Claim,
): Promise<readonly string[]> {
  if (platforms.length === 0) return [];
  const due = trx
    .selectFrom('deliveries')
    .select('key')
    .where('state', '=', state)
    .where('not_before', '<=', now)
    .where('platform', 'in', platforms)
    .orderBy('seq')
    .limit(limit);
  return (await database.pick(due).execute()).map((row) => row.key);
}

function held({ owner, now, lease }: Claim) {
  return { owner, lease_until: now + lease, updated_at: now };
}

function inOrder(rows: readonly Selectable<DeliveriesTable>[]): readonly Delivery[] {
  return rows.toSorted((a, b) => a.seq - b.seq).map(delivery);
}

async function settle(
  db: Kysely<Tables>,
  claimed: Delivery,
  settlement: Settlement,
  now: number,
): Promise<boolean> {
  const result = await db
    .updateTable('deliveries')
    .set({ ...columns(settlement), lease_until: null, updated_at: now })
    .where('key', '=', claimed.key)
    .where('state', '=', claimed.state)
    .where('owner', '=', claimed.owner)
    .where('attempt', '=', claimed.attempt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function columns(settlement: Settlement) {
  if (settlement.state === 'posted') {
    return {
      state: settlement.state,
      message_ref: JSON.stringify(settlement.message),
      reason: null,
    };
  }
  const { state, reason } = settlement;
  return state === 'failed'
    ? { state, reason }
    : { state, reason, not_before: settlement.notBefore };
}

async function expire(db: Kysely<Tables>, now: number, lease: number): Promise<number> {
  const result = await db
    .updateTable('deliveries')
    .set({
      state: 'unknown',
      not_before: now + lease,
      reason: 'the worker that was sending it did not come back',
      updated_at: now,
    })
    .where('state', '=', 'sending')
    .where('lease_until', '<', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

async function nextDue(db: Kysely<Tables>, platforms: readonly string[]): Promise<number | null> {
  if (platforms.length === 0) return null;
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.min('not_before').as('due'))
    .where('state', 'in', ['pending', 'unknown'])
    .where('platform', 'in', platforms)
    .executeTakeFirst();
  return row?.due ?? null;
}
