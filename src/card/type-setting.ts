import { wrapText } from './split.ts';

/** The font that pictures are set in; whoever draws the SVG brings its files. */
export const pictureFont = 'IBM Plex Sans JP';

/** How wide a text is in ems, near enough to wrap by: wide scripts take one, Latin about half. */
export function em(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (/[ -~]/.test(char) ? 0.58 : 1), 0);
}

/**
 * The text in lines of at most `width` px at a font size; figures and words stay whole where a line holds them. What
 * no SVG may hold (control characters, halves of characters) and what turns the reading direction is left out.
 */
export function wrapped(text: string, size: number, width: number): string[] {
  const unseen = /\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;
  const clean = text.toWellFormed().replaceAll(/\s/g, ' ').replaceAll(unseen, '');
  return wrapText(clean, (line) => em(line) * size <= width);
}
