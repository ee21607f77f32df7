import type { Draft } from './draft.ts';
import type { ComparisonKind, Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import { namesLoss, namesProfit, profits } from './measure.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { cover, cueIn, draftsHere, gap, hold, sameMeasure, type Walk } from './walk.ts';

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
  const { metric, compared, tokens } = walk;
  if (!compared || !metric || metric.used || metric.at < compared.token.end) return false;
  const amounts = tokens.filter(
    (other) => other.kind === 'quantity' && other.start >= compared.token.start,
  );
  const last = amounts.findLast(({ end }) => end <= metric.at);
  const isNext = amounts[amounts.findIndex(({ start }) => start > metric.at)] === token;
  const onlyShares = amounts
    .slice(1)
    .every(
      (other) =>
        other.start > metric.at || (other.kind === 'quantity' && isOfShare(other.quantity)),
    );
  if (!last || !isNext || !onlyShares) return false;
  const link = walk.thread.text.slice(last.end, metric.at);
  if (!alongWith(walk.thread.reading).test(link)) return false;
  const target = draftsHere(walk).find(
    (draft) => draft.metric === metric.metric && sameMeasure(draft.quantity, token.quantity),
  );
  if (!target || target.quantity.start > compared.token.start) return false;
  metric.used = true;
  hold(walk, target, compared.kind, token.quantity, { start: metric.at, end: token.end });
  return true;
}

/** "Revenue at $23.8 billion and profit at $6.4 billion, up from $19.9 billion and $4.6 billion": each has its own. */
export function ofBoth(
  walk: Walk,
  token: QuantityToken,
  { kind, token: cue }: { readonly kind: ComparisonKind; readonly token: Token },
): boolean {
  const second = walk.tokens[walk.tokens.indexOf(token) + 1];
  if (second?.kind !== 'quantity' || token.quantity.range || walk.metric?.used === false)
    return false;
  if (!andMore(walk.thread.reading).test(gap(walk, token, second))) return false;
  const told = draftsHere(walk).toReversed();
  const alike = told.filter(({ quantity }) => sameMeasure(quantity, token.quantity));
  const [first, last] = alike;
  const isPair = alike.length === 2 && sameMeasure(second.quantity, token.quantity);
  if (!first || !last || !isPair || first.metric === last.metric) return false;
  if (cue.start < last.quantity.end) return false;
  for (const [draft, each] of [
    [first, token],
    [last, second],
  ] as const)
    hold(walk, draft, kind, each.quantity, cover(cue, each));
  walk.consumed.add(cue);
  walk.shared.add(second);
  return true;
}

function isOfShare({ unit }: Quantity): boolean {
  return unit.endsWith('_per_share');
}

/** "Up from last year's marginal profit of $5 million": the name of what it was, and whose amount the next one is. */
export function ofTimeNamed(walk: Walk, token: QuantityToken, before: readonly Token[]): boolean {
  const { metric } = walk;
  const [name, cue, versus] = before;
  if (!metric || metric.used || name?.kind !== 'metric' || name.start !== metric.at) return false;
  const held = cue && cueIn([cue], ['yoy', 'qoq']);
  if (!held) return false;
  const { text, reading } = walk.thread;
  const isHeld =
    (versus && cueIn([versus], ['versus'])) ??
    thanBefore(reading).test(text.slice(Math.max(0, cue.start - 24), cue.start));
  if (!isHeld) return false;
  const told = [...draftsHere(walk), ...walk.thread.lately].filter(
    ({ quantity }) => quantity.end <= cue.start && sameMeasure(quantity, token.quantity),
  );
  const target =
    told.find((draft) => draft.metric === metric.metric) ??
    told.find((draft) => profits.has(metric.metric) && profits.has(draft.metric));
  if (!target) return false;
  metric.used = true;
  walk.against = held.cue;
  walk.compared = { token, kind: held.cue };
  hold(walk, target, held.cue, token.quantity, cover(cue, token), {
    sign: namesLoss(walk, metric) ? 'loss' : namesProfit(walk, metric) ? 'profit' : null,
  });
  return true;
}

const alongWith = patternOf('alongWith');
const andMore = patternOf('andMore');
const thanBefore = patternOf('thanBefore');

/** "Earned $1.9 billion on sales of $14.2 billion, up from $1.6 billion on sales of": not of the last one, which is named again. */
export function firstOfTwo(walk: Walk, token: QuantityToken, quantity: Quantity): Draft | null {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  // "…, from $1.6 billion, or $1.44 a share, on sales of": the share's part of it is no other amount.
  const next = rest.find((other) =>
    other.kind === 'quantity' ? !isOfShare(other.quantity) : other.kind === 'metric',
  );
  const [last, ...before] = draftsHere(walk);
  if (next?.kind !== 'metric' || next.metric !== last?.metric) return null;
  return (
    before.find((draft) => draft.metric !== last.metric && sameMeasure(draft.quantity, quantity)) ??
    null
  );
}
