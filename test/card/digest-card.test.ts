import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeText, resultText, sizeText } from '../../src/card/amount.ts';
import type { Block, Card, FigureRow } from '../../src/card/card.ts';
import { digestCard, type Form } from '../../src/card/digest-card.ts';
import { cardText } from '../../src/card/text.ts';
import { comparisonStand } from '../../src/card/verdict.ts';
import type { Digest } from '../../src/digest/digest.ts';
import type { Comparison, Figure } from '../../src/figure/figure.ts';
import { languageCodes, type LanguageCode } from '../../src/language/index.ts';
import { problemId } from '../../src/language/problem.ts';
import { metricIds } from '../../src/metrics.ts';
import { metaDigest } from '../support/meta-digest.ts';

const read = (language: Card['language'], form: Form, digest = metaDigest) =>
  cardText(digestCard(digest, { language, form })).split('\n');
const rowsOf = (card: Card): readonly FigureRow[] =>
  card.blocks.flatMap((block) => (block.type === 'figures' ? block.rows : []));
const rowOf = (digest: Digest, id: string, lang: LanguageCode = 'ja') =>
  rowsOf(digestCard(digest, { language: lang, form: 'full' })).find((row) => row.figure === id)!;
const [revenue] = metaDigest.figures;
const withFigures = (...figures: Figure[]): Digest => ({
  ...metaDigest,
  figures,
  problems: [],
  statements: [],
});
const withComparison = (figure: Partial<Figure>, comparison: Partial<Comparison>) =>
  withFigures({
    ...revenue!,
    ...figure,
    comparisons: [{ ...revenue!.comparisons[1]!, ...comparison }],
  });

const jaFigures = [
  '主な数字',
  '- 売上高: 320億ドル、前年同期比 +11%、▲ 市場予想を上回る（予想 310億6,000万ドル）、予想比 +3.0%（計算値）',
  '- 純利益: 77億8,800万ドル、前年同期比 +16%（前年同期 66億8,700万ドル）、▲ 市場予想を上回る（予想 75億4,000万ドル）、予想比 +3.3%（計算値）',
  '- 1株利益: 2.98ドル、前年同期比 +21%、▲ 市場予想を上回る（予想 2.91ドル）、予想比 +2.4%（計算値）、※要確認',
  '- 従業員数: 7万1,469人、前年同期比 −14%',
  '- Reality Labsの営業損益: 37億3,000万ドルの赤字、前年同期 28億ドルの赤字、▼ 市場予想を下回る（赤字が予想の36億8,000万ドルより大きい）、※要確認',
  '- Threadsの利用者数: 1億人以上',
  '',
  'ほかの期間',
  '- Reality Labsの営業損益（2023年第1四半期）: 39億9,200万ドルの赤字',
  '- Reality Labsの営業損益（2022年通期）: 137億1,700万ドルの赤字',
  '- Reality Labsの営業損益（2021年通期）: 101億9,300万ドルの赤字',
  '- Reality Labsの営業損益（累計）: 約316億ドルの赤字',
];
const enFigures = [
  'Key figures',
  '- Revenue: $32B; +11% year on year; ▲ beat consensus of $31.06B; +3.0% against consensus (computed)',
  '- Net income: $7.788B; +16% year on year (year ago: $6.687B); ▲ beat consensus of $7.54B; +3.3% against consensus (computed)',
  '- EPS: $2.98; +21% year on year; ▲ beat consensus of $2.91; +2.4% against consensus (computed); (worth checking)',
  '- Headcount: 71,469; −14% year on year',
  '- Reality Labs operating income (loss): loss of $3.73B; year ago: loss of $2.8B; ▼ missed consensus (a larger loss than the $3.68B expected); (worth checking)',
  '- Threads users: over 100 million',
  '',
  'Other periods',
  '- Reality Labs operating income (loss), Q1 2023: loss of $3.992B',
  '- Reality Labs operating income (loss), full-year 2022: loss of $13.717B',
  '- Reality Labs operating income (loss), full-year 2021: loss of $10.193B',
  '- Reality Labs operating income (loss), cumulative: loss of about $31.6B',
];

