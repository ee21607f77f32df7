import type { Kysely } from 'kysely';
import { insertMany } from './bulk.ts';
import type { DigestRevision } from './outbox-plan.ts';
import type { Tables } from './tables.ts';

/** When every digest that was ever seen arrived (epoch ms), by id. */
export async function arrived(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('arrivals').select(['digest', 'first_seen_at']).execute();
  return new Map(rows.map((row) => [row.digest, row.first_seen_at]));
}

/** What `Books.arrivals` does. */
export async function noteArrivals(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const known = await arrived(db);
  const withdrawn = await withdrawals(db);
  const fresh = digests.filter(({ id, revision }) => {
    const until = withdrawn.get(id);
    return until === undefined ? !known.has(id) : revision > -until;
  });
  if (fresh.length === 0) return known;
  // A mark tells all that had arrived by then: nothing may arrive at or before one that is set.
  const last = [...known.values()].reduce((latest, at) => Math.max(latest, at), 0);
  const at = Math.max(now, last + 1);
  await insertMany<'arrivals', DigestRevision>(
    db,
    fresh,
    ({ id, revision }) => ({ digest: id, revision, first_seen_at: at }),
    (rows) =>
      db
        .insertInto('arrivals')
        .values(rows)
        .onConflict(
          (conflict) =>
            conflict
              .column('digest')
              .doUpdateSet((eb) => ({
                revision: eb.ref('excluded.revision'),
                first_seen_at: eb.ref('excluded.first_seen_at'),
              }))
              .where((eb) => eb('arrivals.revision', '<', eb.lit(0))), // the rows' values alone are filled in
        ),
  );
  return arrived(db);
}

/** The revisions in which digests were withdrawn after they had arrived, below zero, by the digests' ids. */
async function withdrawals(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('arrivals')
    .select(['digest', 'revision'])
    .where('revision', '<', 0)
    .execute();
  return new Map(rows.map(({ digest, revision }) => [digest, revision]));
}

/** What `Books.withdraw` does. */
export async function noteWithdrawn(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
): Promise<void> {
  for (const { id, revision } of digests)
    await db
      .updateTable('arrivals')
      .set({ revision: -revision })
      .where('digest', '=', id)
      // Neither again at every tick, nor by a checkout that is behind.
      .where('revision', '>', -revision)
      .where('revision', '<=', revision)
      .execute();
}
