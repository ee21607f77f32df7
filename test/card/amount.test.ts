import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, changeText, isLoss, resultText, sizeText } from '../../src/card/amount.ts';
import { currencies, isUnit, type Amount, type Bound } from '../../src/language/amount.ts';
import { languageCodes } from '../../src/language/index.ts';
import { isMetricId } from '../../src/metrics.ts';
import specs from './specs/amounts.json' with { type: 'json' };

const bounds: readonly Bound[] = ['exact', 'about', 'over', 'under'];

describe.each(languageCodes)('amounts in %s', (lang) => {
  it.each(specs)('$amount of $metric', (spec) => {
    const [value = '', unit = '', bound = 'exact'] = spec.amount;
    const known = bounds.find((one) => one === bound);
    if (!isUnit(unit) || known === undefined) throw new Error(`bad spec ${unit} ${bound}`);
    const metric = spec.metric !== undefined && isMetricId(spec.metric) ? spec.metric : null;
    const text = resultText({ value, unit, bound: known }, lang, metric);
    expect(text).toBe(spec[lang]);
    for (const wrong of spec.not ?? []) expect(text).not.toContain(wrong);
  });
});

const digitsOf = (text: string) => text.replace(/\D/g, '');

describe('amountText', () => {
  const whole = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }).map(String);

  it('keeps every digit: the words can be read back into the same number', () => {
    const scales = new Map(Object.entries({ 兆: 12, 億: 8, 万: 4, T: 12, B: 9, M: 6 }));
    const readBack = (text: string) => {
      const parts = [...text.replaceAll(',', '').matchAll(/(\d+)(?:\.(\d+))?([兆億万TBM])?/g)];
      return parts.reduce((sum, [, int = '', decimals = '', word]) => {
        const zeros = scales.get(word ?? '') ?? 0;
        return sum + BigInt(int + decimals) * 10n ** BigInt(zeros - decimals.length);
      }, 0n);
    };
    fc.assert(
      fc.property(
        whole,
        fc.constantFrom(...currencies),
        fc.constantFrom(...languageCodes),
        (value, unit, lang) => {
          const text = amountText({ value, unit, bound: 'exact' }, lang);
          expect(readBack(text)).toBe(BigInt(value.replace('-', '')));
          expect(text.includes('−')).toBe(value.startsWith('-'));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps decimals as they were written', () => {
    fc.assert(
      fc.property(
        fc.nat(99_999),
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom(...languageCodes),
        (int, decimals, lang) => {
          const value = `${int}.${String(decimals).padStart(3, '0')}`;
          expect(digitsOf(amountText({ value, unit: 'USD_per_share', bound: 'exact' }, lang))).toBe(
            digitsOf(value),
          );
        },
      ),
    );
  });

  it('keeps the last digit of an amount a share, as cents are told by two', () => {
    const share = { value: '2.2', unit: 'USD_per_share', bound: 'exact' } as const;
    expect(amountText({ ...share, step: '0.01' }, 'ja')).toBe('2.20ドル');
    expect(amountText({ ...share, step: '0.01' }, 'en')).toBe('$2.20');
    expect(amountText(share, 'en')).toBe('$2.2');
    expect(amountText({ ...share, unit: 'JPY_per_share', step: '0.1' }, 'ja')).toBe('2.2円');
  });

  it('reads decimals in scientific notation as the number they are', () => {
    expect(amountText({ value: '3.2e10', unit: 'USD', bound: 'exact' }, 'ja')).toBe('320億ドル');
  });
});

describe('losses', () => {
  const loss: Amount = { value: '-3730000000', unit: 'USD', bound: 'exact' };

  it('are negative money of a result, nothing else', () => {
    expect(isLoss(loss, 'ja', 'operating_income')).toBe(true);
    expect(isLoss({ ...loss, value: '0' }, 'ja', 'operating_income')).toBe(false);
    expect(isLoss({ ...loss, unit: 'percent' }, 'ja', 'operating_income')).toBe(false);
    expect(isLoss(loss, 'ja', 'free_cash_flow')).toBe(false);
    expect(isLoss(loss, 'ja', null)).toBe(false);
  });

  it('have a size', () => {
    expect(sizeText(loss, 'ja', 'operating_income')).toBe('37億3,000万ドル');
    expect(changeText('-14', 'en')).toBe('−14%');
  });
});
