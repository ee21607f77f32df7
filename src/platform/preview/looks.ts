import type { Card } from '../../card/card.ts';
import { discordHtml } from './discord-drawing.ts';
import type { Markup } from './markup.ts';
import { cardHtml, type Setting } from './render.ts';
import { slackHtml } from './slack-drawing.ts';

/** As whom the page shows its cards: itself, or a chat whose messages it draws. */
export const looks = ['kawaraban', 'slack', 'discord'] as const;
export type Look = (typeof looks)[number];

/** The looks by the names people know them by. */
export const lookNames: Readonly<Record<Look, string>> = {
  kawaraban: 'kawaraban',
  slack: 'Slack',
  discord: 'Discord',
};

/** What a chat makes of a card, handed in by main: a platform knows no other. */
export interface ChatDrawing {
  /** The body or bodies of the card's messages, as that chat's API takes them. */
  readonly payload: (card: Card) => unknown;
  /** What a button of such a body means by its id and value; null for one that is not ours. */
  readonly press: ReadPress;
}

export type ReadPress = (
  id: string,
  value: string,
) => { readonly action: string; readonly value: string } | null;

/** By chat; each is loaded when a page first asks for its look. */
export type ChatDrawings = Readonly<Record<Exclude<Look, 'kawaraban'>, () => Promise<ChatDrawing>>>;

/** The address of a picture that a body names (Slack: a file's id, Discord: an attachment's name); null for one that is not here. */
export type PictureAddress = (name: string) => string | null;

/** What the bodies of chats are drawn with. */
export interface BodySetting extends Pick<Setting, 'level'> {
  readonly press: ReadPress;
  readonly picture: PictureAddress;
}

/** The look a page is asked for by name; ours where there is none of that name. */
export function lookOf(name: string | undefined): Look {
  return looks.find((look) => look === name) ?? 'kawaraban';
}

/** How cards are drawn in a look. */
export async function drawCards(
  look: Look,
  drawings: ChatDrawings,
): Promise<(card: Card, setting: Setting) => Markup> {
  if (look === 'kawaraban') return cardHtml;
  const { payload, press } = await drawings[look]();
  const draw = look === 'slack' ? slackHtml : discordHtml;
  const theme = look === 'slack' ? 'light' : 'dark';
  return (card, { level, picture }) =>
    draw(payload(card), {
      level,
      press,
      // Slack's file and Discord's attachment have the name of the picture in its card.
      picture: (name) => picture(name.replace(/\.png$/, ''), theme),
    });
}
