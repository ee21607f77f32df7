import type { Digest, Withdrawn } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { askButton, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage, FigureRow, Subject } from './card.ts';
import { consensusLine, digestTitle } from './digest-card.ts';
import { headlineFigures } from './figure-groups.ts';
import { figureRow } from './figure-row.ts';
import { sourceText } from './naming.ts';
import { divided } from './parts.ts';
import { cardText } from './text.ts';
import { withdrawalBlocks } from './withdrawal.ts';

/** At most so many digests stand with figures, and so many further ones with their title. */
const mostTold = 8;
const mostTitles = 12;
/** What one message holds in every chat: its words with room for their markup, and its blocks with the title and buttons. */
const mostCharacters = 3300;
const mostBlocks = 46;
/** What it holds with the markup of its blocks and lines, which count for about so many characters each. */
const mostMarkup = 11_400;
const blockMarkup = 100;
const lineMarkup = 150;
/** What a button may carry. */
const mostValue = 80;

/** How much of several digests a card tells: the first with rows of figures, the next by title. */
interface Extent {
  readonly told: number;
  readonly rows: number;
  readonly titles: number;
}

/**
 * One card of several digests, in their order, in a language or in both: of each its headline figures and where they
 * are from. Where that is more than a message holds, the last ones have their title alone, with the command that
 * shows them.
 */
export function mergedCard(
  digests: readonly Digest[],
  { language }: { readonly language: CardLanguage },
): Card {
  const langs = languagesOf(language);
  const subject = mergedSubject(digests);
  const write = (extent: Extent): Card => ({
    language,
    title: langs.map((lang) => titleOf(digests, lang)).join(' / '),
    blocks: divided(langs.map((lang) => partOf(digests, lang, extent))),
    buttons: [askButton({ ...subject, digest: buttonValue(digests) }, language)],
    subject,
  });
  const least = { told: 1, rows: 1, titles: 3 };
  return extents(digests.length).map(write).find(fits) ?? write(least);
}

/** What a card of several digests is about: their ids, one after the other. */
function mergedSubject(digests: readonly Digest[]): Subject {
  return {
    digest: digests.map(({ id }) => id).join(' '),
    revision: Math.max(...digests.map(({ revision }) => revision)),
  };
}

/** The ids of the digests that a subject or a button's value names. */
export function subjectIds(digest: string): readonly string[] {
  return digest.split(' ').filter((id) => id !== '');
}

/** The digest and the figure of a row on a merged card; null for a row of a card of one digest. */
export function digestOfRow({ figure }: FigureRow): string | null {
  const at = figure.indexOf('#');
  return at < 0 ? null : figure.slice(0, at);
}

function buttonValue(digests: readonly Digest[]): string {
  const ids = digests.map(({ id }) => id);
  while (ids.length > 1 && ids.join(' ').length > mostValue) ids.pop();
  return ids.join(' ');
}

function extents(count: number): Extent[] {
  const most = Math.min(count, mostTold);
  return Array.from({ length: most }, (_, less) =>
    [3, 2].map((rows) => ({ told: most - less, rows, titles: mostTitles })),
  ).flat();
}

function fits(card: Card): boolean {
  const { length } = cardText(card);
  const lines = card.blocks.reduce((sum, block) => {
    if (block.type === 'figures') return sum + block.rows.length;
    return block.type === 'list' ? sum + block.items.length : sum;
  }, 0);
  const markup = length + blockMarkup * card.blocks.length + lineMarkup * lines;
  return length <= mostCharacters && card.blocks.length <= mostBlocks && markup <= mostMarkup;
}

function titleOf(digests: readonly Digest[], lang: LanguageCode): string {
  return fillBlanks(languageOf(lang).wording.card.merged, { count: String(digests.length) });
}

function partOf(digests: readonly Digest[], lang: LanguageCode, extent: Extent): Block[] {
  const { told, rows, titles } = extent;
  const first = digests.slice(0, told);
  const figures = first.flatMap((digest) => headlineFigures(digest).slice(0, rows));
  return [
    ...first.flatMap((digest) => digestBlocks(digest, lang, rows)),
    ...titleBlocks(digests.slice(told), lang, titles),
    ...consensusLine(figures, lang).map((text): Block => ({ type: 'note', lang, text })),
  ];
}

function digestBlocks(digest: Digest, lang: LanguageCode, most: number): Block[] {
  const rows = headlineFigures(digest)
    .slice(0, most)
    .map((figure) => figureRow(figure, digest, lang))
    // Two companies have a figure of one name.
    .map((row) => ({ ...row, figure: `${digest.id}#${row.figure}` }));
  const figures: Block =
    rows.length === 0
      ? { type: 'text', lang, text: languageOf(lang).wording.card.noFigures }
      : { type: 'figures', lang, rows };
  const sources = [...new Set(digest.sources.map((source) => sourceText(source, lang)))];
  return [
    { type: 'heading', lang, text: digestTitle(digest, lang) },
    ...(digest.withdrawn ? withdrawnText(digest.withdrawn, lang) : []),
    figures,
    ...(sources.length === 0 ? [] : [{ type: 'note', lang, text: sources.join('\n') } as const]),
  ];
}

/** The title above says already that it was withdrawn. */
function withdrawnText(withdrawn: Withdrawn, lang: LanguageCode): Block[] {
  return withdrawalBlocks(withdrawn, [lang]).filter(({ type }) => type !== 'heading');
}

function titleBlocks(digests: readonly Digest[], lang: LanguageCode, most: number): Block[] {
  if (digests.length === 0) return [];
  const { mergedMore, mergedTitle, mergedRest } = languageOf(lang).wording.card;
  const rest = digests.length - most;
  const items = digests.slice(0, most).map((digest) =>
    fillBlanks(mergedTitle, {
      title: digestTitle(digest, lang),
      command: `/${digest.company.slug} ${digest.period}`,
    }),
  );
  return [
    { type: 'heading', lang, text: mergedMore },
    { type: 'list', lang, items },
    ...(rest > 0
      ? [{ type: 'note', lang, text: fillBlanks(mergedRest, { count: String(rest) }) } as const]
      : []),
  ];
}
