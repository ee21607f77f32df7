import { rm } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Log } from '../log.ts';
import { copyBefore } from './backup.ts';
import type { Database, Sequence } from './database.ts';
import { StoreError } from './error.ts';
import { peopleTables } from './people-tables.ts';
import { cardId } from './rows.ts';
import type { Tables } from './tables.ts';

/** Every step of the schema, oldest first; a step that has been published never changes. */
function migrations(sequence: Sequence): Record<string, Migration> {
  return {
    '0001_first': { up: (db: Kysely<unknown>) => first(db, sequence) },
    '0002_corrections': { up: (db: Kysely<unknown>) => corrections(db) },
    '0003_blocks': { up: (db: Kysely<unknown>) => blocks(db) },
    '0004_channels': { up: (db: Kysely<unknown>) => channels(db, sequence) },
    '0005_lanes': { up: (db: Kysely<unknown>) => lanes(db) },
    '0006_people': { up: (db: Kysely<unknown>) => peopleTables(db, sequence) },
  };
}

async function first(db: Kysely<unknown>, sequence: Sequence): Promise<void> {
  await planningTables(db);
  await deliveries(db, sequence);
  await talkTables(db, sequence);
}

/** What a delivery corrects: an edit of a post, or the notice under it. */
async function corrections(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('corrects', 'text').execute();
  await db.schema
    .createIndex('deliveries_of_digest')
    .on('deliveries')
    .columns(['digest', 'corrects'])
    .execute();
}

