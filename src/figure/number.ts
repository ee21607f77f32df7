import { Big } from 'big.js';
import type { Numerals, Reading } from '../language/reading.ts';
import { perReading } from './per-reading.ts';

/** A printed number without its unit: exact value, one unit of its last printed digit, and its end. */
export interface PrintedNumber {
  readonly value: Big;
  readonly step: Big;
  readonly end: number;
  readonly scaled: boolean;
  /** The power of ten that its last scale word stands for; 1 without one. */
  readonly scale: Big;
  /** In digits, or in words: with a large scale (三千億), a small one (two hundred) or none (five). */
  readonly written: 'digits' | 'large' | 'small' | 'plain';
}

/** Longer runs of digits are identifiers or noise; no amount has that many. */
const maxLength = 40;

/** Finds where a number may begin in folded text: at a digit, or at a word for one. */
export const numberStarts = perReading(
  ({ numerals }) => new RegExp(startsOf(numerals, wordsOf(numerals)), 'giu'),
);

/** Reads the number that begins at `at` in folded text, in digits or in words; null where none does. */
export function readNumber(folded: string, at: number, reading: Reading): PrintedNumber | null {
  const grammar = grammarOf(reading);
  const inWords = !/\d/.test(folded.charAt(at));
  const parts: Part[] = [];
  for (let next = at; next < folded.length;) {
    const part = readPart(folded, next, grammar, inWords);
    const last = parts.at(-1);
    // "310 億 6 千万" is one number; "320億 2023年" is two: after a space only a scaled part goes on.
    if (!part || (last && !goesOn(part, last.large, next > last.end))) break;
    parts.push(part);
    if (!reading.mixedScales || part.large === 0) break;
    next = folded.charAt(part.end) === ' ' ? part.end + 1 : part.end;
  }
  const last = parts.at(-1);
  return last
    ? { ...last, ...sumOf(parts), written: inWords ? writtenWith(parts) : 'digits' }
    : null;
}

/** The scale that begins at `at`, after the bracket of a negative amount: ($12.3) million. */
export function scaleAt(
  folded: string,
  at: number,
  reading: Reading,
): { power: number; end: number } | null {
  const grammar = grammarOf(reading);
  const scale = match(grammar.scale, folded, at);
  return scale && { power: grammar.scales.get(scale.word) ?? 0, end: scale.end };
}

function sumOf(parts: readonly Part[]): Pick<PrintedNumber, 'value' | 'scaled' | 'scale'> {
  const scaled = parts.findLast(({ large, small }) => large + small > 0);
  return {
    value: parts.reduce((sum, { value }) => sum.plus(value), new Big(0)),
    scaled: parts.some(({ large, counted }) => large > 0 || counted),
    scale: new Big(10).pow(scaled ? scaled.large + scaled.small : 0),
  };
}

function writtenWith(parts: readonly Part[]): PrintedNumber['written'] {
  if (parts.some(({ large }) => large > 0)) return 'large';
  return parts.some(({ counted }) => counted) ? 'small' : 'plain';
}

function goesOn(part: Part, ceiling: number, afterSpace: boolean): boolean {
  return part.magnitude < ceiling && !(afterSpace && part.large + part.small === 0);
}

/** Digits with their small scales, and the large one over them all: 2千5百億. */
interface Part {
  readonly value: Big;
  readonly step: Big;
  readonly end: number;
  readonly large: number;
  /** The power of the last small scale, 0 where digits follow it. */
  readonly small: number;
  /** Whether a small scale stands anywhere in it. */
  readonly counted: boolean;
  /** The power of its first digit. */
  readonly magnitude: number;
}

function readPart(folded: string, at: number, grammar: Grammar, inWords: boolean): Part | null {
  const section = readSection(folded, at, grammar, inWords);
  if (!section) return null;
  const scale = match(inWords ? grammar.scaleAfterWords : grammar.scale, folded, section.end);
  const large = scale ? (grammar.scales.get(scale.word) ?? 0) : 0;
  const times = new Big(10).pow(large);
  return {
    value: section.value.times(times),
    step: section.step.times(times),
    end: scale?.end ?? section.end,
    large,
    small: section.small,
    counted: section.counted,
    magnitude: large + section.magnitude,
  };
}

