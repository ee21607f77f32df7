import type { Delivery } from '../store/delivery.ts';
import { matches, newest, type PlannedDigest } from './plan.ts';
import { quietUntil } from './quiet.ts';
import type { Subscription } from './subscriptions.ts';
import { nextSlot } from './slots.ts';

/** Why a digest was posted in a channel, waits, or was not. */
export type Why =
  | { readonly code: 'delivery'; readonly delivery: Delivery }
  /** The subscription wants others. */
  | { readonly code: 'no_match' }
  /** No tick has seen the subscription yet. */
  | { readonly code: 'not_started' }
  /** It was there before the subscription, which begins with the newest alone. */
  | { readonly code: 'before_start'; readonly newest: string }
  /** At the subscription's next time: its local name. */
  | { readonly code: 'slot'; readonly slot: string }
  /** The channel's quiet hours end at `until`, epoch ms. */
  | { readonly code: 'quiet'; readonly until: number }
  | { readonly code: 'next_tick' };

/** What the answer is made from; times in epoch ms. */
export interface WhyInput {
  readonly digest: PlannedDigest;
  readonly digests: readonly PlannedDigest[];
  /** When digests and subscriptions were first seen, by their ids. */
  readonly arrivals: ReadonlyMap<string, number>;
  readonly since: ReadonlyMap<string, number>;
  /** All that the store has of the digest. */
  readonly deliveries: readonly Delivery[];
  readonly now: number;
}

/** Why a subscription's channel has the digest, or has it not (yet). */
export function whyOf(subscription: Subscription, input: WhyInput): Why {
  const { digest, digests, arrivals, since, deliveries, now } = input;
  const delivery = deliveries.find(
    ({ place }) =>
      place.platform === subscription.platform && place.channel === subscription.channel,
  );
  if (delivery) return { code: 'delivery', delivery };
  if (!matches(subscription, digest)) return { code: 'no_match' };
  const start = since.get(subscription.id);
  if (start === undefined) return { code: 'not_started' };
  const arrival = (each: PlannedDigest) => arrivals.get(each.id) ?? now;
  if (arrival(digest) <= start) {
    const before = digests.filter((each) => matches(subscription, each) && arrival(each) <= start);
    const [first] = newest(before, arrival);
    if (first && first.id !== digest.id) return { code: 'before_start', newest: first.id };
  }
  if (subscription.when.kind === 'arrival') {
    const until = quietUntil(subscription.quiet, now);
    return until === null ? { code: 'next_tick' } : { code: 'quiet', until };
  }
  const slot = nextSlot(subscription.when, now);
  return slot === null ? { code: 'next_tick' } : { code: 'slot', slot: slot.name };
}