describe('the card of Meta’s second quarter', () => {
  it('reads in Japanese', () => {
    expect(read('ja', 'standard')).toEqual([
      'メタ 2023年第2四半期（4〜6月期）決算',
      '',
      ...jaFigures,
      '',
      'リスク',
      '- 海外アナリストの多くは今後の展開に悲観的。',
      '',
      '見通し',
      '- 2024年は仮想世界とAIへの投資をさらに増やす計画。',
      '',
      '要確認',
      '- 1株利益: 記事の文が途切れており、断片をつないで読み取った数字。',
      '- Reality Labsの営業損益: 記事は28億ドルの赤字を「2023年」とも「前年同期」とも書いている。',
      '出典: ジンク・ファイナンス、孫鵬岳（文）、ゲイル（編集）、公開日不明',
      '市場予想は出典記事による。',
    ]);
  });

  it('reads in English, with the original where no English text exists', () => {
    expect(read('en', 'standard')).toEqual([
      'Meta Q2 2023 results',
      '',
      ...enFigures,
      '',
      'Risks',
      '- Many overseas analysts are pessimistic about what comes next.',
      '',
      'Outlook',
      '「ザッカーバーグ氏は2024年に仮想世界と人工知能にさらに多額の投資を行う予定で、2024年に支出を大幅に増やす3つの計画を挙げている。」',
      'original: Japanese',
      '',
      'Worth checking',
      '- EPS: The sentence is broken up in the article; the figure was pieced together from its fragments.',
      '- Reality Labs operating income (loss): The article labels one amount (loss of $2.8B) both “2023年” and “前年同期”.',
      'Source: ジンク・ファイナンス, by 孫鵬岳, edited by ゲイル, publication date unknown, in Japanese',
      'Consensus as reported by the source.',
    ]);
  });

  it('is three figures in the headline form', () => {
    expect(read('ja', 'headline')).toEqual([
      'メタ 2023年第2四半期（4〜6月期）決算',
      ...jaFigures.slice(1, 4),
      '市場予想は出典記事による。',
    ]);
    expect(read('en', 'headline')).toEqual([
      'Meta Q2 2023 results',
      ...enFigures.slice(1, 4),
      'Consensus as reported by the source.',
    ]);
  });

  it('adds every sentence it rests on, and what it is not, in the full form', () => {
    const lines = read('en', 'full');
    expect(lines).toContain('Not investment advice.');
    expect(read('ja', 'full')).toContain('投資助言ではありません。');
    for (const { quote } of metaDigest.figures)
      expect(lines.filter((line) => line === `「${quote}」`)).toHaveLength(1);
    expect(lines[lines.indexOf('Headcount') + 1]).toBe(
      '「2023年第2四半期時点でメタ社の総従業員数は前年同期比14%減の7万1,469人となった。」',
    );
  });

  it('is Japanese, then English, from the same figures, when in both', () => {
    const card = digestCard(metaDigest, { language: 'both', form: 'standard' });
    expect(card.title).toBe('メタ 2023年第2四半期（4〜6月期）決算 / Meta Q2 2023 results');
    const lines = cardText(card).split('\n');
    expect(lines.slice(2, 2 + jaFigures.length)).toEqual(jaFigures);
    expect(
      lines.slice(lines.indexOf('Key figures'), lines.indexOf('Key figures') + enFigures.length),
    ).toEqual(enFigures);
    expect(card.blocks.filter(({ type }) => type === 'divider')).toHaveLength(1);
  });

  it('carries its digest and its revision, and asks and changes language', () => {
    const { subject, buttons } = digestCard(metaDigest, { language: 'ja', form: 'standard' });
    expect(subject).toEqual({ digest: 'meta/2023-q2', revision: 1 });
    expect(buttons.filter(({ rare }) => rare !== true)).toEqual([
      { action: 'ask', label: '質問する', value: 'meta/2023-q2' },
      { action: 'evidence', label: '数字と原文', value: 'meta/2023-q2' },
      { action: 'language', label: 'English', value: 'meta/2023-q2#en' },
    ]);
    expect(buttons.slice(3)).toEqual([
      { action: 'sources', label: '出典', value: 'meta/2023-q2', rare: true },
      { action: 'compare', label: '比較', value: 'meta/2023-q2', rare: true },
      { action: 'report', label: '数字が違う?', value: 'meta/2023-q2', rare: true },
    ]);
    const corrected = { ...metaDigest, revision: 2 };
    const both = digestCard(corrected, { language: 'both', form: 'standard' }).buttons;
    expect(both.map(({ label }) => label)).toEqual([
      '質問する / Ask',
      '数字と原文 / Numbers and sentences',
      '出典 / Sources',
      '比較 / Compare',
      '訂正履歴 / Corrections',
      '数字が違う? / Wrong number?',
    ]);
  });

  it('gives every row its figure and the sentence it rests on', () => {
    for (const row of rowsOf(digestCard(metaDigest, { language: 'both', form: 'standard' }))) {
      expect(row.quote).toBe(metaDigest.figures.find(({ id }) => id === row.figure)?.quote);
    }
  });

  it('marks the language of every quoted statement', () => {
    const quotes = digestCard(metaDigest, { language: 'en', form: 'standard' }).blocks.filter(
      (block): block is Extract<Block, { type: 'quote' }> => block.type === 'quote',
    );
    expect(quotes.map(({ lang }) => lang)).toEqual(['ja']);
  });
});

