import { currencyOf } from '../language/amount.ts';
import type { Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import type { QuantityToken } from './thread.ts';
import { cueIn, sameMeasure, type Walk } from './walk.ts';

/** 売上高が1兆円を突破し、前年同期比12%増の1兆340億円となった: what was passed on the way to the amount. */
export function isPassed({ tokens, depth }: Walk, token: QuantityToken): boolean {
  if (token.quantity.bound !== 'over' || currencyOf(token.quantity.unit) === null) return false;
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
    (before.kind === 'break' || cueIn([before], ['increase', 'decrease']) !== null) &&
    Number(next.quantity.value) > Number(token.quantity.value)
  );
}

function isAmountLike(token: Token, quantity: Quantity): boolean {
  return token.kind === 'quantity' && sameMeasure(token.quantity, quantity);
}
