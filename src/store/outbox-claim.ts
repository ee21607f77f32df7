import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { delivery, type Delivery } from './delivery.ts';
import { withCards } from './outbox-rows.ts';
import type { Tables } from './tables.ts';

/** What a worker wants to take; lease in ms. */
export interface Claim {
  readonly owner: string;
  readonly platforms: readonly string[];
  readonly now: number;
  readonly lease: number;
  readonly limit: number;
  /** The channel that had its turn last: those after it come first. */
  readonly after?: string;
}

/**
 * Takes pending deliveries that are due: of each channel the first alone, and none where one is under way. The next
 * claim goes on after the channel of the last.
 */
export async function claimPending(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  let after = claim.after ?? '';
  for (let tries = 0; tries < longestChase; tries += 1) {
    const found = await heads(database.db, { ...claim, after, limit: claim.limit * spare });
    if (found.length === 0) return [];
    const rows = await take(database, { ...claim, after }, found);
    if (rows.length > 0) return rows;
    after = found.at(-1)?.channel ?? ''; // others were faster with all of these
  }
  return [];
}

/** Where several workers claim at once, each sees so many times what it wants, so that there is some left for it. */
const spare = 4;
const longestChase = 4;

function take(
  database: Database,
  claim: Claim,
  found: readonly Head[],
): Promise<readonly Delivery[]> {
  const keys = found.map(({ key }) => key);
  return database.db.transaction().execute(async (trx) => {
    const taken = await stillFree(database, trx, keys, claim);
    if (taken.length === 0) return [];
    await trx
      .updateTable('deliveries')
      .set((eb) => ({
        ...held(claim),
        state: 'sending' as const,
        attempt: eb('attempt', '+', 1),
        first_sent_at: eb.fn.coalesce('first_sent_at', eb.val(claim.now)),
      }))
      .where('key', 'in', taken)
      .execute();
    const rows = await claimed(trx, taken);
    return rows.toSorted((one, two) => taken.indexOf(one.key) - taken.indexOf(two.key));
  });
}

/** Takes unknown deliveries that are due. */
export function claimUnknown(database: Database, claim: Claim): Promise<readonly Delivery[]> {
  const { platforms, now, limit } = claim;
  if (platforms.length === 0) return Promise.resolve([]);
  return database.db.transaction().execute(async (trx) => {
    const due = trx
      .selectFrom('deliveries')
      .select('key')
      .where('state', '=', 'unknown')
      .where('not_before', '<=', now)
      .where('platform', 'in', platforms)
      .where('carried_by', 'is', null)
      .orderBy('not_before')
      .limit(limit);
    const keys = (await database.pick(due).execute()).map((row) => row.key);
    if (keys.length === 0) return [];
    await trx
      .updateTable('deliveries')
      .set((eb) => ({
        ...held(claim),
        lookups: eb('lookups', '+', 1),
        not_before: now + claim.lease, // nobody else looks while this one does
      }))
      .where('key', 'in', keys)
      .execute();
    return claimed(trx, keys);
  });
}

/** The first of what waits in a channel. */
interface Head {
  readonly key: string;
  readonly channel: string;
}

/** What may go out next, the channels in their turn. */
async function heads(db: Kysely<Tables>, claim: Claim): Promise<readonly Head[]> {
  const found = new Map<string, Head>();
  for (const platform of claim.platforms) {
    for (const after of new Set([claim.after ?? '', ''])) {
      const wanted = claim.limit - found.size;
      if (wanted <= 0) return [...found.values()];
      const { rows } = await headsAfter(platform, after, claim.now, wanted).execute(db);
      for (const head of rows) found.set(head.key, head);
    }
  }
  return [...found.values()];
}

/**
 * The first waiting delivery of each channel after one, where it may go out now. The index leads from channel to
 * channel, so that one in which thousands wait costs no more than any other. A delivery that was tried, or whose
 * channel takes no posts, keeps its place while it waits; so does one that was not looked for yet.
 */
