import { Big } from 'big.js';
import { growthInterval, intervalOf } from '../figure/arithmetic.ts';
import type { Comparison, Figure } from '../figure/figure.ts';
import type { Amount } from '../language/amount.ts';
import type { MetricId } from '../metrics.ts';
import type { Verdict } from './card.ts';

/** Of these, more is neither better nor worse than expected. */
const neutral: readonly MetricId[] = ['headcount', 'capex', 'cash', 'buyback'];

/** A number with what decides whether another may be held against it. */
export type Measured = Pick<Figure, 'value' | 'unit' | 'bound' | 'accounting'> & {
  readonly step: string | null;
};

/** How one number stands to another, in numbers alone. */
export type Stand = 'above' | 'below' | 'in_line' | 'not_comparable';

/** True where above a forecast is a beat: not for headcount or capital spending. */
export function isJudged(metric: MetricId): boolean {
  return !neutral.includes(metric);
}

/**
 * How a number stands to another. Equal within printed precision (320億 means ±0.5億) is in line; another
 * unit, another accounting, or bounds that leave it open are not comparable.
 */
export function standOf(actual: Measured, other: Measured): Stand {
  if (actual.unit !== other.unit || actual.accounting !== other.accounting) return 'not_comparable';
  const difference = new Big(actual.value).minus(other.value);
  const steps = new Big(actual.step ?? 0).plus(other.step ?? 0);
  const equal = difference.eq(0) || difference.abs().times(2).lt(steps);
  const stand = equal ? 'in_line' : difference.gt(0) ? 'above' : 'below';
  return isOpen(actual, other, stand) ? 'not_comparable' : stand;
}

/**
 * How a figure stands to a comparator: by the amounts; by the source's words where those are equal in
 * print or no amount is stated; null where neither says.
 */
export function comparisonStand(figure: Figure, comparison: Comparison): Stand | null {
  if (comparison.value === null) return comparison.direction;
  const other = {
    ...figure,
    value: comparison.value,
    step: comparison.step,
    bound: 'exact' as const,
  };
  const stand = standOf(figure, other);
  return stand === 'in_line' || stand === 'not_comparable'
    ? (comparison.direction ?? stand)
    : stand;
}

/** A beat or a miss for a metric of which more is better (a larger loss is less); null for the others. */
export function verdictOf(metric: MetricId, stand: Stand): Verdict | null {
  if (!isJudged(metric)) return stand === 'not_comparable' ? stand : null;
  if (stand === 'above') return 'beat';
  return stand === 'below' ? 'miss' : stand;
}

/** A change that is printed to one decimal may be wrong by this much, in points; to none by ten times as much. */
const decimalWidth = 1;

/**
 * By how many per cent a number is above another, as exactly as the two are printed: to one decimal, or about so many
 * per cent. Null where that says nothing: against zero or a loss, from a profit to a loss, where one of the two is
 * only a bound, or where they are printed too roughly.
 */
export function computedGrowth(now: Measured, before: Measured): Amount | null {
  const exact = now.bound === 'exact' && before.bound === 'exact';
  if (!exact || new Big(now.value).lte(0) || new Big(before.value).lte(0)) return null;
  const [after, base] = [now, before].map(({ value, step }) => intervalOf(value, step ?? '0'));
  const possible = after && base ? growthInterval(after, base) : null;
  if (possible === null) return null;
  const width = possible.high.minus(possible.low);
  if (width.gt(10 * decimalWidth)) return null;
  const value = new Big(now.value).minus(before.value).times(100).div(before.value);
  return width.gt(decimalWidth)
    ? { value: value.toFixed(0), unit: 'percent', bound: 'about' }
    : { value: value.toFixed(1), unit: 'percent', bound: 'exact' };
}

/** 1億人以上 against 1.2億人: more than a bound below is not known to be more. */
function isOpen(actual: Measured, other: Measured, stand: Stand): boolean {
  const { bound } = actual;
  if (other.bound !== 'exact' && other.bound !== 'about') return true;
  if (bound === 'over') return stand === 'below';
  return bound === 'under' && stand === 'above';
}
