import { describe, expect, it } from 'vitest';
import { readFigures } from '../../src/figure/read.ts';

const labelled = (label: string, described: string, period = '2023-q2') =>
  readFigures(
    `アクメの営業損失は37億3,000万ドルで、${label}の28億米ドルを上回ります。\n${described}`,
    'ja',
    { company: { slug: 'acme', names: ['アクメ'] }, segments: [], period },
  );

describe('labels of periods against their description', () => {
  it.each([
    ['2023年', '前年同期比'],
    ['2023年第1四半期', '前年同期比'],
    ['2022年第2四半期', '前四半期比'],
    ['2022年', '前四半期比'],
  ])('%s is flagged beside %s', (label, described) => {
    const { problems } = labelled(label, described);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'period_label',
        severity: 'medium',
        figures: ['operating_income'],
      }),
    ]);
    expect(problems[0]?.args).toEqual({
      amount: { amount: { value: '-2800000000', unit: 'USD', bound: 'exact' } },
      labelled: { text: label },
      described: { text: described },
    });
  });

  it.each([
    ['2022年', '前年同期比', '2023-q2'],
    ['2022年第2四半期', '前年同期比', '2023-q2'],
    ['2023年第1四半期', '前四半期比', '2023-q2'],
    ['2023年', '前四半期比', '2023-q2'],
    ['2022年', '前四半期比', '2023-q1'],
    ['2022年第4四半期', '前四半期比', '2023-q1'],
    ['2022年', '前年同期比', '2023-fy'],
    // Which calendar year a fiscal one is in is not said.
    ['2023年', '前年同期比', 'fy2023-q2'],
  ])('%s may be told with %s of a result of %s', (label, described, period) => {
    const { figures, problems } = labelled(label, described, period);
    expect(problems).toEqual([]);
    expect(figures).toMatchObject([
      { comparisons: [{ kind: described === '前年同期比' ? 'yoy' : 'qoq', value: '-2800000000' }] },
    ]);
  });
});
