/** Time as it is handed in: tests bring their own. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs something once after so many ms; what comes back calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** What the work gives, or `late` where it takes longer than so many ms or fails. */
export async function within<T, L>(
  clock: Clock,
  ms: number,
  work: () => Promise<T>,
  late: L,
): Promise<T | L> {
  const { promise: deadline, resolve } = Promise.withResolvers<L>();
  const callOff = clock.after(ms, () => resolve(late));
  try {
    return await Promise.race([work(), deadline]);
  } catch {
    return late;
  } finally {
    callOff();
  }
}
