import type { Subject } from '../card/card.ts';
import { cardShape } from '../card/schema.ts';
import type {
  FindOutcome,
  Platform,
  Posted,
  PostOutcome,
  ProbeOutcome,
} from '../platform/platform.ts';
import { type Delivery, editSlot } from '../store/delivery.ts';
import type { Settlement } from '../store/outbox-settle.ts';
import { within } from './clock.ts';
import type { DeliveryContext } from './deliver.ts';
import type { Turns } from './pace.ts';

/** One try to send a delivery, or to find it. */
export interface Attempt extends Pick<
  DeliveryContext,
  'clock' | 'lease' | 'random' | 'onPosted' | 'log'
> {
  readonly platform: Platform;
  readonly turns: Turns | undefined;
  readonly signal: AbortSignal;
  readonly row: Delivery;
  /** Epoch ms: no call lasts longer. */
  readonly deadline: number;
  /** Called where the platform does not accept the bot's token. */
  readonly onBadToken: (reason: string) => void;
}

const longestWait = 10 * 60_000;
/** After this many tries a refusal counts as one for good, whatever was said at those before. */
const mostRefusals = 10;
/** A channel that takes no posts is asked again, without posting, after this long (ms), ever more seldom. */
const firstCheck = 5 * 60_000;
const longestCheck = 6 * 60 * 60_000;
/** How long (ms) the answer to that may take. */
const probeTime = 10_000;
const longestLookWait = 60 * 60_000;
/** How far the clocks of a platform and this machine may be apart, in ms. */
const clockSkew = 2 * 60_000;
/** Requests that a call makes, as a rule: an edit and a look read the channel first. */
const requests = { post: 1, edit: 2, find: 2, probe: 1 } as const;

/** What was claimed and not begun is due again at once. */
export function untried(row: Delivery, now: number): Settlement {
  const state = row.state === 'unknown' ? 'unknown' : 'pending';
  return { state, notBefore: now, reason: row.reason, blocks: row.blocks, untried: true };
}

/** Sends a claimed delivery, and says what became of it. */
export async function post(attempt: Attempt): Promise<Settlement> {
  const { row, clock, lease } = attempt;
  const card = cardShape.safeParse(row.card);
  if (!card.success) {
    // Written by another version: a worker of that one may send it. It does not count as tried, so that what is behind
    // it in the channel goes on.
    const reason = 'the stored card cannot be read by this version';
    return { state: 'pending', notBefore: clock.now() + longestWait, reason, untried: true };
  }
  // A channel that took no posts is asked whether it does by now: a post would only be refused again.
  const shut = row.blocks > 0 ? await heldAt(attempt) : null;
  if (shut) return shut;
  const target = edited(row);
  const outcome = await called<PostOutcome>(
    attempt,
    target ? 'edit' : 'post',
    (platform) =>
      target
        ? platform.edit(target, card.data)
        : platform.post(row.place, card.data, row.key, row.silent),
    { state: 'unknown', reason: 'the platform did not answer in time' },
  );
  if (outcome === null) return untried(row, clock.now());
  switch (outcome.state) {
    case 'posted':
      return posted(attempt, outcome.ref);
    case 'unknown':
      // An edit may be made twice: nobody has to look whether it was.
      return {
        state: target ? 'pending' : 'unknown',
        notBefore: clock.now() + lease,
        reason: outcome.reason,
      };
    case 'refused':
      return refused(attempt, outcome);
    default:
      return outcome satisfies never;
  }
}

