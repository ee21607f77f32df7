import type { Kysely } from 'kysely';
import { delivery, type Delivery } from './delivery.ts';
import type { Tables } from './tables.ts';

/** Deliveries with the JSON of their cards. */
export function withCards(db: Kysely<Tables>) {
  return db
    .selectFrom('deliveries')
    .innerJoin('cards', 'cards.id', 'deliveries.card_id')
    .selectAll('deliveries')
    .select('cards.card');
}

/** A delivery by its key; null for none. */
export async function load(db: Kysely<Tables>, key: string): Promise<Delivery | null> {
  const rows = await withCards(db).where('key', '=', key).execute();
  return rows.map(delivery)[0] ?? null;
}
