import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What is stuck in a channel: it takes no posts, or was searched in vain for what may stand there. */
export interface Stuck {
  readonly state: 'held' | 'unknown';
  readonly platform: string;
  readonly channel: string;
  readonly count: number;
  /** Of one of them. */
  readonly reason: string | null;
}

/** What `Outbox.stuck` gives. */
export async function stuck(db: Kysely<Tables>): Promise<readonly Stuck[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', 'platform', 'channel'])
    .select((eb) => [
      eb.fn.countAll().as('count'),
      eb.fn.max('reason').as('reason'),
      eb.fn.min('seq').as('first'),
    ])
    .where('carried_by', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'pending'), eb('blocks', '>', 0)]),
        eb.and([
          eb('state', '=', 'unknown'),
          // The first look may find it yet.
          eb.or([
            eb('lookups', '>', 1),
            eb.and([eb('lookups', '=', 1), eb('lease_until', 'is', null)]),
          ]),
        ]),
      ]),
    )
    .groupBy(['state', 'platform', 'channel'])
    .orderBy('state')
    .orderBy('first')
    .execute();
  return rows.map(({ state, platform, channel, count, reason }) => ({
    state: state === 'unknown' ? state : 'held',
    platform,
    channel,
    count: Number(count),
    reason,
  }));
}
