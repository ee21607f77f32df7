import { fold } from '../article/fold.ts';
import { type Currency } from '../language/amount.ts';
import type { Reading } from '../language/reading.ts';
import type { Quantity } from './figure.ts';
import type { Line } from './table-head.ts';

/** How much a bare number in a table stands for: 百万円, in millions. */
export interface Scale {
  readonly at: number;
  readonly power: number;
  readonly currency: Currency | null;
}

/** A cell of a row: one amount, or the two ends of a range. */
export interface Cell {
  readonly low: Quantity;
  readonly high: Quantity | null;
  readonly change: -1 | 1 | null;
}

export function scalesOf(text: string, reading: Reading): Scale[] {
  const folded = fold(text);
  const found = reading.tableScales.flatMap(({ pattern, power, currency }) =>
    [...folded.matchAll(new RegExp(pattern, 'gimu'))].map((hit) => ({
      at: hit.index,
      power,
      currency,
    })),
  );
  return found.toSorted((a, b) => a.at - b.at);
}

/** The cells of a row: a label, then amounts and words of change alone; null for any other line. */
export function cellsOf(
  { sentence, tokens }: Line,
  reading: Reading,
  inTable: boolean,
): Cell[] | null {
  const numbers = tokens.filter((token) => token.kind === 'quantity');
  const first = numbers[0];
  if (!first || sentence.text.length > 200) return null;
  const label = sentence.text.slice(0, first.start - sentence.start);
  if (!/\p{L}{2}/u.test(label) || label.length > 70 || /[:、。]\s*$|\. /.test(label)) return null;
  let rest = fold(sentence.text).slice(first.start - sentence.start);
  for (const number of numbers.toReversed()) {
    const at = number.start - first.start;
    rest =
      rest.slice(0, at) +
      ' '.repeat(number.end - number.start) +
      rest.slice(number.end - first.start);
  }
  if (
    /,/.test(rest) ||
    /\p{L}/u.test(rest.replace(new RegExp(`\\b(?:${reading.tableWords.join('|')})\\b`, 'giu'), ''))
  )
    return null;
  const cells = numbers.flatMap((token, index): Cell[] => {
    if (token.quantity.range === 'high') return [];
    const next = numbers[index + 1]?.quantity;
    const from = numbers[index - 1]?.end ?? first.start;
    const cue = tokens.find(
      (other) =>
        other.kind === 'cue' &&
        other.start >= from &&
        other.end <= token.start &&
        (other.cue === 'increase' || other.cue === 'decrease'),
    );
    const change = cue?.kind === 'cue' ? (cue.cue === 'increase' ? 1 : -1) : null;
    return [
      { low: token.quantity, high: token.quantity.range === 'low' && next ? next : null, change },
    ];
  });
  return cells.length >= 2 || (inTable && cells.length === 1) ? cells : null;
}
