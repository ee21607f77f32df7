import { Big } from 'big.js';
import { currencyOf, isUnit, type Unit } from '../language/amount.ts';
import type { Reading } from '../language/reading.ts';
import { metricUnit, type MetricId } from '../metrics.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { Accounting, ComparisonKind, Quantity } from './figure.ts';
import { type NamedPeriod } from './period.ts';
import type { Frame } from './frame.ts';
import type { Cell, Scale } from './table-cells.ts';
import type { Column, Head, Line } from './table-head.ts';

interface RowContext {
  readonly scales: readonly Scale[];
  readonly reading: Reading;
  readonly frame: Frame;
}

export function readRow(
  line: Line,
  cells: readonly Cell[],
  head: Head,
  context: RowContext,
): Draft[] {
  const subject = subjectOf(line, cells, head, context.reading);
  if (!subject) return [];
  const isValue = ({ low, change }: Cell) =>
    change === null &&
    (metricUnit(subject.metric) === 'percent'
      ? low.unit === 'percent'
      : low.unit !== 'percent' && low.unit !== 'points');
  const groups = head.groups.length > 1 ? head.groups : [subject.accounting ?? head.accounting];
  const perGroup = Math.max(1, Math.ceil(head.columns.length / groups.length));
  const oneHead = groups.length > 1 && head.columns.length < groups.length;
  const values = cells.filter(isValue);
  const changes = cells.filter((cell) => !isValue(cell));
  return groups.flatMap((accounting, group) => {
    const columns = oneHead
      ? head.columns
      : head.columns.slice(group * perGroup, (group + 1) * perGroup);
    const amounts = columns.filter(({ kind }) => kind !== 'change');
    const rates = columns.filter(({ kind }) => kind === 'change');
    const width = amounts.length || 1;
    // Cells that do not fit their columns say nothing for sure.
    if (values.length < width * groups.length && values.length !== groups.length) return [];
    const own =
      values.length === groups.length
        ? values.slice(group, group + 1)
        : values.slice(group * width, (group + 1) * width);
    const ownRates = changes.slice(group * (rates.length || 1), (group + 1) * (rates.length || 1));
    return draftsOf({
      line,
      subject: { ...subject, accounting: accounting ?? subject.accounting },
      amounts,
      own,
      rates,
      ownRates,
      head,
      context,
    });
  });
}

interface Subject {
  readonly metric: MetricId;
  readonly label: string;
  readonly segment: string | null;
  readonly accounting: Accounting | null;
  readonly loss: boolean;
}

function subjectOf(
  { sentence, tokens }: Line,
  cells: readonly Cell[],
  head: Head,
  reading: Reading,
): Subject | null {
  const stop = cells[0]?.low.start ?? sentence.end;
  const inLabel = tokens.filter((token) => token.end <= stop);
  const name = inLabel.find((token) => token.kind === 'metric');
  const cue = inLabel.find(
    (token) => token.kind === 'cue' && (token.cue === 'gaap' || token.cue === 'adjusted'),
  );
  const accounting = cue?.kind === 'cue' ? (cue.cue === 'gaap' ? 'gaap' : 'adjusted') : null;
  const text = sentence.text.slice(0, stop - sentence.start);
  const label = text
    .replace(/[|_*•:]+/g, ' ')
    .replace(/\s*\((?:\$|¥|€|£)\w\)/, '')
    .trim();
  if (name?.kind === 'metric') {
    // "Growth of Operating Cash Flow", "Change in revenue": a rate's row, not the metric's own.
    const rate = inLabel.some(
      (token) => token.kind === 'cue' && (token.cue === 'increase' || token.cue === 'decrease'),
    );
    const lossName = new RegExp(reading.cues.loss.join('|'), 'iu');
    // "Net profit (loss)" is a name for either.
    const loss = lossName.test(name.label) && !/\(\p{L}+\)/u.test(text);
    return rate ? null : { metric: name.metric, label, segment: null, accounting, loss };
  }
  if (head.metric === null || inLabel.some((token) => token.kind === 'cue')) return null;
  return metricUnit(head.metric) === 'money'
    ? { metric: head.metric, label, segment: label, accounting, loss: false }
    : null;
}

interface Row {
  readonly line: Line;
  readonly subject: Subject;
  readonly amounts: readonly Column[];
  readonly own: readonly Cell[];
  readonly rates: readonly Column[];
  readonly ownRates: readonly Cell[];
  readonly head: Head;
  readonly context: RowContext;
}

