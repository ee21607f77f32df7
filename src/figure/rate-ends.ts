import { fold } from '../article/fold.ts';
import { readChangeOf } from './change.ts';
import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { around, changeCues, comparedWith, cueIn, gap, heldAgainst, type Walk } from './walk.ts';

/** 31.6%減~53.9%増: a range of rates, each with a word of change of its own; true where the rate is its low end. */
export function readRateEnds(walk: Walk, token: QuantityToken): boolean {
  const [word, other, last] = walk.clause.slice(walk.clause.indexOf(token) + 1);
  if (!word || other?.kind !== 'quantity' || !last) return false;
  const [from, to] = [cueIn([word], changeCues), cueIn([last], changeCues)];
  const isRange =
    other.quantity.unit === 'percent' &&
    from !== null &&
    to !== null &&
    from.cue !== to.cue &&
    gap(walk, token, word) === '' &&
    gap(walk, other, last) === '' &&
    link(walk.thread.reading).test(fold(gap(walk, word, other)));
  if (!isRange) return false;
  const held = cueIn(around(walk, token).before, comparedWith);
  const kind = held && held.cue !== 'same' ? held.cue : walk.thread.lastKind;
  heldAgainst(walk, kind);
  walk.shared.add(other);
  const used: readonly Token[] = [word, last, ...(held ? [held.token] : [])];
  for (const each of used) walk.consumed.add(each);
  const [low, high] = [ofEnd(token, from.cue), ofEnd(other, to.cue)].toSorted(
    (a, b) => Number(a.value) - Number(b.value),
  );
  if (low && high) readChangeOf(walk, token, kind, { ...low, most: high });
  return true;
}

function ofEnd({ quantity: { value, step } }: QuantityToken, cue: (typeof changeCues)[number]) {
  return { value: cue === 'decrease' ? `-${value}` : value, step };
}

const link = perReading(
  ({ ranges }) => new RegExp(`^\\s?(?:${ranges.map((each) => each.link).join('|')})\\s?$`, 'iu'),
);
