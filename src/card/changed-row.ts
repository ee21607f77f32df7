import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { FigureRow } from './card.ts';

/** A row that a correction brings. */
export function addedRow(row: FigureRow, lang: LanguageCode): FigureRow {
  return { ...row, details: [languageOf(lang).wording.card.added, ...row.details] };
}

/** A row that a correction takes back. */
export function withdrawnRow(row: FigureRow, lang: LanguageCode): FigureRow {
  return { ...row, details: [languageOf(lang).wording.card.withdrawn], verdict: null };
}

/** Old → new of a row, with what is to be said of its details; none where nothing is another now. */
export function changedRow(
  before: FigureRow,
  after: FigureRow,
  details: readonly string[],
  lang: LanguageCode,
): FigureRow[] {
  const isSame = before.value === after.value;
  if (isSame && details.length === 0) return [];
  const { corrected } = languageOf(lang).wording.card;
  const value = isSame
    ? after.value
    : fillBlanks(corrected, { before: before.value, after: after.value });
  return [{ ...after, value, details }];
}

/** What came to the details of a row, and what went, told apart: nothing says which replaces which. */
export function detailsBetween(
  before: readonly string[],
  after: readonly string[],
  lang: LanguageCode,
): string[] {
  const { card } = languageOf(lang).wording;
  // What we computed changes with what it is made of: only the source's own words are taken back.
  const computed = fillBlanks(card.computed, { text: '' });
  const gone = before.filter((detail) => !after.includes(detail) && !detail.endsWith(computed));
  return [
    ...after.filter((detail) => !before.includes(detail)),
    ...gone.map((detail) => fillBlanks(card.about, { about: card.withdrawn, sentence: detail })),
  ];
}