describe('verdicts on a row', () => {
  const loss = { metric: 'net_income', value: '-3730000000', step: '10000000' } as const;
  it.each([
    ['a beat', {}, { value: '31060000000' }, 'beat', '▲ 市場予想を上回る（予想 310億6,000万ドル）'],
    ['a miss', {}, { value: '33000000000' }, 'miss', '▼ 市場予想を下回る（予想 330億ドル）'],
    [
      'in line',
      {},
      { value: '32000000000', direction: null },
      'in_line',
      '= 市場予想並み（予想 320億ドル）',
    ],
    [
      'a larger loss',
      loss,
      { value: '-3680000000', direction: 'above' },
      'miss',
      '▼ 市場予想を下回る（赤字が予想の36億8,000万ドルより大きい）',
    ],
    [
      'a smaller loss',
      loss,
      { value: '-4000000000' },
      'beat',
      '▲ 市場予想を上回る（赤字が予想の40億ドルより小さい）',
    ],
    [
      'a loss where a profit was expected',
      loss,
      { value: '1000000000' },
      'miss',
      '▼ 市場予想を下回る（予想 10億ドル）',
    ],
    [
      'a profit where a loss was expected',
      { metric: 'net_income' },
      { value: '-4000000000' },
      'beat',
      '▲ 市場予想を上回る（予想 40億ドルの赤字）',
    ],
    [
      'words alone',
      {},
      { value: null, step: null, direction: 'below' },
      'miss',
      '▼ 市場予想を下回る',
    ],
    [
      'capital spending',
      { metric: 'capex' },
      { value: '31060000000' },
      null,
      '市場予想を上回る（予想 310億6,000万ドル）',
    ],
    [
      'a forecast',
      { basis: 'guidance' },
      { value: '33000000000' },
      null,
      '市場予想を下回る（予想 330億ドル）',
    ],
  ] as const)('%s', (_name, figure, comparison, verdict, text) => {
    const row = rowOf(withComparison(figure, comparison), 'revenue');
    expect(row.verdict).toBe(verdict);
    expect(row.details[0]).toBe(text);
  });

  it('computes no surprise where the source states one, and marks neither as the other', () => {
    expect(
      rowOf(withComparison({}, { changePct: '3', changeStep: '1' }), 'revenue').details,
    ).toEqual(['▲ 市場予想を上回る（予想 310億6,000万ドル）', '市場予想比 +3%']);
  });

  it('holds a figure against a forecast given elsewhere, only on the same basis', () => {
    const forecast: Figure = {
      ...revenue!,
      id: 'revenue!consensus',
      basis: 'consensus',
      value: '31060000000',
      comparisons: [],
      headline: false,
    };
    const actual = { ...revenue!, comparisons: [] };
    expect(rowOf(withFigures(actual, forecast), 'revenue').details[0]).toBe(
      '▲ 市場予想を上回る（予想 310億6,000万ドル）',
    );
    const adjusted = rowOf(
      withFigures(actual, { ...forecast, accounting: 'adjusted' }),
      'revenue',
      'en',
    );
    expect(adjusted.verdict).toBe('not_comparable');
    expect(adjusted.details).toEqual([
      'not comparable with consensus of $31.06B (different basis)',
    ]);
    expect(
      rowOf(withFigures(actual, { ...forecast, period: '2023-q3' }), 'revenue').details,
    ).toEqual([]);
  });
});

