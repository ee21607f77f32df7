import type { Reading, TableRole } from '../language/reading.ts';
import type { Frame } from './frame.ts';
import { type NamedPeriod, quarters, wholeOf } from './period.ts';
import type { TableLine } from './table-lines.ts';
import { isByMonths, type Mark, marksOf, quarterTo } from './table-marks.ts';

/** What a column holds, or a row, where the metrics stand in the head. */
export type Column =
  | { readonly kind: 'period'; readonly period: NamedPeriod; readonly role: TableRole | null }
  | { readonly kind: 'date'; readonly year: number; readonly month: number }
  | { readonly kind: 'role'; readonly role: TableRole }
  | { readonly kind: 'change'; readonly versus: 'yoy' | 'qoq' | null };

/** The columns that a line heads, in order; bare years take the part of the year from what stands before or above. */
export function columnsOf(
  line: TableLine,
  reading: Reading,
  frame: Frame,
  above: readonly Column[],
): Column[] {
  const marks = marksOf(line, reading, frame);
  const columns = ofYears(joinRoles(resolved(marks, above), line.laid), above);
  const dated = columns.filter(
    (column) => column.kind === 'date' || (column.kind === 'period' && column.period.year !== null),
  );
  const heads =
    columns.length >= 2 ||
    (columns.length === 1 && marks.some(({ says }) => says.kind === 'span')) ||
    (columns.length === 1 && dated.length === 1 && line.sentence.text.length < 100);
  return heads ? sinceStart(inFrame(interleaved(columns), frame), line, reading) : [];
}

/** Beside how much of the year's forecast was reached, quarters are counted from the beginning of the year. */
function sinceStart(columns: Column[], { laid }: TableLine, { tableProgress }: Reading): Column[] {
  if (!tableProgress.some((word) => laid.includes(word))) return columns;
  return columns.map((column) =>
    column.kind === 'period'
      ? { ...column, period: { ...column.period, part: wholeOf(column.period.part) } }
      : column,
  );
}

/** Changes that a head in pieces names before all its years, each behind its own ones: Change, Change, 2023, 2022, 2023, 2022. */
function interleaved(columns: readonly Column[]): readonly Column[] {
  const changes = columns.filter(({ kind }) => kind === 'change');
  const rest = columns.slice(changes.length);
  const width = rest.length / changes.length;
  const isAhead = columns.slice(0, changes.length).every(({ kind }) => kind === 'change');
  if (changes.length < 2 || !isAhead || width < 2 || !Number.isInteger(width)) return columns;
  return changes.flatMap((change, index) => [
    ...rest.slice(index * width, (index + 1) * width),
    change,
  ]);
}

/** Parts of a year, each below its year: 「2005年 2004年」, then 「8~10月期 8~10月期」. */
function ofYears(columns: readonly Column[], above: readonly Column[]): Column[] {
  const years = above.flatMap((column) =>
    column.kind === 'period' && column.period.part === 'fy' && column.role === null
      ? [column.period.year]
      : [],
  );
  const parts = columns.filter((column) => column.kind === 'period');
  const fit =
    years.length > 1 &&
    years.length === parts.length &&
    parts.every(({ period: { year, part } }) => year === null && part !== 'fy');
  if (!fit) return [...columns];
  return columns.map((column) => {
    const at = parts.findIndex((part) => part === column);
    const year = years[at];
    return column.kind === 'period' && year != null
      ? { ...column, period: { ...column.period, year } }
      : column;
  });
}

/** What a label says of its row: whose period it is of, what was expected, how much it changed. */
export function columnOfLabel(label: TableLine, reading: Reading, frame: Frame): Column | null {
  const columns = joinRoles(resolved(marksOf(label, reading, frame), []), label.laid);
  const [first, second] = columns;
  // 新 2020.03: the forecast for that year.
  const joins = first?.kind === 'role' && /^\s*\p{L}\s/u.test(label.laid);
  if (joins && second?.kind === 'period') return { ...second, role: first.role };
  // 前期実績(2024年3月期) is what it is called; 増減率(前回予想比) a rate.
  return (second?.kind === 'change' ? second : first) ?? null;
}

type Placed = Mark & { readonly says: Column };

