import { type DraftComparison, heldTo } from './draft.ts';
import type { ComparisonKind } from './figure.ts';
import type { Token } from './lexer.ts';
import { fits, unitOfMetric } from './measure.ts';
import type { QuantityToken } from './thread.ts';
import { cover, type Walk } from './walk.ts';

/** 前年同期の15億ドル(1株当たり1.20ドル)から18億ドル(同1.50ドル): earnings of a share beside what net income was. */
export function ofShareHeld(walk: Walk, token: QuantityToken): boolean {
  const { compared, metric } = walk;
  if (metric?.metric !== 'eps' || metric.used || !fits('eps', token.quantity)) return false;
  if (!compared || amountBefore(walk, token) !== compared.token || walk.pending.length === 0)
    return false;
  const { quantity } = token;
  walk.share = { metric, kind: compared.kind, quantity };
  return true;
}

/** The same beside what net income is now: a figure that is held against what it was. */
export function isShareNow(walk: Walk, token: QuantityToken): boolean {
  const { share, last } = walk;
  const amount = amountBefore(walk, token);
  if (!share || !last || amount?.start !== last.quantity.start || !fits('eps', token.quantity))
    return false;
  walk.share = null;
  walk.metric = { ...share.metric, used: false };
  const quantity = { ...share.quantity, unit: unitOfMetric('eps', share.quantity.unit) };
  const { start, end } = quantity;
  walk.pending.push(
    pendingOf({ kind: share.kind, token }, { kind: 'quantity', quantity, start, end }),
  );
  return true;
}

/** The amount right before the bracket that a number stands in. */
function amountBefore({ clause, depth }: Walk, token: QuantityToken): QuantityToken | null {
  const at = clause.indexOf(token);
  const opening = clause.findLastIndex(
    (near, index) => near.kind === 'bracket' && near.opens && index < at,
  );
  const before = clause[opening - 1];
  return depth.get(token) !== 0 && before?.kind === 'quantity' ? before : null;
}

/** A comparator that its figure is still to come for. */
export function pendingOf(
  found: { readonly kind: ComparisonKind; readonly token: Token },
  token: QuantityToken,
): DraftComparison {
  return heldTo(found.kind, token.quantity, cover(found.token, token));
}
