import { describe, expect, it } from 'vitest';
import { figureRow } from '../../src/card/figure-row.ts';
import type { Comparison, Figure } from '../../src/figure/figure.ts';
import { metaDigest } from '../support/meta-digest.ts';

const revenue = metaDigest.figures.find(({ metric }) => metric === 'revenue')!;
const stated = metaDigest.figures.find(({ metric }) => metric === 'net_income')!;
const yoy = stated.comparisons.find(({ kind }) => kind === 'yoy')!;

/** What is said beside a figure, in Japanese and in English. */
function details(figure: Figure, others: readonly Figure[] = []) {
  const digest = { ...metaDigest, figures: [figure, ...others], problems: [] };
  return (['ja', 'en'] as const).map((lang) => figureRow(figure, digest, lang).details);
}

function held(changes: Partial<Figure>, comparison: Partial<Comparison>): Figure {
  return { ...stated, ...changes, comparisons: [{ ...yoy, ...comparison }] };
}

describe('a change that the source does not state', () => {
  it('is computed from the two amounts, and marked so', () => {
    expect(details(held({}, { changePct: null }))).toEqual([
      ['前年同期 66億8,700万ドル', '前年同期比 +16.5%（計算値）'],
      ['year ago: $6.687B', '+16.5% year on year (computed)'],
    ]);
  });

  it('is never set beside the one that it states', () => {
    expect(details(held({}, { changePct: '16' }))[1]).toEqual([
      '+16% year on year (year ago: $6.687B)',
    ]);
  });

  it('of a rate is in points', () => {
    const margin = held(
      { metric: 'operating_margin', unit: 'percent', value: '35.1', step: '0.1' },
      { value: '30.2', step: '0.1', changePct: null },
    );
    expect(details(margin)).toEqual([
      ['前年同期 30.2%', '前年同期比 +4.9ポイント（計算値）'],
      ['year ago: 30.2%', '+4.9 pp year on year (computed)'],
    ]);
  });

  it.each<[string, Partial<Figure>, Partial<Comparison>]>([
    ['a loss', {}, { value: '-6687000000' }],
    ['nothing', {}, { value: '0' }],
    ['a bound', { bound: 'over' }, {}],
  ])('is left open against %s', (_of, changes, comparison) => {
    for (const said of details(held(changes, { changePct: null, ...comparison })))
      expect(said.join(' ')).not.toMatch(/計算値|computed/);
  });
});

describe('a change that the source states', () => {
  const rate: Figure = {
    ...stated,
    metric: 'operating_margin',
    unit: 'percent',
    value: '-8.1',
    step: '0.1',
  };

  it.each([
    ['down 32.4 percentage points', '−32.4ポイント', '−32.4 pp'],
    ['down 32.4 ppts', '−32.4ポイント', '−32.4 pp'],
    ['down 32.4%', '−32.4%', '−32.4%'],
  ])('of a rate is in the unit that its words or its numbers have: %s', (quote, ja, en) => {
    const before = {
      ...yoy,
      value: '24.3',
      step: '0.1',
      changePct: '-32.4',
      changeStep: '0.1',
      quote,
    };
    const sources = metaDigest.sources.map((source) => ({ ...source, language: 'en' as const }));
    const digest = { ...metaDigest, sources, problems: [] };
    const figure = { ...rate, comparisons: [before] };
    expect(figureRow(figure, digest, 'ja').details).toEqual([`前年同期比 ${ja}（前年同期 24.3%）`]);
    expect(figureRow(figure, digest, 'en').details).toEqual([
      `${en} year on year (year ago: 24.3%)`,
    ]);
  });

  it('has the decimals it was printed with', () => {
    const printed = held({}, { changePct: '6', changeStep: '0.1', value: null });
    expect(details(printed)[1]).toEqual(['+6.0% year on year']);
  });

  it('is not told twice where the figure itself is the change', () => {
    const growth = held(
      { metric: 'revenue', unit: 'percent', value: '37', step: '1' },
      { value: null, changePct: '37', changeStep: '1' },
    );
    expect(details(growth)).toEqual([[], []]);
  });
});

describe('a margin that the source does not state', () => {
  const income: Figure = {
    ...stated,
    id: 'operating_income',
    metric: 'operating_income',
    value: '9392000000',
    comparisons: [],
  };

  it('is computed from profit and revenue, and marked so', () => {
    expect(details(income, [revenue])).toEqual([
      ['営業利益率 29.4%（計算値）'],
      ['operating margin 29.4% (computed)'],
    ]);
  });

  it('is rounded once', () => {
    const figures = [
      { ...income, value: '36449' },
      { ...revenue, value: '100000' },
    ] as const;
    expect(details(figures[0], [figures[1]])[1]).toEqual(['operating margin 36.4% (computed)']);
  });

  it('of a loss is negative', () => {
    expect(details({ ...income, value: '-3200000000' }, [revenue])[1]).toEqual([
      'operating margin −10.0% (computed)',
    ]);
  });

  it.each<[string, Figure, Partial<Figure>]>([
    ['another accounting', income, { accounting: 'adjusted' }],
    ['another period', income, { period: '2023-q1' }],
    ['another currency', income, { unit: 'EUR' }],
    ['a business', income, { segment: 'reality-labs' }],
    ['a forecast', income, { basis: 'guidance' }],
    ['a bound', income, { bound: 'about' }],
    ['another profit', { ...income, metric: 'net_income' }, {}],
  ])('is not made from the revenue of %s', (_of, figure, changes) => {
    expect(details(figure, [{ ...revenue, ...changes }])[1]).toEqual([]);
  });

  it('is not set beside the one that it states', () => {
    const margin: Figure = {
      ...income,
      id: 'm',
      metric: 'operating_margin',
      unit: 'percent',
      value: '29',
    };
    expect(details(income, [revenue, margin])[1]).toEqual([]);
  });
});
