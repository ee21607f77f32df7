import { matchesOf } from '../article/matches.ts';
import type { PeriodPattern } from '../language/period-pattern.ts';
import type { Reading } from '../language/reading.ts';
import { patternOf, perReading } from './per-reading.ts';

export const quarters = ['q1', 'q2', 'q3', 'q4'] as const;
const parts = [...quarters, 'h1', 'h2', '9m', 'fy'] as const;
type PeriodPart = (typeof parts)[number];

/** A period as a text names it; the year is null where the words leave it to the context (第1四半期). */
export interface NamedPeriod {
  readonly year: number | null;
  readonly fiscal: boolean;
  readonly part: PeriodPart;
  /** Years to add where the year comes from the context (来期: 1). */
  readonly offset?: number;
  /** Quarters after the article's own that the words mean (the next quarter: 1; the current one of a result: 0, of a forecast: 1). */
  readonly ahead?: number;
  /** The month it begins with, where it is named by its months (4-6月期: 4). */
  readonly fromMonth?: number;
  /** The month that the fiscal year ends in, where the words say it (26年3月期: 3). */
  readonly endMonth?: number;
  /** True where it is the one after a period told in brackets with what it is held against. */
  readonly fromHeld?: true;
  /** The month a quarter named by its number ends in, where the words say that beside it (third quarter ended December 31). */
  readonly endsIn?: number;
  /** True where the words count fiscal years by the year that they begin in (2023年度). */
  readonly begun?: true;
  /** True where the text only foretells it: its year is still to come. */
  readonly foretold?: boolean;
}

const spelling = /^(fy)?(\d{4})-(q[1-4]|h[12]|9m|fy)$/;

/** Reads `2023-q2`, `fy2026-h1`; null for anything else. */
export function parsePeriod(text: string): NamedPeriod | null {
  const hit = spelling.exec(text.toLowerCase());
  const part = parts.find((each) => each === hit?.[3]);
  return hit && part ? { year: Number(hit[2]), fiscal: hit[1] !== undefined, part } : null;
}

/** The spelling used for folders and figures: `2023-q2`. A missing year is that of `context`; null without one. */
export function periodName(period: NamedPeriod, context: NamedPeriod | null): string | null {
  const year = period.year ?? (context?.year ? context.year + (period.offset ?? 0) : null);
  if (year === null) return null;
  const fiscal = period.year === null ? (context?.fiscal ?? false) : period.fiscal;
  return `${fiscal ? 'fy' : ''}${year}-${period.part}`;
}

/**
 * A part of a year named by its calendar months, as the part of a fiscal year that ends in `endMonth`
 * (05年4-6月期 of a year to March is the first quarter of fiscal 2006); any other period as it is.
 */
export function inFiscalYear(period: NamedPeriod, endMonth: number | null): NamedPeriod {
  const { fromMonth, year, begun, ...rest } = period;
  if (begun) return { ...rest, year: year !== null && isSpring(endMonth) ? year + 1 : year };
  if (endMonth === null || fromMonth === undefined || period.fiscal) return period;
  const offset = (fromMonth - endMonth - 1 + 12) % 12;
  const later = fromMonth > endMonth && endMonth < 12 ? 1 : 0;
  const part = partFrom(offset, period.part);
  return part ? { year: year === null ? null : year + later, fiscal: true, part } : period;
}

/** 2023年度 of a year to March 2024 is fiscal 2024: years that end by May are counted by when they begin, others variously. */
function isSpring(endMonth: number | null): boolean {
  return endMonth !== null && endMonth > 1 && endMonth < 6;
}

/** The part of a year that begins so many months after it did, as long as another part is. */
function partFrom(offset: number, like: PeriodPart): PeriodPart | null {
  if (like.startsWith('q')) return quarters[Math.floor(offset / 3)] ?? null;
  if (like.startsWith('h')) return offset < 6 ? 'h1' : 'h2';
  return like === '9m' && offset < 3 ? '9m' : null;
}

/** The same part of the year before: `2023-q2` -> `2022-q2`. */
export function yearBefore(period: string): string | null {
  const parsed = parsePeriod(period);
  return parsed?.year ? periodName({ ...parsed, year: parsed.year - 1 }, null) : null;
}

