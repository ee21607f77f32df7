import type { Span } from '../article/article.ts';
import { type Currency, currencyOf } from '../language/amount.ts';
import type { Problem } from '../language/problem.ts';
import type { Reading } from '../language/reading.ts';
import { type MetricId, metricIds, metricUnit } from '../metrics.ts';
import { periodOfDividend } from './dividend.ts';
import { merged, withEarlier } from './earlier.ts';
import type { Accounting, Basis, Comparison, ComparisonKind, Figure, Quantity } from './figure.ts';
import { type NamedPeriod, periodName, stillToCome } from './period.ts';
import { settle } from './settle.ts';

/** A stated rate of change; `most` is the other end where it is a range, the least one being its own. */
export interface Change {
  readonly value: string;
  readonly step: string;
  readonly most?: { readonly value: string; readonly step: string };
}

/** A comparison in the making; its quantity carries the sign it will have. */
export interface DraftComparison {
  kind: ComparisonKind;
  comparator: Quantity | null;
  change: Change | null;
  direction: Comparison['direction'];
  /** The comparator's own sign where the words give it (165億円の黒字); null: that of its figure. */
  sign: 'loss' | 'profit' | null;
  span: Span;
}

/** What is said of a comparator beside its amount: whether it was passed, and its own sign. */
export type SaidOf = Partial<Pick<DraftComparison, 'direction' | 'sign'>>;

/** A comparison with an amount. */
export function heldTo(
  kind: ComparisonKind,
  comparator: Quantity,
  span: Span,
  { direction = null, sign = null }: SaidOf = {},
): DraftComparison {
  return { kind, comparator, change: null, direction, sign, span };
}

/** A comparison of which the rate of change alone is stated. */
export function changedBy(
  kind: ComparisonKind,
  change: DraftComparison['change'],
  span: Span,
): DraftComparison {
  return { kind, comparator: null, change, direction: null, sign: null, span };
}

/** What a forecast that stays is held against: the same forecast before. */
export function unchanged({ quantity }: Pick<Draft, 'quantity'>, span: Span): DraftComparison {
  return { ...heldTo('prior_guidance', quantity, span), change: { value: '0', step: '1' } };
}

/** A figure in the making, while its sentence and the ones after it are read. */
export interface Draft {
  metric: MetricId;
  label: string;
  segment: string | null;
  /** Undefined: not named, so the article's own; null: a total since the start. */
  period: NamedPeriod | null | undefined;
  basis: Basis;
  accounting: Accounting | null;
  /** The other end, where this is one end of a range. */
  partner: Draft | null;
  quantity: Quantity;
  loss: boolean;
  garbled: boolean;
  quoteSpan: Span;
  comparisons: DraftComparison[];
  /** Problems the reader saw while reading it; figures are filled in when it has its id. */
  problems: Problem[];
}

/** "The range of $6.30 to $7.00 is confirmed": nobody gives a result by its ends. */
export function isBetween({ quantity, metric }: Draft): boolean {
  return quantity.range !== undefined && ofResults.has(metric);
}

const ofResults: ReadonlySet<MetricId> = new Set([
  'revenue',
  'operating_income',
  'net_income',
  'eps',
  'ebitda',
]);

/** 前期と同じ60円を据え置く: what stays the same is told of results. */
export function isAsBefore({ comparisons }: Draft): boolean {
  return comparisons.some(({ kind, change }) => kind === 'yoy' && change?.value === '0');
}

/** How a sentence ends, and no headline does. */
export const endsProse = /[。.!?]['"”’」』)）]*\s*$/;

interface Frame {
  readonly text: string;
  readonly reading: Reading;
  readonly source: string;
  readonly company: string | null;
  readonly period: NamedPeriod | null;
  /** The part of a year that the text reports on, where it names no year. */
  readonly part: NamedPeriod['part'] | null;
  /** True where its forecasts are for whole years. */
  readonly foretellsYears: boolean;
}

/** Figures of drafts: named, signed, the same figure kept once; with the problems noted on the way. */
export function finish(
  drafts: readonly Draft[],
  frame: Frame,
): { figures: Figure[]; problems: Problem[] } {
  const groups = new Map<string, [Draft, Figure][]>();
  for (const draft of drafts) {
    const figure = figureOf(draft, frame);
    const group = groups.get(figure.id);
    if (group) group.push([draft, figure]);
    else groups.set(figure.id, [[draft, figure]]);
  }
  const [top = ''] = frame.text.trimEnd().split('\n', 1);
  // A text may begin without one.
  const isHeadline = top.length < frame.text.trimEnd().length && !endsProse.test(top);
  const headlineEnd = isHeadline ? top.length : 0;
  const currency = mostlyIn(drafts);
  const settled = [...groups.values()]
    .map(joinRates)
    .filter((tellings) => tellings.length > 0)
    .map((tellings) => settle(tellings, headlineEnd, currency));
  const figures = withEarlier(settled.map(({ figure }) => figure));
  return {
    figures: figures.toSorted(byCatalogue),
    problems: settled.flatMap(({ problems }) => problems),
  };
}

/**
 * "Sales were up 93%" beside "Sales: $1.94 billion" is a comparison of that figure. Alone it is a figure
 * of a business, of sales, or a forecast; another rate of the company's own without its amount says too little.
 */
function joinRates(tellings: readonly [Draft, Figure][]): [Draft, Figure][] {
  const amounts = tellings.filter(([, figure]) => !isRate(figure));
  const rates = tellings.filter(([, figure]) => isRate(figure));
  const [amount] = amounts;
  if (!amount) {
    return rates.filter(
      ([, { segment, basis, metric }]) =>
        segment !== null || basis === 'guidance' || toldByRate.has(metric),
    );
  }
  const joined = rates.reduce((figure, [, rate]) => merged(figure, rate), amount[1]);
  return [[amount[0], joined], ...amounts.slice(1)];
}

const toldByRate: ReadonlySet<MetricId> = new Set(['revenue']);

function isRate({ unit, metric }: Figure): boolean {
  return unit === 'percent' && metricUnit(metric) !== 'percent';
}

/** Metrics of which one period has several (中間配当, 期末配当): their labels tell them apart. */
const severalAtOnce: ReadonlySet<MetricId> = new Set(['dividend']);

/** The currency that most amounts of a text are in. */
function mostlyIn(drafts: readonly Draft[]): Currency | null {
  const counts = Map.groupBy(drafts, ({ quantity }) => currencyOf(quantity.unit));
  counts.delete(null);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  return most?.[0] ?? null;
}

function byCatalogue(a: Figure, b: Figure): number {
  const whole = Number(a.segment !== null) - Number(b.segment !== null);
  return (
    whole ||
    metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric) ||
    a.span.start - b.span.start
  );
}

