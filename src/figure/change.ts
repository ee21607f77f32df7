import { Big } from 'big.js';
import type { Span } from '../article/article.ts';
import { metricUnit } from '../metrics.ts';
import { changedBy, type DraftComparison } from './draft.ts';
import { lastTold } from './held.ts';
import { forecastRightBefore } from './kind.ts';
import type { Token } from './lexer.ts';
import { namesLoss } from './measure.ts';
import { segmentBehind } from './naming.ts';
import { notAResult } from './passed.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { readRate } from './rate.ts';
import { behindSize } from './size-of-change.ts';
import { sharedOut, verbOfTwo } from './verb-of-two.ts';
import {
  around,
  attach,
  changeCues,
  comparedWith,
  cover,
  cueIn,
  draftsHere,
  gap,
  heldAgainst,
  type Walk,
  withoutBrackets,
} from './walk.ts';

/** 半減, doubled: a change in one word. */
export function readWord(walk: Walk, token: Token, value: string): void {
  const versus = cueIn(walk.clause, ['yoy', 'qoq']);
  const outer = walk.outside.at(-1) ?? walk.metric;
  if (walk.foreign || (outer && namesLoss(walk, outer)) || (!outer && !walk.last)) return;
  if (versus) walk.consumed.add(versus.token);
  const near = walk.thread.text.slice(Math.max(0, token.start - 12), token.start);
  // "More than doubled" says no rate.
  if (bounded(walk.thread.reading).test(near)) return;
  state(walk, versus?.cue ?? 'yoy', { value, step: '1' }, token, false);
}

const bounded = perReading(
  ({ boundsBefore }) => new RegExp(`(?:${Object.keys(boundsBefore).join('|')}) ?$`, 'iu'),
);

/** "Flat from the quarter before", 前四半期比横ばい: a change of nothing. */
export function readUnchanged(walk: Walk, token: Token): void {
  const at = walk.clause.indexOf(token);
  const beside = [walk.clause[at + 1], walk.clause[at - 1]].filter((near) => near !== undefined);
  const versus = cueIn(beside, ['yoy', 'qoq']);
  if (!versus && remainsAt(walk, token)) {
    walk.consumed.add(token);
    // "Flat at $4.6 billion from a quarter earlier"
    const later = walk.tokens.slice(walk.tokens.indexOf(token) + 2);
    const held = cueIn(later.slice(0, 1), ['yoy', 'qoq']);
    if (held) walk.consumed.add(held.token);
    state(walk, held?.cue ?? 'yoy', { value: '0', step: '1' }, token, true);
  }
  if (!versus || walk.consumed.has(versus.token)) return;
  walk.consumed.add(token).add(versus.token);
  heldAgainst(walk, versus.cue);
  const outer = walk.outside.at(-1) ?? walk.metric;
  if (walk.foreign || (!walk.last && !outer)) return;
  state(walk, versus.cue, { value: '0', step: '1' }, cover(token, versus.token), false);
}

/** "Sales were flat at $4.6 billion": the amount it stays at comes right after it. */
function remainsAt(walk: Walk, token: Token): boolean {
  const { metric, guidance, tokens, thread } = walk;
  const next = tokens[tokens.indexOf(token) + 1];
  const waits = metric !== null && !metric.used && !guidance && !walk.foreign;
  return waits && next?.kind === 'quantity' && targets(thread.reading).test(gap(walk, token, next));
}

/**
 * "前年比11%増加", "up 11% from a year earlier": the stated change of a figure before or after it. False
 * where the number is no change but an amount itself (a margin).
 */
