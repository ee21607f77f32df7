import { matchesOf } from '../article/matches.ts';
import type { Reading } from '../language/reading.ts';
import { type MetricId, metricUnit } from '../metrics.ts';
import type { Draft } from './draft.ts';
import type { Frame } from './frame.ts';
import { perReading } from './per-reading.ts';
import { type NamedPeriod, wholeOf } from './period.ts';
import type { Cell, Cells } from './table-cells.ts';
import { type Column, columnOfLabel } from './table-columns.ts';
import type { TableLine } from './table-lines.ts';
import { placesOf } from './table-roles.ts';
import { addRate, draftsOf, measureOf } from './table-row.ts';
import type { Scale } from './table-scale.ts';
import { headsBusinesses, headsIn, isBusinessTitle, type Measured } from './table-matrix-head.ts';
import { metricOf } from './table-subject.ts';

type Metric = Measured & { readonly metric: MetricId };

/** What a line of units says of a column: 百万円, %, 円 銭. */
type Unit = Reading['tableUnits'][number];

/** A table whose head names metrics and whose rows name periods, as far as it was read. */
export interface Matrix {
  readonly metrics: readonly Measured[];
  /** Lines that named them: a head broken over lines may have lost its order. */
  readonly lines: number;
  readonly units: readonly Unit[];
  readonly rows: readonly MatrixRow[];
  readonly guidance: boolean;
  readonly caption: NamedPeriod | null;
  readonly cumulative: boolean;
  /** True where its head says that rows are businesses. */
  readonly businesses: boolean;
  readonly named: readonly NamedRow[];
}

/** A row that is of a business. */
export interface NamedRow {
  readonly line: TableLine;
  readonly cells: Cells;
  readonly scale: Scale | null;
}

interface MatrixRow {
  readonly line: TableLine;
  readonly column: Column;
  readonly cells: Cells;
  readonly scale: Scale | null;
}

export function emptyMatrix(guidance = false, caption: NamedPeriod | null = null): Matrix {
  return {
    metrics: [],
    lines: 0,
    units: [],
    rows: [],
    named: [],
    guidance,
    caption,
    cumulative: false,
    businesses: false,
  };
}

/** The units that a line holds and nothing else; null for any other line. */
export function unitsOf({ laid }: TableLine, reading: Reading): { units: Unit[]; rest: string } {
  const { all, each } = unitPatterns(reading);
  const units = matchesOf(laid, all).flatMap(
    (hit) => each.find(({ pattern }) => pattern.test(hit[0]))?.unit ?? [],
  );
  return { units, rest: laid.replace(all, '').trim() };
}

const unitPatterns = perReading(({ tableUnits }) => ({
  all: new RegExp(
    tableUnits.map(({ pattern }) => `(?<![^\\s])(?:${pattern})(?![^\\s])`).join('|'),
    'giu',
  ),
  each: tableUnits.map((unit) => ({ unit, pattern: new RegExp(`^(?:${unit.pattern})$`, 'iu') })),
}));

/** The matrix with the metrics and units that a head line adds; one that has rows ends with a new head. */
export function withHeadLine(matrix: Matrix, line: TableLine, reading: Reading): Matrix {
  const { units, rest } = unitsOf(line, reading);
  const heads = headsIn(line, reading);
  const metrics = heads.filter(({ metric }) => metric !== null);
  // A line of units alone belongs to the metrics above it; after rows it heads columns of something else.
  const isRead = matrix.rows.length > 0 || matrix.named.length > 0;
  const known = isRead ? emptyMatrix(matrix.guidance, matrix.caption) : matrix;
  if (isBusinessTitle(line, reading))
    return { ...emptyMatrix(matrix.guidance, matrix.caption), businesses: true };
  const dividends = dividendsIn(line, known, reading);
  if (dividends.length > 0) return { ...known, metrics: dividends };
  const named =
    metrics.length > 0 && (units.length > 0 || isNames(line, rest, metrics.length, reading));
  return {
    ...known,
    metrics: named ? [...known.metrics, ...heads] : known.metrics,
    lines: known.lines + (named ? 1 : 0),
    units: [...known.units, ...units],
    businesses: known.businesses || (named && headsBusinesses(line, reading)),
  };
}

