import type { Block, Card, FigureRow, Theme } from './card.ts';
import { em, pictureFont, wrapped } from './type-setting.ts';

const width = 1000;
const margin = 48;
const inner = width - 2 * margin;
const inks = {
  light: { paper: '#fffdf8', text: '#1d1b16', faint: '#5f5a50', rule: '#e4dfd3' },
  dark: { paper: '#1f2126', text: '#f3f1ea', faint: '#b3b0a8', rule: '#3a3c42' },
} as const;
type Ink = (typeof inks)[Theme];

/** A line of text of the picture, or a rule between rows. */
interface Line {
  readonly text: string;
  readonly right?: string;
  readonly size: number;
  readonly weight: 400 | 700;
  readonly color: string;
  readonly rule?: boolean;
}

/**
 * A card's title and headline figures as an SVG picture, 1000 px wide: the words and values of the card
 * itself, nothing computed and nothing cut. Beat and miss are words and symbols, so that colour is not needed.
 */
export function cardSvg(card: Card, theme: Theme): string {
  const ink = inks[theme];
  const lines = [
    ...wrapped(card.title, 34, inner).map((text) => line(text, 34, 700, ink.text)),
    ...card.blocks.flatMap((block, at) => blockLines(block, card.blocks[at + 1], ink)),
  ];
  let y = margin;
  const drawn = lines.map((each) => {
    y += Math.round(each.size * (each.rule ? 2.1 : 1.55));
    return draw(each, y, ink);
  });
  const height = y + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${pictureFont}"><title>${escaped(card.title)}</title><rect width="100%" height="100%" fill="${ink.paper}"/>${drawn.join('')}</svg>`;
}

function line(text: string, size: number, weight: Line['weight'], color: string): Line {
  return { text, size, weight, color };
}

/** The figures and what stands alone; a heading only over figures, as nothing else of the card is drawn. */
function blockLines(block: Block, next: Block | undefined, ink: Ink): Line[] {
  if (block.type === 'figures') return block.rows.flatMap((row) => rowLines(row, ink));
  if (block.type === 'heading' && next?.type === 'figures')
    return [line(block.text, 20, 700, ink.faint)];
  if (block.type !== 'text' && block.type !== 'note' && block.type !== 'list') return [];
  const texts = block.type === 'list' ? block.items : [block.text];
  return texts
    .flatMap((text) => wrapped(text, 20, inner))
    .map((text) => line(text, 20, 400, ink.faint));
}

/** Label and value on one line where both fit, then the details. */
function rowLines({ label, value, details }: FigureRow, ink: Ink): Line[] {
  const fits = em(label) * 24 + em(value) * 26 + 40 <= inner;
  const head: Line[] = fits
    ? [{ ...line(label, 24, 400, ink.text), right: value, rule: true }]
    : [
        ...wrapped(label, 24, inner).map((text, at) => ({
          ...line(text, 24, 400, ink.text),
          rule: at === 0,
        })),
        ...wrapped(value, 26, inner).map((text) => line(text, 26, 700, ink.text)),
      ];
  return [
    ...head,
    ...details
      .flatMap((text) => wrapped(text, 20, inner))
      .map((text) => line(text, 20, 400, ink.faint)),
  ];
}

function draw({ text, right, size, weight, color, rule }: Line, y: number, ink: Ink): string {
  const top = y - Math.round(size * 1.55);
  const ruled = rule ? `<path d="M${margin} ${top}H${width - margin}" stroke="${ink.rule}"/>` : '';
  const value =
    right === undefined
      ? ''
      : `<text x="${width - margin}" y="${y}" font-size="26" font-weight="700" fill="${ink.text}" text-anchor="end">${escaped(right)}</text>`;
  return `${ruled}<text x="${margin}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}">${escaped(text)}</text>${value}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
