import type { Insertable, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Rows of one statement: more of them are no faster, and both databases limit the parameters. */
const rowsAtOnce = 200;

/** A statement with its parameters, as Kysely compiles one. */
type Compiled = ReturnType<ReturnType<Kysely<Tables>['insertInto']>['compile']>;

/**
 * Writes many rows of one table and gives how many that were. All have the same columns in the same order, so the
 * statement is made once and filled again: to make it takes longer than to run it. `rowOf` makes a row when its turn
 * comes, `insert` a statement for some rows.
 */
export async function insertMany<T extends keyof Tables, Item>(
  db: Kysely<Tables>,
  items: Iterable<Item>,
  rowOf: (item: Item) => Insertable<Tables[T]>,
  insert: (rows: readonly Insertable<Tables[T]>[]) => { compile(): Compiled },
): Promise<number> {
  const statements = new Map<number, Compiled>();
  let written = 0n;
  let rows: Insertable<Tables[T]>[] = [];
  async function write(): Promise<void> {
    const known = statements.get(rows.length) ?? insert(rows).compile();
    statements.set(rows.length, known);
    const parameters: unknown[] = [];
    for (const row of rows) for (const value of Object.values(row)) parameters.push(value);
    rows = [];
    const { numAffectedRows } = await db.executeQuery({ ...known, parameters });
    written += numAffectedRows ?? 0n;
  }
  for (const item of items) {
    rows.push(rowOf(item));
    if (rows.length === rowsAtOnce) await write();
  }
  if (rows.length > 0) await write();
  return Number(written);
}
