import { z } from 'zod';
import { detectLanguage } from '../../language/index.ts';
import type { BodySetting } from './looks.ts';
import { type Markup, markup } from './markup.ts';
import { menuHtml, pressHtml } from './menu.ts';
import { heading } from './render.ts';
import { Input, inputHtml, Plain, shown } from './slack-inputs.ts';

/** A style that is not drawn must not pass for one that is. */
const Piece = z.object({
  type: z.literal('text'),
  text: z.string(),
  style: z.strictObject({ bold: z.boolean() }).optional(),
});
type Piece = z.infer<typeof Piece>;

const Section = z.object({ type: z.literal('rich_text_section'), elements: z.array(Piece) });
const Quote = z.object({ type: z.literal('rich_text_quote'), elements: z.array(Piece) });
const List = z.object({
  type: z.literal('rich_text_list'),
  style: z.literal('bullet'),
  elements: z.array(Section),
});
const Rich = z.discriminatedUnion('type', [Section, Quote, List]);

const Button = z.object({
  type: z.literal('button'),
  action_id: z.string(),
  text: Plain,
  value: z.string(),
  style: z.enum(['primary', 'danger']).optional(),
});

const Overflow = z.object({
  type: z.literal('overflow'),
  action_id: z.string(),
  options: z.array(z.object({ text: Plain, value: z.string() })),
});

const Table = z.object({
  type: z.literal('table'),
  rows: z.array(z.array(z.object({ type: z.literal('rich_text'), elements: z.tuple([Section]) }))),
  column_settings: z.array(
    z.strictObject({
      align: z.enum(['left', 'center', 'right']).default('left'),
      is_wrapped: z.boolean().default(false),
    }),
  ),
});

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: Plain }),
  z.strictObject({ type: z.literal('section'), text: Plain }),
  Table,
  Input,
  z.object({ type: z.literal('rich_text'), elements: z.array(Rich) }),
  z.object({ type: z.literal('context'), elements: z.array(Plain) }),
  z.object({ type: z.literal('divider') }),
  z.object({
    type: z.literal('actions'),
    elements: z.array(z.discriminatedUnion('type', [Button, Overflow])),
  }),
  z.object({
    type: z.literal('image'),
    slack_file: z.object({ id: z.string() }),
    alt_text: z.string(),
    title: Plain.optional(),
  }),
]);
type Block = z.infer<typeof Block>;

const Message = z.object({ blocks: z.array(Block) });

/**
 * The body of a Slack message as Slack would show it, every text escaped. Throws where the body
 * holds what this does not draw: a picture of a message must not leave anything out in silence.
 */
export function slackHtml(body: unknown, setting: BodySetting): Markup {
  const { blocks } = Message.parse(body);
  return markup`<div class="slack-message">${blocks.map((block, at) => blockHtml(block, at === 0, setting))}</div>`;
}

function blockHtml(block: Block, first: boolean, setting: BodySetting): Markup | null {
  switch (block.type) {
    case 'header':
      return header(shown(block.text), first ? setting.level : setting.level + 1);
    case 'rich_text':
      return markup`<div class="slack-rich">${block.elements.map(richHtml)}</div>`;
    case 'context':
      return markup`<div class="slack-context">${block.elements.map(shown).map((text) => markup`<p lang="${detectLanguage(text)}">${text}</p>`)}</div>`;
    case 'section':
      return markup`<p class="slack-rich" lang="${detectLanguage(block.text.text)}">${shown(block.text)}</p>`;
    case 'table':
      return tableHtml(block);
    case 'input':
      return inputHtml(block);
    case 'divider':
      return markup`<hr class="slack-divider">`;
    case 'actions':
      return markup`<div class="slack-actions">${block.elements.map((element) => elementHtml(element, setting))}</div>`;
    case 'image':
      return imageHtml(block, setting);
    default:
      return block satisfies never;
  }
}

function header(text: string, level: number): Markup {
  return heading(level, text, detectLanguage(text), 'slack-header');
}

function richHtml(rich: z.infer<typeof Rich>): Markup {
  switch (rich.type) {
    case 'rich_text_section':
      return markup`<p lang="${languageOf(rich.elements)}">${rich.elements.map(pieceHtml)}</p>`;
    case 'rich_text_quote':
      return markup`<blockquote lang="${languageOf(rich.elements)}">${rich.elements.map(pieceHtml)}</blockquote>`;
    case 'rich_text_list':
      return markup`<ul>${rich.elements.map(({ elements }) => markup`<li lang="${languageOf(elements)}">${elements.map(pieceHtml)}</li>`)}</ul>`;
    default:
      return rich satisfies never;
  }
}

function languageOf(pieces: readonly Piece[]) {
  return detectLanguage(pieces.map(({ text }) => text).join(''));
}

/** Slack reads no markup in the texts of rich_text. */
function pieceHtml({ text, style }: Piece): Markup | string {
  return style?.bold === true ? markup`<b>${text}</b>` : text;
}

/** The first row is the header, as Slack shows it. */
function tableHtml({ rows, column_settings }: z.infer<typeof Table>): Markup {
  const [head = [], ...body] = rows;
  const kind = (at: number) => {
    const { align = 'left', is_wrapped = false } = column_settings[at] ?? {};
    return is_wrapped ? align : `${align} whole`;
  };
  const cell = ({ elements: [{ elements }] }: (typeof head)[number], at: number) =>
    markup`<td class="${kind(at)}" lang="${languageOf(elements)}">${elements.map(pieceHtml)}</td>`;
  return markup`<div class="slack-table"><table><thead><tr>${head.map(
    ({ elements: [{ elements }] }, at) =>
      markup`<th scope="col" class="${kind(at)}" lang="${languageOf(elements)}">${elements.map(pieceHtml)}</th>`,
  )}</tr></thead><tbody>${body.map((row) => markup`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}

function elementHtml(
  element: z.infer<typeof Button> | z.infer<typeof Overflow>,
  { press }: BodySetting,
): Markup {
  if (element.type === 'overflow') {
    const items = element.options.map(({ text, value }) => ({
      label: shown(text),
      press: press(element.action_id, value),
    }));
    return menuHtml(items, 'slack-button more');
  }
  const { action_id, text, value, style } = element;
  const label = shown(text);
  const kind = style === undefined ? 'slack-button' : `slack-button ${style}`;
  return markup`<button type="button" class="${kind}"${pressHtml(press(action_id, value))} lang="${detectLanguage(label)}">${label}</button>`;
}

function imageHtml(
  { slack_file, alt_text, title }: Extract<Block, { type: 'image' }>,
  { picture }: BodySetting,
): Markup | null {
  const address = picture(slack_file.id);
  if (address === null) return null;
  const above = title && markup`<figcaption>${shown(title)}</figcaption>`;
  return markup`<figure class="slack-image">${above}<img src="${address}" alt="${alt_text}"></figure>`;
}
