import {
  Culture,
  recognizeCurrency,
  recognizeNumber,
  recognizePercentage,
} from '@microsoft/recognizers-text-suite';
import { Big } from 'big.js';
import { z } from 'zod';
import type { LanguageCode } from '../src/language/index.ts';
import type { Value } from './values.ts';

const cultures: Readonly<Record<LanguageCode, string>> = {
  ja: Culture.Japanese,
  en: Culture.English,
};

/** Currencies the peer names without their code, taken as an earnings article means them. */
const nameless: Readonly<Record<string, string>> = { Dollar: 'USD', Pound: 'GBP', Rupee: 'INR' };

const Resolution = z.object({
  value: z.string().nullish(),
  unit: z.string().optional(),
  isoCurrency: z.string().optional(),
});

/**
 * Every number that Recognizers-Text reads in pieces of a text: numbers (as counts), percentages, money.
 * Whatever can be taken in its favour is.
 */
export function peerValues(pieces: readonly string[], language: LanguageCode): readonly Value[] {
  const culture = cultures[language];
  return pieces.flatMap((piece) => [
    ...recognizeNumber(piece, culture).flatMap(({ resolution }) => read(resolution, 'count')),
    ...recognizePercentage(piece, culture).flatMap(({ resolution }) => read(resolution, 'percent')),
    ...recognizeCurrency(piece, culture).flatMap(({ resolution }) => read(resolution, null)),
  ]);
}

/** What one hit says; none where it names a unit without a number. */
function read(resolution: unknown, given: string | null): Value[] {
  const { value, unit = '', isoCurrency } = Resolution.parse(resolution);
  const digits = value?.replace('%', '');
  if (digits === undefined || !/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i.test(digits)) return [];
  if (unit === 'Cent') return [{ value: new Big(digits).div(100).toFixed(), unit: 'USD' }];
  return [{ value: digits, unit: given ?? isoCurrency ?? nameless[unit] ?? unit }];
}
