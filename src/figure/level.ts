import { Big } from 'big.js';
import { readChangeOf } from './change.ts';
import { perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import {
  around,
  changeCues,
  comparedWith,
  cueIn,
  gap,
  heldAgainst,
  type Walk,
  withoutBrackets,
} from './walk.ts';

/** 前年同期比102%の3兆6663億円: how much of the time before it is, and not by how much it changed; true where it says so. */
export function readLevel(walk: Walk, token: QuantityToken): boolean {
  const { quantity } = token;
  const { before, after } = around(walk, token);
  const held = cueIn(before.slice(0, 1), comparedWith);
  if (!held || quantity.unit !== 'percent' || quantity.range || quantity.bound !== 'exact')
    return false;
  const { lead, tail } = patterns(walk.thread.reading);
  const { text } = walk.thread;
  const isLevel =
    Number(quantity.value) >= least &&
    cueIn(after.slice(0, 1), changeCues) === null &&
    lead.test(text.slice(held.token.start, token.start)) &&
    tail.test(withoutBrackets(text.slice(token.end, token.end + 32))) &&
    /^\d/.test(text.slice(token.start, token.end).trim()) &&
    gap(walk, held.token, token).length <= 1;
  if (!isLevel) return false;
  const kind = held.cue === 'same' ? walk.thread.lastKind : held.cue;
  heldAgainst(walk, kind);
  walk.consumed.add(held.token);
  const value = new Big(quantity.value).minus(100).toFixed();
  readChangeOf(walk, token, kind, { value, step: quantity.step });
  return true;
}

/** Smaller ones may well be changes without their word. */
const least = 60;

const patterns = perReading(({ levels: { lead, tail } }) => ({
  lead: new RegExp(lead, 'iu'),
  tail: new RegExp(tail, 'iu'),
}));
