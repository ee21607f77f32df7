import { ChannelType, MessageType, PermissionFlagsBits } from 'discord.js';
import type { Channel, Client, Message } from 'discord.js';
import type { Place, ProbeOutcome } from '../platform.ts';
import type { Calls } from './calls.ts';
import type { Forum } from './forum.ts';
import { codeOf, outcomeOf, withoutTag } from './outcomes.ts';
import type { Target } from './posts.ts';

const platform = 'discord';
const threadTypes: readonly number[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];
const forumTypes: readonly number[] = [ChannelType.GuildForum, ChannelType.GuildMedia];
const unknownChannel = 10_003;
const hops = 12;

/** A place of ours. */
function placeOf(channel: string, thread: string | null): Place {
  return { platform, channel, thread };
}

/** What looks at places need: the client and its cache, the requests, and the bot's user id. */
export interface Scout {
  readonly client: Client;
  readonly calls: Calls;
  readonly me: string;
}

/**
 * Where a post at a place goes: into the thread of that id, else a reply to the message. Throws the API client's
 * errors, also where neither is there any more.
 */
export async function targetOf(
  { client, calls }: Scout,
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
  // A reply to nothing would stand in the channel itself.
  await calls.message(channel, thread);
  return { channel, replyTo: thread };
}

/** The forum of this id; null where it is another channel. Throws the API client's errors. */
export async function forumOf({ calls }: Scout, id: string): Promise<Forum | null> {
  const { type, guild_id: guild } = await calls.channel(id);
  return guild && forumTypes.includes(type) ? { id, guild } : null;
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
export async function probePlace(scout: Scout, place: Place): Promise<ProbeOutcome> {
  try {
    const channel = await channelAt(scout, place.channel);
    const missing = await missingIn(scout, channel, needed(place, channel));
    if (missing.length > 0) {
      const grant = `Grant the bot’s role in this channel: ${missing.join(', ')}.`;
      const reason = `The bot lacks: ${missing.join(', ')}.`;
      return { state: 'cannot', reason, grant, scope: 'channel' };
    }
    if (channel?.isThreadOnly() && place.thread === null && channel.flags.has('RequireTag')) {
      const reason = 'The forum asks for a tag on each post.';
      return { state: 'cannot', reason, grant: withoutTag, scope: 'channel' };
    }
    await targetOf(scout, place); // a thread may be gone
    return { state: 'can' };
  } catch (error) {
    return cannot(error);
  }
}

function cannot(error: unknown): ProbeOutcome {
  const outcome = outcomeOf(error);
  const { reason } = outcome;
  // A wait says nothing against the token, nor does silence.
  if (outcome.state === 'unknown' || outcome.retryAfter !== null)
    return { state: 'cannot', reason, grant: 'Nothing: it is asked again.', scope: 'channel' };
  const { scope } = outcome;
  return { state: 'cannot', reason, grant: scope === 'platform' ? newToken : invite, scope };
}

const newToken = 'Set a new DISCORD_TOKEN and restart.';
const invite =
  'Invite the bot to the server, and grant it View Channel and Send Messages in this channel.';

/** What a look through a channel has to know: why it cannot be relied on (null: it can), and whether it is a forum. */
export interface Sight {
  readonly closed: string | null;
  readonly forum: Forum | null;
}

/**
 * How a channel can be looked through. Without Read Message History Discord answers with an empty list, which must
 * not be taken for "not posted". Throws the API client's errors.
 */
export async function sightOf(scout: Scout, id: string): Promise<Sight> {
  const channel = await channelAt(scout, id);
  const missing = await missingIn(scout, channel, ['View Channel', 'Read Message History']);
  const closed = `The channel cannot be read: grant the bot ${missing.join(' and ')} there.`;
  return {
    closed: missing.length === 0 ? null : closed,
    forum: channel?.isThreadOnly() ? { id, guild: channel.guildId } : null,
  };
}

const permissions = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;
type Permission = keyof typeof permissions;

function needed({ thread }: Place, channel: Channel | null): readonly Permission[] {
  const isThread = thread !== null || channel?.isThread() === true;
  const write: Permission = isThread ? 'Send Messages in Threads' : 'Send Messages';
  return ['View Channel', write, 'Read Message History'];
}

/** The channel as it is now. Without a gateway nothing keeps the client's memory true: all is asked then. */
async function channelAt({ client, calls }: Scout, id: string): Promise<Channel | null> {
  const { guild_id: guild, parent_id: parent, type } = await calls.channel(id);
  const force = !client.isReady();
  if (force && guild) await client.guilds.fetch({ guild, force });
  // What a thread permits is what its channel permits.
  if (force && parent && threadTypes.includes(type)) await client.channels.fetch(parent, { force });
  return await client.channels.fetch(id, { force });
}

async function missingIn(
  { client, me }: Scout,
  channel: Channel | null,
  wanted: readonly Permission[],
): Promise<readonly Permission[]> {
  if (!channel || channel.isDMBased()) return [];
  const member = await channel.guild.members.fetch({ user: me, force: !client.isReady() });
  const granted = channel.permissionsFor(member);
  return wanted.filter((name) => !granted?.has(permissions[name]));
}
