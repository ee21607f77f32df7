/** The known word nearest to a mistyped one, by letters to change (a third of its length); null where none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = edits(word.toLowerCase(), candidate.toLowerCase());
    // x is no slip for a: something of the known word must be left.
    if (distance < least && distance < candidate.length) [best, least] = [candidate, distance];
  }
  return best;
}

/** Letters to insert, remove, change or swap with the next one to get from one word to the other. */
function edits(from: string, to: string): number {
  const a = Array.from(from);
  const b = Array.from(to);
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of a.entries()) {
    const row = [i + 1];
    for (const [j, right] of b.entries()) {
      const swap =
        i > 0 && j > 0 && left === b[j - 1] && a[i - 1] === right
          ? (older[j - 1] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      row.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (above[j + 1] ?? 0) + 1,
          (above[j] ?? 0) + Number(left !== right),
          swap,
        ),
      );
    }
    [older, above] = [above, row];
  }
  return above[b.length] ?? 0;
}
