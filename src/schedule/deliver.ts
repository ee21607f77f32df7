import type { Subject } from '../card/card.ts';
import type { Log } from '../log.ts';
import type { Platform, Posted } from '../platform/platform.ts';
import type { Delivery } from '../store/delivery.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Claim } from '../store/outbox-claim.ts';
import type { Settlement } from '../store/outbox-settle.ts';
import { lookFor, post, untried } from './attempt.ts';
import type { Clock } from './clock.ts';
import { createLane, type Lane } from './lane.ts';
import type { Turns } from './pace.ts';

/** What deliveries are made with. */
export interface DeliveryContext {
  readonly outbox: Outbox;
  /** The platforms that run, by name; deliveries to others wait. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** The turns of platforms that may not be called at any speed. */
  readonly turns?: ReadonlyMap<string, Turns>;
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

/** The deliveries of one worker, while it works. */
export interface Deliveries {
  /** Sends what is due and looks for what is not known, until nothing is left or the signal ends it. */
  run(): Promise<DeliveryReport>;
}

/** How many posts of one platform are under way at most, and how many looks: a slow platform holds up no other. */
const posts = 32;
const looks = 4;

/** One pass over what is due. */
export function deliver(context: DeliveryContext, signal: AbortSignal): Promise<DeliveryReport> {
  return createDeliveries(context, signal).run();
}

/** Deliveries that stand still until they are run; a run while another goes on joins it. */
export function createDeliveries(context: DeliveryContext, signal: AbortSignal): Deliveries {
  const { outbox, clock, lease } = context;
  const counts = { posted: 0, failed: 0, pending: 0, unknown: 0 };
  /** Platforms that do not accept the token: they get nothing more until a restart. */
  const shut = new Set<string>();
  const done = (state: Settlement['state']) => {
    counts[state] += 1;
  };
  const lanes = [...context.platforms].flatMap(([name, platform]) => {
    const parts = { context, name, platform, signal, shut, done };
    const sending = sendLane(parts);
    return [sending, lookLane(parts, sending)];
  });
  return {
    async run() {
      const before = { ...counts };
      await outbox.expire(clock.now(), lease);
      do await all(lanes);
      while (lanes.some((lane) => lane.running));
      return {
        posted: counts.posted - before.posted,
        failed: counts.failed - before.failed,
        pending: counts.pending - before.pending,
        unknown: counts.unknown - before.unknown,
      };
    },
  };
}

/** Runs every lane to its end, and throws what the first threw only then. */
async function all(lanes: readonly Lane[]): Promise<void> {
  const ended = await Promise.allSettled(lanes.map((lane) => lane.run()));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

interface LaneOf {
  readonly context: DeliveryContext;
  readonly name: string;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly shut: Set<string>;
  readonly done: (state: Settlement['state']) => void;
}

/** A claimed delivery, and until when (epoch ms) this worker may be at it. */
interface Held {
  readonly row: Delivery;
  readonly deadline: number;
}

function sendLane({ context, name, platform, signal, shut, done }: LaneOf): Lane {
  const turns = context.turns?.get(name);
  let after = '';
  return createLane<Held>({
    signal,
    // No more than go out in an eighth of a lease: a post that waits for its turn is better with another worker.
    room: () => (turns ? Math.min(posts, Math.ceil((turns.rate() * context.lease) / 8000)) : posts),
    async take(most) {
      if (shut.has(name)) return [];
      const rows = await claimed(context, name, most, (claim) =>
        context.outbox.claimPending({ ...claim, after }),
      );
      after = rows.at(-1)?.row.place.channel ?? '';
      return rows;
    },
    work: (held) => handle({ context, name, platform, signal, shut, done }, held, post),
  });
}

function lookLane(parts: LaneOf, sending: Lane): Lane {
  const { context, name, signal, shut } = parts;
  return createLane<Held>({
    signal,
    room: () => (context.turns?.get(name)?.rate() === 0 ? 0 : looks),
    take: async (most) =>
      shut.has(name)
        ? []
        : claimed(context, name, most, (claim) => context.outbox.claimUnknown(claim)),
    async work(held) {
      await handle(parts, held, lookFor);
      // What is not there is sent again. What the lane throws comes to whoever runs it.
      sending.run().catch(() => {});
    },
  });
}

async function claimed(
  { owner, clock, lease }: DeliveryContext,
  platform: string,
  limit: number,
  claim: (claim: Claim) => Promise<readonly Delivery[]>,
): Promise<readonly Held[]> {
  const now = clock.now();
  const rows = await claim({ owner, platforms: [platform], now, lease, limit });
  return rows.map((row) => ({ row, deadline: now + lease / 2 })); // counted from before the claim
}

async function handle(
  { context, name, platform, signal, shut, done }: LaneOf,
  { row, deadline }: Held,
  attempt: typeof post,
): Promise<void> {
  const { clock, log } = context;
  const turns = context.turns?.get(name);
  const settlement = shut.has(name)
    ? untried(row, clock.now())
    : await attempt({
        ...context,
        platform,
        turns,
        signal,
        row,
        deadline,
        onBadToken(reason) {
          if (!shut.has(name))
            log.error({ platform: name, reason }, 'nothing more is sent there before a restart');
          shut.add(name);
        },
      });
  if (await settle(context, row, settlement)) done(settlement.state);
}

async function settle(
  { outbox, clock, log }: DeliveryContext,
  row: Delivery,
  settlement: Settlement,
): Promise<boolean> {
  const { key } = row;
  try {
    const settled = await outbox.settle(row, settlement, clock.now());
    if (settled) tell(log, key, settlement);
    else log.warn({ key }, 'a delivery was taken over while it was held here');
    return settled;
  } catch (err) {
    // It stays as claimed; when the lease is over it is looked for.
    log.error({ err, key }, 'the outcome of a delivery could not be written down');
    return false;
  }
}

function tell(log: Log, key: string, settlement: Settlement): void {
  if (settlement.state === 'posted') return log.info({ key }, 'posted');
  const { state, reason } = settlement;
  if (state === 'failed') return log.warn({ key, reason }, 'a delivery was refused');
  if (settlement.untried) return log.debug({ key }, 'a delivery is handed back');
  if ((settlement.blocks ?? 0) > 0)
    return log.warn({ key, reason }, 'a channel takes no posts; what is due there waits');
  log.info({ key, state, reason }, 'a delivery waits');
}
