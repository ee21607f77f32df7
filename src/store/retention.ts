import { rm } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { upgradeCopies } from './backup.ts';
import type { Database } from './database.ts';
import { forgetNames, forgetOldNames } from './names.ts';
import { toldKey } from './people.ts';
import { begins, pieces } from './rows.ts';
import type { Tables } from './tables.ts';
import { readTalkKey } from './talk.ts';

/** Whose words: a channel's, a person's, those of a workspace or a whole platform, or everybody's. */
export type Whose =
  | { readonly kind: 'channel'; readonly platform: string; readonly channel: string }
  | { readonly kind: 'person'; readonly platform: string; readonly person: string }
  | { readonly kind: 'workspace'; readonly platform: string; readonly workspace: string }
  | { readonly kind: 'platform'; readonly platform: string }
  | { readonly kind: 'all' };

/** How much was deleted: questions with their answers, and messages of the preview. */
export interface Forgotten {
  readonly questions: number;
  readonly messages: number;
}

/**
 * What is kept of people: what they asked and were answered, and who settled what of a channel. Which digest a thread is
 * about, and what was posted, is not of people and stays.
 */
export interface Retention {
  /** Deletes what is older than a time (epoch ms), and the copies made before upgrades, which hold such things too. */
  purge(before: number): Promise<Forgotten & { readonly copies: number }>;
  /** Deletes what is kept of these, however new. */
  forget(whose: Whose): Promise<Forgotten>;
}

/** The preview is one of the platforms, and its messages are kept here; its only person is `you`. */
const preview = { platform: 'preview', person: 'you' };

/** The retention part of a store. */
export function retentionOf(database: Database): Retention {
  const { db } = database;
  return {
    async purge(before) {
      const forgotten = await purge(db, before);
      await forgetOldNames(db, before);
      for (const table of ['kept', 'inbox', 'asks'] as const)
        await db.deleteFrom(table).where('at', '<', before).execute();
      await database.scrub();
      return { ...forgotten, copies: await purgeCopies(database, before) };
    },
    async forget(whose) {
      const forgotten = await db.transaction().execute(async (trx) => {
        await forgetNames(trx, whose);
        await forgetPeople(trx, whose);
        return {
          questions: await forgetTurns(trx, whose),
          messages: await forgetMessages(trx, whose),
        };
      });
      await database.scrub();
      return forgotten;
    },
  };
}

async function purge(db: Kysely<Tables>, before: number): Promise<Forgotten> {
  const turns = await db.deleteFrom('turns').where('at', '<', before).executeTakeFirst();
  const messages = await talked(db)
    .where('at', '<', before)
    // A card of ours stays while there is newer talk under it.
    .where((eb) =>
      eb.or([
        eb('author', '=', preview.person),
        eb.not(
          eb.exists(
            eb
              .selectFrom('preview_messages as reply')
              .select('reply.seq')
              .whereRef('reply.thread', '=', 'preview_messages.id')
              .where('reply.at', '>=', before),
          ),
        ),
      ]),
    )
    .executeTakeFirst();
  return {
    questions: Number(turns.numDeletedRows),
    messages: Number(messages.numDeletedRows),
  };
}

/** What was typed in the preview, and what came back: all that was not posted for a delivery. */
function talked(db: Kysely<Tables>) {
  return db.deleteFrom('preview_messages').where('key', 'is', null);
}

async function purgeCopies({ kind, name }: Database, before: number): Promise<number> {
  const copies = kind === 'sqlite' ? await upgradeCopies(name, before) : [];
  await Promise.all(copies.map((copy) => rm(copy, { force: true })));
  return copies.length;
}

async function forgetTurns(trx: Kysely<Tables>, whose: Whose): Promise<number> {
  const rows = await trx.selectFrom('turns').select('thread').distinct().execute();
  const threads = rows.map(({ thread }) => thread).filter((thread) => isOf(whose, thread));
  let deleted = 0n;
  for (const piece of pieces(threads)) {
    const { numDeletedRows } = await trx
      .deleteFrom('turns')
      .where('thread', 'in', piece)
      .executeTakeFirst();
    deleted += numDeletedRows;
  }
  return Number(deleted);
}

function isOf(whose: Whose, key: string): boolean {
  if (whose.kind === 'all') return true;
  const { platform, channel, under } = readTalkKey(key);
  if (platform !== whose.platform) return false;
  if (whose.kind === 'channel') return channel === whose.channel;
  if (whose.kind === 'workspace') return channel.startsWith(`${whose.workspace}/`);
  return whose.kind === 'platform' || under === whose.person || isPreview(whose);
}

/** What people settled for themselves and asked lately; who asked for what was kept for a button is not known. */
async function forgetPeople(trx: Kysely<Tables>, whose: Whose): Promise<void> {
  const told = (begin: string) => trx.deleteFrom('seen_keys').where(begins('key', begin)).execute();
  if (whose.kind === 'all') {
    for (const table of ['people', 'asks', 'kept', 'inbox'] as const)
      await trx.deleteFrom(table).execute();
    await told(toldKey());
    return;
  }
  const { platform } = whose;
  const asks = trx.deleteFrom('asks').where('platform', '=', platform);
  if (whose.kind === 'channel' || whose.kind === 'workspace') {
    const these =
      whose.kind === 'channel'
        ? sql<boolean>`channel = ${whose.channel}`
        : begins('channel', `${whose.workspace}/`);
    await asks.where(these).execute();
    // Those of a person or a platform go by their names, as all that is signed.
    const reports = trx.updateTable('reports').set({ by: platform });
    await reports.where('platform', '=', platform).where(these).execute();
    return;
  }
  const people = trx.deleteFrom('people').where('platform', '=', platform);
  if (whose.kind === 'person') {
    await asks.where('person', '=', whose.person).execute();
    await people.where('person', '=', whose.person).execute();
    await told(toldKey(platform, whose.person));
    return;
  }
  for (const query of [asks, people]) await query.execute();
  await told(toldKey(platform));
  await trx.deleteFrom('inbox').where('platform', '=', platform).execute();
}

async function forgetMessages(trx: Kysely<Tables>, whose: Whose): Promise<number> {
  if (!isPreview(whose)) return 0;
  const all = talked(trx);
  const these = whose.kind === 'channel' ? all.where('channel', '=', whose.channel) : all;
  return Number((await these.executeTakeFirst()).numDeletedRows);
}

/** True where the preview's messages are meant: all of its talk is of its one person. */
function isPreview(whose: Whose): boolean {
  if (whose.kind === 'all') return true;
  if (whose.platform !== preview.platform) return false;
  return whose.kind !== 'person' || whose.person === preview.person;
}