export function readChange(walk: Walk, token: QuantityToken): boolean {
  const { before, after } = around(walk, token);
  const { quantity } = token;
  const change =
    nearCue(walk, token, after) ??
    behindSize(walk, token) ??
    verbOfTwo(walk, token, before) ??
    cueIn(before, ['increase', 'decrease']) ??
    overBy(walk, token, before, after) ??
    sharedOut(walk, token) ??
    asBefore(walk, token, after) ??
    signed(walk, token, before, after);
  if (!change || isTarget(walk, token, change.token)) return false;
  // 1.1~7.4%増: both ends are read with the high one, which the word of change stands beside.
  if (quantity.unit === 'points' || quantity.range === 'low' || notAResult(walk, token))
    return true;
  if (isOfForecast(walk, token, before) && isOfNext(walk, change.token)) return true;
  const versus = cueIn(before, comparedWith) ?? cueIn(after, comparedWith);
  if (!versus && elseWhen(walk.thread.reading).test(restOfClause(walk, token))) return true;
  const kind =
    versus?.cue === 'yoy' || versus?.cue === 'qoq' ? versus.cue : kindSoFar(walk, token, versus);
  if (versus && versus.cue !== 'same') heldAgainst(walk, kind);
  // "Six per cent above last year's $11.69 billion": it is said of that amount too.
  if (versus && !leadsToAmount(walk, versus.token)) walk.consumed.add(versus.token);
  // One verb at the end for two rates is still to be read with the second.
  if (walk.clause.includes(change.token)) walk.consumed.add(change.token);
  const outer = walk.outside.at(-1) ?? walk.metric;
  if (walk.foreign || (outer && namesLoss(walk, outer))) return true;
  const isDown =
    (change.cue === 'decrease' || change.cue === 'below') && !quantity.value.startsWith('-');
  const changeBy = ({ value, step }: QuantityToken['quantity']) => ({
    value: isDown ? `-${value}` : value,
    step,
  });
  const span = cover(token, change.token, ...(versus ? [versus.token] : []));
  const low = quantity.range === 'high' ? lowOf(walk, token) : null;
  const ends = [low, token]
    .flatMap((end) => (end ? [changeBy(end.quantity)] : []))
    .toSorted((a, b) => Number(a.value) - Number(b.value));
  const [least = changeBy(quantity), most] = ends;
  const ofNext = isOfNext(walk, change.token);
  const stated = most ? { ...least, most } : least;
  const owner = ofNext ? null : rateOwner(walk, token);
  if (isOfNextMetric(walk, change.token)) walk.ahead = changedBy(kind, stated, span);
  else if (owner) readRate(walk, owner.metric, [changedBy(kind, stated, span)], owner.segment);
  else state(walk, kind, stated, span, ofNext);
  return true;
}

/** What a rate is held against where nothing beside it says so: as before in its sentence, or the year before. */
function kindSoFar(walk: Walk, token: QuantityToken, versus: { readonly cue: string } | null) {
  const before = walk.tokens.slice(0, walk.tokens.indexOf(token));
  const said = versus !== null || cueIn(before, comparedWith) !== null;
  // 184億元から228億元へ、23.5%増という: held against what it came from.
  const from = walk.last?.comparisons.some(({ comparator, change }) => comparator && !change);
  return said || from || !walk.thread.reading.yearByDefault ? walk.thread.lastKind : 'yoy';
}

/** "The margin slipped to 20.4%": where it went, not how far. */
function isTarget(walk: Walk, token: QuantityToken, change: Token): boolean {
  const { metric, thread } = walk;
  if (!metric || metric.used || metric.metric === 'loss' || metricUnit(metric.metric) !== 'percent')
    return false;
  const between = change.end <= token.start ? gap(walk, change, token) : gap(walk, token, change);
  return targets(thread.reading).test(between);
}

const targets = perReading(
  (reading) => new RegExp(`(?:^|[\\s\\p{P}])(?:${reading.targets.join('|')})`, 'iu'),
);

/** 前年同期を12%上回る, 12 percent higher than a year before: a rate too, where it says what is exceeded. */
function overBy(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
) {
  const hit = cueIn(after.slice(0, 1), ['above', 'below']);
  const near = hit && gap(walk, token, hit.token).trim().length === 0;
  return near && cueIn([...before, ...after.slice(1, 2)], ['yoy', 'qoq']) ? hit : null;
}

/** 予想の8%減の276億円, 予想に対して4.9%減の7,700億円: a rate held against what was expected. */
function isOfForecast(walk: Walk, token: QuantityToken, before: readonly Token[]): boolean {
  const versus = cueIn(before.slice(0, 1), ['versus']);
  if (forecastRightBefore(walk, token)) return true;
  const isExpected = cueIn(before.slice(1, 2), ['priorGuidance', 'consensus']) !== null;
  const isNext = versus !== null && gap(walk, versus.token, token).length <= 1;
  return isNext && (walk.from !== null || isExpected);
}

