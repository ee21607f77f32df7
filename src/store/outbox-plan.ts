import type { Kysely } from 'kysely';
import { type Delivery, editSlot, type NewDelivery } from './delivery.ts';
import { insertMany } from './bulk.ts';
import { load } from './outbox-rows.ts';
import { cardId, pieces } from './rows.ts';
import type { Tables } from './tables.ts';

/** A digest as it is now. */
export interface DigestRevision {
  readonly id: string;
  readonly revision: number;
}

/** Keeps the JSON of cards, each once, and gives what it is kept under. */
async function keepCards(
  db: Kysely<Tables>,
  cards: Iterable<unknown>,
): Promise<ReadonlyMap<unknown, string>> {
  const written = [...new Set(cards)].map((card) => {
    const json = JSON.stringify(card);
    return { card, row: { id: cardId(json), card: json } };
  });
  const rows = new Map(written.map(({ row }) => [row.id, row]));
  await insertMany<'cards'>(db, [...rows.values()], (piece) =>
    db
      .insertInto('cards')
      .values(piece)
      .onConflict((conflict) => conflict.doNothing()),
  );
  return new Map(written.map(({ card, row }) => [card, row.id]));
}

/** Stores those whose key is new, as pending, and gives how many that were. */
export async function add(
  db: Kysely<Tables>,
  deliveries: readonly NewDelivery[],
  now: number,
): Promise<number> {
  const ids = await keepCards(
    db,
    deliveries.map(({ card }) => card),
  );
  const rows = deliveries.map((given) => newRow(given, ids.get(given.card) ?? '', now));
  return insertMany<'deliveries'>(db, rows, (piece) =>
    db
      .insertInto('deliveries')
      .values(piece)
      .onConflict((conflict) => conflict.column('key').doNothing()),
  );
}

function newRow(given: NewDelivery, card: string, now: number) {
  const { key, subscription, slot, place, digest, revision, corrects, message } = given;
  return {
    key,
    subscription,
    slot,
    platform: place.platform,
    channel: place.channel,
    thread: place.thread,
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
  const ids = await keepCards(db, [card]);
  const result = await db
    .updateTable('deliveries')
    .set({ card_id: ids.get(card) ?? '', revision, updated_at: now })
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
