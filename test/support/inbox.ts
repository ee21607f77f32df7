import type { Inbox } from '../../src/platform/platform.ts';

/** An inbox that remembers as long as the test runs; nothing is ever left in it by another process. */
export function memoryInbox(seen: Set<string> = new Set()): Inbox {
  return {
    keep: (_platform, keys) => {
      if (keys.some((key) => seen.has(key))) return Promise.resolve(false);
      for (const key of keys) seen.add(key);
      return Promise.resolve(true);
    },
    holds: () => Promise.resolve(true),
    settle: () => Promise.resolve(),
    left: () => Promise.resolve([]),
  };
}
