import type { Library } from '../digest/digest.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { cutLanguage } from './card-language.ts';
import { anyCompanyCommand } from './lexicon.ts';
import { isNameOf } from './lexicon.ts';
import { foldWords, plainWords } from './words.ts';

/** What a person says of the language they are answered in: that one, none of their own, or only a word. */
export type LanguageWish =
  | { readonly kind: 'settle'; readonly language: LanguageCode | null }
  | { readonly kind: 'tell'; readonly word: string };

const words = languageCodes.map((code) => languageOf(code).asking.settings.ownLanguage);
const joined = (key: 'verb' | 'tail' | 'automatic') => words.map((each) => each[key]).join('|');
const begins = new RegExp(`^(?:${joined('verb')})(?![a-z0-9])\\s*`, 'u');
const tail = new RegExp(`\\s*(?:${joined('tail')})[\\s.。!]*$`, 'u');
const automatic = new RegExp(`^(?:${joined('automatic')})$`, 'u');

/** What `/name text` says of the person's own language; null where it is about anything else. */
export function languageWish(library: Library, name: string, text: string): LanguageWish | null {
  if (foldWords(name).replace(/^\//, '') !== anyCompanyCommand) return null;
  const plain = plainWords(text);
  const hit = begins.exec(plain);
  if (hit === null) return null;
  const verb = hit[0].trim();
  if (library.companies.some((company) => isNameOf(company, verb))) return null;
  const rest = plain.slice(hit[0].length).trim();
  const wish = wishIn(rest) ?? wishIn(rest.replace(tail, '').trim());
  if (wish !== null) return wish;
  // "language models of meta" is a question; "language fr" asks for what there is not.
  const isOffered = words.some(({ offered }) => offered === verb);
  return isOffered && !/[\s?]/.test(rest) ? { kind: 'tell', word: rest } : null;
}

function wishIn(rest: string): LanguageWish | null {
  if (automatic.test(rest)) return { kind: 'settle', language: null };
  const { language, rest: more } = cutLanguage(rest, '');
  if (language === null || language === 'both' || more.trim() !== '') return null;
  return { kind: 'settle', language };
}
