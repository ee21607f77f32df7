import type { Answer, Evidence } from '../card/card.ts';
import { isLoss, resultText } from '../card/amount.ts';
import { companyText, labelText, periodText } from '../card/naming.ts';
import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import type { PhraseId } from '../language/asking.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';

/** A piece of an answer: its words and what they rest on. */
export interface Piece {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly figures: readonly string[];
}

/** A phrase of a language with its blanks filled. */
export function phrase(
  lang: LanguageCode,
  id: PhraseId,
  blanks: Readonly<Record<string, string>> = {},
): string {
  return fillBlanks(languageOf(lang).asking.phrases[id], blanks);
}

/** Items in a row, as a language separates them. */
export function listText(items: readonly string[], lang: LanguageCode): string {
  return items.join(phrase(lang, 'separator'));
}

/** Pieces joined to an answer, one line each; the same evidence is given once. */
export function answerOf(pieces: readonly Piece[], lang: LanguageCode): Answer {
  const evidence = new Map(
    pieces
      .flatMap((piece) => piece.evidence)
      .map((one) => [`${one.digest}:${one.source}:${one.start}:${one.end}`, one]),
  );
  return {
    answer: pieces.map(({ text }) => text).join('\n'),
    lang,
    refused: false,
    evidence: [...evidence.values()],
    figures: [...new Set(pieces.flatMap(({ figures }) => figures))],
  };
}

/** What a figure is of, without its period and value: 営業損益（Reality Labs）. */
export function figureLabel(figure: Figure, digest: Digest, lang: LanguageCode): string {
  const loss = isLoss(figure, lang, figure.metric);
  return labelText(figure, digest.company, lang, loss, figure.period);
}

/** The period of a figure in words; 累計 where it has none. */
export function figurePeriod(figure: Figure, digest: Digest, lang: LanguageCode): string {
  return periodText(figure.period, lang, digest.company);
}

/** A figure's value as people say it, with the source's own notation where that is in another language. */
export function figureValue(figure: Figure, digest: Digest, lang: LanguageCode): string {
  const value = resultText(figure, lang, figure.metric);
  const source = digest.sources.find(({ id }) => id === figure.source);
  const original = source?.text.slice(figure.span.start, figure.span.end).trim() ?? '';
  if (source === undefined || source.language === lang || original === '') return value;
  return phrase(lang, 'original', { value, original });
}

/** A company's name in a language. */
export function companyOf(digest: Digest, lang: LanguageCode): string {
  return companyText(digest.company, lang);
}
