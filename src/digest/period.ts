import { monthsIn, monthsOf, parsePeriod } from '../figure/period.ts';

/** Months from the year 0 to the end of a digest's period (`fy2026-q1`), by the number of its year; 0 for what is none. */
export function periodEnd(period: string): number {
  const parsed = parsePeriod(period);
  return parsed?.year ? parsed.year * 12 + monthsIn[parsed.part] : 0;
}

/** How many months a digest's period has; null for what is none. */
export function periodLength(period: string): number | null {
  const parsed = parsePeriod(period);
  return parsed && monthsOf(parsed.part);
}

/** Compares periods by their end, the latest first; at the same end the year comes before its last quarter. */
export function latestFirst(a: string, b: string): number {
  return periodEnd(b) - periodEnd(a) || (periodLength(b) ?? 0) - (periodLength(a) ?? 0);
}
