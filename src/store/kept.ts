import type { Database } from './database.ts';
import { cardId, parsed, storable } from './rows.ts';

/** What a button or a form refers to and is too long to carry: an answer that may be posted, a text to make a digest of. */
export interface Kept {
  /** Keeps any JSON, once, and gives the id it is found by; it goes with what people asked (KEEP_DAYS). */
  put(what: unknown, at: number): Promise<string>;
  /** Null where it is not there (any more). */
  get(id: string): Promise<unknown>;
}

/** What a store keeps for buttons and forms. */
export function keptOf({ db }: Database): Kept {
  return {
    async put(what, at) {
      const json = storable(JSON.stringify(what));
      // Asked for again and again, the same is kept once.
      const id = cardId(json);
      await db
        .insertInto('kept')
        .values({ id, what: json, at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
        .execute();
      return id;
    },
    async get(id) {
      const row = await db
        .selectFrom('kept')
        .select('what')
        .where('id', '=', storable(id))
        .executeTakeFirst();
      return parsed(row?.what ?? null);
    },
  };
}