/** Marks as columns: bare years and dates with the spans of time that they are of. */
function resolved(all: readonly Mark[], above: readonly Column[]): Placed[] {
  if (!all.some(isBare)) return all.flatMap((mark) => plain(mark) ?? []);
  const open = all.flatMap(({ says }) => (isOpen(says) ? [says.period] : []));
  const years = all.filter((mark) => yearOf(mark) !== null);
  if (years.length === 0)
    return all.flatMap((mark) => (isOpen(mark.says) ? (plain(mark) ?? []) : []));
  const parts =
    open.length > 0
      ? all.flatMap(({ says }) => (isOpen(says) || isByMonths(says) ? [says.period] : []))
      : all.some(({ says }) => isByMonths(says))
        ? []
        : above.flatMap((column) => (isOpen(column) ? [column.period] : []));
  // Three years under two spans of time are of nobody knows which.
  if (parts.length > 0 && years.length % parts.length !== 0) return [];
  return all.flatMap((mark): Placed[] => {
    const year = yearOf(mark);
    if (year === null) return isOpen(mark.says) ? [] : (plain(mark) ?? []);
    const part = parts[Math.floor((years.indexOf(mark) * parts.length) / years.length)];
    const bare = all.some(({ says }) => says.kind === 'year');
    return [{ ...mark, says: yearColumn(mark, year, part ?? partBefore(all, mark), bare) }];
  });
}

/** A bare year or a date: of which span of time it is the words around it say. */
function isBare({ says }: Mark): boolean {
  return says.kind === 'year' || says.kind === 'date';
}

function isOpen(says: Mark['says']): says is Extract<Mark['says'], { kind: 'span' | 'period' }> {
  return (says.kind === 'span' || says.kind === 'period') && says.period.year === null;
}

function plain(mark: Mark): Placed[] | null {
  const { says } = mark;
  if (says.kind === 'year' || says.kind === 'date') return null;
  return says.kind === 'span'
    ? [{ ...mark, says: { kind: 'period', period: says.period, role: null } }]
    : [{ ...mark, says }];
}

function yearOf({ says }: Mark): number | null {
  if (says.kind === 'year') return says.year;
  if (says.kind === 'date') return says.year === 0 ? null : says.year;
  return says.kind === 'period' ? says.period.year : null;
}

function partBefore(all: readonly Mark[], mark: Mark): NamedPeriod | undefined {
  const before = all.filter(({ at, says }) => at < mark.at && isByMonths(says)).at(-1);
  return before && isByMonths(before.says) ? before.says.period : undefined;
}

function yearColumn(
  { says }: Mark,
  year: number,
  span: NamedPeriod | undefined,
  bare: boolean,
): Column {
  if (says.kind === 'period' && (span === undefined || isByMonths(says)))
    return { ...says, period: span ? { ...says.period, ...span, year } : says.period };
  // "March 30, March 31, 2024 2023": the year after the last day is the first one of the years.
  if (says.kind !== 'date' || (bare && span)) {
    const period: NamedPeriod = span ? { ...span, year } : { year, fiscal: false, part: 'fy' };
    return { kind: 'period', period, role: null };
  }
  if (!span) return { kind: 'date', year, month: says.month };
  // Another quarter of the same table: three months to March 31, 2023.
  const quarter = span.part.startsWith('q') ? quarterTo(says.month, { period: null }) : span;
  return { kind: 'period', period: { ...quarter, year }, role: null };
}

const ofPeriods: ReadonlySet<string> = new Set(['actual', 'guidance']);

