import type { ExpressionBuilder, Kysely } from 'kysely';
import { type Delivery, editSlot, type StoredMessage } from './delivery.ts';
import type { DeliveryState, Tables } from './tables.ts';

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
      /** True where nothing was begun: the claim does not count as a try or a look. */
      readonly untried?: boolean;
    };

type Row = ExpressionBuilder<Tables, 'deliveries'>;

/**
 * Writes an outcome where the claim still holds, for what the delivery carries too. Where the channel takes no posts,
 * what else is due there waits as well; where it takes them again, that is due at once.
 */
export async function settle(
  db: Kysely<Tables>,
  row: Delivery,
  settlement: Settlement,
  now: number,
): Promise<boolean> {
  const { key, state, owner, attempt } = row;
  const result = await db
    .updateTable('deliveries')
    .set((eb) => ({ ...columns(eb, settlement), lease_until: null, updated_at: now }))
    .where((eb) => {
      const held = eb.and({ key, state, owner, attempt });
      const lead = eb
        .selectFrom('deliveries as lead')
        .select('lead.key')
        .where('lead.key', '=', key);
      const same = lead
        .where('lead.state', '=', state)
        .where('lead.owner', '=', owner)
        .where('lead.attempt', '=', attempt);
      return eb.or([held, eb.and([carried(eb, key), eb.exists(same)])]);
    })
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  const { reason, blocks, untried } = { reason: null, blocks: 0, untried: false, ...settlement };
  const notBefore = 'notBefore' in settlement ? settlement.notBefore : now;
  if (!untried && blocks > 0)
    await rest(db, row, { blocks: 1, reason, not_before: notBefore }, now);
  if (!untried && blocks === 0 && row.blocks > 0)
    await rest(db, row, { blocks: 0, reason: null, not_before: now }, now);
  return true;
}

/** What a merged card carries and was not posted before. */
function carried(eb: Row, key: string) {
  return eb.and([eb('carried_by', '=', key), eb('state', '!=', 'posted')]);
}

function columns(eb: Row, settlement: Settlement) {
  if (settlement.state === 'posted') {
    const message = JSON.stringify(settlement.message);
    return { state: settlement.state, message_ref: message, reason: null, blocks: 0 };
  }
  const { state, reason } = settlement;
  if (state === 'failed') return { state, reason };
  const count = state === 'pending' ? 'attempt' : 'lookups';
  const uncounted = eb
    .case()
    .when('carried_by', 'is', null)
    .then(eb(count, '-', 1))
    .else(0)
    .end();
  return {
    state,
    reason,
    not_before: settlement.notBefore,
    blocks: settlement.blocks ?? 0,
    ...(settlement.untried ? { [count]: uncounted } : {}),
  };
}

/** Gives what else waits in the channel of a delivery the same wait, or an end of it. */
async function rest(
  db: Kysely<Tables>,
  { key, place }: Delivery,
  wait: { readonly blocks: number; readonly reason: string | null; readonly not_before: number },
  now: number,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ ...wait, updated_at: now })
    .where('state', '=', 'pending')
    .where('platform', '=', place.platform)
    .where('channel', '=', place.channel)
    .where('key', '!=', key)
    .where('carried_by', 'is', null)
    .where((eb) =>
      wait.blocks > 0 ? eb('not_before', '<', wait.not_before) : eb('blocks', '>', 0),
    )
    .execute();
}

/** Turns what an expired lease left `sending` into `unknown`; an edit is made again, which does no harm. */
export async function expire(db: Kysely<Tables>, now: number, lease: number): Promise<number> {
  const result = await db
    .updateTable('deliveries')
    .set((eb) => ({
      state: eb
        .case()
        .when('slot', '=', editSlot)
        .then(eb.val<DeliveryState>('pending'))
        .else(eb.val<DeliveryState>('unknown'))
        .end(),
      not_before: now + lease,
      reason: 'the worker that was sending it did not come back',
      updated_at: now,
    }))
    .where('state', '=', 'sending')
    .where('lease_until', '<', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** What `Outbox.recheck` does. */
export async function recheck(
  db: Kysely<Tables>,
  platform: string,
  channel: string | null,
  now: number,
): Promise<number> {
  const result = await db
    .updateTable('deliveries')
    .set({ not_before: now, updated_at: now })
    .where('platform', '=', platform)
    .where('not_before', '>', now)
    .$if(channel !== null, (query) => query.where('channel', '=', channel ?? ''))
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'pending'), eb('blocks', '>', 0)]),
        // Looked for in vain, and nobody looks now.
        eb.and([eb('state', '=', 'unknown'), eb('lookups', '>', 0), eb('lease_until', 'is', null)]),
      ]),
    )
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** What `Outbox.settleUnknown` does. */
export async function settleUnknown(
  db: Kysely<Tables>,
  key: string,
  to: 'posted' | 'failed' | 'again',
  now: number,
): Promise<boolean> {
  const open: readonly DeliveryState[] = ['unknown', 'failed'];
  const state: DeliveryState = to === 'again' ? 'pending' : to;
  const result = await db
    .updateTable('deliveries')
    .set({ state, not_before: now, blocks: 0, lease_until: null, updated_at: now })
    .set(to === 'failed' ? {} : { reason: null })
    .where((eb) => {
      const lead = eb
        .selectFrom('deliveries as lead')
        .select('lead.key')
        .where('lead.key', '=', key)
        .where('lead.state', 'in', open);
      return eb.or([
        eb.and([eb('key', '=', key), eb('state', 'in', open)]),
        eb.and([carried(eb, key), eb.exists(lead)]),
      ]);
    })
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
