import { conceptIds, type ConceptId } from '../language/concepts.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import type { Company, Digest, Library, Names } from '../digest/digest.ts';
import { metricIds, type MetricId } from '../metrics.ts';
import { nameSource, plainWords, wordPattern } from './words.ts';

/** The name of the command that takes the company as its first word. */
export const anyCompanyCommand = 'digest';

/** What a word of a question stands for. */
export type Meaning =
  | { readonly kind: 'segment'; readonly slug: string }
  | { readonly kind: 'company'; readonly slug: string }
  | { readonly kind: 'metric'; readonly ids: readonly MetricId[] }
  | { readonly kind: 'concept'; readonly id: ConceptId };

/** A meaning found in a folded text. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

/** One meaning with the pattern of its words in every language. */
export interface Entry {
  readonly meaning: Meaning;
  readonly pattern: RegExp;
}

const asking = languageCodes.map((code) => languageOf(code).asking);
const metricEntries: readonly Entry[] = [
  ...metricIds.map((id) => ({
    meaning: { kind: 'metric', ids: [id] } as const,
    pattern: wordPattern(
      nameSource(languageCodes.flatMap((code) => languageOf(code).metricNames[id])),
    ),
  })),
  ...asking.flatMap(({ metrics }) =>
    metrics.map(([words, ...ids]) => ({
      meaning: { kind: 'metric', ids } as const,
      pattern: wordPattern(words),
    })),
  ),
];
const conceptEntries: readonly Entry[] = conceptIds.map((id) => ({
  meaning: { kind: 'concept', id },
  pattern: wordPattern(asking.flatMap(({ concepts }) => concepts.get(id) ?? []).join('|')),
}));

const companyEntries = new WeakMap<Library, readonly Entry[]>();
const segmentEntries = new WeakMap<Digest, readonly Entry[]>();

/** Every name of something that is known in several languages. */
function allNames(names: Names, aliases: readonly string[] = []): string[] {
  return [...Object.values(names), ...aliases];
}

/** Every name of a company: names, aliases, ticker. */
export function companyNames(company: Company): string[] {
  const ticker = company.ticker === null ? [] : [company.ticker];
  return [...allNames(company.names, company.aliases), company.slug, ...ticker];
}

/** True where a plain text is one of a company's names, and nothing else. */
export function isNameOf(company: Company, plain: string): boolean {
  return companyNames(company).some((name) => plainWords(name) === plain);
}

function companiesOf(library: Library): readonly Entry[] {
  const known = companyEntries.get(library);
  if (known !== undefined) return known;
  const entries = library.companies.map((company) => ({
    meaning: { kind: 'company', slug: company.slug } as const,
    pattern: wordPattern(nameSource(companyNames(company)), 'names'),
  }));
  companyEntries.set(library, entries);
  return entries;
}

/** The segments a digest knows: those of its company, and those its figures name besides. */
export function segmentsOf(digest: Digest): readonly Entry[] {
  const known = segmentEntries.get(digest);
  if (known !== undefined) return known;
  const named = new Map(
    digest.company.segments.map((segment) => [
      segment.slug,
      allNames(segment.names, segment.aliases),
    ]),
  );
  for (const { segment } of digest.figures) {
    if (segment !== null && !named.has(segment)) named.set(segment, []);
  }
  const entries = [...named].map(([slug, names]) => ({
    meaning: { kind: 'segment', slug } as const,
    pattern: wordPattern(nameSource([...names, slug, slug.replaceAll('-', ' ')]), 'names'),
  }));
  segmentEntries.set(digest, entries);
  return entries;
}

/** The pattern of a metric's or concept's words in every language. */
export function patternsOf(meaning: Meaning, digest: Digest): readonly RegExp[] {
  const entries =
    meaning.kind === 'segment'
      ? segmentsOf(digest)
      : meaning.kind === 'metric'
        ? metricEntries
        : conceptEntries;
  return entries.filter((entry) => means(entry.meaning, meaning)).map((entry) => entry.pattern);
}

function means(known: Meaning, asked: Meaning): boolean {
  if (known.kind === 'metric' && asked.kind === 'metric')
    return known.ids.every((id) => asked.ids.includes(id));
  if (known.kind === 'concept' && asked.kind === 'concept') return known.id === asked.id;
  return known.kind === 'segment' && asked.kind === 'segment' && known.slug === asked.slug;
}

/** What the words of a folded text stand for, in reading order: the longest names win, then the nearer kinds. */
export function meaningsIn(folded: string, library: Library, digest: Digest | null): Found[] {
  const segments = digest === null ? [] : segmentsOf(digest);
  const found = [...segments, ...companiesOf(library), ...metricEntries, ...conceptEntries].flatMap(
    ({ meaning, pattern }) =>
      [...folded.matchAll(pattern)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        meaning,
      })),
  );
  const taken: Found[] = [];
  for (const next of found.toSorted((a, b) => b.end - b.start - (a.end - a.start))) {
    if (
      next.end > next.start &&
      taken.every((one) => next.end <= one.start || next.start >= one.end)
    )
      taken.push(next);
  }
  return taken.toSorted((a, b) => a.start - b.start);
}
