import type { Sentence } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import { splitSentences, unwrap } from '../article/sentences.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import type { Reading as Grammar } from '../language/reading.ts';
import type { ReadingContext } from './context.ts';
import { withBracketsHeld, withBracketsTold } from './bracket-period.ts';
import { withSegmentsOf } from './discover.ts';
import { finish, isBetween } from './draft.ts';
import { itemsOf } from './flat.ts';
import type { Figure } from './figure.ts';
import { foretellsYears, frameOf } from './frame.ts';
import { headingOf } from './heading.ts';
import { withQuartersTold } from './held.ts';
import { createLexer } from './lexer.ts';
import { businessesIn, isNamed, listPlaceOf, sectionOf, titleOf } from './list.ts';
import { patternOf } from './per-reading.ts';
import { monthOfDate, type NamedPeriod, periodName } from './period.ts';
import { readSentence } from './sentence.ts';
import { withOwnCents } from './shared-unit.ts';
import { type Line, moved } from './table-lines.ts';
import { isFlatTable } from './table-flat.ts';
import { namesOf } from './table-list.ts';
import { metricOf } from './table-subject.ts';
import { readTables } from './table.ts';
import { noSection, type Section, startThread, type Thread } from './thread.ts';

/** What was read: figures with their sentences, and what could not be read. */
export interface Reading {
  readonly figures: readonly Figure[];
  readonly problems: readonly Problem[];
  /** `2023-q2`: the period the figures are results of; null when the text names none. */
  readonly period: string | null;
  /** The last month of the fiscal year, where the text names years by it (26年3月期: 3). */
  readonly endMonth: number | null;
  /** True where the fiscal year of its quarters is not named, but known by when they end. */
  readonly unnamedYear: boolean;
  /** The sentences of the text, each passage once, with their tokens. */
  readonly lines: readonly Line[];
}

/**
 * Reads the figures of an article's text. Offsets refer to the text as given; a repeated passage is
 * read once, its first occurrence quoted. Never throws; what cannot be read is a Problem or left out.
 */
export function readFigures(
  text: string,
  language: LanguageCode,
  context: ReadingContext,
  source = 'source',
): Reading {
  const flat = unwrap(text, language);
  const { lex, lexAll } = createLexer(language, withSegmentsOf(flat, language, context));
  const sentences = onceEach(splitSentences(text, language));
  const tokens = lexAll(sentences.map(({ start, end }) => flat.slice(start, end)));
  const lexed = sentences.map((sentence, at) => ({
    sentence,
    tokens: (tokens[at] ?? []).map((token) => moved(token, sentence.start)),
  }));
  const told = inOwnCents(lexed, languageOf(language).reading).flatMap((line) => itemsOf(line));
  const frame = frameOf(
    told.map((line) => withBracketsTold(line).tokens),
    fold(flat),
    languageOf(language).reading,
    context.period,
    {
      published: monthOfDate(context.published ?? null),
      yearEnd: context.yearEnd ?? null,
    },
  );
  const { period } = frame;
  const lines = told.map((line) => withBracketsHeld(line, period));
  const thread = startThread(flat, language, frame, (context.others ?? []).length > 0);
  thread.foreign = thread.several && isLedByAnother(lines);
  const rows = physicalLines(flat, lines, thread.reading, period);
  const tables = readTables(flat, rows, {
    reading: thread.reading,
    frame,
    names: namesOf(context),
    lex,
  });
  const inTables = new Set(
    // A whole table on one line makes no sentence, whether it was read or not.
    rows.filter((row) => row.flat || tables.taken.has(row)).flatMap(({ parts }) => parts),
  );
  readProse(thread, rows, inTables);
  for (const draft of tables.drafts) if (isBetween(draft)) draft.basis = 'guidance';
  const { figures, problems } = finish([...thread.drafts, ...tables.drafts], {
    text,
    reading: thread.reading,
    source,
    company: context.company?.slug ?? null,
    period,
    part: frame.part,
    foretellsYears: foretellsYears(
      told.map(({ tokens: each }) => each),
      period,
      thread.reading,
    ),
  });
  return {
    figures,
    problems: figures.length > 0 ? [...problems, ...tables.problems] : [nothingRead(text)],
    period: period ? periodName(period, null) : null,
    endMonth: frame.endMonth,
    unnamedYear: frame.unnamedYear,
    lines: lexed,
  };
}

/** Lines with the cents that the text counts in. */
function inOwnCents(lines: readonly Line[], reading: Grammar): Line[] {
  const quantities = lines.flatMap(({ tokens }) =>
    tokens.flatMap((token) => (token.kind === 'quantity' ? [token.quantity] : [])),
  );
  const own = withOwnCents(reading, quantities);
  return lines.map((line) => ({
    ...line,
    tokens: line.tokens.map((token) =>
      token.kind === 'quantity' ? { ...token, quantity: own(token.quantity) } : token,
    ),
  }));
}

/** Whether a text on several companies speaks of another one first. */
function isLedByAnother(lines: readonly Line[]): boolean {
  for (const { tokens } of lines) {
    const first = tokens.find(({ kind }) => kind === 'company' || kind === 'other');
    if (first) return first.kind === 'other';
  }
  return false;
}

/** A line of the text as it stands, with the sentences on it. */
interface Row extends Line {
  readonly parts: readonly Line[];
  /** True where a whole table stands on it. */
  readonly flat: boolean;
}

