import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What `Outbox.settleUnknown` does. */
export function settleUnknown(
  db: Kysely<Tables>,
  key: string,
  to: 'posted' | 'failed' | 'again',
  now: number,
): Promise<boolean> {
  const state = to === 'again' ? ('pending' as const) : to;
  const settled = { state, not_before: now, blocks: 0, lease_until: null, updated_at: now };
  const said = to === 'failed' ? settled : { ...settled, reason: null };
  return db.transaction().execute(async (trx) => {
    const result = await trx
      .updateTable('deliveries')
      .set(said)
      .where('key', '=', key)
      .where('state', 'in', ['unknown', 'failed'])
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) return false;
    await trx
      .updateTable('deliveries')
      .set(said)
      .where('carried_by', '=', key)
      .where('state', '!=', 'posted')
      .execute();
    return true;
  });
}