/** Dividends by what they are paid for, on lines below their name (年間配当金: 中間, 期末, 合計). */
function dividendsIn({ laid }: TableLine, { metrics }: Matrix, reading: Reading): Measured[] {
  if (metrics.length === 0 || metrics.some(({ metric }) => metric !== 'dividend')) return [];
  const whole = dividendNames(reading);
  const labels = laid.trim().split(/\s+/);
  if (!labels.every((label) => whole.test(label))) return [];
  return [
    ...metrics.filter(({ label }) => whole.test(label)),
    ...labels.map((label): Measured => ({ metric: 'dividend', label, rank: 1, rate: false })),
  ];
}

const dividendNames = perReading(
  ({ tableDividends }) => new RegExp(`^(?:${tableDividends.join('|')})$`, 'iu'),
);

/** True for a line of names of metrics: little stands between them, and one alone is the whole line. */
function isNames(line: TableLine, rest: string, count: number, reading: Reading): boolean {
  if (/[、,:]|\d{3}/.test(rest)) return false;
  return count > 1 || (line.sentence.text.length <= 24 && metricOf(line, reading) !== null);
}

/** The row that a line adds; null where its label names neither a period nor a role, or a metric of its own. */
export function rowOf(
  line: TableLine,
  cells: Cells,
  scale: Scale | null,
  reading: Reading,
  frame: Frame,
): MatrixRow | null {
  const label: TableLine = {
    ...line,
    laid: line.laid.slice(0, cells.stop),
    sentence: { ...line.sentence, text: line.sentence.text.slice(0, cells.stop) },
    tokens: line.tokens.filter(({ end }) => end <= line.sentence.start + cells.stop),
  };
  if (label.tokens.some(({ kind }) => kind === 'metric')) return null;
  const column = columnOfLabel(label, reading, frame);
  return column ? { line, column, cells, scale } : null;
}

/** A column of a matrix: its metric, the place of its cells in a row, and of the rates beside them. */
interface Slot {
  readonly metric: Metric;
  readonly at: number;
  readonly rate: number | null;
  readonly unit: Unit | null;
}

/** The figures of a matrix: its rows are what columns are elsewhere. */
export function readMatrix(matrix: Matrix, frame: Frame): Draft[] {
  const width = widthOf(matrix);
  const slots = slotsOf(matrix, width);
  const { rows } = matrix;
  const places = placesOf(
    rows.map(({ column }) => inTitle(column, matrix)),
    frame,
    matrix.guidance,
    matrix.caption,
  );
  return slots.flatMap(({ metric, at, rate, unit }) =>
    rows.flatMap((row, index) => {
      const place = places[index];
      // A row is the figure, another one its comparator: each series is read once, at its figure.
      if (place?.as !== 'figure') return [];
      const cells = rows.map((each) => cellAt(each, at, width));
      const scale = unit && unit.currency ? unit : row.scale;
      const [draft, ...more] = draftsOf({
        line: row.line,
        lines: rows.map(({ line }) => line),
        subject: {
          metric: metric.metric,
          label: metric.label,
          segment: null,
          accounting: null,
          loss: false,
        },
        places: places.map((each, other) =>
          other === index || (each && each.as !== 'figure' && each.of === index) ? each : null,
        ),
        cells,
        measure: measureOf(
          cells.filter((cell): cell is Cell => cell !== null),
          scale,
        ),
      });
      const beside = rate === null ? null : cellAt(row, rate, width);
      if (draft && beside) addRate(draft, beside, 'yoy', row.line);
      return draft ? [draft, ...more] : [];
    }),
  );
}

