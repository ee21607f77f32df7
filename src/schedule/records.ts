import type { Store } from '../store/store.ts';
import { momentOf, offerOf } from './offer.ts';
import { type PlannedDigest, shelfOf } from './shelf.ts';
import type { Subscription } from './subscriptions.ts';
import type { Records } from './why.ts';

/** Local days begin up to this long (ms) before the slots whose posts they count. */
const longestDay = 2 * 24 * 3_600_000;

/**
 * What the store tells of some subscriptions, with the deliveries of the digest that is asked about, else of all that
 * the subscriptions may still get. Without a store it is what a first start knows.
 */
export async function recordsOf(
  store: Pick<Store, 'planning' | 'outbox'> | null,
  subscriptions: readonly Subscription[],
  digests: readonly PlannedDigest[],
  now: number,
  about: string | null = null,
): Promise<Records> {
  if (store === null) return { ...nothing, digests, now };
  const { planning, outbox } = store;
  const ids = subscriptions.map(({ id }) => id);
  const limited = subscriptions.filter(({ cap }) => cap !== null);
  const window = Math.max(0, ...limited.map(({ catchUp }) => catchUp)) + longestDay;
  const limitedIds = limited.map(({ id }) => id);
  const [seen, lastTick, missed, posts] = await Promise.all([
    planning.seen(),
    planning.lastTick(),
    planning.missed(ids),
    planning.posts(limitedIds, now - window),
  ]);
  const known = { digests, ...seen, lastTick, now };
  const wanted = about === null ? candidates(subscriptions, known) : [about];
  const deliveries = await outbox.inChannels(subscriptions, wanted);
  return { ...known, missed, posts, deliveries };
}

const nothing = {
  arrivals: new Map(),
  progress: new Map(),
  lastTick: null,
  missed: new Map(),
  posts: new Map(),
  deliveries: [],
} as const;

function candidates(
  subscriptions: readonly Subscription[],
  { digests, arrivals, progress, lastTick, now }: Omit<Records, 'missed' | 'posts' | 'deliveries'>,
): readonly string[] {
  const moment = momentOf(shelfOf(digests, arrivals, now), lastTick, now);
  const offers = subscriptions.map((subscription) =>
    offerOf(subscription, progress.get(subscription.id) ?? { since: now, until: null }, moment),
  );
  const wanted = offers.flatMap(({ due, waiting }) => [...due, ...waiting]);
  return [...new Set(wanted.map(({ id }) => id))];
}
