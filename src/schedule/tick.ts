import { randomUUID } from 'node:crypto';
import { type ScheduledTask, schedule } from 'node-cron';
import type { Subject } from '../card/card.ts';
import type { Log } from '../log.ts';
import type { Pace, Platform, Posted } from '../platform/platform.ts';
import { StoreError } from '../store/error.ts';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock, within } from './clock.ts';
import { createDeliveries, type DeliveryReport } from './deliver.ts';
import { createKeeping, type KeepingParts } from './keeping.ts';
import { createTurns } from './pace.ts';
import { createPlanner, type PlannerParts } from './planner.ts';
import { createShares } from './shares.ts';
import { createStoreWatch } from './store-watch.ts';

/** What the scheduler is handed. */
export interface SchedulerParts extends PlannerParts, KeepingParts {
  readonly store: Store;
  /** The platforms that run, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** The platforms that are planned for, where others send to some of them; null plans nothing. */
  readonly planned?: ReadonlySet<string> | null;
  /** How fast they may be called; those that are not named here at any speed. */
  readonly paces?: ReadonlyMap<string, Pace>;
  /** Called for every card that stands in a channel; may come twice for one. */
  readonly onPosted: (ref: Posted, subject: Subject) => Promise<void>;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long (ms) a worker holds a delivery. */
  readonly lease?: number;
  /** How often (ms) it says to those it shares limits with that it is there. */
  readonly beat?: number;
}

/** What a tick did: new deliveries planned, and what became of those that were due. */
export type TickReport = DeliveryReport & { readonly planned: number };

/** Plans and delivers once a minute. */
export interface Scheduler {
  /** Ticks at once, then every minute; resolves after the first tick. */
  start(): Promise<void>;
  /** Plans and delivers what is due at `now` (epoch ms). Never throws: what goes wrong is in the log. */
  tick(now: number): Promise<TickReport>;
  /**
   * Something changed in a channel, or with null in any of the platform's: what waits because it takes no posts is due
   * now. Never throws.
   */
  recheck(platform: string, channel: string | null): Promise<void>;
  /** Begins nothing any more and waits for what is in flight, 8 s at most: the rest of ten is for the platforms. */
  stop(): Promise<void>;
}

const defaultLease = 60_000;
const stopTime = 8000;
/** Deliveries due before the next tick are not kept waiting for it; both in ms. */
const wakeWithin = 60_000;
const shortestWake = 250;
const nothing: DeliveryReport = { posted: 0, failed: 0, pending: 0, unknown: 0 };

/** The scheduler over a store and the platforms that run. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { store, platforms, log, clock = systemClock } = parts;
  const owner = randomUUID();
  const planner = plannerOf(parts);
  const keep = createKeeping(parts);
  const storeWatch = createStoreWatch(log);
  const turns = new Map(
    [...(parts.paces ?? [])].map(([name, pace]) => [
      name,
      createTurns(pace, clock, () => void deliver()),
    ]),
  );
  const stopping = new AbortController();
  const { signal } = stopping;
  const deliveries = createDeliveries(
    {
      outbox: store.outbox,
      platforms,
      turns,
      owner,
      lease: parts.lease ?? defaultLease,
      clock,
      random: parts.random ?? Math.random,
      onPosted: parts.onPosted,
      log,
    },
    signal,
  );
  const shares = createShares({
    workers: store.workers,
    owner,
    // The embedded database is one process's alone, and so are the limits.
    turns: store.kind === 'sqlite' ? new Map() : turns,
    clock,
    ...(parts.beat === undefined ? {} : { beat: parts.beat }),
    log,
  });
  let task: ScheduledTask | null = null;
  let unhear: (() => Promise<void>) | null = null;
  let callOffWake: (() => void) | null = null;
  let planning: Promise<unknown> = Promise.resolve();
  let isPlanned = true;
  const passes = new Set<Promise<unknown>>();

  /** One plan at a time; what goes out meanwhile goes on. */
  function plan(now: number): Promise<number> {
    const next = planning.then(() => (signal.aborted ? 0 : planOnce(now)));
    planning = next;
    return next;
  }

  async function planOnce(now: number): Promise<number> {
    try {
      const added = await planner(now);
      if (added > 0) await wakeOthers();
      isPlanned = true;
      return added;
    } catch (err) {
      isPlanned = false;
      failed(err, 'what is due could not be planned');
      return 0;
    }
  }

  /** A store that is away is said once, not at every tick. */
  function failed(err: unknown, what: string): void {
    if (err instanceof StoreError) storeWatch.failed(err);
    else log.error({ err }, what);
  }

  function deliver(): Promise<DeliveryReport> {
    const pass = delivered().finally(() => passes.delete(pass));
    passes.add(pass);
    return pass;
  }

  async function delivered(): Promise<DeliveryReport> {
    if (signal.aborted) return nothing;
    try {
      const report = await deliveries.run();
      await wakeForNext();
      await keep(clock.now());
      // A full disk can still be read.
      if (isPlanned) storeWatch.worked();
      return report;
    } catch (err) {
      failed(err, 'a tick could not be finished');
      return nothing;
    }
  }

  async function wakeOthers(): Promise<void> {
    try {
      await store.wakes.wake();
    } catch (err) {
      log.debug({ err }, 'others could not be woken');
    }
  }

  async function wakeForNext(): Promise<void> {
    callOffWake?.();
    const due = await store.outbox.nextDue([...platforms.keys()], clock.now());
    if (due === null || signal.aborted) return;
    const wait = Math.max(shortestWake, due - clock.now());
    callOffWake?.();
    if (wait < wakeWithin) callOffWake = clock.after(wait, () => void deliver());
  }

  async function tick(now: number): Promise<TickReport> {
    const added = await plan(now);
    return { planned: added, ...(await deliver()) };
  }

  async function ended(): Promise<void> {
    await Promise.all([task?.destroy(), planning, ...passes]);
    await Promise.all([shares.stop(), unhear?.()]);
    // What was handed back is taken up by others at once.
    await wakeOthers();
  }

  return {
    tick,
    async start() {
      // A call that hangs holds up no later plan.
      task = schedule('* * * * *', () => plan(clock.now()).then(() => void deliver()), {
        timezone: 'UTC',
        noOverlap: true,
        suppressMissedWarning: true,
        logger: cronLog(log),
      });
      unhear = await store.wakes.onWake(() => void deliver());
      await shares.start();
      await tick(clock.now());
    },
    async recheck(platform, channel) {
      try {
        await store.outbox.recheck(platform, channel, clock.now());
        // Also where nothing waited for that: the channel may be greeted, or out of a pause.
        await wakeOthers();
        void deliver();
      } catch (err) {
        log.error({ err, platform }, 'what waits for a channel could not be made due');
      }
    },
    async stop() {
      stopping.abort();
      callOffWake?.();
      await within(clock, stopTime, ended, undefined);
    },
  };
}

function plannerOf({ planned, ...parts }: SchedulerParts): (now: number) => Promise<number> {
  if (planned === null) return () => Promise.resolve(0);
  const names = planned ?? parts.platforms.keys();
  return createPlanner({ ...parts, platforms: new Map([...names].map((name) => [name, null])) });
}

/** node-cron's own words, as structured lines. */
function cronLog(log: Log) {
  return {
    info: (message: string) => log.debug({ message }, 'node-cron'),
    warn: (message: string) => log.debug({ message }, 'node-cron'),
    debug: (message: string | Error) => log.debug({ message: String(message) }, 'node-cron'),
    error: (message: string | Error) => log.error({ message: String(message) }, 'node-cron'),
  };
}
