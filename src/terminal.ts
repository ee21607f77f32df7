/** A word as a shell takes it for one, whatever stands in it: to be pasted into a command. */
export function shellWord(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** All that a terminal obeys rather than shows: control characters but for tabs and ends of lines, and marks that turn text around. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const obeyed = /(?!\t|\r?\n)[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text of whatever origin as a terminal may have it; what it would obey is spelt `\u001b`, as JSON has it. */
export function printable(text: string): string {
  return text.replaceAll(
    obeyed,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
