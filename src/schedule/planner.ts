import type { Card, CardLanguage } from '../card/card.ts';
import type { Digest } from '../digest/digest.ts';
import { validOf } from '../digest/withdrawn.ts';
import type { Log } from '../log.ts';
import type { NewDelivery } from '../store/delivery.ts';
import type { Books } from '../store/planning.ts';
import type { Store } from '../store/store.ts';
import { correctionsOf } from './corrections.ts';
import { isHeld } from './offer.ts';
import { isSilent } from './quiet.ts';
import { createNotices, type Notices } from './notices.ts';
import { countedFrom, type History, type Offers, offersOf, plan, type Post } from './plan.ts';
import { createShowcase, type Showcase } from './showcase.ts';
import { isReadable, type Subscription, type SubscriptionList } from './subscriptions.ts';
import { applyWithdrawals } from './withdrawals.ts';

/** What plans are made from. */
export interface PlannerParts {
  readonly store: Pick<Store, 'planning' | 'outbox'>;
  /** The platforms that run, by name. */
  readonly platforms: ReadonlyMap<string, unknown>;
  /** Every digest that can be read; may fail, then nothing is planned. */
  readonly digests: () => Promise<readonly Digest[]>;
  /** What subscriptions.yaml says now; while it fails, what it said last counts. */
  readonly subscriptions: () => Promise<SubscriptionList>;
  readonly card: (digest: Digest, language: CardLanguage) => Card;
  readonly log: Log;
}

/** Gives a function that stores the deliveries due at a time (epoch ms) and says how many were new. */
export function createPlanner(parts: PlannerParts): (now: number) => Promise<number> {
  const notices = createNotices(parts.log);
  let wanted: readonly Subscription[] | null = null;
  return async (now) => {
    const list = await attempt(notices, 'subscriptions.yaml cannot be read', parts.subscriptions);
    notices.say('a subscription cannot be used', list?.errors ?? []);
    if (list !== null && isReadable(list)) wanted = list.subscriptions;
    const digests = await attempt(notices, 'the digests cannot be read', parts.digests);
    // Without a plan the last tick stays as it is, so that its slots are caught up later.
    if (wanted === null || digests === null) return 0;
    const subscriptions = running(wanted, parts.platforms, notices);
    const planned = await storeDue(parts, notices, subscriptions, digests, now);
    return planned + (await storeCorrections(parts, notices, subscriptions, digests, now));
  };
}

async function attempt<T>(
  notices: Notices,
  topic: string,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    const done = await work();
    notices.say(topic, []);
    return done;
  } catch (error) {
    notices.say(topic, [error instanceof Error ? error.message : String(error)]);
    return null;
  }
}

function running(
  wanted: readonly Subscription[],
  platforms: ReadonlyMap<string, unknown>,
  notices: Notices,
): readonly Subscription[] {
  const { runs = [], waits = [] } = Object.groupBy(wanted, ({ platform }) =>
    platforms.has(platform) ? 'runs' : 'waits',
  );
  const words = waits.map(({ id, platform }) => `${id}: ${platform} is not running`);
  notices.say('a subscription waits for its platform', words);
  return runs;
}

/** Reads and writes alone: of all the schedulers of a store one plans a slot, whole or not at all. */
async function storeDue(
  { store, card }: PlannerParts,
  notices: Notices,
  subscriptions: readonly Subscription[],
  digests: readonly Digest[],
  now: number,
): Promise<number> {
  const showcase = createShowcase(digests, card);
  const added = await store.planning.exclusively(async (books) => {
    // What is withdrawn has not arrived; it does where it stands again: marks may have passed it meanwhile.
    await books.withdraw(digests.filter(({ withdrawn }) => withdrawn !== null));
    const arrivals = await books.arrivals(validOf(digests), now);
    const ids = subscriptions.map(({ id }) => id);
    // What is there when a subscription begins is before it, also where another machine's clock is ahead.
    const begin = [...arrivals.values()].reduce((latest, at) => Math.max(latest, at), now);
    const progress = await books.progress(ids, begin);
    const lastTick = await books.lastTick();
    const offers = offersOf({ subscriptions, digests, arrivals, progress, lastTick, now });
    const { posts, slots, marks } = plan(offers, await historyOf(books, offers, showcase));
    const deliveries = each(posts, (post) => deliveriesOf(post, showcase));
    const count = await books.settle({ deliveries, slots, marks }, now);
    await books.ticked(now);
    return count;
  });
  notices.say('the card of a digest cannot be made', showcase.faults());
  return added;
}

/** What the posts give, made anew each time it is gone through: 100,000 rows are never there at once. */
function each<T>(posts: readonly Post[], give: (post: Post) => readonly T[]): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      for (const post of posts) yield* give(post);
    },
  };
}

async function historyOf(
  books: Books,
  { offers, moment }: Offers,
  { shows }: Showcase,
): Promise<History> {
  const asked = new Set<string>();
  for (const { due, missed } of offers) {
    for (const { id } of due) asked.add(id);
    for (const { digest } of missed) asked.add(digest);
  }
  const limited = offers.filter(
    ({ subscription, due: { length } }) => subscription.cap !== null && length > 0,
  );
  const from = limited.reduce(
    (first, offer) => Math.min(first, countedFrom(offer, moment)),
    Infinity,
  );
  const ids = limited.map(({ subscription }) => subscription.id);
  return {
    taken: await books.taken([...asked]),
    posts: ids.length === 0 ? new Map() : await books.posts(ids, from),
    shows,
  };
}

/** One delivery a digest; the first of several has the card of all and carries the others. */
function deliveriesOf(
  { subscription, slot, silent, digests }: Post,
  showcase: Showcase,
): readonly NewDelivery[] {
  const { id, platform, channel, thread, language } = subscription;
  const [lead, ...others] = digests.map((digest) => digest.id);
  // Where no card holds them all, each goes out by itself.
  const merged = lead && others.length > 0 ? showcase.merged([lead, ...others], language) : null;
  return digests.map(({ id: digest, revision }) => ({
    key: `${id}:${digest}`,
    subscription: id,
    slot,
    place: { platform, channel, thread },
    digest,
    revision,
    card: merged ?? showcase.card(digest, language),
    silent,
    carriedBy: merged === null || digest === lead ? null : `${id}:${lead}`,
  }));
}

/** What corrects what stands already is told by its key: two schedulers may come with the same. */
async function storeCorrections(
  { store: { outbox }, card }: PlannerParts,
  notices: Notices,
  subscriptions: readonly Subscription[],
  digests: readonly Digest[],
  now: number,
): Promise<number> {
  const those = (is: (one: Subscription) => boolean) =>
    new Set(subscriptions.filter(is).map(({ id }) => id));
  const held = those((one) => isHeld(one, now));
  const silent = those(({ quiet }) => isSilent(quiet, now));
  await applyWithdrawals(outbox, digests, held, now);
  const made = await correctionsOf({ card, outbox, notices, held, silent }, digests, now);
  return made.length === 0 ? 0 : outbox.add(made, now);
}
