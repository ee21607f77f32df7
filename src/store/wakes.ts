/** Wakes who sends, here and in other processes, when something became due. */
export interface Wakes {
  /** Wakes all who listen; where others cannot be told they find out at their next tick. */
  wake(): Promise<void>;
  /** Calls `run` at each wake from now on; what comes back ends that. */
  onWake(run: () => void): Promise<() => Promise<void>>;
}

/** How other processes are told and heard; ones that share only a file are not. */
export interface Distance {
  tell(): Promise<void>;
  /** Calls `run` when another process tells; ends with what comes back. */
  hear(run: () => void): Promise<() => Promise<void>>;
}

/** Nobody is far. */
export const nobodyElse: Distance = {
  tell: () => Promise.resolve(),
  hear: () => Promise.resolve(() => Promise.resolve()),
};

/** The wakes of a store. */
export function wakesOf(others: Distance): Wakes {
  const here = new Set<() => void>();
  return {
    async wake() {
      for (const run of here) run();
      await others.tell();
    },
    async onWake(run) {
      here.add(run);
      const end = await others.hear(run);
      return async () => {
        here.delete(run);
        await end();
      };
    },
  };
}
