import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';

/** The list in pieces that fit into one statement: both databases limit its parameters. */
export function pieces<T>(list: readonly T[], size = 500): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** Whether a column begins so, letter by letter: `like` has signs of its own, and minds no case in SQLite. */
export function begins(column: string, prefix: string): RawBuilder<boolean> {
  return sql<boolean>`substr(${sql.ref(column)}, 1, length(cast(${prefix} as text))) = ${prefix}`;
}

/** What JSON text holds; null for null. */
export function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}

/** The text without NUL characters, which PostgreSQL cannot keep and nobody can see. */
export function storable(text: string): string {
  return text.replaceAll('\0', '');
}

/** What a card or another thing is kept under by its JSON: the same is kept once. */
export function cardId(json: string): string {
  return createHash('sha256').update(json).digest('hex');
}
