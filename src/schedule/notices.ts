import type { Log } from '../log.ts';

/** Says sentences about things that stay wrong once, not at every tick. */
export interface Notices {
  /** Warns of those that were not there the last time; one that comes back is said again. */
  say(topic: string, sentences: readonly string[]): void;
}

/** Notices that go to the log under their topic, each with its sentence as `reason`. */
export function createNotices(log: Log): Notices {
  const said = new Map<string, ReadonlySet<string>>();
  return {
    say(topic, sentences) {
      const before = said.get(topic);
      const now = new Set(sentences);
      for (const reason of now) if (!before?.has(reason)) log.warn({ reason }, topic);
      said.set(topic, now);
    },
  };
}
