import type { LanguageCode } from '../language/index.ts';
import type { Home, Place } from '../platform/platform.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import type { ChannelFacts } from '../store/channels.ts';
import { summaryText } from './describe.ts';
import { nextPost, nextText } from './next.ts';
import { factsOf, type Room, subscriptionsOf } from './room.ts';

/** So many channels are asked for at most, the newest first, and so many at a time. */
const mostChannels = 30;
const atOnce = 4;

/** A channel that a person manages, and what it gets. */
export interface Managed {
  readonly channel: string;
  /** Without a mark before it; the id where no name is known. */
  readonly name: string;
  readonly subscriptions: readonly Described[];
}

/** A subscription in words. */
interface Described {
  readonly id: string;
  readonly summary: string;
  readonly next: string;
  /** Whether the channel's people can end it. */
  readonly own: boolean;
}

/** The channels beside a place, on its platform and in its workspace, that somebody manages: the newest first. */
export async function managedChannels(
  room: Room,
  place: Place,
  homeOf: (channel: string) => Promise<Home>,
  lang: LanguageCode,
): Promise<readonly Managed[]> {
  const channels = (await channelsBeside(room, place)).slice(0, mostChannels);
  const asked = await inTurn(channels, async (channel) => ({
    channel,
    home: await homeOf(channel),
  }));
  const managed = asked.filter(({ home }) => home.manages);
  return inTurn(managed, ({ channel, home }) => describe(room, { ...place, channel }, home, lang));
}

async function channelsBeside(room: Room, place: Place): Promise<readonly string[]> {
  const { subscriptions, asked } = await room.roster();
  const facts = await room.store.channels.facts();
  const at = new Map<string, number>();
  const seen = (channel: string, when: number) =>
    at.set(channel, Math.max(at.get(channel) ?? 0, when));
  for (const one of subscriptions)
    if (isBeside(one, place)) seen(one.channel, asked.get(one.id)?.at ?? 0);
  for (const fact of facts)
    if (isBeside(fact, place) && (fact.state === 'open' || at.has(fact.channel)))
      seen(fact.channel, fact.at);
  return [...at].toSorted(([, a], [, b]) => b - a).map(([channel]) => channel);
}

/** Whether a channel is of the platform and workspace of a place: T1/C1 and T1/C2. */
function isBeside(one: Pick<ChannelFacts, 'platform' | 'channel'>, place: Place): boolean {
  return one.platform === place.platform && workspaceOf(one) === workspaceOf(place);
}

function workspaceOf({ channel }: Pick<Place, 'channel'>): string {
  return channel.slice(0, channel.lastIndexOf('/') + 1);
}

async function describe(
  room: Room,
  place: Place,
  home: Home,
  lang: LanguageCode,
): Promise<Managed> {
  const facts = await factsOf(room, place);
  const zone = facts?.zone ?? home.zone ?? room.defaults.zone;
  const subscriptions: Described[] = [];
  for (const one of await subscriptionsOf(room, place)) {
    const next = nextText(await nextPost(room, one), one, zone, room.now(), lang);
    const summary = summaryText(one, room.library(), lang);
    subscriptions.push({ id: one.id, summary, next, own: one.origin === 'channel' });
  }
  const name = facts?.name ?? home.name ?? place.channel.slice(workspaceOf(place).length);
  return { channel: place.channel, name, subscriptions };
}

/** The subscription of an id in the channels beside a place; null where there is none (any more). */
export async function subscriptionBeside(
  room: Room,
  place: Place,
  id: string,
): Promise<Subscription | null> {
  const { subscriptions } = await room.roster();
  return subscriptions.find((one) => one.id === id && isBeside(one, place)) ?? null;
}

/** Whether it is known that the bot is in a channel. */
export async function isIn(room: Room, place: Place): Promise<boolean> {
  return (await factsOf(room, place))?.state === 'open';
}

/** The results of a task for each, in their order, a few at a time. */
async function inTurn<T, R>(
  items: readonly T[],
  task: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(task))));
  return results;
}
