import type { Numerals } from '../language/reading.ts';
import { perReading } from './per-reading.ts';

/** Finds where a number may begin in folded text: at a digit, or at a word for one. */
export const numberStarts = perReading(
  ({ numerals, digitMarks }) =>
    new RegExp(startsOf(numerals, wordsOf(numerals), digitMarks.point), 'giu'),
);

interface Hit {
  readonly word: string;
  readonly length: number;
  readonly end: number;
}

/** What a sticky pattern finds at a place; its word is the group that matched, else the whole. */
export function match(pattern: RegExp | null, folded: string, at: number): Hit | null {
  if (!pattern) return null;
  pattern.lastIndex = at;
  const hit = pattern.exec(folded);
  if (!hit) return null;
  const word = hit.slice(1).find((group) => group !== undefined) ?? hit[0];
  return { word: word.toLowerCase(), length: hit[0].length, end: at + hit[0].length };
}

/** How one language writes numbers, as patterns that are tried at a place. */
export interface NumberGrammar {
  readonly digits: RegExp;
  readonly plain: (digits: string) => string;
  /** Characters that are digits: 三・五. */
  readonly signs: RegExp | null;
  readonly ofSigns: (signs: string) => string;
  readonly words: RegExp | null;
  readonly values: ReadonlyMap<string, string>;
  readonly articles: ReadonlyMap<string, string>;
  /** What may follow twenty: -five. */
  readonly ones: RegExp | null;
  /** Words that add to the words before them. */
  readonly rest: RegExp | null;
  readonly rests: ReadonlyMap<string, string>;
  readonly within: RegExp | null;
  readonly withins: ReadonlyMap<string, number>;
  readonly joint: RegExp | null;
  /** True where digits and small scales alternate freely: 3千5百, 十二. */
  readonly counts: boolean;
  readonly scale: RegExp | null;
  readonly scaleAfterWords: RegExp | null;
  readonly scales: ReadonlyMap<string, number>;
}

export const grammarOf = perReading(({ digitMarks, numerals, scales }): NumberGrammar => {
  const { group, point } = digitMarks;
  const { signs, signsPoint, words, within, rest, joint } = numerals;
  const long = Object.keys(scales).filter((word) => !isLatin(word) || word.length >= longWord);
  const ones = Object.keys(words).filter((word) => /^[1-9]$/.test(words[word] ?? ''));
  return {
    digits: sticky(
      // "$1,12310%" is an amount and a rate whose cells ran together: digits in groups end with their group.
      // 2,18,640: lakhs are grouped by two.
      `\\d{1,2}(?:[${group}]\\d{2})+[${group}]\\d{3}(?:(?:${point})\\d+)?(?!\\d)|\\d{1,3}(?:[${group}]\\d{3})+(?:(?!\\d)(?:(?:${point})\\d+)?|(?=\\d{1,3}(?:(?:${point})\\d{1,2})?%))|\\d+(?:(?:${point})\\d+)?|(?:${point})\\d+`,
    ),
    plain: (digits) => digits.replaceAll(group, '').replace(/\D/u, '.'),
    signs: signs === '' ? null : sticky(`[${signs}]+(?:[${signsPoint}][${signs}]+)?`),
    ofSigns: (text) =>
      text.replace(/./gu, (sign) => (signs.includes(sign) ? String(signs.indexOf(sign)) : '.')),
    words: alternation(wordsOf(numerals), (list) => `(${list})`),
    values: lowered(words),
    articles: lowered(numerals.articles),
    ones: alternation(ones, (list) => `[ -](${list})`),
    rest: alternation(Object.keys(rest), (list) => `(${list})`),
    rests: lowered(rest),
    within: alternation(Object.keys(within), (list) => `[ -]?(${list})`),
    withins: lowered(within),
    joint: joint === '' ? null : sticky(joint),
    counts: joint === '',
    scale: scalePattern(Object.keys(scales)),
    scaleAfterWords: scalePattern(long),
    scales: lowered(scales),
  };
});

/** Abbreviated scales (m, bn) follow digits alone; and only longer words are known where others are glued to them. */
const longWord = 4;

/** $5 million, 500millionusers (as text comes out of a page), but not 10-K. */
function scalePattern(scales: readonly string[]): RegExp | null {
  const glued = scales.filter((word) => isLatin(word) && word.length > longWord);
  const shortest = scales.filter((word) => isLatin(word) && word.length === 1);
  const others = scales.filter((word) => !shortest.includes(word));
  const kinds = [
    ...(others.length > 0 ? [`[ -]?(${ended(others)})`] : []),
    ...(shortest.length > 0 ? [` ?(${ended(shortest)})`] : []),
    ...(glued.length > 0 ? [`(${longestFirst(glued).join('|')})`] : []),
  ];
  return kinds.length > 0 ? sticky(kinds.join('|')) : null;
}

function startsOf({ signs, within }: Numerals, words: readonly string[], point: string): string {
  const small = Object.keys(within).join('');
  return [
    // $.27, and .74 or (.28) in a column
    `(?:${point})(?<=(?:[$€£]\\(?|\\s[\\s(]|\\)\\s).)(?=\\d\\d(?!\\d))`,
    '\\d',
    ...(signs === '' ? [] : [`[${signs}]|[${small}](?=[${small}]{0,3}[${signs}])`]),
    ...(words.length > 0 ? [`(?<![\\p{L}\\d])(?:${ended(words)})`] : []),
  ].join('|');
}

function wordsOf({ words, articles }: Numerals): string[] {
  return [...Object.keys(words), ...Object.keys(articles)];
}

function isLatin(word: string): boolean {
  return /\p{Script=Latin}$/u.test(word);
}

/** Alternation, longest first; alphabetic words end at a word boundary (5m, not 5 more), those of mixed scripts need none. */
function ended(list: readonly string[]): string {
  return longestFirst(list)
    .map((word) => (isLatin(word) ? `${word}(?!\\p{Script=Latin})` : word))
    .join('|');
}

function longestFirst(list: readonly string[]): string[] {
  return list.toSorted((a, b) => b.length - a.length);
}

function alternation(list: readonly string[], put: (list: string) => string): RegExp | null {
  return list.length > 0 ? sticky(put(ended(list))) : null;
}

function sticky(source: string): RegExp {
  return new RegExp(source, 'iuy');
}

function lowered<T>(table: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(table).map(([word, value]) => [word.toLowerCase(), value]));
}
