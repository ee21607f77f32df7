import type { Company, Library } from '../digest/digest.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import { anyCompanyCommand, companyNames } from './lexicon.ts';
import { type Hit, searchSentences } from './search.ts';
import { foldWords, nameSource, plainWords, wordPattern } from './words.ts';

/** A command that looks something up in all digests: sentences that hold some words, or what there is. */
export type LookUp =
  | { readonly kind: 'search'; readonly words: string; readonly hits: readonly Hit[] }
  | { readonly kind: 'list'; readonly companies: readonly Company[] };

const words = languageCodes.map((code) => languageOf(code).asking.deeds);
const sourceOf = (parts: readonly string[]) => parts.filter((part) => part !== '').join('|');
const searchBegins = new RegExp(
  `^(?:${sourceOf(words.map(({ search }) => search))})(?![a-z0-9])[\\s:]*`,
  'u',
);
const searchEnds = new RegExp(
  `(?<=.)(?:${sourceOf(words.map(({ searchAfter }) => searchAfter))})$`,
  'u',
);
const lists = wordPattern(words.map(({ list }) => list).join('|'));
const noise = wordPattern(words.map((each) => each.noise).join('|'));

/** What `/name text` looks up; null where it is about a digest or the channel. A company that is called like a verb wins. */
export function lookUpOf(library: Library, name: string, text: string): LookUp | null {
  if (foldWords(name).replace(/^\//, '') !== anyCompanyCommand) return null;
  const plain = plainWords(text);
  const [first = ''] = plain.split(' ');
  if (isNameOfOne(library, first) || isNameOfOne(library, plain)) return null;
  const sought = soughtIn(plain);
  if (sought !== null)
    return { kind: 'search', words: sought, hits: searchSentences(library, sought) };
  const companies = listedIn(library, foldWords(text));
  return companies && { kind: 'list', companies };
}

function isNameOfOne({ companies }: Library, word: string): boolean {
  return companies.some((company) =>
    companyNames(company).some((name) => plainWords(name) === word),
  );
}

/** The words after "search", or before を検索; null where nothing is searched. */
function soughtIn(plain: string): string | null {
  const begun = searchBegins.exec(plain);
  if (begun) return plain.slice(begun[0].length).trim();
  const ended = searchEnds.exec(plain);
  return ended && plain.slice(0, ended.index).trim();
}

/** The companies whose digests are asked for (all where none is named); null where no list is asked for. */
function listedIn({ companies }: Library, folded: string): readonly Company[] | null {
  if (folded.search(lists) < 0) return null;
  const named = companies
    .map((company) => ({
      company,
      pattern: wordPattern(nameSource(companyNames(company)), 'names'),
    }))
    .filter(({ pattern }) => folded.search(pattern) >= 0);
  const rest = named
    .reduce((kept, { pattern }) => kept.replaceAll(pattern, ' '), folded.replaceAll(lists, ' '))
    .replaceAll(noise, ' ');
  if (rest.trim() !== '') return null;
  return named.length > 0 ? named.map(({ company }) => company) : companies;
}