/** Whether what stands behind a period says that something is compared with it: 下半期と比べて. */
export function isThanBehind(text: string, end: number, reading: Reading): boolean {
  return thanAfter(reading).test(text.slice(end, end + longestThan));
}

const thanAfter = patternOf('thanAfter');
/** UTF-16 units of such words. */
const longestThan = 20;

/** What stands between an amount and the period it is of: $3 billion in the second quarter. */
export const amountOf = patternOf('within');

const patternsOf = perReading(({ periods }) =>
  periods.map((entry) => [entry, new RegExp(entry.pattern, 'giu')] as const),
);

/** The quarter that "the current quarter" means beside the one reported on; the same period where it names one itself. */
export function resolved(period: NamedPeriod, own: NamedPeriod | null): NamedPeriod | undefined {
  if (period.ahead === undefined) return period;
  const number = own ? quarterNumber(own) : null;
  if (own === null || number === null) return undefined;
  const next = number + period.ahead;
  const part = quarters[next % 4];
  return part ? { year: Math.floor(next / 4), fiscal: own.fiscal, part } : undefined;
}

/** How an earlier period stands to a later one: the same part of the year before, or the quarter before; null for neither. */
export function distanceBetween(earlier: NamedPeriod, later: NamedPeriod): 'yoy' | 'qoq' | null {
  if (earlier.year === null || later.year === null) return null;
  if (earlier.part === later.part) return earlier.year === later.year - 1 ? 'yoy' : null;
  const [from, to] = [quarterNumber(earlier), quarterNumber(later)];
  return from !== null && to !== null && to - from === 1 ? 'qoq' : null;
}

/** The same, of a period whose words may leave out the year: the first quarter, of the year of the later one. */
export function distanceTo(
  period: NamedPeriod,
  later: NamedPeriod,
  endMonth: number | null,
): 'yoy' | 'qoq' | null {
  const named = inFiscalYear(period, endMonth);
  return distanceBetween({ ...named, year: named.year ?? later.year }, later);
}

/** What a forecast means by a quarter or a year without its year: beside the fourth quarter, those of the year after. */
export function stillToCome(period: NamedPeriod, own: NamedPeriod): NamedPeriod {
  if (period.year !== null || period.offset !== undefined || own.foretold) return period;
  const isOver =
    period.part === 'fy'
      ? own.part === 'q4' || own.part === 'fy'
      : indexOf(period.part) >= 0 && indexOf(period.part) < indexOf(own.part);
  return isOver ? { ...period, offset: 1 } : period;
}

/** From 0 for the first quarter; -1 for what is none. */
function indexOf(part: PeriodPart): number {
  return quarters.findIndex((quarter) => quarter === part);
}

/** Quarters since the year 0; null for what is no quarter. */
function quarterNumber({ year, part }: NamedPeriod): number | null {
  const index = indexOf(part);
  return year === null || index < 0 ? null : year * 4 + index;
}

/** A period at its place in a text. */
interface FoundPeriod {
  readonly start: number;
  readonly end: number;
  readonly period: NamedPeriod;
}

/** Every period that folded text names, in order, without overlaps; earlier patterns of the language win. */
export function findPeriods(folded: string, reading: Reading): FoundPeriod[] {
  return findPeriodsIn([folded], reading)[0] ?? [];
}

/** The same for several texts, pattern by pattern: a processor does that faster than text by text. */
export function findPeriodsIn(texts: readonly string[], reading: Reading): FoundPeriod[][] {
  const found = texts.map((folded) => ({ folded, periods: new Array<FoundPeriod>() }));
  for (const [entry, pattern] of patternsOf(reading)) {
    for (const { folded, periods } of found) {
      for (const hit of matchesOf(folded, pattern)) {
        const start = hit.index;
        const end = start + hit[0].length;
        if (periods.some((other) => start < other.end && other.start < end)) continue;
        const period = periodOf(hit.groups ?? {}, entry, reading.months);
        if (period) periods.push({ start, end, period });
      }
    }
  }
  return found.map(({ periods }) => periods.toSorted((a, b) => a.start - b.start));
}

/** A month of a year, as a date in a text has it; months count from 1. */
export interface DatedMonth {
  readonly year: number;
  readonly month: number;
}

/** The month of an ISO date; null for anything else. */
export function monthOfDate(date: string | null): DatedMonth | null {
  const hit = /^(\d{4})-(\d{2})/.exec(date ?? '');
  return hit ? { year: Number(hit[1]), month: Number(hit[2]) } : null;
}

