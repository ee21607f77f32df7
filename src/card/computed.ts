import { Big } from 'big.js';
import type { Digest } from '../digest/digest.ts';
import { changeInPoints } from '../figure/arithmetic.ts';
import { partOfMargin } from '../figure/check-margin.ts';
import type { Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { type MetricId, metricIds } from '../metrics.ts';
import { amountText } from './amount.ts';
import { metricText } from './naming.ts';
import { computedGrowth, type Measured } from './verdict.ts';

/** The margins by the result that each is the share of. */
const margins = new Map(
  metricIds.flatMap((margin) => {
    const part = partOfMargin[margin];
    return part === undefined ? [] : [[part, margin] as const];
  }),
);

/**
 * How far a figure is from an earlier one, in words: per cent of an amount, points of a rate; null where that says
 * nothing (against a loss, where one of the two is only a bound, or where they are printed too roughly).
 */
export function computedChangeText(
  now: Figure,
  before: Measured,
  lang: LanguageCode,
): string | null {
  if (now.unit === 'percent' || now.unit === 'points') {
    if (now.bound !== 'exact' || before.bound !== 'exact') return null;
    const { value } = changeInPoints(now.value, before.value);
    return amountText({ value, unit: 'points', bound: 'exact' }, lang);
  }
  const change = computedGrowth(now, before);
  return change === null ? null : amountText(change, lang);
}

/** The margin of a profit, computed where the digest has the revenue it is of and states no margin; marked so. */
export function marginDetails(figure: Figure, digest: Digest, lang: LanguageCode): string[] {
  const name = margins.get(figure.metric);
  if (name === undefined || digest.figures.some((other) => isOf(other, figure, name))) return [];
  const revenue = digest.figures.find((other) => isOf(other, figure, 'revenue'));
  if (!revenue || revenue.accounting !== figure.accounting || revenue.unit !== figure.unit)
    return [];
  if ([figure, revenue].some(({ bound, range }) => bound !== 'exact' || range !== null)) return [];
  if (new Big(revenue.value).lte(0) || new Big(figure.value).abs().gt(revenue.value)) return [];
  // From the exact quotient: a rounded one would be rounded twice.
  const share = new Big(figure.value).times(100).div(revenue.value).toFixed(1);
  const { wording } = languageOf(lang);
  const value = amountText({ value: share, unit: 'percent', bound: 'exact' }, lang, name);
  return [
    fillBlanks(wording.card.computed, {
      text: fillBlanks(wording.chart.bar, { label: metricText(name, lang), value }),
    }),
  ];
}

function isOf(other: Figure, figure: Figure, metric: MetricId): boolean {
  return (
    other.metric === metric &&
    other.basis === figure.basis &&
    other.segment === figure.segment &&
    other.company === figure.company &&
    other.period === figure.period
  );
}
