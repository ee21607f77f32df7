import { fold } from '../article/fold.ts';
import { currencyOf } from '../language/amount.ts';
import type { Reading } from '../language/reading.ts';
import { metricUnit } from '../metrics.ts';
import { changedBy, type Draft, type DraftComparison, heldTo } from './draft.ts';
import type { Basis, ComparisonKind, Quantity } from './figure.ts';
import type { Frame } from './frame.ts';
import { perReading } from './per-reading.ts';
import type { Cell, Cells } from './table-cells.ts';
import type { Column } from './table-columns.ts';
import type { Head } from './table-head.ts';
import type { Line, TableLine } from './table-lines.ts';
import { type Place, placesOf } from './table-roles.ts';
import { type LabelUnit, type Measure, type Scale, sized } from './table-scale.ts';
import type { Subject } from './table-subject.ts';

export interface RowContext {
  readonly reading: Reading;
  readonly frame: Frame;
  readonly scale: Scale | null;
}

/** The figures of a row whose columns the head names, in each of its groups (GAAP, then adjusted). */
export function readRow(
  line: TableLine,
  cells: Cells,
  subject: Subject,
  head: Head,
  context: RowContext,
): Draft[] {
  const groups = head.groups.length > 1 ? head.groups : [subject.accounting ?? head.accounting];
  const oneHead = groups.length > 1 && head.columns.length < groups.length;
  const perGroup = Math.max(1, Math.ceil(head.columns.length / groups.length));
  return groups.flatMap((accounting, group) => {
    const columns = oneHead
      ? head.columns
      : head.columns.slice(group * perGroup, (group + 1) * perGroup);
    const own = cellsIn(columns, cells, subject, group, groups.length);
    if (!own) return [];
    const drafts = draftsOf({
      line,
      subject: { ...subject, accounting: accounting ?? subject.accounting },
      places: placesFor(columns, head, context.frame),
      cells: own,
      measure: measureOf(cells.filled, context.scale, labelUnits(subject.label, context.reading)),
    });
    addUnnamedRate(drafts, line, cells, columns, subject, groups.length);
    return drafts;
  });
}

/** The one rate at the end of a row, where no column says what it is: a year's change (1,234 1,100 12%). */
function addUnnamedRate(
  [first]: readonly Draft[],
  line: Line,
  { all }: Cells,
  columns: readonly Column[],
  subject: Subject,
  groups: number,
): void {
  const last = all.at(-1);
  const unnamed = groups === 1 && all.length === columns.length + 1;
  if (!first || !last || !unnamed || columns.some(({ kind }) => kind === 'change')) return;
  if (last.low.unit === 'percent' && !isAmount(last, subject)) addRate(first, last, 'yoy', line);
}

/** The places of a head's columns; without any column the one amount is the article's own. */
function placesFor(columns: readonly Column[], head: Head, frame: Frame): Place[] {
  const basis: Basis = head.guidance ? 'guidance' : 'actual';
  const amounts = columns.filter(({ kind }) => kind !== 'change');
  const roles = columns.map((column) => ('role' in column ? column.role : null));
  const ahead = roles.includes('guidance') && !roles.includes('actual') ? head.outlook : null;
  if (amounts.length > 0) return placesOf(columns, frame, head.guidance, head.caption ?? ahead);
  const own: Place = { as: 'figure', period: null, basis };
  return [own, ...columns.map((column): Place => ratePlace(column))];
}

function ratePlace(column: Column): Place {
  return column.kind === 'change' ? { as: 'rate', of: 0, kind: column.versus ?? 'yoy' } : null;
}

/**
 * The cell of each column: one for one where there are as many, otherwise amounts and rates by their kind.
 * Null where they do not fit: cells that do not fit their columns say nothing for sure.
 */
