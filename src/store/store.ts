import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { type Acts, actsOf } from './acts.ts';
import { type Channels, channelsOf } from './channels.ts';
import { openPostgres, openSqlite } from './database.ts';
import { messagesOf, type PreviewMessages } from './messages.ts';
import { type Inbox, inboxOf } from './inbox.ts';
import { type Installations, installationsOf } from './installations.ts';
import { type Kept, keptOf } from './kept.ts';
import { type Manifests, manifestsOf } from './manifests.ts';
import { migrate } from './migrations.ts';
import { type Outbox, outboxOf } from './outbox.ts';
import { type People, peopleOf } from './people.ts';
import { type Planning, planningOf } from './planning.ts';
import { type Reports, reportsOf } from './reports.ts';
import { type Retention, retentionOf } from './retention.ts';
import { type Revisions, revisionsOf } from './revisions.ts';
import { type Conversations, conversationsOf, onceOf } from './talk.ts';
import { type Wakes, wakesOf } from './wakes.ts';
import { type Workers, workersOf } from './workers.ts';

/** What must survive a restart. Operations throw StoreError where the operator must do something. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  readonly planning: Planning;
  readonly outbox: Outbox;
  readonly conversations: Conversations;
  readonly acts: Acts;
  readonly workers: Workers;
  readonly wakes: Wakes;
  readonly channels: Channels;
  readonly messages: PreviewMessages;
  readonly retention: Retention;
  readonly inbox: Inbox;
  /** Their secrets as they are kept: sealed.ts opens them. */
  readonly installations: Installations;
  readonly people: People;
  readonly kept: Kept;
  readonly reports: Reports;
  readonly revisions: Revisions;
  readonly manifests: Manifests;
  /** True the first time a key is seen by any process; `now` in epoch ms. */
  once(key: string, now?: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Where the store is: a file under dataDir, or PostgreSQL with databaseUrl. */
export interface StoreOptions {
  readonly dataDir: Config['DATA_DIR'];
  readonly databaseUrl: Config['DATABASE_URL'];
  readonly log: Log;
}

/** The store with its schema brought up to date. Throws StoreError where the operator must do something. */
export async function openStore({ dataDir, databaseUrl, log }: StoreOptions): Promise<Store> {
  const database =
    databaseUrl === undefined ? await openSqlite(dataDir) : await openPostgres(databaseUrl, log);
  try {
    await migrate(database, log);
  } catch (error) {
    await database.db.destroy();
    throw error;
  }
  const wakes = wakesOf(database.distance);
  log.debug({ kind: database.kind }, 'store opened');
  return {
    kind: database.kind,
    planning: planningOf(database),
    outbox: outboxOf(database),
    conversations: conversationsOf(database),
    acts: actsOf(database),
    workers: workersOf(database),
    wakes,
    channels: channelsOf(database, wakes),
    messages: messagesOf(database),
    retention: retentionOf(database),
    inbox: inboxOf(database),
    installations: installationsOf(database),
    people: peopleOf(database),
    kept: keptOf(database),
    reports: reportsOf(database),
    revisions: revisionsOf(database),
    manifests: manifestsOf(database),
    once: onceOf(database),
    close: () => database.db.destroy(),
  };
}
