import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Inbox } from '../platform/platform.ts';
import type { Store } from '../store/store.ts';

/** How long a process holds what it heard without saying that it lives, and how often it says so, ms. */
const lease = 30_000;
const renewEvery = 10_000;

/** How much of what others left is taken up at a time. */
const atOnce = 20;

/** The inbox of one process: it holds what it heard as long as it lives. */
export function createInbox(
  { inbox }: Pick<Store, 'inbox'>,
  log: Log,
  now: () => number = Date.now,
): Inbox & { stop(): void } {
  const owner = randomUUID();
  const open = new Set<string>();
  const beat = setInterval(() => {
    if (open.size === 0) return;
    inbox.renew(owner, now() + lease).catch((err: unknown) => {
      log.error({ err }, 'what was heard could not be held');
    });
  }, renewEvery);
  beat.unref();
  return {
    async keep(platform, keys, heard) {
      const kept = await inbox.keep({ platform, keys, heard }, owner, now() + lease, now());
      if (kept && keys[0] !== undefined) open.add(keys[0]);
      return kept;
    },
    async settle(id) {
      open.delete(id);
      await inbox.settle(id);
    },
    async left(platform) {
      const taken = await inbox.take(platform, owner, now() + lease, now(), atOnce);
      for (const { id } of taken) open.add(id);
      return taken;
    },
    stop: () => clearInterval(beat),
  };
}
