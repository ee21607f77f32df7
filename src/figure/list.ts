import type { Cue } from '../language/cue.ts';
import type { Reading } from '../language/reading.ts';
import type { MetricId } from '../metrics.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { NamedPeriod } from './period.ts';
import type { Line } from './table-lines.ts';
import { noSection, type Section } from './thread.ts';

const bullet = /^\s*[*•▪■◆・-]\s*(?![*])/;

/** Marks that begin a title as often as a row below it. */
const titleMark = /^\s*[■◆▪]\s*/;

/** Longer rows are no items of a list, longer lines no titles of one (UTF-16 units). */
const longest = { item: 160, label: 40, lead: 80, name: 40, title: 30 };

/** How a line of a text stands in a list: one of its rows, or what leads to them. */
export interface ListPlace {
  readonly isItem: boolean;
  /** True for a row that begins with a mark, as lists in prose do. */
  readonly isBullet: boolean;
}

export function listPlaceOf(line: Line, next: Line | undefined): ListPlace {
  const { text } = line.sentence;
  const isTitle =
    titleMark.test(text) && !hasAmount(line) && (leadsTo(next) || (next && !endsProse.test(text)));
  const isBullet = bullet.test(text) && !isTitle;
  return { isBullet, isItem: isBullet || isNamed(line) };
}

function leadsTo(next: Line | undefined): boolean {
  return next !== undefined && (bullet.test(next.sentence.text) || isNamed(next));
}

function hasAmount({ tokens }: Line): boolean {
  return tokens.some((token) => token.kind === 'quantity' && !token.quantity.bare);
}

/** 売上高:1,234億円(5%増): a row that is the name of a metric and its amount, no sentence. */
export function isNamed({ sentence: { text, start }, tokens }: Line): boolean {
  if (text.length > longest.item || /[。.!?]\s*$/u.test(text)) return false;
  const name = tokens.find(({ kind }) => kind === 'metric');
  const amount = tokens.find(({ kind }) => kind === 'quantity');
  if (!name || !amount || amount.start < name.end) return false;
  const between = text.slice(name.end - start, amount.start - start);
  return (
    name.start - start <= longest.label && /^[^:、,]{0,20}[:\s]\s*[^:、]{0,24}$/u.test(between)
  );
}

/** "Guidance:" on a line of its own: what stands below it, up to the next title, is all of it. */
export function titleOf({ sentence: { text }, tokens }: Line): Section | null {
  const isTitle =
    text.length <= longest.title &&
    (/:\s*$/.test(text) || (headed.test(text) && !endsProse.test(text))) &&
    !tokens.some(({ kind }) => kind === 'quantity' || kind === 'metric');
  const guidance = tokens.some((token) => token.kind === 'cue' && token.cue === 'guidance');
  const period = tokens.find((token) => token.kind === 'period')?.period;
  return isTitle ? { ...noSection, guidance, period } : null;
}

const endsProse = /[.。!?,、]\s*$/u;

/** The marks and numbers of headings: ■通期見通し, (3) 業績予想, ## Outlook. */
const headed = /^\s*(?:[■◆◇□●▼▽◎【#]|\(?\d{1,2}[).]\s?\D)/u;

/** A line above a list: a name the list is about (Data Center), or what its items are (For 2025 it looks for:). */
export function sectionOf(
  line: Line,
  next: Line | undefined,
  businesses: ReadonlySet<Line>,
  own: NamedPeriod | null,
  reading: Reading,
): Section {
  if (!leadsTo(next) || !next) return noSection;
  const { tokens } = line;
  const text = line.sentence.text.replace(titleMark, '');
  const marked = bullet.test(next.sentence.text);
  if (businesses.has(line) || (marked && isName(line, reading)))
    return { ...noSection, topic: text };
  // Without marks a line that holds an amount or tells of a company leads to no rows.
  if (!marked && (hasAmount(line) || tokens.some(({ kind }) => kind === 'company')))
    return noSection;
  const periods = tokens.filter((token) => token.kind === 'period');
  // "The three months ended Sept. 27, the fourth quarter of fiscal 2025": by its number rather than by its months.
  const period = periods.find((token) => token.period.fromMonth === undefined) ?? periods[0];
  const says = (cue: Cue) => tokens.some((token) => token.kind === 'cue' && token.cue === cue);
  // "Against forecasts, the quarter looked like this:" leads to results.
  const forecast = says('guidance') && !says('versus') && !says('reported') && !says('consensus');
  // A review of what was foretold for the period reported on.
  const isOver =
    own !== null && period?.period.year === own.year && period?.period.part === own.part;
  const guidance = forecast && (marked || !isOver);
  const isTitle = text.length <= longest.lead && !/[.。!?]\s*$/u.test(text);
  const leads = /:\s*$/.test(text) || text.length <= longest.name || isTitle;
  return leads ? { topic: null, guidance, period: period?.period } : noSection;
}

/** A short line that is a name alone: nothing the reader knows but a business, no word of titles. */
function isName({ sentence: { text }, tokens }: Line, reading: Reading): boolean {
  const name = text.replace(titleMark, '');
  return (
    name.length <= longest.name &&
    !/[\d:。.!?、,]/.test(name) &&
    /^[\p{Lu}\p{Script=Katakana}\p{Script=Han}]/u.test(name) &&
    !generalTitles(reading).test(name) &&
    tokens.every(({ kind }) => kind === 'segment')
  );
}

const generalTitles = patternOf('generalTitles');

/** Lines that name businesses above rows without marks: two at least whose first rows are of one metric. */
export function businessesIn(lines: readonly Line[], reading: Reading): ReadonlySet<Line> {
  const named = new Map<MetricId, Line[]>();
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (
      !next ||
      !isNamed(next) ||
      !isName(line, reading) ||
      wholes(reading).test(line.sentence.text)
    )
      continue;
    const first = next.tokens.find((token) => token.kind === 'metric');
    if (first) named.set(first.metric, [...(named.get(first.metric) ?? []), line]);
  }
  return new Set(
    [...named.values()]
      .filter((titles) => new Set(titles.map(({ sentence }) => sentence.text)).size > 1)
      .flat(),
  );
}

/** Names of the whole company where others are of its parts: Total, 連結. */
export const wholes = perReading(
  ({ tableWholes }) => new RegExp(`^[^\\p{L}]*(?:${tableWholes.join('|')})[^\\p{L}]*$`, 'iu'),
);
