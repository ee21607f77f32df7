import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import { allNamesOf } from '../language/companies.ts';
import type { Reading } from '../language/reading.ts';
import type { ReadingContext } from './context.ts';
import { listedNames, plain } from './names.ts';
import { perReading } from './per-reading.ts';
import type { Cell, Cells } from './table-cells.ts';
import type { Column } from './table-columns.ts';
import type { Head } from './table-head.ts';

/** Whose names rows may have: the company's own, and those of others. */
export interface Names {
  readonly own: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
  /** True in an article on several companies. */
  readonly several: boolean;
}

export function namesOf({ company, others = [] }: ReadingContext): Names {
  return {
    own: plainly(allNamesOf(company?.names ?? [])),
    others: plainly(allNamesOf(others)),
    several: others.length > 0,
  };
}

function plainly(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => plain(fold(name))));
}

/** Whose a row is by its label: the company's (null for its segment), a business's, or nobody's the article is on. */
export function ownerOf(
  label: string,
  head: Head,
  names: Names,
): { segment: string | null } | null {
  const name = plain(fold(label));
  if (names.own.has(name)) return { segment: null };
  if (names.others.has(name) || listedNames.has(name) || names.several || head.ofCompanies)
    return null;
  return { segment: label };
}

/** What notes say of the brackets of lists, at their places. */
export interface BracketNote {
  readonly at: number;
  readonly holds: 'rate' | 'amount';
}

export function bracketsOf(text: string, reading: Reading): BracketNote[] {
  const folded = fold(text);
  return bracketNotes(reading)
    .flatMap(({ pattern, holds }) =>
      matchesOf(folded, pattern).map(({ index }) => ({ at: index, holds })),
    )
    .toSorted((a, b) => a.at - b.at);
}

const bracketNotes = perReading(({ tableBrackets }) =>
  tableBrackets.map(({ pattern, holds }) => ({ pattern: new RegExp(pattern, 'giu'), holds })),
);

/** 36,663(102) 49,200: without what a note says of the brackets, where the columns are of the amounts alone. */
export function withoutNoted(cells: Cells, { columns }: Head, isNoted: boolean): Cells {
  const all = cells.all.filter(isAmount);
  if (!isNoted || all.length === cells.all.length || all.length !== columns.length) return cells;
  return { ...cells, all, filled: cells.filled.filter(isAmount) };
}

function isAmount(cell: Cell | null): boolean {
  return cell === null || !cell.beside;
}

/** A list's columns: one amount, and in brackets beside it what its note says. */
export function listColumns(
  head: Head,
  { filled }: Cells,
  note: BracketNote['holds'] | null,
): { columns: Column[]; cells: Cells } | null {
  const [first, second, more] = filled;
  if (!first || more || (second && !second.beside)) return null;
  const title = head.columns.length === 1 ? head.columns : [];
  const amount: Column = title[0]?.kind === 'period' ? title[0] : { kind: 'role', role: 'actual' };
  const cells = { all: filled, filled, stop: 0 };
  if (!second) return { columns: [amount], cells };
  // (17.5) is a rate in brackets, not a fall, and (118,800) an amount, no loss.
  const mended =
    note !== null && /^\([\d.,]+%?\)/.test(fold(second.low.text))
      ? { ...second, low: { ...second.low, value: second.low.value.replace('-', '') } }
      : second;
  const pair = [first, mended];
  if (note === 'rate') {
    return {
      columns: [amount, { kind: 'change', versus: 'yoy' }],
      cells: { all: pair, filled: pair, stop: 0 },
    };
  }
  return {
    columns: [amount, { kind: 'role', role: note === 'amount' ? 'yearBefore' : 'difference' }],
    cells: { all: pair, filled: pair, stop: 0 },
  };
}
