import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanArticle } from '../../src/article/clean.ts';
import { contextOf } from '../../src/digest/build.ts';
import { loadCompany } from '../../src/digest/files.ts';
import { checkFigures } from '../../src/figure/check.ts';
import { checkStreaks } from '../../src/figure/check-streak.ts';
import { readFigures } from '../../src/figure/read.ts';

const raw = readFileSync('test/fixtures/meta-2023-q2.ja.txt', 'utf8');
const context = contextOf(await loadCompany('digests', 'meta'), '2023-q2');
const cleaned = cleanArticle(raw, 'ja').text;

describe.each([
  ['as received, twice over', raw],
  ['cleaned', cleaned],
])('the seed article %s', (_how, text) => {
  const { figures, problems, lines } = readFigures(text, 'ja', context);
  const figure = (id: string) => figures.find((each) => each.id === id);

  it.each([
    ['revenue', '32000000000', 'USD', 'exact'],
    ['eps', '2.98', 'USD_per_share', 'exact'],
    ['net_income', '7788000000', 'USD', 'exact'],
    ['operating_income/reality-labs', '-3730000000', 'USD', 'exact'],
    ['operating_income/reality-labs@2023-q1', '-3992000000', 'USD', 'exact'],
    ['operating_income/reality-labs@2022-fy', '-13717000000', 'USD', 'exact'],
    ['operating_income/reality-labs@2021-fy', '-10193000000', 'USD', 'exact'],
    ['operating_income/reality-labs@total', '-31600000000', 'USD', 'about'],
    ['headcount', '71469', 'count', 'exact'],
    ['users/threads', '100000000', 'count', 'over'],
  ])('states %s', (id, value, unit, bound) => {
    expect(figure(id)).toMatchObject({ value, unit, bound, basis: 'actual' });
  });

  it('states nothing else: no duel, no offer, no rival, no milestone', () => {
    expect(figures).toHaveLength(10);
  });

  it.each([
    ['revenue', 'yoy', null, '11', null],
    ['revenue', 'consensus', '31060000000', null, 'above'],
    ['eps', 'yoy', null, '21', null],
    ['eps', 'consensus', '2.91', null, null],
    ['net_income', 'consensus', '7540000000', null, null],
    ['net_income', 'yoy', '6687000000', '16', null],
    // A loss that 上回り its forecast is a result below it.
    ['operating_income/reality-labs', 'consensus', '-3680000000', null, 'below'],
    ['operating_income/reality-labs', 'yoy', '-2800000000', null, 'below'],
    ['headcount', 'yoy', null, '-14', null],
  ])('compares %s: %s', (id, kind, value, changePct, direction) => {
    expect(figure(id)?.comparisons).toContainEqual(
      expect.objectContaining({ kind, value, changePct, direction }),
    );
  });

  it('quotes each figure by an exact piece of the text that holds its number', () => {
    for (const { quote, quoteSpan, span, comparisons } of figures) {
      expect(text.slice(quoteSpan.start, quoteSpan.end)).toBe(quote);
      expect(span.start).toBeGreaterThanOrEqual(quoteSpan.start);
      expect(span.end).toBeLessThanOrEqual(quoteSpan.end);
      for (const comparison of comparisons)
        expect(text.slice(comparison.span.start, comparison.span.end)).toBe(comparison.quote);
    }
  });

  it('quotes the EPS passage over its three fragments and says that it is broken', () => {
    const quote = figure('eps')?.quote ?? '';
    for (const fragment of [
      '一株当たり利益は米国で見込まれます。',
      '2.98ドル、前年比21%増',
      '2.91ドルと予想され',
    ])
      expect(quote).toContain(fragment);
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'garbled', severity: 'low', figures: ['eps'] }),
    );
  });

  it('notes that the year-ago loss is labelled 2023', () => {
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'period_label',
        severity: 'medium',
        figures: ['operating_income/reality-labs'],
      }),
    );
  });

  it('notes that two years of losses contradict the year-ago profit, and nothing about the other streaks', () => {
    const streaks = checkStreaks(text, lines, figures);
    expect(streaks).toHaveLength(1);
    expect(streaks[0]).toMatchObject({ code: 'streak_mismatch', figures: ['net_income'] });
    const said = streaks[0]!.spans.map(({ start, end }) => text.slice(start, end));
    expect(new Set(said)).toEqual(new Set(['2年連続で赤字', '2年連続の赤字']));
  });

  it('computes again what the text states, and finds that it agrees', () => {
    const { checks, problems: found } = checkFigures(figures, [{ id: 'source', language: 'ja' }]);
    expect(found).toEqual([]);
    expect(checks).toContainEqual(
      expect.objectContaining({
        kind: 'growth',
        figures: ['net_income'],
        stated: '16',
        computed: expect.objectContaining({ value: '16.46' }),
        agrees: true,
      }),
    );
    expect(checks).toContainEqual(
      expect.objectContaining({
        kind: 'surprise',
        figures: ['revenue'],
        computed: expect.objectContaining({ value: '3.03' }),
      }),
    );
    expect(checks).toContainEqual(
      expect.objectContaining({
        kind: 'total',
        stated: '-31600000000',
        computed: expect.objectContaining({ value: '-31632000000' }),
        agrees: true,
      }),
    );
  });
});
