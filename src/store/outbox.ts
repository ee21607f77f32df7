import type { Database } from './database.ts';
import { delivery, type Delivery, type NewDelivery } from './delivery.ts';
import { type Claim, claimPending, claimUnknown, nextDue } from './outbox-claim.ts';
import {
  add,
  type DigestRevision,
  type Outdated,
  outdated,
  renew,
  type Renewable,
} from './outbox-plan.ts';
import { load, withCards } from './outbox-rows.ts';
import { expire, recheck, settle, type Settlement, settleUnknown } from './outbox-settle.ts';
import { stuck, type Stuck } from './outbox-stuck.ts';
import { release, withhold } from './outbox-withheld.ts';
import type { DeliveryState } from './tables.ts';

/** Which deliveries are asked for; what is not given may be any. */
export interface Wanted {
  /** Pending ones that wait for their channel are `held`. */
  readonly state?: DeliveryState | 'held';
  readonly platform?: string;
  readonly channel?: string;
  /** What changed last at that time (epoch ms) or later. */
  readonly since?: number;
}

/** Deliveries with their states: the one truth about a post. */
export interface Outbox {
  /** Stores those whose key is new, as pending, and gives how many that were. */
  add(deliveries: readonly NewDelivery[], now: number): Promise<number>;
  /**
   * Takes pending ones that are due, to send them: they become `sending`, one attempt more. Of each channel the first
   * alone, none where one is under way or that is paused, and the channels in their turn.
   */
  claimPending(claim: Claim): Promise<readonly Delivery[]>;
  /** Takes unknown ones that are due, to look for them; they stay `unknown`. */
  claimUnknown(claim: Claim): Promise<readonly Delivery[]>;
  /**
   * Writes the outcome where state, owner and attempt are still those claimed, also for what the delivery carries;
   * false where not.
   */
  settle(claimed: Delivery, settlement: Settlement, now: number): Promise<boolean>;
  /** Turns what is `sending` under an expired lease into `unknown`, to be looked for a lease later. */
  expire(now: number, lease: number): Promise<number>;
  /** When the next pending or unknown delivery of these platforms becomes due after `now`, or a lease there ends; null for none. */
  nextDue(platforms: readonly string[], now: number): Promise<number | null>;
  /**
   * Makes due what waits because a channel takes no posts or cannot be searched, in all of the platform's where it is
   * null; gives how many that were.
   */
  recheck(platform: string, channel: string | null, now: number): Promise<number>;
  /** The channels that anything was ever planned for. */
  channels(): Promise<readonly { readonly platform: string; readonly channel: string }[]>;
  /**
   * The posted and untried deliveries of these digests that are of an older revision, and that no correction of this
   * one is there for.
   */
  outdated(digests: readonly DigestRevision[]): Promise<readonly Outdated[]>;
  /** Gives a delivery (and what carries it) its card of a newer revision, where that is still untried, or posted, as given. */
  renew(outdated: Renewable, card: unknown, revision: number, now: number): Promise<boolean>;
  /** What needs a person, channel by channel, the longest first: first channels that take no posts. */
  stuck(): Promise<readonly Stuck[]>;
  /** The deliveries of some digests in some channels, corrections left out, the oldest first. */
  inChannels(
    channels: readonly { readonly platform: string; readonly channel: string }[],
    digests: readonly string[],
  ): Promise<readonly Delivery[]>;
  get(key: string): Promise<Delivery | null>;
  /** The newest first. */
  list(limit: number, wanted?: Wanted): Promise<readonly Delivery[]>;
  /** Settles by hand what is `unknown` or `failed`; `again` makes it pending. False where it is neither. */
  settleUnknown(key: string, to: 'posted' | 'failed' | 'again', now: number): Promise<boolean>;
  /** Gives up what is not sent of withdrawn digests, and stands nowhere; gives how many those were. */
  withhold(digests: readonly DigestRevision[], now: number): Promise<number>;
  /** Makes pending again what was withheld of digests that now stand, in a newer revision, but of these subscriptions. */
  release(
    digests: readonly DigestRevision[],
    except: ReadonlySet<string>,
    now: number,
  ): Promise<number>;
}

/** The outbox part of a store. */
export function outboxOf(database: Database): Outbox {
  const { db } = database;
  return {
    add: (deliveries, now) => add(db, deliveries, now),
    claimPending: (claim) => claimPending(database, claim),
    claimUnknown: (claim) => claimUnknown(database, claim),
    settle: (claimed, settlement, now) => settle(db, claimed, settlement, now),
    expire: (now, lease) => expire(db, now, lease),
    nextDue: (platforms, now) => nextDue(db, platforms, now),
    recheck: (platform, channel, now) => recheck(db, platform, channel, now),
    channels: () =>
      db.selectFrom('deliveries').select(['platform', 'channel']).distinct().execute(),
    outdated: (digests) => outdated(db, digests),
    renew: (given, card, revision, now) => renew(db, given, card, revision, now),
    stuck: () => stuck(db),
    inChannels: async (channels, digests) => {
      const names = new Set(channels.map(({ platform, channel }) => `${platform}/${channel}`));
      const rows = await withCards(db)
        .where('digest', 'in', database.listed(digests))
        .where(
          'channel',
          'in',
          database.listed([...new Set(channels.map(({ channel }) => channel))]),
        )
        .where('corrects', 'is', null)
        .orderBy('seq')
        .execute();
      return rows.filter((row) => names.has(`${row.platform}/${row.channel}`)).map(delivery);
    },
    get: (key) => load(db, key),
    list: (limit, wanted = {}) => list(db, limit, wanted),
    settleUnknown: (key, to, now) => settleUnknown(db, key, to, now),
    withhold: (digests, now) => withhold(db, digests, now),
    release: (digests, except, now) => release(db, digests, except, now),
  };
}

async function list(
  db: Database['db'],
  limit: number,
  { state, platform, channel, since }: Wanted,
): Promise<readonly Delivery[]> {
  const kept = state === 'held' ? 'pending' : state;
  let rows = withCards(db).orderBy('seq', 'desc').limit(limit);
  if (kept !== undefined) rows = rows.where('state', '=', kept);
  if (kept === 'pending') rows = rows.where('blocks', state === 'held' ? '>' : '=', 0);
  if (platform !== undefined) rows = rows.where('platform', '=', platform);
  if (channel !== undefined) rows = rows.where('channel', '=', channel);
  if (since !== undefined) rows = rows.where('updated_at', '>=', since);
  return (await rows.execute()).map(delivery);
}
