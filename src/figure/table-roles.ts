import type { Basis, ComparisonKind } from './figure.ts';
import type { Frame } from './frame.ts';
import type { NamedPeriod } from './period.ts';
import type { Column } from './table-columns.ts';

/** What a column's amounts are to those of the others. */
export type Place =
  | { readonly as: 'figure'; readonly period: NamedPeriod | null; readonly basis: Basis }
  | { readonly as: 'comparator'; readonly of: number; readonly kind: ComparisonKind }
  | { readonly as: 'rate'; readonly of: number; readonly kind: ComparisonKind }
  | null;

/**
 * The place of each column: figures, what they are compared with, by how much they changed. Columns that are
 * neither (older periods, differences, forecasts that a result stands beside) say nothing: null.
 */
export function placesOf(
  columns: readonly Column[],
  { period: own }: Pick<Frame, 'period'>,
  guidance: boolean,
  caption: NamedPeriod | null,
): Place[] {
  const base = baseOf(columns);
  const places = columns.map((column, index): Place => {
    switch (column.kind) {
      case 'period':
        return periodPlace(columns, index, own, guidance);
      case 'date':
        return datePlace(columns, index);
      case 'role':
        return rolePlace(column.role, index, baseAt(columns, index, base), caption);
      case 'change':
        return null;
      default:
        return column satisfies never;
    }
  });
  return places.map((place, index) => {
    const column = columns[index];
    return column?.kind === 'change' ? ratePlace(columns, places, index, column.versus) : place;
  });
}

/** The column that roles beside it are held against: the result, else the forecast, else the latest period. */
function baseOf(columns: readonly Column[]): number {
  const byRole = (role: string) =>
    columns.findIndex(
      (column) => (column.kind === 'role' || column.kind === 'period') && column.role === role,
    );
  const actual = byRole('actual');
  if (actual >= 0) return actual;
  const guidance = byRole('guidance');
  if (guidance >= 0) return guidance;
  const dated = columns.flatMap((column, index) =>
    column.kind === 'period' && column.role === null
      ? [{ index, year: column.period.year ?? 0 }]
      : [],
  );
  return dated.toSorted((a, b) => b.year - a.year || a.index - b.index)[0]?.index ?? -1;
}

/** What the year before is held against: where results are named by their periods, the result before it. */
function baseAt(columns: readonly Column[], index: number, base: number): number {
  const column = columns[index];
  if (column?.kind !== 'role' || column.role !== 'yearBefore') return base;
  const before = columns.slice(0, index).findLastIndex(isResult);
  return before >= 0 ? before : base;
}

function isResult(column: Column): boolean {
  return column.kind === 'period' && (column.role === null || column.role === 'actual');
}

function rolePlace(
  role: Extract<Column, { kind: 'role' }>['role'],
  index: number,
  base: number,
  caption: NamedPeriod | null,
): Place {
  if (role === 'actual' || role === 'guidance') {
    if (base !== index) return null;
    return { as: 'figure', period: caption, basis: role };
  }
  if (base < 0) return null;
  switch (role) {
    case 'consensus':
      return { as: 'comparator', of: base, kind: 'consensus' };
    case 'prior':
      return { as: 'comparator', of: base, kind: 'prior_guidance' };
    case 'yearBefore':
      return { as: 'comparator', of: base, kind: 'yoy' };
    case 'difference':
    case 'share':
      return null;
    default:
      return role satisfies never;
  }
}

