import type { PeriodPattern, Reading } from '../language/reading.ts';

const quarters = ['q1', 'q2', 'q3', 'q4'] as const;
const parts = [...quarters, 'h1', 'h2', '9m', 'fy'] as const;
type PeriodPart = (typeof parts)[number];

/** A period as a text names it; the year is null where the words leave it to the context (第1四半期). */
export interface NamedPeriod {
  readonly year: number | null;
  readonly fiscal: boolean;
  readonly part: PeriodPart;
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
  const year = period.year ?? context?.year ?? null;
  if (year === null) return null;
  const fiscal = period.year === null ? (context?.fiscal ?? false) : period.fiscal;
  return `${fiscal ? 'fy' : ''}${year}-${period.part}`;
}

/** The same part of the year before: `2023-q2` -> `2022-q2`. */
export function yearBefore(period: string): string | null {
  const parsed = parsePeriod(period);
  return parsed?.year ? periodName({ ...parsed, year: parsed.year - 1 }, null) : null;
}

/** Every period that folded text names, in order, without overlaps; earlier patterns of the language win. */
export function findPeriods(
  folded: string,
  reading: Reading,
): { start: number; end: number; period: NamedPeriod }[] {
  const found: { start: number; end: number; period: NamedPeriod }[] = [];
  for (const entry of reading.periods) {
    for (const hit of folded.matchAll(new RegExp(entry.pattern, 'giu'))) {
      const start = hit.index;
      const end = start + hit[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const period = periodOf(hit.groups ?? {}, entry);
      if (period) found.push({ start, end, period });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function periodOf(
  groups: Record<string, string | undefined>,
  entry: PeriodPattern,
): NamedPeriod | null {
  const year = yearOf(groups);
  switch (entry.kind) {
    case 'quarter': {
      const quarter = quarterOf(groups, entry.ordinals ?? []);
      return quarter ? { year, fiscal: entry.fiscal, part: quarter } : null;
    }
    case 'half':
      return { year, fiscal: entry.fiscal, part: groups['half'] === '2' ? 'h2' : 'h1' };
    case 'nineMonths':
      return { year, fiscal: entry.fiscal, part: '9m' };
    case 'year':
      return { year, fiscal: entry.fiscal, part: 'fy' };
    default:
      return entry.kind satisfies never;
  }
}

function yearOf(groups: Record<string, string | undefined>): number | null {
  if (groups['year']) return Number(groups['year']);
  if (groups['shortYear']) return 2000 + Number(groups['shortYear']);
  return null;
}

function quarterOf(
  groups: Record<string, string | undefined>,
  ordinals: readonly string[],
): PeriodPart | null {
  const named = groups['quarter']?.toLowerCase();
  if (named !== undefined) {
    const ordinal = ordinals.indexOf(named) % 4;
    return quarters[ordinal >= 0 ? ordinal : Number(named) - 1] ?? null;
  }
  // A span of months is a quarter where it is three months long and begins one of the four.
  const from = Number(groups['from']);
  const to = Number(groups['to']);
  return to - from === 2 && from % 3 === 1 ? (quarters[(from - 1) / 3] ?? null) : null;
}
