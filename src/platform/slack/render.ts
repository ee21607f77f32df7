import type { types } from '@slack/bolt';
import type { Block, Card, Form, Picture } from '../../card/card.ts';
import { pictureName } from '../../card/pictures.ts';
import { shortenText } from '../../card/split.ts';
import { cardText } from '../../card/text.ts';
import { blocksOf, type BlockSetting, headingOf, plainBlocksOf, sections } from './blocks.ts';
import { actionsOf } from './button.ts';
import { inputsOf } from './fields.ts';
import { actionPrefix } from './ids.ts';
import { limits } from './limits.ts';
import { escape, label, oneLine, plain } from './text.ts';

/** The body of a message: Block Kit, and the whole card in words for screen readers and notices. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** The blocks of a card, and those that must stand below them whatever else has to go. */
interface Drawn {
  readonly content: types.KnownBlock[];
  readonly last: types.KnownBlock[];
}

/** How many blocks a message or view holds, and how much JSON they may be. */
interface Room {
  readonly blocks: number;
  readonly json: number;
}

const messageRoom: Room = { blocks: limits.blocks, json: limits.allBlocks };
const viewRoom: Room = { blocks: limits.viewBlocks, json: limits.viewJson };

/**
 * The card as a Slack message within all limits; its texts can neither mention, link nor format. The first figures of
 * a card of one language are a table where all of the card fits beside it. `fileOf` gives the ids of uploaded
 * pictures, null leaves one out; without it they have the names they have in the card.
 */
export function render(
  card: Card,
  fileOf: BlockSetting['fileOf'] = (picture: Picture) => pictureName(card, picture),
): SlackMessage {
  const table = card.language === 'both' ? null : card.blocks.find(isFigures);
  const best = drawn(card, fileOf, table ?? null);
  const fits = fitting(best.content, best.last, messageRoom) === best.content.length;
  return {
    text: fallback(card),
    blocks: within(fits ? best : drawn(card, fileOf, null), messageRoom),
  };
}

/** The card in sections and small print of plain text, with its buttons: for where Slack does not take `render`'s. */
export function renderPlain(card: Card): SlackMessage {
  const { subject, title, blocks, buttons } = card;
  const count = counter();
  const content = [sections([title]), blocks.map((one) => plainBlocksOf(one, { subject, count }))];
  const last = actionsOf(buttons, subject, count);
  return { text: fallback(card), blocks: within({ content: content.flat(2), last }, messageRoom) };
}

/** The card as a person's Home tab. Views have lists for tables: not each kind of them takes one, and none is tried twice. */
export function renderHome(card: Card): types.HomeView {
  return {
    type: 'home',
    blocks: within(
      drawn(card, () => null, null),
      viewRoom,
    ),
  };
}

/** The card as a modal to read: nothing is sent from it but what its buttons do. A title is repeated where it is cut. */
export function renderModal(card: Card): types.ModalView {
  const title = label(card.title, limits.viewTitle);
  const whole = drawn(card, () => null, null);
  const said = whole.content.length > 1 && title.text === escape(oneLine(card.title));
  return {
    type: 'modal',
    callback_id: `${actionPrefix}read`,
    title,
    blocks: within(said ? { ...whole, content: whole.content.slice(1) } : whole, viewRoom),
  };
}

/** The form as a modal; `metadata` (data of ours, unseen) comes back when it is sent. */
export function renderForm(form: Form, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: `${actionPrefix}${form.action}`,
    private_metadata: metadata,
    title: label(form.title, limits.viewTitle),
    submit: label(form.submit, limits.viewTitle),
    blocks: inputsOf(form.fields),
  };
}

function drawn(card: Card, fileOf: BlockSetting['fileOf'], table: Block | null): Drawn {
  const { subject, title, blocks, buttons } = card;
  const count = counter();
  const content = [
    headingOf(title),
    blocks.map((block) => blocksOf(block, { subject, fileOf, table, count })),
  ];
  return { content: content.flat(2), last: actionsOf(buttons, subject, count) };
}

function isFigures(block: Block): boolean {
  return block.type === 'figures';
}

/** Numbers from 0 on. */
function counter(): () => number {
  let next = 0;
  return () => next++;
}

function fallback(card: Card): string {
  const text = cardText(card);
  const room = limits.fallbackText - (escape(text).length - text.length);
  return escape(shortenText(text, Math.max(room, limits.text)));
}

/** The blocks that fit, the buttons always; "…" says that more stands in the message's text alone. */
function within({ content, last }: Drawn, room: Room): types.KnownBlock[] {
  if (fitting(content, last, room) === content.length) return [...content, ...last];
  const end: types.KnownBlock[] = [{ type: 'context', elements: [plain('…')] }, ...last];
  return [...content.slice(0, fitting(content, end, room)), ...end];
}

/** How many blocks from the first on fit together with the last ones. */
function fitting(
  content: readonly types.KnownBlock[],
  last: readonly types.KnownBlock[],
  room: Room,
): number {
  let size = JSON.stringify(last).length;
  const most = Math.min(content.length, room.blocks - last.length);
  for (let count = 0; count < most; count += 1) {
    size += JSON.stringify(content[count]).length + 1;
    if (size > room.json) return count;
  }
  return most;
}