function periodPlace(
  columns: readonly Column[],
  index: number,
  own: NamedPeriod | null,
  guidance: boolean,
): Place {
  const column = columns[index];
  if (column?.kind !== 'period') return null;
  const { period, role } = column;
  if (role !== null && role !== 'actual' && role !== 'guidance')
    return rolePlace(role, index, baseOf(columns), null);
  const reached = columns.findIndex(
    (other) => other.kind === 'period' && other.role === 'actual' && isSame(other.period, period),
  );
  if (role === 'guidance' && reached >= 0)
    return { as: 'comparator', of: reached, kind: 'prior_guidance' };
  // An outlook above a table of results makes no forecasts of them.
  const foretold = guidance && role === null && !isOver(period, own);
  const basis: Basis = role === 'guidance' || foretold ? 'guidance' : 'actual';
  const figure: Place = { as: 'figure', period, basis };
  const later = (wanted: (other: NamedPeriod) => boolean) =>
    columns.findIndex(
      (other, at) =>
        at !== index &&
        other.kind === 'period' &&
        other.role !== 'prior' &&
        other.role !== 'consensus' &&
        wanted(other.period),
    );
  const nextYear = later((other) => yearsBetween(period, other) === 1);
  if (nextYear >= 0) {
    // A result beside the next year's forecast is the article's own figure.
    const forecast = columns[nextYear];
    const ahead = forecast?.kind === 'period' && forecast.role === 'guidance';
    const isOwn = basis === 'actual' && own !== null && isSame(period, own);
    return ahead && isOwn ? figure : { as: 'comparator', of: nextYear, kind: 'yoy' };
  }
  const nextQuarter = later((other) => quartersBetween(period, other) === 1);
  if (nextQuarter >= 0) return { as: 'comparator', of: nextQuarter, kind: 'qoq' };
  const older = later(
    (other) => yearsBetween(period, other) > 1 || quartersBetween(period, other) > 1,
  );
  return older >= 0 ? null : figure;
}

/** True for what has ended when the period reported on has. */
function isOver(period: NamedPeriod, own: NamedPeriod | null): boolean {
  if (own?.year == null) return false;
  return endOf(period, period.year ?? own.year) <= endOf(own, own.year);
}

/** Quarters since the year 0 up to the end of a period. */
function endOf({ part }: NamedPeriod, year: number): number {
  return year * 4 + lastQuarter[part];
}

const lastQuarter = { q1: 1, q2: 2, q3: 3, q4: 4, h1: 2, h2: 4, '9m': 3, fy: 4 } as const;

function isSame(a: NamedPeriod, b: NamedPeriod): boolean {
  return a.year === b.year && a.part === b.part;
}

function yearsBetween(a: NamedPeriod, b: NamedPeriod): number {
  return a.part === b.part && a.year !== null && b.year !== null ? b.year - a.year : 0;
}

function quartersBetween(a: NamedPeriod, b: NamedPeriod): number {
  const [from, to] = [quarterCount(a), quarterCount(b)];
  return from === null || to === null ? 0 : to - from;
}

/** Quarters since year 0; null for anything but a dated quarter. */
function quarterCount({ part, year }: NamedPeriod): number | null {
  return part.startsWith('q') && year !== null ? year * 4 + Number(part.slice(1)) : null;
}

function months({ year, month }: { readonly year: number; readonly month: number }): number {
  return year * 12 + month;
}

/** Balances of a day: the latest one is the figure, that of the same day a year before its comparator. */
function datePlace(columns: readonly Column[], index: number): Place {
  const column = columns[index];
  if (column?.kind !== 'date') return null;
  const dates = columns.flatMap((each) => (each.kind === 'date' ? [months(each)] : []));
  const latest = Math.max(...dates);
  if (months(column) === latest) return { as: 'figure', period: null, basis: 'actual' };
  const of = columns.findIndex((each) => each.kind === 'date' && months(each) === latest);
  return latest - months(column) === 12 ? { as: 'comparator', of, kind: 'yoy' } : null;
}

/** A rate is of the figure before it, against what its head names or what stands beside that figure. */
function ratePlace(
  columns: readonly Column[],
  places: readonly Place[],
  index: number,
  versus: 'yoy' | 'qoq' | null,
): Place {
  const isFigure = (place: Place) => place?.as === 'figure';
  const before = places.slice(0, index).findLastIndex(isFigure);
  const of = before >= 0 ? before : places.findIndex(isFigure);
  if (of < 0) return null;
  if (versus) return { as: 'rate', of, kind: versus };
  const beside = places
    .slice(0, index)
    .findLast(
      (place): place is Extract<Place, { as: 'comparator' }> =>
        place?.as === 'comparator' && place.of === of,
    );
  // "2023 2022 Change" is against 2022, 「今回予想 前回予想 増減率」 against the forecast before.
  const plain = columns.some(({ kind }) => kind === 'role');
  return beside || !plain ? { as: 'rate', of, kind: beside?.kind ?? 'yoy' } : null;
}
