import type { Span } from '../article/article.ts';
import type { Amount } from '../language/amount.ts';
import type { Problem } from '../language/problem.ts';
import { metricIds, type MetricId } from '../metrics.ts';
import type { Accounting, Basis, Comparison, ComparisonKind, Figure, Quantity } from './figure.ts';
import { periodName, type NamedPeriod } from './period.ts';

/** A comparison in the making; its quantity carries the sign it will have. */
export interface DraftComparison {
  kind: ComparisonKind;
  comparator: Quantity | null;
  change: { value: string; step: string } | null;
  direction: Comparison['direction'];
  span: Span;
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
  quantity: Quantity;
  loss: boolean;
  garbled: boolean;
  quoteSpan: Span;
  comparisons: DraftComparison[];
  /** Problems the reader saw while reading it; figures are filled in when it has its id. */
  problems: Problem[];
}

interface Frame {
  readonly text: string;
  readonly source: string;
  readonly company: string | null;
  readonly period: NamedPeriod | null;
}

/** Figures of drafts: named, signed, the same figure kept once; with the problems noted on the way. */
export function finish(
  drafts: readonly Draft[],
  frame: Frame,
): { figures: Figure[]; problems: Problem[] } {
  const figures = new Map<string, Figure>();
  const problems: Problem[] = [];
  for (const draft of drafts) {
    const figure = figureOf(draft, frame);
    const known = figures.get(figure.id);
    if (known) {
      const doubled = sameValue(known, figure) ? null : duplicate(known, figure);
      if (doubled) problems.push(doubled);
      figures.set(figure.id, merged(known, figure));
      continue;
    }
    figures.set(figure.id, figure);
    if (draft.garbled)
      problems.push({
        code: 'garbled',
        severity: 'low',
        spans: [figure.quoteSpan],
        figures: [figure.id],
        args: {},
      });
    problems.push(...draft.problems.map((problem) => ({ ...problem, figures: [figure.id] })));
  }
  return { figures: [...figures.values()].toSorted(byCatalogue), problems };
}

function byCatalogue(a: Figure, b: Figure): number {
  const whole = Number(a.segment !== null) - Number(b.segment !== null);
  return (
    whole ||
    metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric) ||
    a.span.start - b.span.start
  );
}

function figureOf(draft: Draft, { text, source, company, period: own }: Frame): Figure {
  const { quantity } = draft;
  const period =
    draft.period === null
      ? null
      : periodName(draft.period ?? own ?? { year: null, fiscal: false, part: 'fy' }, own);
  const ownPeriod = own ? periodName(own, null) : null;
  const comparisons = draft.comparisons.map((comparison) => comparisonOf(comparison, draft, text));
  return {
    id: figureId(draft, period, ownPeriod),
    metric: draft.metric,
    label: draft.label,
    company,
    segment: draft.segment,
    period,
    basis: draft.basis,
    accounting: draft.accounting,
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

/** `operating_income/reality-labs@2023-q1`: what tells a figure from the others of its digest. */
export function figureId(
  figure: Pick<Figure, 'metric' | 'segment' | 'basis' | 'accounting'>,
  period: string | null,
  ownPeriod: string | null,
): string {
  const segment = figure.segment === null ? '' : `/${figure.segment}`;
  const when = period === ownPeriod ? '' : `@${period ?? 'total'}`;
  const basis = figure.basis === 'actual' ? '' : `~${figure.basis}`;
  const accounting = figure.accounting === null ? '' : `~${figure.accounting}`;
  return `${figure.metric}${segment}${when}${basis}${accounting}`;
}

function signed(value: string, loss: boolean): string {
  return loss && !value.startsWith('-') ? `-${value}` : value;
}

function comparisonOf(draft: DraftComparison, figure: Draft, text: string): Comparison {
  const value = draft.comparator ? signed(draft.comparator.value, figure.loss) : null;
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

function sameValue(a: Figure, b: Figure): boolean {
  return a.value === b.value && a.unit === b.unit;
}

/** A second telling may add comparisons that the first one left out. */
function merged(known: Figure, again: Figure): Figure {
  if (!sameValue(known, again)) return known;
  const kinds = new Set(known.comparisons.map(({ kind }) => kind));
  return {
    ...known,
    comparisons: [
      ...known.comparisons,
      ...again.comparisons.filter(({ kind }) => !kinds.has(kind)),
    ],
  };
}

function duplicate(first: Figure, second: Figure): Problem {
  return {
    code: 'duplicate_value',
    severity: 'high',
    spans: [first.quoteSpan, second.quoteSpan],
    figures: [first.id],
    args: {
      subject: { metric: first.metric, segment: first.segment },
      first: amountOf(first),
      second: amountOf(second),
    },
  };
}

function amountOf({ value, unit, bound }: Amount): { readonly amount: Amount } {
  return { amount: { value, unit, bound } };
}
