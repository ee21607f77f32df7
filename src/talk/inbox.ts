import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Inbox } from '../platform/platform.ts';
import type { Store } from '../store/store.ts';

/** How long a process holds what it heard without saying that it lives, and how often it says so, ms. */
const lease = 30_000;
const renewEvery = 10_000;

/** How long what is begun may go on without another look whether it is still held, ms: as long as a call may take. */
const sure = 10_000;

/** How much of what others left is taken up at a time. */
const atOnce = 20;

/** The inbox of one process, which holds what it heard until it is stopped. */
export type OwnInbox = Inbox & { stop(): void };

/** The inbox of one process: it holds what it heard as long as it lives. */
export function createInbox(
  { inbox }: Pick<Store, 'inbox'>,
  log: Log,
  now: () => number = Date.now,
): OwnInbox {
  const owner = randomUUID();
  /** What is not settled yet, and until when it is held, epoch ms. */
  const open = new Map<string, number>();

  async function renew(ids: readonly string[]): Promise<void> {
    const until = now() + lease;
    const own = new Set(await inbox.renew(owner, ids, until));
    for (const id of ids) {
      const before = open.get(id);
      if (before === undefined) continue;
      if (own.has(id)) open.set(id, Math.max(before, until));
      else open.delete(id);
    }
  }

  const beat = setInterval(() => {
    if (open.size === 0) return;
    renew([...open.keys()]).catch((err: unknown) => {
      log.error({ err }, 'what was heard could not be held');
    });
  }, renewEvery);
  beat.unref();
  return {
    async keep(platform, keys, heard) {
      const until = now() + lease;
      const kept = await inbox.keep({ platform, keys, heard }, owner, until, now());
      if (kept && keys[0] !== undefined) open.set(keys[0], until);
      return kept;
    },
    async holds(id) {
      if ((open.get(id) ?? 0) - sure > now()) return true;
      if (open.has(id)) await renew([id]);
      return open.has(id);
    },
    async settle(id) {
      await inbox.settle(id);
      open.delete(id);
    },
    async left(platform) {
      const until = now() + lease;
      const taken = await inbox.take(platform, owner, until, now(), atOnce);
      for (const { id } of taken) open.set(id, until);
      return taken;
    },
    stop: () => clearInterval(beat),
  };
}
