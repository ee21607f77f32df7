import { languageCodes, languageOf } from '../language/index.ts';
import { periodParts } from '../language/asking.ts';
import type { PeriodPart } from '../language/wording.ts';
import { blank, wordPattern } from './words.ts';

/** The period a question names: a year, a piece of a year, or both; `ranges` are its places in the folded text. */
export interface PeriodAsked {
  readonly year: string | null;
  readonly part: PeriodPart | null;
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly year?: string;
  readonly part?: PeriodPart;
}

// As digests and commands spell it in every language: 2023-q2, 2023q2, fy2024-q4, q2 2023, 2Q23.
const written = [
  wordPattern("(?:fy)?'?(?<year>(?:19|20)?[0-9]{2})[-/ ]?(?<part>q[1-4]|[1-4]q|h[12]|9m|fy)"),
  wordPattern(
    "(?<part>q[1-4]|[1-4]q|h[12]|9m|fy)(?:[-/ ]?(?:fy)?'?(?<year>(?:19|20)[0-9]{2}|[0-9]{2}))?",
  ),
  wordPattern('(?<year>(?:19|20)[0-9]{2})'),
];
const worded = languageCodes.flatMap((code) => {
  const { parts, year } = languageOf(code).asking;
  return [
    ...periodParts.map((part) => ({ part, pattern: wordPattern(parts[part]) })),
    { part: null, pattern: wordPattern(year) },
  ];
});

/** True where a folded sentence names the year and the piece of a year that are asked for. */
export function mentionsPeriod(folded: string, asked: PeriodAsked): boolean {
  const found = periodsIn(folded);
  const hasYear = asked.year === null || found.some(({ year }) => year === asked.year);
  return hasYear && (asked.part === null || found.some(({ part }) => part === asked.part));
}

/** The period that a folded text names in any language, or null. */
export function periodAsked(folded: string): PeriodAsked | null {
  const found = periodsIn(folded);
  if (found.length === 0) return null;
  const parts = found.flatMap(({ part }) => part ?? []);
  return {
    year: found.find(({ year }) => year !== undefined)?.year ?? null,
    // 2026年3月期第2四半期 names a year and a piece of it.
    part: parts.find((part) => part !== 'fy') ?? parts[0] ?? null,
    ranges: found.map(({ start, end }) => [start, end] as const),
  };
}

/**
 * Every period that a folded text names, in its order: q1 q2, q1 2022 vs q2 2023; a year that stands beside one counts
 * for the others too (q1 and q2 2022), a piece of a year for all years (q2 of 2022 and 2023).
 */
export function periodsAsked(folded: string): PeriodAsked[] {
  const pieces = everyPeriodIn(folded).flatMap((one) => apart(one, folded));
  const isYearFirst = pieces[0]?.year !== undefined;
  const pairs = isYearFirst ? paired(pieces) : paired(pieces.toReversed()).toReversed();
  const years = new Set(pairs.flatMap(({ year, isOne }) => (isOne ? [] : (year ?? []))));
  const parts = new Set(pairs.flatMap(({ part }) => part ?? []));
  const [year = null, part = null] = [only(years), only(parts)];
  const told = pairs.map((one) => ({
    year: one.year ?? (parts.size > 1 ? year : null),
    part: one.part ?? part,
    ranges: [],
  }));
  return [...new Map(told.map((one) => [`${one.year} ${one.part}`, one])).values()];
}

/** A folded text with gaps where it names periods. */
export function withoutPeriods(folded: string): string {
  return blank(
    folded,
    everyPeriodIn(folded).map(({ start, end }) => [start, end] as const),
  );
}

/** Of "q2 2022 q2 2023" the longest, 2022 q2, leaves the first q2 alone: what is left is read again. */
function everyPeriodIn(folded: string): Found[] {
  const found = periodsIn(folded);
  if (found.length === 0) return [];
  const rest = blank(
    folded,
    found.map(({ start, end }) => [start, end] as const),
  );
  return [...found, ...everyPeriodIn(rest)].toSorted((a, b) => a.start - b.start);
}

