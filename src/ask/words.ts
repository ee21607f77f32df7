import { fold } from '../article/fold.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';

const besideJapanese =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。])\s+|\s+(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。])/gu;
const hiraganaOnly = /^[\p{Script=Hiragana}ー]+$/u;
const latinWord = /^[\p{Script=Latin}\p{N}.&'-]+$/u;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** A text as patterns are matched against it: NFKC, lower case, no spaces beside Japanese letters. */
export function foldWords(text: string): string {
  return plainWords(text).replace(besideJapanese, '').trim();
}

/** A text in plain forms with its words where they were: NFKC, lower case, single spaces. */
export function plainWords(text: string): string {
  return fold(text).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** A pattern over folded text that keeps to whole Latin words and numbers; `names` also to whole katakana runs. */
export function wordPattern(source: string, kind: 'words' | 'names' = 'words'): RegExp {
  // Matches anywhere but between two letters or digits: 2q in "2q23" is no match, 前年 in "q2前年" is one.
  const latin = '(?:(?<![a-z0-9])|(?![a-z0-9]))';
  // メタ is not in メタバース.
  const edge = kind === 'names' ? `${latin}(?:(?<![ァ-ヺー])|(?![ァ-ヺー]))` : latin;
  return new RegExp(`${edge}(?:${source})${edge}`, 'gu');
}

/** A pattern source for names as they are written, longest first; Latin names also in the plural and possessive. */
export function nameSource(names: readonly string[]): string {
  return [...new Set(names.map(foldWords).filter((name) => name !== ''))]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => {
      const escaped = RegExp.escape(name).replace(/\\x20|\\ /g, '[ -]');
      return /[a-z]$/.test(name) ? `${escaped}(?:'s|s|es)?` : escaped;
    })
    .join('|');
}

/** The words of a folded text: Latin words and numbers whole, Japanese ones as the segmenter cuts them. */
export function wordsOf(folded: string): string[] {
  return [...segmenter.segment(folded)]
    .filter((piece) => piece.isWordLike === true)
    .map((piece) => piece.segment);
}

const fillers = new Map<LanguageCode, ReadonlySet<string>>(
  languageCodes.map((code) => [code, new Set(languageOf(code).asking.fillers.split('|'))]),
);

/** True for a word that shows a text to be in this language but carries nothing to look up. */
export function isFillerOf(word: string, language: LanguageCode): boolean {
  return fillers.get(language)?.has(word) ?? false;
}

/** The words of a folded text that carry something to look up. */
export function contentWords(folded: string): string[] {
  return wordsOf(folded).filter(
    (word) => !hiraganaOnly.test(word) && !languageCodes.some((code) => isFillerOf(word, code)),
  );
}

/** True for Latin words and numbers, which are compared whole; others are looked for as pieces. */
export function isLatin(word: string): boolean {
  return latinWord.test(word);
}

/** A Latin word without its inflection, the same for spent, spends and spending only where their letters agree. */
export function stem(word: string): string {
  if (word.length < 4 || /[0-9]/.test(word)) return word.replace(/'s$/, '');
  return word.replace(/'s$/, '').replace(/(?:ations?|ing|ed|ies|es|s|ly|e|y)$/, '');
}

/** A text with some of its places blanked; offsets stay. */
export function blank(text: string, ranges: readonly (readonly [number, number])[]): string {
  return ranges.reduce(
    (kept, [start, end]) => kept.slice(0, start) + ' '.repeat(end - start) + kept.slice(end),
    text,
  );
}
