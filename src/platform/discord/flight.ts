import { setTimeout as sleep } from 'node:timers/promises';

/** What is under way, so that a stop can wait for it. */
export interface Flight {
  /** Counts a task in until it settles, and gives it back. */
  add<T>(task: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, or after this many ms. */
  landed(longest: number): Promise<void>;
}

export function createFlight(): Flight {
  const tasks = new Set<Promise<unknown>>();
  function add<T>(task: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = task.then(
      () => tasks.delete(settled),
      () => tasks.delete(settled),
    );
    tasks.add(settled);
    return task;
  }
  async function landed(longest: number): Promise<void> {
    const deadline = sleep(longest, 'late', { ref: false });
    while (tasks.size > 0) {
      if ((await Promise.race([Promise.all(tasks), deadline])) === 'late') return;
    }
  }
  return { add, landed };
}
