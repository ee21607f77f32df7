import type { Cue, Reading } from '../language/reading.ts';
import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import {
  inFiscalYear,
  latestDate,
  parsePeriod,
  yearBy,
  type DatedMonth,
  type NamedPeriod,
} from './period.ts';

/** How the article names its own period: fiscal years by their last month, and the period of its results. */
export interface Frame {
  /** The last month of the fiscal year, where the text says it (26年3月期: 3). */
  readonly endMonth: number | null;
  readonly period: NamedPeriod | null;
}

/** The frame of a text: the first quarter, half or nine months that it names, with the year it names. */
export function frameOf(
  all: readonly (readonly Token[])[],
  folded: string,
  reading: Reading,
  given: string | null,
): Frame {
  const periodsOf = (lines: readonly (readonly Token[])[]): NamedPeriod[] =>
    lines.flatMap((line) =>
      line.flatMap((token, at) =>
        token.kind === 'period' && !isComparator(line[at - 1], token, folded, reading)
          ? [inFiscalYear(token.period, endMonth)]
          : [],
      ),
    );
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
  const results = periodsOf(lines.filter((line) => !isForecast(line)));
  const [first] = periodsOf(lines);
  const forecasts = periodsOf(lines.filter(isForecast));
  const parts = results.filter(({ part }) => part !== 'fy');
  const whole = latestOfFirst(parts.filter(({ year }) => year !== null));
  const part =
    leadingPart(parts, whole) ??
    forecasts.find(({ part: each, year }) => each !== 'fy' && year === null);
  // A dated year at the head is what is reported on; a quarter without a year only tells of it.
  if (!whole && first?.part === 'fy' && first.year !== null) return { endMonth, period: first };
  if (!part) return { endMonth, period: results.find(({ year }) => year !== null) ?? null };
  const year =
    part.year === null
      ? yearOf(part, { whole, results, forecasts, written: latestDate(folded, reading) })
      : whole;
  return { endMonth, period: year ? { ...part, ...year } : null };
}

/** The part of a year that a text is about: the first one it names, unless it names another, with its year, as often. */
function leadingPart(
  parts: readonly NamedPeriod[],
  whole: NamedPeriod | undefined,
): NamedPeriod | undefined {
  const [first] = parts;
  if (!first || !whole || first.part === whole.part) return first ?? whole;
  const times = (wanted: NamedPeriod) => parts.filter(({ part }) => part === wanted.part).length;
  return times(first) > times(whole) ? first : whole;
}

interface Years {
  readonly whole: NamedPeriod | undefined;
  readonly results: readonly NamedPeriod[];
  readonly forecasts: readonly NamedPeriod[];
  readonly written: DatedMonth | null;
}

/**
 * The year of a quarter that is named without one: by the text's own date, by the year forecast (a fourth quarter
 * is before it), by the same quarter where that has its year, or else the year that the text names most.
 */
function yearOf(
  part: NamedPeriod,
  { whole, results, forecasts, written }: Years,
): Pick<NamedPeriod, 'year' | 'fiscal'> | null {
  const named = results.filter(({ year }) => year !== null);
  const fiscal = [...results, ...forecasts].some((each) => each.fiscal && each.year !== null);
  const dated = written !== null && !fiscal ? yearBy(part, written) : null;
  if (dated !== null) return { year: dated, fiscal: false };
  const same = whole?.part === part.part ? whole : null;
  const ahead = mostNamed(forecasts.filter(({ part: each }) => each === 'fy'));
  const back = part.part === 'q4' ? 1 : 0;
  if (ahead?.year && ahead.year - back >= (same?.year ?? 0))
    return { year: ahead.year - back, fiscal: ahead.fiscal };
  return same ?? mostNamed(named) ?? (ahead?.year ? { ...ahead, year: ahead.year - back } : null);
}

/** The period whose year is named most often; of several the latest. */
function mostNamed(periods: readonly NamedPeriod[]): NamedPeriod | undefined {
  const times = ({ year }: NamedPeriod) => periods.filter((other) => other.year === year).length;
  return periods
    .filter(({ year }) => year !== null)
    .toSorted((a, b) => times(b) - times(a) || (b.year ?? 0) - (a.year ?? 0))[0];
}

/** Beside the quarter reported on, texts name the same one of years before: the latest of its kind. */
function latestOfFirst(whole: readonly NamedPeriod[]): NamedPeriod | undefined {
  const [first] = whole;
  return latestYear(
    whole.filter((other) => other.part === first?.part && other.fiscal === first.fiscal),
  );
}

/** "124% more than in the second quarter of 2013": what it is held against is not what is reported on. */
function isComparator(
  before: Token | undefined,
  token: Token,
  folded: string,
  reading: Reading,
): boolean {
  if (before?.kind !== 'cue') return false;
  const between = folded.slice(before.end, token.start);
  if (before.cue === 'versus') return between.length <= maxComparing;
  return comparing.has(before.cue) && than(reading).test(between);
}

const than = perReading((reading) => new RegExp(reading.than, 'iu'));

const comparing: ReadonlySet<Cue> = new Set(['increase', 'decrease', 'above', 'below']);
const maxComparing = 14;

function isForecast(line: readonly Token[]): boolean {
  return line.some((token) => token.kind === 'cue' && token.cue === 'guidance');
}

function latestYear(periods: readonly NamedPeriod[]): NamedPeriod | undefined {
  return periods
    .toSorted((a, b) => (b.year ?? 0) - (a.year ?? 0))
    .find(({ year }) => year !== null);
}
