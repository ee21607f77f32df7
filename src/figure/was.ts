import { kindOf } from './kind.ts';
import { patternOf } from './per-reading.ts';
import type { Token } from './lexer.ts';
import type { QuantityToken, Thread } from './thread.ts';
import { cueIn, type Walk } from './walk.ts';

/** Whether a sentence tells in that way what something was; then it is not all of the time before. */
export function tellsFormer({ text, reading }: Thread, tokens: readonly Token[]): boolean {
  return tokens.some((token, at) => {
    const name = tokens.slice(at + 1, at + 3).find(({ kind }) => kind === 'metric');
    if (token.kind !== 'quantity' || !name) return false;
    return was(reading).test(text.slice(token.end, name.start));
  });
}

/** 前年同期に83億円の黒字だった営業損益が438億円の損失に: what the metric named behind it was, before the amount to come. */
export function readFormer(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  const sign = cueIn(after.slice(0, 1), ['loss', 'profit']);
  const name = after[sign ? 1 : 0];
  if (name?.kind !== 'metric') return false;
  const { text, reading } = walk.thread;
  if (!was(reading).test(text.slice(token.end, name.start))) return false;
  const found = kindOf(walk, token, before, after.slice(0, 1));
  if (found) walk.consumed.add(found.token);
  if (sign) walk.consumed.add(sign.token);
  walk.from = {
    quantity: token.quantity,
    period: null,
    sign: sign?.cue ?? null,
    kind: found?.kind ?? null,
    high: null,
  };
  return true;
}

const was = patternOf('was');
