import { type Bound, currencies, type Currency, type Unit } from '../language/amount.ts';
import type { Reading } from '../language/reading.ts';
import { kept } from './once.ts';
import { perReading } from './per-reading.ts';

/** What stands before a number: its currency, its sign, and how it bounds the true one. */
export interface Left {
  readonly start: number;
  readonly currency: Currency | null;
  readonly negative: boolean;
  readonly bound: Bound | null;
}

/** What stands after a number: the words of its unit. */
export interface Right {
  readonly end: number;
  readonly kind: 'money' | 'share' | 'percent' | 'points' | 'ratio' | 'count';
  readonly currency: Currency | null;
  readonly perShare: boolean;
  /** The power of ten of the unit: セント -2, 割 1. */
  readonly power: number;
}

interface Patterns {
  readonly before: RegExp;
  readonly after: RegExp;
  readonly notUnits: RegExp | null;
  readonly notQuantities: RegExp | null;
  readonly percentRest: RegExp | null;
  readonly sign: RegExp;
  readonly boundBefore: RegExp;
  readonly boundAfter: RegExp;
  readonly notBounds: RegExp | null;
}

/** Codes of currencies stand in capitals: TRY is the lira, try is a word. */
const codes = `(?-i:${currencies.join('|')})`;

const patternsOf = perReading((reading): Patterns => ({
  before: new RegExp(
    `(?:(?<word>${words(Object.keys(reading.currencyBefore))})|(?<!\\p{L})(?<code>${codes})\\$?)\\s?$`,
    'iu',
  ),
  after: afterPattern(reading),
  notUnits: anyOf(reading.notUnits, ''),
  notQuantities: anyOf(reading.notQuantities, '[\\s-]?'),
  percentRest: anyOf(Object.keys(reading.percentRest), ''),
  sign: signPattern(reading),
  boundBefore: new RegExp(`(${words(Object.keys(reading.boundsBefore))})\\s?$`, 'iu'),
  boundAfter: new RegExp(`\\s?(${words(Object.keys(reading.boundsAfter))})`, 'iuy'),
  notBounds: anyOf(reading.notBounds, '\\s?'),
}));

function afterPattern(reading: Reading): RegExp {
  const group = (name: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`(?<${name}>${words(list)})`];
  const share = words(reading.perShare);
  const money = [
    ...group('currency', Object.keys(reading.currencyAfter)),
    `(?<code>${codes})(?!\\p{Script=Latin})`,
  ].join('|');
  const kinds = [
    ...group('points', Object.keys(reading.points)),
    share === '' ? `(?:${money})` : `(?:${money})(?<share>[\\s-]?(?:${share}))?`,
    ...group('percent', Object.keys(reading.percent)),
    ...group('ratio', reading.ratio),
    ...group('count', reading.counters),
    ...group('shareAlone', reading.perShare),
  ];
  return new RegExp(`[\\s-]?(?:${kinds.join('|')})`, 'iuy');
}

/**
 * A minus sign: not the dash of a range (8.70 - 8.72), which has a space on both sides or on none; or a
 * word for it (minus $3 million).
 */
function signPattern({ minus }: Reading): RegExp {
  const word = minus.length === 0 ? '' : `|(?:${minus.join('|')})$`;
  // "A third - 33 percent, to be exact": a dash between words is none either; YoY+31% has one.
  return new RegExp(
    `(?:(?<![a-z])|(?<=[yq]o[yq]))(?<![\\d)%]\\s?)(?!(?<=[a-z]\\s)-\\s)[▲△+±-]\\s?$|(?<=[\\d)%]\\s)[▲△-]$${word}`,
    'iu',
  );
}

function anyOf(patterns: readonly string[], before: string): RegExp | null {
  return patterns.length === 0 ? null : new RegExp(`${before}(?:${patterns.join('|')})`, 'iuy');
}

/** Alternation of literal words, longest first; words of Latin letters begin and end at a word boundary. */
function words(list: readonly string[]): string {
  return list
    .toSorted((a, b) => b.length - a.length)
    .map(
      (word) =>
        (/^\p{Script=Latin}/u.test(word) ? '(?<!\\p{Script=Latin})' : '') +
        // J$ is a dollar, but none of those known here.
        (word === '$' ? '(?<!(?-i:[A-Z]))' : '') +
        word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') +
        (/\p{Script=Latin}$/u.test(word) ? '(?!\\p{Script=Latin})' : ''),
    )
    .join('|');
}

/** The farthest that signs, currencies and bounds reach before a number. */
const reach = { sign: 10, currency: 8, bound: 24 };

export function leftOf(folded: string, at: number, reading: Reading): Left {
  const patterns = patternsOf(reading);
  let start = at;
  const before = (length: number) => folded.slice(Math.max(0, start - length), start);
  const sign = () => {
    const hit = patterns.sign.exec(before(reach.sign));
    if (!hit) return '';
    start -= hit[0].length;
    return hit[0].trim();
  };
  let mark = sign();
  const symbol = patterns.before.exec(before(reach.currency));
  if (symbol) start -= symbol[0].length;
  mark ||= sign();
  return {
    start,
    currency: symbol && currencyNamed(symbol, reading.currencyBefore),
    negative: mark !== '' && !'+±'.includes(mark),
    bound: boundBefore(folded, start, reading),
  };
}

