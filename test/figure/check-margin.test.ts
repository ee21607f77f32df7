import { describe, expect, it } from 'vitest';
import { checkFigures } from '../../src/figure/check.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { readFigures } from '../../src/figure/read.ts';
import type { LanguageCode } from '../../src/language/index.ts';

const context = {
  company: { slug: 'acme', names: ['アクメ', 'Acme'] },
  segments: [{ slug: 'cloud', names: ['クラウド', 'Cloud'] }],
  period: '2023-q2',
};
const read = (text: string, language: LanguageCode = 'ja') =>
  readFigures(text, language, context).figures;
const check = (figures: readonly Figure[], language: LanguageCode = 'ja') =>
  checkFigures(figures, [{ id: 'source', language }]);
const amounts = 'アクメの売上高は1,000億円、営業利益は365億円だった。';

/** All three with what they were a year ago. */
const compared = (margin: string) =>
  read(
    `アクメの売上高は1,000億円（前年同期は800億円）、営業利益は365億円（前年同期は240億円）、営業利益率は40.0%（前年同期は${margin}）だった。`,
  );

describe('margins', () => {
  it.each([
    ['ja', `${amounts}営業利益率は40.0%だった。`, 'operating_margin'],
    [
      'ja',
      'アクメの売上高は1,000億円、売上総利益は365億円、売上総利益率は40.0%だった。',
      'gross_margin',
    ],
    [
      'en',
      "Acme's revenue was $1,000 million and its operating income $365 million. The operating margin was 40.0%.",
      'operating_margin',
    ],
  ] as const)('are flagged where the amounts cannot give them (%s): %s', (language, text, id) => {
    const { checks, problems } = check(read(text, language), language);
    expect(problems).toEqual([
      expect.objectContaining({ code: 'margin_mismatch', severity: 'high', figures: [id] }),
    ]);
    expect(problems[0]?.spans.map(({ start, end }) => text.slice(start, end))[0]).toContain('40.0');
    expect(problems[0]?.args).toMatchObject({
      stated: { amount: { value: '40' } },
      computed: { amount: { value: '36.5' } },
    });
    expect(checks).toContainEqual(
      expect.objectContaining({ kind: 'margin', stated: '40', agrees: false }),
    );
  });

  it('are computed from the amounts, which the check names', () => {
    const { checks, problems } = check(read(`${amounts}営業利益率は36.5%だった。`));
    expect(problems).toEqual([]);
    expect(checks).toEqual([
      {
        kind: 'margin',
        figures: ['operating_margin', 'operating_income', 'revenue'],
        computed: { value: '36.5', unit: 'percent', operands: ['36500000000', '100000000000'] },
        stated: '36.5',
        agrees: true,
      },
    ]);
  });

  it.each([
    // 9億 is 8.5 to 9.5, of 28億 that is 27.5 to 28.5: 29.8% to 34.5%.
    ['アクメの売上高は28億円、営業利益は9億円、営業利益率は34%だった。', true],
    ['アクメの売上高は28億円、営業利益は9億円、営業利益率は35%だった。', true],
    ['アクメの売上高は28億円、営業利益は9億円、営業利益率は36%だった。', false],
    ['アクメの売上高は28.0億円、営業利益は9.0億円、営業利益率は34%だった。', false],
  ])('may be whatever the printed digits allow: %s', (text, agrees) => {
    expect(check(read(text)).checks).toMatchObject([{ kind: 'margin', agrees }]);
  });

  it.each([
    ['of another basis', `${amounts}2023年通期の営業利益率は40.0%を見込む。`],
    ['of another period', `${amounts}2023年第1四半期の営業利益率は40.0%だった。`],
    ['of another accounting', `${amounts}調整後営業利益率は40.0%だった。`],
    [
      'of a business',
      'アクメのクラウド事業の売上高は1,000億円、営業利益は365億円だった。アクメの営業利益率は40.0%だった。',
    ],
    [
      'of amounts in two currencies',
      'アクメの売上高は1,000億円、営業利益は365万ドル、営業利益率は40.0%だった。',
    ],
    ['that are only about so much', `${amounts}営業利益率は約40.0%だった。`],
    ['that were over so much', `${amounts}営業利益率は40.0%を超えた。`],
  ])('%s are not held to the amounts', (_, text) => {
    const figures = read(text);
    expect(figures.map(({ metric }) => metric)).toContain('operating_margin');
    expect(check(figures).checks.filter(({ kind }) => kind === 'margin')).toEqual([]);
  });

  it('may be those of any profit of the text where no accounting is named', () => {
    const text = `アクメの売上高は1,000億円、営業利益は365億円、調整後営業利益は400億円だった。営業利益率は40.0%だった。`;
    const { checks, problems } = check(read(text));
    expect(problems).toEqual([]);
    expect(checks).toMatchObject([
      { figures: ['operating_margin', 'operating_income~adjusted', 'revenue'], agrees: true },
    ]);
  });

  it('are not held to sales that may be counted in another way', () => {
    const adjusted =
      'アクメの売上高は1,000億円、調整後営業利益は365億円、調整後営業利益率は40.0%だった。';
    expect(check(read(adjusted)).checks).toEqual([]);
    const gaap = adjusted.replaceAll('調整後', 'GAAP');
    expect(check(read(gaap)).problems).toMatchObject([{ code: 'margin_mismatch' }]);
  });

  it("are of something else where last year's is not that of its amounts either", () => {
    expect(check(compared('30.0%')).problems).toMatchObject([{ code: 'margin_mismatch' }]);
    expect(check(compared('35.0%')).problems).toEqual([]);
  });
});
