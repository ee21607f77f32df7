import { matchesOf } from '../article/matches.ts';
import type { Reading } from '../language/reading.ts';
import { changedBy, type Draft } from './draft.ts';
import { wholes } from './list.ts';
import { perReading } from './per-reading.ts';
import type { Cell, Cells } from './table-cells.ts';
import type { TableLine } from './table-lines.ts';
import { isUnder, metricOf, type MetricToken } from './table-subject.ts';

/** A table of growth alone, by its title: whose rows are businesses, or whose columns are. */
export interface Rates {
  /** The metric that the title names, for rows that name none. */
  readonly metric: MetricToken | null;
  /** The businesses that head its columns; none where they are its rows. */
  readonly names: readonly string[];
}

/** "Organic growth by region", 地域別売上高(前年同期比増減率): what such a title says; null for any other line. */
export function ratesUnder(line: TableLine, reading: Reading): Rates | null {
  const { title, change, inBrackets } = patternsOf(reading);
  const { laid, tokens } = line;
  if (laid.length > longestTitle || tokens.some(({ kind }) => kind === 'quantity')) return null;
  // (カッコ内は前期比増減率): of what stands in brackets alone.
  if (!title.test(laid) || !change.test(laid.replace(inBrackets, ''))) return null;
  const metric = tokens.find((token): token is MetricToken => token.kind === 'metric') ?? null;
  return { metric, names: [] };
}

/** Longer lines are no titles (UTF-16 units). */
const longestTitle = 80;

/** The table with the businesses that a line names as heads of its columns. */
export function withNames(rates: Rates, { laid, tokens }: TableLine, reading: Reading): Rates {
  const { names: pattern, change } = patternsOf(reading);
  const isPlain = tokens.every(({ kind }) => kind === 'segment') && !change.test(laid);
  if (!isPlain || /[。.:]\s*$/u.test(laid)) return rates;
  const names = matchesOf(laid, pattern).map(([name]) => name);
  return names.length < 2 ? rates : { ...rates, names };
}

const patternsOf = perReading(({ tableBusinesses, tableChanges, tableRegions, tableBrackets }) => ({
  inBrackets:
    tableBrackets.length === 0
      ? /^(?!)/
      : new RegExp(tableBrackets.map(({ pattern }) => pattern).join('|'), 'giu'),
  title: new RegExp(tableBusinesses.join('|'), 'iu'),
  change: new RegExp(tableChanges.map(({ pattern }) => pattern).join('|'), 'iu'),
  // Names of several words are known; all others are of one.
  names: new RegExp(
    `(?<!\\p{L})(?:${[...tableRegions, '[\\p{L}&・ー]{2,}'].join('|')})(?!\\p{L})`,
    'giu',
  ),
}));

/** The figures of a row of such a table; none where its cells are no rates, or not as many as its columns. */
export function ratesOf(
  line: TableLine,
  { all, stop }: Cells,
  { metric: over, names }: Rates,
  guidance: boolean,
  reading: Reading,
): Draft[] {
  if (!all.every((cell) => cell === null || isRate(cell))) return [];
  const label = line.laid.slice(0, stop).replace(/\s+/g, ' ').trim();
  if (names.length === 0) {
    const [first] = all;
    const isName = !isUnder(label, reading) && metricOf(line, reading, stop) === null;
    return over && first && isName ? [draftOf(line, over, first, label, guidance, reading)] : [];
  }
  const own = metricOf(line, reading, stop);
  // "Marketing spend" is of nothing the reader knows; a row that only names a period is of the title's metric.
  const isOfTitle = line.tokens.some(
    ({ kind, end }) => kind === 'period' && end <= line.sentence.start + stop,
  );
  const metric = own ?? (isOfTitle ? over : null);
  if (!metric || all.length !== names.length) return [];
  return all.flatMap((cell, index) => {
    const name = names[index];
    return cell && name !== undefined ? [draftOf(line, metric, cell, name, guidance, reading)] : [];
  });
}

function isRate({ low, high }: Cell): boolean {
  return high === null && (low.unit === 'percent' || low.bare);
}

function draftOf(
  { sentence }: TableLine,
  { metric, label }: MetricToken,
  { low, change }: Cell,
  name: string,
  guidance: boolean,
  reading: Reading,
): Draft {
  const value = change === -1 && !low.value.startsWith('-') ? `-${low.value}` : low.value;
  const span = { start: sentence.start, end: sentence.end };
  return {
    metric,
    label,
    segment: wholes(reading).test(name) ? null : name,
    period: undefined,
    basis: guidance ? 'guidance' : 'actual',
    accounting: null,
    partner: null,
    quantity: { ...low, unit: 'percent', value },
    loss: false,
    garbled: false,
    quoteSpan: span,
    comparisons: [changedBy('yoy', { value, step: low.step }, span)],
    problems: [],
  };
}
