import type { Log } from '../log.ts';
import type { Workers } from '../store/workers.ts';
import type { Clock } from './clock.ts';
import type { Turns } from './pace.ts';

/** What a worker needs to take its part of each platform's limit. */
export interface ShareParts {
  readonly workers: Workers;
  readonly owner: string;
  /** Of the platforms that have a limit, by name. */
  readonly turns: ReadonlyMap<string, Turns>;
  readonly clock: Clock;
  /** How often (ms) a worker says that it is there; one that was silent three times is gone. */
  readonly beat?: number;
  readonly log: Log;
}

/** The parts of the platforms' limits among all workers that are there. */
export interface Shares {
  /** Says that this worker is there, and takes its part; a newcomer begins when the others have seen it. */
  start(): Promise<void>;
  /** Leaves the limits to the others. */
  stop(): Promise<void>;
}

const usualBeat = 10_000;
/** A newcomer gives the others a beat, and some time to write it down. */
const newcomerWaits = 1.2;

/** Shares that stand still until they are started; without any limit to share they do nothing. */
export function createShares(parts: ShareParts): Shares {
  const { workers, owner, turns, clock, log, beat = usualBeat } = parts;
  const gone = 3 * beat;
  const platforms = [...turns.keys()];
  let callOff: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  async function take(isNew: boolean): Promise<boolean> {
    const now = clock.now();
    await workers.seen({ owner, platforms }, now, now - gone);
    const there = await workers.since(now - gone);
    let waits = false;
    for (const [name, turn] of turns) {
      const others = there.filter((one) => one.owner !== owner && one.platforms.includes(name));
      const isHeld = isNew && others.length > 0;
      turn.share(isHeld ? 0 : 1 / (others.length + 1));
      waits ||= isHeld;
    }
    return waits;
  }

  function beatAfter(ms: number): void {
    if (stopped) return;
    callOff = clock.after(ms, () => {
      running = once(false);
    });
  }

  async function once(isNew: boolean): Promise<void> {
    try {
      beatAfter((await take(isNew)) ? newcomerWaits * beat : beat);
    } catch (err) {
      // Its part stays what it was: without the store nothing is claimed anyway.
      log.debug({ err }, 'the share of the limits could not be taken');
      beatAfter(beat);
    }
  }

  return {
    async start() {
      if (turns.size > 0) await once(true);
    },
    async stop() {
      stopped = true;
      callOff?.();
      await running;
      callOff?.();
      if (turns.size === 0) return;
      await workers
        .leave(owner)
        .catch((err: unknown) => log.debug({ err }, 'a worker could not say that it leaves'));
    },
  };
}