/** Looks for a claimed delivery whose outcome is not known, and says what became of it. */
export async function lookFor(attempt: Attempt): Promise<Settlement> {
  const { row, clock, lease } = attempt;
  if (edited(row)) return { state: 'pending', notBefore: clock.now(), reason: row.reason };
  const since = (row.firstSentAt ?? row.createdAt) - clockSkew;
  const outcome = await called<FindOutcome>(
    attempt,
    'find',
    (platform) => platform.find(row.place, row.key, since),
    { state: 'cannot_tell', reason: 'the look for it got no answer in time' },
  );
  if (outcome === null) return untried(row, clock.now());
  switch (outcome.state) {
    case 'found':
      return posted(attempt, outcome.ref);
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

/**
 * What a call to the platform gives once it is its turn, or `late` where it takes too long; null where it was not begun.
 * Messages keep their channel's distance.
 */
async function called<T>(
  { platform, turns, signal, row, deadline, clock }: Attempt,
  kind: keyof typeof requests,
  call: (platform: Platform) => Promise<T>,
  late: T,
): Promise<T | null> {
  const channel = kind === 'post' || kind === 'edit' ? row.place.channel : null;
  const end = turns ? await turns.take(channel, requests[kind], signal) : () => {};
  if (end === null) return null;
  try {
    const time = Math.min(deadline - clock.now(), kind === 'probe' ? probeTime : Infinity);
    if (time <= 0 || signal.aborted) return null;
    return await within(clock, time, () => call(platform), late);
  } finally {
    end();
  }
}

async function posted({ row, onPosted, log }: Attempt, ref: Posted): Promise<Settlement> {
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

function refused(
  attempt: Attempt,
  { reason, retryAfter, scope }: Extract<PostOutcome, { state: 'refused' }>,
): Settlement | Promise<Settlement> {
  const { row, turns } = attempt;
  if (retryAfter === null)
    return scope === 'platform' ? badToken(attempt, reason) : refusedForGood(attempt, reason);
  turns?.pause(scope === 'platform' ? null : row.place.channel, retryAfter);
  return refusedForNow(attempt, reason, retryAfter);
}

/** Kept as it is: what does not take the token takes nothing from this process any more. */
function badToken({ row, clock, onBadToken }: Attempt, reason: string): Settlement {
  onBadToken(reason);
  return { state: 'pending', notBefore: clock.now(), reason, blocks: Math.max(1, row.blocks) };
}

function refusedForNow(
  { row, clock, random }: Attempt,
  reason: string,
  retryAfter: number,
): Settlement {
  const backOff = Math.min(longestWait, 1000 * 2 ** (row.attempt - 1)) * (0.5 + random() / 2);
  const wait = Math.ceil(Math.max(retryAfter, backOff));
  return { state: 'pending', notBefore: clock.now() + wait, reason };
}

/** Is it this message that is refused, or any in that channel? */
async function refusedForGood(attempt: Attempt, reason: string): Promise<Settlement> {
  const shut = await heldAt(attempt);
  if (shut) return shut;
  // A channel may open between the refusal and this look: what is refused once more is refused for good.
  const { row } = attempt;
  const isTwice = row.blocks === 0 && row.reason === reason;
  return isTwice || row.attempt > mostRefusals
    ? { state: 'failed', reason }
    : refusedForNow(attempt, reason, 0);
}

/** Holds a delivery whose channel takes no posts, with what to grant; null where the channel takes them. */
async function heldAt(attempt: Attempt): Promise<Settlement | null> {
  const { row, clock } = attempt;
  const unheard: ProbeOutcome = {
    state: 'cannot',
    reason: 'The platform does not say whether the bot may post there.',
    grant: 'Nothing: it is asked again.',
    scope: 'channel',
  };
  const probed = await called(attempt, 'probe', (platform) => platform.probe(row.place), unheard);
  if (probed === null) return untried(row, clock.now());
  if (probed.state === 'can') return null;
  const reason = `${probed.reason} ${probed.grant}`;
  if (probed.scope === 'platform') return badToken(attempt, reason);
  return {
    state: 'pending',
    notBefore: clock.now() + Math.min(longestCheck, firstCheck * 2 ** row.blocks),
    reason,
    blocks: row.blocks + 1,
  };
}

/** The message that a delivery edits; null for one that posts. */
function edited({ slot, message }: Delivery): Posted | null {
  return slot === editSlot ? message : null;
}
