/** The schema as the first three migrations left it in the embedded database, and its rows of that time. */
export const schema0003 = [
  'create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null)',
  'create table kysely_migration_lock (id varchar(255) not null primary key, is_locked integer default 0 not null)',
  'create table arrivals (digest text primary key, revision integer not null, first_seen_at bigint not null)',
  'create table subscriptions_seen (id text primary key, since bigint not null)',
  'create table marks (name text primary key, value bigint not null)',
  'create table deliveries (seq integer primary key autoincrement, key text not null unique, subscription text not null, slot text not null, platform text not null, channel text not null, thread text, digest text not null, revision integer not null, card text not null, state text not null, owner text, lease_until bigint, attempt integer not null, lookups integer not null, not_before bigint not null, first_sent_at bigint, message_ref text, reason text, created_at bigint not null, updated_at bigint not null, corrects text, blocks integer default 0 not null)',
  'create index deliveries_due on deliveries (state, not_before)',
  'create table conversations (thread text primary key, digest text not null, revision integer not null, at bigint not null)',
  'create table turns (seq integer primary key autoincrement, thread text not null, question text not null, answer text not null, at bigint not null)',
  'create index turns_of_thread on turns (thread)',
  'create table seen_keys (key text primary key, seen_at bigint not null)',
  'create table preview_messages (seq integer primary key autoincrement, id text not null unique, channel text not null, thread text, author text not null, visibility text not null, key text, card text, text text, at bigint not null)',
  'create index preview_messages_of_channel on preview_messages (channel)',
  'create index deliveries_of_digest on deliveries (digest, corrects)',
  `insert into kysely_migration values ('0001_first', '2026-11-01T00:00:00.000Z'), ('0002_corrections', '2026-11-01T00:00:00.000Z'), ('0003_blocks', '2026-11-01T00:00:00.000Z')`,
  `insert into kysely_migration_lock values ('migration_lock', 0)`,
];

/** The same for PostgreSQL. */
export function forPostgres(statement: string): string {
  return statement.replace('integer primary key autoincrement', 'bigserial primary key');
}
