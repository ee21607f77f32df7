/** A person's words as they typed them: Slack sends mentions and links as <…>, and & < > as entities. */
export function wordsOf(text: string, bot: string): string {
  return text
    .replaceAll(bot === '' ? /(?!)/g : new RegExp(`<@${bot}(?:\\|[^>]*)?>`, 'g'), ' ')
    .replaceAll(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll(/<([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
