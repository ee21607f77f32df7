/** What a lane is made of. */
export interface LaneParts<T> {
  /** How much may be under way at once, as things stand now. */
  readonly room: () => number;
  /** Takes so many pieces of work at most; none where there is nothing to do now. */
  readonly take: (most: number) => Promise<readonly T[]>;
  /** Does one. Never throws. */
  readonly work: (piece: T) => Promise<void>;
  /** Once it ends nothing is begun any more. */
  readonly signal: AbortSignal;
}

/** Work that is done a few pieces at once, each taken only when there is room for it. */
export interface Lane {
  /** Looks for work, again where it is at work already; resolves when there is none left. Throws what `take` throws. */
  run(): Promise<void>;
  readonly running: boolean;
}

/** Of the room this part is free before more is taken: one statement then takes several. */
const refill = 4;

/** A lane that stands still until it is run. */
export function createLane<T>({ room, take, work, signal }: LaneParts<T>): Lane {
  const flight = new Set<Promise<void>>();
  let running: Promise<void> | null = null;
  let asked = false;
  let changed = Promise.withResolvers<void>();

  function begin(piece: T): void {
    const one = work(piece).finally(() => {
      flight.delete(one);
      changed.resolve();
    });
    flight.add(one);
  }

  async function fill(): Promise<void> {
    const most = room();
    const free = most - flight.size;
    if (free <= 0 || (flight.size > 0 && free < most / refill)) return;
    for (const piece of await take(free)) begin(piece);
  }

  async function loop(): Promise<void> {
    try {
      while (!signal.aborted) {
        asked = false;
        changed = Promise.withResolvers();
        await fill();
        if (flight.size === 0 && !asked) return;
        if (flight.size > 0) await changed.promise;
      }
    } finally {
      await Promise.all(flight);
    }
  }

  return {
    run() {
      asked = true;
      changed.resolve();
      running ??= loop().finally(() => {
        running = null;
      });
      return running;
    },
    get running() {
      return running !== null;
    },
  };
}
