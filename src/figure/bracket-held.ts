import type { Draft } from './draft.ts';
import { namesLoss, namesProfit } from './measure.ts';
import type { QuantityToken } from './thread.ts';
import { cueIn, heldAgainst, hold, sameMeasure, type Walk } from './walk.ts';

/**
 * "Turnover of €1,204.5m (€1,188.0m)", "operating profit $6.2m (loss of $1.8m)": an amount alone in brackets behind a
 * figure of its own currency is the one of the year before.
 */
export function ofTimeBefore(walk: Walk, token: QuantityToken): boolean {
  const { clause, last, tokens } = walk;
  if (token.quantity.timeBefore) {
    const before = tokens[tokens.indexOf(token) - 1];
    if (last && before?.start === last.quantity.start) holdBefore(walk, last, token, null);
    return true;
  }
  if (walk.depth.get(token) !== 1 || !last) return false;
  const at = clause.indexOf(token);
  const opening = clause.findLastIndex(
    (near, index) => near.kind === 'bracket' && near.opens && index < at,
  );
  const [name, ...more] = clause.slice(opening + 1, at);
  const closing = clause[at + 1];
  const isAlone =
    more.length === 0 &&
    closing?.kind === 'bracket' &&
    closing.start === token.end &&
    clause[opening - 1]?.start === last.quantity.start &&
    sameMeasure(last.quantity, token.quantity);
  if (!isAlone) return false;
  if (!name) {
    if (clause[opening]?.end !== token.start) return false;
    holdBefore(walk, last, token, null);
    return true;
  }
  const sign = signOf(walk, name);
  if (!sign) return false;
  walk.consumed.add(name);
  walk.metric = null;
  holdBefore(walk, last, token, sign);
  return true;
}

function signOf(walk: Walk, token: Walk['clause'][number]): 'loss' | 'profit' | null {
  const said = cueIn([token], ['loss', 'profit']);
  if (said) return said.cue;
  if (token.kind !== 'metric') return null;
  const name = { metric: token.metric, label: token.label, at: token.start };
  return namesLoss(walk, name) ? 'loss' : namesProfit(walk, name) ? 'profit' : null;
}

function holdBefore(
  walk: Walk,
  draft: Draft,
  token: QuantityToken,
  sign: 'loss' | 'profit' | null,
): void {
  heldAgainst(walk, 'yoy');
  const isTurned = draft.quantity.value.startsWith('-') && !token.quantity.value.startsWith('-');
  const { start, end } = token;
  hold(
    walk,
    draft,
    'yoy',
    token.quantity,
    { start, end },
    {
      sign: sign ?? (isTurned ? 'profit' : null),
    },
  );
}
