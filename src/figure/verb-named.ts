import type { Cue } from '../language/cue.ts';
import { type MetricId, metricUnit } from '../metrics.ts';
import type { Token } from './lexer.ts';
import { profits } from './measure.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { Walk } from './walk.ts';

/** Net income (loss): which of both it is the number tells. */
export function isInName({ tokens, at }: Walk, token: Token): boolean {
  const [name, opening, closing] = [tokens[at - 2], tokens[at - 1], tokens[at + 1]];
  return (
    name?.kind === 'metric' &&
    opening?.kind === 'bracket' &&
    closing?.kind === 'bracket' &&
    opening.start - name.end <= 1 &&
    closing.start === token.end
  );
}

/** "Rather than revenues it shows losses nearing $1bn": a loss right before its amount is no other metric's. */
export function takesOver({ metric, tokens, at, thread }: Walk, token: Token): boolean {
  if (!metric || metric.used || metric.armed) return true;
  if (metric.metric === 'loss') return false;
  const next = tokens[at + 1];
  const isNear = next?.kind === 'quantity' && next.start - token.end <= maxBound;
  const own = thread.text.slice(metric.at + metric.label.length, token.start);
  return (
    isNear &&
    !profits.has(metric.metric) &&
    metricUnit(metric.metric) === 'money' &&
    /\p{L}/u.test(own)
  );
}

/** "Lost more than $248 million": nothing but how exact the number is stands between. */
function isRightBefore({ thread }: Walk, { end }: Token, { start }: Token): boolean {
  if (start - end <= 1) return true;
  return start - end <= maxBound && bound(thread.reading).test(thread.text.slice(end, start));
}

const maxBound = 20;
const bound = perReading(
  ({ boundsBefore }) => new RegExp(`^ ?(?:${Object.keys(boundsBefore).join('|')}) ?$`, 'iu'),
);

/** "Lost $68 million", "took in $1.28 billion": a verb right before an amount names it. */
export function doneWith(walk: Walk, token: Token, cue: Cue): void {
  // What a business accounts for is sales, where those were told.
  const { carried } = walk.thread;
  const told = carried.find(({ metric: each }) => each === 'revenue') ?? carried[0];
  const metric = cue === 'shareVerb' && walk.entity ? (told?.metric ?? 'revenue') : verbs[cue];
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  // "The U.S. remains its engine, accounting for $388 million": a part, of what nothing here names.
  if (cue === 'shareVerb' && !walk.entity && next?.kind === 'quantity' && isOfPart(walk, token))
    walk.shared.add(next);
  if (!metric || next?.kind !== 'quantity' || !isRightBefore(walk, token, next)) return;
  // "It had made $131 million a year earlier and lost $270 million": the first one has had its amount.
  const isHeld = cue === 'lossVerb' && walk.pending.some(({ comparator }) => comparator !== null);
  if (walk.metric && !walk.metric.used && !walk.metric.armed && !isHeld) return;
  if (isHeld) walk.pending.length = 0;
  const label = walk.thread.text.slice(token.start, token.end);
  walk.metric = { metric, label, at: token.start, used: false };
}

function isOfPart({ thread }: Walk, { start, end }: Token): boolean {
  return partVerbs(thread.reading).test(thread.text.slice(start, end));
}

const partVerbs = patternOf('partVerbs');

const verbs: Readonly<Partial<Record<Cue, MetricId | 'loss'>>> = {
  lossVerb: 'loss',
  saleVerb: 'revenue',
  earnVerb: 'net_income',
};
