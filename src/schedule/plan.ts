import type { Digest } from '../digest/digest.ts';
import { periodEnd } from '../digest/period.ts';
import { quietUntil } from './quiet.ts';
import type { Subscription } from './subscriptions.ts';
import { lastSlot } from './slots.ts';

/** What planning needs to know of a digest. */
export type PlannedDigest = Pick<Digest, 'id' | 'revision' | 'period'> & {
  readonly company: Pick<Digest['company'], 'slug' | 'tags' | 'fiscalYearEnd'>;
};

/** A digest that a subscription has had, and the channel it went to. */
export interface Planned extends Pick<Subscription, 'platform' | 'channel'> {
  readonly subscription: string;
  readonly digest: string;
}

/** All that a plan is made from; times in epoch ms. */
export interface PlanInput {
  readonly subscriptions: readonly Subscription[];
  readonly digests: readonly PlannedDigest[];
  /** When each digest was first seen, by its id. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** When each subscription was first seen, by its id. */
  readonly since: ReadonlyMap<string, number>;
  /** What there is a delivery for already, whatever became of it, and where it goes. */
  readonly planned: readonly Planned[];
  /** Null before the first. */
  readonly lastTick: number | null;
  readonly now: number;
}

/** One delivery that is due. */
export interface Due {
  /** Unique for a subscription and a digest, whatever the revision and the slot. */
  readonly key: string;
  readonly subscription: Subscription;
  readonly digest: string;
  readonly revision: number;
  readonly slot: string;
}

/** After an outage a slot is caught up once within this time (ms); what it missed waits for the next. */
const catchUpWindow = 24 * 3_600_000;

/**
 * The deliveries that are due now. A new subscription begins with the newest digest it matches;
 * then come those that arrive after it, at once or at its next slot. A channel gets a digest once,
 * however many of its subscriptions match, and whatever becomes of their filters.
 */
export function plan(input: PlanInput): readonly Due[] {
  const begun = new Set(input.planned.map(({ subscription }) => subscription));
  const had = new Set(input.planned.map((one) => pairOf(one, one.digest)));
  return input.subscriptions.flatMap((subscription) => {
    const due = dueFor(subscription, input, begun.has(subscription.id)).filter(
      ({ digest }) => !had.has(pairOf(subscription, digest)),
    );
    for (const { digest } of due) had.add(pairOf(subscription, digest));
    return due;
  });
}

function pairOf({ platform, channel }: Pick<Subscription, 'platform' | 'channel'>, digest: string) {
  return JSON.stringify([platform, channel, digest]);
}

function dueFor(subscription: Subscription, input: PlanInput, begun: boolean): Due[] {
  const since = input.since.get(subscription.id);
  if (since === undefined) return [];
  const slot = slotOf(subscription, input, since);
  if (slot === null) return [];
  const matching = input.digests.filter((digest) => matches(subscription, digest));
  const arrival = (digest: PlannedDigest) => input.arrivals.get(digest.id) ?? input.now;
  const later = matching.filter((digest) => arrival(digest) > since);
  const before = begun ? [] : matching.filter((digest) => arrival(digest) <= since);
  return [...newest(before, arrival), ...later.toSorted((a, b) => arrival(a) - arrival(b))].map(
    ({ id, revision }) => ({
      key: `${subscription.id}:${id}`,
      subscription,
      digest: id,
      revision,
      slot,
    }),
  );
}

function slotOf(
  { when, quiet }: Subscription,
  { lastTick, now }: PlanInput,
  since: number,
): string | null {
  // What arrives in quiet hours is due when they end; a time of day that somebody chose is chosen.
  if (when.kind === 'arrival') return quietUntil(quiet, now) === null ? 'on arrival' : null;
  const from = Math.max(lastTick ?? since, since, now - catchUpWindow);
  return lastSlot(when, from, now)?.name ?? null;
}

/** True where a subscription wants a digest. */
export function matches({ companies, tags }: Subscription, { company }: PlannedDigest): boolean {
  if (companies === 'all' || companies.includes(company.slug)) return true;
  return tags.some((tag) => company.tags.includes(tag));
}

/** The digest of the latest period, the last to arrive among several; none of none. */
export function newest(
  digests: readonly PlannedDigest[],
  arrival: (digest: PlannedDigest) => number,
): readonly PlannedDigest[] {
  const order = (a: PlannedDigest, b: PlannedDigest) =>
    endOf(b) - endOf(a) || arrival(b) - arrival(a) || a.id.localeCompare(b.id);
  return digests.toSorted(order).slice(0, 1);
}

/** The month in which a period ends, counted from the year 0; fiscal years go by their ending year. */
function endOf({ period, company }: PlannedDigest): number {
  const end = periodEnd(period);
  const lastMonth = Number(company.fiscalYearEnd.slice(0, 2));
  return !period.startsWith('fy') || Number.isNaN(lastMonth) ? end : end - 12 + lastMonth;
}
