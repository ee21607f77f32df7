import type { types } from '@slack/bolt';
import type { Block, FigureRow, Picture, Subject } from '../../card/card.ts';
import { shortenText, splitText } from '../../card/split.ts';
import { actionsOf } from './button.ts';
import { groups } from './groups.ts';
import { limits } from './limits.ts';
import { tableOf } from './table.ts';
import { clean, escape, oneLine, plain, plainPieces } from './text.ts';

/** What the blocks of a card are drawn with. */
export interface BlockSetting {
  readonly subject: Subject | null;
  /** The ids of uploaded pictures; null leaves one out. */
  readonly fileOf: (picture: Picture) => string | null;
  /** The figures that stand in a table. */
  readonly table: Block | null;
  /** A number that no other button of the message or view has. */
  readonly count: () => number;
}

/** One block of a card as Slack's blocks: none where there is nothing to show. */
export function blocksOf(block: Block, setting: BlockSetting): types.KnownBlock[] {
  switch (block.type) {
    case 'heading':
      return headingOf(block.text);
    case 'text':
      return pieces(block.text).map((text) =>
        rich({ type: 'rich_text_section', elements: [text] }),
      );
    case 'figures':
      return figures(block, block === setting.table);
    case 'list':
      return lists(block.items.map((item) => pieces(item)));
    case 'quote':
      return pieces(block.text).map((text) => rich({ type: 'rich_text_quote', elements: [text] }));
    case 'note':
      return plainPieces(block.text).map((text) => ({ type: 'context', elements: [text] }));
    case 'picture':
      return image(block, setting.fileOf(block));
    case 'buttons':
      return actionsOf(block.buttons, setting.subject, setting.count);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return block satisfies never;
  }
}

/** The same in Slack's oldest blocks alone, with plain texts: for where it does not take newer ones. Pictures are left out. */
export function plainBlocksOf(
  block: Block,
  { subject, count }: Pick<BlockSetting, 'subject' | 'count'>,
): types.KnownBlock[] {
  switch (block.type) {
    case 'figures':
      return sections(block.rows.map(plainRow));
    case 'list':
      return sections(block.items.map((item) => `• ${item}`));
    case 'note':
      return plainPieces(block.text).map((text) => ({ type: 'context', elements: [text] }));
    case 'buttons':
      return actionsOf(block.buttons, subject, count);
    case 'picture':
      return [];
    case 'divider':
      return [{ type: 'divider' }];
    case 'heading':
    case 'text':
    case 'quote':
    default:
      return sections([block.text]);
  }
}

/** A header where it fits in one; headers hold neither line breaks nor more than 150 characters. */
export function headingOf(text: string): types.KnownBlock[] {
  const line = oneLine(text);
  if (line === '') return [];
  if (escape(line).length <= limits.header) return [{ type: 'header', text: plain(line) }];
  return [rich({ type: 'rich_text_section', elements: pieces(line, { bold: true }) })];
}

/** Lines as sections of plain text. */
export function sections(lines: readonly string[]): types.SectionBlock[] {
  return plainPieces(lines.join('\n')).map((text) => ({ type: 'section', text }));
}

function image({ alt }: Picture, file: string | null): types.KnownBlock[] {
  if (file === null) return [];
  const text = shortenText(clean(alt), limits.altText);
  return [{ type: 'image', slack_file: { id: file }, alt_text: text }];
}

function figures(
  { rows, lang }: Extract<Block, { type: 'figures' }>,
  inTable: boolean,
): types.KnownBlock[] {
  const table = inTable ? tableOf(rows, lang) : null;
  return table ? [table] : lists(rows.map(row));
}

function row({ label, value, details }: FigureRow): types.RichTextText[] {
  const under = details.length > 0 ? pieces(`\n${details.join(' · ')}`) : [];
  return [...pieces(label, { bold: true }), ...pieces(`  ${value}`), ...under];
}

function plainRow({ label, value, details }: FigureRow): string {
  return [`• ${label}  ${value}`, ...details.map((detail) => `   ${detail}`)].join('\n');
}

/** Bulleted lists; Slack refuses an item that holds nothing. */
function lists(items: readonly types.RichTextText[][]): types.RichTextBlock[] {
  return groups(
    items.filter(({ length }) => length > 0),
    limits.rowsPerBlock,
  ).map((group) =>
    rich({
      type: 'rich_text_list',
      style: 'bullet',
      elements: group.map((elements) => ({ type: 'rich_text_section', elements })),
    }),
  );
}

function rich(element: types.RichTextBlockElement): types.RichTextBlock {
  return { type: 'rich_text', elements: [element] };
}

/** Elements of rich_text: Slack shows them as they are and parses nothing, so nothing is escaped. */
function pieces(text: string, style?: { bold: true }): types.RichTextText[] {
  const shown = clean(text).replaceAll(/^ *\n{2,}|\s+$/g, '');
  return splitText(shown, limits.text).map((piece) => ({
    type: 'text',
    text: piece,
    ...(style ? { style } : {}),
  }));
}
