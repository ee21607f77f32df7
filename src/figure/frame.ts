import type { Cue } from '../language/cue.ts';
import type { Reading } from '../language/reading.ts';
import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import { clausesOf } from './walk.ts';
import {
  amountOf,
  type DatedMonth,
  inFiscalYear,
  isThanBehind,
  latestDate,
  type NamedPeriod,
  parsePeriod,
  quarters,
  fiscalYearBy,
  yearBy,
  yearEndBy,
} from './period.ts';

/** How the article names its own period: fiscal years by their last month, and the period of its results. */
export interface Frame {
  /** The last month of the fiscal year, where the text says it (26年3月期: 3). */
  readonly endMonth: number | null;
  readonly period: NamedPeriod | null;
  /** True where the fiscal year is not named, but known by when its quarters end. */
  readonly unnamedYear: boolean;
  /** The part of a year that it reports on, where the text names no year. */
  readonly part: NamedPeriod['part'] | null;
}

/** The frame of a text: the first quarter, half or nine months that it names, with the year it names. */
export function frameOf(
  all: readonly (readonly Token[])[],
  folded: string,
  reading: Reading,
  given: string | null,
  known: Known = { published: null, yearEnd: null },
): Frame {
  const periodsOf = (forecast: boolean | null, held = false): NamedPeriod[] =>
    lines.flatMap((line) =>
      line.flatMap((token, at) =>
        token.kind === 'period' &&
        token.period.ahead === undefined &&
        (forecast === null || isForecast(line, token, reading) === forecast) &&
        isComparator(line.slice(Math.max(0, at - 2), at), token, folded, reading) === held
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
  const said = named.find((period) => period.endMonth !== undefined)?.endMonth ?? null;
  const { published } = known;
  const yearEnd = said === null ? unnamedYearEnd(named, known, reading) : null;
  const endMonth = said ?? yearEnd;
  const unnamedYear = yearEnd !== null;
  const told = given === null ? null : parsePeriod(given);
  if (told) return { endMonth: said, period: told, part: null, unnamedYear: false };
  const results = periodsOf(false);
  const [first] = periodsOf(null);
  // "Raised its outlook for fiscal 2015": a forecast at the head is not what is reported on.
  const foretold = reading.resultBefore === null && results[0]?.year !== first?.year;
  const forecasts = periodsOf(true);
  // 収益の回復を下期に託す: half of a year beside results of whole ones is none reported on.
  const years = results.some(({ part: each, year }) => each === 'fy' && year !== null);
  const parts = ofYearParts(results).filter((each) => !years || each.part !== 'h2');
  // What a quarter is held against is mostly that of another year; one without its year is the quarter before.
  const held = ofYearParts(periodsOf(false, true)).filter(({ year }) => year !== null);
  const wholes = parts.filter(({ year }) => year !== null);
  const leading = leadingPart(parts, held, forecasts);
  const whole = latestOfFirst(
    wholes.some(({ part }) => part === leading?.part)
      ? wholes.filter(({ part }) => part === leading?.part)
      : wholes,
  );
  const part =
    leading ?? whole ?? forecasts.find(({ part: each, year }) => each !== 'fy' && year === null);
  // A dated year at the head is what is reported on; a quarter without a year only tells of it.
  const isTold =
    first?.part === 'fy' &&
    results.some(({ part: each, year }) => each === 'fy' && year === first.year);
  // 2026年3月期の予想を引き下げた。4〜9月期の純利益は: the part of a year that has results is reported on.
  const hasPart = parts.some(({ part: each }) => each === 'h1' || each === '9m');
  if (!whole && !foretold && first?.part === 'fy' && first.year !== null && (isTold || !hasPart)) {
    return {
      endMonth,
      period: isTold ? first : { ...first, foretold: true },
      part: null,
      unnamedYear,
    };
  }
  if (!part) return { endMonth, period: loneYear(results), part: null, unnamedYear };
  const written = latestDate(folded, reading);
  const day = written ?? published;
  if (yearEnd !== null && part.year === null && day) {
    const fiscalYear = fiscalYearBy(part, yearEnd, day);
    return {
      endMonth,
      period: { ...part, year: fiscalYear, fiscal: true },
      part: null,
      unnamedYear,
    };
  }
  const year =
    part.year !== null && whole?.part === part.part
      ? whole
      : yearOf(part, { whole, results, forecasts, held, written, published });
  return {
    endMonth,
    period: year ? { ...part, year: year.year, fiscal: part.fiscal || year.fiscal } : null,
    part: year ? null : part.part,
    unnamedYear,
  };
}

/** What is known of an article beside its text. */
interface Known {
  readonly published: DatedMonth | null;
  /** The last month of the company's fiscal year. */
  readonly yearEnd: number | null;
}

/**
 * The last month of fiscal years that the text counts its quarters by and never names: by the month it says that one
 * of them ends in, or as it is known of the company.
 */
function unnamedYearEnd(
  named: readonly NamedPeriod[],
  { yearEnd }: Known,
  { months }: Reading,
): number | null {
  const isNamed = named.some(
    ({ year, part, fiscal }) => year !== null && (fiscal || part !== 'fy'),
  );
  if (isNamed || months.length === 0) return null;
  const told = named.map(yearEndBy).find((month) => month !== null);
  const month = told ?? yearEnd;
  return month === 12 ? null : month;
}

/** Parts of a year; one named by its months (the three months to May) only where none is named by its number. */
function ofYearParts(periods: readonly NamedPeriod[]): NamedPeriod[] {
  const parts = periods.filter(({ part }) => part !== 'fy');
  return parts.some(isNumbered) ? parts.filter((part) => !isOfMonths(part)) : parts;
}

function isNumbered({ part, fromMonth }: NamedPeriod): boolean {
  return part.startsWith('q') && fromMonth === undefined;
}

function isOfMonths({ part, fromMonth }: NamedPeriod): boolean {
  return part.startsWith('q') && fromMonth !== undefined;
}

/**
 * The part of a year that a text is about: the one it names most and with its year, the first of several. What
 * results are held against counts too, as it mostly is the same part of another year, and so does a forecast for the quarter after it.
 */
function leadingPart(
  parts: readonly NamedPeriod[],
  held: readonly NamedPeriod[],
  forecasts: readonly NamedPeriod[],
): NamedPeriod | undefined {
  const byPart = [...Map.groupBy([...parts, ...held], ({ part }) => part).values()];
  const times = ([wanted, ...others]: readonly NamedPeriod[]) =>
    wanted
      ? 1 +
        others.length +
        Number(parts.some(({ part, year }) => part === wanted.part && year !== null)) / 2 +
        Number(wanted.part === parts[0]?.part) / 2 +
        Number(forecasts.some((ahead) => isQuarterAfter(ahead, wanted)))
      : 0;
  const most = byPart.toSorted((a, b) => times(b) - times(a))[0]?.[0];
  return most && (parts.find(({ part }) => part === most.part) ?? { ...most, year: null });
}

function isQuarterAfter(later: NamedPeriod, { part }: NamedPeriod): boolean {
  const at = quarters.findIndex((quarter) => quarter === part);
  return at >= 0 && later.part === quarters[(at + 1) % quarters.length];
}

/** The year of a text that names no part of one: told as a fiscal year or more than once (founded in 1921 is neither). */
function loneYear(results: readonly NamedPeriod[]): NamedPeriod | null {
  const most = mostNamed(results);
  const times = results.filter(({ year }) => year === most?.year).length;
  return most && (most.fiscal || most.fromHeld || times > 1) ? most : null;
}

interface Years {
  readonly whole: NamedPeriod | undefined;
  readonly results: readonly NamedPeriod[];
  readonly forecasts: readonly NamedPeriod[];
  /** What results are held against. */
  readonly held: readonly NamedPeriod[];
  readonly written: DatedMonth | null;
  /** When it was published, as its source says. */
  readonly published: DatedMonth | null;
}

/**
 * The year of a quarter that is named without one: by the text's own date, by the year forecast (a fourth quarter
 * is before it), by the same quarter where that has its year, or else the year that the text names most.
 */
function yearOf(
  part: NamedPeriod,
  { whole, results, forecasts, held, written, published }: Years,
): Pick<NamedPeriod, 'year' | 'fiscal'> | null {
  const named = results.filter(({ year }) => year !== null);
  const fiscal = [...results, ...forecasts].some((each) => each.fiscal && each.year !== null);
  const dated = written !== null && !fiscal ? yearBy(part, written) : null;
  if (dated !== null) return { year: dated, fiscal: false };
  const before = latestYear(held.filter((each) => each.part === part.part));
  const same =
    whole?.part === part.part
      ? whole
      : before?.year
        ? { year: before.year + 1, fiscal: before.fiscal }
        : (forecasts.find((each) => each.part === part.part && each.year !== null) ?? null);
  const ahead = mostNamed(forecasts.filter(({ part: each }) => each === 'fy'));
  const back = part.part === 'q4' ? 1 : 0;
  if (ahead?.year && ahead.year - back >= (same?.year ?? 0))
    return { year: ahead.year - back, fiscal: ahead.fiscal };
  const told =
    same ?? mostNamed(named) ?? (ahead?.year ? { ...ahead, year: ahead.year - back } : null);
  if (told || part.fiscal || published === null) return told;
  const last = yearBy(part, published);
  return last === null ? null : { year: last, fiscal: false };
}

/** The period whose year is named most often; of several the latest. */
function mostNamed(periods: readonly NamedPeriod[]): NamedPeriod | undefined {
  const byYear = Map.groupBy(periods, ({ year }) => year);
  byYear.delete(null);
  const [most] = [...byYear].toSorted(
    ([a, those], [b, others]) => others.length - those.length || (b ?? 0) - (a ?? 0),
  );
  return most?.[1][0];
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
  near: readonly Token[],
  token: Extract<Token, { kind: 'period' }>,
  folded: string,
  reading: Reading,
): boolean {
  if (token.period.fromHeld) return false;
  // 下半期と比べて, "in the second quarter it had been"
  if (isThanBehind(folded, token.end, reading)) return true;
  const before = near.at(-1);
  const [versus] = near;
  // "(Q3 2022: 10.9%)"
  if (before?.kind === 'bracket' && before.opens && /^ ?[:：]/.test(folded.slice(token.end)))
    return true;
  // "Compared with $5 billion in the second quarter of 2014"
  if (before?.kind === 'quantity' && versus?.kind === 'cue' && versus.cue === 'versus')
    return amountOf(reading).test(folded.slice(before.end, token.start));
  // "Up 15 percent from the third quarter of 1998"
  if (before?.kind === 'quantity' && before.quantity.unit === 'percent')
    return than(reading).test(folded.slice(before.end, token.start));
  if (before?.kind !== 'cue') return false;
  const between = folded.slice(before.end, token.start);
  if (before.cue === 'versus') return between.length <= maxComparing;
  return comparing.has(before.cue) && than(reading).test(between);
}

const than = patternOf('than');

const comparing: ReadonlySet<Cue> = new Set(['increase', 'decrease', 'above', 'below']);
const maxComparing = 14;

/** Whether a period is that of a forecast: of its clause, or of all its line where the verb ends that. */
function isForecast(line: readonly Token[], period: Token, reading: Reading): boolean {
  if (reading.resultBefore !== null) return foretells(line);
  const clauses = clausesOf(line);
  const at = clauses.findIndex((clause) => clause.includes(period));
  const clause = clauses[at] ?? [];
  // "For 2005, it forecasts": a period alone is of the clause it leads to.
  const leads = !clause.some(({ kind }) => kind === 'metric' || kind === 'quantity');
  return foretells(leads ? [...clause, ...(clauses[at + 1] ?? [])] : clause);
}

/** Whether forecasts of a text on a part of a year are for whole years alone, by every period that it names for them. */
export function foretellsYears(
  lines: readonly (readonly Token[])[],
  own: NamedPeriod | null,
  reading: Reading,
): boolean {
  if (own === null || own.part === 'fy' || own.foretold) return false;
  const parts = lines.flatMap((line) =>
    line.flatMap((token) =>
      token.kind === 'period' && isForecast(line, token, reading)
        ? [token.period.ahead === undefined ? token.period.part : null]
        : [],
    ),
  );
  return parts.length > 0 && parts.every((part) => part === 'fy');
}

function foretells(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.kind === 'cue' && token.cue === 'guidance');
}

function latestYear(periods: readonly NamedPeriod[]): NamedPeriod | undefined {
  return periods
    .toSorted((a, b) => (b.year ?? 0) - (a.year ?? 0))
    .find(({ year }) => year !== null);
}
