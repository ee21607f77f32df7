import type { Digest } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { languagesOf } from './buttons.ts';
import type { Block, Card, FigureRow } from './card.ts';
import { addedRow, changedRow, detailsBetween, withdrawnRow } from './changed-row.ts';
import { digestTitle } from './digest-card.ts';
import { digestOfRow } from './merged-card.ts';
import { companyText, periodText } from './naming.ts';
import { divided } from './parts.ts';
import { splitWithdrawal, withdrawalNotice } from './withdrawal.ts';

/** What becomes of a posted card whose digest has changed. */
export interface Correction {
  /** The card as it is now; where figures changed, with what they were on top. */
  readonly card: Card;
  /** What changed, to be said under the card; null where no figure did. */
  readonly notice: Card | null;
}

/**
 * Holds the card that was posted against the one its digest gives now, figure by figure and language by language.
 * What earlier corrections told stays, the newest first. On a card of several digests each figure says whose it is.
 */
export function correctionOf(
  before: Card,
  after: Card,
  digests: readonly Digest[] = [],
): Correction {
  const parts = languagesOf(after.language).map((lang) => {
    const rows = (card: Card) => rowsIn(card, lang, (row) => attributed(row, digests, lang));
    const made = changedRows(rows(before), rows(after), lang);
    const told = digests.length === 0 ? made : sure(made, digests);
    return { lang, rows: told.map(({ row }) => row) };
  });
  const changes = parts.filter(({ rows }) => rows.length > 0).map(changeBlocks);
  const earlier = before.blocks.filter(isTold);
  const told = [...changes, ...(earlier.length > 0 ? [earlier] : [])];
  const { banner, rest } = splitWithdrawal(after);
  // That it was withdrawn says more than what was corrected.
  const title = told.length === 0 || banner.length > 0 ? after.title : titleOf(after);
  const top = banner.length > 0 ? [banner] : [];
  return {
    card: { ...after, title, blocks: divided([...top, ...told, rest]) },
    notice: noticeOf(withdrawalNotice(before, after), changes, {
      ...after,
      title:
        title === after.title
          ? title
          : titleOf({ ...after, title: noticeTitle(after, parts, digests) }),
    }),
  };
}

/** What is said under the card: that it was withdrawn or stands again, then the figures that changed. */
function noticeOf(
  withdrawal: Card | null,
  changes: readonly (readonly Block[])[],
  card: Card,
): Card | null {
  if (withdrawal === null && changes.length === 0) return null;
  const { title, blocks } = withdrawal ?? { title: card.title, blocks: [] };
  const parts = [...(blocks.length > 0 ? [blocks] : []), ...changes];
  return { ...card, title, blocks: divided(parts), buttons: [] };
}

/** A row of a card of several digests with whose it is; the period too where a company has two of them. */
function attributed(row: FigureRow, digests: readonly Digest[], lang: LanguageCode): FigureRow {
  const digest = digests.find(({ id }) => id === digestOfRow(row));
  if (!digest) return row;
  const { company, period } = digest;
  const { wording } = languageOf(lang);
  const isOne = digests.filter((each) => each.company.slug === company.slug).length === 1;
  const parts = [companyText(company, lang), ...(isOne ? [] : [periodText(period, lang, company)])];
  const blanks = { name: row.label, parts: parts.join(wording.partsJoin) };
  return { ...row, label: fillBlanks(wording.qualified, blanks) };
}

/** The title of the one digest that changed on a card of several; else the card's own. */
function noticeTitle(
  { title, language }: Card,
  parts: readonly { readonly rows: readonly FigureRow[] }[],
  digests: readonly Digest[],
): string {
  const ids = new Set(parts.flatMap(({ rows }) => rows.map(digestOfRow)));
  const [only] = digests.filter(({ id }) => ids.has(id));
  if (!only || ids.size > 1) return title;
  return languagesOf(language)
    .map((lang) => digestTitle(only, lang))
    .join(' / ');
}

function changeBlocks({ lang, rows }: { lang: LanguageCode; rows: readonly FigureRow[] }): Block[] {
  return [
    { type: 'heading', lang, text: languageOf(lang).wording.card.correctedHeading },
    {
      type: 'figures',
      lang,
      rows: rows.map((row) => ({ ...row, figure: correctedFigure + row.figure })),
    },
  ];
}

function titleOf({ title, language }: Card): string {
  const [first] = languagesOf(language);
  if (!first) return title;
  // Said once, in the first language of a card in both.
  return fillBlanks(languageOf(first).wording.card.correction, { title });
}

/** Before the figure of a row that tells a correction: later ones are not held against it. */
const correctedFigure = 'corrected:';

/** True for a heading and its rows that tell an earlier correction. */
function isTold(block: Block): boolean {
  if (block.type === 'heading')
    return block.text === languageOf(block.lang).wording.card.correctedHeading;
  return (
    block.type === 'figures' && block.rows.some(({ figure }) => figure.startsWith(correctedFigure))
  );
}

/** The rows of a language by their figures, each as `name` gives it. */
function rowsIn(
  card: Card,
  lang: LanguageCode,
  name: (row: FigureRow) => FigureRow,
): ReadonlyMap<string, FigureRow> {
  return new Map(
    card.blocks.flatMap((block) =>
      block.type === 'figures' && block.lang === lang
        ? block.rows
            .filter(({ figure }) => !figure.startsWith(correctedFigure))
            .map((row) => [row.figure, name(row)] as const)
        : [],
    ),
  );
}

/** Old → new of each row that says something else; what came, and what went. */
function changedRows(
  before: ReadonlyMap<string, FigureRow>,
  after: ReadonlyMap<string, FigureRow>,
  lang: LanguageCode,
): readonly Change[] {
  return [
    ...[...after.values()].flatMap((row): Change[] => {
      const old = before.get(row.figure);
      if (!old) return [{ kind: 'came', row: addedRow(row, lang) }];
      const details = detailsBetween(old.details, row.details, lang);
      return changedRow(old, row, details, lang).map((told) => ({ kind: 'changed', row: told }));
    }),
    ...[...before.values()]
      .filter(({ figure }) => !after.has(figure))
      .map((row): Change => ({ kind: 'went', row: withdrawnRow(row, lang) })),
  ];
}

interface Change {
  readonly kind: 'came' | 'changed' | 'went';
  readonly row: FigureRow;
}

/**
 * What is sure on a card of several digests, which shows the first figures of each: one that is new there may have been
 * in its digest all along, and one that is not there any more may still be.
 */
function sure(changes: readonly Change[], digests: readonly Digest[]): readonly Change[] {
  const still = new Set(
    digests.flatMap(({ id, figures }) => figures.map((one) => `${id}#${one.id}`)),
  );
  return changes.filter(
    ({ kind, row }) => kind === 'changed' || (kind === 'went' && !still.has(row.figure)),
  );
}
