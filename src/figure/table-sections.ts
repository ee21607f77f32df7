import type { TableLine } from './table-lines.ts';

/**
 * The businesses that rows stand under, by the line that names one (Cloud, then its revenue and its operating
 * income). A name counts where its rows are told again under another name: "Costs and expenses" is no business.
 */
export function sectionsOf(lines: readonly TableLine[]): Map<TableLine, string> {
  const under = new Map<TableLine, string>();
  const names = new Map<string, Set<string>>();
  let name: string | null = null;
  for (const line of lines) {
    const title = titleOf(line);
    if (title !== null) name = title;
    if (name === null || title !== null) continue;
    const label = labelOf(line);
    if (label === null) continue;
    under.set(line, name);
    names.set(label, (names.get(label) ?? new Set()).add(name));
  }
  for (const line of under.keys())
    if ((names.get(labelOf(line) ?? '')?.size ?? 0) < 2) under.delete(line);
  return under;
}

/** A short line that is a name alone: no digit, nothing the reader knows. */
function titleOf({ laid, tokens }: TableLine): string | null {
  const text = laid.trim().replace(/:$/, '');
  const isName = /^\p{L}[^\d:。、,!?]{1,39}$/u.test(text) && /^[\p{Lu}\p{Lo}]/u.test(text);
  return isName && tokens.every(({ kind }) => kind === 'segment') ? text : null;
}

/** What a row of amounts begins with. */
function labelOf({ laid, tokens, sentence }: TableLine): string | null {
  const first = tokens.find(({ kind }) => kind === 'quantity');
  if (!first) return null;
  return laid
    .slice(0, first.start - sentence.start)
    .trim()
    .toLowerCase();
}
