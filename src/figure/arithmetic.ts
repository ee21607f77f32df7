import { Big } from 'big.js';
import type { Unit } from '../language/amount.ts';
import { kept } from './once.ts';

/** A value we computed, with what it was computed from; never mixed with stated ones. */
export interface Derived {
  readonly value: string;
  readonly unit: Unit;
  /** Decimals that were put in, in order. */
  readonly operands: readonly string[];
}

/** A power of ten, each made once. */
export const tenTo = kept((power: number) => new Big(`1e${power}`), new Map());

/** The closed interval a printed number may stand for: value ± half a unit of its last digit. */
export interface Interval {
  readonly low: Big;
  readonly high: Big;
}

/** What a printed decimal with the given step may have been before rounding. */
export function intervalOf(value: string, step: string): Interval {
  const half = new Big(step).div(2);
  return { low: new Big(value).minus(half), high: new Big(value).plus(half) };
}

/** Change from `before` to `now` in per cent of the size of `before`, to two decimals; null from zero. */
export function growth(now: string, before: string): Derived | null {
  const base = new Big(before);
  if (base.eq(0)) return null;
  const value = new Big(now).minus(base).div(base.abs()).times(100).round(2);
  return { value: value.toFixed(), unit: 'percent', operands: [now, before] };
}

/** What `part` is of `whole`, in per cent, to two decimals; null of nothing or less. */
export function margin(part: string, whole: string): Derived | null {
  if (new Big(whole).lte(0)) return null;
  const value = new Big(part).div(whole).times(100).round(2);
  return { value: value.toFixed(), unit: 'percent', operands: [part, whole] };
}

/** How far a rate moved, in percentage points: the exact difference of two decimals. */
export function changeInPoints(now: string, before: string): Derived {
  return { value: new Big(now).minus(before).toFixed(), unit: 'points', operands: [now, before] };
}

/** The exact sum of decimals. */
export function total(values: readonly string[], unit: Unit): Derived {
  return {
    value: values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed(),
    unit,
    operands: values,
  };
}

/**
 * The interval of the growth between two printed amounts: every growth that amounts which print so
 * can have. Null where the earlier amount may be zero.
 */
export function growthInterval(now: Interval, before: Interval): Interval | null {
  if (before.low.lte(0) && before.high.gte(0)) return null;
  return spanOf(now, before, (a, b) => a.minus(b).div(b.abs()).times(100));
}

/** Every margin that two printed amounts can have, in per cent. Null where the whole may be zero or less. */
export function marginInterval(part: Interval, whole: Interval): Interval | null {
  if (whole.low.lte(0)) return null;
  return spanOf(part, whole, (a, b) => a.div(b).times(100));
}

/** What comes out between the ends of two intervals, by a rule that rises or falls with each of them. */
function spanOf(one: Interval, other: Interval, rule: (a: Big, b: Big) => Big): Interval {
  const corners = [one.low, one.high].flatMap((a) =>
    [other.low, other.high].map((b) => rule(a, b)),
  );
  return {
    low: corners.reduce((a, b) => (a.lt(b) ? a : b)),
    high: corners.reduce((a, b) => (a.gt(b) ? a : b)),
  };
}

/** Every difference that two amounts which print so can have. */
export function differenceInterval(now: Interval, before: Interval): Interval {
  return { low: now.low.minus(before.high), high: now.high.minus(before.low) };
}

/** True where two intervals share a point. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.low.lte(b.high) && b.low.lte(a.high);
}