function headsAfter(platform: string, after: string, now: number, limit: number) {
  return sql<Head>`
    with recursive lanes(channel) as (
      select (
        select channel from deliveries
        where state = 'pending' and platform = ${platform} and channel > ${after}
        order by channel limit 1
      )
      union all
      select (
        select channel from deliveries
        where state = 'pending' and platform = ${platform} and channel > lanes.channel
        order by channel limit 1
      )
      from lanes where lanes.channel is not null
    )
    select head.key, head.channel
    from lanes cross join deliveries head
    where head.seq = (
        select seq from deliveries
        where state = 'pending' and platform = ${platform} and channel = lanes.channel
          and carried_by is null and (not_before <= ${now} or attempt > 0 or blocks > 0)
        order by seq limit 1
      )
      and head.not_before <= ${now}
      and not exists (
        select 1 from deliveries
        where state = 'sending' and platform = ${platform} and channel = lanes.channel
      )
      and not exists (
        select 1 from deliveries
        where state = 'unknown' and platform = ${platform} and channel = lanes.channel
          and seq < head.seq and carried_by is null
          and (lookups = 0 or (lookups = 1 and lease_until >= ${now}))
      )
      and not exists (
        select 1 from pauses
        where scope = 'all'
          -- The platform, a workspace, or the channel itself: what its whole name begins with.
          or substr(${`${platform}/`} || lanes.channel || '/', 1, length(scope) + 1) = scope || '/'
      )
    limit ${limit}`;
}

/** Of the heads those that nobody took meanwhile, locked, in their turn. */
async function stillFree(
  database: Database,
  trx: Kysely<Tables>,
  keys: readonly string[],
  { now, limit, after = '' }: Claim,
): Promise<readonly string[]> {
  const free = trx
    .selectFrom('deliveries')
    .select('key')
    .where('key', 'in', keys)
    // Not the bare columns: SQLite would go through all that waits instead of these keys.
    .where((eb) => eb(eb.fn.coalesce('state', eb.val('')), '=', 'pending'))
    .where((eb) => eb(eb('not_before', '+', 0), '<=', now))
    .where((eb) => {
      const underWay = eb
        .selectFrom('deliveries as other')
        .select('other.key')
        .where('other.state', '=', 'sending')
        .whereRef('other.platform', '=', 'deliveries.platform')
        .whereRef('other.channel', '=', 'deliveries.channel');
      return eb.not(eb.exists(underWay));
    })
    .orderBy((eb) => eb.case().when('channel', '>', after).then(0).else(1).end())
    .orderBy('channel')
    .limit(limit);
  return (await database.pick(free).execute()).map((row) => row.key);
}

function held({ owner, now, lease }: Claim) {
  return { owner, lease_until: now + lease, updated_at: now };
}

async function claimed(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly Delivery[]> {
  const rows = await withCards(db).where('key', 'in', keys).orderBy('seq').execute();
  return rows.map(delivery);
}

/** When the next delivery that is not due yet (epoch ms) will be, or the next lease ends; null for none. */
export async function nextDue(
  db: Kysely<Tables>,
  platforms: readonly string[],
  now: number,
): Promise<number | null> {
  if (platforms.length === 0) return null;
  const next = (state: 'pending' | 'unknown') =>
    db
      .selectFrom('deliveries')
      .select('not_before')
      .where('state', '=', state)
      .where('not_before', '>', now)
      .where('platform', 'in', platforms)
      .where('carried_by', 'is', null)
      .orderBy('not_before')
      .limit(1)
      .executeTakeFirst();
  const lease = db
    .selectFrom('deliveries')
    .select((eb) => eb('lease_until', '+', 1).as('not_before'))
    .where('state', '=', 'sending')
    .where('lease_until', '>=', now)
    .where('platform', 'in', platforms)
    .orderBy('lease_until')
    .limit(1)
    .executeTakeFirst();
  const rows = await Promise.all([next('pending'), next('unknown'), lease]);
  const times = rows.flatMap((row) => (row?.not_before ? [row.not_before] : []));
  return times.length === 0 ? null : Math.min(...times);
}
