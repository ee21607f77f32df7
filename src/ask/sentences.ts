import MiniSearch from 'minisearch';
import type { Sentence } from '../article/article.ts';
import { splitSentences } from '../article/sentences.ts';
import type { Evidence } from '../card/card.ts';
import type { Digest, Source } from '../digest/digest.ts';
import { readQuantities } from '../figure/quantity.ts';
import type { AspectId } from '../language/asking.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import { patternsOf, segmentsOf } from './lexicon.ts';
import { isPeriod, mentionsPeriod } from './period.ts';
import { aspectsIn, type Question } from './question.ts';
import { foldedText, type FoldedText } from './terms.ts';
import { contentWords, isLatin, stem, wordPattern } from './words.ts';

interface Entry {
  readonly id: number;
  readonly sentence: Sentence;
  readonly source: Source;
  readonly text: FoldedText;
  /** With the sentence before it, which may name what it speaks of. */
  readonly subject: FoldedText;
}

interface SentenceIndex {
  readonly entries: readonly Entry[];
  readonly search: MiniSearch<{ id: number; folded: string }>;
}

/** Aspects that a sentence must state in its own words before it may answer. */
const statedAspects: readonly AspectId[] = [
  'guidance',
  'next',
  'consensus',
  'qoq',
  'year_ago',
  'gaap',
  'adjusted',
];
const datePatterns = languageCodes.map((code) => wordPattern(languageOf(code).asking.dates));
const causePatterns = languageCodes.map((code) => wordPattern(languageOf(code).asking.causes));

const clauseEnd = /[、;；]|,(?![0-9])|。/;

const indexes = new WeakMap<Digest, SentenceIndex>();

/**
 * The sentence that states a cause and names, itself or in the sentence before it, all that a question
 * names; both are quoted where both are needed. Null where none does.
 */
export function causeAsked(digest: Digest, question: Question): Evidence | null {
  const { entries } = indexOf(digest);
  const asked = {
    ...question,
    aspects: new Set(
      [...question.aspects].filter((aspect) => aspect !== 'why' && aspect !== 'amount'),
    ),
  };
  const causes = entries.filter((entry) =>
    causePatterns.some((pattern) => has(entry.text, pattern)),
  );
  for (const joins of [false, true]) {
    for (const entry of causes) {
      const run = joins ? withPrevious(entry, entries) : entry;
      if (run !== null && holds(run, asked, digest)) return evidenceOf(run, digest);
    }
  }
  return null;
}

/** Threads is named in one sentence and its users are counted in the next: the two are quoted together. */
function topicRuns(entries: readonly Entry[], question: Question, digest: Digest): Entry[] {
  if (question.segments.length === 0 || question.terms.length === 0) return [];
  const bare = { ...question, segments: [] };
  return entries
    .filter((entry) => holds(entry, bare, digest))
    .flatMap((entry) => withPrevious(entry, entries) ?? [])
    .filter((run) => holds(run, question, digest));
}

function withPrevious(entry: Entry, entries: readonly Entry[]): Entry | null {
  const before = entries[entry.id - 1];
  if (before === undefined || before.source !== entry.source) return null;
  const [start, end] = [before.sentence.start, entry.sentence.end];
  const text = entry.source.text.slice(start, end);
  return { ...entry, sentence: { start, end, text }, text: foldedText(text) };
}

function evidenceOf({ sentence, source }: Entry, digest: Digest): Evidence {
  return {
    quote: sentence.text,
    start: sentence.start,
    end: sentence.end,
    digest: digest.id,
    source: source.id,
  };
}

/** The sentence that holds all that a question names, the best match first in rank; null where none does. */
export function sentenceAsked(digest: Digest, question: Question): Evidence | null {
  if (question.terms.length + question.metrics.length + question.segments.length === 0) return null;
  const index = indexOf(digest);
  const single = index.entries.filter((entry) => holds(entry, question, digest));
  const holding = single.length > 0 ? single : topicRuns(index.entries, question, digest);
  const best = holding.length > 1 ? ranked(holding, index, question) : holding[0];
  return best === undefined ? null : evidenceOf(best, digest);
}

function holds({ text, source, subject }: Entry, question: Question, digest: Digest): boolean {
  const { terms, metrics, segments, aspects } = question;
  const named = [
    ...metrics.map((ids) => ({ kind: 'metric', ids }) as const),
    ...segments.map((slug) => ({ kind: 'segment', slug }) as const),
  ];
  return (
    terms.every((term) => term.isIn(text)) &&
    named.every((meaning) => patternsOf(meaning, digest).some((pattern) => has(text, pattern))) &&
    statesAspects(text, aspects) &&
    !isOfSegment(subject, question, digest) &&
    (!aspects.has('when') || datePatterns.some((pattern) => has(text, pattern))) &&
    statesPeriod(text, question, digest) &&
    (!asksNumber(question) || statesNumber(text, source, question, digest))
  );
}

