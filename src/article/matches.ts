/**
 * Every match of a global pattern in a text, in order: what `matchAll` gives, without the copy of the pattern that it
 * makes for each text, which costs more than the search of a sentence.
 */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (;;) {
    const hit = pattern.exec(text);
    if (hit === null) return found;
    found.push(hit);
    // A match of nothing would be found for ever.
    if (hit[0] === '') pattern.lastIndex += 1;
  }
}
