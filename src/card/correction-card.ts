import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { digestButtons, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage, FigureRow } from './card.ts';
import { addedRow, changedRow, detailsBetween, withdrawnRow } from './changed-row.ts';
import { digestTitle } from './digest-card.ts';
import { figureRow } from './figure-row.ts';
import { divided } from './parts.ts';

/**
 * The card of what a digest says otherwise than it did: each figure that changed with its old and its new value,
 * those that came and those that were withdrawn. What stayed the same is not on it.
 */
export function correctionCard(
  before: Digest,
  after: Digest,
  { language }: { readonly language: CardLanguage },
): Card {
  const langs = languagesOf(language);
  const subject = { digest: after.id, revision: after.revision };
  return {
    language,
    title: langs
      .map((lang) =>
        fillBlanks(languageOf(lang).wording.card.correction, { title: digestTitle(after, lang) }),
      )
      .join(' / '),
    blocks: divided(langs.map((lang) => correctionBlocks(before, after, lang))),
    buttons: digestButtons(subject, language),
    subject,
  };
}

/** What a digest says otherwise than it did, figure by figure; a sentence where no figure is another. */
export function correctionBlocks(before: Digest, after: Digest, lang: LanguageCode): Block[] {
  const rows = [
    ...after.figures.flatMap((figure) => rowsOf(figure, before, after, lang)),
    ...before.figures
      .filter(({ id }) => after.figures.every((other) => other.id !== id))
      .map((figure) => withdrawnRow(figureRow(figure, before, lang), lang)),
  ];
  return rows.length === 0
    ? [{ type: 'text', lang, text: languageOf(lang).wording.card.nothingCorrected }]
    : [{ type: 'figures', lang, rows }];
}

/** A figure that is new, or of which the value or a comparison is another now; nothing for one that stayed. */
function rowsOf(
  figure: Figure,
  before: Digest,
  after: Digest,
  lang: LanguageCode,
): readonly FigureRow[] {
  const row = figureRow(figure, after, lang);
  const old = before.figures.find(({ id }) => id === figure.id);
  if (!old) return [addedRow(row, lang)];
  const earlier = figureRow(old, before, lang);
  const details = changedDetails(
    { figure: old, details: earlier.details },
    { figure, details: row.details },
    lang,
  );
  return changedRow(earlier, row, details, lang);
}

interface Told {
  readonly figure: Figure;
  readonly details: readonly string[];
}

/** What is said beside a figure and was not before; where both are held against the same things, old → new of each. */
function changedDetails(before: Told, after: Told, lang: LanguageCode): string[] {
  if (!isParallel(before, after)) return detailsBetween(before.details, after.details, lang);
  const { corrected } = languageOf(lang).wording.card;
  return after.details.flatMap((detail, at) => {
    const was = before.details[at] ?? '';
    return was === detail ? [] : [fillBlanks(corrected, { before: was, after: detail })];
  });
}

function isParallel(before: Told, after: Told): boolean {
  const kinds = ({ figure }: Told) => figure.comparisons.map(({ kind }) => kind).join(' ');
  return before.details.length === after.details.length && kinds(before) === kinds(after);
}
