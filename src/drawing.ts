import { createRequire } from 'node:module';
import type { Card } from './card/card.ts';
import { cardSvg, pictureFont } from './card/picture.ts';
import { cardText } from './card/text.ts';
import type { ChatDrawings } from './platform/preview/looks.ts';

/** What each chat makes of a card, for the preview to draw. */
export const chatDrawings: ChatDrawings = {
  async slack() {
    const { render } = await import('./platform/slack/render.ts');
    const { readButton } = await import('./platform/slack/button.ts');
    return { payload: render, press: readButton };
  },
  async discord() {
    const { renderMessages } = await import('./platform/discord/render.ts');
    const { unpackPress } = await import('./platform/discord/custom-id.ts');
    return { payload: renderMessages, press: (id) => unpackPress('press', id) };
  },
};

/** How a card is drawn, one line a target; each loads only what it needs. Text, or the bytes of a PNG. */
export const drawings: Readonly<Record<string, (card: Card) => Promise<string | Uint8Array>>> = {
  text: (card) => Promise.resolve(cardText(card)),
  html: async (card) => (await import('./platform/preview/render.ts')).cardDocument(card),
  slack: async (card) => json((await chatDrawings.slack()).payload(card)),
  discord: async (card) => json((await chatDrawings.discord()).payload(card)),
  png,
};

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** The card's picture, set in the font that comes with the product and in no other. */
async function png(card: Card): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = ['400Regular', '700Bold'].map((weight) =>
    resolve(`@expo-google-fonts/ibm-plex-sans-jp/${weight}/IBMPlexSansJP_${weight}.ttf`),
  );
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: pictureFont };
  return new Resvg(cardSvg(card), { font }).render().asPng();
}