function statesAspects({ folded }: FoldedText, aspects: ReadonlySet<AspectId>): boolean {
  const asked = statedAspects.filter((aspect) => aspects.has(aspect));
  if (asked.length === 0) return true;
  const stated = aspectsIn(folded).ids;
  // "down from a year earlier" speaks of the year before as well.
  return asked.every(
    (aspect) => stated.has(aspect) || (aspect === 'year_ago' && stated.has('growth')),
  );
}

/** "How many users?" of the company is not answered by those of one product. */
function isOfSegment(
  subject: FoldedText,
  { metrics, segments, terms }: Question,
  digest: Digest,
): boolean {
  if (metrics.length === 0 || segments.length + terms.length > 0) return false;
  return segmentsOf(digest).some(({ pattern }) => has(subject, pattern));
}

function has({ folded }: FoldedText, pattern: RegExp): boolean {
  return folded.search(pattern) >= 0;
}

function statesPeriod({ folded }: FoldedText, { period }: Question, digest: Digest): boolean {
  return period === null || isPeriod(digest.period, period) || mentionsPeriod(folded, period);
}

function asksNumber({ aspects, metrics }: Question): boolean {
  if (aspects.has('when')) return false;
  return (
    metrics.length > 0 ||
    (['amount', 'growth', 'year_ago', 'beat'] as const).some((aspect) => aspects.has(aspect))
  );
}

/** True where a clause that speaks of what is asked holds an amount besides the numbers of the question. */
function statesNumber(
  { text }: FoldedText,
  source: Source,
  question: Question,
  digest: Digest,
): boolean {
  const clauses = text.split(clauseEnd);
  return clauses.some((clause, at) => {
    const folded = foldedText(clause);
    return (
      hasNumber(clause, source, question) &&
      statesAspects(folded, expectations(question)) &&
      !isForeignForecast(folded, question) &&
      speaksOf(folded, foldedText(clauses.slice(0, at + 1).join(' ')), question, digest)
    );
  });
}

/** What analysts expected is no answer to those who ask for the result. */
function isForeignForecast({ folded }: FoldedText, { aspects }: Question): boolean {
  const asked = (['consensus', 'beat', 'guidance', 'next'] as const).some((aspect) =>
    aspects.has(aspect),
  );
  return !asked && aspectsIn(folded).ids.has('consensus');
}

/** The clause names most of what is asked, or its metric where the rest was named before it. */
function speaksOf(
  clause: FoldedText,
  before: FoldedText,
  { terms, metrics }: Question,
  digest: Digest,
): boolean {
  const here = terms.filter((term) => term.isIn(clause)).length;
  if (here * 2 > terms.length || terms.length + metrics.length === 0) return true;
  const measured = metrics.some((ids) =>
    patternsOf({ kind: 'metric', ids }, digest).some((pattern) => has(clause, pattern)),
  );
  return measured && terms.every((term) => term.isIn(before));
}

function expectations({ aspects }: Question): ReadonlySet<AspectId> {
  return new Set((['guidance', 'next'] as const).filter((aspect) => aspects.has(aspect)));
}

function hasNumber(clause: string, source: Source, { terms }: Question): boolean {
  return readQuantities(clause, source.language).some(({ text, unit, start }) => {
    // The 4 of GPT-4 is part of a name.
    const named =
      unit === 'count' &&
      /^[0-9]{1,2}$/.test(text) &&
      /[A-Za-z][ -]?$/.test(clause.slice(0, start));
    return (
      !named &&
      !terms.some(({ kind, text: own }) => kind === 'number' && text.replaceAll(',', '') === own)
    );
  });
}

function ranked(
  holding: readonly Entry[],
  index: SentenceIndex,
  question: Question,
): Entry | undefined {
  const scores = new Map(
    index.search.search(question.folded).map((result) => [result.id, result.score]),
  );
  const scoreOf = (entry: Entry) => scores.get(entry.id) ?? 0;
  return holding.toSorted((a, b) => scoreOf(b) - scoreOf(a) || a.id - b.id)[0];
}

/** An empty index of folded sentences by their numbers, which ranks those that hold words of a text. */
export function sentencesSearch(): MiniSearch<{ id: number; folded: string }> {
  return new MiniSearch<{ id: number; folded: string }>({
    fields: ['folded'],
    tokenize: (text) => contentWords(text),
    processTerm: (word) => (isLatin(word) ? stem(word) : word),
  });
}

function indexOf(digest: Digest): SentenceIndex {
  const known = indexes.get(digest);
  if (known !== undefined) return known;
  const sentences = digest.sources.flatMap((source) =>
    splitSentences(source.text, source.language).map((sentence) => ({ sentence, source })),
  );
  const entries = sentences.map((one, id) => ({
    id,
    ...one,
    text: foldedText(one.sentence.text),
    subject: foldedText([sentences[id - 1]?.sentence.text, one.sentence.text].join(' ')),
  }));
  const search = sentencesSearch();
  search.addAll(entries.map(({ id, text }) => ({ id, folded: text.folded })));
  const index = { entries, search };
  indexes.set(digest, index);
  return index;
}
