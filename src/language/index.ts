import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Language } from './language.ts';

/** Every language, one line each; the order is that of bilingual cards. */
const languages = { ja, en } as const satisfies Record<string, Language>;

export type LanguageCode = keyof typeof languages;
export const languageCodes: readonly LanguageCode[] = Object.keys(languages).filter(isLanguageCode);

/** The language of a code. */
export function languageOf(code: LanguageCode): Language {
  return languages[code];
}

/** True for the code of a language that has its file here. */
export function isLanguageCode(code: string): code is LanguageCode {
  return Object.hasOwn(languages, code);
}

/** The language of messages to the operator, by the LANG of the environment (ja_JP.UTF-8); English for any other. */
export function operatorLanguage(tag: string): LanguageCode {
  return languageOfTag(tag) ?? 'en';
}

/** The language of a locale (en-GB, ja_JP.UTF-8); null for one that has no file here. */
export function languageOfTag(tag: string): LanguageCode | null {
  const [code = ''] = tag.toLowerCase().split(/[-_.@]/);
  return isLanguageCode(code) ? code : null;
}

/**
 * The language a text is written in, judged by its letters: the share of characters of each
 * language's own script; English where none of them stands out.
 */
export function detectLanguage(text: string): LanguageCode {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return kana > 0 || han > text.length / 4 ? 'ja' : 'en';
}