function draftsOf(row: Row): Draft[] {
  const { amounts, own, rates, ownRates, head } = row;
  const drafts: Draft[] = [];
  let base: { draft: Draft; period: NamedPeriod | null } | null = null;
  for (const [index, cell] of own.entries()) {
    const column = amounts[index];
    const period = column?.kind === 'period' ? column.period : null;
    const kind = base && column ? comparedAs(column, base.period) : null;
    // $4.3 billion says its scale itself.
    const printed = cell.low.scaled || cell.high?.scaled === true;
    const low = sized(cell.low, row, printed);
    if (!low || !fits(row.subject.metric, low.unit)) return drafts;
    if (base && (kind || !column)) {
      if (kind) base.draft.comparisons.push(comparisonOf(kind, low, row));
      continue;
    }
    const draft = draftOf(row, low, period, head.guidance);
    base = { draft, period };
    drafts.push(draft);
    const high = cell.high ? sized(cell.high, row, printed) : null;
    if (high)
      drafts.push({ ...draft, quantity: high, partner: draft, comparisons: [], problems: [] });
  }
  const [first] = drafts;
  for (const [index, rate] of ownRates.entries()) {
    const column = rates[index];
    if (first && rate.low.unit === 'percent' && (column || rates.length === 0))
      addRate(first, rate, column?.kind === 'change' ? column.versus : 'yoy', row);
  }
  return drafts;
}

/** A column beside the first: last year's, last quarter's, what was expected; null where it is another figure. */
function comparedAs(column: Column, period: NamedPeriod | null): ComparisonKind | null {
  if (column.kind === 'consensus') return 'consensus';
  if (column.kind !== 'period' || !period) return null;
  const { year, part } = column.period;
  if (year !== null && period.year !== null && part === period.part && year === period.year - 1)
    return 'yoy';
  const [now, then] = [quarterCount(period), quarterCount(column.period)];
  return now !== null && then === now - 1 ? 'qoq' : null;
}

/** Quarters since year 0; null for anything but a dated quarter. */
function quarterCount({ part, year }: NamedPeriod): number | null {
  return part.startsWith('q') && year !== null ? year * 4 + Number(part.slice(1)) : null;
}

function comparisonOf(kind: ComparisonKind, comparator: Quantity, { line }: Row): DraftComparison {
  return {
    kind,
    comparator,
    change: null,
    direction: null,
    sign: comparator.value.startsWith('-') ? 'loss' : 'profit',
    span: line.sentence,
  };
}

function addRate(draft: Draft, { low, change }: Cell, kind: 'yoy' | 'qoq', row: Row): void {
  const value = change === -1 && !low.value.startsWith('-') ? `-${low.value}` : low.value;
  const known = draft.comparisons.find((each) => each.kind === kind);
  const rate = { value, step: low.step };
  if (known) known.change ??= rate;
  else
    draft.comparisons.push({
      kind,
      comparator: null,
      change: rate,
      direction: null,
      sign: null,
      span: row.line.sentence,
    });
}

function draftOf(
  { line, subject }: Row,
  quantity: Quantity,
  period: NamedPeriod | null,
  guidance: boolean,
): Draft {
  return {
    metric: subject.metric,
    label: subject.label,
    segment: subject.segment,
    period: period ?? undefined,
    basis: guidance ? 'guidance' : 'actual',
    accounting: subject.accounting,
    partner: null,
    quantity,
    loss: subject.loss,
    garbled: false,
    quoteSpan: { start: line.sentence.start, end: line.sentence.end },
    comparisons: [],
    problems: [],
  };
}

/** A cell's amount in base units, by the note that stands nearest; null where no unit is known. */
function sized(
  quantity: Quantity,
  { line, subject, own, context }: Row,
  printed: boolean,
): Quantity | null {
  const kind = metricUnit(subject.metric);
  if (kind === 'percent' || kind === 'count') return quantity;
  const beside =
    currencyOf(quantity.unit) ??
    own.map(({ low }) => currencyOf(low.unit)).find((each) => each !== null) ??
    null;
  const scale = scaleNear(line, context.scales);
  const currency = beside ?? scale?.currency ?? null;
  if (currency === null) return null;
  const share = `${currency}_per_share`;
  if (kind === 'per_share') return isUnit(share) ? { ...quantity, unit: share } : null;
  // A small bare amount of money without any note on its unit could be anything.
  if (!printed && !scale && new Big(quantity.value).abs().lt(10_000)) return null;
  const times = new Big(10).pow(printed || !scale ? 0 : scale.power);
  return {
    ...quantity,
    unit: currency,
    value: new Big(quantity.value).times(times).toFixed(),
    step: new Big(quantity.step).times(times).toFixed(),
  };
}

/** Notes on units stand in the label, above their table, or right below it. */
function scaleNear({ sentence }: Line, scales: readonly Scale[]): Scale | null {
  const next = firstFrom(scales, sentence.start);
  const above = scales[next - 1];
  const inRow = scales[next];
  if (inRow && inRow.at < sentence.end) return inRow;
  if (above && sentence.start - above.at < 1500) return above;
  return inRow && inRow.at - sentence.end < 250 ? inRow : null;
}

/** The index of the first note at or after a place; notes are in order, and long texts have many. */
function firstFrom(scales: readonly Scale[], place: number): number {
  let [low, high] = [0, scales.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scales[middle]?.at ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function fits(metric: MetricId, unit: Unit): boolean {
  const kind = metricUnit(metric);
  if (kind === 'percent') return unit === 'percent';
  if (kind === 'count') return unit === 'count';
  return currencyOf(unit) !== null;
}