function cellsIn(
  columns: readonly Column[],
  { all, filled }: Cells,
  subject: Subject,
  group: number,
  groups: number,
): (Cell | null)[] | null {
  const amounts = columns.filter(({ kind }) => kind !== 'change');
  const heads: readonly Column['kind'][] =
    amounts.length > 0
      ? columns.map(({ kind }) => kind)
      : ['period', ...columns.map(({ kind }) => kind)];
  if (all.length === heads.length * groups) {
    const own = all.slice(group * heads.length, (group + 1) * heads.length);
    const offset = heads.length - columns.length;
    const isAsideAt = (index: number) => {
      const column = columns[index - offset];
      return column?.kind === 'role' && isAside(column.role);
    };
    const fits = own.every(
      (cell, index) => cell === null || isAsideAt(index) || isOf(heads[index], cell, subject),
    );
    if (fits) return own;
  }
  const isExtra = columns.some((column) => column.kind === 'role' && isAside(column.role));
  return isExtra ? null : byKind(heads, filled, subject, group, groups);
}

/** Differences and shares stand among the amounts and look like them. */
function isAside(role: string): boolean {
  return role === 'difference' || role === 'share';
}

function isOf(kind: Column['kind'] | undefined, cell: Cell, subject: Subject): boolean {
  if (kind === 'change') return !isAmount(cell, subject) || cell.low.bare;
  return isAmount(cell, subject);
}

function isAmount({ low, change }: Cell, { metric }: Subject): boolean {
  if (change !== null) return false;
  return metricUnit(metric) === 'percent'
    ? low.unit === 'percent'
    : low.unit !== 'percent' && low.unit !== 'points';
}

function byKind(
  heads: readonly Column['kind'][],
  filled: readonly Cell[],
  subject: Subject,
  group: number,
  groups: number,
): (Cell | null)[] | null {
  const values = filled.filter((cell) => isAmount(cell, subject));
  const changes = filled.filter((cell) => !isAmount(cell, subject));
  const width = heads.filter((kind) => kind !== 'change').length;
  const rates = heads.length - width;
  const spare = rates > 0 && values.length === (width + 1) * groups;
  // One amount of a group stands in its first column; "$118 5%" is a change told twice.
  const first = values.length === groups && (groups > 1 || width === 1);
  if (values.length !== width * groups && !first && !spare) return null;
  const own =
    values.length === groups
      ? values.slice(group, group + 1)
      : values.slice(group * width, (group + 1) * width);
  const ownRates = changes.slice(group * (rates || 1), (group + 1) * (rates || 1));
  return heads.map((kind) => (kind === 'change' ? ownRates : own).shift() ?? null);
}

/** What a label says its amounts are counted in: (p), cents, (millions). */
function labelUnits(label: string, reading: Reading): LabelUnit[] {
  const folded = fold(label);
  return labelPatterns(reading).flatMap(({ pattern, unit }) =>
    pattern.test(folded) ? [unit] : [],
  );
}

const labelPatterns = perReading(({ tableLabelUnits }) =>
  tableLabelUnits.map((unit) => ({ pattern: new RegExp(unit.pattern, 'iu'), unit })),
);

/** A currency that one cell of a row shows is that of all. */
export function measureOf(
  filled: readonly Cell[],
  scale: Scale | null,
  label: readonly LabelUnit[] = [],
): Measure {
  const shown = filled.map(({ low }) => currencyOf(low.unit)).find((each) => each !== null);
  return { scale, currency: shown ?? null, label };
}

/** A row, or a column where metrics stand in the head: cells with their places, all of one subject. */
export interface Series {
  readonly line: Line;
  readonly subject: Subject;
  readonly places: readonly Place[];
  readonly cells: readonly (Cell | null)[];
  readonly measure: Measure;
  /** The line of each cell, where they are not all of one row. */
  readonly lines?: readonly Line[];
}

