import type { types } from '@slack/bolt';
import { shortenText, splitText } from '../../card/split.ts';
import { limits } from './limits.ts';

/** Plain text objects parse no markup, but Slack decodes the three entities in them. */
export function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: escape(text), emoji: false };
}

/** A plain text of one line that Slack gets in `most` characters at most; "…" where there is nothing to see. */
export function label(text: string, most: number): types.PlainTextElement {
  const line = oneLine(text);
  let shown = shortenText(line === '' ? '…' : line, most);
  // Slack counts & as the five characters of its entity.
  for (let over = tooLong(shown, most); over > 0; over = tooLong(shown, most))
    shown = shortenText(shown, Math.max(1, shown.length - Math.ceil(over / 4)));
  return plain(shown);
}

/** Plain text objects that give the text back when joined; none where there is nothing to see. */
export function plainPieces(text: string): types.PlainTextElement[] {
  const shown = clean(text).trim();
  // An entity is five times its character.
  const most = tooLong(shown, limits.text) > 0 ? limits.text / 5 : limits.text;
  return splitText(shown, most)
    .filter((piece) => piece.trim() !== '')
    .map(plain);
}

/** The text for Slack's text objects: & < > as entities, so that no <!channel> or <https://…> is read. */
export function escape(text: string): string {
  return clean(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Without line breaks, and without what `clean` takes away. */
export function oneLine(text: string): string {
  return clean(text).replaceAll(/\s+/g, ' ').trim();
}

/** Without control characters, marks that turn the reading direction, and halves of characters. */
export function clean(text: string): string {
  const unseen = /(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
  return text.toWellFormed().replaceAll('\r\n', '\n').replaceAll(unseen, '');
}

function tooLong(text: string, most: number): number {
  return escape(text).length - most;
}
