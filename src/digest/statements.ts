import type { Sentence } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import { splitSentences } from '../article/sentences.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';

/** A sentence that states a risk or an outlook, with its exact place. */
export interface FoundStatement extends Sentence {
  readonly kind: 'risk' | 'outlook';
}

/** How many of each kind a reading keeps, the strongest first chosen, then in the order of the text. */
const most = 6;

/** Sentences that state risks and outlooks, by the language's cue words; none is made up where none is there. */
export function findStatements(text: string, language: LanguageCode): FoundStatement[] {
  const { statements } = languageOf(language).reading;
  const sentences = splitSentences(text, language);
  const seen = new Set<string>();
  const whole = sentences.filter((sentence) => {
    const key = sentence.text.replace(/[\s*#]/g, '');
    const first = !seen.has(key);
    seen.add(key);
    return first && key.length >= 12;
  });
  return (['risk', 'outlook'] as const).flatMap((kind) =>
    strongest(whole, statements[kind]).map((sentence) => ({ ...sentence, kind })),
  );
}

function strongest(sentences: readonly Sentence[], sources: readonly string[]): Sentence[] {
  const patterns = sources.map(
    (source) =>
      new RegExp(/^[a-z]/i.test(source) ? `(?<![a-z])(?:${source})(?![a-z])` : source, 'iu'),
  );
  return sentences
    .map((sentence) => ({
      sentence,
      score: patterns.filter((pattern) => pattern.test(fold(sentence.text))).length,
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ sentence }) => sentence)
    .toSorted((a, b) => a.start - b.start);
}