/** A cell of a row; null in a row whose cells are not as many as its columns, unless rates leave out the last ones. */
function cellAt({ cells: { all }, column }: MatrixRow, at: number, width: number): Cell | null {
  const fits = all.length === width || (column.kind === 'change' && all.length < width);
  return fits ? (all[at] ?? null) : null;
}

/** A row's period with the year of the table's title (通期), counted from the beginning of the year where it says so. */
function inTitle(column: Column, { caption, cumulative }: Matrix): Column {
  if (column.kind !== 'period') return column;
  const { period } = column;
  const dated = period.year === null && caption ? { ...caption, part: period.part } : period;
  const part = cumulative ? wholeOf(dated.part) : dated.part;
  return { ...column, period: { ...dated, part } };
}

/** True for a head that says that its quarters are totals since the year began: (1)連結経営成績(累計). */
export function isCumulative({ laid }: TableLine, { tableCumulative }: Reading): boolean {
  return tableCumulative.some((word) => laid.includes(word));
}

function isMetric(measured: Measured): measured is Metric {
  return measured.metric !== null;
}

export function widthOf({ units, metrics }: Matrix): number {
  return units.length > 0 ? units.length : metrics.length;
}

/** The columns by their metrics; none where there are not as many of a kind as there are units of it. */
export function slotsOf(matrix: Matrix, width: number): Slot[] {
  const metrics = matrix.metrics.filter(
    (each): each is Metric => each.metric !== null && metricUnit(each.metric) !== 'percent',
  );
  const ofMoney = matrix.units.length === 0 || matrix.units.some(({ kind }) => kind === 'money');
  if (ofMoney && matrix.lines > 1 && !inStatementOrder(metrics)) return [];
  if (matrix.units.length === 0) {
    return matrix.metrics.length < 2
      ? []
      : matrix.metrics.flatMap((metric, at): Slot[] =>
          isMetric(metric) && metric === bestOf(matrix.metrics.filter(isMetric), metric)
            ? [{ metric, at, rate: matrix.metrics[at + 1]?.rate ? at + 1 : null, unit: null }]
            : [],
        );
  }
  return (['money', 'per_share'] as const).flatMap((kind) => {
    const own = metrics.filter(({ metric }) => metricUnit(metric) === kind);
    const at = matrix.units.flatMap((unit, index) => (unit.kind === kind ? [{ unit, index }] : []));
    if (own.length !== at.length) return [];
    return own.flatMap((metric, index): Slot[] => {
      const place = at[index];
      if (!place || metric !== bestOf(own, metric)) return [];
      const rate = matrix.units[place.index + 1]?.kind === 'percent' ? place.index + 1 : null;
      return [
        {
          metric,
          at: place.index,
          rate: rate !== null && rate < width ? rate : null,
          unit: place.unit,
        },
      ];
    });
  });
}

/** The name of a metric that is told, where a head has several: the nearest one, of those the first. */
function bestOf(own: readonly Metric[], { metric, label }: Metric): Metric | undefined {
  return own
    .filter(
      (each) =>
        each.metric === metric &&
        each.rank > 0 &&
        // Dividends of a year are several, told apart by their labels.
        (metric !== 'dividend' || each.label === label),
    )
    .toSorted((a, b) => b.rank - a.rank)[0];
}

/** Statements of income go from sales to net income; a head whose pieces do not has lost its order. */
function inStatementOrder(metrics: readonly Metric[]): boolean {
  const order: readonly MetricId[] = [
    'revenue',
    'operating_income',
    'ordinary_income',
    'pretax_income',
    'net_income',
  ];
  const places = metrics.map(({ metric }) => order.indexOf(metric)).filter((place) => place >= 0);
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
}

/** True where so many metrics are in the head that rows below may be periods. */
export function isMatrix({ metrics, units }: Matrix): boolean {
  const count = metrics.filter(isMetric).length;
  return count >= 2 || (count === 1 && units.length > 0);
}
