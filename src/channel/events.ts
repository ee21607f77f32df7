import { isLanguageCode } from '../language/index.ts';
import type { Log } from '../log.ts';
import type { ChannelEvent, Home, Place } from '../platform/platform.ts';
import { greetingCard } from './greeting.ts';
import { factsOf, type Room, subscriptionsOf } from './room.ts';

/** What is done where something happens to a channel. */
export interface EventParts {
  readonly room: Room;
  /** Asks again whether a channel takes posts; a null channel stands for all of the platform's. */
  readonly recheck: (platform: string, channel: string | null) => void;
  /** Forgets what is kept of the people of a workspace, or (null) of a whole platform. */
  readonly forget: (platform: string, workspace: string | null) => Promise<void>;
  readonly log: Log;
}

/** Keeps what became of a channel: a new one is greeted, one that opens gets what waited. Never throws. */
export async function heedEvent(parts: EventParts, event: ChannelEvent): Promise<void> {
  try {
    await heed(parts, event);
  } catch (err) {
    parts.log.error({ err, kind: event.kind }, 'what happened to a channel could not be kept');
  }
}

async function heed({ room, recheck, forget }: EventParts, event: ChannelEvent): Promise<void> {
  const { channels } = room.store;
  const now = room.now();
  if ('place' in event && event.kind !== 'joined' && !(await isOurs(room, event.place))) return;
  switch (event.kind) {
    case 'joined': {
      await joined(room, event.place, event.by, event.home);
      return recheck(event.place.platform, event.place.channel);
    }
    case 'renamed':
      return channels.renamed(event.place, event.name, now);
    case 'moved':
      return channels.moved(event.place, event.to, now);
    case 'closed':
      return channels.settled(event.place, 'closed', now);
    case 'deleted':
      return channels.settled(event.place, 'gone', now);
    case 'opened': {
      await opened(room, event);
      return recheck(event.platform, event.channel);
    }
    case 'uninstalled': {
      await channels.left(event.platform, event.workspace, now);
      return forget(event.platform, event.workspace);
    }
    default:
      return event satisfies never;
  }
}

/**
 * True for a channel that something is kept of or goes to: platforms tell of all channels that the bot could see. What
 * becomes of a thread says nothing of its channel.
 */
async function isOurs(room: Room, place: Place): Promise<boolean> {
  if (place.thread !== null) return false;
  if ((await factsOf(room, place)) !== null) return true;
  return (await subscriptionsOf(room, place)).length > 0;
}

async function joined(room: Room, place: Place, by: string, home: Home): Promise<void> {
  const { platform, channel } = place;
  const { name, language, zone } = home;
  const told = { platform, channel, name, language, zone };
  // Discord never says who let the bot in.
  const who = by === '' ? platform : `${platform}/${by}`;
  await room.store.channels.joined(told, who, room.now());
  const known = (await factsOf(room, place))?.language ?? null;
  const card = greetingCard(
    room.library(),
    known !== null && isLanguageCode(known) ? known : 'both',
  );
  // The key makes it one greeting, whichever process hears of it, and also when the bot comes back.
  const key = `greeting:${platform}/${channel}`;
  const greeting = { key, subscription: key, slot: 'greeting', digest: '', revision: 0, card };
  await room.store.outbox.add([{ ...greeting, place: { ...place, thread: null } }], room.now());
}

/** All channels of a workspace or platform open again where the bot is let in again after it was shown out of all. */
async function opened(
  room: Room,
  { platform, workspace, channel }: Extract<ChannelEvent, { kind: 'opened' }>,
): Promise<void> {
  const { channels } = room.store;
  if (channel !== null) return channels.settled({ platform, channel }, 'open', room.now());
  // Whether they take posts is found out when one is sent: of which of them this is true the platform does not say.
  const begin = workspace === null ? '' : `${workspace}/`;
  for (const fact of await channels.facts())
    if (fact.platform === platform && fact.state === 'closed' && fact.channel.startsWith(begin))
      await channels.settled(fact, 'open', room.now());
  const scope = workspace === null ? platform : `${platform}/${workspace}`;
  const pauses = await channels.pauses();
  if (pauses.some((pause) => pause.scope === scope && pause.by === platform))
    await channels.resume(scope, platform, room.now());
}
