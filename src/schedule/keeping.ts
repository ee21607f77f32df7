import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** What the deleting of old words needs. */
export interface KeepingParts {
  readonly store: Pick<Store, 'retention'>;
  /** How many days what is kept of people stays; 30 where it is not said. */
  readonly keepDays?: number;
  readonly log: Log;
}

const defaultKeepDays = 30;
const day = 24 * 3_600_000;
const every = 3_600_000;

/** Gives a function that deletes what is kept of people for longer than that, at most once an hour; `now` in epoch ms. */
export function createKeeping(parts: KeepingParts): (now: number) => Promise<void> {
  const { store, keepDays = defaultKeepDays, log } = parts;
  let last = -Infinity;
  return async (now) => {
    if (now - last < every) return;
    last = now;
    const deleted = await store.retention.purge(now - keepDays * day);
    if (Object.values(deleted).some((count) => count > 0))
      log.info({ ...deleted, keepDays }, 'what was kept of people for long enough is deleted');
  };
}
