import { randomUUID } from 'node:crypto';
import { type ScheduledTask, schedule } from 'node-cron';
import type { Subject } from '../card/card.ts';
import type { Log } from '../log.ts';
import type { Platform, Posted } from '../platform/platform.ts';
import { StoreError } from '../store/error.ts';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock, within } from './clock.ts';
import { deliver, type DeliveryContext, type DeliveryReport } from './deliver.ts';
import { createKeeping, type KeepingParts } from './keeping.ts';
import { createPlanner, type PlannerParts } from './planner.ts';
import { createStoreWatch } from './store-watch.ts';

/** What the scheduler is handed. */
export interface SchedulerParts extends PlannerParts, KeepingParts {
  readonly store: Store;
  /** The platforms that run, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** Called for every card that stands in a channel; may come twice for one. */
  readonly onPosted: (ref: Posted, subject: Subject) => Promise<void>;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long (ms) a worker holds a delivery. */
  readonly lease?: number;
}

/** What a tick did: new deliveries planned, and what became of those that were due. */
export type TickReport = DeliveryReport & { readonly planned: number };

/** Plans and delivers once a minute. */
export interface Scheduler {
  /** Ticks at once, then every minute; resolves after the first tick. */
  start(): Promise<void>;
  /** Plans and delivers what is due at `now` (epoch ms). Never throws: what goes wrong is in the log. */
  tick(now: number): Promise<TickReport>;
  /** Begins nothing any more and waits for what is in flight, 10 s at most. */
  stop(): Promise<void>;
}

const defaultLease = 60_000;
const stopTime = 10_000;
/** Deliveries due before the next tick are not kept waiting for it; both in ms. */
const wakeWithin = 60_000;
const shortestWake = 250;
const nothing: TickReport = { planned: 0, posted: 0, failed: 0, pending: 0, unknown: 0 };

/** The scheduler over a store and the platforms that run. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { store, platforms, log, clock = systemClock } = parts;
  const planner = createPlanner(parts);
  const keep = createKeeping(parts);
  const storeWatch = createStoreWatch(log);
  const stopping = new AbortController();
  const context: DeliveryContext = {
    outbox: store.outbox,
    platforms,
    owner: randomUUID(),
    lease: parts.lease ?? defaultLease,
    clock,
    random: parts.random ?? Math.random,
    onPosted: parts.onPosted,
    log,
  };
  let task: ScheduledTask | null = null;
  let callOffWake: (() => void) | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One thing at a time: a tick and an early wake never deliver side by side. */
  function inTurn(work: () => Promise<TickReport>): Promise<TickReport> {
    const next = last.then(async () => {
      if (stopping.signal.aborted) return nothing;
      try {
        const report = await work();
        storeWatch.worked();
        return report;
      } catch (err) {
        if (err instanceof StoreError) storeWatch.failed(err);
        else log.error({ err }, 'a tick could not be finished');
        return nothing;
      }
    });
    last = next;
    return next;
  }

  async function delivered(planned: number): Promise<TickReport> {
    const report = await deliver(context, stopping.signal);
    await wakeForNext();
    return { planned, ...report };
  }

  async function wakeForNext(): Promise<void> {
    callOffWake?.();
    const due = await store.outbox.nextDue([...platforms.keys()]);
    if (due === null || stopping.signal.aborted) return;
    const wait = Math.max(shortestWake, due - clock.now());
    if (wait < wakeWithin) callOffWake = clock.after(wait, () => void inTurn(() => delivered(0)));
  }

  const tick = (now: number) =>
    inTurn(async () => {
      const planned = await planner(now).catch((err: unknown) => {
        if (err instanceof StoreError) throw err;
        log.error({ err }, 'what is due could not be planned');
        return 0;
      });
      const report = await delivered(planned);
      await keep(now);
      return report;
    });

  return {
    tick,
    async start() {
      task = schedule('* * * * *', () => tick(clock.now()), {
        timezone: 'UTC',
        noOverlap: true,
        suppressMissedWarning: true,
        logger: cronLog(log),
      });
      await tick(clock.now());
    },
    async stop() {
      stopping.abort();
      callOffWake?.();
      await within(clock, stopTime, () => Promise.all([task?.destroy(), last]), undefined);
    },
  };
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
