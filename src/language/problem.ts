import type { MetricId } from '../metrics.ts';
import type { Amount } from './amount.ts';

/** high: a figure may be wrong; medium: the source contradicts itself; low: unread or garbled. */
export type Severity = 'high' | 'medium' | 'low';

export const problemCodes = [
  'garbled', // metric, value and unit stand in broken fragments; read, but to be looked at
  'unread', // a passage that looks like a figure could not be read
  'no_figures', // the whole text holds no figure
  'growth_mismatch', // stated growth and the two amounts do not agree
  'points_mismatch', // a rate's change in points told as per cent, or the reverse
  'verdict_mismatch', // "beat" or "miss" against the two amounts
  'total_mismatch', // parts do not add up to the stated total
  'margin_mismatch', // a stated margin and the profit and revenue do not agree
  'per_share_mismatch', // a profit per share beside a loss in all, or the reverse
  'sign_mismatch', // a loss kept as a profit, or the reverse
  'period_label', // an amount labelled with one period and described as another
  'streak_mismatch', // "two years of losses" against a profit in that span
  'duplicate_value', // the same figure twice with different values
  'value_missing', // a figure's value does not stand in its quote
  'quote_missing', // a quote is not an exact piece of the article
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** What fills a blank in a problem's sentence; the words come from the reader's language. */
export type ProblemArg =
  | { readonly text: string }
  | { readonly amount: Amount }
  | { readonly metric: MetricId; readonly segment: string | null }
  | { readonly period: string };

/** Something that does not add up or could not be read. Its words live in the language files. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** Places in the article (UTF-16 offsets), the sentence in question first. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Ids of the figures concerned. */
  readonly figures: readonly string[];
  readonly args: Readonly<Record<string, ProblemArg>>;
}

/** A name for a problem that survives re-reading: its code and figures, or its place where it has none. */
export function problemId(problem: Problem): string {
  const place = problem.spans[0];
  const about = problem.figures.length > 0 ? problem.figures.join('+') : String(place?.start ?? 0);
  return `${problem.code}:${about}`;
}
