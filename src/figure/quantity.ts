import { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { currencies, type Bound, type Currency, type Unit } from '../language/amount.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Reading } from '../language/reading.ts';
import type { Quantity } from './figure.ts';
import { type PrintedNumber, readNumber } from './number.ts';
import { perReading } from './per-reading.ts';

/** Every number of a text that measures something, exact and with its place; dates and durations are left out. */
export function readQuantities(text: string, language: LanguageCode): Quantity[] {
  return findQuantities(text, fold(text), languageOf(language).reading, () => false);
}

/** As readQuantities, on text already folded; `taken` tells which places are something else (a period). */
export function findQuantities(
  text: string,
  folded: string,
  reading: Reading,
  taken: (start: number, end: number) => boolean,
): Quantity[] {
  const units = unitsOf(reading);
  const found: Measured[] = [];
  const digits = /\d/g;
  for (let hit = digits.exec(folded); hit; hit = digits.exec(folded)) {
    const at = hit.index;
    const number = insideWord(folded, at) ? null : readNumber(folded, at, reading);
    if (!number) {
      digits.lastIndex = skipDigits(folded, at);
      continue;
    }
    digits.lastIndex = number.end;
    if (taken(at, number.end)) continue;
    const quantity = measured(text, folded, at, number, units);
    if (quantity) found.push(quantity);
  }
  return pairRanges(folded, found, units);
}

/** A digit glued to Latin letters (GPT4, Q2) is part of a name, a sign or a currency before it is not. */
function insideWord(folded: string, at: number): boolean {
  return (
    /[a-z_.]$/i.test(folded.slice(Math.max(0, at - 1), at)) &&
    !/(US|HK|NT|C|A|R?MB|USD|JPY|EUR|GBP|CNY)$/.test(folded.slice(Math.max(0, at - 3), at))
  );
}

function skipDigits(folded: string, at: number): number {
  let end = at;
  while (end < folded.length && /[\d,.]/.test(folded.charAt(end))) end += 1;
  return Math.max(end, at + 1);
}

interface Units {
  readonly before: RegExp;
  readonly after: RegExp;
  readonly not: RegExp;
  readonly boundBefore: RegExp;
  readonly boundAfter: RegExp;
  readonly ranges: readonly {
    readonly link: RegExp;
    readonly opener: RegExp | null;
    readonly unlessAfter: RegExp | null;
    readonly unless: RegExp | null;
  }[];
  readonly reading: Reading;
}

const unitsOf = perReading((reading): Units => ({
  before: new RegExp(
    `(${words([...Object.keys(reading.currencyBefore), ...currencies])})\\s?$`,
    'iu',
  ),
  after: afterPattern(reading),
  not: new RegExp(`\\s?(?:${reading.notQuantities.join('|')})`, 'iuy'),
  boundBefore: new RegExp(`(${words(Object.keys(reading.boundsBefore))})\\s?$`, 'iu'),
  boundAfter: new RegExp(`\\s?(${words(Object.keys(reading.boundsAfter))})`, 'iuy'),
  ranges: reading.ranges.map(({ link, opener, unlessAfter, unless }) => ({
    link: new RegExp(`^\\s?(?:${link})\\s?$`, 'iu'),
    opener: opener === null ? null : new RegExp(`(?:${opener})\\s?$`, 'iu'),
    unlessAfter: unlessAfter === undefined ? null : new RegExp(`(?:${unlessAfter})$`, 'iu'),
    unless: unless === undefined ? null : new RegExp(`^(?:${unless})`, 'iu'),
  })),
  reading,
}));

function afterPattern(reading: Reading): RegExp {
  const group = (name: string, list: readonly string[]) => `(?<${name}>${words(list)})`;
  const share = words(reading.perShare);
  const ofShare = share === '' ? '' : `(?<share>\\s?(?:${share}))?`;
  const currency = `${group('currency', [...Object.keys(reading.currencyAfter), ...currencies])}${ofShare}`;
  const rest = [
    group('percent', reading.percent),
    group('points', reading.points),
    group('ratio', reading.ratio),
    group('count', reading.counters),
    ...(share === '' ? [] : [`(?<shareAlone>${share})`]),
  ];
  return new RegExp(
    `[\\s-]?(?:${[rest[1], currency, rest[0], ...rest.slice(2)].join('|')})`,
    'iuy',
  );
}

/** Alternation of literal words, longest first; words of Latin letters end at a word boundary. */
function words(list: readonly string[]): string {
  return list
    .toSorted((a, b) => b.length - a.length)
    .map(
      (word) =>
        word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') +
        (/\p{Script=Latin}$/u.test(word) ? '(?!\\p{Script=Latin})' : ''),
    )
    .join('|');
}

function measured(
  text: string,
  folded: string,
  at: number,
  number: PrintedNumber,
  units: Units,
): Measured | null {
  // $(0.16), (8.1)%: brackets around the digits alone are a minus sign; GAAP(2) is a note.
  const boxed = folded.charAt(at - 1) === '(' && folded.charAt(number.end) === ')';
  if (boxed && /[a-z]$/i.test(folded.slice(0, at - 1).slice(-1))) return null;
  const left = leftOf(folded, boxed ? at - 1 : at, units);
  const stop = boxed ? number.end + 1 : number.end;
  const right = rightOf(folded, stop, units);
  units.not.lastIndex = number.end;
  if (!right && !left.currency && units.not.test(folded)) return null;
  const { unit, power } = unitFor(left.currency, right, units.reading);
  const sized = (size: Big) => size.times(new Big(10).pow(power));
  const end = right?.end ?? stop;
  const negative = left.negative || boxed;
  return {
    scale: number.scaled ? number.scale : null,
    hasUnit: right !== null || left.currency !== null,
    quantity: {
      text: text.slice(left.start, end),
      start: left.start,
      end,
      value: (negative ? sized(number.value).neg() : sized(number.value)).toFixed(),
      step: sized(number.step).toFixed(),
      unit,
      bound: left.bound ?? boundAfter(folded, end, units) ?? 'exact',
      bare: !right && !left.currency && !number.scaled,
      scaled: number.scaled,
    },
  };
}

/** A quantity with what only its own digits show: the scale word, and whether a unit stands beside it. */
interface Measured {
  readonly quantity: Quantity;
  readonly scale: Big | null;
  readonly hasUnit: boolean;
}

/** "$10.5-11.5 billion" is two amounts that share a unit and a scale: the low end and the high end. */
function pairRanges(folded: string, found: readonly Measured[], units: Units): Quantity[] {
  const quantities = found.map(({ quantity }) => quantity);
  for (const [index, high] of found.entries()) {
    const low = found[index - 1];
    const before = quantities[index - 1];
    if (!low || !before || before.range) continue;
    const unlike =
      low.hasUnit &&
      high.hasUnit &&
      low.quantity.unit !== high.quantity.unit &&
      !isOfShare(high, low);
    if (unlike || (!low.hasUnit && !high.hasUnit) || !isRange(folded, low, high, units)) continue;
    const [first, second] = alike(low, high);
    quantities[index - 1] = { ...first, range: 'low' };
    quantities[index] = { ...second, range: 'high' };
  }
  return quantities;
}

/** "$5.10 to $5.30 a share": the words stand once for both. */
function isOfShare(high: Measured, low: Measured): boolean {
  return high.quantity.unit === `${low.quantity.unit}_per_share`;
}

function isRange(folded: string, low: Measured, high: Measured, units: Units): boolean {
  const between = folded.slice(low.quantity.end, high.quantity.start).toLowerCase();
  const before = folded
    .slice(Math.max(0, low.quantity.start - 14), low.quantity.start)
    .toLowerCase();
  const after = folded.slice(high.quantity.end, high.quantity.end + 3);
  return units.ranges.some(
    ({ link, opener, unlessAfter, unless }) =>
      link.test(between) &&
      (opener === null || opener.test(before)) &&
      (unlessAfter === null || !unlessAfter.test(before)) &&
      (unless === null || !unless.test(after)),
  );
}

/** Both ends with the unit and the scale that only one of them shows. */
function alike(low: Measured, high: Measured): [Quantity, Quantity] {
  const unit = low.hasUnit && !isOfShare(high, low) ? low.quantity.unit : high.quantity.unit;
  const scale = low.scale ?? high.scale;
  const sized = ({ quantity, scale: own }: Measured): Quantity => {
    const times = own === null && scale !== null ? scale : new Big(1);
    return {
      ...quantity,
      unit,
      value: new Big(quantity.value).times(times).toFixed(),
      step: new Big(quantity.step).times(times).toFixed(),
      bare: quantity.bare && !low.hasUnit && !high.hasUnit && scale === null,
      scaled: scale !== null,
    };
  };
  return [sized(low), sized(high)];
}

/** A minus sign: not the dash of a range (8.70 - 8.72), which has a space on both sides or on none. */
const signPattern = /(?<![a-z])(?<![\d)%]\s?)[▲△+±-]\s?$|(?<=[\d)%]\s)[▲△-]$/iu;

