import { faults, measures, type Score } from './score.ts';

/** Scores as lines of a plain table: an article each, then the total; an empty measure is a dash. */
export function scoreTable(scores: readonly Score[]): string {
  const head = ['article', ...measures, ...faults];
  const rows = scores.map(({ id, ratios, faults: counts }) => [
    id,
    ...measures.map((measure) => share(ratios[measure])),
    ...faults.map((kind) => String(counts[kind])),
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

function share({ hit, of }: { readonly hit: number; readonly of: number }): string {
  return of === 0 ? '-' : `${hit}/${of} ${Math.round((hit / of) * 100)}%`;
}