/** 2025年3月期予想, Q2 2023(actual): a role that touches a period is what its column holds. */
function joinRoles(placed: readonly Placed[], laid: string): Column[] {
  const columns: { end: number; column: Column }[] = [];
  for (const { at, end, says } of placed) {
    const last = columns.at(-1);
    const touching = last && /^[(]?$/.test(laid.slice(last.end, at));
    // 「2023年12月期 実績」: what was, or will be, of the period before it.
    const follows =
      last &&
      /^\s$/.test(laid.slice(last.end, at)) &&
      says.kind === 'role' &&
      ofPeriods.has(says.role);
    if ((touching || follows) && last.column.kind === 'period' && says.kind === 'role') {
      columns[columns.length - 1] = { end, column: { ...last.column, role: says.role } };
    } else if (touching && last.column.kind === 'role' && says.kind === 'period') {
      columns[columns.length - 1] = { end, column: { ...says, role: last.column.role } };
    } else columns.push({ end, column: says });
  }
  return columns.map(({ column }) => column);
}

/**
 * Periods named by their months in an article that counts fiscal ones: the latest three months of a table in an
 * article on the second quarter of fiscal 2024 are that quarter.
 */
function inFrame(columns: readonly Column[], { period: own }: Frame): Column[] {
  if (!own?.fiscal || own.year === null) return [...columns];
  if (own.endMonth !== undefined) return byLastYear(columns, own);
  const year = own.year;
  const shifted = (column: Column): Column =>
    column.kind === 'period' &&
    !column.period.fiscal &&
    column.period.fromMonth === undefined &&
    column.period.year !== null &&
    latest !== null
      ? {
          ...column,
          period: {
            ...column.period,
            fiscal: true,
            year: year - (latest.year - column.period.year),
          },
        }
      : column;
  const calendar = columns.filter(
    (column) =>
      column.kind === 'period' && column.period.fromMonth !== undefined && !column.period.fiscal,
  );
  const latest = latestOf(calendar);
  if (latest === null) return asFiscal(columns, own);
  return columns.map((column) => {
    if (!calendar.includes(column) || column.kind !== 'period' || column.period.year === null)
      return shifted(column);
    const quarter = column.period.part.startsWith('q') && own.part.startsWith('q');
    if (quarter) return { ...column, period: quarterBeside(column.period, latest, own) };
    return {
      ...column,
      period: {
        ...column.period,
        fiscal: true,
        year: year - (latest.year - column.period.year),
      },
    };
  });
}

/** A quarter named by its months, as so many quarters before the latest one, which is the article's own. */
function quarterBeside(
  period: NamedPeriod,
  latest: { readonly year: number; readonly fromMonth: number },
  own: NamedPeriod,
): NamedPeriod {
  const back =
    quarterNumber(latest) -
    quarterNumber({ year: period.year ?? latest.year, fromMonth: period.fromMonth ?? 1 });
  const number = (own.year ?? 0) * 4 + Number(own.part.slice(1)) - 1 - back;
  const part = quarters[number % 4] ?? period.part;
  return { ...period, fiscal: true, year: Math.floor(number / 4), part };
}

/** Quarters since the year 0, by the month that one ends in: November to January is of the year that it ends in. */
function quarterNumber({ year, fromMonth }: { year: number; fromMonth: number }): number {
  return year * 4 + Math.floor(((fromMonth + 1) % 12) / 3);
}

/** 2023年度 in an article on the year to March 2024: fiscal years named by their first year, the latest being its own. */
function byLastYear(columns: readonly Column[], own: NamedPeriod): Column[] {
  const isNamed = (column: Column): column is Extract<Column, { kind: 'period' }> =>
    column.kind === 'period' && column.period.fiscal && column.period.endMonth === undefined;
  const named = columns.filter(isNamed);
  const same = named.filter(({ period }) => period.part === own.part);
  const latest = Math.max(...same.map(({ period }) => period.year ?? 0));
  const fits = own.endMonth !== 12 && same.length > 1 && latest === (own.year ?? 0) - 1;
  return columns.map((column) =>
    fits && isNamed(column) && column.period.year !== null
      ? { ...column, period: { ...column.period, year: column.period.year + 1 } }
      : column,
  );
}

/** Bare years of an article that counts fiscal ones, where the last is the one reported on: (first half) 2024, 2023. */
function asFiscal(columns: readonly Column[], own: NamedPeriod): Column[] {
  const isPlain = (column: Column): column is Extract<Column, { kind: 'period' }> =>
    column.kind === 'period' && !column.period.fiscal && column.period.fromMonth === undefined;
  const bare = columns.filter(isPlain);
  const last = Math.max(...bare.map(({ period }) => period.year ?? 0));
  const fits = last === own.year && bare.every(({ period }) => period.part === own.part);
  return columns.map((column) =>
    fits && isPlain(column) ? { ...column, period: { ...column.period, fiscal: true } } : column,
  );
}

function latestOf(columns: readonly Column[]): { year: number; fromMonth: number } | null {
  const [last] = columns
    .flatMap((column) =>
      column.kind === 'period'
        ? [{ year: column.period.year ?? 0, fromMonth: column.period.fromMonth ?? 0 }]
        : [],
    )
    .toSorted((a, b) => b.year - a.year || b.fromMonth - a.fromMonth);
  return last ?? null;
}