describe('other rows', () => {
  it('tell guidance from results, and how it moved', () => {
    const guidance: Figure = {
      ...revenue!,
      id: 'g',
      basis: 'guidance',
      period: '2023-q3',
      comparisons: [
        {
          ...revenue!.comparisons[1]!,
          kind: 'prior_guidance',
          value: '30000000000',
          direction: null,
        },
      ],
    };
    expect(read('ja', 'standard', withFigures(revenue!, guidance))).toContain(
      '- 売上高（会社予想、2023年第3四半期）: 320億ドル、従来予想の300億ドルから上方修正',
    );
    expect(read('en', 'standard', withFigures(revenue!, guidance))).toContain(
      '- Revenue, guidance, Q3 2023: $32B; raised from $30B',
    );
    const kept = {
      ...guidance,
      comparisons: [{ ...guidance.comparisons[0]!, value: guidance.value }],
    };
    expect(rowOf(withFigures(kept), 'g').details).toEqual(['従来予想の320億ドルを据え置き']);
  });

  it('say against which span a change is', () => {
    expect(
      rowOf(
        withComparison({ period: '2022-fy' }, { kind: 'yoy', value: null, changePct: '-1' }),
        'revenue',
      ).details,
    ).toEqual(['前年比 −1%']);
    expect(
      rowOf(withComparison({}, { kind: 'qoq', value: '28600000000', changePct: '12' }), 'revenue')
        .details,
    ).toEqual(['前四半期比 +12%（前四半期 286億ドル）']);
  });

  it('say so when nothing could be read', () => {
    expect(read('ja', 'standard', withFigures())).toContain(
      '記事から決算の数字を読み取れなかった。',
    );
    expect(read('en', 'headline', withFigures())).toContain(
      'No results could be read from the article.',
    );
  });

  it('keep what a person has accepted, marked so, without the flag', () => {
    const accepted = metaDigest.problems.map((problem) => ({
      problem: problemId(problem),
      reason: '原文も途切れている',
    }));
    const lines = read('ja', 'standard', { ...metaDigest, accepted });
    expect(lines).toContain(
      '- 1株利益: 記事の文が途切れており、断片をつないで読み取った数字。（確認済み）',
    );
    expect(lines.join('\n')).not.toContain('※');
    expect(read('ja', 'full', { ...metaDigest, accepted })).toContain(
      '- 1株利益: 記事の文が途切れており、断片をつないで読み取った数字。（確認済み: 原文も途切れている）',
    );
  });

  it('mark a text that a model wrote', () => {
    const statements = metaDigest.statements.map((one) => ({
      ...one,
      text: { ja: { text: '要約', origin: 'model' as const } },
    }));
    expect(read('ja', 'standard', { ...metaDigest, statements })).toContain('- 要約（AIによる文）');
  });
});

describe('guidance that is kept', () => {
  it('is said to be, without a change of nothing', () => {
    const kept = withComparison(
      { basis: 'guidance' },
      { kind: 'prior_guidance', value: '32000000000', changePct: '0', direction: null },
    );
    const row = rowOf(kept, revenue!.id, 'en');
    expect(row.details).toEqual(['unchanged from $32B']);
  });
});

