import { describe, expect, it } from 'vitest';
import type { CardLanguage } from '../../src/card/card.ts';
import { comparisonCard } from '../../src/card/comparison-card.ts';
import { parseCard } from '../../src/card/schema.ts';
import { cardText } from '../../src/card/text.ts';
import type { Digest } from '../../src/digest/digest.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { metaDigest } from '../support/meta-digest.ts';

const [revenue] = metaDigest.figures;

/** A figure of Meta's, with what is different about it. */
const figure = (period: string, changed: Partial<Figure>): Figure => ({
  ...revenue!,
  period,
  comparisons: [],
  ...changed,
  id: `${changed.metric ?? 'revenue'}${changed.segment ? `/${changed.segment}` : ''}`,
});

const digest = (
  period: string,
  figures: readonly Partial<Figure>[],
  changed: Partial<Digest> = {},
): Digest => ({
  ...metaDigest,
  id: `meta/${period}`,
  period,
  figures: figures.map((each) => figure(period, each)),
  problems: [],
  statements: [],
  ...changed,
});

const lines = (digests: readonly Digest[], language: CardLanguage) =>
  cardText(comparisonCard(digests, { language }))
    .split('\n')
    .filter((line) => line !== '' && !/^(?:出典|Source)/.test(line));

const q1 = digest('2023-q1', [
  { value: '28645000000' },
  { metric: 'operating_margin', value: '25', unit: 'percent' },
  { metric: 'operating_income', segment: 'reality-labs', value: '-3992000000' },
  { metric: 'headcount', value: '77114', unit: 'count', step: '1' },
]);
const q2 = digest('2023-q2', [
  { value: '32000000000' },
  { metric: 'operating_margin', value: '29', unit: 'percent' },
  { metric: 'operating_income', segment: 'reality-labs', value: '-3730000000' },
]);

describe('two periods of a company side by side', () => {
  it('stand in their order, with what is computed marked', () => {
    expect(lines([q2, q1], 'ja')).toEqual([
      'メタ 2023年第1四半期と2023年第2四半期の比較',
      '- 売上高: 286億4,500万ドル → 320億ドル、+11.7%（計算値）',
      '- 営業利益率: 25% → 29%、+4ポイント（計算値）',
      // Through or against a loss no percentage says anything.
      '- Reality Labsの営業損益: 39億9,200万ドルの赤字 → 37億3,000万ドルの赤字',
    ]);
    expect(lines([q1, q2], 'en')).toEqual([
      'Meta: Q1 2023 and Q2 2023 compared',
      '- Revenue: $28.645B → $32B; +11.7% (computed)',
      '- Operating margin: 25% → 29%; +4 pp (computed)',
      '- Reality Labs operating income (loss): loss of $3.992B → loss of $3.73B',
    ]);
  });

  it('stand in both languages in one card, which every platform can take', () => {
    const card = comparisonCard([q1, q2], { language: 'both' });
    expect(() => parseCard(card)).not.toThrow();
    expect(card.subject).toEqual({ digest: 'meta/2023-q2', revision: metaDigest.revision });
    expect(card.blocks.filter(({ type }) => type === 'figures')).toHaveLength(2);
  });

  it('say which has a figure where not all have it', () => {
    const q3 = digest('2023-q3', [
      { metric: 'headcount', value: '66185', unit: 'count', step: '1' },
    ]);
    expect(lines([q1, q2, q3], 'en')).toContain(
      '- Headcount: Q1 2023 77,114 / Q3 2023 66,185; −14.2% (computed)',
    );
  });

  it.each<[string, Digest, string]>([
    [
      'lengths of periods',
      digest('2022-fy', [{ value: '116600000000' }]),
      '- Revenue: $116.6B → $32B; not comparable (periods of different length)',
    ],
    [
      'accounting',
      digest('2023-q1', [{ value: '28645000000', accounting: 'adjusted' }]),
      '- Revenue: $28.645B → $32B; not comparable (different accounting)',
    ],
    [
      'units',
      digest('2023-q1', [{ value: '4000000000000', unit: 'JPY' }]),
      '- Revenue: ¥4T → $32B; not comparable (different currencies or units)',
    ],
    [
      'bounds',
      digest('2023-q1', [{ value: '28000000000', bound: 'over' }]),
      '- Revenue: over $28B → $32B; not comparable (only a bound is known)',
    ],
  ])('are not compared where their %s differ', (_what, other, line) => {
    expect(lines([other, q2], 'en')).toContain(line);
  });

  it('take of twins the one whose accounting the others have', () => {
    const twins = digest('2023-q1', [
      { value: '28645000000', accounting: 'gaap' },
      { value: '29000000000', accounting: 'adjusted' },
    ]);
    const adjusted = digest('2023-q2', [{ value: '32000000000', accounting: 'adjusted' }]);
    expect(lines([twins, adjusted], 'en')).toContain(
      '- Revenue, adjusted: $29B → $32B; +10.3% (computed)',
    );
  });

  it('say so where they share nothing', () => {
    const other = digest('2023-q1', [{ metric: 'users', value: '1', unit: 'count' }]);
    expect(lines([other, q2], 'ja')).toContain('比べられる数字がない。');
  });
});

describe('two companies side by side', () => {
  const alphabet = digest('2023-q2', [{ value: '74604000000' }], {
    id: 'alphabet/2023-q2',
    company: {
      ...metaDigest.company,
      slug: 'alphabet',
      names: { ja: 'アルファベット', en: 'Alphabet' },
      segments: [],
    },
  });

  it('are named beside their values; segments are left out', () => {
    expect(lines([q2, alphabet], 'ja')).toEqual([
      'メタとアルファベットの比較',
      '- 売上高: メタ 320億ドル / アルファベット 746億400万ドル',
    ]);
    expect(lines([q2, alphabet], 'en')).toEqual([
      'Meta and Alphabet compared',
      '- Revenue: Meta $32B / Alphabet $74.604B',
    ]);
  });
});
