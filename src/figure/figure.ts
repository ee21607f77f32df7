import type { Span } from '../article/article.ts';
import type { Amount, Unit } from '../language/amount.ts';
import type { MetricId } from '../metrics.ts';

/** A number of the text, exact, with its place: 約77億8,800万ドル. */
export interface Quantity extends Amount, Span {
  /** The text's own characters, cue words (約, 以上) not included. */
  readonly text: string;
  /** One unit of the last printed digit: 320億 -> 100000000. A printed number means value ± step/2. */
  readonly step: string;
  /** True where nothing stands beside the digits: no unit, no scale, no currency. */
  readonly bare: boolean;
  /** True where a scale word is printed with it, or with the other end of its range. */
  readonly scaled: boolean;
  /** The end of a range it is: $10.5-11.5 billion. */
  readonly range?: RangeEnd;
  /** True where the notation says that it is the one of the year before: EUR 1.3 (1.2) billion. */
  readonly timeBefore?: true;
}

export const rangeEnds = ['low', 'high'] as const;
export type RangeEnd = (typeof rangeEnds)[number];

/** What a figure claims to be. Consensus is "as reported by the source", never ours. */
export const bases = ['actual', 'guidance', 'prior_guidance', 'consensus'] as const;
export type Basis = (typeof bases)[number];

export const accountings = ['gaap', 'adjusted'] as const;
export type Accounting = (typeof accountings)[number];

export const comparisonKinds = ['yoy', 'qoq', 'consensus', 'prior_guidance'] as const;
export type ComparisonKind = (typeof comparisonKinds)[number];

/** How a figure stands to another, only as the text states it. */
export interface Comparison {
  readonly kind: ComparisonKind;
  /** The comparator (last year's figure, the forecast) in the figure's unit, null when not stated. */
  readonly value: string | null;
  /** One unit of the comparator's last printed digit; null with value null. */
  readonly step: string | null;
  /** Signed stated change in per cent, null when not stated. Never computed. */
  readonly changePct: string | null;
  /** One unit of the stated change's last printed digit; null with changePct null. */
  readonly changeStep: string | null;
  /** Whether the text says that the figure was higher or lower than the comparator. */
  readonly direction: 'above' | 'below' | 'in_line' | null;
  /** The exact piece of the article that states it. */
  readonly quote: string;
  readonly span: Span;
}

/** A quantity that means something, with the sentence it was read from. */
export interface Figure extends Amount {
  /** Names it inside its digest: `revenue`, `operating_income/reality-labs@2023-q1`. */
  readonly id: string;
  readonly metric: MetricId;
  /** The article's own word for it. */
  readonly label: string;
  /** Company slug. */
  readonly company: string | null;
  /** Segment or product slug, null for the whole company. */
  readonly segment: string | null;
  /** `2023-q2`, `2022-fy`, `fy2026-q1`; null for none (a total since the start). */
  readonly period: string | null;
  readonly basis: Basis;
  readonly accounting: Accounting | null;
  /** Which end of a range it is; null for a single value. */
  readonly range: RangeEnd | null;
  readonly unit: Unit;
  readonly step: string;
  /** Which source of the digest it was read from; its spans are offsets into that text. */
  readonly source: string;
  /** The figure's own number in the text. */
  readonly span: Span;
  /** The sentence (or run of fragments) that states it: an exact piece of the article. */
  readonly quote: string;
  readonly quoteSpan: Span;
  /** True where the card shows it as the company's result. */
  readonly headline: boolean;
  readonly comparisons: readonly Comparison[];
}
