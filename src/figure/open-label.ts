import type { ComparisonKind } from './figure.ts';
import type { Token } from './lexer.ts';
import { distanceBetween, inFiscalYear, type NamedPeriod } from './period.ts';
import type { QuantityToken, Thread } from './thread.ts';
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
    period: label.period,
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
  const kind = cue === 'same' ? lastKind : cue;
  hold(walk, open.draft, kind, open.quantity, span, { direction });
  if (!contradicts(open.period, kind, open.draft.period ?? walk.thread.period, walk.thread)) return;
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

/** Whether a label names another period than the one that a result of `own` is compared with; a bare year names any part of it. */
function contradicts(
  label: NamedPeriod,
  kind: ComparisonKind,
  own: NamedPeriod | null,
  { endMonth }: Thread,
): boolean {
  const named = inFiscalYear(label, endMonth);
  if (own?.year == null || named.year === null || named.fiscal !== own.fiscal) return false;
  if (named.part !== 'fy' || own.part === 'fy') return distanceBetween(named, own) !== kind;
  const isInYearBefore = kind === 'yoy' || own.part === 'q1';
  return named.year !== own.year - (isInYearBefore ? 1 : 0);
}
