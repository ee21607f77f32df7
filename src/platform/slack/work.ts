import type { Log } from '../../log.ts';

/** Work in flight: Bolt's stop() does not wait for listeners that run. */
export interface Work {
  /** Runs a task; its error is logged, never thrown. */
  run(name: string, task: () => Promise<void>): Promise<void>;
  /** Resolves when nothing runs any more. */
  done(): Promise<void>;
}

/** An empty list of work. */
export function createWork(log: Log): Work {
  const running = new Set<Promise<void>>();
  return {
    async run(name, task) {
      const job = task().catch((error: unknown) => {
        log.error({ platform: 'slack', work: name, err: error }, 'work failed');
      });
      running.add(job);
      await job;
      running.delete(job);
    },
    async done() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
