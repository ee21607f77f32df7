import { DatabaseSync } from 'node:sqlite';

/** The schema as it was after 0002_corrections, with what such a store may hold; both databases take it. */
export function oldStore(sequence: string): string {
  return `
create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);
create table kysely_migration_lock (id varchar(255) not null primary key, is_locked integer default 0 not null);
create table arrivals (digest text primary key, revision integer not null, first_seen_at bigint not null);
create table subscriptions_seen (id text primary key, since bigint not null);
create table marks (name text primary key, value bigint not null);
create table deliveries (seq ${sequence}, key text not null unique, subscription text not null, slot text not null, platform text not null, channel text not null, thread text, digest text not null, revision integer not null, card text not null, state text not null, owner text, lease_until bigint, attempt integer not null, lookups integer not null, not_before bigint not null, first_sent_at bigint, message_ref text, reason text, created_at bigint not null, updated_at bigint not null, corrects text);
create index deliveries_due on deliveries (state, not_before);
create index deliveries_of_digest on deliveries (digest, corrects);
create table conversations (thread text primary key, digest text not null, revision integer not null, at bigint not null);
create table turns (seq ${sequence}, thread text not null, question text not null, answer text not null, at bigint not null);
create index turns_of_thread on turns (thread);
create table seen_keys (key text primary key, seen_at bigint not null);
create table preview_messages (seq ${sequence}, id text not null unique, channel text not null, thread text, author text not null, visibility text not null, key text, card text, text text, at bigint not null);
create index preview_messages_of_channel on preview_messages (channel);
insert into kysely_migration values ('0001_first', '2026-10-01T00:00:00.000Z'), ('0002_corrections', '2026-10-02T00:00:00.000Z');
insert into kysely_migration_lock values ('migration_lock', 0);
insert into deliveries (key, subscription, slot, platform, channel, digest, revision, card, state, attempt, lookups, not_before, created_at, updated_at)
  values ('kept', 's', 'on arrival', 'preview', '#digest', 'meta/2023-q2', 1, '{}', 'pending', 0, 0, 1, 1, 1);
insert into turns (thread, question, answer, at) values ('preview:#digest:m', '売上高は?', '320億ドル', 1);
`;
}

/** Writes an embedded store of that schema with so many more deliveries, a card of 4 KB each. */
export function writeOldStore(file: string, more = 0): void {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode=wal');
  database.exec(oldStore('integer primary key autoincrement'));
  const card = JSON.stringify({ title: '決算'.repeat(680) });
  const insert = database.prepare(
    "insert into deliveries (key, subscription, slot, platform, channel, digest, revision, card, state, attempt, lookups, not_before, created_at, updated_at) values (?, 's', 'on arrival', 'preview', '#digest', 'meta/2023-q2', 1, ?, 'posted', 1, 0, 1, 1, 1)",
  );
  database.exec('begin');
  for (let i = 0; i < more; i += 1) insert.run(`more ${i}`, card);
  database.exec('commit');
  database.close();
}
