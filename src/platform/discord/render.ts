import type { Block, Card, FigureRow, Picture } from '../../card/card.ts';
import { pictureName } from '../../card/pictures.ts';
import { shortenText, splitText } from '../../card/split.ts';
import { inert, inertLine, oneLine, plain } from './escape.ts';
import { limits } from './limits.ts';
import { flags } from './payload.ts';
import type { ActionRow, Container, Payload } from './payload.ts';
import { type Rows, rowsOf } from './rows.ts';

/** A piece of a card that stays in one message: some lines, a picture, a row of buttons, or a divider (null). */
type Piece = TextPiece | PicturePiece | ActionRow | null;

interface TextPiece {
  readonly text: string;
  readonly opens: boolean;
}

interface PicturePiece {
  readonly file: string;
  readonly alt: string;
}

// A piece fits beside a continuation's head into one message.
const pieceMax = 3600;
const titleMax = 150;
const headMax = 2 * titleMax + 20;
// Escapes double a letter and small print takes three more a line: what is cut at this length fits.
const rawMax = 1100;

/**
 * The card as Discord messages: nearly always one; a card of more than 4000 characters or 40
 * components goes on in further messages (its title with 2/3 above each), so that nothing is lost.
 * The buttons stand under the last one. Pictures that `shows` says no to are left out.
 */
export function renderMessages(
  card: Card,
  shows: (picture: Picture) => boolean = () => true,
): readonly Payload[] {
  const rows = rowsOf(card);
  const room = limits.components - 1 - rows.foot.reduce((sum, row) => sum + weightOf(row), 0);
  const messages = pack(piecesOf(card, shows, rows), room);
  return messages.map((pieces, index) => {
    const head = index === 0 ? [] : [continuation(card, index + 1, messages.length)];
    const foot = index === messages.length - 1 ? rows.foot : [];
    return payloadOf([...head, ...displays(pieces).map(display), ...foot], pieces);
  });
}

/** The file of a picture within its card. */
export function fileName(card: Card, picture: Picture): string {
  return `${pictureName(card, picture)}.png`;
}

function payloadOf(components: Container['components'], pieces: readonly Piece[]): Payload {
  return {
    flags: flags.componentsV2,
    components: [{ type: 17, components }],
    attachments: pieces
      .filter(isPicture)
      .map(({ file, alt }, at) => ({ id: String(at), filename: file, description: alt })),
    allowed_mentions: { parse: [] },
  };
}

function display(shown: Shown): Container['components'][number] {
  if (shown === null) return { type: 14, divider: true, spacing: 1 };
  if (typeof shown === 'string') return { type: 10, content: shown };
  if ('type' in shown) return shown;
  const media = { url: `attachment://${shown.file}` };
  return { type: 12, items: [{ media, description: shown.alt }] };
}

function isPicture(piece: Piece): piece is PicturePiece {
  return piece !== null && 'file' in piece;
}

function continuation(card: Card, part: number, parts: number): Container['components'][number] {
  return display(`-# ${inertLine(shortenText(oneLine(card.title), titleMax))} (${part}/${parts})`);
}

function piecesOf(card: Card, shows: (picture: Picture) => boolean, rows: Rows): readonly Piece[] {
  const title = fit(oneLine(card.title), (text) => `## ${inertLine(text)}`);
  const pieces = [
    ...title.map((text) => ({ text, opens: false })),
    ...card.blocks.flatMap((block) =>
      block.type === 'picture'
        ? shows(block)
          ? [pictureOf(card, block)]
          : []
        : blockPieces(block, rows),
    ),
  ];
  return pieces.some((piece) => piece !== null) ? pieces : [{ text: '…', opens: false }]; // Discord refuses an empty message
}

function pictureOf(card: Card, picture: Picture): PicturePiece {
  return {
    file: fileName(card, picture),
    alt: shortenText(oneLine(picture.alt), limits.altText),
  };
}

function blockPieces(block: Exclude<Block, Picture>, rows: Rows): Piece[] {
  if (block.type === 'divider') return [null];
  if (block.type === 'buttons') return [...rows.of(block.buttons)];
  return blockTexts(block).map((text) => ({ text, opens: block.type === 'heading' }));
}

