import { Big } from 'big.js';
import type { Reading } from '../language/reading.ts';
import { perReading } from './per-reading.ts';

/** A printed number without its unit: exact value, one unit of its last printed digit, and its end. */
export interface PrintedNumber {
  readonly value: Big;
  readonly step: Big;
  readonly end: number;
  readonly scaled: boolean;
  /** The power of ten that its last scale word stands for; 1 without one. */
  readonly scale: Big;
}

const digitsOf = perReading(({ digitMarks: { group, point } }) => ({
  pattern: new RegExp(
    `\\d{1,3}(?:[${group}]\\d{3})+(?!\\d)(?:[${point}]\\d+)?|\\d+(?:[${point}]\\d+)?`,
    'y',
  ),
  plain: (digits: string) => digits.replaceAll(group, '').replace(point, '.'),
}));
/** Longer runs of digits are identifiers or noise; no amount has that many. */
const maxLength = 40;

/** Reads the number that begins at `at` in folded text, with the language's scale words; null where none does. */
export function readNumber(folded: string, at: number, reading: Reading): PrintedNumber | null {
  const scalePattern = scalePatternOf(reading);
  let sum = new Big(0);
  let step = new Big(1);
  let end = at;
  let ceiling = Number.POSITIVE_INFINITY;
  let scaled = false;
  let scale = new Big(1);
  for (let next = at; next < folded.length;) {
    const part = readPart(folded, next, scalePattern, reading);
    // "310 億 6 千万" is one number; "320億 2023年" is two: after a space only a scaled part goes on.
    if (!part || part.magnitude >= ceiling || (next > end && part.power === 0)) break;
    sum = sum.plus(part.value);
    step = part.step;
    end = part.end;
    scaled ||= part.power > 0;
    if (part.power > 0) scale = new Big(10).pow(part.power);
    if (!reading.mixedScales || part.power === 0) break;
    ceiling = part.power;
    next = folded.charAt(end) === ' ' ? end + 1 : end;
  }
  return end === at ? null : { value: sum, step, end, scaled, scale };
}

interface Part {
  readonly value: Big;
  readonly step: Big;
  readonly end: number;
  readonly power: number;
  readonly magnitude: number;
}

function readPart(folded: string, at: number, scalePattern: RegExp, reading: Reading): Part | null {
  const { pattern, plain: plainly } = digitsOf(reading);
  pattern.lastIndex = at;
  const digits = pattern.exec(folded)?.[0];
  if (digits === undefined || digits.length > maxLength) return null;
  let end = at + digits.length;
  let power = 0;
  for (let from = end; ; from = end) {
    scalePattern.lastIndex = from;
    const hit = scalePattern.exec(folded);
    if (!hit) break;
    power += reading.scales[(hit[1] ?? '').toLowerCase()] ?? 0;
    end = from + hit[0].length;
    if (!reading.mixedScales) break;
  }
  const plain = plainly(digits);
  const [whole = '', fraction = ''] = plain.split('.');
  const scale = new Big(10).pow(power);
  return {
    value: new Big(plain).times(scale),
    step: new Big(10).pow(power - fraction.length),
    end,
    power,
    magnitude: power + whole.length - 1,
  };
}

const scalePatternOf = perReading(({ scales }) => {
  const words = Object.keys(scales).toSorted((a, b) => b.length - a.length);
  // Alphabetic scales end at a word boundary (5m, not 5 more); those of mixed scripts need none.
  return new RegExp(
    `[ -]?(${words.map((word) => (/\p{Script=Latin}$/u.test(word) ? `${word}(?!\\p{Script=Latin})` : word)).join('|')})`,
    'iuy',
  );
});
