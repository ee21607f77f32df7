import type { Database } from './database.ts';

/** What somebody did, to what, and when (epoch ms): `pause` of `slack/C0123456789`. */
export interface Act {
  readonly what: string;
  readonly target: string;
  /** A person as `slack/U0123456789`, or the operator's name. */
  readonly by: string;
  readonly at: number;
}

/** Who did what to channels and digests. */
export interface Acts {
  note(act: Act): Promise<void>;
  /** The newest first. */
  list(limit: number): Promise<readonly Act[]>;
}

/** The acts of a store. */
export function actsOf({ db }: Database): Acts {
  return {
    async note(act) {
      await db.insertInto('acts').values(act).execute();
    },
    list: (limit) =>
      db
        .selectFrom('acts')
        .select(['what', 'target', 'by', 'at'])
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute(),
  };
}