function blockTexts(
  block: Exclude<Block, { type: 'buttons' | 'divider' | 'picture' }>,
): readonly string[] {
  switch (block.type) {
    case 'heading':
      return fit(oneLine(block.text), (text) => `### ${inertLine(text)}`);
    case 'text':
      return fit(block.text, inert);
    case 'quote':
      return fit(block.text, (text) => eachLine(text, '> '));
    case 'note':
      return fit(block.text, (text) => eachLine(text, '-# '));
    case 'list':
      return block.items.flatMap((item) => fit(oneLine(item), (text) => `- ${inertLine(text)}`));
    case 'figures':
    default:
      return block.rows.flatMap(rowTexts);
  }
}

function rowTexts(row: FigureRow): readonly string[] {
  const head = [bold(row.label), inertLine(row.value)].filter((part) => part !== '').join(' ');
  const whole = [head, row.details.map(inertLine).join(' / ')]
    .filter((part) => part !== '')
    .join('\n');
  if (whole.length <= pieceMax) return whole === '' ? [] : [whole];
  return [
    ...fit(`${row.label} ${row.value}`, inertLine),
    ...row.details.flatMap((text) => fit(text, inertLine)),
  ];
}

function bold(label: string): string {
  const text = inertLine(label);
  return text === '' ? '' : `**${text}**`;
}

function eachLine(text: string, prefix: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => prefix + inertLine(line))
    .join('\n');
}

/** The written text, or several where it is too long for one message; text with nothing to see gives none. */
function fit(raw: string, write: (text: string) => string): string[] {
  const text = plain(raw);
  if (text.trim() === '') return [];
  const whole = write(text);
  if (whole.length <= pieceMax) return [whole];
  return splitText(text, rawMax)
    .filter((part) => part.trim() !== '')
    .map(write);
}

/** Pieces into messages within Discord's limits; a heading goes where its text goes. */
function pack(pieces: readonly Piece[], room: number): Piece[][] {
  const messages: Piece[][] = [];
  let current: Piece[] = [];
  for (const piece of pieces) {
    if (
      current.length > 0 &&
      !fits([...current, piece], room, messages.length === 0 ? 0 : headMax)
    ) {
      const last = current.findLastIndex((each) => !opensNext(each));
      const opening = current.slice(Math.max(last, 0) + 1);
      // A heading so long that its text does not fit beside it stays where it is.
      const goes = fits([...opening, piece], room, headMax) ? opening : [];
      messages.push(current.slice(0, current.length - goes.length));
      current = [...goes];
    }
    current.push(piece);
  }
  return [...messages, current].map(trimmed).filter((message) => message.length > 0);
}

/** True for what belongs to what comes after it: a heading, a divider. */
function opensNext(piece: Piece): boolean {
  return piece === null || ('text' in piece && piece.opens);
}

function fits(pieces: readonly Piece[], room: number, head: number): boolean {
  const shown = displays(pieces);
  const length = shown.reduce((sum, each) => sum + (typeof each === 'string' ? each.length : 0), 0);
  const weight = shown.reduce((sum, each) => sum + weightOf(each), 0);
  return weight < room && length <= limits.characters - head;
}

/** What stands in a message: texts, pictures, rows of buttons and dividers (null). */
type Shown = string | PicturePiece | ActionRow | null;

/** How many components something is: a row counts its buttons too. */
function weightOf(shown: Shown): number {
  const isRow = shown !== null && typeof shown !== 'string' && 'components' in shown;
  return isRow ? 1 + shown.components.length : 1;
}

/** A text joins the text before it, a heading begins a new one. */
function displays(pieces: readonly Piece[]): Shown[] {
  const shown: Shown[] = [];
  for (const piece of pieces) {
    const last = shown.at(-1);
    if (piece === null || !('text' in piece)) shown.push(piece);
    else if (!piece.opens && typeof last === 'string')
      shown[shown.length - 1] = `${last}\n${piece.text}`;
    else shown.push(piece.text);
  }
  return shown;
}

/** No divider at an end, no two in a row. */
function trimmed(pieces: readonly Piece[]): Piece[] {
  const kept = pieces.filter(
    (piece, index) => piece !== null || (pieces[index + 1] ?? null) !== null,
  );
  return kept[0] === null ? kept.slice(1) : kept;
}
