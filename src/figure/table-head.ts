import type { Sentence } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import type { Reading } from '../language/reading.ts';
import { type MetricId } from '../metrics.ts';
import type { Accounting } from './figure.ts';
import type { Token } from './lexer.ts';
import { inFiscalYear, type NamedPeriod } from './period.ts';
import type { Frame } from './frame.ts';

/** A line of a text with its tokens. */
export interface Line {
  readonly sentence: Sentence;
  readonly tokens: readonly Token[];
}

/** What a column holds: a period's amounts, what was expected, or how much it changed. */
export type Column =
  | { readonly kind: 'period'; readonly period: NamedPeriod }
  | { readonly kind: 'consensus' }
  | { readonly kind: 'change'; readonly versus: 'yoy' | 'qoq' };

/** What the head lines so far say about the rows below them. */
export interface Head {
  columns: readonly Column[];
  groups: readonly Accounting[];
  accounting: Accounting | null;
  guidance: boolean;
  /** The metric that rows of businesses are of (Sales by business unit). */
  metric: MetricId | null;
}

export function emptyHead(): Head {
  return { columns: [], groups: [], accounting: null, guidance: false, metric: null };
}

/** A long line that ends as a sentence does: the table above it is over. */
export function isProse({ sentence }: Line): boolean {
  return sentence.text.length > 70 && /[.。!?]$/.test(sentence.text);
}

export function isHead({ sentence, tokens }: Line): boolean {
  if (sentence.text.length > 120 || /[。]$|\.$/.test(sentence.text)) return false;
  if (tokens.some((token) => token.kind === 'quantity' && !token.quantity.bare)) return false;
  const heads = tokens.some(
    (token) =>
      token.kind === 'period' ||
      token.kind === 'metric' ||
      (token.kind === 'cue' && ['gaap', 'adjusted', 'guidance', 'consensus'].includes(token.cue)),
  );
  return heads || /(?<!\d)(?:19|20)\d{2}(?!\d)/.test(sentence.text);
}

export function withHead(head: Head, line: Line, reading: Reading, frame: Frame): Head {
  const { tokens } = line;
  const has = (cue: string) => tokens.some((token) => token.kind === 'cue' && token.cue === cue);
  const accountings = tokens.flatMap((token): Accounting[] =>
    token.kind === 'cue' && (token.cue === 'gaap' || token.cue === 'adjusted') ? [token.cue] : [],
  );
  const part = tokens.find((token) => token.kind === 'period' && token.period.year === null);
  const columns = columnsOf(line, reading, frame, head.columns);
  const metric = tokens.find((token) => token.kind === 'metric');
  return {
    columns:
      columns.length > 0
        ? columns
        : part?.kind === 'period'
          ? [{ kind: 'period', period: part.period }]
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
    guidance: head.guidance || has('guidance'),
    metric:
      metric?.kind === 'metric' && isOfBusinesses(line, reading) ? metric.metric : head.metric,
  };
}

/** "Sales by business unit": the rows below are businesses. */
function isOfBusinesses({ sentence }: Line, reading: Reading): boolean {
  return new RegExp(reading.tableBusinesses.join('|'), 'iu').test(fold(sentence.text));
}

/** The columns that a line heads, in order; bare years take the part of the year from the head above. */
export function columnsOf(
  line: Line,
  reading: Reading,
  frame: Frame,
  above: readonly Column[] | null,
): Column[] {
  const folded = fold(line.sentence.text);
  const offset = line.sentence.start;
  const before = above?.[0];
  const part = before?.kind === 'period' && before.period.year === null ? before.period.part : 'fy';
  const found: { at: number; column: Column }[] = [];
  for (const token of line.tokens) {
    if (token.kind === 'period') {
      const period = inFiscalYear(token.period, frame.endMonth);
      found.push({ at: token.start - offset, column: { kind: 'period', period } });
    }
    if (token.kind === 'cue' && token.cue === 'consensus')
      found.push({ at: token.start - offset, column: { kind: 'consensus' } });
  }
  for (const hit of folded.matchAll(/(?<![\d,.])(?:19|20)\d{2}(?![\d,.]\d|\d)/g)) {
    if (
      line.tokens.some(
        (token) =>
          token.kind === 'period' &&
          hit.index >= token.start - offset &&
          hit.index < token.end - offset,
      )
    )
      continue;
    found.push({
      at: hit.index,
      column: { kind: 'period', period: { year: Number(hit[0]), fiscal: false, part } },
    });
  }
  for (const hit of folded.matchAll(new RegExp(reading.tableYear, 'giu'))) {
    if (found.length === 0 || found.some(({ at }) => Math.abs(at - hit.index) < 6)) continue;
    const inToken = line.tokens.some(
      (token) =>
        token.kind === 'period' &&
        hit.index >= token.start - offset &&
        hit.index < token.end - offset,
    );
    if (!inToken)
      found.push({
        at: hit.index,
        column: {
          kind: 'period',
          period: { year: null, fiscal: frame.period?.fiscal ?? false, part: 'fy' },
        },
      });
  }
  for (const { pattern, versus } of reading.tableChanges) {
    for (const hit of folded.matchAll(new RegExp(pattern, 'giu'))) {
      const end = hit.index + hit[0].length;
      // "vs. Q4 2021" heads a change, whatever period it names.
      const named = found.findIndex(({ at }) => at >= hit.index && at <= end + 1);
      if (named >= 0) found.splice(named, 1);
      found.push({ at: hit.index, column: { kind: 'change', versus } });
    }
  }
  const columns = found.toSorted((a, b) => a.at - b.at).map(({ column }) => column);
  const years = columns.filter((column) => column.kind === 'period' && column.period.year !== null);
  const heads =
    columns.length >= 2 || (columns.length === 1 && years.length === 1 && folded.length < 100);
  return heads ? columns : [];
}
