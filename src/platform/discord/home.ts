import { GuildFeature, PermissionFlagsBits } from 'discord.js';
import type { Channel, Guild, Message, PermissionsBitField } from 'discord.js';
import { type LanguageCode, languageOfTag } from '../../language/index.ts';
import type { Home } from '../platform.ts';

/** What of an interaction tells of its person and channel. */
interface Asked {
  readonly user: { readonly bot: boolean };
  readonly channel: Channel | null;
  readonly guild: Guild | null;
  readonly guildId: string | null;
  readonly memberPermissions: Readonly<PermissionsBitField> | null;
}

/** The home of who pressed or typed: Discord sends along what they may do in that channel. */
export function homeOfInteraction({
  user,
  channel,
  guild,
  guildId,
  memberPermissions: granted,
}: Asked): Home {
  const manages = !user.bot && (guildId === null || mayManage(granted));
  return { manages, name: nameOf(channel), language: languageOfServer(guild), zone: null };
}

/** The home of who wrote a message. Never throws. */
export async function homeOfMessage(message: Message): Promise<Home> {
  const { author, channel, guild } = message;
  const known = { name: nameOf(channel), language: languageOfServer(guild), zone: null };
  if (author.bot) return { ...known, manages: false };
  if (!message.inGuild()) return { ...known, manages: true };
  try {
    const member = message.member ?? (await message.guild.members.fetch(author.id));
    return { ...known, manages: mayManage(message.channel.permissionsFor(member)) };
  } catch {
    return { ...known, manages: false };
  }
}

function mayManage(granted: Readonly<PermissionsBitField> | null): boolean {
  // Administrators have every permission.
  return (
    granted?.any([PermissionFlagsBits.ManageChannels, PermissionFlagsBits.ManageGuild]) ?? false
  );
}

function nameOf(channel: Channel | null): string | null {
  return channel && 'name' in channel ? channel.name : null;
}

/** Servers that are no Community have not chosen a language: Discord says en-US of all of them. */
export function languageOfServer(guild: Guild | null): LanguageCode | null {
  if (!guild?.features.includes(GuildFeature.Community)) return null;
  return languageOfTag(guild.preferredLocale);
}
