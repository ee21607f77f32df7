import { Big } from 'big.js';
import type { Measured } from './range.ts';

/**
 * "EUR 1.3 (1.2) billion", "SEK 3,412m (3,280)": a number in brackets behind an amount is the one of the year before,
 * in its currency and its scale, and no negative one. What no currency's name or scale tells from the cells of a
 * table ($1,234 (567)) stays what it was.
 */
export function withTimeBefore(folded: string, found: readonly Measured[]): Measured[] {
  const all = [...found];
  for (const [index, held] of found.entries()) {
    const now = all[index - 1];
    if (!now || !isBoxed(held) || !isBehind(folded, now, held)) continue;
    const scale = now.scale ?? held.scale;
    const unit = now.hasUnit ? now.quantity.unit : held.quantity.unit;
    all[index - 1] = scaled(now, scale, unit);
    const { quantity, ...rest } = scaled(held, scale, unit);
    const value = quantity.value.replace(/^-/, '');
    all[index] = { ...rest, quantity: { ...quantity, value, timeBefore: true } };
  }
  return all;
}

/** (1.2), (3,280), but not (2019) or the number of a note. */
function isBoxed({ quantity: { text } }: Measured): boolean {
  return /^\(\d[\d,]*(?:\.\d+)?\)/.test(text) && !/^\((?:(?:19|20)\d\d|\d)\)/.test(text);
}

function isBehind(folded: string, now: Measured, held: Measured): boolean {
  const { quantity: first } = now;
  const { quantity: second } = held;
  if (first.text.includes('(') || !/^\.? ?$/.test(folded.slice(first.end, second.start)))
    return false;
  const isNamed = /^(?:[A-Z]{3} ?)[-+]?\d/.test(first.text) || now.scale !== null;
  if (!now.hasUnit || !isNamed || (now.scale !== null && held.scale !== null)) return false;
  const [a, b] = [printed(now), printed(held)];
  const isLike = held.scale !== null || (a.times(12).gt(b) && b.times(12).gt(a));
  return isLike && decimals(first.text) === decimals(second.text);
}

/** How large the digits alone are. */
function printed({ quantity, scale }: Measured): Big {
  return new Big(quantity.value).abs().div(scale ?? 1);
}

function decimals(text: string): number {
  return /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
}

function scaled(
  measured: Measured,
  scale: Big | null,
  unit: Measured['quantity']['unit'],
): Measured {
  const { quantity, scale: own } = measured;
  const times = own === null && scale !== null ? scale : new Big(1);
  return {
    ...measured,
    scale,
    hasUnit: true,
    quantity: {
      ...quantity,
      unit,
      value: new Big(quantity.value).times(times).toFixed(),
      step: new Big(quantity.step).times(times).toFixed(),
      bare: false,
      scaled: scale !== null,
    },
  };
}
