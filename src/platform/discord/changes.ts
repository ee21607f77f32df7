import { ChannelType, Events, GatewayDispatchEvents, PermissionFlagsBits } from 'discord.js';
import type {
  AnyThreadChannel,
  Channel,
  Client,
  Guild,
  GuildMember,
  NonThreadGuildBasedChannel,
  Role,
} from 'discord.js';
import { type ChannelEvent, isFirstTwin, type Place } from '../platform.ts';
import { languageOfServer } from './home.ts';
import type { Ear } from './listen.ts';
import { causeOf } from './outcomes.ts';
import { placeIn } from './places.ts';
import { GoneServer, GoneThread } from './schema.ts';

type Heard = (hear: (ear: Ear) => Promise<void>) => void;

const heardEvents = [
  Events.GuildCreate,
  Events.GuildAvailable,
  Events.ChannelUpdate,
  Events.ChannelDelete,
  Events.ThreadUpdate,
  Events.GuildRoleUpdate,
  Events.GuildMemberUpdate,
] as const;
const heardPackets = [
  GatewayDispatchEvents.GuildDelete,
  GatewayDispatchEvents.ThreadDelete,
] as const;

type Tell = (key: string | null, ...events: readonly ChannelEvent[]) => void;

/** Tells of what happens to channels and to the bot; Discord gives these events no id, and may give them again. */
export function hearChanges(client: Client, heard: Heard): void {
  const tell: Tell = (key, ...events) => heard((ear) => told(ear, key, events));
  hearArrivals(client, heard);
  hearFarewells(client, tell);
  hearChannels(client, tell);
  hearRights(client, tell);
}

/** Servers that were there at the start are announced as available, not as created. */
function hearArrivals(client: Client, heard: Heard): void {
  const away = new Set<string>();
  client.on(Events.GuildCreate, (guild) => {
    if (guild.available) heard((ear) => joined(ear, guild));
    else away.add(guild.id);
  });
  client.on(Events.GuildAvailable, (guild) => {
    if (away.delete(guild.id)) heard((ear) => joined(ear, guild));
  });
}

/** By packets where the client's own events come after it has forgotten what is gone, or never. */
function hearFarewells(client: Client, tell: Tell): void {
  client.ws.on(GatewayDispatchEvents.GuildDelete, (data: unknown) => {
    const gone = GoneServer.safeParse(data).data;
    if (!gone || gone.unavailable) return; // an outage is no farewell
    const places = placesOf(client.guilds.cache.get(gone.id));
    tell(`gone:${gone.id}`, ...places.map((place) => ({ kind: 'closed', place }) as const));
  });
  client.ws.on(GatewayDispatchEvents.ThreadDelete, (data: unknown) => {
    const gone = GoneThread.safeParse(data).data;
    if (!gone) return;
    const place = {
      platform: 'discord',
      channel: gone.parent_id,
      thread: gone.id,
    };
    tell(`deleted:${gone.id}`, { kind: 'deleted', place });
  });
  client.on(Events.ChannelDelete, (channel) => {
    const place = placeIn(channel.id, channel, null);
    tell(`deleted:${channel.id}`, { kind: 'deleted', place });
  });
}

function hearChannels(client: Client, tell: Tell): void {
  client.on(Events.ChannelUpdate, (old, channel) => {
    if (old.isDMBased() || channel.isDMBased()) return;
    if (old.name !== channel.name) tell(...renamed(channel));
    const me = channel.guild.members.me;
    if (me && maySpeak(channel, me) && !maySpeak(old, me)) tell(...opened(channel.id));
  });
  client.on(Events.ThreadUpdate, (old, thread) => {
    if (old.name !== thread.name) tell(...renamed(thread));
    // A closed thread opens by itself at a post, unless it is locked.
    if (isShut(old) && !isShut(thread)) tell(...opened(thread.parentId));
  });
}

/** Of roles it is not known which channels they open: of all it is said that they may be open. */
function hearRights(client: Client, tell: Tell): void {
  client.on(Events.GuildRoleUpdate, (old, role) => {
    if (grantsMore(old, role)) tell(...opened(null));
  });
  client.on(Events.GuildMemberUpdate, (_old, member) => {
    if (member.id === client.user?.id) tell(...opened(null));
  });
}

/** Ends what hearChanges began. */
export function stopHearingChanges(client: Client): void {
  for (const event of heardEvents) client.removeAllListeners(event);
  for (const packet of heardPackets) client.ws.removeAllListeners(packet);
}

/** Tells of events; of those with a key once, though several connections may hear them. */
async function told(
  { handlers, log }: Ear,
  key: string | null,
  events: readonly ChannelEvent[],
): Promise<void> {
  try {
    if (key !== null && !(await isFirstTwin(handlers, `discord:${key}`, Date.now()))) return;
    for (const event of events) await handlers.happened(event);
  } catch (error) {
    log.warn({ platform: 'discord', key, cause: causeOf(error) }, 'change of a channel not told');
  }
}

/** A greeting goes where Discord's own go, else to the first channel that takes it; a server that takes none gets none. */
async function joined(ear: Ear, guild: Guild): Promise<void> {
  const member = await guild.members.fetchMe().catch(() => null);
  const first = member && firstChannel(guild, member);
  const at = guild.joinedTimestamp;
  // What waited because the bot was shown out may go out.
  const events: ChannelEvent[] = [
    { kind: 'opened', platform: 'discord', workspace: null, channel: null },
  ];
  if (first) {
    const { id, name } = first;
    const home = { manages: false, name, language: languageOfServer(guild), zone: null };
    events.unshift({ kind: 'joined', place: placeIn(id, first, null), by: '', home });
  }
  await told(ear, `joined:${guild.id}:${at}`, events);
}

function firstChannel(guild: Guild, me: GuildMember) {
  const inOrder = guild.channels.cache
    .filter((channel) => channel.type === ChannelType.GuildText)
    .sorted((a, b) => a.rawPosition - b.rawPosition);
  return [guild.systemChannel, ...inOrder.values()].find(
    (channel) => channel !== null && maySpeak(channel, me),
  );
}

type Named = NonThreadGuildBasedChannel | AnyThreadChannel;

function renamed(channel: Named): [string, ChannelEvent] {
  const { id, name } = channel;
  return [`renamed:${id}:${name}`, { kind: 'renamed', place: placeIn(id, channel, null), name }];
}

/** To be told twice does no harm; of two grants in a row the second may be the one that counts. */
function opened(channel: string | null): [null, ChannelEvent] {
  return [null, { kind: 'opened', platform: 'discord', workspace: null, channel }];
}

function maySpeak(channel: NonThreadGuildBasedChannel, me: GuildMember): boolean {
  const speak = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages];
  return channel.permissionsFor(me).has(speak);
}

function isShut(thread: AnyThreadChannel): boolean {
  return thread.locked === true && thread.archived === true;
}

function grantsMore(old: Role, role: Role): boolean {
  const isOurs = role.guild.members.me?.roles.cache.has(role.id) ?? false;
  return isOurs && !old.permissions.has(role.permissions);
}

/** The channels and threads of a server that take posts. */
function placesOf(guild: Guild | undefined): readonly Place[] {
  const channels: Channel[] = [...(guild?.channels.cache.values() ?? [])];
  const taking = channels.filter((channel) => channel.isTextBased() || channel.isThreadOnly());
  return taking.map((channel) => placeIn(channel.id, channel, null));
}
