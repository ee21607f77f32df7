import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import type { MetricToken, QuantityToken } from './thread.ts';
import { around, cueIn, gap, isNamedBy, type Walk } from './walk.ts';

/** "Cost of sales was $3 billion", "bought Beta for $1.5 billion": no amount after it is one of the metric before. */
export function turnAside(walk: Walk, to: 'cost' | 'deal'): void {
  const { metric, clause } = walk;
  // "Net income, including a charge of $500 million, was $2 billion": what another clause named waits for its amount.
  const isOwn = metric !== null && clause.some(({ start }) => start === metric.at);
  walk.waiting = isOwn ? null : metric;
  walk.metric = null;
  walk.aside = to;
}

export function endAside(walk: Walk): void {
  walk.aside = null;
  if (walk.metric === null && walk.waiting?.used === false) walk.metric = walk.waiting;
  walk.waiting = null;
}

/** "$0.5 million, or 2.2% of net sales": what a rate is a part of has no amount here. */
export function isWholeOfPart(walk: Walk, token: MetricToken): boolean {
  const before = walk.tokens[walk.tokens.indexOf(token) - 1];
  return (
    before?.kind === 'quantity' &&
    before.quantity.unit === 'percent' &&
    partOf(walk.thread.reading).test(gap(walk, before, token))
  );
}

/** "It makes up 62 percent of group profits": how large a part is, and no rate of change. */
export function isPartOfWhole(walk: Walk, token: QuantityToken): boolean {
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  return next?.kind === 'metric' && isWholeOfPart(walk, next);
}

const partOf = patternOf('partOf');

/** ", which had revenue of $300 million, for $1.5 billion": a clause on what was bought, or what it cost. */
export function saysMore({ thread, tokens }: Walk, [first]: readonly Token[]): boolean {
  if (!first) return false;
  const stop = tokens[tokens.indexOf(first) - 1];
  return stop?.kind === 'break' && goesOn(thread.reading).test(thread.text.slice(stop.end));
}

const goesOn = patternOf('goesOn');

/** "$3.1 billion in cost of sales": what it is comes right after it. */
export function namesAside(walk: Walk, token: QuantityToken): boolean {
  const [next] = around(walk, token).after;
  return next !== undefined && cueIn([next], ['aside']) !== null && isNamedBy(walk, token, next);
}

/** "$38 million a day", "a $7 billion turnaround plan": of no whole period, or of no result. */
export function isOfElse({ thread, tokens }: Walk, token: QuantityToken): boolean {
  const hit = ofElse(thread.reading).exec(thread.text.slice(token.end, token.end + 60));
  const next = tokens[tokens.indexOf(token) + 1];
  // "A $10 billion share repurchase program" is what its name says.
  const isNamed = next?.kind === 'metric' && next.start < token.end + (hit?.[0].length ?? 0);
  const before = thread.text.slice(Math.max(0, token.start - 48), token.start);
  return (hit !== null && !isNamed) || ofOthers(thread.reading).test(before);
}

const ofElse = patternOf('ofElse');
const ofOthers = patternOf('ofOthers');

/** "Annualized revenue has passed $3 billion": the rate of a month, and no result. */
export function isOneMonths({ tokens }: Walk, token: Token): boolean {
  const before = tokens[tokens.indexOf(token) - 1];
  return (
    before !== undefined && token.start - before.end <= 1 && cueIn([before], ['runRate']) !== null
  );
}

/** "Revenue from them slid": of what was told before, and of nobody here. */
export function isOfThem({ thread }: Walk, { end }: Token): boolean {
  return ofThem(thread.reading).test(thread.text.slice(end, end + 16));
}

const ofThem = patternOf('ofThem');