/** How often in a row a channel was found to take no posts. */
async function blocks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('deliveries')
    .addColumn('blocks', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

/** What channels settle for themselves, what planning remembers, and cards that many deliveries share. */
async function channels(db: Kysely<unknown>, sequence: Sequence): Promise<void> {
  await channelTables(db, sequence);
  await slotTables(db);
  await db.schema
    .createTable('workers')
    .addColumn('owner', 'text', (c) => c.primaryKey())
    .addColumn('platforms', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute();
  await sharedCards(db);
  await db.schema
    .alterTable('deliveries')
    .addColumn('silent', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('deliveries').addColumn('carried_by', 'text').execute();
  await deliveryIndexes(db);
}

/** What caps, merged posts and their corrections look for. */
async function deliveryIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('deliveries_of_subscription')
    .on('deliveries')
    .columns(['subscription', 'created_at'])
    .execute();
  for (const column of ['carried_by', 'corrects']) {
    await db.schema
      .createIndex(`deliveries_by_${column}`)
      .on('deliveries')
      .column(column)
      .where(sql.ref(column), 'is not', null)
      .execute();
  }
}

async function channelTables(db: Kysely<unknown>, sequence: Sequence): Promise<void> {
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('spec', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('pauses')
    .addColumn('scope', 'text', (c) => c.primaryKey())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('channels')
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('language', 'text')
    .addColumn('zone', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('moved_to', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('channels_key', ['platform', 'channel'])
    .execute();
  await db.schema
    .createTable('acts')
    .addColumn('seq', sequence.type, sequence.build)
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
}

/** Slots that were due or missed, and up to which arrival each subscription has been planned. */
async function slotTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('slots')
    .addColumn('subscription', 'text', (c) => c.notNull())
    .addColumn('slot', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('slots_key', ['subscription', 'slot'])
    .execute();
  await db.schema.alterTable('subscriptions_seen').addColumn('planned_until', 'bigint').execute();
  await begun(db);
}

/** What has deliveries does not begin anew: what came after its start is looked at again, and what it has is left out. */
async function begun(db: Kysely<unknown>): Promise<void> {
  await db
    .withTables<{
      subscriptions_seen: { id: string; since: number; planned_until: number | null };
      deliveries: { subscription: string };
    }>()
    .updateTable('subscriptions_seen')
    .set((eb) => ({ planned_until: eb.ref('since') }))
    .where('id', 'in', (eb) => eb.selectFrom('deliveries').select('subscription'))
    .execute();
}

/** Leads a claim from channel to channel. */
async function lanes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('deliveries_of_channel')
    .on('deliveries')
    .columns(['state', 'platform', 'channel', 'seq'])
    .execute();
}

/** A card is kept once, however many channels get it. */
async function sharedCards(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cards')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('card', 'text', (c) => c.notNull())
    .execute();
  await db.schema.alterTable('deliveries').renameColumn('card', 'card_id').execute();
  const old = db.withTables<{
    deliveries: { key: string; card_id: string };
    cards: { id: string; card: string };
  }>();
  const rows = await old.selectFrom('deliveries').select(['key', 'card_id']).execute();
  for (const { key, card_id: card } of rows) {
    const id = cardId(card);
    await old
      .insertInto('cards')
      .values({ id, card })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await old.updateTable('deliveries').set({ card_id: id }).where('key', '=', key).execute();
  }
}

async function planningTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('arrivals')
    .addColumn('digest', 'text', (c) => c.primaryKey())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('first_seen_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('subscriptions_seen')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('marks')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'bigint', (c) => c.notNull())
    .execute();
}

async function deliveries(db: Kysely<unknown>, sequence: Sequence): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('seq', sequence.type, sequence.build)
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('subscription', 'text', (c) => c.notNull())
    .addColumn('slot', 'text', (c) => c.notNull())
    .addColumn('platform', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('thread', 'text')
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('card', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('lookups', 'integer', (c) => c.notNull())
    .addColumn('not_before', 'bigint', (c) => c.notNull())
    .addColumn('first_sent_at', 'bigint')
    .addColumn('message_ref', 'text')
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('deliveries_due')
    .on('deliveries')
    .columns(['state', 'not_before'])
    .execute();
}

async function talkTables(db: Kysely<unknown>, sequence: Sequence): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('thread', 'text', (c) => c.primaryKey())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('turns')
    .addColumn('seq', sequence.type, sequence.build)
    .addColumn('thread', 'text', (c) => c.notNull())
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('turns_of_thread').on('turns').column('thread').execute();
  await db.schema
    .createTable('seen_keys')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('preview_messages')
    .addColumn('seq', sequence.type, sequence.build)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('thread', 'text')
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('visibility', 'text', (c) => c.notNull())
    .addColumn('key', 'text')
    .addColumn('card', 'text')
    .addColumn('text', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('preview_messages_of_channel')
    .on('preview_messages')
    .column('channel')
    .execute();
}

/**
 * Brings the schema up to date; two processes may do so at once. A file that is in use is copied first.
 * Throws StoreError where the schema is newer than this program or the copy cannot be made, having
 * changed nothing.
 */
export async function migrate(database: Database, log: Log): Promise<void> {
  const { db, name } = database;
  const known = migrations(database.sequence);
  const copied = copiedFirst(database, known, log);
  const provider = { getMigrations: () => Promise.resolve(copied.migrations) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  await copied.undo();
  if (error instanceof StoreError) throw error;
  const schema = await newerThan(db, Object.keys(known)).catch(() => null);
  if (schema !== null) throw new StoreError('newer', { store: name, schema });
  throw new StoreError('notUpgraded', { store: name, reason: words(error) }, { cause: error });
}

/**
 * The steps, of which the first that is taken makes the copy: then the transaction of the upgrade has
 * begun, and nobody else can write or upgrade. `undo` removes the copy when the upgrade has failed.
 */
function copiedFirst(
  { kind, name: file }: Database,
  known: Readonly<Record<string, Migration>>,
  log: Log,
): { readonly migrations: Record<string, Migration>; readonly undo: () => Promise<void> } {
  const schema = Object.keys(known).toSorted().at(-1) ?? '';
  let copy: string | null = null;
  let isBegun = false;
  async function begin(db: Kysely<Tables>): Promise<void> {
    if (isBegun) return;
    isBegun = true;
    if ((await executed(db).limit(1).execute()).length === 0) return; // a new store
    if (kind === 'sqlite') copy = await copyBefore(file, schema);
    log.info({ schema, copy }, 'the schema of the store is brought up to date');
  }
  const steps = Object.entries(known).map(([name, step]) => [
    name,
    { up: (db: Kysely<Tables>) => begin(db).then(() => step.up(db)) },
  ]);
  return {
    migrations: Object.fromEntries(steps),
    // Else each further try would leave one.
    undo: async () => (copy === null ? undefined : rm(copy, { force: true })),
  };
}

function executed(db: Kysely<Tables>) {
  return db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name');
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function newerThan(db: Kysely<Tables>, known: readonly string[]): Promise<string | null> {
  const rows = await executed(db).where('name', 'not in', known).orderBy('name', 'desc').execute();
  return rows[0]?.name ?? null;
}
