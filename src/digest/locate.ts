import { Big } from 'big.js';
import { tenTo } from '../figure/arithmetic.ts';
import type { Quantity } from '../figure/figure.ts';
import { kept } from '../figure/once.ts';
import { readQuantities } from '../figure/quantity.ts';
import type { LanguageCode } from '../language/index.ts';

/** Gives the numbers that a quote in a language prints. */
export type QuoteReader = (quote: string, language: LanguageCode) => readonly Quantity[];

/** Reads each quote once, however many figures and comparisons stand in it. */
export function quoteReader(): QuoteReader {
  const readerOf = kept(
    (language: LanguageCode) => kept((quote: string) => readQuantities(quote, language), new Map()),
    new Map(),
  );
  return (quote, language) => readerOf(language)(quote);
}

/** The one of a quote's numbers that has this value, its sign aside (a loss is printed without one), before scaling. */
export function numberIn(printed: readonly Quantity[], value: string, scale = 0): Quantity | null {
  const size = new Big(value).abs().times(tenTo(-scale)).toFixed();
  const found = printed.find((quantity) => quantity.value.replace('-', '') === size);
  return found ? { ...found, step: new Big(found.step).times(tenTo(scale)).toFixed() } : null;
}

/** Every place where a quote stands in a text, in order. */
export function occurrencesOf(text: string, quote: string): number[] {
  const places: number[] = [];
  if (quote === '') return places;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) places.push(at);
  return places;
}