const datePatterns = perReading(({ dates }) => dates.map((date) => new RegExp(date, 'giu')));

/** The latest whole date that folded text gives outside the names of periods: about when it was written; null without one. */
export function latestDate(folded: string, reading: Reading): DatedMonth | null {
  const dated = datePatterns(reading)
    .flatMap((pattern) => matchesOf(folded, pattern))
    .flatMap((hit) => {
      const groups = hit.groups ?? {};
      const month = monthOf(groups['monthName'], reading.months) ?? Number(groups['month']);
      return month >= 1 && month <= 12 ? [{ hit, year: Number(groups['year']), month }] : [];
    })
    .toSorted((a, b) => b.year - a.year || b.month - a.month);
  // "The quarter ended June 30, 2023" dates the quarter, not the text.
  const latest = dated.find(({ hit }) => !endsPeriod(folded, hit, reading));
  return latest ? { year: latest.year, month: latest.month } : null;
}

/** Whether a date is the end of a period's name. */
function endsPeriod(folded: string, hit: RegExpExecArray, reading: Reading): boolean {
  const end = hit.index + hit[0].length;
  const start = Math.max(0, end - longestPeriod);
  const near = folded.slice(start, end + longestPeriod);
  return findPeriods(near, reading).some((period) => period.end === end - start);
}

/** UTF-16 units of the longest names of periods, and of what is looked at beside them. */
const longestPeriod = 120;

/** The year of the last such quarter or half of the calendar that had ended by a month. */
export function yearBy({ part }: NamedPeriod, { year, month }: DatedMonth): number | null {
  const end = part.startsWith('q') ? 3 * Number(part.charAt(1)) : part === 'h1' ? 6 : null;
  return end === null ? null : end <= month ? year : year - 1;
}

/** Months from the end of a fiscal year to the end of its parts. */
export const monthsIn: Readonly<Record<PeriodPart, number>> = {
  q1: 3,
  q2: 6,
  h1: 6,
  q3: 9,
  '9m': 9,
  q4: 12,
  h2: 12,
  fy: 12,
};

/** How many months a part of a year has. */
export function monthsOf(part: PeriodPart): number {
  if (part.startsWith('q')) return 3;
  return part.startsWith('h') ? 6 : monthsIn[part];
}

/** The fiscal year (named by the year it ends in) of the last such part of it that had ended by a month. */
export function fiscalYearBy(
  { part }: NamedPeriod,
  yearEnd: number,
  { year, month }: DatedMonth,
): number {
  const end = ((yearEnd + monthsIn[part] - 1) % 12) + 1;
  const ended = end <= month ? year : year - 1;
  return end <= yearEnd ? ended : ended + 1;
}

/** The last month of a fiscal year by the month that one of its quarters ends in. */
export function yearEndBy({ part, endsIn }: NamedPeriod): number | null {
  return endsIn === undefined ? null : ((endsIn - monthsIn[part] + 23) % 12) + 1;
}

function periodOf(
  groups: Groups,
  entry: PeriodPattern,
  months: readonly string[],
): NamedPeriod | null {
  const named = {
    from: monthOf(groups['fromName'], months),
    to: monthOf(groups['endName'], months),
  };
  const part = partOf(groups, entry, named);
  if (!part) return null;
  return byItsEnd({
    year: yearOf(groups),
    fiscal: entry.fiscal,
    part,
    ...(entry.offset === undefined || entry.kind === 'nextQuarter' ? {} : { offset: entry.offset }),
    ...(entry.kind === 'nextQuarter' ? { ahead: entry.offset ?? 1 } : {}),
    ...endMonthOf(groups),
    ...(groups['begun'] === undefined ? {} : { begun: true as const }),
    ...(groups['quarter'] === undefined ? fromMonthOf(groups, part, named) : endsInOf(named)),
  });
}

/** "Fiscal Q3 ending March 31, 2026": the year is that of its end, not of its fiscal year. */
function byItsEnd(period: NamedPeriod): NamedPeriod {
  const { year, endsIn } = period;
  const yearEnd = yearEndBy(period);
  if (year === null || endsIn === undefined || yearEnd === null || yearEnd === 12) return period;
  return { ...period, fiscal: true, year: endsIn <= yearEnd ? year : year + 1 };
}

