import type { Card } from '../../card/card.ts';
import { shortenText } from '../../card/split.ts';
import { oneLine } from './escape.ts';
import { limits } from './limits.ts';
import { markOf, readMark, sameKey } from './mark.ts';
import { codeOf } from './outcomes.ts';
import { withOrWithoutPictures } from './pictures.ts';
import { type Bot, findCard, postCard, sendingsOf, sinceId } from './posts.ts';
import type { Channel } from './schema.ts';

/** A forum, and the server that it is in. */
export interface Forum {
  readonly id: string;
  readonly guild: string;
}

const day = 86_400_000;
const unknownMessage = 10_008;

/**
 * Posts a card as a post of a forum and gives the id of its thread, which its first message has too. Discord keeps
 * no nonce for these: what an earlier try left is looked for where this one may be a second. Throws the API client's
 * errors.
 */
export async function postInForum(
  bot: Bot,
  forum: Forum,
  card: Card,
  key: string,
  silent: boolean,
): Promise<string> {
  const [first, ...rest] = await sendingsOf(bot, card, key, silent);
  if (!first) return ''; // a card has one message or more
  const left = rest.length === 0 ? null : await threadWith(bot, forum, key, Date.now() - day);
  const name = shortenText(oneLine(card.title), limits.threadName) || '…';
  const start = () =>
    withOrWithoutPictures(first, (each) => bot.calls.createThread(forum.id, name, each));
  const thread = left === null || left === 'too many' ? (await start()).id : left;
  // The first message is found there by its mark, the others follow it.
  if (rest.length > 0) await postCard(bot, { channel: thread, replyTo: null }, card, key, silent);
  return thread;
}

/** The thread whose first message carries a key, like findCard. Throws the API client's errors. */
export async function findInForum(bot: Bot, forum: Forum, key: string, since: number) {
  const thread = await threadWith(bot, forum, key, since);
  if (thread === null || thread === 'too many') return thread;
  return await findCard(bot, thread, key, since);
}

async function threadWith(bot: Bot, forum: Forum, key: string, since: number) {
  const ours = await ourThreads(bot, forum, since);
  if (ours.length > limits.threadsLookedAt) return 'too many' as const;
  for (const { id } of ours) if (await carries(bot, id, key)) return id;
  return null;
}

async function carries({ calls }: Bot, thread: string, key: string): Promise<boolean> {
  try {
    const mark = readMark((await calls.message(thread, thread)).components);
    return mark !== null && sameKey(mark, markOf(key));
  } catch (error) {
    if (codeOf(error) === unknownMessage) return false; // somebody deleted it and left the thread
    throw error;
  }
}

/** The threads that we began in a forum since then, open or closed. */
async function ourThreads({ calls, me }: Bot, forum: Forum, since: number) {
  const from = BigInt(sinceId(since));
  const isOurs = (thread: Channel) =>
    thread.parent_id === forum.id && thread.owner_id === me && BigInt(thread.id) > from;
  const found = (await calls.activeThreads(forum.guild)).filter(isOurs);
  let before: string | null = null;
  for (let page = 0; page < limits.threadPages; page += 1) {
    const { threads, has_more: more } = await calls.archivedThreads(forum.id, before);
    found.push(...threads.filter(isOurs));
    before = threads.at(-1)?.thread_metadata?.archive_timestamp ?? null;
    // None of those that were closed before was begun since.
    if (!more || before === null || Date.parse(before) < since) break;
  }
  return found;
}
