import type { Insertable, Kysely } from 'kysely';
import { pieces } from './rows.ts';
import type { Tables } from './tables.ts';

/** Rows of one statement: more of them are no faster, and both databases limit the parameters. */
const rowsAtOnce = 200;

/** A statement with its parameters, as Kysely compiles one. */
type Compiled = ReturnType<ReturnType<Kysely<Tables>['insertInto']>['compile']>;

/**
 * Writes many rows of one table and gives how many that were. All have the same columns in the same order, so the
 * statement is made once and filled again: to make it takes longer than to run it. `insert` says what a statement
 * for some rows is.
 */
export async function insertMany<T extends keyof Tables>(
  db: Kysely<Tables>,
  rows: readonly Insertable<Tables[T]>[],
  insert: (rows: readonly Insertable<Tables[T]>[]) => { compile(): Compiled },
): Promise<number> {
  const statements = new Map<number, Compiled>();
  let written = 0n;
  for (const piece of pieces(rows, rowsAtOnce)) {
    const known = statements.get(piece.length) ?? insert(piece).compile();
    statements.set(piece.length, known);
    const parameters = piece.flatMap((row) => Object.values(row));
    const { numAffectedRows } = await db.executeQuery({ ...known, parameters });
    written += numAffectedRows ?? 0n;
  }
  return Number(written);
}
