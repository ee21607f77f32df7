import type { MetricId } from '../metrics.ts';
import type { ConceptId } from './concepts.ts';
import type { DeedWords } from './deeds.ts';
import type { HearingWords } from './hearing.ts';
import type { SettingWords } from './setting.ts';
import type { PeriodPart } from './wording.ts';

/** The pieces of a year a question may name, as digests spell them. */
export const periodParts = [
  'q1',
  'q2',
  'q3',
  'q4',
  'h1',
  'h2',
  '9m',
  'fy',
] as const satisfies readonly PeriodPart[];

/** What a question wants to know of its subject, or says about it. */
export const aspectIds = [
  'year_ago', // the comparator of a year before
  'growth', // change against a year before
  'qoq', // change against the quarter before
  'beat', // above or below what was expected
  'consensus', // what analysts expected
  'guidance', // what the company expects
  'next', // the period after the one reported
  'total', // a sum over several periods
  'loss', // asked of as a loss
  'why', // a cause
  'amount', // wants a number
  'when', // wants a date
  'fell', // says that it fell
  'rose', // says that it rose
  'risks',
  'outlook',
  'author',
  'published',
  'publisher',
  'noted', // what kawaraban found odd
  'advice', // whether to buy or sell
  'gaap',
  'adjusted',
] as const;
export type AspectId = (typeof aspectIds)[number];

/** How answers and refusals are put; {blanks} are filled with names, periods and exact amounts. */
export const phraseIds = [
  'sentence_gap',
  'value',
  'value_undated',
  'original',
  'growth_up',
  'growth_down',
  'growth_flat',
  'qoq_up',
  'qoq_down',
  'qoq_flat',
  'year_ago',
  'quarter_ago',
  'consensus',
  'prior_guidance',
  'beat',
  'miss',
  'above',
  'below',
  'in_line',
  'not_comparable',
  'difference',
  'other_number',
  'of_consensus',
  'of_guidance',
  'of_qoq',
  'of_yoy',
  'of_year_ago',
  'computed_up',
  'computed_down',
  'computed_loss_up',
  'computed_loss_down',
  'not_fallen',
  'not_risen',
  'noted',
  'sentence',
  'cause',
  'author',
  'published',
  'publisher',
  'no_problems',
  'not_stated',
  'not_stated_question',
  'no_reason',
  'no_figure_of_period',
  'states',
  'no_advice',
  'withdrawn',
  'which_company',
  'separator',
  'risk',
  'outlook',
  'publication_date',
  'author_name',
  'publisher_name',
  'company_expects',
  'unknown_company',
  'unknown_period',
  'unknown_command',
  'no_digests',
  'known_companies',
  'known_periods',
  'did_you_mean',
  'example',
  'command',
  'command_any',
  'command_latest',
] as const;
export type PhraseId = (typeof phraseIds)[number];

/**
 * How people ask in one language, and how answers and refusals are put. Patterns are regular
 * expression sources over folded text (NFKC, lower case, no spaces beside Japanese letters) and
 * match whole words where they begin or end with a Latin letter or a digit.
 */
export interface Asking {
  readonly aspects: Readonly<Record<AspectId, string>>;
  readonly parts: Readonly<Record<PeriodPart, string>>;
  /** A year; the first group that matches is its number. */
  readonly year: string;
  /** Words for metrics beyond their names in articles, the likeliest metric first. */
  readonly metrics: readonly (readonly [words: string, ...metrics: MetricId[]])[];
  /** Words of each concept. */
  readonly concepts: ReadonlyMap<ConceptId, string>;
  /** Words that carry nothing to look up, separated by |. */
  readonly fillers: string;
  /** A date or a period as a sentence gives it to those who ask when. */
  readonly dates: string;
  /** What shows that a sentence states a cause. */
  readonly causes: string;
  /** Words that ask for a card in this language, and in all of them. */
  readonly cardLanguage: { readonly own: string; readonly both: string };
  /** Words after a command that ask for the newest digest. */
  readonly latest: string;
  readonly settings: SettingWords;
  readonly deeds: DeedWords;
  /** What in a thread is a question, and what is talk between people. */
  readonly hearing: HearingWords;
  readonly phrases: Readonly<Record<PhraseId, string>>;
}