/** Months that a text names by their names; null where it does not. */
interface NamedMonths {
  readonly from: number | null;
  readonly to: number | null;
}

/** The last month of the fiscal year: named itself (26年3月期), or six months after its first half (25年9月中間). */
function endMonthOf(groups: Groups): { endMonth?: number } {
  if (groups['fiscalMonth']) return { endMonth: Number(groups['fiscalMonth']) };
  const half = Number(groups['interimMonth']);
  return half > 0 ? { endMonth: ((half + 5) % 12) + 1 } : {};
}

/** The month that the words beside a quarter's number say it ends in. */
function endsInOf({ from, to }: NamedMonths): { endsIn?: number } {
  return from === null && to !== null ? { endsIn: to } : {};
}

/** The month a part of a year begins with, by its first month or by its last month's name. */
function fromMonthOf(groups: Groups, part: PeriodPart, named: NamedMonths): { fromMonth?: number } {
  if (groups['from']) return { fromMonth: Number(groups['from']) };
  if (named.from !== null) return { fromMonth: named.from };
  return named.to === null || part === 'fy'
    ? {}
    : { fromMonth: ((named.to - monthsOf(part) + 12) % 12) + 1 };
}

type Groups = Readonly<Record<string, string | undefined>>;

function monthOf(name: string | undefined, months: readonly string[]): number | null {
  const at = months.findIndex((month) => name?.toLowerCase().startsWith(month));
  return at < 0 ? null : at + 1;
}

function partOf(groups: Groups, entry: PeriodPattern, named: NamedMonths): PeriodPart | null {
  const { kind } = entry;
  switch (kind) {
    case 'quarter':
      return quarterOf(groups, entry, named);
    case 'half':
      return groups['second'] === undefined ? 'h1' : 'h2';
    case 'nineMonths':
      return '9m';
    case 'year':
      return 'fy';
    case 'nextQuarter':
      return 'q1';
    default:
      return kind satisfies never;
  }
}

function yearOf(groups: Groups): number | null {
  const printed = groups['year'] ?? groups['shortYear'];
  if (printed === undefined) return null;
  const number = Number(printed);
  const year = number > 99 ? number : number > 60 ? 1900 + number : 2000 + number;
  // 14年9月中間 is the first half of the year that ends in the March after it.
  return Number(groups['interimMonth']) > 6 ? year + 1 : year;
}

function quarterOf(
  groups: Groups,
  { ordinals = [], cumulative = false }: PeriodPattern,
  named: NamedMonths,
): PeriodPart | null {
  const word = groups['quarter']?.toLowerCase();
  const from = groups['from'] ? Number(groups['from']) : named.from;
  const to = groups['to'] ? Number(groups['to']) : named.to;
  const length = from !== null && to !== null ? ((to - from + 12) % 12) + 1 : null;
  if (word !== undefined) {
    const ordinal = ordinals.indexOf(word) % 4;
    const index = ordinal >= 0 ? ordinal : Number(word) - 1;
    // The third quarter of a year named by its last month counts from the year's beginning, unless it is three months long.
    const whole = groups['whole'] !== undefined || length === 6 || length === 9;
    return (whole || (cumulative && length !== 3) ? sinceStart[index] : quarters[index]) ?? null;
  }
  if (groups['firstQuarter'] !== undefined) return 'q1';
  if (from !== null && length !== null) return spanOf(from, length);
  // Three months to May are a quarter of a year that the words do not tell.
  return to === null || to % 3 !== 0 ? null : (quarters[to / 3 - 1] ?? null);
}

/** A part of a year counted from the year's beginning: the third quarter as nine months. */
export function wholeOf(part: PeriodPart): PeriodPart {
  const index = quarters.findIndex((quarter) => quarter === part);
  return sinceStart[index] ?? part;
}

/** What a year has up to the end of each of its quarters. */
const sinceStart = ['q1', 'h1', '9m', 'fy'] as const;

/** A span of months as a part of the calendar year; of a fiscal one only where that is known. */
function spanOf(from: number, length: number): PeriodPart | null {
  if (length === 3) return quarters[Math.floor((from - 1) / 3)] ?? null;
  if (length === 6) return from < 7 ? 'h1' : 'h2';
  if (length === 9) return '9m';
  return length === 12 ? 'fy' : null;
}
