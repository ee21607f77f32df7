import type { Token } from './lexer.ts';
import type { ComparisonKind } from './figure.ts';
import {
  attach,
  comparedWith,
  cover,
  cueIn,
  directionOf,
  nameAfter,
  sameMeasure,
  standings,
  type QuantityToken,
  type Walk,
} from './walk.ts';

/** What an amount is compared as, by the words beside it; null where it is no comparator. */
export function comparatorKind(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  const kinds = {
    yoy: 'yoy',
    qoq: 'qoq',
    consensus: 'consensus',
    priorGuidance: 'prior_guidance',
  } as const;
  const names = ['yoy', 'qoq', 'consensus', 'priorGuidance'] as const;
  // A metric between the cue and the number makes the number that metric's value.
  const near = before.findIndex(({ kind }) => kind === 'metric');
  const cueBefore = cueIn(near < 0 ? before : before.slice(0, near), names);
  const first = after[0];
  // 110億円で前年同期比50%増: the cue belongs to the rate that follows it, not to the amount.
  const ofRate =
    first !== undefined && walk.clause[walk.clause.indexOf(first) + 1]?.kind === 'quantity';
  const cueAfter = first && !ofRate && first.start - token.end <= 12 ? cueIn([first], names) : null;
  const hit = cueBefore ?? cueAfter;
  return hit ? { kind: kinds[hit.cue], token: hit.token } : null;
}

/** 「2023年の28億米ドルを上回ります」: a comparator that only its period names; the next words may say which it is. */
export function labelOnly(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  const label = before[0];
  const standing = cueIn(after, standings);
  const draft = walk.last;
  if (
    label?.kind !== 'period' ||
    !standing ||
    !draft ||
    !sameMeasure(draft.quantity.unit, token.quantity.unit)
  )
    return false;
  if (nameAfter(walk, token, after)) return false;
  walk.thread.open = {
    draft,
    quantity: token.quantity,
    label: { start: label.start, end: label.end },
    direction: directionOf(standing.cue),
  };
  return true;
}

/** A fragment that begins with a lone 前年同期比 says what the comparator before it was. */
export function settleOpen(walk: Walk, clause: readonly Token[]): void {
  const { open, text } = walk.thread;
  walk.thread.open = null;
  const [only, ...more] = clause;
  if (!open || more.length > 0 || only?.kind !== 'cue') return;
  const kind = comparedWith.find((cue) => cue === only.cue);
  if (!kind || only.start !== walk.sentence.start) return;
  const span = cover(open.label, only);
  walk.consumed.add(only);
  walk.thread.last = open.draft;
  attach(
    open.draft,
    {
      kind,
      comparator: { ...open.quantity, unit: open.draft.quantity.unit },
      change: null,
      direction: open.direction,
      span,
    },
    walk,
  );
  const { value, unit, bound } = open.quantity;
  open.draft.problems.push({
    code: 'period_label',
    severity: 'medium',
    spans: [span],
    figures: [],
    args: {
      amount: { amount: { value: open.draft.loss ? `-${value}` : value, unit, bound } },
      labelled: { text: text.slice(open.label.start, open.label.end) },
      described: { text: text.slice(only.start, only.end) },
    },
  });
}
