import type { Sentence } from '../article/article.ts';
import { withDividendTerms } from './dividend.ts';
import { type Token, withItems } from './lexer.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { QuantityToken, Thread } from './thread.ts';
import { around, gap, type Walk } from './walk.ts';

/** The tokens of a sentence with the names of what accounts hold, and with all it calls a dividend. */
export function withTerms(
  lexed: readonly Token[],
  { text, reading }: Thread,
  { start, end }: Sentence,
): readonly Token[] {
  const said = text.slice(start, end);
  return withItems(withDividendTerms(lexed, said, start, reading), said, start, reading);
}

/**
 * 売上原価は2,300億円: what accounts hold beside the metrics has the amounts after its name, up to the next name of a
 * metric; where a metric still waits for its amount (営業利益は、研究開発費が5億円増え…), up to the next comma.
 */
export function nameItem(walk: Walk, token: Token): void {
  const next = walk.tokens
    .slice(walk.tokens.indexOf(token) + 1)
    .find(({ kind }) => kind === 'quantity');
  if (!next || !linksOf(walk.thread.reading).before.test(gap(walk, token, next))) return;
  const waits = walk.metric !== null && !walk.metric.used && !walk.metric.armed;
  // 設備投資と研究開発費はそれぞれ560億円、42億円: what stands together has no amount of the metric alone.
  walk.item = waits && !isBeside(walk, token) ? 'clause' : 'sentence';
}

function isBeside({ metric, thread }: Walk, { start }: Token): boolean {
  if (!metric) return false;
  const between = thread.text.slice(metric.at + metric.label.length, start);
  // The name may begin before the word for what it is (研究開発費).
  const link = between.replace(/(?<=^.)[\p{Script=Han}\p{Script=Katakana}ー]+$/u, '');
  return together(thread.reading).test(link);
}

const together = patternOf('together');

/** Whether an amount belongs to such a name before it or right behind it (85億円の減損損失). */
export function isOfItem(walk: Walk, token: QuantityToken): boolean {
  if (walk.item !== null) return true;
  const [next] = around(walk, token).after;
  return (
    next?.kind === 'item' && linksOf(walk.thread.reading).after.test(gap(walk, token, next).trim())
  );
}

/** 営業利益を削る額は半期で約300億円、年間では約1200億円: amounts of other periods are of the same thing. */
export function goesOnOfItem([first, next]: readonly Token[]): boolean {
  return first?.kind === 'period' && next?.kind === 'quantity';
}

const linksOf = perReading(({ items: { before, after } }) => ({
  before: new RegExp(before, 'iu'),
  after: new RegExp(after, 'iu'),
}));
