import type { Pause } from '../store/channels.ts';
import type { Delivery } from '../store/delivery.ts';
import type { Progress } from '../store/planning.ts';
import { arrivalSlot, type Moment, missedSlot, momentOf, offerOf } from './offer.ts';
import { heldUntil, isSilent } from './quiet.ts';
import { pauseScopes } from './roster.ts';
import { type PlannedDigest, shelfOf, wants } from './shelf.ts';
import type { Subscription } from './subscriptions.ts';
import { nextSlot } from './slots.ts';

/** Why a digest was posted in a channel, waits, or was not; times in epoch ms. */
export type Why =
  | {
      readonly code: 'delivery';
      readonly delivery: Delivery;
      /** The digest at the head of the merged post that carries it; null for a post of its own. */
      readonly lead: string | null;
      /** The slot that it missed before; null for none. */
      readonly missed: string | null;
      /** The channel's other subscription that it went through; null for this one. */
      readonly through: string | null;
    }
  /** The subscription wants others. */
  | { readonly code: 'no_match' }
  /** Nothing is planned for what was withdrawn. */
  | { readonly code: 'withdrawn' }
  /** No tick has seen the subscription yet. */
  | { readonly code: 'not_started' }
  /** It was there before the subscription, which begins with the newest alone. */
  | { readonly code: 'before_start'; readonly newest: string }
  /** It came during a pause or an outage that ended too late for it. */
  | { readonly code: 'missed'; readonly catchUp: number }
  /** When its turn came it could not be read, or was not wanted here as it was then. */
  | { readonly code: 'passed' }
  /** The platform says that nothing can be posted there. */
  | { readonly code: 'channel'; readonly state: 'closed' | 'gone' }
  /** Somebody paused the channel or all of them; null where that is not known. */
  | { readonly code: 'paused'; readonly by: string | null; readonly at: number | null }
  /** At the subscription's next time: its local name, and the slot that it missed. */
  | { readonly code: 'slot'; readonly slot: string; readonly missed: string | null }
  /** The channel's quiet hours end at `until`. */
  | { readonly code: 'quiet'; readonly until: number }
  /** The local `day` has had its `cap` posts; the next may go out at `at`. */
  | { readonly code: 'cap'; readonly cap: number; readonly day: string; readonly at: number }
  /** `silent` where nobody is notified, for quiet hours. */
  | { readonly code: 'next_tick'; readonly silent: boolean };

/** What the store and the digests tell of some subscriptions; times in epoch ms. */
export interface Records {
  readonly digests: readonly PlannedDigest[];
  /** When digests were first seen, and how far subscriptions are, by their ids. */
  readonly arrivals: ReadonlyMap<string, number>;
  readonly progress: ReadonlyMap<string, Progress>;
  /** Null before the first. */
  readonly lastTick: number | null;
  /** The names of the slots that subscriptions missed, by their ids. */
  readonly missed: ReadonlyMap<string, ReadonlySet<string>>;
  /** When the last days' posts of subscriptions with a limit were planned, by their ids. */
  readonly posts: ReadonlyMap<string, readonly number[]>;
  /** All that the store has of the digests in question, corrections left out. */
  readonly deliveries: readonly Delivery[];
  readonly pauses?: readonly Pause[];
  /** What is known of channels from their platforms. */
  readonly channels?: readonly {
    readonly platform: string;
    readonly channel: string;
    readonly state: 'open' | 'closed' | 'gone';
  }[];
  readonly now: number;
}

/** What the answer is made from. */
export interface WhyInput extends Records {
  readonly digest: PlannedDigest;
}

/** Why a subscription's channel has the digest, or has it not (yet). */
export function whyOf(subscription: Subscription, input: WhyInput): Why {
  const { digest, digests, arrivals, progress, lastTick, now } = input;
  const delivery = deliveryIn(subscription, digest.id, input.deliveries);
  if (delivery?.state === 'pending' && subscription.paused)
    return pausedBy(subscription, input.pauses ?? []);
  if (delivery) return delivered(subscription, delivery, input);
  if (!wants(subscription, digest.company)) return { code: 'no_match' };
  if (digest.withdrawn) return { code: 'withdrawn' };
  const own = progress.get(subscription.id);
  if (own === undefined) return { code: 'not_started' };
  const shelf = shelfOf(digests, arrivals, now);
  if (shelf.arrival(digest) <= own.since) {
    const newest = shelf.newestAt(subscription, own.since);
    if (newest && newest.id !== digest.id) return { code: 'before_start', newest: newest.id };
  }
  return undelivered(subscription, digest, own, momentOf(shelf, lastTick, now), input);
}

