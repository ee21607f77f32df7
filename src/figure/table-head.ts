import type { Reading } from '../language/reading.ts';
import type { MetricId } from '../metrics.ts';
import type { Accounting, Quantity } from './figure.ts';
import type { Frame } from './frame.ts';
import { perReading } from './per-reading.ts';
import type { NamedPeriod } from './period.ts';
import { type Column, columnsOf } from './table-columns.ts';
import type { TableLine } from './table-lines.ts';
import { metricOf } from './table-subject.ts';

/** What the head lines so far say about the rows below them. */
export interface Head {
  columns: readonly Column[];
  groups: readonly Accounting[];
  accounting: Accounting | null;
  guidance: boolean;
  /** The period that a title names, where the columns themselves name none. */
  caption: NamedPeriod | null;
  /** The period that a sentence above says its forecasts are for. */
  outlook: NamedPeriod | null;
  /** The metric that rows of businesses are of (Sales by business unit). */
  metric: MetricId | null;
  /** That metric's name. */
  name: string;
  /** True where a row was read under it: another head of columns ends it. */
  used: boolean;
  /** True where that metric stands over its parts (Revenues:) and ends with their total. */
  untilTotal: boolean;
  /** True where the rows of that metric are companies, by a list's title (◇23年9月中間の連結純利益). */
  ofCompanies: boolean;
  /** The metric that rows without one are of (Earnings per share: Basic, Diluted). */
  section: MetricId | null;
}

export function emptyHead(): Head {
  return {
    columns: [],
    groups: [],
    accounting: null,
    guidance: false,
    caption: null,
    outlook: null,
    metric: null,
    name: '',
    used: false,
    untilTotal: false,
    ofCompanies: false,
    section: null,
  };
}

/** A long line that ends as a sentence does: the table above it is over. */
export function isProse({ sentence }: TableLine): boolean {
  return sentence.text.length > 70 && /[.。!?]$/.test(sentence.text);
}

/** Longer lines are no heads, unless they are the heads of many columns. */
const longestHead = 120;

export function isHead({ sentence, tokens, pieces, laid }: TableLine, reading: Reading): boolean {
  const { text } = sentence;
  const isLong = text.length > longestHead && pieces.length === 1 && !endsInYears.test(laid);
  if (isLong || /[。.]$/.test(text)) return false;
  if (tokens.some((token) => token.kind === 'quantity' && !headsColumn(token.quantity)))
    return false;
  const heads = tokens.some(
    (token) =>
      token.kind === 'period' ||
      token.kind === 'metric' ||
      (token.kind === 'cue' && ['gaap', 'adjusted', 'guidance', 'consensus'].includes(token.cue)),
  );
  return (
    heads ||
    businessPattern(reading).test(laid) ||
    /(?<!\d)(?:19|20)\d{2}(?!\d{1,3}(?!\d))/.test(laid) ||
    shortYear.test(laid) ||
    headWords(reading).test(laid)
  );
}

/** F11: a fiscal year by its last digits. */
const shortYear = /(?<![\p{L}\d])F\d{2}(?![\p{L}\d.])/u;

/** A bare number may be a year, and so may what a head of per cents stands beside (2023 2022 % change). */
function headsColumn({ bare, text }: Quantity): boolean {
  return bare || /^(?:19|20)\d{2}\s+%$/.test(text);
}

/** The heads of several spans of time, each of two years: however long, no sentence ends so. */
const endsInYears = /(?<![\d.,])(?:19|20)\d{2}\s+(?:19|20)\d{2}\s*$/;

const headWords = perReading(
  ({ tableRoles, tableSpans }) =>
    new RegExp([...tableRoles, ...tableSpans].map(({ pattern }) => pattern).join('|'), 'iu'),
);

