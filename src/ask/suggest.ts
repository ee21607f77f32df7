/** Edits between two short words: insertions, deletions, substitutions and swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(cheapest(rows, row, a, b, i, j));
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

function cheapest(
  rows: readonly number[][],
  row: readonly number[],
  a: string,
  b: string,
  i: number,
  j: number,
): number {
  const at = (x: number, y: number) =>
    (x === i ? row[y] : rows[x]?.[y]) ?? Number.POSITIVE_INFINITY;
  const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  // meat -> meta is one slip of the fingers, not two.
  return Math.min(
    at(i - 1, j) + 1,
    at(i, j - 1) + 1,
    change,
    swapped ? at(i - 2, j - 2) + 1 : change,
  );
}

/** The known word that a mistyped one most likely is; null where none is near. */
export function suggestion(typed: string, known: readonly string[]): string | null {
  const allowed = typed.length <= 3 ? 1 : 2;
  const near = known
    .map((word) => ({ word, distance: editDistance(typed, word) }))
    .filter(({ word, distance }) => distance <= allowed && distance < word.length)
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.word ?? null;
}
