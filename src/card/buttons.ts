import { isLanguageCode, languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import type { Button, Card, CardLanguage, Subject } from './card.ts';

/** The languages of a card, in the order of its parts. */
export function languagesOf(language: CardLanguage): readonly LanguageCode[] {
  return language === 'both' ? languageCodes : [language];
}

/** The buttons of a card on a digest: ask, every number with its sentence, and the languages it is not in. */
export function digestButtons(subject: Subject, language: CardLanguage): Button[] {
  const shown = languagesOf(language);
  const others = languageCodes.filter((code) => !shown.includes(code));
  return [
    askButton(subject, language),
    {
      action: 'evidence',
      label: joined(language, ({ evidence }) => evidence),
      value: subject.digest,
    },
    ...others.map((code) => {
      const value = languageValue(subject.digest, code);
      return { action: 'language' as const, label: languageOf(code).name, value };
    }),
  ];
}

/** The button that opens a question about a digest. */
export function askButton(subject: Subject, language: CardLanguage): Button {
  return { action: 'ask', label: joined(language, ({ ask }) => ask), value: subject.digest };
}

/** The card with a button that posts its digest to the channel; a card without a digest as it is. */
export function withPostButton(card: Card): Card {
  if (card.subject === null) return card;
  const label = joined(card.language, ({ post }) => post);
  return {
    ...card,
    buttons: [...card.buttons, { action: 'post', label, value: card.subject.digest }],
  };
}

/** What a language button carries: `meta/2023-q2#en`. */
function languageValue(digest: string, lang: LanguageCode): string {
  return `${digest}#${lang}`;
}

/** The digest and language of a language button's value; null for anything else. */
export function readLanguageValue(value: string): { digest: string; lang: LanguageCode } | null {
  const [digest, lang, ...rest] = value.split('#');
  if (!digest || lang === undefined || rest.length > 0 || !isLanguageCode(lang)) return null;
  return { digest, lang };
}

function joined(
  language: CardLanguage,
  word: (button: { ask: string; post: string; evidence: string }) => string,
): string {
  return languagesOf(language)
    .map((code) => word(languageOf(code).wording.button))
    .join(' / ');
}
