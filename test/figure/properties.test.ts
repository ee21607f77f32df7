import { Big } from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longText, textKinds } from '../../bench/long-text.ts';
import { amountText } from '../../src/card/amount.ts';
import type { ReadingContext } from '../../src/figure/context.ts';
import { readQuantities } from '../../src/figure/quantity.ts';
import { readFigures } from '../../src/figure/read.ts';
import { currencies, currencyOf, type Amount, type Unit } from '../../src/language/amount.ts';
import { companies } from '../../src/language/companies.ts';
import { languageCodes, languageOf, type LanguageCode } from '../../src/language/index.ts';
import { metricIds } from '../../src/metrics.ts';

const units: readonly Unit[] = [
  ...currencies,
  ...currencies.map((currency) => `${currency}_per_share` as const),
  'count',
  'percent',
  'points',
  'ratio',
];

/** Whole amounts of every size, and small ones with decimals, as they stand in results. */
const size = fc.oneof(
  fc.nat(999).map(String),
  fc.bigInt({ min: 1n, max: 10n ** 16n }).map(String),
  // 32,000,000,000: few digits that count, many zeros.
  fc
    .tuple(fc.integer({ min: 1, max: 99_999 }), fc.nat(11))
    .map(([digits, zeros]) => new Big(digits).times(new Big(10).pow(zeros)).toFixed()),
  fc
    .tuple(fc.nat(9_999), fc.integer({ min: 1, max: 999 }))
    .map(([whole, decimals]) => `${whole}.${String(decimals).padStart(3, '0')}`),
);

function amountIn(unit: Unit): fc.Arbitrary<Amount> {
  return fc.record({
    value: fc
      .tuple(size, fc.boolean())
      .map(([value, negative]) => (negative && new Big(value).gt(0) ? `-${value}` : value)),
    unit: fc.constant(unit),
    bound: fc.constantFrom('exact', 'about', 'over', 'under'),
  });
}

/** Where an amount may stand: alone, and in the middle of what articles say. */
const around: Readonly<Record<LanguageCode, readonly (readonly [string, string])[]>> = {
  ja: [
    ['', ''],
    ['売上高は', 'だった。'],
    ['(前年同期は', ')'],
  ],
  en: [
    ['', ''],
    ['Revenue was ', ' in the quarter.'],
    ['It stood at ', ', the company said'],
  ],
};