function only<T>(values: ReadonlySet<T>): T | undefined {
  return values.size === 1 ? [...values][0] : undefined;
}

interface Piece {
  readonly year?: string;
  readonly part?: PeriodPart;
  /** True for what is written as one word: 2022-q2. */
  readonly isOne: boolean;
}

/** "q1 2022 q2 2023" is read as q1, 2022-q2 and 2023 at first: what a space parts is taken one by one. */
function apart({ start, end, year, part }: Found, folded: string): Piece[] {
  const text = folded.slice(start, end);
  if (year === undefined || part === undefined || !text.includes(' '))
    return [
      {
        ...(year === undefined ? {} : { year }),
        ...(part === undefined ? {} : { part }),
        isOne: year !== undefined && part !== undefined,
      },
    ];
  const pieces = [
    { year, isOne: false },
    { part, isOne: false },
  ];
  return /^(?:fy ?)?'?[0-9]{2}/.test(text) ? pieces : pieces.toReversed();
}

/** A year with the piece that follows it; what stands alone stays so. */
function paired(pieces: readonly Piece[]): Piece[] {
  const pairs: Piece[] = [];
  for (const piece of pieces) {
    const last = pairs.at(-1);
    const isOpen = last?.year !== undefined && last.part === undefined;
    if (isOpen && piece.part !== undefined && !piece.isOne)
      pairs.splice(-1, 1, { ...last, ...piece });
    else pairs.push(piece);
  }
  return pairs;
}

function periodsIn(folded: string): Found[] {
  return longestFirst([...writtenPeriods(folded), ...wordedPeriods(folded)]);
}

function writtenPeriods(folded: string): Found[] {
  return written.flatMap((pattern) =>
    [...folded.matchAll(pattern)].map((match) => {
      const { year, part } = match.groups ?? {};
      return {
        ...placeOf(match),
        ...(year === undefined ? {} : { year: fullYear(year) }),
        ...(part === undefined ? {} : { part: partOf(part) }),
      };
    }),
  );
}

function wordedPeriods(folded: string): Found[] {
  return worded.flatMap(({ part, pattern }) =>
    [...folded.matchAll(pattern)].map((match) => {
      if (part !== null) return { ...placeOf(match), part };
      return { ...placeOf(match), year: fullYear(match.slice(1).find((group) => group) ?? '') };
    }),
  );
}

function placeOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}

function longestFirst(found: readonly Found[]): Found[] {
  const taken: Found[] = [];
  for (const next of found.toSorted((a, b) => b.end - b.start - (a.end - a.start))) {
    if (taken.every((one) => next.end <= one.start || next.start >= one.end)) taken.push(next);
  }
  return taken.toSorted((a, b) => a.start - b.start);
}

function fullYear(year: string): string {
  return year.length === 2 ? `20${year}` : year;
}

function partOf(typed: string): PeriodPart {
  const turned = typed.replace(/^([1-4])q$/, 'q$1');
  return periodParts.find((part) => part === turned) ?? 'fy';
}

/** The year and piece of a digest's period (`fy2026-q1`), or null where it is spelt otherwise. */
export function partsOf(period: string): { readonly year: string; readonly part: string } | null {
  const match = /^(?:fy)?(\d{4})-(\w+)$/.exec(period);
  return match?.[1] === undefined || match[2] === undefined
    ? null
    : { year: match[1], part: match[2] };
}

/** True where a period is the one asked for, as far as the question says. */
export function isPeriod(period: string | null, asked: PeriodAsked): boolean {
  const parts = period === null ? null : partsOf(period);
  if (parts === null) return false;
  return (asked.year ?? parts.year) === parts.year && (asked.part ?? parts.part) === parts.part;
}

/** True for two periods that are the same piece of the same year. */
export function isSamePeriod(a: string, b: string): boolean {
  const [one, other] = [partsOf(a), partsOf(b)];
  return one !== null && one.year === other?.year && one.part === other.part;
}
