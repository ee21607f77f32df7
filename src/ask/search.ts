import type { Sentence } from '../article/article.ts';
import { splitSentences } from '../article/sentences.ts';
import type { Evidence } from '../card/card.ts';
import { latestFirst } from '../digest/period.ts';
import type { Digest, Library, Source } from '../digest/digest.ts';
import { validOf } from '../digest/withdrawn.ts';
import { sentencesSearch } from './sentences.ts';
import { type FoldedText, foldedText, type Term, wordTerms } from './terms.ts';
import { contentWords, foldWords, isLatin, stem } from './words.ts';

/** A sentence that holds what was looked for, with the digest whose source it stands in. */
export interface Hit {
  readonly digest: Digest;
  readonly evidence: Evidence;
}

interface Candidate {
  readonly digest: Digest;
  readonly source: Source;
  readonly sentence: Sentence;
  readonly text: FoldedText;
}

/** Among more sentences than these nobody looks for the best: those of the newest digests count. */
const mostCandidates = 200;

/** The sentences of all valid digests' sources that hold all the words, the best first; of equals the newest digest's. */
export function searchSentences(library: Library, words: string): Hit[] {
  const folded = foldWords(words);
  const terms = termsOf(folded);
  if (terms.length === 0) return [];
  const newest = validOf(library.digests).toSorted((a, b) => latestFirst(a.period, b.period));
  const found = holding(newest, terms).take(mostCandidates).toArray();
  return ranked(found, folded).map(({ digest, source, sentence }) => ({
    digest,
    evidence: {
      quote: sentence.text,
      start: sentence.start,
      end: sentence.end,
      digest: digest.id,
      source: source.id,
    },
  }));
}

/** The words to look for, each by itself; where they are all too small to look up, what was typed as it stands. */
function termsOf(folded: string): readonly Term[] {
  const terms = contentWords(folded).flatMap(wordTerms);
  if (terms.length > 0 || folded === '') return terms;
  return [{ text: folded, kind: 'name', isIn: (sentence) => sentence.folded.includes(folded) }];
}

/** The sentences of some digests that hold every term, as they are asked for. */
function* holding(digests: readonly Digest[], terms: readonly Term[]): Generator<Candidate> {
  const parts = terms.flatMap(partOf);
  // An article that several digests share is quoted once.
  const seen = new Set<string>();
  for (const digest of digests) {
    for (const source of digest.sources) {
      if (!mayHold(source.text, parts)) continue;
      for (const sentence of splitSentences(source.text, source.language)) {
        if (seen.has(sentence.text) || !mayHold(sentence.text, parts)) continue;
        seen.add(sentence.text);
        const text = foldedText(sentence.text);
        if (terms.every((term) => term.isIn(text))) yield { digest, source, sentence, text };
      }
    }
  }
}

/** What stands in every text that holds a term, where one thing does: looked for before words are cut, which takes long. */
function partOf({ kind, text }: Term): string[] {
  if (kind !== 'name') return [];
  // "llama2" is written Llama-2 as well.
  const name = /^[a-z]+(?=[0-9])/.exec(text)?.[0] ?? text;
  return [isLatin(name) ? stem(name) : name];
}

function mayHold(text: string, parts: readonly string[]): boolean {
  const folded = foldWords(text);
  return parts.every((part) => folded.includes(part));
}

function ranked(candidates: readonly Candidate[], folded: string): readonly Candidate[] {
  const search = sentencesSearch();
  search.addAll(candidates.map(({ text }, id) => ({ id, folded: text.folded })));
  const scores = new Map(search.search(folded).map(({ id, score }) => [Number(id), score]));
  return candidates
    .map((candidate, at) => ({ candidate, at, score: scores.get(at) ?? 0 }))
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .map(({ candidate }) => candidate);
}