describe.each(languageCodes)('an amount written in %s', (lang) => {
  it.each(units)('reads back to itself: %s', (unit) => {
    fc.assert(
      fc.property(amountIn(unit), fc.constantFrom(...around[lang]), (amount, [before, after]) => {
        const found = readQuantities(before + amountText(amount, lang) + after, lang);
        expect(found.map(({ value, unit: read, bound }) => [numeric(value), read, bound])).toEqual([
          [numeric(amount.value), printedUnit(unit), amount.bound],
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what is counted out of the number', () => {
    fc.assert(
      fc.property(
        amountIn('count'),
        fc.constantFrom('users' as const, 'headcount' as const),
        (amount, metric) => {
          const [read, ...more] = readQuantities(amountText(amount, lang, metric), lang);
          expect(more).toEqual([]);
          expect(numeric(read?.value ?? '')).toBe(numeric(amount.value));
          expect(read?.unit).toBe('count');
        },
      ),
    );
  });
});

function numeric(value: string): string {
  return new Big(value).toFixed();
}

/**
 * What a card prints of a unit. That money is money per share is said by the name of its metric (1株利益
 * 2.98ドル), never by the amount: it reads back as money. All other units read back as themselves.
 */
function printedUnit(unit: Unit): Unit {
  return currencyOf(unit) ?? unit;
}

const context: ReadingContext = {
  company: { slug: 'acme', names: ['Acme', 'アクメ'] },
  segments: [{ slug: 'cloud', names: ['クラウド', 'Cloud'] }],
  period: '2023-q2',
};

/** Words the reader knows in a language, and pieces of sentences that hold them. */
function wordsOf(lang: LanguageCode): readonly string[] {
  const { metricNames, reading } = languageOf(lang);
  return [
    ...metricIds.flatMap((id) => metricNames[id]),
    ...Object.keys(reading.scales),
    ...reading.numerals.signs.split(''),
    ...Object.keys(reading.numerals.words),
    ...Object.keys(reading.numerals.articles),
    ...Object.keys(reading.numerals.within),
    ...Object.keys(reading.multiples),
    ...Object.keys(reading.fractions.words),
    ...reading.minus,
    ...Object.keys(reading.currencyBefore),
    ...Object.keys(reading.currencyAfter),
    ...Object.keys(reading.boundsBefore),
    ...Object.keys(reading.boundsAfter),
    ...Object.keys(reading.percent),
    ...Object.keys(reading.percentRest),
    ...Object.keys(reading.points),
    ...reading.ratio,
    ...reading.counters,
    ...reading.selfNames,
    ...companies.flat(),
    ...reading.segmentSuffixes,
  ];
}

/** What stands between them, in a text that may go wrong anywhere. */
const between = [
  '|, |. |、|。|\n|\n\n|(|)|「|」|**|## |- |▲|△|-|−|~|〜|±| ',
  'から|は|が|の|に対し|を上回り|予想|前年同期比|増の|減|赤字|同|単位は100万ドル|増減率',
  ' to | from | of | rose | fell | was | versus | expected | loss |(in millions)|Change',
  '2023年第2四半期|26年3月期|通期|Q2 2023|fiscal 2024| a year earlier',
].flatMap((pieces) => pieces.split('|'));

/** Anything that can stand in a text: what the reader knows, in any order, and what it never saw. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...languageCodes.flatMap(wordsOf)) },
      { weight: 4, arbitrary: fc.constantFrom(...between) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 99_999 }).map(String) },
      { weight: 1, arbitrary: fc.nat(9_999_999).map((value) => value.toLocaleString('en')) },
      { weight: 1, arbitrary: fc.double({ noNaN: true }).map(String) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

const article = fc
  .tuple(fc.constantFrom(...textKinds), fc.integer({ min: 100, max: 2_000 }))
  .chain(([kind, length]) =>
    fc.constantFrom(...languageCodes).map((lang) => longText(lang, kind, length)),
  );

describe.each(languageCodes)('whatever is read as %s', (lang) => {
  it('is a piece of the text, named once, in any text', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: anyText }, article), (text) => {
        const { figures, problems } = readFigures(text, lang, context);
        for (const { start, end, text: own } of readQuantities(text, lang))
          expect(text.slice(start, end)).toBe(own);
        for (const { quote, quoteSpan, span, comparisons } of figures) {
          expect(text.slice(quoteSpan.start, quoteSpan.end)).toBe(quote);
          expect(quote.length).toBeGreaterThan(0);
          expect(span.start).toBeGreaterThanOrEqual(quoteSpan.start);
          expect(span.end).toBeLessThanOrEqual(quoteSpan.end);
          expect(span.end).toBeGreaterThan(span.start);
          for (const comparison of comparisons) {
            expect(text.slice(comparison.span.start, comparison.span.end)).toBe(comparison.quote);
            expect(comparison.quote).not.toBe('');
          }
        }
        const ids = figures.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)]);
        for (const problem of problems) {
          expect(problem.figures.filter((id) => !ids.includes(id))).toEqual([]);
          for (const { start, end } of problem.spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is the same whether its digits are full-width or not', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, article), (text) => {
        expect(readings(fullWidth(text), lang)).toEqual(readings(text, lang));
      }),
      { numRuns: 300 },
    );
  });
});

function fullWidth(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

/** All that was read, the digits of its pieces of text in their plain form. */
function readings(text: string, lang: LanguageCode): unknown {
  const read = JSON.stringify(readFigures(text, lang, context));
  return JSON.parse(read.replace(/[０-９]/g, (digit) => digit.normalize('NFKC')));
}