export function withHead(head: Head, line: TableLine, reading: Reading, frame: Frame): Head {
  const { tokens } = line;
  const said = accountingsOf(line);
  // "Reconciliation of GAAP to non-GAAP results" is a title.
  const accountings = said.length > 1 && !isOfTokens(line) ? [] : said;
  const part = tokens.find((token) => token.kind === 'period' && token.period.year === null);
  const columns = columnsOf(line, reading, frame, head.columns);
  const named = metricOf(line, reading);
  const businesses = isOfBusinesses(line, reading);
  const over = named !== null && isSection(line) && overParts.has(named.metric);
  const list = named !== null && isListTitle(line);
  const under = named && (businesses || over || list) ? named.metric : null;
  return {
    columns:
      columns.length > 0
        ? columns
        : part?.kind === 'period'
          ? [{ kind: 'period', period: part.period, role: null }]
          : head.columns,
    groups:
      accountings.length > 1
        ? accountings
        : columns.length > 0 && accountings.length === 0
          ? head.groups
          : accountings.length === 1
            ? []
            : head.groups,
    accounting:
      accountings.length === 1
        ? (accountings[0] ?? null)
        : accountings.length > 1
          ? null
          : head.accounting,
    guidance: guides(line, columns) ?? head.guidance,
    caption: captionOf(columns) ?? head.caption,
    outlook: head.outlook,
    metric: under ?? (columns.length > 0 && head.used ? null : head.metric),
    name: under && named ? named.label : head.name,
    used: under === null && head.used,
    untilTotal: under ? over && !businesses : head.untilTotal,
    ofCompanies: under ? list && !businesses : head.ofCompanies,
    section: named?.metric ?? head.section,
  };
}

/** The one period that a sentence on forecasts names: 25年3月期の業績予想を上方修正した。 */
export function outlookOf({ tokens }: TableLine): NamedPeriod | null {
  const periods = tokens.flatMap((token) => (token.kind === 'period' ? [token.period] : []));
  const says = tokens.some((token) => token.kind === 'cue' && token.cue === 'guidance');
  const [only, more] = periods;
  return says && only !== undefined && more === undefined ? only : null;
}

function accountingsOf({ tokens }: TableLine): Accounting[] {
  return tokens.flatMap((token): Accounting[] =>
    token.kind === 'cue' && (token.cue === 'gaap' || token.cue === 'adjusted') ? [token.cue] : [],
  );
}

/** True for a line that says little but what its tokens say. */
function isOfTokens({ laid, tokens, sentence }: TableLine): boolean {
  let rest = 0;
  let at = 0;
  for (const { start, end } of tokens) {
    rest += lettersIn(laid.slice(at, Math.max(at, start - sentence.start)));
    at = end - sentence.start;
  }
  return rest + lettersIn(laid.slice(at)) <= 12;
}

function lettersIn(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** Metrics whose parts tables give below their name. */
const overParts: ReadonlySet<MetricId> = new Set(['revenue', 'operating_income']);

/** "Revenues:": a name of a metric that stands over the rows below it. */
function isSection({ laid }: TableLine): boolean {
  return /^\s*[\p{L} ]{2,40}:\s*$/u.test(laid);
}

/** ◇23年9月中間の連結純利益: a title whose mark says that a list of names follows. */
function isListTitle({ laid, tokens }: TableLine): boolean {
  const metrics = tokens.filter(({ kind }) => kind === 'metric');
  return metrics.length === 1 && /^\s*[◇◆■□●○▼▽<【[]/.test(laid);
}

/** "Sales by business unit": the rows below are businesses. */
function isOfBusinesses({ laid }: TableLine, reading: Reading): boolean {
  return businessPattern(reading).test(laid);
}

const businessPattern = perReading(
  ({ tableBusinesses }) => new RegExp(tableBusinesses.join('|'), 'iu'),
);

/** True where a head says that forecasts follow, null where it does not say; columns say it for themselves. */
function guides({ tokens }: TableLine, columns: readonly Column[]): boolean | null {
  const says = tokens.some((token) => token.kind === 'cue' && token.cue === 'guidance');
  const own = columns.some((column) => 'role' in column && column.role !== null);
  if (own) return false;
  return says ? true : null;
}

/** The one period of a title (通期(2010年4月1日〜2011年3月31日)). */
function captionOf(columns: readonly Column[]): NamedPeriod | null {
  const [only, more] = columns;
  return only?.kind === 'period' && more === undefined ? only.period : null;
}