/** "Growth of 8.2 per cent year-on-year and 3.5 per cent over the quarter": one word of change for two rates. */
function asBefore(walk: Walk, token: QuantityToken, after: readonly Token[]) {
  const held = cueIn(after.slice(0, 1), ['yoy', 'qoq']);
  const before = walk.tokens
    .slice(0, walk.tokens.indexOf(token))
    .findLast(({ kind }) => kind === 'quantity' || kind === 'metric');
  const isRate = before?.kind === 'quantity' && before.quantity.unit === token.quantity.unit;
  // "40 percent, which compares with 33 percent in the quarter before": of another time.
  if (cueIn(around(walk, token).before, ['versus'])) return null;
  const isNext = held !== null && gap(walk, token, held.token).length <= maxGap;
  const isMore = isRate && (isNext || segmentBehind(walk, token) !== null);
  const beside = walk.tokens[walk.tokens.indexOf(token) - 1];
  if (!isMore && !isElided(walk, token, beside)) return null;
  return cueIn(walk.tokens.slice(0, walk.tokens.indexOf(token)).toReversed(), [
    'increase',
    'decrease',
  ]);
}

/** "Revenue rose 7 percent to $9.8 billion and net income 9 percent to $1.2 billion": the verb told once. */
function isElided(walk: Walk, token: QuantityToken, before: Token | undefined): boolean {
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  return (
    (before?.kind === 'metric' || before?.kind === 'segment') &&
    token.start - before.end === 1 &&
    next?.kind === 'quantity' &&
    next.quantity.unit !== token.quantity.unit &&
    targets(walk.thread.reading).test(gap(walk, token, next))
  );
}

/** "2% more than at the end of March": held against a time that is neither the year nor the quarter before. */
function restOfClause({ thread, sentence }: Walk, { end }: QuantityToken): string {
  return thread.text.slice(end, Math.min(sentence.end, end + 60));
}

const elseWhen = patternOf('elseWhen');

function leadsToAmount(walk: Walk, token: Token): boolean {
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  return (
    next?.kind === 'quantity' &&
    next.quantity.unit !== 'percent' &&
    gap(walk, token, next).trim() === ''
  );
}

/** How far what a rate is held against may stand from it. */
const maxGap = 12;

/** The low end of a range by its high end. */
function lowOf(walk: Walk, token: QuantityToken): QuantityToken | null {
  const before = walk.tokens[walk.tokens.indexOf(token) - 1];
  return before?.kind === 'quantity' && before.quantity.range === 'low' ? before : null;
}

