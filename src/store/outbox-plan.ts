import type { Kysely } from 'kysely';
import { type Delivery, editSlot, type NewDelivery } from './delivery.ts';
import { load } from './outbox-rows.ts';
import { cardId, pieces } from './rows.ts';
import type { Tables } from './tables.ts';

/** A digest as it is now. */
export interface DigestRevision {
  readonly id: string;
  readonly revision: number;
}

/** Keeps the JSON of cards, each once. */
async function keepCards(db: Kysely<Tables>, cards: readonly string[]): Promise<void> {
  const rows = [...new Set(cards)].map((card) => ({ id: cardId(card), card }));
  for (const piece of pieces(rows)) {
    await db
      .insertInto('cards')
      .values(piece)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Stores those whose key is new, as pending, and gives how many that were. */
export async function add(
  db: Kysely<Tables>,
  deliveries: readonly NewDelivery[],
  now: number,
): Promise<number> {
  let added = 0n;
  const written = new Map(deliveries.map(({ card }) => [card, JSON.stringify(card)]));
  await keepCards(db, [...written.values()]);
  const ids = new Map([...written].map(([card, json]) => [card, cardId(json)]));
  for (const piece of pieces(deliveries)) {
    const result = await db
      .insertInto('deliveries')
      .values(piece.map((given) => newRow(given, ids.get(given.card) ?? '', now)))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    added += result.numInsertedOrUpdatedRows ?? 0n;
  }
  return Number(added);
}

function newRow(given: NewDelivery, card: string, now: number) {
  const { key, subscription, slot, place, digest, revision, corrects, message } = given;
  return {
    key,
    subscription,
    slot,
    ...place,
    digest,
    revision,
    card_id: card,
    corrects: corrects ?? null,
    message_ref: message ? JSON.stringify(message) : null,
    silent: given.silent ? 1 : 0,
    carried_by: given.carriedBy ?? null,
    state: 'pending',
    attempt: 0,
    lookups: 0,
    not_before: now,
    created_at: now,
    updated_at: now,
  } as const;
}

/** What `Outbox.outdated` gives. */
export async function outdated(
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

/** What `Outbox.renew` does. */
export async function renew(
  db: Kysely<Tables>,
  key: string,
  card: unknown,
  revision: number,
  now: number,
): Promise<boolean> {
  const json = JSON.stringify(card);
  await keepCards(db, [json]);
  const result = await db
    .updateTable('deliveries')
    .set({ card_id: cardId(json), revision, updated_at: now })
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
