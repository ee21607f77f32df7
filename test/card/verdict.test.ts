import { describe, expect, it } from 'vitest';
import {
  comparisonStand,
  computedGrowth,
  standOf,
  verdictOf,
  type Measured,
} from '../../src/card/verdict.ts';
import { metaDigest } from '../support/meta-digest.ts';

const usd = (
  value: string,
  step: string | null = null,
  rest: Partial<Measured> = {},
): Measured => ({ value, step, unit: 'USD', bound: 'exact', accounting: null, ...rest });
const figure = metaDigest.figures[0]!;
const comparison = figure.comparisons[1]!;

describe('standOf', () => {
  it.each([
    [
      '320億 against 310.6億',
      usd('32000000000', '100000000'),
      usd('31060000000', '10000000'),
      'above',
    ],
    [
      '320億 against 319.7億: equal in print',
      usd('32000000000', '100000000'),
      usd('31970000000', '10000000'),
      'in_line',
    ],
    ['2.98 against 2.97: a cent is a cent', usd('2.98', '0.01'), usd('2.97', '0.01'), 'above'],
    [
      '2.98 against 3.0: equal at the coarser precision',
      usd('2.98', '0.01'),
      usd('3.0', '0.1'),
      'in_line',
    ],
    ['0.1 + 0.2 against 0.3', usd('0.30'), usd('0.3'), 'in_line'],
    ['beyond the precision of floats', usd('9007199254740993'), usd('9007199254740992'), 'above'],
    ['a larger loss', usd('-3730000000', '10000000'), usd('-3680000000', '10000000'), 'below'],
    ['a loss against a profit', usd('-1'), usd('1'), 'below'],
    ['dollars against yen', usd('5'), usd('3', null, { unit: 'JPY' }), 'not_comparable'],
    [
      'GAAP against adjusted',
      usd('5', null, { accounting: 'gaap' }),
      usd('3', null, { accounting: 'adjusted' }),
      'not_comparable',
    ],
    [
      'adjusted against an unnamed basis',
      usd('5', null, { accounting: 'adjusted' }),
      usd('3'),
      'not_comparable',
    ],
    [
      'adjusted against adjusted',
      usd('5', null, { accounting: 'adjusted' }),
      usd('3', null, { accounting: 'adjusted' }),
      'above',
    ],
    ['over 5 against 3', usd('5', null, { bound: 'over' }), usd('3'), 'above'],
    [
      'over 5 against 7: nobody knows',
      usd('5', null, { bound: 'over' }),
      usd('7'),
      'not_comparable',
    ],
    [
      'under 5 against 3: nobody knows',
      usd('5', null, { bound: 'under' }),
      usd('3'),
      'not_comparable',
    ],
    ['5 against over 3', usd('5'), usd('3', null, { bound: 'over' }), 'not_comparable'],
  ] as const)('%s', (_name, actual, other, stand) => {
    expect(standOf(actual, other)).toBe(stand);
  });
});

describe('comparisonStand', () => {
  it('goes by the amounts, whatever the words say', () => {
    expect(comparisonStand(figure, { ...comparison, direction: 'below' })).toBe('above');
  });
  it('goes by the words where the amounts are equal in print or not stated', () => {
    const equal = { ...comparison, value: figure.value, step: figure.step };
    expect(comparisonStand(figure, { ...equal, direction: 'above' })).toBe('above');
    expect(comparisonStand(figure, { ...equal, direction: null })).toBe('in_line');
    expect(
      comparisonStand(figure, { ...comparison, value: null, step: null, direction: 'below' }),
    ).toBe('below');
    expect(
      comparisonStand(figure, { ...comparison, value: null, step: null, direction: null }),
    ).toBeNull();
  });
});

describe('verdictOf', () => {
  it('judges only what is better the more of it there is', () => {
    expect(verdictOf('revenue', 'above')).toBe('beat');
    expect(verdictOf('operating_income', 'below')).toBe('miss');
    expect(verdictOf('users', 'in_line')).toBe('in_line');
    expect(verdictOf('headcount', 'above')).toBeNull();
    expect(verdictOf('capex', 'below')).toBeNull();
    expect(verdictOf('headcount', 'not_comparable')).toBe('not_comparable');
  });
});

function text(now: Measured, before: Measured): string | null {
  const change = computedGrowth(now, before);
  return change && `${change.bound} ${change.value}`;
}

describe('computedGrowth', () => {
  it('is exact, to one decimal, and silent where it says nothing', () => {
    expect(text(usd('32000000000'), usd('31060000000'))).toBe('exact 3.0');
    expect(text(usd('2.98'), usd('2.91'))).toBe('exact 2.4');
    expect(text(usd('2.85'), usd('3'))).toBe('exact -5.0');
    expect(text(usd('-3730000000'), usd('-3680000000'))).toBeNull();
    expect(text(usd('5'), usd('0'))).toBeNull();
    expect(text(usd('5', null, { bound: 'about' }), usd('4'))).toBeNull();
  });

  it('is none from a profit to a loss, or back', () => {
    expect(text(usd('-3844000000'), usd('8107000000'))).toBeNull();
    expect(text(usd('8107000000'), usd('-3844000000'))).toBeNull();
  });

  it('is as exact as the two are printed', () => {
    const billions = (value: string) => usd(`${value}00000000`, '100000000');
    expect(text(billions('16'), usd('1540000000', '10000000'))).toBe('about 4');
    expect(text(billions('320'), usd('31060000000', '10000000'))).toBe('exact 3.0');
    expect(text(usd('2000000000', '1000000000'), usd('1000000000', '1000000000'))).toBeNull();
  });
});
