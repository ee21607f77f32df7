import type { Card, CardLanguage } from '../card/card.ts';
import type { Digest } from '../digest/digest.ts';
import { validOf } from '../digest/withdrawn.ts';
import type { Log } from '../log.ts';
import type { NewDelivery } from '../store/delivery.ts';
import type { Store } from '../store/store.ts';
import { correctionsOf } from './corrections.ts';
import { createNotices, type Notices } from './notices.ts';
import { type Due, plan } from './plan.ts';
import { quietUntil } from './quiet.ts';
import type { Subscription, SubscriptionList } from './subscriptions.ts';
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
    // A file of which nothing can be read is one being edited: what it said before still counts.
    const readable = list !== null && (list.errors.length === 0 || list.subscriptions.length > 0);
    if (readable) wanted = list.subscriptions;
    const digests = await attempt(notices, 'the digests cannot be read', parts.digests);
    // Without a plan the last tick stays as it is, so that its slots are caught up later.
    if (wanted === null || digests === null) return 0;
    return storeDue(parts, notices, running(wanted, parts.platforms, notices), digests, now);
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

async function storeDue(
  parts: PlannerParts,
  notices: Notices,
  subscriptions: readonly Subscription[],
  digests: readonly Digest[],
  now: number,
): Promise<number> {
  const { planning, outbox } = parts.store;
  const ids = subscriptions.map(({ id }) => id);
  // What is withdrawn has not arrived; it does where it stands again.
  const standing = validOf(digests);
  const due = plan({
    subscriptions,
    digests: standing,
    arrivals: await planning.arrivals(standing, now),
    since: await planning.since(ids, now),
    planned: await outbox.planned(),
    lastTick: await planning.lastTick(),
    now,
  });
  const byId = new Map(digests.map((digest) => [digest.id, digest]));
  const deliveries = due.flatMap((one) => deliveryOf(parts, one, byId.get(one.digest)));
  const asleep = subscriptions.filter((each) => quietUntil(each.quiet, now) !== null);
  const quiet = new Set(asleep.map(({ id }) => id));
  await applyWithdrawals(outbox, digests, quiet, now);
  const corrections = await correctionsOf(
    { card: parts.card, outbox, notices },
    digests,
    quiet,
    now,
  );
  const added = await outbox.add([...deliveries, ...corrections], now);
  await planning.ticked(now);
  return added;
}

function deliveryOf(
  { card, log }: PlannerParts,
  { subscription, ...due }: Due,
  digest: Digest | undefined,
): readonly NewDelivery[] {
  if (digest === undefined) return [];
  const { id, platform, channel, thread, language } = subscription;
  const place = { platform, channel, thread };
  try {
    return [{ ...due, subscription: id, place, card: card(digest, language) }];
  } catch (err) {
    log.error({ err, key: due.key }, 'the card of a digest cannot be made');
    return [];
  }
}
