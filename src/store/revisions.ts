import type { Database } from './database.ts';
import { parsed, storable } from './rows.ts';

/** A digest as it stood in one of its revisions; `digest` is any JSON. */
export interface Revision {
  readonly revision: number;
  readonly digest: unknown;
  /** When it was first seen, epoch ms. */
  readonly at: number;
}

/** What digests said in each of their revisions: the history of their corrections. */
export interface Revisions {
  /** Keeps a digest in a revision that is not kept yet. */
  note(id: string, revision: number, digest: unknown, at: number): Promise<void>;
  /** Those of a digest, the oldest first. */
  of(id: string): Promise<readonly Revision[]>;
}

/** The revisions of a store. */
export function revisionsOf({ db }: Database): Revisions {
  return {
    async note(id, revision, digest, at) {
      await db
        .insertInto('revisions')
        .values({ digest: id, revision, json: storable(JSON.stringify(digest)), at })
        .onConflict((conflict) => conflict.columns(['digest', 'revision']).doNothing())
        .execute();
    },
    async of(id) {
      const rows = await db
        .selectFrom('revisions')
        .select(['revision', 'json', 'at'])
        .where('digest', '=', id)
        .orderBy('revision')
        .execute();
      return rows.map(({ revision, json, at }) => ({ revision, digest: parsed(json), at }));
    },
  };
}
