import type { Digest } from '../digest/digest.ts';
import { detectLanguage, languageOf } from '../language/index.ts';
import { askButton } from './buttons.ts';
import type { Answer, Block, Card, Evidence, Subject } from './card.ts';
import { sourceText } from './naming.ts';

/**
 * An answer, then what it rests on in its own language (unless the answer itself quotes it), with the source
 * where its digest is among those handed in. A refusal stands as it is.
 */
export function answerCard(
  answer: Answer,
  subject: Subject | null,
  digests: readonly Digest[] = [],
): Card {
  const { lang } = answer;
  return {
    language: lang,
    title: languageOf(lang).wording.card.answer,
    blocks: [
      { type: 'text', lang, text: answer.answer },
      ...answer.evidence
        .filter(({ quote }) => !answer.answer.includes(quote))
        .map(({ quote }): Block => ({ type: 'quote', lang: detectLanguage(quote), text: quote })),
      ...sourceLines(answer, digests).map((text): Block => ({ type: 'note', lang, text })),
    ],
    buttons: subject === null ? [] : [askButton(subject, lang)],
    subject,
  };
}

function sourceLines(answer: Answer, digests: readonly Digest[]): string[] {
  const sources = answer.evidence.flatMap((evidence) => sourceOf(evidence, digests));
  return [...new Set(sources.map((source) => sourceText(source, answer.lang)))];
}

function sourceOf(
  evidence: Evidence,
  digests: readonly Digest[],
): readonly Digest['sources'][number][] {
  const digest = digests.find(({ id }) => id === evidence.digest);
  return digest?.sources.filter(({ id }) => id === evidence.source) ?? [];
}
