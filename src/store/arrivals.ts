import type { Kysely } from 'kysely';
import { insertMany } from './bulk.ts';
import type { DigestRevision } from './outbox-plan.ts';
import type { Tables } from './tables.ts';

/** When every digest that was ever seen arrived (epoch ms), by id. */
export async function arrived(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  return timesOf(await db.selectFrom('arrivals').selectAll().execute());
}

function timesOf(rows: readonly Tables['arrivals'][]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [row.digest, row.first_seen_at]));
}

/** What `Books.arrivals` does. */
export async function noteArrivals(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('arrivals').selectAll().execute();
  const noted = new Map(rows.map((row) => [row.digest, row.revision]));
  const known = timesOf(rows);
  // Below zero is the revision in which it was withdrawn after it had arrived.
  const fresh = digests.filter(({ id, revision }) => {
    const before = noted.get(id);
    return before === undefined || (before < 0 && revision > -before);
  });
  if (fresh.length === 0) return known;
  // A mark tells all that had arrived by then: nothing may arrive at or before one that is set.
  const last = [...known.values()].reduce((latest, at) => Math.max(latest, at), 0);
  const at = Math.max(now, last + 1);
  await insertMany<'arrivals', DigestRevision>(
    db,
    fresh,
    ({ id, revision }) => ({ digest: id, revision, first_seen_at: at }),
    (values) =>
      db
        .insertInto('arrivals')
        .values(values)
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