/** "(+39%)", "–64 percent from a year ago": a sign says which way, where the words say what it is held against. */
function signed(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): { cue: 'increase' | 'decrease'; token: Token } | null {
  const { text, value } = token.quantity;
  const isUp = /^[+＋]/.test(text);
  const isSigned = isUp || /^[-−–▲△(]/.test(text) || value.startsWith('-');
  const held = cueIn([...before, ...after], comparedWith);
  if (!isSigned || (!held && !isBehindLast(walk, token))) return null;
  return { cue: isUp ? 'increase' : 'decrease', token };
}

/** "Profit advanced 25% in China and 11% at YRI": a rate of its own for each business behind one. */
function rateOwner(walk: Walk, token: QuantityToken) {
  const { metric } = walk;
  const segment = metric && metric.metric !== 'loss' ? segmentBehind(walk, token) : null;
  const isTold =
    metric?.used === true && !draftsHere(walk).some(({ quantity }) => quantity.unit === 'percent');
  return metric && segment !== null && !isTold ? { metric, segment } : null;
}

/** What a rate in words of its own says of the figure that it stands beside. */
export function readChangeOf(
  walk: Walk,
  token: QuantityToken,
  kind: 'yoy' | 'qoq',
  change: DraftComparison['change'],
): void {
  const outer = walk.outside.at(-1) ?? walk.metric;
  if (walk.foreign || (outer && namesLoss(walk, outer))) return;
  state(walk, kind, change, { start: token.start, end: token.end }, isOfNext(walk, token));
}

/** A stated change of the figure that comes next, or of the one before. */
function state(
  walk: Walk,
  kind: 'yoy' | 'qoq',
  change: DraftComparison['change'],
  span: DraftComparison['span'],
  ofNext: boolean,
): void {
  const comparison = changedBy(kind, change, span);
  const outer = walk.outside.at(-1) ?? walk.metric;
  // 前年同期比14%減の7万1,469人: the figure comes after its change, or not at all.
  if (isBehindLast(walk, span)) attach(walk.last, comparison, walk);
  else if (ofNext || (outer && !outer.used)) {
    // "Clothing sales rose 4.5%, menswear was up 2%": the second rate is of something else.
    const known = walk.pending.find((pending) => pending.kind === kind);
    // 前年同期の3,450億円から1.4%増えて3,500億円に: what it was and by how much it changed are one comparison.
    if (!known) walk.pending.push(comparison);
    else if (!known.change) {
      known.change = change;
      known.span = cover(known.span, span);
    }
  }
  // "Up 84 per cent from last year, revenue of $5.3 billion": the figure comes after its change.
  else if (leadsSentence(walk, span)) walk.ahead = comparison;
  // "Investment banking fees slumped 45% to $1.1 billion": a business comes to something next.
  else if (walk.entity && !walk.last && walk.loose.length === 0) walk.pending.push(comparison);
  // "A total of 526,000 vehicles left, an increase of 5.5 percent" is of a number that is no figure here.
  else if (walk.last) attach(walk.last, comparison, walk);
  else if (walk.loose.length === 0) attach(lastTold(walk), comparison, walk);
}

/** Whether a change begins a sentence that names its metric after a comma. */
function leadsSentence({ sentence, tokens, last, thread }: Walk, { start, end }: Span): boolean {
  const stop = tokens.find((token) => token.start >= end);
  const isFirst = /^\P{L}*$/u.test(thread.text.slice(sentence.start, start));
  const names = tokens.some((token) => token.kind === 'metric' && token.start > end);
  return isFirst && !last && stop?.kind === 'break' && names;
}

/** 1873億円(同24%増): what a bracket right behind a figure says is of that figure. */
function isBehindLast({ last, thread }: Walk, { start }: Span): boolean {
  if (!last || start < last.quantity.end) return false;
  const between = thread.text.slice(last.quantity.end, start);
  // 54億ドル(約8300億円)+4.7%
  if (between.length <= 24 && withoutBrackets(between).trim() === '') return true;
  return between.length <= 12 && /^\s?\S{0,3}\s?[(（][^()（）]*$|^, ?$/.test(between);
}

/** 前年同期比2.2倍: a change of 120%; 2.2倍増 could be two things and is left out. */
export function readMultiple(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  const versus = cueIn(before, ['yoy', 'qoq']) ?? cueIn(after, ['yoy', 'qoq']);
  const said = cueIn(after.slice(0, 1), ['increase', 'decrease']);
  const outer = walk.outside.at(-1) ?? walk.metric;
  // 純利益は2.1倍の98億円: held against what the change before it was, or else the year before.
  const others = cueIn(before, ['consensus', 'priorGuidance', 'guidance', 'versus']);
  const isGrown = said !== null && walk.last !== null;
  const none = !versus && (others !== null || (!isGrown && !isOfNext(walk, token)));
  const isOpen = token.quantity.bound !== 'exact' && token.quantity.bound !== 'about';
  // 前年同期の2.2倍に膨らんだ: where it went, and not how much was added.
  const isAdded = said !== null && !targets(walk.thread.reading).test(gap(walk, token, said.token));
  if (none || isAdded || isOpen || !outer || namesLoss(walk, outer)) return;
  const kind = versus?.cue ?? walk.thread.lastKind;
  if (versus) walk.consumed.add(versus.token);
  heldAgainst(walk, kind);
  const change = {
    value: new Big(token.quantity.value).minus(1).times(100).toFixed(),
    step: new Big(token.quantity.step).times(100).toFixed(),
  };
  state(walk, kind, change, cover(versus?.token ?? token, token), false);
}

/** "A 9 percent rise in sales": the rate is of the metric that comes next. */
function isOfNextMetric({ tokens, thread, metric }: Walk, change: Token): boolean {
  const next = tokens
    .slice(tokens.indexOf(change) + 1)
    .find(({ kind }) => kind !== 'segment' && kind !== 'period');
  return (
    next?.kind === 'metric' &&
    next.start !== metric?.at &&
    risesIn(thread.reading).test(thread.text.slice(change.end, next.start))
  );
}

const risesIn = patternOf('risesIn');
const cameFrom = perReading(({ fromAfter }) => fromAfter.map((link) => new RegExp(link, 'iu')));

/** 15.7%増の6兆5,930億円: the change belongs to the amount right after it. */
function isOfNext(walk: Walk, change: Token): boolean {
  const next = walk.clause[walk.clause.indexOf(change) + 1];
  return (
    walk.clause.includes(change) &&
    next?.kind === 'quantity' &&
    next.quantity.unit !== 'percent' &&
    gap(walk, change, next).trim().length <= 2
  );
}

/** 11%増, 11% の減少: the word of change right after its number. */
function nearCue(walk: Walk, token: QuantityToken, after: readonly Token[]) {
  const hit = cueIn(after, changeCues);
  const between = hit ? gap(walk, token, hit.token) : '';
  // 前年の30%から上がった: where it came from.
  const isFrom = cameFrom(walk.thread.reading).some((link) => link.test(between));
  return hit && !isFrom && between.length <= 8 ? hit : null;
}
