import type { Card, Theme } from './card/card.ts';
import { cardSvg } from './card/picture.ts';
import { pictureName, picturesOf } from './card/pictures.ts';
import { cardText } from './card/text.ts';
import { chartPng, pngOf } from './pictures.ts';
import type { ChatDrawings } from './platform/preview/looks.ts';

type Drawing = (card: Card, theme: Theme) => Promise<string | Uint8Array>;

/** What each chat makes of a card, for the preview to draw. */
export const chatDrawings: ChatDrawings = {
  async slack() {
    const { render } = await import('./platform/slack/render.ts');
    const { readButton } = await import('./platform/slack/button.ts');
    return { payload: (card) => render(card), press: readButton };
  },
  async discord() {
    const { renderMessages } = await import('./platform/discord/render.ts');
    const { unpackPress } = await import('./platform/discord/custom-id.ts');
    return { payload: (card) => renderMessages(card), press: (id) => unpackPress('press', id) };
  },
};

/** How a card is drawn, one line a target; each loads only what it needs. Text, or the bytes of a PNG. */
export const drawings: Readonly<Record<string, Drawing>> = {
  text: (card) => Promise.resolve(cardText(card)),
  html,
  slack: async (card) => json((await chatDrawings.slack()).payload(card)),
  discord: async (card) => json((await chatDrawings.discord()).payload(card)),
  png,
};

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A page that needs no other file: its pictures stand in it. */
async function html(card: Card): Promise<string> {
  const { cardDocument } = await import('./platform/preview/render.ts');
  const urls = new Map<string, string>();
  for (const picture of picturesOf(card)) {
    for (const theme of ['light', 'dark'] as const) {
      const bytes = Buffer.from(await chartPng(picture.chart, theme));
      const url = `data:image/png;base64,${bytes.toString('base64')}`;
      urls.set(`${pictureName(card, picture)} ${theme}`, url);
    }
  }
  return cardDocument(card, (name, theme) => urls.get(`${name} ${theme}`) ?? null);
}

/** The card's first chart; where it has none, its title and figures as a picture. */
async function png(card: Card, theme: Theme): Promise<Uint8Array> {
  const [picture] = picturesOf(card);
  return picture ? await chartPng(picture.chart, theme) : await pngOf(cardSvg(card, theme));
}
