import type { Token } from './lexer.ts';
import { fits } from './measure.ts';
import type { MetricToken, QuantityToken } from './thread.ts';
import { record } from './value.ts';
import { patternOf } from './per-reading.ts';
import { nameAfter, sameMeasure, type Walk } from './walk.ts';

/** How far a number may stand from the metric that no number was read for. */
const farthest = 60;
/** How far before it: "At $12.42 billion, revenue", but not what was paid for a company "which had sales". */
const beforeName = 14;

const looseBefore = patternOf('looseBefore');

/** "At $12.42 billion, revenue stood": numbers without a name, and names without a number, that stand beside each other. */
export function pairLoose(walk: Walk): void {
  const { tokens, loose, named, consumed } = walk;
  const free = tokens.filter(
    (token): token is MetricToken =>
      token.kind === 'metric' && !named.has(token.start) && !consumed.has(token),
  );
  for (const { token, period, guidance, entity } of loose.splice(0)) {
    const near = free.filter(
      (metric) =>
        !named.has(metric.start) &&
        fits(metric.metric, token.quantity) &&
        isBeside(walk, metric, token),
    );
    const [nearest] = near.toSorted((a, b) => distance(a, token) - distance(b, token));
    const metric = nearest ?? nameOfNext(walk, token, entity);
    if (!metric) continue;
    if (!nearest) walk.entity = entity;
    named.add(metric.start);
    walk.period = period;
    walk.guidance = guidance;
    const name = { metric: metric.metric, label: metric.label, at: metric.start };
    record(walk, token, name, [], { named: null, dangling: null });
  }
}

/** A部門は120億円、B部門は80億円の売上高を計上した: two businesses, and the name behind the second amount. */
function nameOfNext(
  walk: Walk,
  token: QuantityToken,
  entity: Walk['entity'],
): MetricToken | undefined {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const [stop, owner] = rest;
  const at = rest.findIndex(({ kind }) => kind === 'metric');
  const [before, name] = [rest[at - 1], rest[at]];
  const isPair = stop?.kind === 'break' && owner?.kind === 'segment' && owner.slug !== entity;
  if (!isPair || !entity || name?.kind !== 'metric' || before?.kind !== 'quantity')
    return undefined;
  const isLike = sameMeasure(before.quantity, token.quantity) && fits(name.metric, token.quantity);
  return isLike && nameAfter(walk, before, [name]) ? name : undefined;
}

function isBeside(walk: Walk, metric: Token, token: QuantityToken): boolean {
  const [from, to] = metric.start < token.start ? [metric, token] : [token, metric];
  const between = walk.tokens.slice(walk.tokens.indexOf(from) + 1, walk.tokens.indexOf(to));
  return (
    walk.depth.get(metric) === walk.depth.get(token) &&
    to.start - from.end <= (from === metric ? farthest : beforeName) &&
    (from === metric ||
      looseBefore(walk.thread.reading).test(walk.thread.text.slice(from.end, to.end))) &&
    !between.some(
      (other) =>
        walk.depth.get(other) === walk.depth.get(token) &&
        (other.kind === 'quantity' || other.kind === 'metric' || other.kind === 'other'),
    )
  );
}

function distance(metric: Token, token: Token): number {
  return metric.start < token.start ? token.start - metric.end : metric.start - token.end;
}
