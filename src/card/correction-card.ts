import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { resultText } from './amount.ts';
import { digestButtons, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage, FigureRow } from './card.ts';
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
    blocks: divided(langs.map((lang) => partOf(before, after, lang))),
    buttons: digestButtons(subject, language),
    subject,
  };
}

function partOf(before: Digest, after: Digest, lang: LanguageCode): Block[] {
  const rows = [
    ...after.figures.flatMap((figure) => changedRow(figure, before, after, lang)),
    ...before.figures
      .filter(({ id }) => after.figures.every((other) => other.id !== id))
      .map((figure) => withdrawnRow(figure, before, lang)),
  ];
  return rows.length === 0
    ? [{ type: 'text', lang, text: languageOf(lang).wording.card.nothingCorrected }]
    : [{ type: 'figures', lang, rows }];
}

/** A figure that is new, or of which the value or a comparison is another now; nothing for one that stayed. */
function changedRow(
  figure: Figure,
  before: Digest,
  after: Digest,
  lang: LanguageCode,
): readonly FigureRow[] {
  const { card } = languageOf(lang).wording;
  const row = figureRow(figure, after, lang);
  const old = before.figures.find(({ id }) => id === figure.id);
  if (!old) return [{ ...row, details: [card.added, ...row.details] }];
  const earlier = figureRow(old, before, lang);
  const news = row.details.filter((detail) => !earlier.details.includes(detail));
  const gone = earlier.details.filter((detail) => !row.details.includes(detail));
  const isSame = row.value === earlier.value;
  if (isSame && news.length === 0 && gone.length === 0) return [];
  return [
    {
      ...row,
      value: isSame
        ? row.value
        : fillBlanks(card.corrected, { before: earlier.value, after: row.value }),
      details: [
        // One detail for another is told as the value is; what only went is said to be withdrawn.
        ...news.map((detail, at) => {
          const was = gone[at];
          return was === undefined
            ? detail
            : fillBlanks(card.corrected, { before: was, after: detail });
        }),
        ...gone
          .slice(news.length)
          .map((detail) => fillBlanks(card.about, { about: card.withdrawn, sentence: detail })),
      ],
    },
  ];
}

function withdrawnRow(figure: Figure, before: Digest, lang: LanguageCode): FigureRow {
  return {
    ...figureRow(figure, before, lang),
    value: resultText(figure, lang, figure.metric),
    details: [languageOf(lang).wording.card.withdrawn],
    verdict: null,
  };
}
