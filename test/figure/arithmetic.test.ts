import { Big } from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeInPoints,
  differenceInterval,
  type Interval,
  intervalOf,
  margin,
  marginInterval,
  overlap,
  total,
} from '../../src/figure/arithmetic.ts';

/** A decimal of up to four places, of either sign. */
const decimal = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.nat(4))
  .map(([digits, places]) => new Big(digits).div(new Big(10).pow(places)).toFixed());
const positive = fc
  .tuple(fc.integer({ min: 2, max: 1_000_000 }), fc.nat(4))
  .map(([digits, places]) => new Big(digits).div(new Big(10).pow(places)).toFixed());

/** Where between the ends of an interval a value may be, in hundredths. */
const place = fc.nat(100);
const within = ({ low, high }: Interval, hundredths: number) =>
  low.plus(high.minus(low).times(hundredths).div(100));
const isIn = ({ low, high }: Interval, value: Big) => value.gte(low) && value.lte(high);

describe('margins', () => {
  it('are what the part is of the whole, to two decimals', () => {
    fc.assert(
      fc.property(decimal, positive, (part, whole) => {
        const derived = margin(part, whole);
        expect(derived).toMatchObject({ unit: 'percent', operands: [part, whole] });
        const back = new Big(derived?.value ?? 'NaN').times(whole).div(100);
        // Half of the last decimal of the margin, of the whole.
        const most = new Big(whole).times('0.00005').plus('1e-15');
        expect(back.minus(part).abs().lte(most)).toBe(true);
      }),
    );
  });

  it('of nothing or less are none', () => {
    expect(margin('5', '0')).toBeNull();
    expect(margin('5', '-1')).toBeNull();
    expect(marginInterval(intervalOf('5', '1'), intervalOf('0.4', '1'))).toBeNull();
  });

  it('keep to their interval, whatever the printed amounts were before rounding', () => {
    fc.assert(
      fc.property(decimal, positive, place, place, (part, whole, a, b) => {
        const parts = intervalOf(part, '0.0001');
        const wholes = intervalOf(whole, '0.0001');
        const possible = marginInterval(parts, wholes);
        const exact = within(parts, a).div(within(wholes, b)).times(100);
        expect(possible).not.toBeNull();
        // What division leaves behind twenty decimals is no matter.
        const slack = new Big('1e-15');
        const wide = possible && {
          low: possible.low.minus(slack),
          high: possible.high.plus(slack),
        };
        expect(wide && isIn(wide, exact)).toBe(true);
      }),
    );
  });
});

describe('changes in points', () => {
  it('are exact: the rate before and its change are the rate now', () => {
    fc.assert(
      fc.property(decimal, decimal, (now, before) => {
        const change = changeInPoints(now, before);
        expect(change).toMatchObject({ unit: 'points', operands: [now, before] });
        expect(total([before, change.value], 'percent').value).toBe(new Big(now).toFixed());
      }),
    );
  });

  it('keep to their interval, whatever the printed rates were before rounding', () => {
    fc.assert(
      fc.property(decimal, decimal, place, place, (now, before, a, b) => {
        const [after, earlier] = [intervalOf(now, '0.1'), intervalOf(before, '0.1')];
        const exact = within(after, a).minus(within(earlier, b));
        expect(isIn(differenceInterval(after, earlier), exact)).toBe(true);
      }),
    );
  });
});

describe('printed numbers', () => {
  it('of one amount never contradict each other, however each was rounded', () => {
    fc.assert(
      fc.property(decimal, fc.nat(4), fc.nat(4), (exact, fine, coarse) => {
        const printed = [fine, coarse].map((places) =>
          intervalOf(new Big(exact).round(places).toFixed(), new Big(10).pow(-places).toFixed()),
        );
        const [a, b] = printed;
        expect(a && b && overlap(a, b)).toBe(true);
      }),
    );
  });
});
