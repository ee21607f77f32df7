import type { Kysely } from 'kysely';
import type { DigestRevision } from './outbox-plan.ts';
import { pieces } from './rows.ts';
import type { Tables } from './tables.ts';

/** Why a delivery that nobody has tried is not sent: its digest was withdrawn before. */
export const withheldReason = 'its digest was withdrawn before it was sent';

/** What `Outbox.withhold` does. */
export async function withhold(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
  now: number,
): Promise<number> {
  let withheld = 0n;
  for (const { id, revision } of digests) {
    const result = await db
      .updateTable('deliveries')
      // The revision says which state of the digest it was withheld for: an older checkout does not bring it back.
      .set({ state: 'failed', reason: withheldReason, revision, updated_at: now })
      .where('digest', '=', id)
      .where('revision', '<', revision)
      .where('state', '=', 'pending')
      .where('corrects', 'is', null)
      .where('carried_by', 'is', null)
      // What a closed channel refused stands there no more than what was not tried.
      .where((eb) => eb.or([eb('attempt', '=', 0), eb('blocks', '>', 0)]))
      // A card of several digests is for all of them.
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('deliveries as carried')
              .select('carried.key')
              .whereRef('carried.carried_by', '=', 'deliveries.key'),
          ),
        ),
      )
      .executeTakeFirst();
    withheld += result.numUpdatedRows;
  }
  return Number(withheld);
}

/** What `Outbox.release` does. */
export async function release(
  db: Kysely<Tables>,
  digests: readonly DigestRevision[],
  except: ReadonlySet<string>,
  now: number,
): Promise<number> {
  const revisions = new Map(digests.map(({ id, revision }) => [id, revision]));
  const rows = await db
    .selectFrom('deliveries')
    .select(['key', 'digest', 'revision', 'subscription'])
    .where('state', '=', 'failed')
    .where('reason', '=', withheldReason)
    .execute();
  const stand = rows.filter(
    ({ digest, revision, subscription }) =>
      revision < (revisions.get(digest) ?? 0) && !except.has(subscription),
  );
  for (const keys of pieces(stand.map(({ key }) => key))) {
    await db
      .updateTable('deliveries')
      .set({ state: 'pending', reason: null, blocks: 0, not_before: now, updated_at: now })
      .where('key', 'in', keys)
      .where('state', '=', 'failed')
      .execute();
  }
  return stand.length;
}
