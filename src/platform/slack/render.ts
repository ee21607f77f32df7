import type { types } from '@slack/bolt';
import type { Block, Button, Card, FigureRow, Form, Picture, Subject } from '../../card/card.ts';
import { pictureName } from '../../card/pictures.ts';
import { shortenText, splitText } from '../../card/split.ts';
import { cardText } from '../../card/text.ts';
import { limits } from './limits.ts';

/** The body of a message: Block Kit, and the whole card in words for screen readers and notices. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** The first part of every action_id and callback_id of ours. */
export const actionPrefix = 'kawaraban:';

/** Where the form's field stands in the state of a submitted view. */
export const formField = { block: 'kawaraban:question', action: 'text' } as const;

/** What the value of a pressed button holds: its own value and what the card is about. */
interface ButtonValue {
  readonly value: string;
  readonly subject: Subject | null;
}

/**
 * The card as a Slack message within all limits; its texts can neither mention, link nor format. `fileOf` gives
 * the ids of uploaded pictures, null leaves one out; without it they have the names they have in the card.
 */
export function render(
  card: Card,
  fileOf: (picture: Picture) => string | null = (picture) => pictureName(card, picture),
): SlackMessage {
  const content = [heading(card.title), card.blocks.map((block) => blocksOf(block, fileOf))].flat(
    2,
  );
  return {
    text: fallback(card),
    blocks: withinLimits(content, actions(card.buttons, card.subject)),
  };
}

/** The form as a modal; `metadata` (data of ours, unseen) comes back when it is sent. */
export function renderForm(form: Form, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: `${actionPrefix}${form.action}`,
    private_metadata: metadata,
    title: plain(shortenText(form.title, limits.viewTitle)),
    submit: plain(shortenText(form.submit, limits.viewTitle)),
    blocks: form.fields.map(({ label }) => ({
      type: 'input',
      block_id: formField.block,
      label: plain(shortenText(label, limits.inputLabel)),
      element: { type: 'plain_text_input', action_id: formField.action, focus_on_load: true },
    })),
  };
}

function blocksOf(block: Block, fileOf: (picture: Picture) => string | null): types.KnownBlock[] {
  switch (block.type) {
    case 'heading':
      return heading(block.text);
    case 'text':
      return pieces(block.text).map((text) =>
        rich({ type: 'rich_text_section', elements: [text] }),
      );
    case 'figures':
      return lists(block.rows.map(row));
    case 'list':
      return lists(block.items.map((item) => pieces(item)));
    case 'quote':
      return pieces(block.text).map((text) => rich({ type: 'rich_text_quote', elements: [text] }));
    case 'note':
      return splitText(clean(block.text).trim(), limits.text / 2).map((text) => ({
        type: 'context',
        elements: [plain(text)],
      }));
    case 'picture':
      return image(block, fileOf(block));
    case 'buttons':
      return actions(block.buttons, null);
    case 'divider':
      break;
  }
  return [{ type: 'divider' }];
}

function image({ alt }: Picture, file: string | null): types.KnownBlock[] {
  if (file === null) return [];
  const text = shortenText(clean(alt), limits.altText);
  return [{ type: 'image', slack_file: { id: file }, alt_text: text }];
}

/** A header where it fits in one; headers hold neither line breaks nor more than 150 characters. */
function heading(text: string): types.KnownBlock[] {
  const line = clean(text).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return [];
  if (escape(line).length <= limits.header) return [{ type: 'header', text: plain(line) }];
  return [rich({ type: 'rich_text_section', elements: pieces(line, { bold: true }) })];
}

function row({ label, value, details }: FigureRow): types.RichTextText[] {
  const under = details.length > 0 ? pieces(`\n${details.join(' · ')}`) : [];
  return [...pieces(label, { bold: true }), ...pieces(`  ${value}`), ...under];
}

/** Bulleted lists; Slack refuses an item that holds nothing. */
function lists(items: readonly types.RichTextText[][]): types.RichTextBlock[] {
  return groups(items.filter(({ length }) => length > 0)).map((group) =>
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

/** Plain text objects parse no markup either, but Slack decodes the three entities in them. */
function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: escape(text), emoji: false };
}

/** The text for Slack's text objects: & < > as entities, so that no <!channel> or <https://…> is read. */
function escape(text: string): string {
  return clean(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Without control characters, marks that turn the reading direction, and halves of characters. */
function clean(text: string): string {
  const unseen = /(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
  return text.toWellFormed().replaceAll('\r\n', '\n').replaceAll(unseen, '');
}

function fallback(card: Card): string {
  const text = cardText(card);
  const room = limits.fallbackText - (escape(text).length - text.length);
  return escape(shortenText(text, Math.max(room, limits.text)));
}

function actions(list: readonly Button[], subject: Subject | null): types.ActionsBlock[] {
  const buttons = list.map((button, index) => buttonOf(button, index, subject));
  return groups(buttons, limits.actions).map((elements) => ({ type: 'actions', elements }));
}

function buttonOf(button: Button, index: number, subject: Subject | null): types.Button {
  const value: ButtonValue = { value: button.value, subject };
  return {
    type: 'button',
    // A card may carry two buttons of one action; Slack wants every action_id once.
    action_id: `${actionPrefix}${button.action}:${index}`,
    text: plain(shortenText(button.label, limits.buttonText)),
    value: JSON.stringify(value),
  };
}

/** The blocks that fit, the buttons always; "…" says that more stands in the message's text alone. */
function withinLimits(content: types.KnownBlock[], last: types.KnownBlock[]): types.KnownBlock[] {
  if (fitting(content, last) === content.length) return [...content, ...last];
  const end: types.KnownBlock[] = [{ type: 'context', elements: [plain('…')] }, ...last];
  return [...content.slice(0, fitting(content, end)), ...end];
}

/** How many blocks from the first on fit together with the last ones. */
function fitting(content: readonly types.KnownBlock[], last: readonly types.KnownBlock[]): number {
  let size = JSON.stringify(last).length;
  const most = Math.min(content.length, limits.blocks - last.length);
  for (let count = 0; count < most; count += 1) {
    size += JSON.stringify(content[count]).length + 1;
    if (size > limits.allBlocks) return count;
  }
  return most;
}

function groups<T>(items: readonly T[], size: number = limits.rowsPerBlock): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
