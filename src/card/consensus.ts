import type { Digest } from '../digest/digest.ts';
import type { Comparison, Figure } from '../figure/figure.ts';
import type { Verdict } from './card.ts';
import { comparisonStand, standOf, verdictOf, type Measured, type Stand } from './verdict.ts';

/** A forecast that a figure is held against: its amount where stated, and the verdict (null: none is due). */
export interface Consensus {
  readonly expected: Measured | null;
  readonly changePct: string | null;
  readonly stand: Stand | null;
  readonly verdict: Verdict | null;
}

/** The forecasts the source sets beside a figure, else one it gives elsewhere for the same thing. */
export function consensusOf(figure: Figure, digest: Digest): Consensus[] {
  const stated = figure.comparisons.filter(({ kind }) => kind === 'consensus');
  if (stated.length > 0) return stated.map((comparison) => statedConsensus(figure, comparison));
  const forecast =
    figure.basis === 'actual'
      ? digest.figures.find((other) => isForecastOf(other, figure))
      : undefined;
  return forecast === undefined ? [] : [judged(figure, forecast, null, standOf(figure, forecast))];
}

/** The amount that a comparison states, with the unit and accounting of its figure; null where it states none. */
export function comparatorOf(figure: Figure, { value, step }: Comparison): Measured | null {
  return value === null ? null : { ...figure, value, step, bound: 'exact' };
}

function statedConsensus(figure: Figure, comparison: Comparison): Consensus {
  const expected = comparatorOf(figure, comparison);
  return judged(figure, expected, comparison.changePct, comparisonStand(figure, comparison));
}

function isForecastOf(other: Figure, figure: Figure): boolean {
  const same =
    other.metric === figure.metric &&
    other.segment === figure.segment &&
    other.company === figure.company;
  return same && other.basis === 'consensus' && other.period === figure.period;
}

function judged(
  figure: Figure,
  expected: Measured | null,
  changePct: string | null,
  stand: Stand | null,
): Consensus {
  const verdict =
    stand === null || figure.basis !== 'actual' ? null : verdictOf(figure.metric, stand);
  return { expected, changePct, stand, verdict };
}
