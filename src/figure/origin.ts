import type { Draft } from './draft.ts';
import type { Quantity } from './figure.ts';
import { isOutcome } from './other-period.ts';
import { perReading } from './per-reading.ts';
import type { NamedPeriod } from './period.ts';
import { cameOut } from './former-verb.ts';
import { heldAgainst, hold, sameMeasure, type Walk } from './walk.ts';

/** 昨年第4四半期の184億元から今年第1四半期の228億元へ: what a figure was before, and what that is to it. */
export function cameFrom(walk: Walk, draft: Draft): void {
  const { from } = walk;
  walk.from = null;
  walk.cameFrom = from?.high ? { low: from.quantity, high: from.high } : null;
  if (!from || !sameMeasure(draft.quantity, from.quantity)) return;
  const kind =
    from.kind ??
    (isRevised(walk) || isArrowOfForecast(walk, draft, from.quantity)
      ? 'prior_guidance'
      : changedSince(walk, draft, from.period));
  if (kind === 'prior_guidance' && !isOutcome(walk, draft.quantity) && !cameOut(walk)) {
    draft.basis = 'guidance';
    draft.period ??= walk.thread.mood;
  }
  heldAgainst(walk, kind);
  const { start, end } = from.quantity;
  hold(walk, draft, kind, from.quantity, { start, end }, { sign: from.sign });
}

/** 業績予想は、売上高が1兆3220億円→1兆3700億円: what a forecast was before. */
function isArrowOfForecast({ thread }: Walk, { basis, quantity }: Draft, from: Quantity): boolean {
  return basis === 'guidance' && thread.text.slice(from.end, quantity.start).includes('→');
}

/** Quarters in a row compare with each other, anything else with a year before. */
function changedSince(walk: Walk, draft: Draft, before: NamedPeriod | null): 'yoy' | 'qoq' {
  const now = draft.period ?? walk.thread.period;
  const parts = [before?.part, now?.part];
  return before && now && parts.every((part) => part?.startsWith('q')) && parts[0] !== parts[1]
    ? 'qoq'
    : 'yoy';
}

/** 1兆190億円から9680億円に下方修正: a forecast that was another one. */
function isRevised({ thread, sentence }: Walk): boolean {
  return revisions(thread.reading).test(sentence.text);
}

/** Verbs that revise a forecast. */
export const revisions = perReading(
  (reading) => new RegExp(`(?<!\\p{Script=Latin})(?:${reading.revisions.join('|')})`, 'iu'),
);
