import type { Database } from './database.ts';

/** Keys are forgotten after this long; platforms redeliver within the hour. */
const keepKeys = 7 * 24 * 3_600_000;
const cleanEvery = 3_600_000;

/** Gives a function that clears old keys now and then; `now` in epoch ms. */
export function keyCleanerOf({ db }: Pick<Database, 'db'>): (now: number) => Promise<void> {
  let cleanedAt = -Infinity;
  return async (now) => {
    if (now - cleanedAt < cleanEvery) return;
    cleanedAt = now;
    await db
      .deleteFrom('seen_keys')
      .where('seen_at', '<', now - keepKeys)
      .execute();
  };
}
