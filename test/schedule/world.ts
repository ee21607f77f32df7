import { offersOf, plan } from '../../src/schedule/plan.ts';
import type { PlannedDigest } from '../../src/schedule/shelf.ts';
import { readSubscriptions, type Subscription } from '../../src/schedule/subscriptions.ts';
import type { Delivery } from '../../src/store/delivery.ts';
import type { Records } from '../../src/schedule/why.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function subscribed(rest: string, channel = 'C1'): Subscription {
  const { subscriptions, errors } = readSubscriptions(
    `- {platform: slack, channel: ${channel}, ${rest}}`,
  );
  if (subscriptions[0] === undefined) throw new Error(errors.join(' '));
  return subscriptions[0];
}

export function digest(id: string, given: Partial<PlannedDigest> = {}): PlannedDigest {
  const [slug = '', period = ''] = id.split('/');
  const company = { slug, tags: [], fiscalYearEnd: '12-31' };
  return { id, revision: 1, period, withdrawn: null, company, ...given };
}

/** A delivery as the store gives one back. */
export function stored(
  { id, platform, channel, thread }: Subscription,
  of: string,
  given: Partial<Delivery> = {},
): Delivery {
  return {
    key: `${id}:${of}`,
    subscription: id,
    slot: 'on arrival',
    place: { platform, channel, thread },
    digest: of,
    revision: 1,
    card: {},
    corrects: null,
    silent: false,
    carriedBy: null,
    state: 'posted',
    owner: null,
    leaseUntil: null,
    attempt: 1,
    lookups: 0,
    notBefore: 0,
    firstSentAt: 0,
    message: null,
    blocks: 0,
    reason: null,
    createdAt: 0,
    updatedAt: 0,
    ...given,
  };
}

/** A small world in which ticks happen, and what they settle is kept as the store keeps it. */
export function world(first: readonly Subscription[]) {
  let subscriptions = first;
  let hidden = new Set<string>();
  const arrivals = new Map<string, number>();
  const progress = new Map<string, { since: number; until: number | null }>();
  const posts = new Map<string, number[]>();
  const deliveries: Delivery[] = [];
  const missed = new Map<string, Set<string>>();
  const slots: string[] = [];
  let lastTick: number | null = null;

  function tick(now: number, digests: readonly PlannedDigest[]): string[] {
    const last = Math.max(0, ...arrivals.values());
    for (const { id } of digests) if (!arrivals.has(id)) arrivals.set(id, Math.max(now, last + 1));
    for (const { id } of subscriptions)
      if (!progress.has(id)) progress.set(id, { since: Math.max(now, last), until: null });
    const offers = offersOf({ subscriptions, digests, arrivals, progress, lastTick, now });
    const taken = deliveries.map(({ place, digest: id }) => ({ ...place, digest: id }));
    const made = plan(offers, { taken, posts, shows: (id) => !hidden.has(id) });
    for (const { subscription, until } of made.marks)
      progress.set(subscription, { since: 0, ...progress.get(subscription), until });
    for (const { subscription, slot, state } of made.slots) {
      slots.push(`${subscription} ${slot} ${state}`);
      if (state === 'missed') missed.getOrInsertComputed(subscription, () => new Set()).add(slot);
    }
    for (const { subscription, slot, silent, digests: due } of made.posts) {
      posts.getOrInsertComputed(subscription.id, () => []).push(now);
      for (const { id } of due) deliveries.push(stored(subscription, id, { slot, silent }));
    }
    lastTick = now;
    return made.posts.flatMap(({ subscription: { channel }, slot, silent, digests: due }) =>
      due.map(({ id }) => `${channel} ${id} ${slot}${silent ? ' silently' : ''}`),
    );
  }

  return {
    tick,
    slots,
    planned: () => deliveries.map((one) => one.digest),
    missedOf: (id: string) => missed.get(id) ?? new Set<string>(),
    progressOf: (id: string) => progress.get(id),
    change: (given: Partial<Subscription>) => {
      subscriptions = subscriptions.map((each) => ({ ...each, ...given }));
      return subscriptions;
    },
    subscribe: (more: Subscription) => {
      subscriptions = [...subscriptions, more];
    },
    /** These have no card for now. */
    hide: (...ids: string[]) => {
      hidden = new Set(ids);
    },
    records: (now: number, digests: readonly PlannedDigest[]): Records => ({
      digests,
      arrivals,
      progress,
      lastTick,
      missed,
      posts,
      deliveries,
      now,
    }),
  };
}
