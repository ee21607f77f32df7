import type { Digest } from '../digest/digest.ts';
import { detectLanguage, languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage, Evidence } from './card.ts';
import { digestTitle } from './digest-card.ts';
import { evidenceQuote } from './evidence-blocks.ts';
import { showButtons } from './list-card.ts';

/** The most sentences on a card of what was found. */
const mostFound = 8;

/** A sentence with the digest in whose source it stands. */
export interface FoundSentence {
  readonly digest: Digest;
  readonly evidence: Evidence;
}

/** The card of the sentences that hold some words, the best first, under the titles of their digests. */
export function searchCard(
  words: string,
  found: readonly FoundSentence[],
  { language }: { readonly language: CardLanguage },
): Card {
  const langs = languagesOf(language);
  const first = langs[0] ?? detectLanguage(words);
  const shown = found.slice(0, mostFound);
  const joined = (text: (lang: LanguageCode) => string) => langs.map(text).join(' / ');
  const digests = [...new Set(shown.map(({ digest }) => digest))];
  const count = String(found.length);
  return {
    language,
    title: joined((lang) => fillBlanks(languageOf(lang).wording.deeds.searchTitle, { words })),
    blocks: [
      ...shown.flatMap(({ digest, evidence }, at): Block[] => {
        const text = joined((lang) => digestTitle(digest, lang));
        const source = evidence.source ?? '';
        return [
          ...(shown[at - 1]?.digest === digest
            ? []
            : [{ type: 'text', lang: first, text } as const]),
          evidenceQuote({ source, quote: evidence.quote }, digest, first),
        ];
      }),
      ...(found.length > mostFound ? langs : []).map((lang): Block => {
        const text = fillBlanks(languageOf(lang).wording.deeds.searchMore, { count });
        return { type: 'note', lang, text };
      }),
    ],
    buttons: showButtons(digests, language),
    subject:
      digests.length === 0
        ? null
        : {
            digest: digests.map(({ id }) => id).join(' '),
            revision: Math.max(...digests.map(({ revision }) => revision)),
          },
  };
}
