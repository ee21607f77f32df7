import {
  type ChannelFacts,
  type ChannelName,
  type Channels,
  type KeptSubscription,
  type Pause,
  scopesOf,
} from '../store/channels.ts';
import {
  readKept,
  type Subscription,
  subscriptionId,
  type SubscriptionList,
} from './subscriptions.ts';

/** What the operator's file says, and what channels and the store say of it. */
export interface RosterInput {
  readonly file: SubscriptionList;
  readonly kept: readonly KeptSubscription[];
  readonly pauses: readonly Pause[];
  readonly facts: readonly ChannelFacts[];
}

/** Every subscription there is, whoever asked for it. */
export interface Roster extends SubscriptionList {
  /** Those of the operator's file that a channel has its own for, by their id: the channel's counts. */
  readonly overridden: ReadonlyMap<string, Subscription>;
  /** Who asked for the channels' own, and when, by the subscription's id. */
  readonly asked: ReadonlyMap<string, Pick<KeptSubscription, 'by' | 'at'>>;
}

type RosterChannels = Pick<Channels, 'subscriptions' | 'pauses' | 'facts'>;

/** The roster of what the operator's file says now and the store keeps. */
export function loadRoster(channels: RosterChannels, file: SubscriptionList): Promise<Roster> {
  return createRoster(channels)(file);
}

/** Gives the roster again and again; what did not change meanwhile is not read anew. */
export function createRoster(
  channels: RosterChannels,
): (file: SubscriptionList) => Promise<Roster> {
  let known = new Map<string, Subscription | null>();
  return async (file) => {
    const [kept, pauses, facts] = await Promise.all([
      channels.subscriptions(),
      channels.pauses(),
      channels.facts(),
    ]);
    known = new Map(
      kept.map((row) => [keyOf(row), known.get(keyOf(row)) ?? readRow(row)] as const),
    );
    return rosterOf({ file, kept, pauses, facts }, (row) => known.get(keyOf(row)) ?? null);
  };
}

/** What a channel subscribed, and when. */
function readRow({ spec, at }: KeptSubscription): Subscription | null {
  const subscription = readKept(spec);
  return subscription && { ...subscription, askedAt: at };
}

/** Whoever changes a subscription leaves their name and the time on it. */
function keyOf({ id, by, at }: KeptSubscription): string {
  return JSON.stringify([id, by, at]);
}

/** The operator's file and the channels' own subscriptions as one list, moved and paused as their channels are. */
export function rosterOf(
  { file, kept, pauses, facts }: RosterInput,
  subscriptionOf: (row: KeptSubscription) => Subscription | null = readRow,
): Roster {
  const read = kept.map((row) => ({ row, subscription: subscriptionOf(row) }));
  const own = read.flatMap(({ subscription }) => subscription ?? []);
  const ids = new Set(own.map(({ id }) => id));
  const moved = new Map(facts.map((fact) => [channelKey(fact), fact.movedTo]));
  const followed = distinct(file.subscriptions.map((one) => follow(one, moved)));
  const held = followed.filter(({ id }) => !ids.has(id));
  const paused = new Set(pauses.map(({ scope }) => scope));
  const gone = new Set(facts.filter(({ state }) => state === 'gone').map(channelKey));
  return {
    subscriptions: [...held, ...own]
      .filter((one) => !gone.has(channelKey(one)))
      .map((one) => ({ ...one, paused: pauseScopes(one).some((scope) => paused.has(scope)) })),
    errors: [
      ...file.errors,
      ...read.flatMap(({ row, subscription }) =>
        subscription === null ? [`${row.id}: this version cannot read what is kept of it.`] : [],
      ),
    ],
    overridden: new Map(
      followed.filter(({ id }) => ids.has(id)).map((one) => [one.id, one] as const),
    ),
    asked: new Map(kept.map(({ id, by, at }) => [id, { by, at }])),
  };
}

/** The one spelling of a channel: `platform/channel`. */
export function channelKey({ platform, channel }: ChannelName): string {
  return `${platform}/${channel}`;
}

/** The scopes of the pauses that a channel heeds. */
export function pauseScopes(channel: ChannelName): readonly string[] {
  return ['all', ...scopesOf(channel)];
}

/** A subscription of the file under the id that its channel has now. */
function follow(one: Subscription, moved: ReadonlyMap<string, string | null>): Subscription {
  const seen = new Set<string>();
  let { channel } = one;
  for (;;) {
    const at = channelKey({ ...one, channel });
    const next = moved.get(at) ?? null;
    if (next === null || seen.has(at)) break; // a channel that came back to its old id
    seen.add(at);
    channel = next;
  }
  return channel === one.channel
    ? one
    : { ...one, channel, id: subscriptionId({ ...one, channel }) };
}

function distinct(list: readonly Subscription[]): readonly Subscription[] {
  const first = new Map<string, Subscription>();
  for (const one of list) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()];
}
