import { Big } from 'big.js';
import { currencyOf } from '../language/amount.ts';
import type { RangePattern, Reading } from '../language/reading.ts';
import { tenTo } from './arithmetic.ts';
import type { Quantity } from './figure.ts';
import { perReading } from './per-reading.ts';

/** A quantity with what only its own digits show: the scale word, and whether a unit stands beside it. */
export interface Measured {
  readonly quantity: Quantity;
  readonly scale: Big | null;
  readonly hasUnit: boolean;
  /** The power of ten of its unit's words: cents -2. */
  readonly power: number;
}

interface Link {
  readonly link: RegExp;
  readonly opener: RegExp | null;
  readonly unlessAfter: RegExp | null;
  readonly unlessMoneyAfter: RegExp | null;
  readonly unless: RegExp | null;
  readonly ascends: boolean;
}

const linksOf = perReading(({ ranges }) => ranges.map(linkOf));

function linkOf({
  link,
  opener,
  unlessAfter,
  unlessMoneyAfter,
  unless,
  ascends,
}: RangePattern): Link {
  return {
    link: new RegExp(`^\\s?(?:${link})\\s?$`, 'iu'),
    opener: opener === null ? null : new RegExp(`(?:${opener})\\s?$`, 'iu'),
    unlessAfter: ending(unlessAfter),
    unlessMoneyAfter: ending(unlessMoneyAfter),
    unless: unless === undefined ? null : new RegExp(`^(?:${unless})`, 'iu'),
    ascends: ascends === true,
  };
}

function ending(pattern: string | undefined): RegExp | null {
  return pattern === undefined ? null : new RegExp(`(?:${pattern})$`, 'iu');
}

/** "$10.5-11.5 billion" is two amounts that share a unit and a scale: the low end and the high end. */
export function pairRanges(
  folded: string,
  found: readonly Measured[],
  reading: Reading,
): Quantity[] {
  const quantities = found.map(({ quantity }) => quantity);
  for (const [index, high] of found.entries()) {
    const low = found[index - 1];
    const before = quantities[index - 1];
    if (!low || !before || before.range || !arePair(low, high)) continue;
    if (!linksOf(reading).some((link) => isLinked(folded, low, high, link))) continue;
    const [first, second] = alike(low, high);
    quantities[index - 1] = { ...first, range: 'low' };
    quantities[index] = { ...second, range: 'high' };
  }
  return quantities;
}

/** Amounts of one unit, or of the unit and the scale that one of them shows. */
function arePair(low: Measured, high: Measured): boolean {
  // "Rose 5% to 3.05 billion" is a rate and what it led to.
  if (isRate(low) !== isRate(high) && (low.scale !== null || high.scale !== null)) return false;
  // "Rose 3 percent to 12,500" too.
  if (isRate(low) && !high.hasUnit && Number(high.quantity.value) >= 1000) return false;
  if (low.hasUnit && high.hasUnit)
    return low.quantity.unit === high.quantity.unit || isOfShare(high, low);
  return low.hasUnit || high.hasUnit || (low.scale === null && high.scale !== null);
}

/** "$5.10 to $5.30 a share": the words stand once for both. */
function isOfShare(high: Measured, low: Measured): boolean {
  return high.quantity.unit === `${low.quantity.unit}_per_share`;
}

function isLinked(folded: string, low: Measured, high: Measured, link: Link): boolean {
  const { start, end } = low.quantity;
  if (high.quantity.start - end > 12) return false;
  const between = folded.slice(end, high.quantity.start);
  const before = folded.slice(Math.max(0, start - 28), start);
  const after = folded.slice(high.quantity.end, high.quantity.end + 24).replace(/^\([^()]*\)/, '');
  return (
    link.link.test(between) &&
    (link.opener?.test(before) ?? true) &&
    !link.unlessAfter?.test(before) &&
    !(isMoney(low) && isMoney(high) && link.unlessMoneyAfter?.test(before)) &&
    !link.unless?.test(after) &&
    !(link.ascends && descends(low, high))
  );
}

/** 3000億円から2650億円: an amount and what it fell to. */
function descends(low: Measured, high: Measured): boolean {
  const [first, second] = alike(low, high);
  return new Big(first.value).gt(second.value);
}

function isRate({ quantity: { unit } }: Measured): boolean {
  return unit === 'percent' || unit === 'points' || unit === 'ratio';
}

function isMoney({ hasUnit, quantity }: Measured): boolean {
  return hasUnit && currencyOf(quantity.unit) !== null;
}

/** Both ends with the unit and the scale that only one of them shows. */
function alike(low: Measured, high: Measured): [Quantity, Quantity] {
  const unit = low.hasUnit && !isOfShare(high, low) ? low.quantity.unit : high.quantity.unit;
  const scale = low.scale ?? high.scale;
  const sized = ({ quantity, scale: own, hasUnit }: Measured, other: Measured): Quantity => {
    const power = hasUnit ? 0 : other.power;
    const times = (own === null && scale !== null ? scale : new Big(1)).times(tenTo(power));
    return {
      ...quantity,
      unit,
      value: new Big(quantity.value).times(times).toFixed(),
      step: new Big(quantity.step).times(times).toFixed(),
      bare: quantity.bare && !low.hasUnit && !high.hasUnit && scale === null,
      scaled: scale !== null,
    };
  };
  return [sized(low, high), sized(high, low)];
}
