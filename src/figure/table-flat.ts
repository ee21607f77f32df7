import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import type { Reading } from '../language/reading.ts';
import { perReading } from './per-reading.ts';
import type { Lex } from './table-lines.ts';

/** Fewer rows on one line are a row, or a sentence. */
const fewestRows = 3;

/** No label of a row on such a line is longer, and no head before the first one (UTF-16 units). */
const longest = { label: 80, head: 300 };

interface Run {
  readonly start: number;
  readonly end: number;
  /** True for years that head columns: 2023 2022. */
  readonly years: boolean;
}

const cellRuns = perReading(({ tableEmpty }) => {
  const amount = '\\(?[$€£¥]? ?\\(?[-▲△+]?\\d[\\d,]*(?:\\.\\d+)?(?: ?\\))?(?: ?%)?\\)?';
  const cell = `(?:${amount}|[-―–—]{1,2}|${tableEmpty.join('|')})`;
  return new RegExp(`(?<=\\s)[$€£¥]? ?${cell}(?:\\s+(?:[$€£¥] )?${cell})+(?=\\s|$)`, 'giu');
});

/** The cells of the rows on a line that holds a whole table; none on any other line. */
function runsIn(text: string, reading: Reading): Run[] {
  const folded = fold(text);
  let at = 0;
  const runs = matchesOf(folded, cellRuns(reading)).flatMap((hit): Run[] => {
    const label = folded.slice(at, hit.index);
    const most = at === 0 ? longest.head : longest.label;
    if (!/\p{L}{2}/u.test(label) || label.length > most || /[。.!?]\s+\p{L}/u.test(label))
      return [];
    at = hit.index + hit[0].length;
    return [
      { start: hit.index, end: at, years: /^(?:\d{1,2},\s+)?(?:(?:19|20)\d{2}\s*)+$/.test(hit[0]) },
    ];
  });
  return runs.filter(({ years }) => !years).length < fewestRows ? [] : runs;
}

/** True for a line that holds a whole table, its rows one after the other. */
export function isFlatTable(text: string, reading: Reading): boolean {
  return runsIn(text, reading).length > 0;
}

/** Where the name of a metric begins that ends at a place: the longest one, of so many words. */
function nameBefore(text: string, end: number, lex: Lex): number | null {
  const words = matchesOf(text.slice(0, end), /\S+/g).slice(-mostWords);
  const first = words.find(({ index }) =>
    lex(text.slice(index, end)).some(({ kind, start }) => kind === 'metric' && start === 0),
  );
  return first?.index ?? null;
}

/** No name of a metric has more words. */
const mostWords = 8;

/** The lines of a table that stands on one: its heads, then its rows; null for any other line. */
export function rowsOnOne(text: string, reading: Reading, lex: Lex): [number, number][] | null {
  const runs = runsIn(text, reading);
  if (runs.length === 0) return null;
  const cuts = new Set<number>([0, text.length]);
  for (const [index, run] of runs.entries()) {
    cuts.add(run.end);
    if (index > 0 || run.years) continue;
    // What stands before the name of the first row heads its columns.
    const name = nameBefore(text, run.start, lex);
    if (name !== null) cuts.add(name);
  }
  const places = [...cuts].toSorted((a, b) => a - b);
  return places.flatMap((from, index): [number, number][] => {
    const to = places[index + 1];
    return to === undefined || text.slice(from, to).trim() === '' ? [] : [[from, to]];
  });
}