describe('no figure is lost between digest and card', () => {
  const amount = fc.record({
    value: fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }).map(String),
    unit: fc.constantFrom(
      'USD' as const,
      'JPY' as const,
      'EUR_per_share' as const,
      'count' as const,
      'percent' as const,
      'points' as const,
    ),
    bound: fc.constantFrom('exact' as const, 'about' as const, 'over' as const, 'under' as const),
  });
  const comparison = fc.record({
    kind: fc.constantFrom(
      'yoy' as const,
      'qoq' as const,
      'consensus' as const,
      'prior_guidance' as const,
    ),
    value: fc.option(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }).map(String)),
    changePct: fc.option(fc.integer({ min: -99, max: 400 }).map(String)),
    direction: fc.constantFrom('above' as const, 'below' as const, 'in_line' as const, null),
  });
  const some = fc.tuple(
    amount,
    fc.array(comparison, { maxLength: 4 }),
    fc.constantFrom(...metricIds),
    fc.constantFrom(
      'actual' as const,
      'guidance' as const,
      'prior_guidance' as const,
      'consensus' as const,
    ),
    fc.constantFrom(null, 'reality-labs', 'unknown'),
    fc.constantFrom('2023-q2', '2022-fy', 'fy2024-q1', null),
    fc.boolean(),
  );
  const digests = fc.array(some, { maxLength: 12 }).map((list) =>
    withFigures(
      ...list.map(([one, comparisons, metric, basis, segment, period, headline], index) => ({
        ...revenue!,
        ...one,
        id: String(index),
        metric,
        basis,
        segment,
        period,
        headline,
        comparisons: comparisons.map((stated) => ({
          ...revenue!.comparisons[0]!,
          ...stated,
          step: null,
          changeStep: null,
        })),
      })),
    ),
  );

  it('in any language: values, comparators and stated changes', () => {
    fc.assert(
      fc.property(digests, fc.constantFrom(...languageCodes), (digest, lang) => {
        const card = digestCard(digest, { language: lang, form: 'full' });
        const text = cardText(card);
        expect(new Set(rowsOf(card).map(({ figure }) => figure))).toEqual(
          new Set(digest.figures.map(({ id }) => id)),
        );
        expect(rowsOf(card)).toHaveLength(digest.figures.length);
        for (const figure of digest.figures) {
          const details = rowsOf(card)
            .find((row) => row.figure === figure.id)!
            .details.join(' ');
          expect(text).toContain(resultText(figure, lang, figure.metric));
          for (const stated of figure.comparisons) {
            const { kind, value, changePct } = stated;
            if (value !== null)
              expect(details).toContain(
                sizeText({ value, unit: figure.unit, bound: 'exact' }, lang, figure.metric).replace(
                  '+',
                  '',
                ),
              );
            // Guidance that is kept says already that it did not change.
            const isKept =
              kind === 'prior_guidance' &&
              changePct === '0' &&
              comparisonStand(figure, stated) === 'in_line';
            if (changePct !== null && !isKept)
              expect(details).toContain(changeText(changePct, lang));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('in both languages: the same figures with the same verdicts', () => {
    fc.assert(
      fc.property(
        digests,
        fc.constantFrom<Form>('headline', 'standard', 'full'),
        (digest, form) => {
          const [ja, en] = (['ja', 'en'] as const).map((language) =>
            rowsOf(digestCard(digest, { language, form })).map(({ figure, verdict }) => [
              figure,
              verdict,
            ]),
          );
          expect(ja).toEqual(en);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function dividend(label: string, value: string): Figure {
  return {
    ...metaDigest.figures[0]!,
    id: `dividend/${value}`,
    metric: 'dividend',
    unit: 'JPY_per_share',
    step: '1',
    label,
    value,
    comparisons: [],
  };
}

describe('rows of one name', () => {
  it('are told apart by the article’s own words', () => {
    const figures = [dividend('中間配当', '15'), dividend('期末配当', '20')];
    const labels = [figures, figures.slice(1)].map((given) =>
      rowsOf(
        digestCard({ ...metaDigest, figures: given }, { language: 'ja', form: 'standard' }),
      ).map(({ label }) => label),
    );
    expect(labels).toEqual([['配当（中間配当）', '配当（期末配当）'], ['配当']]);
  });
});

describe('statements', () => {
  it.each([
    ['- Loss per share widened.', 'Loss per share widened.'],
    ['▪ 減益となる見通し', '減益となる見通し'],
    ['-5% is expected', '-5% is expected'],
  ])('have no bullet of their own: %s', (given, shown) => {
    const [first] = metaDigest.statements;
    const statement = { ...first!, text: { en: { text: given, origin: 'source' as const } } };
    const card = digestCard(
      { ...metaDigest, statements: [statement] },
      { language: 'en', form: 'standard' },
    );
    const items = card.blocks.flatMap((block) => (block.type === 'list' ? block.items : []));
    expect(items).toContain(shown);
  });
});
