import type { Digest, Library } from '../digest/digest.ts';
import type { Quantity } from '../figure/figure.ts';
import { readQuantities } from '../figure/quantity.ts';
import { currencyOf } from '../language/amount.ts';
import { aspectIds, type AspectId } from '../language/asking.ts';
import { detectLanguage, languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import type { MetricId } from '../metrics.ts';
import { meaningsIn, type Found } from './lexicon.ts';
import { periodAsked, type PeriodAsked } from './period.ts';
import { claimTerm, conceptTerm, wordTerms, type Term } from './terms.ts';
import { blank, foldWords, isFillerOf, wordPattern, wordsOf } from './words.ts';

/** A question and the language its answer was given in: what follow-ups take from the thread, oldest first. */
export interface Turn {
  readonly question: string;
  readonly lang: LanguageCode;
}

/** What a question asks, as far as it was understood. */
export interface Question {
  readonly folded: string;
  readonly lang: LanguageCode;
  /** Slugs of the companies it names. */
  readonly companies: readonly string[];
  readonly segments: readonly string[];
  /** Each metric it names, with the likeliest reading first. */
  readonly metrics: readonly (readonly MetricId[])[];
  readonly period: PeriodAsked | null;
  readonly aspects: ReadonlySet<AspectId>;
  /** Content words that none of the above explains. */
  readonly terms: readonly Term[];
  /** The folded text with gaps where its words were understood, content words that are things included. */
  readonly rest: string;
}

const aspectPatterns = aspectIds.map((id) => ({
  id,
  patterns: languageCodes.map((code) => wordPattern(languageOf(code).asking.aspects[id])),
}));

/** What a question asks of a digest; what it leaves out is taken from the turns before it. */
export function understand(
  text: string,
  library: Library,
  digest: Digest | null,
  turns: readonly Turn[],
  lang: LanguageCode | null,
): Question {
  const own = readQuestion(
    text,
    library,
    digest,
    languageAsked(text, lang ?? turns.at(-1)?.lang ?? null),
  );
  const before = turns.at(-1);
  if (before === undefined || !isClipped(own)) return own;
  const previous = understand(before.question, library, digest, turns.slice(0, -1), before.lang);
  return inherit(own, previous);
}

/** The language of a question: its letters, then its small words; a clipped one ("eps?") takes the hint. */
export function languageAsked(text: string, hint: LanguageCode | null): LanguageCode {
  const detected = detectLanguage(text);
  if (hint === null || /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text))
    return detected;
  return wordsOf(foldWords(text)).some((word) => isFillerOf(word, detected)) ? detected : hint;
}

function readQuestion(
  text: string,
  library: Library,
  digest: Digest | null,
  lang: LanguageCode,
): Question {
  const claims = claimsIn(text, lang);
  const folded = foldWords(without(text, claims));
  const period = periodAsked(folded);
  const dated = blank(folded, period?.ranges ?? []);
  const found = meaningsIn(dated, library, digest);
  const aspects = aspectsIn(without(dated, found.filter(isName)));
  const concepts = found.filter((one) => isConcept(one) && !covered(one, aspects.ranges));
  const rest = blank(without(dated, found), aspects.ranges);
  return {
    folded,
    lang,
    companies: slugsOf(found, 'company'),
    segments: slugsOf(found, 'segment'),
    metrics: metricsOf(found),
    period,
    aspects: aspects.ids,
    terms: [
      ...concepts.map((one) => conceptTerm(one, folded, digest)),
      ...wordTerms(rest),
      ...claims.map(claimTerm),
    ],
    rest,
  };
}

/** The amounts that a question puts forward: "was it $50 billion?". */
function claimsIn(text: string, lang: LanguageCode): readonly Quantity[] {
  return readQuantities(text, lang).filter(
    ({ unit }) => unit === 'percent' || currencyOf(unit) !== null,
  );
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function without(text: string, places: readonly Place[]): string {
  return blank(
    text,
    places.map(({ start, end }) => [start, end]),
  );
}

function slugsOf(found: readonly Found[], kind: 'company' | 'segment'): string[] {
  return unique(found.flatMap(({ meaning }) => (meaning.kind === kind ? [meaning.slug] : [])));
}

function isConcept({ meaning }: Found): boolean {
  return meaning.kind === 'concept';
}

function isName({ meaning }: Found): boolean {
  return meaning.kind === 'company' || meaning.kind === 'segment';
}

function covered({ start, end }: Place, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.some(([from, to]) => from <= start && end <= to);
}

/** The aspects that a folded text speaks of, with the places of their words; the longest reading wins. */
export function aspectsIn(folded: string): {
  ids: ReadonlySet<AspectId>;
  ranges: (readonly [number, number])[];
} {
  const found = aspectPatterns.flatMap(({ id, patterns }) =>
    patterns.flatMap((pattern) =>
      [...folded.matchAll(pattern)].map((match) => ({
        id,
        start: match.index,
        end: match.index + match[0].length,
      })),
    ),
  );
  // 非GAAP holds gaap, "compared with a year earlier" holds "a year earlier": the longer one is meant.
  const meant = found.filter(
    (one) =>
      !found.some(
        (other) =>
          other.start <= one.start &&
          one.end <= other.end &&
          other.end - other.start > one.end - one.start,
      ),
  );
  return {
    ids: new Set(meant.map(({ id }) => id)),
    ranges: found.map(({ start, end }) => [start, end] as const),
  };
}

function metricsOf(found: readonly Found[]): (readonly MetricId[])[] {
  const named = found.flatMap(({ meaning }) => (meaning.kind === 'metric' ? [meaning.ids] : []));
  // "net loss … was it a loss?": a loose word adds nothing where a metric is named.
  const exact = named.filter((ids) => ids.length === 1);
  const kept = exact.length > 0 ? exact : named.slice(0, 1);
  return kept.filter((ids, at) => kept.findIndex((other) => other[0] === ids[0]) === at);
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

const subjectAspects: readonly AspectId[] = [
  'risks',
  'outlook',
  'author',
  'published',
  'publisher',
  'noted',
  'advice',
];

/** True where a question names no subject of its own: "前年は?", "and Q1?", "Threadsは?". */
function isClipped(question: Question): boolean {
  const own = question.metrics.length > 0 || question.terms.length > 0;
  return !own && !subjectAspects.some((aspect) => question.aspects.has(aspect));
}

function inherit(own: Question, before: Question): Question {
  const ownSegment = own.segments.length > 0;
  return {
    ...own,
    companies: own.companies.length > 0 ? own.companies : before.companies,
    metrics: before.metrics,
    segments: ownSegment || own.companies.length > 0 ? own.segments : before.segments,
    period: own.period ?? before.period,
    aspects: new Set([
      ...own.aspects,
      ...accountingOf(before),
      ...(own.aspects.size === 0 ? before.aspects : []),
    ]),
    terms: before.terms,
  };
}

function accountingOf(question: Question): AspectId[] {
  return (['gaap', 'adjusted', 'loss'] as const).filter((aspect) => question.aspects.has(aspect));
}
