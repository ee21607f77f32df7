import type { LanguageWish } from '../ask/own-language.ts';
import { listText } from '../ask/phrase.ts';
import { languageName } from '../card/naming.ts';
import { noticeCard } from '../card/notice-card.ts';
import { wordsOf } from '../channel/room.ts';
import { isLanguageCode, languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { type HandlerParts, settledLanguage, singleLanguage, toPerson } from './parts.ts';

/** Settles a person's own language as a button does: ja, en, or empty for none. `speaker` is as the platform tells. */
export function languageChosen(
  parts: HandlerParts,
  speaker: Speaker,
  value: string,
): Promise<Reply> {
  const language = isLanguageCode(value) ? value : null;
  return answerLanguage(parts, speaker, { kind: 'settle', language });
}

/**
 * Settles a person's own language, or says which it is, in the language they are answered in from now on. `speaker`
 * is as the platform tells.
 */
export async function answerLanguage(
  parts: HandlerParts,
  speaker: Speaker,
  wish: LanguageWish,
  text = '',
): Promise<Reply> {
  const { people } = parts.store;
  const { place, person } = speaker;
  if (wish.kind === 'settle')
    await people.setLanguage(place.platform, person, wish.language, parts.room.now());
  const own = await settledLanguage(parts, speaker);
  const lang = own ?? singleLanguage(parts, speaker, text);
  return toPerson(noticeCard(lang, wordsFor(lang).title, linesOf(wish, own, lang)));
}

function linesOf(wish: LanguageWish, own: LanguageCode | null, lang: LanguageCode) {
  const { settled, present, automatic, questions, how } = wordsFor(lang);
  const told = wish.kind === 'settle' ? settled : present;
  const state = own === null ? automatic : fillBlanks(told, { language: languageName(own, lang) });
  if (wish.kind === 'settle') return [state, questions];
  const { unknownWord } = wordsOf(lang);
  const unknown = wish.word === '' ? [] : [fillBlanks(unknownWord, { word: wish.word })];
  return [...unknown, state, fillBlanks(how, { list: listText(commandsIn(lang), lang) })];
}

/** What is typed for each language, and for none. */
function commandsIn(lang: LanguageCode): readonly string[] {
  const verb = languageOf(lang).asking.settings.ownLanguage.offered;
  const names = languageCodes.map((code) => languageName(code, lang));
  return [...names, wordsFor(lang).typed].map((name) => `/digest ${verb} ${name}`);
}

function wordsFor(lang: LanguageCode) {
  return languageOf(lang).wording.talk.language;
}
