import type { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import { unwrap } from '../article/sentences.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import type { Reading } from '../language/reading.ts';
import { tenTo } from './arithmetic.ts';
import type { Quantity } from './figure.ts';
import { findFixed } from './fixed-quantity.ts';
import { numberStarts } from './number-grammar.ts';
import { type PrintedNumber, readNumber, scaleAt } from './number.ts';
import { perReading } from './per-reading.ts';
import { type Measured, pairRanges } from './range.ts';
import { sieved } from './sieved.ts';
import { withMoneyTold, withOwnCents } from './shared-unit.ts';
import { withTimeBefore } from './time-before.ts';
import {
  boundAfter,
  isAfterCurrency,
  type Left,
  leftOf,
  measuresNothing,
  percentRestAt,
  type Right,
  rightOf,
  unitFor,
} from './unit.ts';

/** Every number of a text that measures something, exact and with its place; dates and durations are left out. */
export function readQuantities(text: string, language: LanguageCode): Quantity[] {
  const { reading } = languageOf(language);
  const folded = fold(unwrap(text, language));
  const found = findQuantities(text, folded, reading, () => false);
  return withMoneyTold(found.map(withOwnCents(reading, found)), folded, reading);
}

/** As readQuantities, on text already folded; `taken` tells which places are something else (a period). */
export function findQuantities(
  text: string,
  folded: string,
  reading: Reading,
  taken: (start: number, end: number) => boolean,
): Quantity[] {
  const found: Measured[] = [];
  const none = notNumbersIn(folded, reading);
  const starts = numberStarts(reading);
  let from = 0;
  for (;;) {
    starts.lastIndex = from;
    const hit = starts.exec(folded);
    if (!hit) break;
    const at = hit.index;
    const other = none(at);
    const number = other === null ? numberAt(folded, at, reading) : null;
    from = number?.end ?? other ?? skipDigits(folded, at);
    if (!number || taken(at, number.end)) continue;
    const measured = measure({ text, folded, at, number, reading });
    if (!measured) continue;
    found.push(measured);
    from = Math.max(from, measured.quantity.end);
  }
  found.push(...findFixed(text, folded, reading, (at) => none(at) !== null || taken(at, at + 1)));
  found.sort((a, b) => a.quantity.start - b.quantity.start);
  return pairRanges(folded, withTimeBefore(folded, found), reading);
}

/** Runs of digits that are dates, times, telephone numbers, notes or the numbers of a list. */
const codes = [
  '(?<!\\d)\\+?\\d{1,4}(?:-\\d{1,4}){2,}(?![\\d.,])',
  '(?<![\\d.,])\\d{1,4}/\\d{1,2}(?:/\\d{1,4})?(?![\\d%]|[.,]\\d)',
  '(?<![\\d.,])\\d{1,2}:\\d{2}(?!\\d)',
  '\\[\\d{1,3}\\]',
  '(?<=^|\\n)[ \\t]*\\d{1,2}[.)](?=[\\s\\p{L}])',
];

const notNumbersOf = perReading(({ notNumbers }) =>
  sieved([...notNumbers, ...codes].join('|'), 'giu'),
);

/** Where what holds digits but is no number ends, for a place inside one; places are asked for in order. */
function notNumbersIn(folded: string, reading: Reading): (at: number) => number | null {
  const hits = matchesOf(folded, notNumbersOf(reading)).map((hit) => ({
    start: hit.index,
    end: hit.index + hit[0].length,
  }));
  return (at) => {
    let [low, high] = [0, hits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hits[middle]?.end ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const hit = hits[low];
    return hit && hit.start <= at ? hit.end : null;
  };
}

/** The number that begins at a place; null in the middle of a name, and where digits are set off in no known way (1.234,5). */
function numberAt(folded: string, at: number, reading: Reading): PrintedNumber | null {
  if (insideWord(folded, at, reading)) return null;
  const number = readNumber(folded, at, reading);
  const odd = number && !number.scaled && /[.,]\d/.test(folded.slice(number.end, number.end + 2));
  return odd ? null : number;
}

/** A digit glued to Latin letters (GPT4, Q2) is part of a name; a sign or a currency before it (CAD2.31) is not. */
function insideWord(folded: string, at: number, reading: Reading): boolean {
  return (
    /\d/.test(folded.charAt(at)) &&
    /[a-z_.]/i.test(folded.charAt(at - 1)) &&
    !isAfterCurrency(folded, at, reading)
  );
}

function skipDigits(folded: string, at: number): number {
  let end = at;
  while (end < folded.length && /[\d,.]/.test(folded.charAt(end))) end += 1;
  return Math.max(end, at + 1);
}

/** A number at its place in a text. */
interface Place {
  readonly text: string;
  readonly folded: string;
  readonly at: number;
  readonly number: PrintedNumber;
  readonly reading: Reading;
}

function measure(place: Place): Measured | null {
  const { text, folded, reading } = place;
  const boxed = withBrackets(place);
  if (!boxed) return null;
  const { left, number, end: stop, negative } = boxed;
  const direct = rightOf(folded, stop, reading);
  const inner = direct ? null : boundAfter(folded, stop, reading);
  const right = direct ?? (inner && rightOf(folded, inner.end, reading));
  if (!right && !left.currency && measuresNothing(folded, place.number.end, reading)) return null;
  if (!saysNumber(number, left, right)) return null;
  const { unit, power } = unitFor(left, right);
  const rest = right && !left.currency ? restOf(folded, right, reading) : null;
  const end = rest?.end ?? right?.end ?? stop;
  const times = tenTo(power);
  const size = number.value.times(times).plus(rest?.value ?? 0);
  return {
    scale: number.scaled ? number.scale : null,
    hasUnit: right !== null || left.currency !== null,
    power,
    quantity: {
      text: text.slice(left.start, end),
      start: left.start,
      end,
      value: (negative ? size.neg() : size).toFixed(),
      step: (rest?.step ?? number.step.times(times)).toFixed(),
      unit: rest?.right ? unitFor(left, rest.right).unit : unit,
      bound: left.bound ?? boundAfter(folded, end, reading)?.bound ?? inner?.bound ?? 'exact',
      bare: !right && !left.currency && !number.scaled,
      scaled: number.scaled,
    },
  };
}

interface Boxed {
  readonly left: Left;
  readonly number: PrintedNumber;
  readonly end: number;
  readonly negative: boolean;
}

/** $(0.16), (8.1)%, ($12.3) million: brackets around the digits alone are a minus sign; GAAP(2) is a note. */
function withBrackets({ folded, at, number, reading }: Place): Boxed | null {
  const closes = folded.charAt(number.end) === ')';
  const closing = folded.charAt(at - 1) === '(' ? closingLength(folded, number.end) : 0;
  const boxed = closing > 0;
  if (boxed && /[a-z]/i.test(folded.charAt(at - 2))) return null;
  const left = leftOf(folded, boxed ? at - 1 : at, reading);
  const after = number.end + (boxed ? closing : 1);
  const scale = closes && !number.scaled ? scaleAt(folded, after, reading) : null;
  const ofShare = closes && rightOf(folded, after, reading)?.perShare;
  // ($5.10) alone may be an aside as well as a loss.
  const around = left.currency !== null && folded.charAt(left.start - 1) === '(';
  const wraps = closes && around && (scale !== null || ofShare === true);
  if (!boxed && !wraps) return { left, number, end: number.end, negative: left.negative };
  return {
    left: wraps ? { ...left, start: left.start - 1 } : left,
    number: scale ? scaledBy(number, scale.power) : number,
    end: scale?.end ?? after,
    negative: true,
  };
}

/** The length up to a closing bracket, which cells of tables set apart: (7,135 | ). */
function closingLength(folded: string, end: number): number {
  return /^[\s|]{0,3}\)/.exec(folded.slice(end, end + 4))?.[0].length ?? 0;
}

function scaledBy(number: PrintedNumber, power: number): PrintedNumber {
  const scale = tenTo(power);
  const [value, step] = [number.value.times(scale), number.step.times(scale)];
  return { ...number, value, step, scaled: true, scale };
}

/** Numbers in words are read beside a scale or a unit alone: three million, five cents, but one company. */
function saysNumber({ written }: PrintedNumber, left: Left, right: Right | null): boolean {
  if (written === 'digits' || written === 'large') return true;
  if (written === 'small') return right !== null || left.currency !== null;
  return right !== null && right.kind !== 'count' && right.kind !== 'share';
}

/** 1円50銭, 3割5分: what goes on in a smaller unit of the same kind. */
function restOf(
  folded: string,
  right: Right,
  reading: Reading,
): { value: Big; step: Big; end: number; right: Right | null } | null {
  const at = folded.charAt(right.end) === ' ' ? right.end + 1 : right.end;
  const isRate = right.kind === 'percent' && right.power > 0;
  if (!isRate && right.kind !== 'money') return null;
  const number = readNumber(folded, at, reading);
  if (!number || number.value.gte(100)) return null;
  const next = isRate ? null : rightOf(folded, number.end, reading);
  const rest = isRate ? percentRestAt(folded, number.end, reading) : next;
  if (!rest || rest.power >= right.power || (next && next.currency !== right.currency)) return null;
  const times = tenTo(rest.power);
  const [value, step] = [number.value.times(times), number.step.times(times)];
  return { value, step, end: rest.end, right: next && { ...next, power: 0 } };
}

/** 71,469: digits in groups, which no year or note number has. */
export function isGrouped({ text }: Quantity): boolean {
  return /\d,\d{3}/.test(fold(text));
}
