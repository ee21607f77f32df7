import type { Token } from './lexer.ts';
import type { QuantityToken } from './thread.ts';
import {
  comparedWith,
  cover,
  cueIn,
  directionOf,
  hold,
  nameAfter,
  sameMeasure,
  standings,
  type Walk,
} from './walk.ts';

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
    !sameMeasure(draft.quantity, token.quantity)
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
  const { open, text, lastKind } = walk.thread;
  walk.thread.open = null;
  const [only, ...more] = clause;
  if (!open || more.length > 0 || only?.kind !== 'cue') return;
  const cue = comparedWith.find((each) => each === only.cue);
  if (!cue || only.start !== walk.sentence.start) return;
  const span = cover(open.label, only);
  walk.consumed.add(only);
  walk.thread.last = open.draft;
  const { direction } = open;
  hold(walk, open.draft, cue === 'same' ? lastKind : cue, open.quantity, span, { direction });
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
