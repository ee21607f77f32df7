import type { Progress } from '../store/planning.ts';
import { momentOf, offerOf } from './offer.ts';
import { shelfOf } from './shelf.ts';
import type { Subscription } from './subscriptions.ts';
import { nextSlot } from './slots.ts';
import { deliveryIn, type Records, type Why, whyOf } from './why.ts';

/** What the next post of a subscription would be, as things stand. */
export interface Upcoming {
  /** Epoch ms; `now` for the next tick; null where nobody can tell. */
  readonly at: number | null;
  /** The local name of its time; null for a subscription that has no times. */
  readonly slot: string | null;
  /** The ids of its digests, the first to arrive first; more than one are merged. */
  readonly digests: readonly string[];
  /** What it waits for; null where it waits for nothing, or for digests. */
  readonly waits: Why | null;
}

/** The next post of a subscription; one that no tick has seen yet is taken to begin now. */
export function upcoming(subscription: Subscription, input: Records): Upcoming {
  const { digests, arrivals, lastTick, now } = input;
  const { when } = subscription;
  const shelf = shelfOf(digests, arrivals, now);
  const begins: Progress = { since: now, until: null };
  const progress = new Map([[subscription.id, begins], ...input.progress]);
  const own = progress.get(subscription.id) ?? begins;
  const offer = offerOf(subscription, own, momentOf(shelf, lastTick, now));
  const open = [...offer.due, ...offer.waiting].filter(
    ({ id }) => deliveryIn(subscription, id, input.deliveries) === null,
  );
  const next = when.kind === 'arrival' ? null : nextSlot(when, now);
  const idle = { at: next?.at ?? null, slot: next?.name ?? null, digests: [], waits: null };
  const [first] = open;
  if (first === undefined) return idle;
  const why = whyOf(subscription, { ...input, progress, digest: first });
  const due = why.code === 'next_tick' ? open.filter((one) => offer.due.includes(one)) : open;
  return {
    ...whenOf(why, idle, offer.slot?.name ?? null, now),
    digests: (due.length > 0 ? due : open).map(({ id }) => id),
    waits: why.code === 'next_tick' ? null : why,
  };
}

function whenOf(
  why: Why,
  next: Pick<Upcoming, 'at' | 'slot'>,
  slot: string | null,
  now: number,
): Pick<Upcoming, 'at' | 'slot'> {
  if (why.code === 'next_tick') return { at: now, slot: next.slot === null ? null : slot };
  if (why.code === 'slot') return next;
  if (why.code === 'quiet') return { at: why.until, slot: null };
  if (why.code === 'cap') return { at: why.at, slot: next.at === why.at ? next.slot : null };
  return { at: null, slot: null };
}
