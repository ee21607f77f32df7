/** The font that pictures are set in; whoever draws the SVG brings its files. */
export const pictureFont = 'IBM Plex Sans JP';

/** How wide a text is in ems, near enough to wrap by: wide scripts take one, Latin about half. */
export function em(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (/[ -~]/.test(char) ? 0.58 : 1), 0);
}

/** The text in lines of at most `width` px at a font size, cut where words end and never inside one. */
export function wrapped(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const { segment } of new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)) {
    // Digits stay with their signs, points and units.
    const joins = /[\d.,$€£¥%−+▲▼]$/.test(current) && /^[\d.,%億万兆円ドル元人BMTK]/.test(segment);
    if (current !== '' && !joins && em(current + segment) * size > width) {
      lines.push(current.trimEnd());
      current = segment.trimStart();
    } else current += segment;
  }
  return current === '' ? lines : [...lines, current];
}
