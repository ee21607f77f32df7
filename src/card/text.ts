import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Block, Card, FigureRow } from './card.ts';

/**
 * The whole card in plain words, one line a row: what screen readers read and what stands where a
 * platform shows text alone. Buttons are not part of it.
 */
export function cardText(card: Card): string {
  return [card.title, ...card.blocks.map(blockText)].join('\n').replace(/\n{3,}/g, '\n\n');
}

/** A figure's row on one line: 売上高: 320億ドル、前年同期比 +11%. */
function rowText(row: FigureRow, lang: LanguageCode): string {
  const { wording } = languageOf(lang);
  const line = fillBlanks(wording.row, { label: row.label, value: row.value });
  return [line, ...row.details].join(wording.clause);
}

function blockText(block: Block): string {
  // The numbers of a chart are those of the rows; buttons are told by who draws them.
  if (block.type === 'divider' || block.type === 'picture' || block.type === 'buttons') return '';
  if (block.type === 'heading') return `\n${block.text}`;
  if (block.type === 'figures')
    return block.rows.map((row) => `- ${rowText(row, block.lang)}`).join('\n');
  if (block.type === 'list') return block.items.map((item) => `- ${item}`).join('\n');
  if (block.type === 'quote')
    return fillBlanks(languageOf(block.lang).wording.quotation, { text: block.text });
  return block.text;
}
