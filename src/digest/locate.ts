import { Big } from 'big.js';
import type { Quantity } from '../figure/figure.ts';
import { readQuantities } from '../figure/quantity.ts';
import type { LanguageCode } from '../language/index.ts';

/** The number of a quote that has this value, its sign aside (a loss is printed without one), before scaling. */
export function numberIn(
  quote: string,
  value: string,
  language: LanguageCode,
  scale = 0,
): Quantity | null {
  const times = new Big(10).pow(scale);
  const printed = new Big(value).abs().div(times);
  const found = readQuantities(quote, language).find((quantity) =>
    new Big(quantity.value).abs().eq(printed),
  );
  return found ? { ...found, step: new Big(found.step).times(times).toFixed() } : null;
}

/** Every place where a quote stands in a text, in order. */
export function occurrencesOf(text: string, quote: string): number[] {
  const places: number[] = [];
  if (quote === '') return places;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) places.push(at);
  return places;
}
