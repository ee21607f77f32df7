import { MessageType } from 'discord.js';
import type { Client, Message } from 'discord.js';
import type { Log } from '../../log.ts';
import { type Handlers, type Place, unknownHome } from '../platform.ts';
import { homeOfMessage } from './home.ts';
import { causeOf } from './outcomes.ts';
import { placeIn, rootOf } from './places.ts';
import { type Bot, postAnswer } from './posts.ts';

/** What hearing needs: the client, who posts what is answered, and who is called. */
export interface Ear extends Bot {
  readonly client: Client<true>;
  readonly handlers: Handlers;
  readonly log: Log;
}

const spoken: readonly MessageType[] = [MessageType.Default, MessageType.Reply];

/** Hears one message; a question to us is answered as a reply to it. Never throws. */
export async function hearMessage(ear: Ear, message: Message): Promise<void> {
  try {
    const text = questionIn(message, ear.client.user.id);
    if (text === null || !(await isForUs(ear, message))) return;
    if (!(await ear.handlers.once(`discord:message:${message.id}`))) return;
    await answer(ear, message, text);
  } catch (error) {
    ear.log.warn({ message: message.id, cause: causeOf(error) }, 'discord question not answered');
  }
}

/** The words of a message without our own name; null for bots, for system messages and where Discord shows us none. */
function questionIn(message: Message, me: string): string | null {
  if (message.author.bot || message.webhookId || !spoken.includes(message.type)) return null;
  // Without the message content intent other people's talk comes as an empty text.
  if (message.content === '') return null;
  return message.content
    .replaceAll(new RegExp(`<@!?${me}>`, 'g'), ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

async function isForUs({ client }: Ear, message: Message): Promise<boolean> {
  if (!message.inGuild()) return true;
  if (message.mentions.users.has(client.user.id)) return true;
  if (message.channel.isThread()) return await isOnOurCard(client, message);
  return (await rootOf(message, client.user.id)) !== null;
}

/** True in a thread that somebody started from a message of ours: it has that message's id. */
async function isOnOurCard(client: Client<true>, message: Message<true>): Promise<boolean> {
  if (!message.channel.isThread()) return false;
  try {
    const card = await message.channel.fetchStarterMessage();
    return card?.author.id === client.user.id;
  } catch {
    return false;
  }
}

async function answer(ear: Ear, message: Message, text: string): Promise<void> {
  const { client, handlers } = ear;
  const inThread = message.channel.isThread();
  const root = inThread ? null : await rootOf(message, client.user.id);
  const place = placeIn(message.channelId, message.channel, root);
  const speaker = {
    place,
    person: message.author.id,
    language: null,
    addressed: true,
    toOthers: false,
    home: () => homeOfMessage(message),
    homeOf: unknownHome,
  };
  const reply = await handlers.question(speaker, text, null);
  if (!reply) return;
  // A message cannot be answered for one person's eyes alone: what is private goes the same way.
  const target = { channel: message.channelId, replyTo: message.id };
  const id = await postAnswer(ear, target, reply.card, `discord:answer:${message.id}`);
  await tellPosted(handlers, place, id, reply.card.subject);
}

/** An answer that stands under no card takes questions itself from now on. */
async function tellPosted(
  handlers: Handlers,
  place: Place,
  message: string,
  subject: Parameters<Handlers['posted']>[1] | null,
): Promise<void> {
  if (subject && place.thread === null) await handlers.posted({ place, message }, subject);
}
