import { readFileSync } from 'node:fs';
import { Big } from 'big.js';
import { z } from 'zod';
import type { AnnotatedArticle } from '../src/eval/schema.ts';

/** A number with what it is measured in: a Unit of the product's, or what an annotated article names. */
export interface Value {
  /** A decimal in base units. */
  readonly value: string;
  readonly unit: string;
}

const Values = z.array(z.object({ text: z.string(), value: z.string(), unit: z.string() }));

/** Every number of the seed article that measures something, once each, as a person reads it. */
export function seedValues(): readonly Value[] {
  return Values.parse(JSON.parse(readFileSync(`${import.meta.dirname}/seed-values.json`, 'utf8')));
}

/** The values of an annotated article's facts and of what these are compared with. */
export function factValues({ facts }: AnnotatedArticle): readonly Value[] {
  return facts.flatMap(({ value, unit, comparisons }) => [
    { value, unit },
    ...comparisons.flatMap((comparison) =>
      comparison.value === null ? [] : [{ value: comparison.value, unit }],
    ),
  ]);
}

/** How many of the expected values were read: as numbers alone, and with the right unit (signs aside). */
export function hits(
  expected: readonly Value[],
  read: readonly Value[],
): { readonly value: number; readonly withUnit: number } {
  const same = (want: Value) => read.filter(({ value }) => size(value).eq(size(want.value)));
  return {
    value: expected.filter((want) => same(want).length > 0).length,
    withUnit: expected.filter((want) =>
      same(want).some(({ unit }) => baseUnit(unit) === baseUnit(want.unit)),
    ).length,
  };
}

function size(value: string): Big {
  return new Big(value).abs();
}

/** Money per share is money to whoever reads numbers alone. */
function baseUnit(unit: string): string {
  return unit.replace('_per_share', '');
}
