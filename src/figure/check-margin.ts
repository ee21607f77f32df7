import { Big } from 'big.js';
import type { MetricId } from '../metrics.ts';
import {
  type Derived,
  type Interval,
  intervalOf,
  margin,
  marginInterval,
  overlap,
} from './arithmetic.ts';
import { type Outcome, exactly, sameScope, subjectOf } from './check-outcome.ts';
import type { Comparison, Figure } from './figure.ts';

/** What of sales a margin is. */
export const partOfMargin: Readonly<Partial<Record<MetricId, MetricId>>> = {
  operating_margin: 'operating_income',
  gross_margin: 'gross_profit',
};

/** Stated margins against the profit and the sales of the same business, time, basis and accounting. */
export function checkMargins(figures: readonly Figure[]): Outcome[] {
  return figures.flatMap((figure) => {
    const metric = partOfMargin[figure.metric];
    if (metric === undefined || !isPlain(figure)) return [];
    const beside = figures.filter((other) => sameScope(other, figure) && isPlain(other));
    const parts = beside.filter((other) => other.metric === metric);
    const wholes = beside.filter((other) => other.metric === 'revenue');
    const pairs = parts.flatMap((part) => wholes.flatMap((whole) => pairOf(part, whole) ?? []));
    return checkMargin(figure, pairs) ?? [];
  });
}

/** A profit and the sales it was made on, with the margin that comes out. */
interface Pair {
  readonly part: Figure;
  readonly whole: Figure;
  readonly possible: Interval;
  readonly computed: Derived;
}

function pairOf(part: Figure, whole: Figure): Pair | null {
  if (part.unit !== whole.unit || part.unit === 'percent') return null;
  const possible = marginInterval(printed(part), printed(whole));
  const computed = margin(part.value, whole.value);
  return possible && computed ? { part, whole, possible, computed } : null;
}

/**
 * A margin of no named accounting may be that of any profit of the text. Where none gives it, the profit counted
 * as the margin is contradicts it: unless last year's does so too, for then the margin is of something else.
 */
function checkMargin(figure: Figure, pairs: readonly Pair[]): Outcome | null {
  const { accounting } = figure;
  const stated = printed(figure);
  const fitting = pairs.find(
    ({ part, whole, possible }) =>
      mayCountAs(part, figure) && mayCountAs(whole, figure) && overlap(possible, stated),
  );
  const counted = pairs.find(
    ({ part, whole }) => part.accounting === accounting && countsSalesAs(whole, figure),
  );
  const pair = fitting ?? counted;
  if (!pair || (!fitting && isOfSomethingElse(figure, pair))) return null;
  const { part, whole, computed } = pair;
  return {
    check: {
      kind: 'margin',
      figures: [figure.id, part.id, whole.id],
      computed,
      stated: figure.value,
      agrees: fitting !== undefined,
    },
    problem: fitting
      ? null
      : {
          code: 'margin_mismatch',
          severity: 'high',
          spans: [figure.quoteSpan, part.quoteSpan, whole.quoteSpan],
          figures: [figure.id],
          args: {
            subject: subjectOf(figure),
            stated: exactly(figure.value, 'percent'),
            computed: exactly(
              new Big(computed.value).round(decimalsOf(figure)).toFixed(),
              'percent',
            ),
          },
        },
  };
}

function printed({ value, step }: Pick<Figure, 'value' | 'step'>): Interval {
  return intervalOf(value, step);
}

/** A single value of which the text does not say that it is only about that, or over it. */
function isPlain({ range, bound }: Figure): boolean {
  return range === null && bound === 'exact';
}

function mayCountAs(a: Figure, b: Figure): boolean {
  return a.accounting === b.accounting || a.accounting === null || b.accounting === null;
}

/** Sales are seldom said to be GAAP, and are nothing else where nothing is said; adjusted ones are said to be so. */
function countsSalesAs(whole: Figure, { accounting }: Figure): boolean {
  return whole.accounting === accounting || (whole.accounting === null && accounting === 'gaap');
}

/** True where what the three were in the same other period contradicts each other as well. */
function isOfSomethingElse(figure: Figure, { part, whole }: Pair): boolean {
  return figure.comparisons.some((comparison) => {
    const others = [comparison, ...[part, whole].map((each) => sameKind(each, comparison))];
    const [stated, a, b] = others.map((each) => (each ? heldTo(each) : null));
    const possible = a && b ? marginInterval(a, b) : null;
    return Boolean(stated && possible && !overlap(possible, stated));
  });
}

function sameKind({ comparisons }: Figure, { kind }: Comparison): Comparison | undefined {
  return comparisons.find((each) => each.kind === kind);
}

function heldTo({ value, step }: Comparison): Interval | null {
  return value === null || step === null ? null : intervalOf(value, step);
}

/** As many as are stated, and one where none are. */
function decimalsOf({ step }: Figure): number {
  return Math.max(1, -new Big(step).e);
}
