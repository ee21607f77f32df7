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

/** Keeps the JSON of cards, the same once, and gives what each is kept under. */
async function keepCards(
  db: Kysely<Tables>,
  cards: ReadonlySet<unknown>,
): Promise<ReadonlyMap<unknown, string>> {
  const texts = new Map<string, string>();
  const ids = new Map<unknown, string>();
  for (const card of cards) {
    const json = JSON.stringify(card);
    const id = cardId(json);
    ids.set(card, id);
    texts.set(id, json);
  }
  await insertMany<'cards', [string, string]>(
    db,
    texts,
    ([id, card]) => ({ id, card }),
    (rows) =>
      db
        .insertInto('cards')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing()),
  );
  return ids;
}

/** Stores those whose key is new, as pending, and gives how many that were; they are gone through twice. */
export async function add(
  db: Kysely<Tables>,
  deliveries: Iterable<NewDelivery>,
  now: number,
): Promise<number> {
  const cards = new Set<unknown>();
  for (const { card } of deliveries) cards.add(card);
  if (cards.size === 0) return 0; // as at nearly every tick
  const ids = await keepCards(db, cards);
  const closed = await closedChannels(db);
  const added = await insertMany<'deliveries', NewDelivery>(
    db,
    deliveries,
    (given) => newRow(given, ids.get(given.card) ?? '', now),
    (rows) =>
      db
        .insertInto('deliveries')
        .values(rows)
        .onConflict((conflict) => conflict.column('key').doNothing()),
  );
  if (added > 0) for (const channel of closed) await hold(db, channel);
  return added;
}

interface Closed {
  readonly platform: string;
  readonly channel: string;
  readonly reason: string | null;
}

/** The channels in which something waits because they take no posts. */
function closedChannels(db: Kysely<Tables>): Promise<readonly Closed[]> {
  return db
    .selectFrom('deliveries')
    .select(['platform', 'channel'])
    .select((eb) => eb.fn.max('reason').as('reason'))
    .where('state', '=', 'pending')
    .where('blocks', '>', 0)
    .groupBy(['platform', 'channel'])
    .execute();
}

/** What is new in a channel that takes no posts waits behind what waits there, and is counted and told as that. */
async function hold(db: Kysely<Tables>, { platform, channel, reason }: Closed): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ blocks: 1, reason })
    .where('state', '=', 'pending')
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .where('attempt', '=', 0)
    .where('blocks', '=', 0)
    .where('carried_by', 'is', null)
    .execute();
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

/** A delivery of an older revision of its digest, and the message that shows it. */
export interface Outdated {
  readonly row: Delivery;
  /** The delivery whose message shows it, with the newest card that was given to it: `row`, or what carries it. */
  readonly lead: Delivery;
  /** The digests on that card, in their order. */
  readonly digests: readonly string[];
}

/** What `Outbox.outdated` gives. */
export async function outdated(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
): Promise<readonly Outdated[]> {
  const found: Outdated[] = [];
  for (const [revision, same] of Map.groupBy(digests, (digest) => digest.revision)) {
    for (const ids of pieces(same.map(({ id }) => id))) {
      for (const { key, carried_by: carrier } of await olderThan(db, ids, revision)) {
        const each = await shownBy(db, key, carrier ?? key);
        if (each) found.push(each);
      }
    }
  }
  return found;
}

/** The deliveries of some digests of an older revision that no correction of this one is there for. */
function olderThan(db: Kysely<Tables>, digests: readonly string[], revision: number) {
  return db
    .selectFrom('deliveries')
    .select(['key', 'carried_by'])
    .where('digest', 'in', digests)
    .where('corrects', 'is', null)
    .where('revision', '<', revision)
    .where('state', 'in', ['posted', 'pending'])
    .where((eb) => {
      // What corrects a digest names the delivery whose message it edits, or is written under.
      const correction = eb
        .selectFrom('deliveries as correction')
        .select('correction.key')
        .where('correction.revision', '>=', revision)
        .whereRef('correction.digest', '=', 'deliveries.digest')
        .where((own) =>
          own(
            'correction.corrects',
            '=',
            own.fn.coalesce('deliveries.carried_by', 'deliveries.key'),
          ),
        );
      return eb.not(eb.exists(correction));
    })
    .execute();
}

/** A delivery with what shows it; null while that is being tried. */
async function shownBy(db: Kysely<Tables>, key: string, leadKey: string): Promise<Outdated | null> {
  const [row, lead, edit, carried] = await Promise.all([
    load(db, key),
    load(db, leadKey),
    lastEdit(db, leadKey),
    db
      .selectFrom('deliveries')
      .select('digest')
      .where('carried_by', '=', leadKey)
      .orderBy('seq')
      .execute(),
  ]);
  if (!row || !lead) return null;
  const isOpen = lead.state === 'posted' || (lead.state === 'pending' && lead.attempt === 0);
  if (!isOpen) return null;
  const digests = [lead.digest, ...carried.map(({ digest }) => digest)];
  return { row, lead: edit ? { ...lead, card: edit.card } : lead, digests };
}

async function lastEdit(db: Kysely<Tables>, corrects: string): Promise<Delivery | null> {
  const last = await db
    .selectFrom('deliveries')
    .select('key')
    .where('corrects', '=', corrects)
    .where('slot', '=', editSlot)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? load(db, last.key) : null;
}

/** What of an outdated delivery tells which it is, and whether a message shows it. */
export interface Renewable {
  readonly row: Pick<Delivery, 'key' | 'carriedBy'>;
  readonly lead: Pick<Delivery, 'message'>;
}

/** What `Outbox.renew` does. */
export async function renew(
  db: Kysely<Tables>,
  { row: { key, carriedBy }, lead }: Renewable,
  card: unknown,
  revision: number,
  now: number,
): Promise<boolean> {
  const ids = await keepCards(db, new Set([card]));
  const renewed = { card_id: ids.get(card) ?? '', updated_at: now };
  const shown = await db
    .updateTable('deliveries')
    .set(renewed)
    .where('key', '=', carriedBy ?? key)
    // What was sent since it was looked at shows the card that it had then: that is corrected, not renewed.
    .where((eb) =>
      lead.message === null
        ? eb.and([eb('state', '=', 'pending'), eb('attempt', '=', 0)])
        : eb('state', '=', 'posted'),
    )
    .executeTakeFirst();
  if (shown.numUpdatedRows !== 1n) return false;
  await db
    .updateTable('deliveries')
    .set({ ...renewed, revision })
    .where('key', '=', key)
    .execute();
  return true;
}
