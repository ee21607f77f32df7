import { detectLanguage } from '../../language/index.ts';
import { type Markup, markup } from './markup.ts';
import { heading } from './render.ts';

/** What a line of Discord's markdown begins with, and what it then is. */
const openers = [
  { mark: '## ', kind: 'title' },
  { mark: '### ', kind: 'heading' },
  { mark: '-# ', kind: 'small' },
  { mark: '> ', kind: 'quote' },
  { mark: '- ', kind: 'item' },
] as const;

/** Lines that stand together: the items of a list, the lines of a quote. */
interface Run {
  readonly kind: (typeof openers)[number]['kind'] | 'text';
  readonly lines: string[];
}

/** Bold, or a sign that a backslash before it keeps from being read as markup. */
const live = /\*\*((?:\\.|[^\\])+?)\*\*|\\([^0-9A-Za-z\s])/gsu;

/**
 * The markdown of our cards as Discord shows it, every text escaped: two ranks of headings, small
 * print, quotes, lists and bold, which is all that our cards hold. Anything else is shown as it is written.
 */
export function markdownHtml(text: string, level: number): Markup {
  return markup`${runsOf(text).map((run) => runHtml(run, level))}`;
}

function runsOf(text: string): readonly Run[] {
  const runs: Run[] = [];
  for (const line of text.split('\n')) {
    const opener = openers.find(({ mark }) => line.startsWith(mark));
    const kind = opener?.kind ?? 'text';
    const words = line.slice(opener?.mark.length ?? 0);
    const last = runs.at(-1);
    const joins = last?.kind === kind && kind !== 'title' && kind !== 'heading';
    if (joins) last.lines.push(words);
    else runs.push({ kind, lines: [words] });
  }
  return runs;
}

function runHtml({ kind, lines }: Run, level: number): Markup {
  const text = lines.join('\n');
  const lang = detectLanguage(text);
  switch (kind) {
    case 'title':
      return heading(level, spans(text), lang, 'discord-title');
    case 'heading':
      return heading(level + 1, spans(text), lang, 'discord-heading');
    case 'small':
      return markup`${lines.map((line) => markup`<p class="discord-small" lang="${detectLanguage(line)}">${spans(line)}</p>`)}`;
    case 'quote':
      return markup`<blockquote lang="${lang}">${spans(text)}</blockquote>`;
    case 'item':
      return markup`<ul>${lines.map((line) => markup`<li lang="${detectLanguage(line)}">${spans(line)}</li>`)}</ul>`;
    case 'text':
    default:
      return markup`<p lang="${lang}">${spans(text)}</p>`;
  }
}

function spans(text: string): readonly (string | Markup)[] {
  const parts: (string | Markup)[] = [];
  let read = 0;
  for (const found of text.matchAll(live)) {
    const [whole, bold, kept] = found;
    parts.push(text.slice(read, found.index));
    parts.push(bold === undefined ? (kept ?? '') : markup`<strong>${spans(bold)}</strong>`);
    read = found.index + whole.length;
  }
  return [...parts, text.slice(read)];
}