/** What a subscription's place has of a digest. */
export function deliveryIn(
  { platform, channel, thread }: Subscription,
  digest: string,
  deliveries: readonly Delivery[],
): Delivery | null {
  const found = deliveries.find(
    (each) =>
      each.digest === digest &&
      each.place.platform === platform &&
      each.place.channel === channel &&
      each.place.thread === thread,
  );
  return found ?? null;
}

function delivered({ id, when }: Subscription, delivery: Delivery, input: WhyInput): Why {
  const { subscription, carriedBy } = delivery;
  const since = input.progress.get(subscription)?.since ?? 0;
  const arrival = input.arrivals.get(delivery.digest);
  const slots = input.missed.get(subscription);
  const own =
    slots === undefined || arrival === undefined || when.kind === 'arrival'
      ? null
      : nextSlot(when, Math.max(arrival, since) - 1);
  return {
    code: 'delivery',
    delivery,
    // Its key ends with the digest's id; the subscription's id before it may be that of before a move.
    lead: carriedBy?.slice(carriedBy.lastIndexOf(':') + 1) ?? null,
    missed: own !== null && slots?.has(own.name) ? own.name : null,
    through: subscription === id ? null : subscription,
  };
}

function undelivered(
  subscription: Subscription,
  digest: PlannedDigest,
  progress: Progress,
  moment: Moment,
  input: Records,
): Why {
  const { due, waiting, missed } = offerOf(subscription, progress, moment);
  const own = arrivalSlot(digest.id);
  const isMissed = missed.some(({ name }) => name === own);
  if (isMissed || input.missed.get(subscription.id)?.has(own))
    return { code: 'missed', catchUp: subscription.catchUp };
  const isDue = due.some(({ id }) => id === digest.id);
  if (!isDue && waiting.every(({ id }) => id !== digest.id)) return { code: 'passed' };
  const { platform, channel, paused } = subscription;
  const known = input.channels?.find((one) => one.platform === platform && one.channel === channel);
  if (known && known.state !== 'open') return { code: 'channel', state: known.state };
  if (paused) return pausedBy(subscription, input.pauses ?? []);
  if (isDue) return limited(subscription, moment, input.posts) ?? soon(subscription, moment.now);
  return later(subscription, digest, progress, moment);
}

function pausedBy(subscription: Subscription, pauses: readonly Pause[]): Why {
  const scopes = pauseScopes(subscription);
  const pause = pauses.find(({ scope }) => scopes.includes(scope));
  return { code: 'paused', by: pause?.by ?? null, at: pause?.at ?? null };
}

/** That the day has had all its posts, and when the next one may go out; null where it has not. */
function limited(subscription: Subscription, moment: Moment, posts: Records['posts']): Why | null {
  const { id, cap, when, quiet, catchUp } = subscription;
  const { now, last } = moment;
  if (cap === null) return null;
  const slot = when.kind === 'arrival' ? null : last(when, now - catchUp);
  const day = moment.day(slot?.at ?? now, subscription);
  if ((posts.get(id) ?? []).filter((at) => at >= day.start).length < cap) return null;
  const next = when.kind === 'arrival' ? null : nextSlot(when, day.end - 1);
  const at = next?.at ?? heldUntil(quiet, day.end) ?? day.end;
  return { code: 'cap', cap, day: day.date, at };
}

function soon({ quiet }: Subscription, now: number): Why {
  return { code: 'next_tick', silent: isSilent(quiet, now) };
}

function later(
  subscription: Subscription,
  digest: PlannedDigest,
  { since }: Progress,
  { shelf, now }: Moment,
): Why {
  const { when, quiet, catchUp } = subscription;
  if (when.kind === 'arrival') {
    const until = heldUntil(quiet, now);
    return until === null ? soon(subscription, now) : { code: 'quiet', until };
  }
  const next = nextSlot(when, now);
  if (next === null) return soon(subscription, now);
  const missed = missedSlot(when, Math.max(since, shelf.arrival(digest)), now - catchUp);
  return { code: 'slot', slot: next.name, missed: missed?.name ?? null };
}
