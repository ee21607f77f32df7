import type { MetricId } from '../metrics.ts';
import type { Token } from './lexer.ts';
import { profits } from './measure.ts';
import { isSubject } from './ownership.ts';
import { patternOf } from './per-reading.ts';
import type { MetricOrLoss, MetricToken, QuantityToken } from './thread.ts';
import { cueIn, type Walk } from './walk.ts';

/** 経常利益は…、通期の同利益も: a bare word for profits that stands for the one named before. */
export function metricMeant(walk: Walk, { metric, label, start }: MetricToken): MetricId {
  const { thread } = walk;
  const isBare = thread.reading.profitNouns.includes(label);
  const before = thread.text.slice(Math.max(walk.sentence.start, start - 2), start);
  if (!isBare || !sameAs(thread.reading).test(before)) return metric;
  const told = walk.metric ?? thread.carried[0];
  return told && told.metric !== 'loss' && profits.has(told.metric) ? told.metric : metric;
}

const sameAs = patternOf('sameAs');

/**
 * 売上高に不動産収入などを加えた営業収益は: a business whose name only makes up that of a metric without an amount owns
 * nothing of the next one in its clause.
 */
export function leavesOwner(walk: Walk, token: MetricToken): boolean {
  const { metric, entity, clause, tokens, thread } = walk;
  if (!metric || metric.used || metric.armed || typeof entity !== 'string') return false;
  const name = clause.find(({ start }) => start === metric.at);
  const at = name ? tokens.indexOf(name) : 0;
  const [owner, next] = [tokens[at - 1], tokens[at + 1]];
  const isGlued = owner?.kind === 'segment' && name !== undefined && owner.end === name.start;
  if (!isGlued || next !== token || isSubject(walk, name)) return false;
  return !together(thread.reading).test(thread.text.slice(name.end, token.start));
}

const together = patternOf('together');

/** 当期純損益の赤字が3760億円: what the metric named right before is; true where the word is no name of its own. */
export function isLossOf(walk: Walk, token: Token): boolean {
  const { metric, thread } = walk;
  if (!metric || metric.used || metric.metric === 'loss') return false;
  const between = thread.text.slice(metric.at + metric.label.length, token.start);
  if (!lossOf(thread.reading).test(between) || !isSubject(walk, token)) return false;
  walk.metric = { ...metric, label: thread.text.slice(metric.at, token.end) };
  return true;
}

const lossOf = patternOf('lossOf');

/** ゲームは1030億円と19%の減収: sales, whatever was told before. */
export function metricOfChange(
  { tokens, thread }: Walk,
  { metric }: MetricOrLoss,
  amount: QuantityToken,
): MetricOrLoss['metric'] {
  const rest = tokens.slice(tokens.indexOf(amount) + 1);
  const stop = rest.findIndex(({ kind }) => kind === 'break');
  const change = cueIn(stop < 0 ? rest : rest.slice(0, stop), ['increase', 'decrease']);
  const said = change ? thread.text.slice(change.token.start, change.token.end) : '';
  return salesChange(thread.reading).test(said) ? 'revenue' : metric;
}

const salesChange = patternOf('salesChange');
