import type { Subject } from '../card/card.ts';
import { cardShape } from '../card/schema.ts';
import type { Log } from '../log.ts';
import type {
  FindOutcome,
  Platform,
  Posted,
  PostOutcome,
  ProbeOutcome,
} from '../platform/platform.ts';
import { type Delivery, editSlot } from '../store/delivery.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Claim, Settlement } from '../store/outbox-claim.ts';
import { type Clock, within } from './clock.ts';

/** What deliveries are made with. */
export interface DeliveryContext {
  readonly outbox: Outbox;
  /** The platforms that run, by name; deliveries to others wait. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** This worker's name, unlike any other's. */
  readonly owner: string;
  /** How long (ms) a claimed delivery is this worker's; a post gets half of it. */
  readonly lease: number;
  readonly clock: Clock;
  /** Between 0 and 1, for the jitter of waits. */
  readonly random: () => number;
  /** Called with a card's place before it is written down as posted, so that its thread is known. */
  readonly onPosted: (ref: Posted, subject: Subject) => Promise<void>;
  readonly log: Log;
}

/** What became of the deliveries of a pass: posted, refused for good, to be tried again, not known. */
export type DeliveryReport = Readonly<Record<Settlement['state'], number>>;

const batch = 20;
const longestWait = 10 * 60_000;
/** A channel that takes no posts is asked again, without posting, after this long (ms), ever more seldom. */
const firstCheck = 5 * 60_000;
const longestCheck = 6 * 60 * 60_000;
/** How long (ms) the answer to that may take. */
const probeTime = 10_000;
const longestLookWait = 60 * 60_000;
/** How far the clocks of a platform and this machine may be apart, in ms. */
const clockSkew = 2 * 60_000;

/** Sends what is due and looks for what is not known, until nothing is left or the signal ends it. */
export async function deliver(
  context: DeliveryContext,
  signal: AbortSignal,
): Promise<DeliveryReport> {
  const { outbox, clock, lease } = context;
  const report = { posted: 0, failed: 0, pending: 0, unknown: 0 };
  await outbox.expire(clock.now(), lease);
  const look = (claim: Claim) => outbox.claimUnknown(claim);
  const send = (claim: Claim) => outbox.claimPending(claim);
  for (const [claim, handle] of [
    [look, lookFor],
    [send, post],
  ] as const) {
    while (!signal.aborted) {
      const asked = claimOf(context);
      const claimed = await claim(asked);
      if (claimed.length === 0) break;
      const deadline = asked.now + lease / 2; // counted from before the claim
      const work = byPlace(claimed).map((rows) => inTurn(context, rows, handle, deadline, signal));
      for (const state of (await Promise.all(work)).flat()) report[state] += 1;
    }
  }
  return report;
}

function claimOf({ owner, platforms, clock, lease }: DeliveryContext): Claim {
  return { owner, platforms: [...platforms.keys()], now: clock.now(), lease, limit: batch };
}

/** The deliveries of each channel or thread together: there they go out in their order. */
function byPlace(rows: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const places = Map.groupBy(rows, ({ place }) => JSON.stringify(place));
  return [...places.values()];
}

type Handle = (
  context: DeliveryContext,
  platform: Platform,
  row: Delivery,
  time: number,
) => Promise<Settlement>;

async function inTurn(
  context: DeliveryContext,
  rows: readonly Delivery[],
  handle: Handle,
  deadline: number,
  signal: AbortSignal,
): Promise<readonly Settlement['state'][]> {
  const states: Settlement['state'][] = [];
  const held: Held[] = [];
  for (const row of rows) {
    const platform = context.platforms.get(row.place.platform);
    const time = deadline - context.clock.now();
    const begun = platform !== undefined && time > 0 && !signal.aborted;
    // What else is due in a channel that takes no posts is not tried: it waits with the first.
    const [shut] = row.state === 'sending' ? held : [];
    const handled = () =>
      begun ? handle(context, platform, row, time) : Promise.resolve(handedBack(context, row));
    const settlement: Settlement = shut
      ? { ...shut, blocks: Math.max(1, row.blocks) }
      : await handled();
    // What was handed back says nothing of the channel.
    if (begun && isHeld(settlement)) held.push(settlement);
    if (await settle(context, row, settlement)) states.push(settlement.state);
  }
  return states;
}

/** A delivery that waits because its channel takes no posts. */
type Held = Extract<Settlement, { notBefore: number }> & { readonly blocks: number };

function isHeld(settlement: Settlement): settlement is Held {
  return 'blocks' in settlement && (settlement.blocks ?? 0) > 0;
}

/** What was claimed and not begun is due again at once. */
function handedBack({ clock }: DeliveryContext, row: Delivery): Settlement {
  const state = row.state === 'unknown' ? 'unknown' : 'pending';
  return { state, notBefore: clock.now(), reason: row.reason, blocks: row.blocks };
}

