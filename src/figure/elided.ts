import { fold } from '../article/fold.ts';
import { type Currency, currencyOf } from '../language/amount.ts';
import { metricUnit } from '../metrics.ts';
import { bareScale } from './comparator.ts';
import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import type { QuantityToken, Thread } from './thread.ts';
import { cueIn, depthsOf, standings } from './walk.ts';

/**
 * "Sales fell to 3.31 bln euros, missing a poll average of 3.36 bln, and net profit was 214 mln": an amount of money
 * whose currency is not told again. It has that of the amount before it, where it stands behind the name of a metric
 * of money, or beside what it is held against, and names nothing counted.
 */
export function withCurrencies(tokens: readonly Token[], thread: Thread): readonly Token[] {
  if (!tokens.some((token) => isUnnamed(token, thread))) return tokens;
  const depths = depthsOf(tokens);
  let money: Currency | null = null;
  return tokens.map((token, at): Token => {
    if (token.kind !== 'quantity') return token;
    const { quantity } = token;
    const own = currencyOf(quantity.unit);
    // What stands in brackets may be the same in other money.
    if (own !== null && depths.get(token) === 0) money = own;
    if (!isUnnamed(token, thread) || !isMoney(tokens.slice(0, at), money !== null)) return token;
    const unit = money ?? lastMoney(thread);
    return unit === null ? token : { ...token, quantity: { ...quantity, unit } };
  });
}

/** 214 mln, and not 214 million people. */
function isUnnamed(token: Token, { text, reading }: Thread): token is QuantityToken {
  if (token.kind !== 'quantity') return false;
  const { quantity, end } = token;
  return (
    quantity.unit === 'count' &&
    quantity.scaled &&
    bareScale(reading).test(fold(quantity.text)) &&
    namesNothing(reading).test(text.slice(end, end + 24))
  );
}

/** Whether the words before such an amount make it one of money. */
function isMoney(before: readonly Token[], isTold: boolean): boolean {
  const at = before.findLastIndex(({ kind }) => kind === 'metric' || kind === 'quantity');
  const last = before[at];
  if (!last) return false;
  if (last.kind === 'metric') return metricUnit(last.metric) === 'money';
  if (last.kind !== 'quantity' || !isTold || currencyOf(last.quantity.unit) === null) return false;
  return cueIn(before.slice(at), ['versus', ...standings]) !== null;
}

function lastMoney({ drafts }: Thread): Currency | null {
  return currencyOf(
    drafts.findLast(({ quantity }) => currencyOf(quantity.unit))?.quantity.unit ?? 'count',
  );
}

const namesNothing = patternOf('namesNothing');