/** The figures of a series with the comparators and rates that stand beside them. */
export function draftsOf(series: Series): Draft[] {
  const { places, cells } = series;
  const drafts: Draft[] = [];
  const made = new Map<number, readonly Draft[]>();
  const rates: Rate[] = [];
  for (const [index, place] of places.entries()) {
    const cell = cells[index];
    if (place?.as !== 'figure' || !cell) continue;
    const pair = figureOf(cell, index, place, series);
    made.set(index, pair);
    drafts.push(...pair);
  }
  for (const [index, place] of places.entries()) {
    const cell = cells[index];
    if (!cell || !place || place.as === 'figure') continue;
    const [draft, high] = made.get(place.of) ?? [];
    if (!draft) continue;
    if (place.as === 'rate') rates.push({ draft, cell, kind: place.kind, index });
    else {
      addComparator(draft, cell.low, cell, place.kind, series, index);
      // A range is held against a range end by end.
      if (high) addComparator(high, cell.high ?? cell.low, cell, place.kind, series, index);
    }
  }
  for (const rate of rates.toSorted((a, b) => missBy(a) - missBy(b) || a.index - b.index))
    addRate(rate.draft, rate.cell, rate.kind, lineOf(series, rate.index));
  return drafts;
}

interface Rate {
  readonly draft: Draft;
  readonly cell: Cell;
  readonly kind: ComparisonKind;
  readonly index: number;
}

/** How far a rate is from what the amounts beside it give: of an organic and a reported change one is theirs. */
function missBy({ draft, cell, kind }: Rate): number {
  const other = draft.comparisons.find((each) => each.kind === kind)?.comparator?.value;
  if (other === undefined || Number(other) === 0) return 0;
  const change = (Number(draft.quantity.value) / Number(other) - 1) * 100;
  return Math.abs(change - rateOf(cell));
}

function rateOf({ low, change }: Cell): number {
  return change === -1 ? -Math.abs(Number(low.value)) : Number(low.value);
}

function lineOf({ line, lines }: Series, index: number): Line {
  return lines?.[index] ?? line;
}

function figureOf(
  cell: Cell,
  index: number,
  place: Extract<Place, { as: 'figure' }>,
  series: Series,
): Draft[] {
  const { subject, measure } = series;
  // $4.3 billion says its scale itself.
  const printed = cell.low.scaled || cell.high?.scaled === true;
  const low = sized(cell.low, subject.metric, measure, printed);
  if (!low) return [];
  const { start, end } = lineOf(series, index).sentence;
  const draft: Draft = {
    metric: subject.metric,
    label: subject.label,
    segment: subject.segment,
    period: place.period ?? undefined,
    basis: place.basis,
    accounting: subject.accounting,
    partner: null,
    quantity: low,
    loss: subject.loss,
    garbled: false,
    quoteSpan: { start, end },
    comparisons: [],
    problems: [],
  };
  const high = cell.high ? sized(cell.high, subject.metric, measure, printed) : null;
  if (!high) return [draft];
  return [draft, { ...draft, quantity: high, partner: draft, comparisons: [], problems: [] }];
}

function addComparator(
  draft: Draft,
  amount: Quantity,
  cell: Cell,
  kind: ComparisonKind,
  series: Series,
  index: number,
): void {
  const printed = cell.low.scaled || cell.high?.scaled === true;
  const comparator = sized(amount, series.subject.metric, series.measure, printed);
  if (comparator) draft.comparisons.push(comparisonOf(kind, comparator, lineOf(series, index)));
}

function comparisonOf(kind: ComparisonKind, comparator: Quantity, line: Line): DraftComparison {
  const sign = comparator.value.startsWith('-') ? 'loss' : 'profit';
  return heldTo(kind, comparator, line.sentence, { sign });
}

/** Adds a stated rate, a bare number under the head of one included; points are no rate. */
export function addRate(draft: Draft, cell: Cell, kind: ComparisonKind, line: Line): void {
  const { low, change } = cell;
  if (low.unit !== 'percent' && !low.bare) return;
  const value = change === -1 && !low.value.startsWith('-') ? `-${low.value}` : low.value;
  const known = draft.comparisons.find((each) => each.kind === kind);
  const rate = { value, step: low.step };
  if (known) known.change ??= rate;
  else draft.comparisons.push(changedBy(kind, rate, line.sentence));
}