/** 3千5百, two hundred and fifty, 31.06: what one large scale multiplies. */
function readSection(
  folded: string,
  at: number,
  grammar: Grammar,
  inWords: boolean,
): Omit<Part, 'large'> | null {
  let value = new Big(0);
  let read: { end: number; step: Big; small: number; counted: boolean } | null = null;
  let magnitude = -1;
  let ceiling = Number.POSITIVE_INFINITY;
  for (let next = at; ;) {
    const run = readRun(folded, next, grammar, inWords || read !== null);
    const within = match(grammar.within, folded, run?.end ?? next);
    // 十二億: a small scale alone is one of it, in a number that is written in words.
    if (!run && !(within && inWords && grammar.counts)) break;
    const power = within ? (grammar.withins.get(within.word) ?? 0) : 0;
    const size = run ? run.magnitude + power : power;
    if (size >= ceiling) break;
    value = value.plus((run?.value ?? new Big(1)).times(new Big(10).pow(power)));
    const step = (run?.step ?? new Big(1)).times(new Big(10).pow(power));
    const counted: boolean = within !== null || read !== null;
    read = { end: within?.end ?? run?.end ?? next, step, small: power, counted };
    if (magnitude < 0) magnitude = size;
    ceiling = power;
    if (!within) break;
    next = read.end + (match(grammar.joint, folded, read.end)?.length ?? 0);
  }
  return read ? { value, magnitude, ...read } : null;
}

interface Run {
  readonly value: Big;
  readonly step: Big;
  readonly end: number;
  readonly magnitude: number;
}

/** Digits, or the words for a number below the first scale: 31.06, 三, twenty-five. */
function readRun(folded: string, at: number, grammar: Grammar, words: boolean): Run | null {
  const digits = match(grammar.digits, folded, at);
  if (digits && digits.length <= maxLength && (!words || grammar.counts))
    return runOf(grammar.plain(digits.word), digits.end);
  if (!words) return null;
  const signs = match(grammar.signs, folded, at);
  if (signs) return runOf(grammar.ofSigns(signs.word), signs.end);
  return readWords(folded, at, grammar);
}

/** five, twenty-five, two and a half; and a million, whose article is a number before a scale alone. */
function readWords(folded: string, at: number, grammar: Grammar): Run | null {
  const word = match(grammar.words, folded, at);
  if (!word) return null;
  const article = grammar.articles.get(word.word);
  if (article !== undefined) {
    const counts = [grammar.within, grammar.scaleAfterWords].some((next) =>
      match(next, folded, word.end),
    );
    return counts ? runOf(article, word.end) : null;
  }
  const value = new Big(grammar.values.get(word.word) ?? 0);
  const ones = value.gte(20) && value.mod(10).eq(0) ? match(grammar.ones, folded, word.end) : null;
  const whole = value.plus(grammar.values.get(ones?.word ?? '') ?? 0);
  const end = ones?.end ?? word.end;
  const rest = match(grammar.rest, folded, end);
  return runOf(whole.plus(grammar.rests.get(rest?.word ?? '') ?? 0).toFixed(), rest?.end ?? end);
}

function runOf(plain: string, end: number): Run {
  const [whole = '', fraction = ''] = plain.split('.');
  return {
    value: new Big(plain),
    step: new Big(10).pow(-fraction.length),
    end,
    magnitude: whole.length - 1,
  };
}

interface Hit {
  readonly word: string;
  readonly length: number;
  readonly end: number;
}

/** What a sticky pattern finds at a place; its word is the group that matched, else the whole. */
function match(pattern: RegExp | null, folded: string, at: number): Hit | null {
  if (!pattern) return null;
  pattern.lastIndex = at;
  const hit = pattern.exec(folded);
  if (!hit) return null;
  const word = hit.slice(1).find((group) => group !== undefined) ?? hit[0];
  return { word: word.toLowerCase(), length: hit[0].length, end: at + hit[0].length };
}

interface Grammar {
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

const grammarOf = perReading(({ digitMarks, numerals, scales }): Grammar => {
  const { group, point } = digitMarks;
  const { signs, signsPoint, words, within, rest, joint } = numerals;
  const long = Object.keys(scales).filter((word) => !isLatin(word) || word.length >= longWord);
  const ones = Object.keys(words).filter((word) => /^[1-9]$/.test(words[word] ?? ''));
  return {
    digits: sticky(
      `\\d{1,3}(?:[${group}]\\d{3})+(?!\\d)(?:(?:${point})\\d+)?|\\d+(?:(?:${point})\\d+)?`,
    ),
    plain: (digits) => digits.replaceAll(group, '').replace(/\D/u, '.'),
    signs: signs === '' ? null : sticky(`[${signs}]+(?:[${signsPoint}][${signs}]+)?`),
    ofSigns: (text) =>
      [...text].map((sign) => (signs.includes(sign) ? signs.indexOf(sign) : '.')).join(''),
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

function startsOf({ signs, within }: Numerals, words: readonly string[]): string {
  const small = Object.keys(within).join('');
  return [
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
