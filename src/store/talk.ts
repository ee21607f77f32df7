import type { Database } from './database.ts';
import type { StoredPlace } from './delivery.ts';
import { storable } from './rows.ts';
import { keyCleanerOf } from './seen-keys.ts';

/** The one spelling of a thread's identity, for maps of threads to digests. */
export function threadKey({ platform, channel, thread }: StoredPlace): string {
  return [platform, channel, thread ?? ''].join(':');
}

/** The talk a question belongs to: its thread's, or outside of threads the person's own in that channel. */
export function talkKey(place: StoredPlace, person: string): string {
  return place.thread === null ? `${threadKey(place)}${person}` : threadKey(place);
}

/** What the key of a talk is made of; `under` is the thread, outside of threads the person. */
export function readTalkKey(key: string): {
  readonly platform: string;
  readonly channel: string;
  readonly under: string;
} {
  // A channel of the preview may be called "Q2: results"; nothing else holds a colon.
  const [first, last] = [key.indexOf(':'), key.lastIndexOf(':')];
  return {
    platform: key.slice(0, first),
    channel: key.slice(first + 1, last),
    under: key.slice(last + 1),
  };
}

/** What a thread is about. */
export interface ThreadSubject {
  readonly digest: string;
  readonly revision: number;
}

/** A question and what it got; time in epoch ms. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
  readonly at: number;
}

/** Threads (by their threadKey) and talks (by their talkKey) with their digest and what was said in them. */
export interface Conversations {
  /** Says what a thread is about; the last word counts. */
  attach(thread: string, subject: ThreadSubject, now: number): Promise<void>;
  subject(thread: string): Promise<ThreadSubject | null>;
  addTurn(thread: string, turn: Turn): Promise<void>;
  /** The last turns of a thread, oldest first. */
  turns(thread: string, limit?: number): Promise<readonly Turn[]>;
}

/** The conversations of a store. */
export function conversationsOf({ db }: Database): Conversations {
  return {
    async attach(thread, { digest, revision }, now) {
      await db
        .insertInto('conversations')
        .values({ thread, digest, revision, at: now })
        .onConflict((conflict) =>
          conflict.column('thread').doUpdateSet({ digest, revision, at: now }),
        )
        .execute();
    },
    async subject(thread) {
      const rows = await db
        .selectFrom('conversations')
        .select(['digest', 'revision'])
        .where('thread', '=', thread)
        .execute();
      return rows[0] ?? null;
    },
    async addTurn(thread, { question, answer, at }) {
      const words = { question: storable(question), answer: storable(answer) };
      await db
        .insertInto('turns')
        .values({ thread, at, ...words })
        .execute();
    },
    async turns(thread, limit = 20) {
      const rows = await db
        .selectFrom('turns')
        .select(['question', 'answer', 'at'])
        .where('thread', '=', thread)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.toReversed();
    },
  };
}

/** Gives a function that is true the first time it gets a key, in whichever process; old keys are cleared now and then. */
export function onceOf({ db }: Database): (key: string, now?: number) => Promise<boolean> {
  const clean = keyCleanerOf({ db });
  return async (key, now = Date.now()) => {
    await clean(now);
    const result = await db
      .insertInto('seen_keys')
      .values({ key: storable(key), seen_at: now })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  };
}
