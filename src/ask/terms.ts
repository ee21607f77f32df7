import { Big } from 'big.js';
import type { Digest } from '../digest/digest.ts';
import type { Quantity } from '../figure/figure.ts';
import { readQuantities } from '../figure/quantity.ts';
import { languageCodes } from '../language/index.ts';
import { patternsOf, type Found } from './lexicon.ts';
import { blank, contentWords, foldWords, isLatin, stem, wordsOf } from './words.ts';

/**
 * Something a sentence must hold before it may answer. A name is a word, a number bare digits (24 of
 * "24 hours"), a claim an amount that the asker puts forward ("was it $50 billion?").
 */
export interface Term {
  readonly text: string;
  readonly kind: 'name' | 'number' | 'claim';
  /** True where a sentence holds it, in any language that has a word for it. */
  readonly isIn: (sentence: FoldedText) => boolean;
}

/** A text prepared for looking terms up: as it is, folded, and the stems of its words. */
export interface FoldedText {
  readonly text: string;
  readonly folded: string;
  readonly stems: ReadonlySet<string>;
}

/** A text prepared for looking terms up. */
export function foldedText(text: string): FoldedText {
  const folded = foldWords(text);
  return { text, folded, stems: new Set(wordsOf(folded).map(stem)) };
}

/** The term of a thing that languages share; any language's word for it will do. */
export function conceptTerm(
  { start, end, meaning }: Found,
  folded: string,
  digest: Digest | null,
): Term {
  const patterns = digest === null ? [] : patternsOf(meaning, digest);
  return {
    text: folded.slice(start, end),
    kind: 'name',
    isIn: (sentence) => patterns.some((pattern) => sentence.folded.search(pattern) >= 0),
  };
}

/** The term of an amount the asker puts forward; the same amount in any notation will do. */
export function claimTerm(claim: Quantity): Term {
  const isSame = ({ value, unit }: Quantity) =>
    unit === claim.unit && new Big(value).abs().eq(new Big(claim.value).abs());
  return {
    text: claim.value,
    kind: 'claim',
    isIn: ({ text }) => languageCodes.some((code) => readQuantities(text, code).some(isSame)),
  };
}

/** The terms of what is left of a question: each word to look up; a name with its number ("llama 2") is one. */
export function wordTerms(rest: string): Term[] {
  const numbered = [...rest.matchAll(/([a-z]{2,})[ -]?([0-9]+)(?![0-9.,]*[0-9a-z])/g)].filter(
    ([, name = '']) => contentWords(name).length > 0,
  );
  const others = blank(
    rest,
    numbered.map((match) => [match.index, match.index + match[0].length]),
  );
  return [
    ...numbered.map(([text, name, number]) => numberedTerm(text, name ?? '', number ?? '')),
    ...[...new Set(contentWords(others))].map(wordTerm),
  ];
}

function numberedTerm(text: string, name: string, number: string): Term {
  const pattern = new RegExp(`(?<![a-z])${name}[ -]?${number}(?![0-9])`);
  return { text, kind: 'name', isIn: ({ folded }) => pattern.test(folded) };
}

function wordTerm(word: string): Term {
  if (/^[0-9.,]+$/.test(word)) {
    const number = new RegExp(
      `(?<![0-9.])${RegExp.escape(word.replaceAll(',', ''))}(?![0-9]|\\.[0-9])`,
    );
    return {
      text: word,
      kind: 'number',
      isIn: ({ folded }) => number.test(folded.replace(/(?<=[0-9]),(?=[0-9]{3})/g, '')),
    };
  }
  if (!isLatin(word))
    return { text: word, kind: 'name', isIn: ({ folded }) => folded.includes(word) };
  return { text: word, kind: 'name', isIn: ({ stems }) => stems.has(stem(word)) };
}
