/** The words of an SVG as a reader sees them, blanks left out; without its title and styles. */
export function wordsIn(svg: string): string {
  return svg
    .replaceAll(/<(title|style).*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s/g, '');
}
