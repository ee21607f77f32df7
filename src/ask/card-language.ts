import type { CardLanguage } from '../card/card.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import { wordPattern } from './words.ts';

const own: readonly (readonly [CardLanguage, RegExp])[] = languageCodes.map((code) => [
  code,
  wordPattern(languageOf(code).asking.cardLanguage.own),
]);
const both = wordPattern(
  languageCodes.map((code) => languageOf(code).asking.cardLanguage.both).join('|'),
);

/** The language a folded text wants its cards in (several make `both`), and the text with a gap where it says so. */
export function cutLanguage(
  folded: string,
  gap = ' ',
): { readonly language: CardLanguage | null; readonly rest: string } {
  const named = [...own, ['both', both] as const].filter(
    ([, pattern]) => folded.search(pattern) >= 0,
  );
  const rest = named.reduce((kept, [, pattern]) => kept.replaceAll(pattern, gap), folded);
  const [first] = named;
  return { language: named.length > 1 ? 'both' : (first?.[0] ?? null), rest };
}
