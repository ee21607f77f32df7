import { describe, expect, it } from 'vitest';
import { checkFigures } from '../../src/figure/check.ts';
import { readFigures } from '../../src/figure/read.ts';

const context = {
  company: { slug: 'acme', names: ['アクメ', 'Acme'] },
  segments: [{ slug: 'cloud', names: ['クラウド', 'Cloud'] }],
  period: '2023-q2',
};
const sources = [{ id: 'source', language: 'ja' }] as const;
const check = (text: string) => checkFigures(readFigures(text, 'ja', context).figures, sources);
const quarters = (first: string, second: string) =>
  `第1四半期の売上高は${first}、第2四半期の売上高は${second}だった。`;

describe('totals of time', () => {
  it('are flagged where their parts come to something else', () => {
    const { checks, problems } = check(
      `アクメの2023年上期の売上高は500億円だった。${quarters('200億円', '250億円')}`,
    );
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'total_mismatch',
        severity: 'high',
        figures: ['revenue@2023-h1'],
      }),
    ]);
    expect(problems[0]?.args).toMatchObject({
      stated: { amount: { value: '50000000000' } },
      computed: { amount: { value: '45000000000' } },
    });
    expect(checks).toContainEqual(
      expect.objectContaining({
        kind: 'total',
        figures: ['revenue@2023-h1', 'revenue@2023-q1', 'revenue'],
        agrees: false,
      }),
    );
  });

  it.each([
    // Each of the three may be half a 億 more or less.
    ['450億円', '199億円', '250億円', true],
    ['450億円', '199億円', '252億円', true],
    ['450億円', '198億円', '250億円', false],
    ['450.0億円', '199.0億円', '250.0億円', false],
  ])(
    'may be off by what the printed digits leave open: %s, %s, %s',
    (whole, first, second, agrees) => {
      expect(
        check(`アクメの2023年上期の売上高は${whole}だった。${quarters(first, second)}`).checks,
      ).toMatchObject([{ kind: 'total', agrees }]);
    },
  );

  it.each([
    ['with a part missing', 'アクメの2023年の売上高は500億円だった。', '200億円', '450億円'],
    [
      'of another accounting',
      'アクメの2023年上期の調整後売上高は500億円だった。',
      '200億円',
      '250億円',
    ],
    ['of another year', 'アクメの2022年上期の売上高は500億円だった。', '200億円', '250億円'],
    [
      'of a business',
      'アクメのクラウド事業の2023年上期の売上高は500億円だった。',
      '200億円',
      '250億円',
    ],
    [
      'that are only about so much',
      'アクメの2023年上期の売上高は約500億円だった。',
      '200億円',
      '250億円',
    ],
    ['of another metric', 'アクメの2023年上期の現預金は500億円だった。', '200億円', '250億円'],
    ['in another currency', 'アクメの2023年上期の売上高は5億ドルだった。', '200億円', '250億円'],
  ])('%s are not held to the parts', (_, whole, first, second) => {
    const text = `${whole}アクメの2023年${quarters(first, second)}`;
    expect(readFigures(text, 'ja', context).figures).toHaveLength(3);
    expect(check(text).checks).toEqual([]);
  });

  it('of what stands at one day are no sum', () => {
    const cash = `アクメの2023年上期末の現預金は500億円だった。${quarters('200億円', '250億円')}`;
    expect(check(cash.replaceAll('売上高', '現預金')).checks).toEqual([]);
  });

  it('are not held to what the businesses come to', () => {
    // Eliminations between them are counted in neither.
    const { checks, problems } = check(
      'アクメの売上高は500億円だった。クラウド事業の売上高は550億円だった。',
    );
    expect({ checks, problems }).toEqual({ checks: [], problems: [] });
  });
});
