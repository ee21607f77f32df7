import type { Card } from '../../card/card.ts';
import { patiently } from './calls.ts';
import type { Calls } from './calls.ts';
import { marked, markOf, nonceOf, readMark, sameKey } from './mark.ts';
import type { Mark } from './mark.ts';
import { outcomeOf } from './outcomes.ts';
import { flags } from './payload.ts';
import { type DrawMessages, type Sending, withOrWithoutPictures } from './pictures.ts';
import type { Message } from './schema.ts';

/** The requests, who makes them, and what cards become. */
export interface Bot {
  readonly calls: Calls;
  /** The bot's user id. */
  readonly me: string;
  readonly messagesOf: DrawMessages;
}

/** Where messages go: a channel or thread, and the message they reply to where there is no thread. */
export interface Target {
  readonly channel: string;
  readonly replyTo: string | null;
}

/** A message of ours that carries a mark. */
interface Part {
  readonly message: Message;
  readonly mark: Mark;
}

/** Our clock and Discord's may differ by this much when a channel is read from a moment on. */
const skew = 60_000;
const pages = 20;
const day = 86_400_000;
const discordEpoch = 1_420_070_400_000n;

/**
 * Posts a card and gives the id of its (first) message. Parts of it that an earlier try left there are
 * not posted again. Throws the API client's errors.
 */
export async function postCard(
  bot: Bot,
  target: Target,
  card: Card,
  key: string,
  silent = false,
): Promise<string> {
  const sendings = await sendingsOf(bot, card, key, silent);
  const there = sendings.length > 1 ? await partsThere(bot, target.channel, key) : [];
  let root: string | null = null;
  for (const [index, sending] of sendings.entries()) {
    const mark = markOf(key, index + 1, sendings.length);
    const known = there.find((part) => part.mark.part === mark.part)?.message.id;
    const under: Target = { channel: target.channel, replyTo: root ?? target.replyTo };
    const nonce = nonceOf(target.channel, key, mark.part);
    const id: string = known ?? (await createPart(bot, under, sending, nonce));
    root ??= id;
  }
  return root ?? ''; // a card has one message or more
}

/** The messages of a card, each with the mark of its key; silent ones notify nobody. */
export async function sendingsOf(
  { messagesOf }: Bot,
  card: Card,
  key: string,
  silent: boolean,
): Promise<readonly Sending[]> {
  const sendings = await messagesOf(card);
  return sendings.map((sending, index) => {
    const { payload, files } = withMark(sending, markOf(key, index + 1, sendings.length));
    return silent
      ? { payload: { ...payload, flags: payload.flags | flags.silent }, files }
      : { payload, files };
  });
}

async function createPart(
  { calls }: Bot,
  { channel, replyTo }: Target,
  sending: Sending,
  nonce: string,
): Promise<string> {
  const message = await withOrWithoutPictures(sending, (each) =>
    calls.create(channel, each, { nonce, replyTo }),
  );
  return message.id;
}

/**
 * The same for answers, which nobody delivers again: waits where Discord asks for it, and tries a
 * second time where the outcome is not known, which our nonce makes safe within minutes.
 */
export async function postAnswer(
  bot: Bot,
  target: Target,
  card: Card,
  key: string,
): Promise<string> {
  const post = () => patiently(() => postCard(bot, target, card, key));
  try {
    return await post();
  } catch (error) {
    if (outcomeOf(error).state === 'refused') throw error;
    return await post();
  }
}

/** Replaces the card of a message and of its further parts, keeping their mark. Throws the API client's errors. */
export async function editCard(bot: Bot, channel: string, id: string, card: Card): Promise<void> {
  const sendings = await bot.messagesOf(card);
  const root = await bot.calls.message(channel, id);
  const mark = readMark(root.components) ?? markOf(`${channel}:${id}`);
  const spread = mark.parts > 1 || sendings.length > 1;
  const others = spread ? ((await partsOf(bot, channel, mark, previous(id))) ?? []) : [];
  const write = (sending: Sending, part: number) =>
    withMark(sending, { ...mark, part, parts: sendings.length });
  for (const [index, sending] of sendings.entries()) {
    if (index === 0) continue; // the first one last: until then a second try sees what the first one left
    const known = others.find((other) => other.mark.part === index + 1);
    const body = write(sending, index + 1);
    await withOrWithoutPictures(body, async (each) => {
      if (known) return await bot.calls.update(channel, known.message.id, each);
      const nonce = nonceOf(channel, id, index + 1);
      await bot.calls.create(channel, each, { nonce, replyTo: id });
    });
  }
  for (const other of others)
    if (other.mark.part > sendings.length) await bot.calls.remove(channel, other.message.id);
  const [first] = sendings;
  if (!first) return;
  await withOrWithoutPictures(write(first, 1), (each) => bot.calls.update(channel, id, each));
}

function withMark({ payload, files }: Sending, mark: Mark): Sending {
  return { payload: marked(payload, mark), files };
}

/**
 * The id of the message that carries a key and is not older than `since` (epoch ms), null for none, or
 * 'too many' where the channel is too full to tell. A card of which parts are missing counts as none:
 * posting it again adds just those. Throws the API client's errors.
 */
export async function findCard(bot: Bot, channel: string, key: string, since: number) {
  const parts = await partsOf(bot, channel, markOf(key), sinceId(since));
  if (parts === null) return 'too many' as const;
  const root = parts.find((part) => part.mark.part === 1);
  const whole = root && new Set(parts.map((part) => part.mark.part)).size >= root.mark.parts;
  return whole ? { message: root.message.id } : null;
}

/** Parts that an earlier try left within a day; none where the history cannot be read (the nonce has to do). */
async function partsThere(bot: Bot, channel: string, key: string): Promise<readonly Part[]> {
  try {
    return (await partsOf(bot, channel, markOf(key), snowflakeAt(Date.now() - day))) ?? [];
  } catch {
    return [];
  }
}

/** Our messages after an id that carry the mark's key, oldest first; null where there is too much to read. */
async function partsOf(
  bot: Bot,
  channel: string,
  mark: Mark,
  from: string,
): Promise<readonly Part[] | null> {
  const found: Part[] = [];
  let after = from;
  for (let page = 0; page < pages; page += 1) {
    const messages = (await bot.calls.after(channel, after)).toSorted((a, b) =>
      BigInt(a.id) < BigInt(b.id) ? -1 : 1,
    );
    found.push(...messages.flatMap((message) => partOf(message, bot.me, mark)));
    const last = messages.at(-1);
    if (!last || messages.length < 100) return found;
    after = last.id;
  }
  return null;
}

function partOf(message: Message, me: string, wanted: Mark): readonly Part[] {
  const mark = message.author.id === me ? readMark(message.components) : null;
  return mark && sameKey(mark, wanted) ? [{ message, mark }] : [];
}

/** The id that a message of this moment (epoch ms) or a little before it would have. */
export function sinceId(since: number): string {
  return snowflakeAt(since - skew);
}

function snowflakeAt(time: number): string {
  const since = BigInt(Math.max(0, Math.floor(time))) - discordEpoch;
  return String((since > 0n ? since : 0n) << 22n);
}

function previous(id: string): string {
  return String(BigInt(id) - 1n);
}
