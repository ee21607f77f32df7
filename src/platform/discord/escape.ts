// Invisible characters that turn the reading direction around or hide in words; tab and newline stay.
const unseen = /[^\P{Cc}\t\n]|[\u200B\u200E\u200F\u2060\u202A-\u202E\u2066-\u2069]/gu;

// Bold, italics, code, spoilers, strikes; mentions, timestamps and <links>; masked links; @everyone;
// https:// and :emoji: by their colon.
const live = /[\\*_~`|<>[\]@]|:(?=\/\/|[\w+-]+:)/gu;

// What makes a line a heading, a list, or small print ("-# "), only where the line begins.
const opener = /^([^\S\n]*)(#|[-+](?=[\s#]|$))/gmu;
const numbered = /^([^\S\n]*\d+)\.(?=\s)/gmu;

/**
 * Outside text that reads the same on Discord but is nothing else: no markup, mention, link or emoji
 * comes alive in it. Grows to twice its length at most. Lines stay lines.
 */
export function inert(text: string): string {
  return plain(text)
    .replace(live, String.raw`\$&`)
    .replace(opener, String.raw`$1\$2`)
    .replace(numbered, String.raw`$1\.`);
}

/** The same on one line, for titles, labels and list items. */
export function inertLine(text: string): string {
  return inert(oneLine(text));
}

/** Text for places without markdown (labels of buttons, titles of forms): one line, nothing unseen. */
export function oneLine(text: string): string {
  return plain(text).replace(/\s+/gu, ' ').trim();
}

/** The text without characters that cannot be seen; its lines end in \n. */
export function plain(text: string): string {
  return text.replace(/\r\n?/gu, '\n').replace(unseen, '');
}
