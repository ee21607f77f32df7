import { currencyOf, isUnit, type Unit } from '../language/amount.ts';
import { type MetricId, metricUnit } from '../metrics.ts';
import type { Quantity } from './figure.ts';
import { perReading } from './per-reading.ts';
import { isGrouped } from './quantity.ts';
import type { MetricOrLoss, MetricToken } from './thread.ts';
import { isSum, type Walk } from './walk.ts';

/** What a company earns, by any name and before or after what. */
export const profits: ReadonlySet<MetricId | 'loss'> = new Set([
  'net_income',
  'eps',
  'pretax_income',
  'operating_income',
  'ordinary_income',
  'ebitda',
  'loss',
]);

/** True for names that are profits themselves: a profit of 27 cents, where the figure is a loss. */
export function namesProfit({ thread }: Walk, { label }: MetricOrLoss): boolean {
  return signNouns(thread.reading).profit.test(label);
}

const signNouns = perReading(({ profitNouns, cues }) => ({
  profit: new RegExp(profitNouns.join('|'), 'iu'),
  loss: new RegExp(cues.loss.join('|'), 'iu'),
}));

/** Whether a metric can have such a value. */
export function fits(metric: MetricId | 'loss', quantity: Quantity): boolean {
  const money = currencyOf(quantity.unit) !== null;
  const perShare = quantity.unit.endsWith('_per_share');
  // A loss of 18 cents is one of a share, as a profit of $0.02 is.
  if (metric === 'loss') return perShare || (money && (isSum(quantity) || isOfOneShare(quantity)));
  // A profit of $0.02 is one of a share.
  if (metric === 'net_income' && money && !isSum(quantity)) return isOfOneShare(quantity);
  const kind = metricUnit(metric);
  switch (kind) {
    case 'money':
      return money && isSum(quantity);
    case 'per_share':
      // 15.65p: pence of a share may have decimals.
      return perShare || (money && (quantity.step.length <= 4 || !isSum(quantity)));
    case 'count':
      return quantity.unit === 'count' && (!quantity.bare || isGrouped(quantity));
    case 'percent':
      return quantity.unit === 'percent';
    default:
      return kind satisfies never;
  }
}

/** $0.02, 41 cents: an amount with a fraction of its unit, too small to be a company's. */
function isOfOneShare({ step, value }: Quantity): boolean {
  return Number(step) < 1 && Math.abs(Number(value)) < 1000;
}

export function unitOfMetric(metric: MetricId, unit: Unit): Unit {
  const currency = currencyOf(unit);
  const share = `${unit}_per_share`;
  return metricUnit(metric) === 'per_share' && currency !== null && isUnit(share) ? share : unit;
}

/** True for names that are losses themselves: 純損失, net loss. */
export function namesLoss(walk: Walk, { metric, label }: MetricOrLoss): boolean {
  const { loss, profit } = signNouns(walk.thread.reading);
  // "Net income (loss)" may be either: its number tells.
  const bare = label.replace(/ ?\([^()]*\)/g, '');
  return metric === 'loss' || loss.test(profit.test(bare) ? bare : label);
}

/** 1株当たり without a profit beside it, right behind a name. */
export function isPerShareAlone(walk: Walk, { metric, label, start }: MetricToken): boolean {
  const { metric: before } = walk;
  const name = { metric, label, at: start };
  if (metric !== 'eps' || !before || namesProfit(walk, name) || namesLoss(walk, name)) return false;
  return start - before.at - before.label.length <= 1;
}
