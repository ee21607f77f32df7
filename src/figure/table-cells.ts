import { matchesOf } from '../article/matches.ts';
import type { Reading } from '../language/reading.ts';
import type { Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import { type TableLine, withoutWords } from './table-lines.ts';

/** A cell of a row: one amount, or the two ends of a range. */
export interface Cell {
  readonly low: Quantity;
  readonly high: Quantity | null;
  readonly change: -1 | 1 | null;
  /** True where it stands in brackets beside another amount, whatever sign it has. */
  readonly beside: boolean;
}

/** The cells of a row, null for an empty one (-), and where they begin. */
export interface Cells {
  readonly all: readonly (Cell | null)[];
  readonly filled: readonly Cell[];
  /** Where the label ends, counted from the row's beginning. */
  readonly stop: number;
}

type QuantityToken = Extract<Token, { kind: 'quantity' }>;

/** No row is longer, unless its cells stand on lines of their own. */
const longestRow = 240;

/** The cells of a row: a label, then amounts and words of change alone; null for any other line. */
export function cellsOf(line: TableLine, reading: Reading, inTable: boolean): Cells | null {
  const { sentence, tokens, laid, pieces } = line;
  if (laid.length > longestRow && pieces.length === 1) return null;
  const numbers = tokens.filter((token): token is QuantityToken => token.kind === 'quantity');
  const first = numbers[0];
  if (!first) return null;
  if (numbers.every(({ quantity }) => isYear(quantity))) return null;
  const dash = leadingDash(laid.slice(0, first.start - sentence.start));
  const stop = dash ?? first.start - sentence.start;
  const label = laid.slice(0, stop);
  // A row of a stock page is named by its period: 19.04-12.
  const isNamed =
    /\p{L}{2}/u.test(label) ||
    tokens.some(({ kind, start }) => kind === 'period' && start - sentence.start < stop);
  if (!isNamed || label.length > 70 || /[:、。]\s*$|(?:\p{L}{5}|[\d%)])\. /u.test(label))
    return null;
  const rest = masked(laid, numbers, sentence.start).slice(stop);
  if (/,/.test(rest) || /\p{L}/u.test(withoutWords(rest, reading))) return null;
  const filled = numbers.flatMap((token, index): Cell[] =>
    token.quantity.range === 'high' ? [] : [cellOf(line, numbers, index, reading)],
  );
  const all = withEmpty(filled, rest, sentence.start + stop, reading);
  return filled.length >= 2 || (inTable && filled.length === 1) ? { all, filled, stop } : null;
}

/** A year among the heads of columns is no amount. */
function isYear({ bare, text }: Quantity): boolean {
  return bare && /^(?:(?:19|20)\d{2})+$/.test(text);
}

/** Where an empty cell stands between the label and the first amount: 「2025年3月期 - 25.00」. */
function leadingDash(label: string): number | null {
  const hit = /\s[-―ー*](?=\s)(?!\s*\d*\s*$(?<=[(]))[-―ー*\s]*$/.exec(label);
  return hit ? hit.index + 1 : null;
}

/** A line with its amounts blanked out. */
function masked(laid: string, numbers: readonly QuantityToken[], offset: number): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of numbers) {
    parts.push(laid.slice(at, start - offset), ' '.repeat(end - start));
    at = end - offset;
  }
  return parts.join('') + laid.slice(at);
}

function cellOf(
  { tokens, laid, sentence }: TableLine,
  numbers: readonly QuantityToken[],
  index: number,
  reading: Reading,
): Cell {
  const token = numbers[index];
  if (!token) throw new Error('a cell without an amount');
  const from = numbers[index - 1]?.end ?? token.start;
  const next = numbers[index + 1]?.quantity;
  const cue = tokens.find(
    (other) =>
      other.kind === 'cue' &&
      (reading.tableChangeAfter
        ? other.start === token.end
        : other.start >= from && other.end <= token.start) &&
      (other.cue === 'increase' || other.cue === 'decrease'),
  );
  const change = cue?.kind === 'cue' ? (cue.cue === 'increase' ? 1 : -1) : null;
  const before = laid.slice(Math.max(0, from - sentence.start), token.start - sentence.start);
  const text = laid.slice(token.start - sentence.start, token.end - sentence.start);
  return {
    low: token.quantity,
    high: token.quantity.range === 'low' && next ? next : null,
    change,
    beside: index > 0 && (/\(\s*$/.test(before) || text.startsWith('(')),
  };
}

/** Dashes that stand alone, and words for an empty cell. */
const emptyPattern = perReading(
  ({ tableEmpty }) =>
    new RegExp(
      `(?<![^\\s(])[-―ー*]{1,3}(?![^\\s)%])|(?<!\\p{L})(?:${tableEmpty.join('|')})(?!\\p{L})`,
      'giu',
    ),
);

/** The cells with the empty ones between and after them. */
function withEmpty(
  filled: readonly Cell[],
  rest: string,
  offset: number,
  reading: Reading,
): (Cell | null)[] {
  const dashes = matchesOf(rest, emptyPattern(reading)).map(({ index }) => ({
    at: offset + index,
    cell: null,
  }));
  const amounts = filled.map((cell) => ({ at: cell.low.start, cell }));
  return [...dashes, ...amounts].toSorted((a, b) => a.at - b.at).map(({ cell }) => cell);
}
