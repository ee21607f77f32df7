import type { Kysely, Selectable } from 'kysely';
import type { Database } from './database.ts';
import {
  delivery,
  type Delivery,
  editSlot,
  type NewDelivery,
  type StoredMessage,
} from './delivery.ts';
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
      /** How often in a row the channel was found to take no posts; 0 where it is not given. */
      readonly blocks?: number;
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

/** A digest as it is now. */
export interface DigestRevision {
  readonly id: string;
  readonly revision: number;
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
  /**
   * The posted and untried deliveries of these digests that are of an older revision, and that no correction of this
   * one is there for; each with the newest card that its message was given.
   */
  outdated(digests: readonly DigestRevision[]): Promise<readonly Delivery[]>;
  /** Gives a delivery its card of a newer revision, where that was never tried or stands there so already. */
  renew(key: string, card: unknown, revision: number, now: number): Promise<boolean>;
  /** What waits because its channel takes no posts, the oldest first. */
  held(limit: number): Promise<readonly Delivery[]>;
  /** The deliveries of a digest, corrections left out, the oldest first. */
  ofDigest(digest: string): Promise<readonly Delivery[]>;
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
    outdated: (digests) => outdated(db, digests),
    renew: (key, card, revision, now) => renew(db, key, card, revision, now),
    held: async (limit) => {
      const waiting = db
        .selectFrom('deliveries')
        .selectAll()
        .where('state', '=', 'pending')
        .where('blocks', '>', 0)
        .orderBy('seq');
      return (await waiting.limit(limit).execute()).map(delivery);
    },
    ofDigest: async (digest) => {
      const rows = db
        .selectFrom('deliveries')
        .selectAll()
        .where('digest', '=', digest)
        .where('corrects', 'is', null)
        .orderBy('seq');
      return (await rows.execute()).map(delivery);
    },
    get: (key) => load(db, key),
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

function newRow(
  { place, card, corrects = null, message = null, ...given }: NewDelivery,
  now: number,
) {
  return {
    ...given,
    corrects,
    message_ref: message === null ? null : JSON.stringify(message),
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
      blocks: 0,
    };
  }
  const { state, reason } = settlement;
  return state === 'failed'
    ? { state, reason }
    : {
        state,
        reason,
        not_before: settlement.notBefore,
        blocks: settlement.blocks ?? 0,
      };
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

async function outdated(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
): Promise<readonly Delivery[]> {
  const revisions = new Map(digests.map(({ id, revision }) => [id, revision]));
  const found: Delivery[] = [];
  for (const ids of pieces([...revisions.keys()])) {
    const rows = await db
      .selectFrom('deliveries')
      .select(['key', 'digest', 'revision', 'corrects', 'state', 'attempt', 'slot'])
      .where('digest', 'in', ids)
      .orderBy('revision')
      .execute();
    const corrections = Map.groupBy(rows, ({ corrects }) => corrects);
    for (const row of rows) {
      const now = revisions.get(row.digest) ?? 0;
      const own = corrections.get(row.key) ?? [];
      const newest = Math.max(row.revision, ...own.map(({ revision }) => revision));
      const isOpen = row.state === 'posted' || (row.state === 'pending' && row.attempt === 0);
      if (row.corrects !== null || !isOpen || newest >= now) continue;
      const edit = own.findLast(({ slot }) => slot === editSlot);
      const [base, last] = await Promise.all(
        [row.key, edit?.key ?? row.key].map((key) => load(db, key)),
      );
      if (base && last) found.push({ ...base, card: last.card });
    }
  }
  return found;
}

async function load(db: Kysely<Tables>, key: string): Promise<Delivery | null> {
  const rows = await db.selectFrom('deliveries').selectAll().where('key', '=', key).execute();
  return rows.map(delivery)[0] ?? null;
}

async function renew(
  db: Kysely<Tables>,
  key: string,
  card: unknown,
  revision: number,
  now: number,
): Promise<boolean> {
  const result = await db
    .updateTable('deliveries')
    .set({ card: JSON.stringify(card), revision, updated_at: now })
    .where('key', '=', key)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'posted'),
        eb.and([eb('state', '=', 'pending'), eb('attempt', '=', 0)]),
      ]),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
