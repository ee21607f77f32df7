/** ISO 4217 codes the reader knows; a new currency is one code here and its words per language. */
export const currencies = [
  'USD',
  'JPY',
  'EUR',
  'GBP',
  'CNY',
  'KRW',
  'CAD',
  'INR',
  'TWD',
  'HKD',
  'AUD',
  'CHF',
  'SGD',
  'NZD',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'HUF',
  'TRY',
  'RUB',
  'ILS',
  'SAR',
  'AED',
  'ZAR',
  'BRL',
  'MXN',
  'THB',
  'MYR',
  'IDR',
  'VND',
  'PHP',
] as const;
export type Currency = (typeof currencies)[number];

/**
 * What an amount is measured in: money in a currency, money per share, a count of something,
 * per cent, percentage points, or a ratio (2.2倍 as a bare multiple). Never converted.
 */
export type Unit = Currency | `${Currency}_per_share` | 'count' | 'percent' | 'points' | 'ratio';

/** How a printed number bounds the true one: 約 about, 以上/超 over, 以下/未満 under. */
export type Bound = 'exact' | 'about' | 'over' | 'under';

/** An exact decimal in base units with its unit: 77億8,800万ドル is {value: '7788000000', unit: 'USD'}. */
export interface Amount {
  readonly value: string;
  readonly unit: Unit;
  readonly bound: Bound;
  /** One unit of the last printed digit (2.20: 0.01), where it is known. */
  readonly step?: string | null;
}

/** The currency of money and per-share units; null for counts, percentages and ratios. */
export function currencyOf(unit: Unit): Currency | null {
  const code = unit.slice(0, 3);
  return currencies.find((currency) => currency === code) ?? null;
}

/** True for the units of this module's union (what digest.yaml may hold). */
export function isUnit(text: string): text is Unit {
  const base = text.endsWith('_per_share') ? text.slice(0, -'_per_share'.length) : text;
  if (currencies.some((currency) => currency === base)) return true;
  return ['count', 'percent', 'points', 'ratio'].includes(text);
}
