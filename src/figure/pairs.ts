import type { Draft } from './draft.ts';
import type { Quantity } from './figure.ts';
import { perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { cover, draftsHere, gap, hold, sameMeasure, type Walk } from './walk.ts';

/** "To $22 billion to $22.5 billion from $23 billion to $24 billion": the comparator of the high end. */
export function otherEnd(walk: Walk, token: QuantityToken): boolean {
  const { compared, last, tokens } = walk;
  const high = last?.quantity.range === 'low' ? last.partner : last;
  const isNext = compared !== null && tokens[tokens.indexOf(token) - 1] === compared.token;
  if (!isNext || high?.quantity.range !== 'high') return false;
  const known = high.comparisons.find(({ kind }) => kind === compared.kind);
  const isPair =
    sameMeasure(compared.token.quantity, token.quantity) &&
    Number(token.quantity.value) > Number(compared.token.quantity.value);
  if (!known || !isPair || !rangeTo(walk.thread.reading).test(gap(walk, compared.token, token)))
    return false;
  known.comparator = { ...token.quantity, unit: high.quantity.unit };
  known.span = cover(known.span, token);
  return true;
}

const rangeTo = perReading(
  ({ ranges }) => new RegExp(`^\\s?(?:${ranges.map(({ link }) => link).join('|')})\\s?$`, 'iu'),
);

/** "Up from $1.6 billion on sales of $13.1 billion": each is held against what it names again. */
export function againNamed(walk: Walk, token: QuantityToken): boolean {
  const { metric, compared, against } = walk;
  if (!compared || against === null || !metric || metric.used || metric.at < compared.token.end)
    return false;
  const target = draftsHere(walk).find(
    (draft) => draft.metric === metric.metric && sameMeasure(draft.quantity, token.quantity),
  );
  if (!target || target.quantity.start > compared.token.start) return false;
  metric.used = true;
  hold(walk, target, against, token.quantity, { start: metric.at, end: token.end });
  return true;
}

/** "Earned $1.9 billion on sales of $14.2 billion, up from $1.6 billion on sales of": not of the last one, which is named again. */
export function firstOfTwo(walk: Walk, token: QuantityToken, quantity: Quantity): Draft | null {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const next = rest.find(({ kind }) => kind === 'metric' || kind === 'quantity');
  const [last, ...before] = draftsHere(walk);
  if (next?.kind !== 'metric' || next.metric !== last?.metric) return null;
  return (
    before.find((draft) => draft.metric !== last.metric && sameMeasure(draft.quantity, quantity)) ??
    null
  );
}
