import type { Reading } from '../language/reading.ts';
import type { MetricId } from '../metrics.ts';
import { wholes } from './list.ts';
import type { TableLine } from './table-lines.ts';

/** What a company has as a whole, whatever business its row stands under. */
const ofWhole: ReadonlySet<string> = new Set<MetricId>(['net_income', 'eps', 'dividend', 'cash']);

/**
 * The businesses that rows stand under, by the line that names one (Cloud, then its revenue and its operating
 * income). A name counts where one of its rows is told again under another name: "Costs and expenses" is no business.
 */
export function sectionsOf(lines: readonly TableLine[], reading: Reading): Map<TableLine, string> {
  const under = new Map<TableLine, string>();
  const names = new Map<string, Set<string>>();
  let name: string | null = null;
  for (const line of lines) {
    const title = titleOf(line);
    if (title !== null) name = wholes(reading).test(title) ? null : title;
    else if (isOfWhole(line, reading)) name = null;
    if (name === null || title !== null) continue;
    const label = labelOf(line);
    if (label === null || ofWhole.has(label)) continue;
    under.set(line, name);
    names.set(label, (names.get(label) ?? new Set()).add(name));
  }
  const businesses = new Set(
    [...names.values()].filter(({ size }) => size > 1).flatMap((of) => [...of]),
  );
  for (const [line, business] of under) if (!businesses.has(business)) under.delete(line);
  return under;
}

/** A short line that is a name alone: no digit, nothing the reader knows. */
function titleOf({ laid, tokens }: TableLine): string | null {
  const text = laid.trim().replace(/:$/, '');
  const isName = /^\p{L}[^\d:。、,!?]{1,39}$/u.test(text) && /^[\p{Lu}\p{Lo}]/u.test(text);
  return isName && tokens.every(({ kind }) => kind === 'segment') ? text : null;
}

/** "Total revenue", 連結売上高: a row of the whole below those of its businesses. */
function isOfWhole({ laid, tokens, sentence }: TableLine, reading: Reading): boolean {
  const metric = tokens.find(({ kind }) => kind === 'metric');
  const before = metric ? laid.slice(0, metric.start - sentence.start) : '';
  return (
    wholes(reading).test(before) || wholes(reading).test(/^\s*\S+(?=\s)/.exec(laid)?.[0] ?? '')
  );
}

/** What a row of amounts is of: its metric (an income in one business, a loss in another), or what it begins with. */
function labelOf({ laid, tokens, sentence }: TableLine): string | null {
  const first = tokens.find(({ kind }) => kind === 'quantity');
  if (!first) return null;
  const metric = tokens.find((token) => token.kind === 'metric' && token.end <= first.start);
  if (metric?.kind === 'metric') return metric.metric;
  return laid
    .slice(0, first.start - sentence.start)
    .trim()
    .toLowerCase();
}
