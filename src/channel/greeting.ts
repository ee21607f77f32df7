import { languagesOf } from '../card/buttons.ts';
import type { Block, Card, CardLanguage } from '../card/card.ts';
import { companyText } from '../card/naming.ts';
import type { Library } from '../digest/digest.ts';
import { fillBlanks } from '../language/wording.ts';
import { wordsOf } from './room.ts';

/** What a channel that let the bot in is told: what it does, how to subscribe and how to ask. */
export function greetingCard(library: Library, language: CardLanguage): Card {
  const languages = languagesOf(language);
  const [digest] = library.digests;
  const told = languages.map((lang): Block[] => {
    const company =
      digest === undefined ? wordsOf(lang).typed.all : companyText(digest.company, lang);
    return wordsOf(lang).greeting.map((line) => ({
      type: 'text',
      lang,
      text: fillBlanks(line, { company }),
    }));
  });
  const blocks = told.flatMap((part, at): Block[] =>
    at === 0 ? part : [{ type: 'divider' }, ...part],
  );
  const [first = 'en'] = languages;
  return { language, title: wordsOf(first).titles.greeting, blocks, buttons: [], subject: null };
}
