import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenText, splitText } from '../../src/card/split.ts';
import specs from './specs/amounts.json' with { type: 'json' };

const figures = [
  ...specs.flatMap(({ ja, en }) => [ja, en]),
  '77億8,800万ドル',
  '約316億ドル',
  '−37億3,000万ドル',
  '37億3,000万ドルの赤字',
  '7万1,469人',
  '1億人以上',
  '+11%',
  '2023年4〜6月期',
  '310 億 6 千万米ドル',
  '▲10.5ポイント',
  '1,234億5,600万円',
  '2.98ドル',
  '$7.788B',
  '−$3.73B',
  '$310.6 million',
  '$32 to $34.5 billion',
  'about 71,469',
  '16.46 %',
  'over 100 million',
  '9 percentage points',
  'US$1.5bn',
  'loss of $3.73 billion',
  '$2.98 per share',
  '3店舗',
  '数千億円',
];
const filler = [
  'メタの売上高は',
  'と予想され、',
  'となった。',
  'リアリティ・ラボラトリー部門',
  ' Reality Labs ',
  ' beat forecasts, ',
  ' in the quarter. ',
  '\n\n',
  '\n',
  '(前年同期比)',
  '「見通し」',
  '👨‍👩‍👧‍👦',
  '🇯🇵',
  '𠮷野家',
  ' https://example.com/a?b=c ',
  'か\u3099',
];
const limits = [75, 150, 256, 1024, 2000, 3000, 4000, 4096, 12_000];

/** An article of sentences with the places of its figures. */
const article = fc
  .array(
    fc.tuple(fc.constantFrom(...filler), fc.constantFrom(...figures), fc.constantFrom(...filler)),
    { minLength: 1, maxLength: 60 },
  )
  .map((parts) => {
    const places: [number, number][] = [];
    let text = '';
    for (const [lead, figure, tail] of parts) {
      text += lead.trim() === lead && /[a-zA-Z0-9]$/.test(lead) ? `${lead} ` : lead;
      const spaced = /^[A-Za-z$]/.test(figure) && /\S$/.test(text) ? ` ${figure}` : figure;
      text += spaced;
      places.push([text.length - figure.length, text.length]);
      text += /^[A-Za-z0-9]/.test(tail) || /[a-zA-Z]$/.test(figure) ? ` ${tail}` : tail;
    }
    return { text, places };
  });

const seamsOf = (pieces: readonly string[]) => {
  let at = 0;
  return pieces.slice(0, -1).map((piece) => (at += piece.length));
};

describe('splitText', () => {
  it('cuts no figure and loses nothing, whatever the text and the limit', () => {
    fc.assert(
      fc.property(article, fc.constantFrom(...limits), ({ text, places }, limit) => {
        const pieces = splitText(text, limit);
        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= limit)).toBe(true);
        const graphemes = new Set(
          [...new Intl.Segmenter('ja').segment(text)].map(({ index }) => index),
        );
        for (const seam of seamsOf(pieces)) {
          expect(places.find(([start, end]) => start < seam && seam < end)).toBeUndefined();
          expect(graphemes.has(seam)).toBe(true);
          expect(/https?:\S*$/.test(text.slice(0, seam)) && /^\S/.test(text.slice(seam))).toBe(
            false,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives any text back, even one that is no text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 2, max: 60 }),
        (text, limit) => {
          const pieces = splitText(text, limit);
          expect(pieces.join('')).toBe(text);
          expect(pieces.every((piece) => piece.length <= limit)).toBe(true);
          expect(pieces.some((piece) => /^[\uDC00-\uDFFF]/.test(piece))).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('prefers the end of a paragraph, then of a sentence, then of a clause', () => {
    expect(splitText('一つ目の段落。\n\n二つ目の段落はこれです。', 14)).toEqual([
      '一つ目の段落。\n\n',
      '二つ目の段落はこれです。',
    ]);
    expect(splitText('売上は増えた。利益も増えた。', 10)).toEqual([
      '売上は増えた。',
      '利益も増えた。',
    ]);
    expect(splitText('Sales rose. Profit fell, too.', 18)).toEqual([
      'Sales rose. ',
      'Profit fell, too.',
    ]);
    expect(splitText('売上は増え、利益は減った', 9)).toEqual(['売上は増え、', '利益は減った']);
  });

  it('parts what no piece can hold, between letters', () => {
    expect(splitText('あ'.repeat(5), 2).join('')).toBe('あ'.repeat(5));
    expect(splitText('x'.repeat(9), 4)).toEqual(['xxxx', 'xxxx', 'x']);
    expect(splitText('👍👍👍', 3)).toEqual(['👍', '👍', '👍']);
    expect(splitText(`e${'\u0301'.repeat(9)}`, 4).map((piece) => piece.length)).toEqual([4, 4, 2]);
  });

  it('keeps a text that fits, and makes nothing of nothing', () => {
    expect(splitText('77億8,800万ドル', 75)).toEqual(['77億8,800万ドル']);
    expect(splitText('', 75)).toEqual([]);
    expect(() => splitText('a', 1)).toThrow(/room for 2/);
  });

  it('takes time in proportion to the text', () => {
    for (const text of [
      '売上高は77億8,800万ドルとなった。'.repeat(5000),
      '1,'.repeat(50_000),
      '十'.repeat(100_000),
      ' '.repeat(100_000),
      '-'.repeat(100_000),
      'a'.repeat(100_000),
    ]) {
      const start = performance.now();
      expect(splitText(text, 2000).join('')).toBe(text);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});

describe('shortenText', () => {
  it('says that it shortened, and never cuts a figure', () => {
    expect(shortenText('純利益は77億8,800万ドルだった', 12)).toBe('純利益は…');
    expect(shortenText('純利益は77億8,800万ドルだった', 40)).toBe('純利益は77億8,800万ドルだった');
    expect(shortenText('Net income was $7.788 billion.', 24)).toBe('Net income was…');
    expect(shortenText('損失は37億3,000万ドルの赤字で', 13, '…(続き)')).toBe('損失は…(続き)');
    expect(shortenText('あいうえおかきくけこ', 5).length).toBeLessThanOrEqual(5);
    expect(shortenText('77億8,800万ドル', 5)).toBe('…');
    expect(shortenText('abcdef', 3, 'too long an ending')).toBe('ab…');
  });

  it('is a beginning of the text without a figure cut, at every limit', () => {
    fc.assert(
      fc.property(article, fc.integer({ min: 1, max: 400 }), ({ text, places }, limit) => {
        const short = shortenText(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        if (short === text) return;
        expect(short.endsWith('…')).toBe(true);
        const kept = short.slice(0, -1);
        expect(text.startsWith(kept)).toBe(true);
        expect(
          places.find(([start, end]) => start < kept.length && kept.length < end),
        ).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});
