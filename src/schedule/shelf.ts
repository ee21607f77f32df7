import type { Digest } from '../digest/digest.ts';
import { periodEnd } from '../digest/period.ts';
import type { Subscription } from './subscriptions.ts';

/** What planning needs to know of a digest. */
export type PlannedDigest = Pick<Digest, 'id' | 'revision' | 'period' | 'withdrawn'> & {
  readonly company: Pick<Digest['company'], 'slug' | 'tags' | 'fiscalYearEnd'>;
};

/** The digests at hand by what subscriptions ask for: none is looked at that a subscription does not want. */
export interface Shelf {
  /** When a digest was first seen, epoch ms. */
  arrival(digest: PlannedDigest): number;
  /** What a subscription wants of what arrived after a moment, the first to arrive first. */
  after(subscription: Subscription, moment: number): readonly PlannedDigest[];
  /** The newest that a subscription wants of what had arrived at a moment; null for none. */
  newestAt(subscription: Subscription, moment: number): PlannedDigest | null;
  /** Up to where marks may be set: what arrived later is not at hand here and may come yet. */
  readonly end: number;
  /** When the last of the digests arrived. */
  readonly last: number;
}

/** How long (ms) a digest that another machine has seen and this one has not is waited for. */
const patience = 24 * 3_600_000;

/** The shelf of the digests at hand; `now` stands for the arrival of those that nobody noted. */
export function shelfOf(
  digests: readonly PlannedDigest[],
  arrivals: ReadonlyMap<string, number>,
  now: number,
): Shelf {
  const arrival = ({ id }: PlannedDigest) => arrivals.get(id) ?? now;
  const inOrder = digests.filter(isPlannable).toSorted((a, b) => arrival(a) - arrival(b));
  const arrived = drawersOf(inOrder);
  const last = inOrder.at(-1);
  let newest: Drawers | null = null;
  return {
    arrival,
    after(subscription, moment) {
      const lists = drawersFor(arrived, subscription).map((list) =>
        list.slice(list.findLastIndex((digest) => arrival(digest) <= moment) + 1),
      );
      const [only = []] = lists;
      if (lists.length === 1) return only;
      return [...new Set(lists.flat())].toSorted((a, b) => arrival(a) - arrival(b));
    },
    newestAt(subscription, moment) {
      newest ??= drawersOf(inOrder.toSorted((a, b) => byAge(a, b, arrival)));
      const firsts = drawersFor(newest, subscription).flatMap(
        (list) => list.find((digest) => arrival(digest) <= moment) ?? [],
      );
      return firsts.toSorted((a, b) => byAge(a, b, arrival))[0] ?? null;
    },
    end: endOfShelf(digests, arrivals, now),
    last: last ? arrival(last) : -Infinity,
  };
}

/** True for what may be planned at all. */
function isPlannable({ withdrawn }: PlannedDigest): boolean {
  return withdrawn === null;
}

function endOfShelf(
  digests: readonly PlannedDigest[],
  arrivals: ReadonlyMap<string, number>,
  now: number,
): number {
  const atHand = new Set(digests.map(({ id }) => id));
  let [last, missing] = [0, Infinity];
  for (const [id, at] of arrivals) {
    last = Math.max(last, at);
    if (!atHand.has(id) && at > now - patience) missing = Math.min(missing, at);
  }
  return Math.min(last, missing - 1);
}

/** A list of digests for `all`, for each company and for each tag. */
interface Drawers {
  readonly all: readonly PlannedDigest[];
  readonly companies: ReadonlyMap<string, readonly PlannedDigest[]>;
  readonly tags: ReadonlyMap<string, readonly PlannedDigest[]>;
}

function drawersOf(all: readonly PlannedDigest[]): Drawers {
  const tags = new Map<string, PlannedDigest[]>();
  for (const digest of all)
    for (const tag of new Set(digest.company.tags))
      tags.getOrInsertComputed(tag, () => []).push(digest);
  return { all, companies: Map.groupBy(all, ({ company }) => company.slug), tags };
}

function drawersFor(
  { all, companies, tags }: Drawers,
  wanted: Pick<Subscription, 'companies' | 'tags'>,
): readonly (readonly PlannedDigest[])[] {
  if (wanted.companies === 'all') return [all];
  const lists = wanted.companies.map((slug) => companies.get(slug) ?? none);
  return wanted.tags.length === 0
    ? lists
    : [...lists, ...wanted.tags.map((tag) => tags.get(tag) ?? none)];
}

const none: readonly PlannedDigest[] = [];

/** True where a subscription wants the digests of a company. */
export function wants(
  { companies, tags }: Pick<Subscription, 'companies' | 'tags'>,
  company: PlannedDigest['company'],
): boolean {
  if (companies === 'all' || companies.includes(company.slug)) return true;
  return tags.some((tag) => company.tags.includes(tag));
}

/** The digest of the latest period first, among several the last to arrive. */
function byAge(
  a: PlannedDigest,
  b: PlannedDigest,
  arrival: (digest: PlannedDigest) => number,
): number {
  return endOf(b) - endOf(a) || arrival(b) - arrival(a) || a.id.localeCompare(b.id);
}

/** The month in which a period ends, counted from the year 0; fiscal years go by their ending year. */
function endOf({ period, company }: PlannedDigest): number {
  const end = periodEnd(period);
  const lastMonth = Number(company.fiscalYearEnd.slice(0, 2));
  return !period.startsWith('fy') || Number.isNaN(lastMonth) ? end : end - 12 + lastMonth;
}
