import { currencyOf } from '../language/amount.ts';
import type { Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import type { QuantityToken } from './thread.ts';
import { patternOf } from './per-reading.ts';
import { cueIn, gap, sameMeasure, type Walk } from './walk.ts';

/** 売上高が1兆円を突破し、前年同期比12%増の1兆340億円となった, 100億円を割り込み、97億円: what was passed on the way to the amount. */
export function isPassed(walk: Walk, token: QuantityToken): boolean {
  const { tokens, depth } = walk;
  if (currencyOf(token.quantity.unit) === null) return false;
  const standing = tokens[tokens.indexOf(token) + 1];
  const beaten = standing && standing.start === token.end && cueIn([standing], ['above']);
  const isOver = token.quantity.bound === 'over' || Boolean(beaten);
  const after = walk.thread.text.slice(token.end, token.end + 8);
  if (isExpected(walk, token)) return false;
  if (!isOver && !fellBelow(walk.thread.reading).test(after)) return false;
  const rest = tokens.slice(tokens.indexOf(token) + 1);
  const stop = rest.findIndex(
    (other) =>
      other.kind === 'metric' || other.kind === 'segment' || isAmountLike(other, token.quantity),
  );
  const next = rest[stop];
  const before = rest[stop - 1];
  return (
    next?.kind === 'quantity' &&
    depth.get(next) === depth.get(token) &&
    before !== undefined &&
    (before.kind === 'break' ||
      before === standing ||
      cueIn([before], ['increase', 'decrease']) !== null) &&
    Number(next.quantity.value) > Number(token.quantity.value) === isOver
  );
}

/** 従来予想の80億円を上回り、96億円: what was expected right before it is a comparator, passed or not. */
function isExpected({ tokens }: Walk, token: QuantityToken): boolean {
  const before = tokens[tokens.indexOf(token) - 1];
  const isNext = before !== undefined && token.start - before.end <= 1;
  return isNext && cueIn([before], ['consensus', 'priorGuidance']) !== null;
}

function isAmountLike(token: Token, quantity: Quantity): boolean {
  return token.kind === 'quantity' && sameMeasure(token.quantity, quantity);
}

/** 2018年の80億円を超え: when the amount that was passed was, and not the one that follows. */
export function isOfPassed(walk: Walk, period: Token): boolean {
  const next = walk.tokens[walk.tokens.indexOf(period) + 1];
  return next?.kind === 'quantity' && next.start - period.end <= 1 && isPassed(walk, next);
}

/** 営業利益は90億円に対して80億円だった: what the first one is nobody says; it is no value. */
export function isHeldUnsaid(walk: Walk, token: QuantityToken, before: readonly Token[]): boolean {
  const rest = walk.clause.slice(walk.clause.indexOf(token) + 1);
  const at = rest.findIndex(({ kind }) => kind === 'quantity');
  const next = rest[at];
  if (next?.kind !== 'quantity' || !sameMeasure(next.quantity, token.quantity)) return false;
  const named = cueIn(
    [...before, ...rest.slice(0, at)],
    ['yoy', 'qoq', 'consensus', 'priorGuidance'],
  );
  return named === null && heldBy(walk.thread.reading).test(gap(walk, token, next));
}

const heldBy = patternOf('heldBy');
const fellBelow = patternOf('fellBelow');

/** A price, a milestone, one month made a year, or how long something has lasted: no result. */
export function notAResult(walk: Walk, token: QuantityToken): boolean {
  const streak = cueIn(walk.clause, ['streak']) !== null && token.quantity.bound === 'over';
  return streak || cueIn(walk.clause, ['price', 'milestone', 'runRate']) !== null;
}

/** "Modestly below the $195 million achieved in 2024": what something is measured by is no value. */
export function isOnlyHeldTo({ thread }: Walk, { start }: QuantityToken): boolean {
  return thanThe(thread.reading).test(thread.text.slice(Math.max(0, start - 24), start));
}

const thanThe = patternOf('thanThe');
