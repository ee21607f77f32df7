import { ChannelType, MessageType, PermissionFlagsBits } from 'discord.js';
import type { Channel, Client, Message } from 'discord.js';
import type { Place, ProbeOutcome } from '../platform.ts';
import type { Calls } from './calls.ts';
import { codeOf, outcomeOf } from './outcomes.ts';
import type { Target } from './posts.ts';

const platform = 'discord';
const threadTypes: readonly number[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];
const unknownChannel = 10_003;
const hops = 12;

/** A place of ours. */
function placeOf(channel: string, thread: string | null): Place {
  return { platform, channel, thread };
}

/** Where a post at a place goes: into the thread that was started from the message, else a reply to it. */
export async function targetOf(
  client: Client,
  calls: Calls,
  { channel, thread }: Place,
): Promise<Target> {
  if (thread === null) return { channel, replyTo: null };
  if (client.channels.cache.get(thread)?.isThread()) return { channel: thread, replyTo: null };
  try {
    const found = await calls.channel(thread);
    if (threadTypes.includes(found.type)) return { channel: thread, replyTo: null };
  } catch (error) {
    if (codeOf(error) !== unknownChannel) throw error;
  }
  return { channel, replyTo: thread };
}

/** The place of something that happened in a channel; `root` is the message of ours it stands under, if any. */
export function placeIn(channelId: string, channel: Channel | null, root: string | null): Place {
  if (channel?.isThread()) return placeOf(channel.parentId ?? channelId, channelId);
  return placeOf(channelId, root);
}

/**
 * The first message of ours in the chain of replies that a message ends: the card a conversation
 * stands under, whether a reply goes to the card, to a part of it, or to one of our answers.
 */
export async function rootOf(message: Message, me: string): Promise<string | null> {
  let root = message.author.id === me ? message.id : null;
  let current: Message | null = message;
  for (let hop = 0; current && hop < hops; hop += 1) {
    current = await repliedTo(current);
    if (current?.author.id === me) root = current.id;
  }
  return root;
}

async function repliedTo(message: Message): Promise<Message | null> {
  if (message.type !== MessageType.Reply || !message.reference?.messageId) return null;
  try {
    return await message.fetchReference();
  } catch {
    return null; // deleted, or older than we may read: the chain ends here
  }
}

/** Whether the bot may post at a place, and in words what to grant. */
export async function probePlace(client: Client, place: Place): Promise<ProbeOutcome> {
  try {
    const missing = await missingAt(client, place.channel, needed(place));
    if (missing.length === 0) return { state: 'can' };
    const grant = `Grant the bot’s role in this channel: ${missing.join(', ')}.`;
    const reason = `The bot lacks: ${missing.join(', ')}.`;
    return { state: 'cannot', reason, grant, scope: 'channel' };
  } catch (error) {
    return cannot(error);
  }
}

function cannot(error: unknown): ProbeOutcome {
  const outcome = outcomeOf(error);
  if (outcome.state === 'refused' && outcome.scope === 'platform') {
    const { reason, scope } = outcome;
    return { state: 'cannot', reason, grant: 'Set a new DISCORD_TOKEN and restart.', scope };
  }
  const grant =
    'Invite the bot to the server, and grant it View Channel and Send Messages in this channel.';
  return { state: 'cannot', reason: outcome.reason, grant, scope: 'channel' };
}

/**
 * Why a channel's history cannot be relied on; null where it can. Without Read Message History
 * Discord answers with an empty list, which must not be taken for "not posted".
 */
export async function unreadable(client: Client, channel: string): Promise<string | null> {
  const missing = await missingAt(client, channel, ['View Channel', 'Read Message History']);
  return missing.length === 0
    ? null
    : `The channel cannot be read: grant the bot ${missing.join(' and ')} there.`;
}

const permissions = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;
type Permission = keyof typeof permissions;

function needed(place: Place): readonly Permission[] {
  const write: Permission = place.thread === null ? 'Send Messages' : 'Send Messages in Threads';
  return ['View Channel', write, 'Read Message History'];
}

async function missingAt(
  client: Client,
  id: string,
  wanted: readonly Permission[],
): Promise<readonly Permission[]> {
  const channel = await client.channels.fetch(id);
  if (!channel || channel.isDMBased()) return [];
  const me = channel.guild.members.me ?? (await channel.guild.members.fetchMe());
  const granted = channel.permissionsFor(me);
  return wanted.filter((name) => !granted?.has(permissions[name]));
}