/** True where a currency of letters stands right before a number: CAD2.31. */
export function isAfterCurrency(folded: string, at: number, reading: Reading): boolean {
  return patternsOf(reading).before.test(folded.slice(Math.max(0, at - reach.currency), at));
}

function currencyNamed(
  { groups }: RegExpExecArray,
  table: Readonly<Record<string, Currency>>,
): Currency | null {
  return groups?.['code'] === undefined
    ? lookUp(table, groups?.['word'] ?? '')
    : codeOf(groups['code']);
}

export function rightOf(folded: string, end: number, reading: Reading): Right | null {
  const patterns = patternsOf(reading);
  if (hits(patterns.notUnits, folded, end)) return null;
  patterns.after.lastIndex = end;
  const hit = patterns.after.exec(folded);
  // "GBP5,320m GBP5,207m": the code before a number is that number's.
  const ofNext =
    hit?.groups?.['code'] !== undefined &&
    isNumber.test(folded.slice(end + hit[0].length, end + hit[0].length + 3));
  if (ofNext) return null;
  return hit ? { ...unitOf(hit.groups ?? {}, reading), end: end + hit[0].length } : null;
}

/** What begins as a number does. */
const isNumber = /^\(?-?\d/;

function unitOf(
  groups: Readonly<Record<string, string | undefined>>,
  reading: Reading,
): Omit<Right, 'end'> {
  const none = { currency: null, perShare: false, power: 0 };
  const { points, percent, currency, code } = groups;
  if (points !== undefined)
    return { ...none, kind: 'points', power: lookUp(reading.points, points) ?? 0 };
  if (percent !== undefined)
    return { ...none, kind: 'percent', power: lookUp(reading.percent, percent) ?? 0 };
  const perShare = groups['share'] !== undefined;
  if (code !== undefined) return { ...none, kind: 'money', currency: codeOf(code), perShare };
  const known = currency === undefined ? null : lookUp(reading.currencyAfter, currency);
  if (known) return { kind: 'money', currency: known[0], perShare, power: known[1] };
  if (groups['shareAlone'] !== undefined) return { ...none, kind: 'share', perShare: true };
  return { ...none, kind: groups['ratio'] === undefined ? 'count' : 'ratio' };
}

/** What a number with these sides measures. The words after it tell dollars apart: $5 CAD. */
export function unitFor(left: Left, right: Right | null): { unit: Unit; power: number } {
  if (right?.kind === 'percent' || right?.kind === 'points')
    return { unit: right.kind, power: right.power };
  const own = right?.power === 0 ? (right.currency ?? left.currency) : left.currency;
  const money = own ?? right?.currency;
  if (money)
    return {
      unit: right?.perShare ? `${money}_per_share` : money,
      power: left.currency ? 0 : (right?.power ?? 0),
    };
  return { unit: right?.kind === 'ratio' ? 'ratio' : 'count', power: 0 };
}

/** 3割5分: the rest of a rate, after a unit of ten per cent; null where none follows. */
export function percentRestAt(
  folded: string,
  at: number,
  reading: Reading,
): { end: number; power: number } | null {
  const pattern = patternsOf(reading).percentRest;
  if (!pattern) return null;
  pattern.lastIndex = at;
  const hit = pattern.exec(folded);
  return hit && { end: at + hit[0].length, power: lookUp(reading.percentRest, hit[0]) ?? 0 };
}

/** True where what follows makes the number a date, a duration or the like. */
export function measuresNothing(folded: string, end: number, reading: Reading): boolean {
  return hits(patternsOf(reading).notQuantities, folded, end);
}

/** How the words before a place bound the amount that begins there (約, more than). */
export function boundBefore(folded: string, at: number, reading: Reading): Bound | null {
  const before = folded.slice(Math.max(0, at - reach.bound), at);
  return boundNamed(patternsOf(reading).boundBefore.exec(before), reading.boundsBefore);
}

/** How the words after a number bound the true one (以上, or more), and where they end. */
export function boundAfter(
  folded: string,
  end: number,
  reading: Reading,
): { bound: Bound; end: number } | null {
  const patterns = patternsOf(reading);
  patterns.boundAfter.lastIndex = end;
  const hit = patterns.boundAfter.exec(folded);
  const bound = boundNamed(hit, reading.boundsAfter);
  return hit && bound && !hits(patterns.notBounds, folded, end)
    ? { bound, end: end + hit[0].length }
    : null;
}

function boundNamed(
  hit: RegExpExecArray | null,
  table: Readonly<Record<string, Bound>>,
): Bound | null {
  return hit && lookUp(table, hit[1] ?? '');
}

function hits(pattern: RegExp | null, folded: string, at: number): boolean {
  if (!pattern) return false;
  pattern.lastIndex = at;
  return pattern.test(folded);
}

function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | null {
  const key = keysOf(table).get(word.toLowerCase());
  return key === undefined ? null : (table[key] ?? null);
}

/** The words of a table by their small letters, listed once; of two that differ in capitals only, the first counts. */
const keysOf = kept(
  (table: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
    new Map(
      Object.keys(table)
        .toReversed()
        .map((key) => [key.toLowerCase(), key]),
    ),
  new WeakMap(),
);

function codeOf(word: string): Currency | null {
  return currencies.find((code) => code === word) ?? null;
}
