import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { comparedWith, cueIn, gap, type Walk } from './walk.ts';

/** 前期から35%、前年同期からも33%落ち込んだ: one verb for two rates that say what each is held against. */
export function verbOfTwo(walk: Walk, token: QuantityToken, before: readonly Token[]) {
  const at = walk.tokens.indexOf(token);
  const [stop, versus, rate, verb] = walk.tokens.slice(at + 1, at + 5);
  const isPair =
    stop?.kind === 'break' &&
    versus !== undefined &&
    cueIn([versus], comparedWith) !== null &&
    rate?.kind === 'quantity' &&
    rate.quantity.unit === 'percent' &&
    cueIn(before.slice(0, 1), comparedWith) !== null;
  if (!isPair || !verb || gap(walk, token, stop) !== '' || gap(walk, rate, verb).length > 2)
    return null;
  return cueIn([verb], ['increase', 'decrease']);
}

/** 9577億円で21%、603億円で58%それぞれ減っている: one verb at the end for all of them. */
export function sharedOut(walk: Walk, token: QuantityToken) {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const last = rest.findLast(({ kind }) => kind === 'cue');
  const hit = last ? cueIn([last], ['increase', 'decrease']) : null;
  if (!hit || walk.depth.get(token) !== 0) return null;
  const near = walk.thread.text.slice(Math.max(token.end, hit.token.start - 8), hit.token.start);
  return each(walk.thread.reading).test(near) ? hit : null;
}

const each = patternOf('each');