/** The lines of the text as they stand, each with the sentences on it: heads of tables may be in pieces. */
function physicalLines(
  text: string,
  lines: readonly Line[],
  reading: Grammar,
  own: NamedPeriod | null,
): Row[] {
  const rows: { stop: number; flat: boolean; parts: Line[] }[] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    const flat = isFlatTable(line.sentence.text, reading);
    if (last && line.sentence.start < last.stop && flat === last.flat) {
      last.parts.push(line);
      continue;
    }
    const stop = text.indexOf('\n', line.sentence.start);
    rows.push({ stop: stop < 0 ? text.length : stop, flat, parts: [line] });
  }
  return rows.map(({ parts, flat }) => {
    const start = parts[0]?.sentence.start ?? 0;
    const end = parts.at(-1)?.sentence.end ?? start;
    return {
      sentence: { start, end, text: text.slice(start, end) },
      tokens: withQuartersTold(
        parts.flatMap(({ tokens }) => tokens),
        own,
      ),
      parts,
      flat,
    };
  });
}

/** Reads the sentences that no table took, paragraph by paragraph. */
function readProse(thread: Thread, rows: readonly Row[], inTables: ReadonlySet<Line>): void {
  let section = noSection;
  let inList = false;
  let underTitle = false;
  let heading: string | null = null;
  const businesses = businessesIn(rows, thread.reading);
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    const { isBullet, isItem } = listPlaceOf(row, next);
    const title = isItem ? null : titleOf(row);
    const led = isItem
      ? noSection
      : sectionOf(row, next, businesses, thread.period, thread.reading);
    if (title) underTitle = true;
    // A list with a heading of its own ends what the last title began.
    else if (led.guidance || led.period || led.topic) underTitle = false;
    if (!isItem && !underTitle && index > 0) section = goingOn(led, section, thread);
    if (title) section = title.guidance ? title : goingOn(title, section, thread);
    // A new paragraph may be about something else; what stands under a heading is about that.
    thread.section = isItem || (underTitle && !title) ? section : noSection;
    thread.topic = thread.section.topic ?? (isItem ? null : heading);
    heading = headingOf(row, thread.reading);
    if (!isBullet) {
      thread.mood = undefined;
      thread.since = undefined;
      thread.kept = null;
    }
    if (!isBullet && !inList) thread.carried = [];
    inList = goesOnAsList(row, thread.reading, inList);
    const told = inList ? row.tokens.findLast((token) => token.kind === 'metric') : undefined;
    for (const line of row.parts) {
      if (!inTables.has(line) && !isOfBefore(line) && !isOfElse(line, thread.reading))
        readSentence(thread, line.sentence, line.tokens);
    }
    if (told) thread.carried = [{ metric: told.metric, label: told.label, at: told.start }];
  }
}

/** 従来予想:売上高1,200億円…: a row of a list that tells the forecast before, and no result. */
function isOfBefore({ sentence: { text, start }, tokens: [first, second] }: Line): boolean {
  if (first?.kind !== 'cue' || first.cue !== 'priorGuidance') return false;
  const rest = text.slice(first.end - start);
  return /^\s*[:：]/u.test(rest) || (second?.kind === 'metric' && /^\s/.test(rest));
}

/** ※包括利益 120億6400万円: a row of a list whose name only holds that of a metric. */
function isOfElse(line: Line, reading: Grammar): boolean {
  const { sentence, tokens } = line;
  const amount = tokens.find(({ kind }) => kind === 'quantity');
  const name = tokens.find(({ kind }) => kind === 'metric');
  if (!amount || !name || !isNamed(line)) return false;
  const laid = fold(sentence.text);
  const isGlued = /\p{L}$/u.test(laid.slice(0, name.start - sentence.start));
  const stop = amount.start - sentence.start;
  return isGlued && metricOf({ ...line, laid, pieces: [line] }, reading, stop) === null;
}

/** "For the full year 2023:" below forecasts for a quarter leads to more of them. */
function goingOn(led: Section, before: Section, { period: own }: Thread): Section {
  const { period } = led;
  if (!before.guidance || led.guidance || led.topic !== null || !period) return led;
  const isAhead = own !== null && period.part === 'fy' && own.part !== 'fy' && own.part !== 'q4';
  const isLater = (period.year ?? 0) > (own?.year ?? Number.POSITIVE_INFINITY);
  return isAhead || isLater ? { ...led, guidance: true } : led;
}

/** Rows after "by business it was as follows" are of the metric told there, as long as they name none. */
function goesOnAsList(
  { sentence: { text }, tokens }: Row,
  reading: Grammar,
  inList: boolean,
): boolean {
  if (listLeads(reading).test(text)) return true;
  return inList && text.length <= longestItem && !tokens.some(({ kind }) => kind === 'metric');
}

const listLeads = patternOf('listLeads');

/** Longer rows are no items of a list (UTF-16 units). */
const longestItem = 80;

function nothingRead(text: string): Problem {
  return {
    code: 'no_figures',
    severity: 'high',
    spans: [{ start: 0, end: Math.min(text.length, 1) }],
    figures: [],
    args: {},
  };
}

/** Without page marks and spaces a passage that stands twice is the same passage. */
function onceEach(sentences: readonly Sentence[]): Sentence[] {
  const seen = new Set<string>();
  return sentences.filter(({ text }) => {
    const key = text.replace(/[\s*#]/g, '');
    // Short rows and rows of cells (a table's heads) may well repeat and mean something each time.
    if (key.length < 24 || key.split('|').length > 3) return true;
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}
