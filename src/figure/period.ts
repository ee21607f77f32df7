import type { PeriodPattern, Reading } from '../language/reading.ts';
import { perReading } from './per-reading.ts';

const quarters = ['q1', 'q2', 'q3', 'q4'] as const;
const parts = [...quarters, 'h1', 'h2', '9m', 'fy'] as const;
type PeriodPart = (typeof parts)[number];

/** A period as a text names it; the year is null where the words leave it to the context (第1四半期). */
export interface NamedPeriod {
  readonly year: number | null;
  readonly fiscal: boolean;
  readonly part: PeriodPart;
  /** Years to add where the year comes from the context (来期: 1). */
  readonly offset?: number;
  /** The month it begins with, where it is named by its months (4-6月期: 4). */
  readonly fromMonth?: number;
  /** The month that the fiscal year ends in, where the words say it (26年3月期: 3). */
  readonly endMonth?: number;
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
 * A quarter named by its calendar months, as the quarter of a fiscal year that ends in `endMonth`
 * (05年4-6月期 of a year to March is the first quarter of fiscal 2006); any other period as it is.
 */
export function inFiscalYear(period: NamedPeriod, endMonth: number | null): NamedPeriod {
  const { fromMonth, year } = period;
  if (endMonth === null || fromMonth === undefined || period.fiscal) return period;
  const quarter = quarters[Math.floor(((fromMonth - endMonth - 1 + 12) % 12) / 3)];
  const later = fromMonth > endMonth && endMonth < 12 ? 1 : 0;
  return quarter
    ? { year: year === null ? null : year + later, fiscal: true, part: quarter }
    : period;
}

/** The same part of the year before: `2023-q2` -> `2022-q2`. */
export function yearBefore(period: string): string | null {
  const parsed = parsePeriod(period);
  return parsed?.year ? periodName({ ...parsed, year: parsed.year - 1 }, null) : null;
}

const patternsOf = perReading(({ periods }) =>
  periods.map((entry) => [entry, new RegExp(entry.pattern, 'giu')] as const),
);

/** Every period that folded text names, in order, without overlaps; earlier patterns of the language win. */
export function findPeriods(
  folded: string,
  reading: Reading,
): { start: number; end: number; period: NamedPeriod }[] {
  const found: { start: number; end: number; period: NamedPeriod }[] = [];
  for (const [entry, pattern] of patternsOf(reading)) {
    for (const hit of folded.matchAll(pattern)) {
      const start = hit.index;
      const end = start + hit[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const period = periodOf(hit.groups ?? {}, entry, reading.months);
      if (period) found.push({ start, end, period });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function periodOf(
  groups: Record<string, string | undefined>,
  entry: PeriodPattern,
  months: readonly string[],
): NamedPeriod | null {
  const last = monthOf(groups['endName'], months);
  const part = partOf(groups, entry, last);
  if (!part) return null;
  const endMonth = Number(groups['fiscalMonth']);
  return {
    year: yearOf(groups),
    fiscal: entry.fiscal,
    part,
    ...(entry.offset === undefined ? {} : { offset: entry.offset }),
    ...(endMonth > 0 ? { endMonth } : {}),
    ...fromMonthOf(groups, last),
  };
}

/** The month a quarter begins with, by its first month's number or its last month's name. */
function fromMonthOf(
  groups: Record<string, string | undefined>,
  end: number | null,
): { fromMonth?: number } {
  if (groups['from']) return { fromMonth: Number(groups['from']) };
  return end === null ? {} : { fromMonth: ((end + 9) % 12) + 1 };
}

function monthOf(name: string | undefined, months: readonly string[]): number | null {
  const at = months.findIndex((month) => name?.toLowerCase().startsWith(month));
  return at < 0 ? null : at + 1;
}

function partOf(
  groups: Record<string, string | undefined>,
  { kind, ordinals = [] }: PeriodPattern,
  lastMonth: number | null,
): PeriodPart | null {
  switch (kind) {
    case 'quarter':
      return quarterOf(groups, ordinals, lastMonth);
    case 'half':
      return groups['half'] === '2' ? 'h2' : 'h1';
    case 'nineMonths':
      return '9m';
    case 'year':
      return 'fy';
    default:
      return kind satisfies never;
  }
}

function yearOf(groups: Record<string, string | undefined>): number | null {
  if (groups['year']) return Number(groups['year']);
  const short = groups['shortYear'] ? Number(groups['shortYear']) : null;
  if (short !== null) return short > 60 ? 1900 + short : 2000 + short;
  return null;
}

function quarterOf(
  groups: Record<string, string | undefined>,
  ordinals: readonly string[],
  lastMonth: number | null,
): PeriodPart | null {
  const named = groups['quarter']?.toLowerCase();
  if (named !== undefined) {
    const ordinal = ordinals.indexOf(named) % 4;
    return quarters[ordinal >= 0 ? ordinal : Number(named) - 1] ?? null;
  }
  if (groups['firstQuarter'] !== undefined) return 'q1';
  if (lastMonth !== null) return quarters[Math.ceil(lastMonth / 3) - 1] ?? null;
  // A span of months is a quarter where it is three months long and begins one of the four.
  const from = Number(groups['from']);
  const to = Number(groups['to']);
  return to - from === 2 && from % 3 === 1 ? (quarters[(from - 1) / 3] ?? null) : null;
}
