import { isLanguageCode, languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import type { ButtonWording } from '../language/wording.ts';
import type { Button, ButtonAction, Card, CardLanguage, Subject } from './card.ts';

/** The languages of a card, in the order of its parts. */
export function languagesOf(language: CardLanguage): readonly LanguageCode[] {
  return language === 'both' ? languageCodes : [language];
}

/**
 * The buttons of a card on a digest: ask, every number with its sentence, and the languages it is not in; then what few
 * need: where it was read, a comparison, what was corrected (where something was), and "wrong number?".
 */
export function digestButtons(subject: Subject, language: CardLanguage): Button[] {
  const shown = languagesOf(language);
  const others = languageCodes.filter((code) => !shown.includes(code));
  const rare = (['sources', 'compare', 'history', 'report'] as const).filter(
    (action) => action !== 'history' || subject.revision > 1,
  );
  return [
    askButton(subject, language),
    wordedButton('evidence', subject.digest, language),
    ...others.map((code) => {
      const value = languageValue(subject.digest, code);
      return { action: 'language' as const, label: languageOf(code).name, value };
    }),
    ...rare.map((action) => ({ ...wordedButton(action, subject.digest, language), rare: true })),
  ];
}

/** The button that opens a question about a digest. */
export function askButton(subject: Subject, language: CardLanguage): Button {
  return wordedButton('ask', subject.digest, language);
}

/** The card with a button that posts its digest to the channel; a card without a digest as it is. */
export function withPostButton(card: Card): Card {
  if (card.subject === null) return card;
  return withButton(card, wordedButton('post', card.subject.digest, card.language));
}

/** The card with a button that posts to the channel what is kept under an id. */
export function withShareButton(card: Card, id: string): Card {
  return withButton(card, {
    ...wordedButton('post', id, card.language),
    action: 'share',
  });
}

/** A new button stands after those that many need, before those that few need. */
function withButton(card: Card, button: Button): Card {
  const rare = card.buttons.filter((each) => each.rare === true);
  const usual = card.buttons.filter((each) => each.rare !== true);
  return { ...card, buttons: [...usual, button, ...rare] };
}

function wordedButton(
  action: ButtonAction & keyof ButtonWording,
  value: string,
  language: CardLanguage,
): Button {
  return { action, label: joined(language, (words) => words[action]), value };
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

function joined(language: CardLanguage, word: (button: ButtonWording) => string): string {
  return languagesOf(language)
    .map((code) => word(languageOf(code).wording.button))
    .join(' / ');
}
