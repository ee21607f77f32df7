import type { Kysely } from 'kysely';
import type { Database } from './database.ts';
import { delivery, type Delivery, type StoredMessage } from './delivery.ts';
import { withCards } from './outbox-rows.ts';
import type { Tables } from './tables.ts';

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

/** Takes pending deliveries that are due. */
export function claimPending(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  return database.db.transaction().execute(async (trx) => {
    const keys = await pick(database, trx, 'pending', claim);
    if (keys.length === 0) return [];
    await trx
      .updateTable('deliveries')
      .set((eb) => ({
        ...held(claim),
        state: 'sending' as const,
        attempt: eb('attempt', '+', 1),
        first_sent_at: eb.fn.coalesce('first_sent_at', eb.val(claim.now)),
      }))
      .where('key', 'in', keys)
      .execute();
    return inOrder(trx, keys);
  });
}

/** Takes unknown deliveries that are due. */
export function claimUnknown(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  return database.db.transaction().execute(async (trx) => {
    const keys = await pick(database, trx, 'unknown', claim);
    if (keys.length === 0) return [];
    await trx
      .updateTable('deliveries')
      .set((eb) => ({
        ...held(claim),
        lookups: eb('lookups', '+', 1),
        not_before: claim.now + claim.lease, // nobody else looks while this one does
      }))
      .where('key', 'in', keys)
      .execute();
    return inOrder(trx, keys);
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
    .where('carried_by', 'is', null)
    .orderBy('seq')
    .limit(limit);
  return (await database.pick(due).execute()).map((row) => row.key);
}

function held({ owner, now, lease }: Claim) {
  return { owner, lease_until: now + lease, updated_at: now };
}

async function inOrder(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly Delivery[]> {
  const rows = await withCards(db).where('key', 'in', keys).orderBy('seq').execute();
  return rows.map(delivery);
}

/** Writes an outcome where the claim still holds, for what the delivery carries too. */
export async function settle(
  db: Kysely<Tables>,
  claimed: Delivery,
  settlement: Settlement,
  now: number,
): Promise<boolean> {
  const result = await db
    .updateTable('deliveries')
    .set({ ...columns(settlement), lease_until: null, updated_at: now })
    .where((eb) => {
      const own = eb.and({
        key: claimed.key,
        state: claimed.state,
        owner: claimed.owner,
        attempt: claimed.attempt,
      });
      const carrier = eb.selectFrom('deliveries').select('key').where(own);
      // Not "carried_by in": PostgreSQL would read the whole table for it.
      return eb.or([own, eb('carried_by', '=', claimed.key).and(eb.exists(carrier))]);
    })
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
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

/** Turns what an expired lease left `sending` into `unknown`. */
export async function expire(db: Kysely<Tables>, now: number, lease: number): Promise<number> {
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

/** When the next delivery is due. */
export async function nextDue(
  db: Kysely<Tables>,
  platforms: readonly string[],
): Promise<number | null> {
  if (platforms.length === 0) return null;
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.min('not_before').as('due'))
    .where('state', 'in', ['pending', 'unknown'])
    .where('platform', 'in', platforms)
    .where('carried_by', 'is', null)
    .executeTakeFirst();
  return row?.due ?? null;
}
