import type { Progress } from '../store/planning.ts';
import { type Day, dayOf, zoneOf } from './day.ts';
import { heldUntil } from './quiet.ts';
import type { PlannedDigest, Shelf } from './shelf.ts';
import type { Subscription } from './subscriptions.ts';
import { lastSlot, nextSlot, type Slot } from './slots.ts';
import type { When } from './when.ts';

/** What surrounds a subscription at a moment; times in epoch ms. */
export interface Moment {
  readonly shelf: Shelf;
  /** Null before the first. */
  readonly lastTick: number | null;
  readonly now: number;
  /** The last slot of a time after `from` and not after `now`; null for none. */
  readonly last: (when: Timed, from: number) => Slot | null;
  /** The local day of a subscription that a moment is in. */
  readonly day: (at: number, subscription: Subscription) => Day;
}

/** A when that is not `on arrival`. */
export type Timed = Exclude<When, { kind: 'arrival' }>;

/** What a subscription would get now, whatever its channel has already. */
export interface Offer {
  readonly subscription: Subscription;
  readonly progress: Progress;
  /** What goes out belongs to it; null where nothing may go out now. */
  readonly slot: Slot | null;
  /** In the order of their arrival. */
  readonly due: readonly PlannedDigest[];
  readonly waiting: readonly PlannedDigest[];
  /** Slots that went by too long ago to be caught up. */
  readonly missed: readonly MissedSlot[];
}

/** A slot that went by, and the digest that was to go out in it. */
interface MissedSlot extends Slot {
  readonly digest: string;
}

/** A moment with what takes long to work out, slots and local days, worked out once each. */
export function momentOf(shelf: Shelf, lastTick: number | null, now: number): Moment {
  const slots = new Map<string, Slot | null>();
  const days = new Map<string, Day>();
  return {
    shelf,
    lastTick,
    now,
    last: (when, from) =>
      slots.getOrInsertComputed(`${JSON.stringify(when)} ${from}`, () => lastSlot(when, from, now)),
    day(at, subscription) {
      const zone = zoneOf(subscription);
      return days.getOrInsertComputed(`${zone} ${at}`, () => dayOf(at, zone));
    },
  };
}

/** The slot of a digest on a subscription that has no times of its own; only missed ones are kept. */
export function arrivalSlot(digest: string): string {
  return `on arrival of ${digest}`;
}

/** True while what has no time of its own waits: in a pause, and in quiet hours that hold it back. */
export function isHeld({ paused, quiet }: Subscription, now: number): boolean {
  return paused || heldUntil(quiet, now) !== null;
}

/** What goes out now, what waits, and what is let go. */
export function offerOf(subscription: Subscription, progress: Progress, moment: Moment): Offer {
  const wanted = wantedBy(subscription, progress, moment.shelf);
  const { since } = progress;
  if (subscription.when.kind === 'arrival')
    return { subscription, progress, ...onArrival(subscription, wanted, since, moment) };
  // Who asked at 8:29 was promised the post of 8:30, which a tick sees with the subscription at once.
  const from = Math.min(since, subscription.askedAt ?? since);
  return { subscription, progress, ...atTimes(subscription, wanted, from, moment) };
}

/** What is not settled yet. A new subscription begins with the newest digest; then come those that arrive after it. */
function wantedBy(
  subscription: Subscription,
  { since, until }: Progress,
  shelf: Shelf,
): readonly PlannedDigest[] {
  if (until !== null) return shelf.after(subscription, until);
  const newest = shelf.newestAt(subscription, since);
  return [...(newest ? [newest] : []), ...shelf.after(subscription, since)];
}

type Split = Pick<Offer, 'slot' | 'due' | 'waiting' | 'missed'>;

function onArrival(
  subscription: Subscription,
  wanted: readonly PlannedDigest[],
  since: number,
  moment: Moment,
): Split {
  const { shelf, now } = moment;
  const begin = (digest: PlannedDigest) =>
    quietEnd(subscription, Math.max(shelf.arrival(digest), since));
  const isStale = staleness(subscription, moment);
  const stale = wanted.filter((digest) => isStale(begin(digest)));
  const fresh = stale.length === 0 ? wanted : wanted.filter((digest) => !stale.includes(digest));
  const missed = stale.map((digest) => ({
    name: arrivalSlot(digest.id),
    at: begin(digest),
    digest: digest.id,
  }));
  if (isHeld(subscription, now)) return { slot: null, due: [], waiting: fresh, missed };
  return { slot: { name: 'on arrival', at: now }, due: fresh, waiting: [], missed };
}

/**
 * Whether what could have gone out at a moment is let go: only a pause or an outage does that. What quiet hours or
 * the day's limit held is never too old.
 */
function staleness(subscription: Subscription, moment: Moment): (at: number) => boolean {
  const { paused, catchUp, cap } = subscription;
  const { lastTick, now, day } = moment;
  const oldest = now - catchUp;
  if (paused) return (at) => at < oldest;
  if (lastTick === null || lastTick >= oldest) return () => false;
  const free = cap === null ? -Infinity : day(lastTick, subscription).end;
  return (at) => Math.max(at, free) < oldest;
}

function quietEnd({ quiet }: Subscription, at: number): number {
  return heldUntil(quiet, at) ?? at;
}

function atTimes(
  { when, paused, catchUp }: Subscription,
  wanted: readonly PlannedDigest[],
  from: number,
  { shelf, lastTick, now, last }: Moment,
): Split {
  const none = { slot: null, due: [], waiting: wanted, missed: [] };
  if (when.kind === 'arrival' || paused) return none;
  const oldest = now - catchUp;
  const slot = last(when, oldest);
  if (slot === null || slot.at <= from) return none;
  // What this tick is the first to see arrived at some time since the one before.
  const arrived = (digest: PlannedDigest) => {
    const at = shelf.arrival(digest);
    return Math.max(from, lastTick === null || at <= lastTick ? at : lastTick + 1);
  };
  const due = wanted.filter((digest) => arrived(digest) <= slot.at);
  const waiting = due.length === wanted.length ? [] : wanted.filter((one) => !due.includes(one));
  const missed = due.flatMap((digest) => {
    const own = missedSlot(when, arrived(digest), oldest);
    return own === null ? [] : [{ ...own, digest: digest.id }];
  });
  return { slot, due, waiting, missed };
}

/** The first slot of what arrived at a moment, where that is too long ago; else null. */
export function missedSlot(when: Timed, arrival: number, oldest: number): Slot | null {
  if (arrival > oldest) return null;
  const own = nextSlot(when, arrival - 1);
  return own !== null && own.at <= oldest ? own : null;
}
