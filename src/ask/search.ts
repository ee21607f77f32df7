import type { Evidence } from '../card/card.ts';
import { latestFirst } from '../digest/period.ts';
import type { Digest, Library } from '../digest/digest.ts';
import { validOf } from '../digest/withdrawn.ts';
import { type SentenceEntry, sentenceEvidence, sentencesOf, sentencesSearch } from './sentences.ts';
import { type Term, wordTerms } from './terms.ts';
import { foldWords, isLatin, stem } from './words.ts';

/** A sentence that holds what was looked for, with the digest whose source it stands in. */
export interface Hit {
  readonly digest: Digest;
  readonly evidence: Evidence;
}

interface Candidate {
  readonly digest: Digest;
  readonly entry: SentenceEntry;
}

/** The sentences of all valid digests' sources that hold all the words, the best first; of equals the newest digest's. */
export function searchSentences(library: Library, words: string): Hit[] {
  const folded = foldWords(words);
  const terms = termsOf(folded);
  if (terms.length === 0) return [];
  const candidates = validOf(library.digests)
    .toSorted((a, b) => latestFirst(a.period, b.period))
    .filter((digest) => mayHold(digest, terms))
    .flatMap((digest) =>
      sentencesOf(digest)
        .filter(({ text }) => terms.every((term) => term.isIn(text)))
        .map((entry): Candidate => ({ digest, entry })),
    );
  return ranked(once(candidates), folded).map(({ digest, entry }) => ({
    digest,
    evidence: sentenceEvidence(entry, digest),
  }));
}

/** The words to look for; where they are all too small to look up, what was typed as it stands. */
function termsOf(folded: string): readonly Term[] {
  const terms = wordTerms(folded);
  if (terms.length > 0 || folded === '') return terms;
  return [{ text: folded, kind: 'name', isIn: (sentence) => sentence.folded.includes(folded) }];
}

/** Whole texts are looked at before they are cut into sentences, which takes many times as long. */
function mayHold({ sources }: Digest, terms: readonly Term[]): boolean {
  const names = terms.filter(({ kind, text }) => kind === 'name' && !text.includes(' '));
  return sources.some(({ text }) => {
    const folded = foldWords(text);
    return names.every((term) => folded.includes(isLatin(term.text) ? stem(term.text) : term.text));
  });
}

/** An article that several digests share is quoted once. */
function once(candidates: readonly Candidate[]): readonly Candidate[] {
  const first = Map.groupBy(candidates, ({ entry }) => entry.sentence.text);
  return [...first.values()].flatMap(([candidate]) => candidate ?? []);
}

function ranked(candidates: readonly Candidate[], folded: string): readonly Candidate[] {
  const search = sentencesSearch();
  search.addAll(candidates.map(({ entry }, id) => ({ id, folded: entry.text.folded })));
  const scores = new Map(search.search(folded).map(({ id, score }) => [Number(id), score]));
  return candidates
    .map((candidate, at) => ({ candidate, at, score: scores.get(at) ?? 0 }))
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .map(({ candidate }) => candidate);
}