async function settle(
  context: DeliveryContext,
  row: Delivery,
  settlement: Settlement,
): Promise<boolean> {
  const { outbox, clock, log } = context;
  const { key } = row;
  try {
    const settled = await outbox.settle(row, settlement, clock.now());
    if (!settled) log.warn({ key }, 'a delivery was taken over while it was held here');
    else if (settlement.state === 'posted') log.info({ key }, 'posted');
    else if (settlement.state === 'failed')
      log.warn({ key, reason: settlement.reason }, 'a delivery was refused');
    else if (isHeld(settlement))
      log.warn(
        { key, reason: settlement.reason },
        'a channel takes no posts; what is due there waits',
      );
    else log.info({ key, state: settlement.state, reason: settlement.reason }, 'a delivery waits');
    return settled;
  } catch (err) {
    // It stays as claimed; when the lease is over it is looked for.
    log.error({ err, key }, 'the outcome of a delivery could not be written down');
    return false;
  }
}

async function post(
  context: DeliveryContext,
  platform: Platform,
  row: Delivery,
  time: number,
): Promise<Settlement> {
  const card = cardShape.safeParse(row.card);
  if (!card.success) {
    // Written by another version: a worker of that one may send it.
    const reason = 'the stored card cannot be read by this version';
    return { state: 'pending', notBefore: context.clock.now() + longestWait, reason };
  }
  // A channel that took no posts is asked whether it does by now: a post would only be refused again.
  const shut = row.blocks > 0 ? await heldAt(context, platform, row) : null;
  if (shut) return shut;
  const lost: PostOutcome = { state: 'unknown', reason: 'the platform did not answer in time' };
  const target = edited(row);
  const send = () =>
    target
      ? platform.edit(target, card.data)
      : platform.post(row.place, card.data, row.key, row.silent);
  const outcome = await within(context.clock, time, send, lost);
  const now = context.clock.now();
  switch (outcome.state) {
    case 'posted':
      return posted(context, row, outcome.ref);
    case 'unknown':
      // An edit may be made twice: nobody has to look whether it was.
      return {
        state: target ? 'pending' : 'unknown',
        notBefore: now + context.lease,
        reason: outcome.reason,
      };
    case 'refused':
      if (outcome.retryAfter !== null)
        return refusedForNow(context, row, outcome.reason, outcome.retryAfter);
      // Is it this message that is refused, or any in that channel?
      return (await heldAt(context, platform, row)) ?? { state: 'failed', reason: outcome.reason };
    default:
      return outcome satisfies never;
  }
}

/** The message that a delivery edits; null for one that posts. */
function edited({ slot, message }: Delivery): Posted | null {
  return slot === editSlot ? message : null;
}

/** Holds a delivery whose channel takes no posts, with what to grant; null where the channel takes them. */
async function heldAt(
  { clock }: DeliveryContext,
  platform: Platform,
  row: Delivery,
): Promise<Held | null> {
  const unheard: ProbeOutcome = {
    state: 'cannot',
    reason: 'The platform does not say whether the bot may post there.',
    grant: 'Nothing: it is asked again.',
    scope: 'channel',
  };
  const probed = await within(clock, probeTime, () => platform.probe(row.place), unheard);
  if (probed.state === 'can') return null;
  const wait = Math.min(longestCheck, firstCheck * 2 ** row.blocks);
  return {
    state: 'pending',
    notBefore: clock.now() + wait,
    reason: `${probed.reason} ${probed.grant}`,
    blocks: row.blocks + 1,
  };
}

function refusedForNow(
  { clock, random }: DeliveryContext,
  row: Delivery,
  reason: string,
  retryAfter: number,
): Settlement {
  const backOff = Math.min(longestWait, 1000 * 2 ** (row.attempt - 1)) * (0.5 + random() / 2);
  return {
    state: 'pending',
    notBefore: clock.now() + Math.ceil(Math.max(retryAfter, backOff)),
    reason,
  };
}

async function posted(
  { onPosted, log }: DeliveryContext,
  row: Delivery,
  ref: Posted,
): Promise<Settlement> {
  try {
    await onPosted(ref, subjectOf(row));
  } catch (err) {
    log.error({ err, key: row.key }, 'the thread of a posted card could not be noted');
  }
  return { state: 'posted', message: ref };
}

/** What a posted card is about: a merged one is about several digests. */
function subjectOf({ card, digest, revision }: Delivery): Subject {
  const read = cardShape.safeParse(card);
  return (read.success ? read.data.subject : null) ?? { digest, revision };
}

async function lookFor(
  context: DeliveryContext,
  platform: Platform,
  row: Delivery,
  time: number,
): Promise<Settlement> {
  const { clock, lease } = context;
  if (edited(row)) return { state: 'pending', notBefore: clock.now(), reason: row.reason };
  const since = (row.firstSentAt ?? row.createdAt) - clockSkew;
  const lost: FindOutcome = {
    state: 'cannot_tell',
    reason: 'the look for it got no answer in time',
  };
  const outcome = await within(clock, time, () => platform.find(row.place, row.key, since), lost);
  switch (outcome.state) {
    case 'found':
      return posted(context, row, outcome.ref);
    case 'none':
      return { state: 'pending', notBefore: clock.now(), reason: row.reason };
    case 'cannot_tell': {
      const wait = Math.min(longestLookWait, lease * 2 ** (row.lookups - 1));
      return { state: 'unknown', notBefore: clock.now() + wait, reason: outcome.reason };
    }
    default:
      return outcome satisfies never;
  }
}
