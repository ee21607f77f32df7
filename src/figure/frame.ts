import type { Token } from './lexer.ts';
import { inFiscalYear, parsePeriod, type NamedPeriod } from './period.ts';

/** How the article names its own period: fiscal years by their last month, and the period of its results. */
export interface Frame {
  /** The last month of the fiscal year, where the text says it (26年3月期: 3). */
  readonly endMonth: number | null;
  readonly period: NamedPeriod | null;
}

/** The frame of a text: the first quarter, half or nine months that it names, with the year it names. */
export function frameOf(all: readonly (readonly Token[])[], given: string | null): Frame {
  // What is said of another company alone names no period of ours.
  const lines = all.filter(
    (line) =>
      !line.some(({ kind }) => kind === 'other') || line.some(({ kind }) => kind === 'company'),
  );
  const tokens = lines.flat();
  const named = tokens.flatMap((token) => (token.kind === 'period' ? [token.period] : []));
  const endMonth = named.find((period) => period.endMonth !== undefined)?.endMonth ?? null;
  const told = given === null ? null : parsePeriod(given);
  if (told) return { endMonth, period: told };
  const results = periodsOf(
    lines.filter((line) => !isForecast(line)),
    endMonth,
  );
  const [first] = periodsOf(lines, endMonth);
  const parts = results.filter(({ part }) => part !== 'fy');
  const whole = parts.find(({ year }) => year !== null);
  if (whole) return { endMonth, period: whole };
  // A dated year at the head is what is reported on; a quarter without a year only tells of it.
  if (first?.part === 'fy' && first.year !== null) return { endMonth, period: first };
  const forecasts = periodsOf(lines.filter(isForecast), endMonth);
  const [part = forecasts.find((period) => period.part !== 'fy' && period.year === null)] = parts;
  const years = latestYear(results);
  if (!part) return { endMonth, period: results.find(({ year }) => year !== null) ?? null };
  // Without a year beside it a quarter is of the latest year named; a fourth quarter is before the year forecast.
  const ahead = latestYear(forecasts);
  const back = part.part === 'q4' ? 1 : 0;
  const year = Math.max(years?.year ?? 0, ahead?.year ? ahead.year - back : 0);
  const fiscal = years?.fiscal ?? ahead?.fiscal ?? false;
  return { endMonth, period: year > 0 ? { ...part, year, fiscal } : null };
}

function isForecast(line: readonly Token[]): boolean {
  return line.some((token) => token.kind === 'cue' && token.cue === 'guidance');
}

function periodsOf(lines: readonly (readonly Token[])[], endMonth: number | null): NamedPeriod[] {
  return lines
    .flat()
    .flatMap((token) => (token.kind === 'period' ? [inFiscalYear(token.period, endMonth)] : []));
}

function latestYear(periods: readonly NamedPeriod[]): NamedPeriod | undefined {
  return periods
    .toSorted((a, b) => (b.year ?? 0) - (a.year ?? 0))
    .find(({ year }) => year !== null);
}
