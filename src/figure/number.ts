import { Big } from 'big.js';
import type { Reading } from '../language/reading.ts';
import { tenTo } from './arithmetic.ts';
import { grammarOf, match, type NumberGrammar } from './number-grammar.ts';

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

/** Reads the number that begins at `at` in folded text, in digits or in words; null where none does. */
export function readNumber(folded: string, at: number, reading: Reading): PrintedNumber | null {
  const grammar = grammarOf(reading);
  const inWords = !/[\d.]/.test(folded.charAt(at));
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
    value: parts.map(({ value }) => value).reduce((sum, value) => sum.plus(value)),
    scaled: parts.some(({ large, counted }) => large > 0 || counted),
    scale: tenTo(scaled ? scaled.large + scaled.small : 0),
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

function readPart(
  folded: string,
  at: number,
  grammar: NumberGrammar,
  inWords: boolean,
): Part | null {
  const section = readSection(folded, at, grammar, inWords);
  if (!section) return null;
  const scale = match(inWords ? grammar.scaleAfterWords : grammar.scale, folded, section.end);
  const large = scale ? (grammar.scales.get(scale.word) ?? 0) : 0;
  return {
    value: times(section.value, large),
    step: times(section.step, large),
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
  grammar: NumberGrammar,
  inWords: boolean,
): Omit<Part, 'large'> | null {
  let value: Big | null = null;
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
    const part = times(run?.value ?? tenTo(0), power);
    value = value === null ? part : value.plus(part);
    const step = times(run?.step ?? tenTo(0), power);
    const counted: boolean = within !== null || read !== null;
    read = { end: within?.end ?? run?.end ?? next, step, small: power, counted };
    if (magnitude < 0) magnitude = size;
    ceiling = power;
    if (!within) break;
    next = read.end + (match(grammar.joint, folded, read.end)?.length ?? 0);
  }
  return read && value ? { value, magnitude, ...read } : null;
}

function times(value: Big, power: number): Big {
  return power === 0 ? value : value.times(tenTo(power));
}

interface Run {
  readonly value: Big;
  readonly step: Big;
  readonly end: number;
  readonly magnitude: number;
}

/** Digits, or the words for a number below the first scale: 31.06, 三, twenty-five. */
function readRun(folded: string, at: number, grammar: NumberGrammar, words: boolean): Run | null {
  const digits = match(grammar.digits, folded, at);
  if (digits && digits.length <= maxLength && (!words || grammar.counts))
    return runOf(grammar.plain(digits.word), digits.end);
  if (!words) return null;
  const signs = match(grammar.signs, folded, at);
  if (signs) return runOf(grammar.ofSigns(signs.word), signs.end);
  return readWords(folded, at, grammar);
}

/** five, twenty-five, two and a half; and a million, whose article is a number before a scale alone. */
function readWords(folded: string, at: number, grammar: NumberGrammar): Run | null {
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
    step: tenTo(-fraction.length),
    end,
    magnitude: whole.length - 1,
  };
}
