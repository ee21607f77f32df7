import type { Database } from './database.ts';
import { delivery, type Delivery, type NewDelivery } from './delivery.ts';
import { type Claim, claimPending, claimUnknown, nextDue } from './outbox-claim.ts';
import { add, type DigestRevision, outdated, renew } from './outbox-plan.ts';
import { load, withCards } from './outbox-rows.ts';
import { expire, recheck, settle, type Settlement, settleUnknown } from './outbox-settle.ts';

/** Which digest a subscription has a delivery for, and the channel it goes to. */
export interface PlannedDelivery {
  readonly subscription: string;
  readonly digest: string;
  readonly platform: string;
  readonly channel: string;
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
  /** Settles by hand what is `unknown` or `failed`; `again` makes it pending. False where it is neither. */
  settleUnknown(key: string, to: 'posted' | 'failed' | 'again', now: number): Promise<boolean>;
  /** What there is a delivery for, whatever its state. */
  planned(): Promise<readonly PlannedDelivery[]>;
  /**
   * The posted and untried deliveries of these digests that are of an older revision, and that no correction of this
   * one is there for; each with the newest card that its message was given.
   */
  outdated(digests: readonly DigestRevision[]): Promise<readonly Delivery[]>;
  /** Gives a delivery its card of a newer revision, where that was never tried or stands there so already. */
  renew(key: string, card: unknown, revision: number, now: number): Promise<boolean>;
  /** What waits because its channel takes no posts, the oldest first. */
  held(limit: number): Promise<readonly Delivery[]>;
  /** The deliveries of a digest, corrections left out, the oldest first. */
  ofDigest(digest: string): Promise<readonly Delivery[]>;
  get(key: string): Promise<Delivery | null>;
  /** The newest first. */
  list(limit: number): Promise<readonly Delivery[]>;
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
    settleUnknown: (key, to, now) => settleUnknown(db, key, to, now),
    planned: () =>
      db
        .selectFrom('deliveries')
        .select(['subscription', 'digest', 'platform', 'channel'])
        .execute(),
    outdated: (digests) => outdated(db, digests),
    renew: (key, card, revision, now) => renew(db, key, card, revision, now),
    held: async (limit) => {
      const waiting = withCards(db)
        .where('state', '=', 'pending')
        .where('blocks', '>', 0)
        .orderBy('seq');
      return (await waiting.limit(limit).execute()).map(delivery);
    },
    ofDigest: async (digest) => {
      const rows = withCards(db)
        .where('digest', '=', digest)
        .where('corrects', 'is', null)
        .orderBy('seq');
      return (await rows.execute()).map(delivery);
    },
    get: (key) => load(db, key),
    list: async (limit) => {
      const newest = withCards(db).orderBy('seq', 'desc');
      return (await newest.limit(limit).execute()).map(delivery);
    },
  };
}
