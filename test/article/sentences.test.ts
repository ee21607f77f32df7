import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/article/fold.ts';
import { splitSentences } from '../../src/article/sentences.ts';

const texts = (text: string, language: 'ja' | 'en') =>
  splitSentences(text, language).map((sentence) => sentence.text);

describe('sentences', () => {
  it.each([
    ['売上は増えた。利益も増えた。', ['売上は増えた。', '利益も増えた。']],
    ['「増えた。」と述べた。次へ。', ['「増えた。」と述べた。', '次へ。']],
    ['閉じない「括弧。\n次の行。', ['閉じない「括弧。', '次の行。']],
    ['2.98ドル、前年比21%増。', ['2.98ドル、前年比21%増。']],
    ['**太字です。 **続き。## **見出し**本文。', ['太字です。', '続き。', '見出し', '本文。']],
  ])('Japanese: %s', (text, expected) => {
    expect(texts(text, 'ja')).toEqual(expected);
  });

  it.each([
    ['Revenue was $2.98 a share. Profit rose.', ['Revenue was $2.98 a share.', 'Profit rose.']],
    ['Acme Inc. (Nasdaq: ACME) rose. It fell.', ['Acme Inc. (Nasdaq: ACME) rose.', 'It fell.']],
    ['J. Smith runs U.S. sales. Done.', ['J. Smith runs U.S. sales.', 'Done.']],
    ['Sales rose 12% Y/Y. Costs fell.', ['Sales rose 12% Y/Y.', 'Costs fell.']],
    [
      'Alpha said that revenue should land between\n$4.1 billion and $4.3 billion. Next.',
      ['Alpha said that revenue should land between\n$4.1 billion and $4.3 billion.', 'Next.'],
    ],
    [
      'Alpha gave its results for the quarter today\nRevenue was $4.1 billion.',
      ['Alpha gave its results for the quarter today', 'Revenue was $4.1 billion.'],
    ],
  ])('English: %s', (text, expected) => {
    expect(texts(text, 'en')).toEqual(expected);
  });

  it('are exact pieces of any text, in order, and lose only white space and page marks', () => {
    assert(
      property(
        string({ unit: 'binary', maxLength: 300 }),
        constantFrom('ja' as const, 'en' as const),
        (text, language) => {
          const sentences = splitSentences(text, language);
          let last = 0;
          for (const { start, end, text: piece } of sentences) {
            expect(text.slice(start, end)).toBe(piece);
            expect(start).toBeGreaterThanOrEqual(last);
            last = end;
          }
          expect(fold(text)).toHaveLength(text.length);
        },
      ),
    );
  });
});