function figureOf(draft: Draft, frame: Frame): Figure {
  const { text, source, company, period: own, part } = frame;
  const { quantity } = draft;
  // A year beside the quarter reported on is another period, whatever year both are of.
  const other = part && draft.period && draft.period.part !== part ? draft.period.part : null;
  const period = nameOfPeriod(
    { basis: draft.basis, period: periodOfDividend(draft, frame) },
    own,
    frame.foretellsYears,
  );
  const ownPeriod = own ? periodName(own, null) : null;
  const comparisons = draft.comparisons.map((comparison) => comparisonOf(comparison, draft, text));
  return {
    id: figureId({ ...draft, range: quantity.range ?? null }, period ?? other, ownPeriod),
    metric: draft.metric,
    label: draft.label,
    company,
    segment: draft.segment,
    period,
    basis: draft.basis,
    accounting: draft.accounting,
    range: quantity.range ?? null,
    value: signed(quantity.value, draft.loss),
    unit: quantity.unit,
    bound: quantity.bound,
    step: quantity.step,
    source,
    span: { start: quantity.start, end: quantity.end },
    quote: text.slice(draft.quoteSpan.start, draft.quoteSpan.end),
    quoteSpan: draft.quoteSpan,
    headline: draft.basis === 'actual' && period === ownPeriod && period !== null,
    comparisons,
  };
}

/** The period of a figure, the article's own where none was named. */
function nameOfPeriod(
  { period, basis }: Pick<Draft, 'period' | 'basis'>,
  own: NamedPeriod | null,
  ofYears: boolean,
): string | null {
  if (period === null) return null;
  if (period === undefined) {
    // A forecast that names no period is of the year, where the text foretells years alone.
    const ahead = basis === 'guidance' && ofYears;
    return own && periodName(ahead ? { year: own.year, fiscal: own.fiscal, part: 'fy' } : own, own);
  }
  return periodName(basis === 'guidance' && own ? stillToCome(period, own) : period, own);
}

/** `operating_income/reality-labs@2023-q1`: what tells a figure from the others of its digest. */
export function figureId(
  figure: Pick<Figure, 'metric' | 'label' | 'segment' | 'basis' | 'accounting' | 'range'>,
  period: string | null,
  ownPeriod: string | null,
): string {
  const segment = figure.segment === null ? '' : `/${figure.segment}`;
  const when = period === ownPeriod ? '' : `@${period ?? 'total'}`;
  const basis = figure.basis === 'actual' ? '' : `~${figure.basis}`;
  const accounting = figure.accounting === null ? '' : `~${figure.accounting}`;
  const end = figure.range === null ? '' : `~${figure.range}`;
  const label = severalAtOnce.has(figure.metric) && figure.label !== '' ? `#${figure.label}` : '';
  return `${figure.metric}${segment}${when}${basis}${accounting}${end}${label}`;
}

function signed(value: string, loss: boolean): string {
  return loss && !value.startsWith('-') ? `-${value}` : value;
}

function comparisonOf(draft: DraftComparison, figure: Draft, text: string): Comparison {
  const isLoss = draft.sign === null ? figure.loss : draft.sign === 'loss';
  const value = draft.comparator ? signed(draft.comparator.value, isLoss) : null;
  // "A loss above its forecast" is a result below it.
  const flipped = figure.loss
    ? ({ above: 'below', below: 'above', in_line: 'in_line' } as const)
    : null;
  return {
    kind: draft.kind,
    value,
    step: draft.comparator?.step ?? null,
    changePct: draft.change?.value ?? null,
    changeStep: draft.change?.step ?? null,
    direction: draft.direction && flipped ? flipped[draft.direction] : draft.direction,
    quote: text.slice(draft.span.start, draft.span.end),
    span: draft.span,
  };
}
