import type { CardLanguage } from '../card/card.ts';
import type { Progress, Settled, Taken } from '../store/planning.ts';
import type { SlotsTable } from '../store/tables.ts';
import { type Moment, momentOf, type Offer, offerOf } from './offer.ts';
import { isSilent } from './quiet.ts';
import { type PlannedDigest, shelfOf } from './shelf.ts';
import type { Subscription } from './subscriptions.ts';
import type { Slot } from './slots.ts';

/** All that offers are made from; times in epoch ms. */
export interface PlanInput {
  readonly subscriptions: readonly Subscription[];
  readonly digests: readonly PlannedDigest[];
  /** When each digest was first seen, by its id. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** How far each subscription is, by its id. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** Null before the first. */
  readonly lastTick: number | null;
  readonly now: number;
}

/** What the subscriptions that are not settled would get. */
export interface Offers {
  readonly offers: readonly Offer[];
  readonly moment: Moment;
}

/** What is known of the places that offers go to. */
export interface History {
  readonly taken: readonly Taken[];
  /** When the posts of subscriptions with a limit were planned, by their ids. */
  readonly posts: ReadonlyMap<string, readonly number[]>;
  /** False where a digest has no card in a language: it waits until it has one. */
  readonly shows: (digest: string, language: CardLanguage) => boolean;
}

/** One post that is due: a digest, or several in one card. */
export interface Post {
  readonly subscription: Subscription;
  readonly slot: string;
  /** True where nobody is to be notified. */
  readonly silent: boolean;
  /** In the order of their arrival; at least one. */
  readonly digests: readonly PlannedDigest[];
}

/** What a tick settles. */
export interface Plan extends Pick<Settled, 'slots' | 'marks'> {
  readonly posts: readonly Post[];
}

/** What is due at a moment, before anybody has looked what the channels have. */
export function offersOf(input: PlanInput): Offers {
  const { subscriptions, digests, arrivals, progress, lastTick, now } = input;
  const shelf = shelfOf(digests, arrivals, now);
  const moment = momentOf(shelf, lastTick, now);
  const offers: Offer[] = [];
  for (const subscription of subscriptions) {
    const own = progress.get(subscription.id);
    // What is marked up to the end has nothing to settle: nearly all, nearly always.
    if (own === undefined || (own.until !== null && own.until >= shelf.last)) continue;
    offers.push(offerOf(subscription, own, moment));
  }
  return { offers, moment };
}

/** From when on (epoch ms) the posts of an offer count towards the day's limit. */
export function countedFrom({ subscription, slot }: Offer, { day, now }: Moment): number {
  return day(slot?.at ?? now, subscription).start;
}

/**
 * The posts that are due, at most one a subscription, and what is settled with them. A place gets a digest once,
 * however many of its subscriptions want it, and whatever becomes of their filters.
 */
export function plan({ offers, moment }: Offers, history: History): Plan {
  const taken = new Map<string, Set<string>>();
  for (const one of history.taken)
    taken.getOrInsertComputed(one.digest, () => new Set()).add(placeOf(one));
  const [posts, slots, marks]: [Post[], SlotsTable[], Plan['marks'][number][]] = [[], [], []];
  for (const offer of offers) {
    const settled = settle(offer, taken, history, moment);
    if (settled.post) posts.push(settled.post);
    for (const row of settled.slots) slots.push(row);
    if (settled.mark) marks.push(settled.mark);
  }
  return { posts, slots, marks };
}

/** What becomes of one offer; what it takes is taken for those after it. */
function settle(offer: Offer, taken: Map<string, Set<string>>, history: History, moment: Moment) {
  const { subscription, slot, due, waiting } = offer;
  const place = placeOf(subscription);
  const isFree = (digest: string) => taken.get(digest)?.has(place) !== true;
  const fresh = due.filter(({ id }) => isFree(id));
  const missed = offer.missed.filter(({ digest }) => isFree(digest));
  const digests = goesOut(offer, fresh, history, moment);
  const left = [...fresh.filter((digest) => !digests.includes(digest)), ...waiting];
  for (const { id } of digests) taken.getOrInsertComputed(id, () => new Set()).add(place);
  return {
    post: slot === null || digests.length === 0 ? null : postOf(offer, slot, digests, moment.now),
    slots: slotRows(offer, digests.length > 0, missed),
    mark: markOf(offer, left, moment),
  };
}

function postOf(
  { subscription }: Offer,
  slot: Slot,
  digests: readonly PlannedDigest[],
  now: number,
): Post {
  const silent = isSilent(subscription.quiet, now);
  return { subscription, slot: slot.name, silent, digests };
}

/** The slot that is planned and those that are missed, each once; without times only what is missed has one. */
function slotRows(
  { subscription, slot }: Offer,
  isPlanned: boolean,
  missed: Offer['missed'],
): readonly SlotsTable[] {
  if (missed.length === 0 && (!isPlanned || subscription.when.kind === 'arrival')) return [];
  const row = ({ name, at }: Slot, state: SlotsTable['state']) => ({
    subscription: subscription.id,
    slot: name,
    at,
    state,
  });
  const rows = new Map(missed.map((each) => [each.name, row(each, 'missed')]));
  if (isPlanned && slot !== null && subscription.when.kind !== 'arrival')
    rows.set(slot.name, row(slot, 'planned'));
  return [...rows.values()];
}

/** What of the digests that are due has a card, where the day has a post left; else none of them. */
function goesOut(
  offer: Offer,
  fresh: readonly PlannedDigest[],
  { posts, shows }: History,
  moment: Moment,
): readonly PlannedDigest[] {
  const shown = fresh.filter(({ id }) => shows(id, offer.subscription.language));
  return shown.length > 0 && reachesLimit(offer, posts, moment) ? [] : shown;
}

function placeOf({ platform, channel, thread }: Omit<Taken, 'digest'>): string {
  return `${platform}\n${channel}\n${thread ?? ''}`;
}

function reachesLimit(offer: Offer, posts: History['posts'], moment: Moment): boolean {
  const { cap, id } = offer.subscription;
  if (cap === null) return false;
  const from = countedFrom(offer, moment);
  return (posts.get(id) ?? []).filter((at) => at >= from).length >= cap;
}

/** Up to which arrival all is settled, where that is later than it was; null where it is not. */
function markOf(
  { subscription, progress, slot, missed }: Offer,
  left: readonly PlannedDigest[],
  { shelf }: Moment,
): Plan['marks'][number] | null {
  const { since, until } = progress;
  const first = left.reduce((least, one) => Math.min(least, shelf.arrival(one)), Infinity);
  // What has not begun begins with all that was there at once: its newest digest still waits.
  if (until === null && ((slot === null && missed.length === 0) || first <= since)) return null;
  const settled = Math.min(shelf.end, first - 1);
  const mark = until === null ? Math.max(since, settled) : settled;
  return mark > (until ?? -1) ? { subscription: subscription.id, until: mark } : null;
}