interface Left {
  readonly start: number;
  readonly currency: Currency | null;
  readonly negative: boolean;
  readonly bound: Bound | null;
}

function leftOf(folded: string, at: number, units: Units): Left {
  const { reading } = units;
  let start = at;
  const sign = () => {
    const hit = signPattern.exec(folded.slice(Math.max(0, start - 6), start));
    if (!hit) return '';
    start -= hit[0].length;
    return hit[0].trim();
  };
  let mark = sign();
  const symbol = units.before.exec(folded.slice(Math.max(0, start - 6), start));
  if (symbol) start -= symbol[0].length;
  mark ||= sign();
  const word = (symbol?.[1] ?? '').toLowerCase();
  const currency = symbol ? (lookUp(reading.currencyBefore, word) ?? codeOf(word)) : null;
  const bound = units.boundBefore.exec(folded.slice(Math.max(0, start - 16), start));
  return {
    start,
    currency,
    negative: '▲△-'.includes(mark) && mark !== '',
    bound: bound ? lookUp(reading.boundsBefore, (bound[1] ?? '').toLowerCase()) : null,
  };
}

interface Right {
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

function rightOf(folded: string, end: number, units: Units): Right | null {
  units.after.lastIndex = end;
  const hit = units.after.exec(folded);
  return hit ? { end: end + hit[0].length, groups: hit.groups ?? {} } : null;
}

function unitFor(
  before: Currency | null,
  right: Right | null,
  reading: Reading,
): { unit: Unit; power: number } {
  const groups = right?.groups ?? {};
  if (groups['percent']) return { unit: 'percent', power: 0 };
  if (groups['points']) return { unit: 'points', power: 0 };
  const word = (groups['currency'] ?? '').toLowerCase();
  const [currency, power] = lookUp(reading.currencyAfter, word) ?? [codeOf(word), 0];
  const money = before ?? currency;
  if (money)
    return {
      unit: (groups['share'] ?? groups['shareAlone']) ? `${money}_per_share` : money,
      power: before ? 0 : power,
    };
  return { unit: groups['ratio'] ? 'ratio' : 'count', power: 0 };
}

function boundAfter(folded: string, end: number, units: Units): Bound | null {
  units.boundAfter.lastIndex = end;
  const hit = units.boundAfter.exec(folded);
  return hit ? lookUp(units.reading.boundsAfter, (hit[1] ?? '').toLowerCase()) : null;
}

function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | null {
  for (const [key, value] of Object.entries(table)) if (key.toLowerCase() === word) return value;
  return null;
}

function codeOf(word: string): Currency | null {
  return currencies.find((code) => code.toLowerCase() === word) ?? null;
}

/** 71,469: digits in groups, which no year or note number has. */
export function isGrouped({ text }: Quantity): boolean {
  return /\d,\d{3}/.test(fold(text));
}
