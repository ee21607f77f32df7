import { describe, expect, it } from 'vitest';
import { checkFigures } from '../../src/figure/check.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { readFigures } from '../../src/figure/read.ts';
import type { LanguageCode } from '../../src/language/index.ts';

const context = {
  company: { slug: 'acme', names: ['アクメ', 'Acme'] },
  segments: [],
  period: '2023-q2',
};
const read = (text: string, language: LanguageCode) => readFigures(text, language, context).figures;
const problemsOf = (figures: readonly Figure[], language: LanguageCode) =>
  checkFigures(figures, [{ id: 'source', language }]).problems;

/** As a person edits digest.yaml: every value with the other sign. */
const turned = (figures: readonly Figure[]) =>
  figures.map((figure) => ({
    ...figure,
    value: figure.value.startsWith('-') ? figure.value.slice(1) : `-${figure.value}`,
  }));

describe('signs against words', () => {
  it.each([
    ['ja', 'アクメの純損益は40億円の赤字だった。', '40億円の赤字'],
    ['ja', 'アクメの営業損益は40億円の営業損失だった。', '40億円の営業損失'],
    ['ja', 'アクメの純損失は40億円だった。', '純損失は40億円'],
    ['ja', 'アクメの純損益は40億円の黒字だった。', '40億円の黒字'],
    ['en', 'Acme posted a net loss of $40 million.', 'net loss of $40 million'],
    ['ja', 'アクメの純損失は約40億円だった。', '純損失は約40億円'],
    ['en', 'Acme posted a net loss of about $40 million.', 'net loss of about $40 million'],
    ['en', 'Acme made a net profit of $40 million.', 'net profit of $40 million'],
    ['en', 'Acme reported a $40 million net loss for the quarter.', '$40 million net loss'],
  ] as const)('are flagged where they contradict them (%s): %s', (language, text, word) => {
    const figures = read(text, language);
    expect(figures).toHaveLength(1);
    expect(problemsOf(figures, language)).toEqual([]);
    expect(problemsOf(turned(figures), language)).toEqual([
      expect.objectContaining({
        code: 'sign_mismatch',
        severity: 'high',
        figures: figures.map(({ id }) => id),
        args: expect.objectContaining({ word: { text: word } }),
      }),
    ]);
  });

  it.each([
    ['ja', 'アクメの純利益は40億円だった。'],
    ['ja', 'アクメの純損益は40億円の赤字から40億円の黒字に転じた。'],
    ['ja', 'アクメの純利益は40億円の赤字予想を覆した。'],
    ['ja', '特別損失は40億円、純利益は30億円だった。'],
    ['ja', '純損益 40億円'],
    ['en', 'Acme reported net income (loss) of $40 million.'],
    ['en', 'Acme earned $40 million, after a loss of $40 million a year earlier.'],
    ['en', 'Acme reported net income of $40 million.'],
  ] as const)('are left alone where the words do not decide (%s): %s', (language, text) => {
    const figures = read(text, language);
    expect(figures.length).toBeGreaterThan(0);
    expect(problemsOf(turned(figures), language)).toEqual([]);
  });

  it('are left alone where the number has its own', () => {
    const [figure] = read('アクメの純損益は-40億円の利益だった。', 'ja');
    expect(figure?.value).toBe('-4000000000');
    expect(problemsOf(figure ? [figure] : [], 'ja')).toEqual([]);
  });

  it('say nothing of what is neither profit nor loss', () => {
    const [figure] = read('アクメの純損失は40億円だった。', 'ja');
    expect(figure).toBeDefined();
    const sales = figure ? [{ ...figure, metric: 'revenue', value: '4000000000' } as const] : [];
    expect(problemsOf(sales, 'ja')).toEqual([]);
  });

  it('need the language of the text', () => {
    const figures = turned(read('アクメの純損失は40億円だった。', 'ja'));
    expect(checkFigures(figures, []).problems).toEqual([]);
  });
});

describe('earnings per share against net income', () => {
  it.each([
    ['ja', 'アクメの純利益は40億円、1株当たり損失は10円だった。'],
    ['ja', 'アクメの純損失は40億円、1株当たり利益は10円だった。'],
    ['en', 'Acme posted net income of $40 million, or a loss of 10 cents per share.'],
    ['en', 'GAAP net income was $40 million. The GAAP loss per share was 10 cents.'],
  ] as const)(
    'are flagged where one is a loss and the other a profit (%s): %s',
    (language, text) => {
      expect(problemsOf(read(text, language), language)).toEqual([
        expect.objectContaining({ code: 'per_share_mismatch', severity: 'high' }),
      ]);
    },
  );

  it.each([
    ['of one sign', 'en', 'Acme posted a net loss of $40 million, or 10 cents per share.'],
    [
      'of another accounting',
      'en',
      'Acme posted a GAAP net loss of $40 million and non-GAAP earnings of 10 cents per share.',
    ],
    [
      'of sentences that may count in two ways',
      'en',
      'Acme posted a net loss of $40 million. Earnings came to 10 cents per share.',
    ],
    [
      'of common shares alone',
      'en',
      'Acme posted net income of $40 million, or a loss of 10 cents per share after preferred dividends.',
    ],
    [
      'of continuing operations alone',
      'ja',
      'アクメの純利益は40億円、継続事業の1株当たり損失は10円だった。',
    ],
    [
      'of another period',
      'en',
      'GAAP net income was $40 million. The GAAP loss per share was 10 cents in 2022.',
    ],
    [
      'of another accounting, each in its sentence',
      'en',
      'GAAP net loss was $40 million. The non-GAAP profit per share was 10 cents.',
    ],
  ] as const)('are left alone where they are %s', (_, language, text) => {
    const figures = read(text, language);
    expect(figures.map(({ metric }) => metric)).toEqual(['net_income', 'eps']);
    expect(problemsOf(figures, language)).toEqual([]);
  });
});
