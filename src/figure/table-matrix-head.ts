import { matchesOf } from '../article/matches.ts';
import type { Span } from '../article/article.ts';
import type { Reading } from '../language/reading.ts';
import type { MetricId } from '../metrics.ts';
import { perReading } from './per-reading.ts';
import type { TableLine } from './table-lines.ts';

/** A metric that heads a column; null for a column of anything else. */
export interface Measured {
  readonly metric: MetricId | null;
  readonly label: string;
  /** How near it is to the metric: 0 for another one of a like name (包括利益), 2 for the very one (親会社…). */
  readonly rank: 0 | 1 | 2;
  /** True for a column of rates of what stands before it (売上高 前年比). */
  readonly rate: boolean;
}

/** What the columns of a head are of: metrics, rates of them, and what is neither (進捗率). */
export function headsIn(line: TableLine, reading: Reading): Measured[] {
  const { start: offset } = line.sentence;
  const metrics = line.tokens.flatMap((token) =>
    token.kind === 'metric'
      ? [
          {
            at: token.start - offset,
            end: token.end - offset,
            head: {
              metric: token.metric,
              label: token.label,
              rank: rankOf(token, line, reading),
              rate: false,
            },
          },
        ]
      : [],
  );
  const { rates, shares } = besidePatterns(reading);
  const beside = [
    ...matchesOf(line.laid, rates).map((hit) => ({ hit, rate: true })),
    ...matchesOf(line.laid, shares).map((hit) => ({ hit, rate: false })),
  ].flatMap(({ hit: { index, 0: text }, rate }) => {
    const end = index + text.length;
    const taken = metrics.some((each) => index < each.end && each.at < end);
    const head: Measured = { metric: null, label: text, rank: 0, rate };
    return taken ? [] : [{ at: index, end, head }];
  });
  return [...metrics, ...beside].toSorted((a, b) => a.at - b.at).map(({ head }) => head);
}

const besidePatterns = perReading(({ tableChanges, tableRoles }) => ({
  rates: new RegExp(tableChanges.map(({ pattern }) => pattern).join('|'), 'giu'),
  shares: new RegExp(
    tableRoles.flatMap(({ pattern, role }) => (role === 'share' ? [pattern] : [])).join('|'),
    'giu',
  ),
}));

/** セグメント別の売上高・利益, Sales and profit by segment: a title, whose metrics head no columns. */
export function isBusinessTitle({ laid, tokens, sentence }: TableLine, reading: Reading): boolean {
  const hit = businessPatterns(reading).title.exec(laid);
  if (!hit) return false;
  const metrics = tokens.filter(({ kind }) => kind === 'metric');
  if (metrics.length !== 1)
    return !/\S\s{2,}\S|\S\s+\S/u.test(laid.slice(hit.index + hit[0].length).trim());
  return metrics.every(({ end }) => end - sentence.start <= hit.index);
}

/** 「事業 売上高 営業利益」: the first column holds names of businesses. */
export function headsBusinesses({ laid }: TableLine, reading: Reading): boolean {
  return businessPatterns(reading).head.test(laid);
}

const businessPatterns = perReading(({ tableBusinesses, tableBusinessHeads }) => ({
  title: new RegExp(tableBusinesses.join('|'), 'iu'),
  head: new RegExp(`^[^\\p{L}]*(?:${tableBusinessHeads.join('|')})\\s`, 'iu'),
}));

/** How near a name in a head is to its metric, by the words that it is written together with. */
function rankOf(
  { start, end }: Span,
  { laid, sentence }: TableLine,
  reading: Reading,
): Measured['rank'] {
  const [from, to] = [start - sentence.start, end - sentence.start];
  const before = /\S*$/.exec(laid.slice(0, from))?.[0] ?? '';
  const after = /^\S*/.exec(laid.slice(to))?.[0] ?? '';
  const { not, chosen } = rankPatterns(reading);
  const around = `${before} # ${after}`;
  return not.test(around) ? 0 : chosen?.test(around) ? 2 : 1;
}

const rankPatterns = perReading(({ tableNotMetrics, tableChosen }) => ({
  not: new RegExp(tableNotMetrics.join('|'), 'iu'),
  chosen: tableChosen.length === 0 ? null : new RegExp(tableChosen.join('|'), 'iu'),
}));
