import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Article } from './article.ts';
import { fold } from './fold.ts';
import { matchesOf } from './matches.ts';

/**
 * An article from text as it was received: page marks (##, **) gone, a flattened second copy of the
 * body merged into the paragraphs (what only one copy has is kept), title and by-line recognised.
 */
export function cleanArticle(raw: string, language: LanguageCode): Article {
  const lines = raw
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => withoutMarks(line).trim())
    .filter((line) => line !== '');
  const paragraphs = mergeCopies(lines);
  const byLine = readByLine(paragraphs, language);
  const title = titleOf(paragraphs, byLine.at);
  return {
    title,
    author: byLine.author,
    editor: byLine.editor,
    publisher: byLine.publisher,
    url: null,
    published: null,
    language,
    text: paragraphs.join('\n'),
  };
}

/** Where one emphasis ends and the next begins (**a****b**), two pieces stood apart. "**…です。 **" is "…です。": emphasis and heading marks go, with the spaces that only they needed. */
function withoutMarks(line: string): string {
  return line
    .replace(/\s*\*\*\s*(?=$)|^\s*\*\*\s*/g, '')
    .replace(/\*{4}/g, ' ')
    .replace(/\*\*/g, '')
    .replace(/^\s*#{1,6}\s+/, '');
}

/**
 * Where one long line holds most of the other lines one after another, it is a second copy of them:
 * the lines stay, and what only the long line has goes between them, at its place.
 */
function mergeCopies(lines: readonly string[]): string[] {
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  for (const [index, line] of lines.entries()) {
    // A copy of most of the rest is at least a third of the whole; there are few lines that long.
    if (line.length * 3 < length) continue;
    const others = lines.toSpliced(index, 1);
    const merged = mergeInto(line, others);
    if (merged) return merged;
  }
  return [...lines];
}

function mergeInto(flat: string, paragraphs: readonly string[]): string[] | null {
  const squeezed = squeeze(flat);
  const merged: string[] = [];
  let cursor = 0;
  let covered = 0;
  for (const paragraph of paragraphs) {
    const key = paragraph.replace(/[\s*#]+/g, '');
    const at = key === '' ? -1 : squeezed.text.indexOf(key, cursor);
    if (at >= 0) {
      merged.push(...leftOver(flat, squeezed, cursor, at));
      covered += key.length;
      cursor = at + key.length;
    }
    merged.push(paragraph);
  }
  // Less than most of it: just a long line that quotes some short ones.
  if (covered < squeezed.text.length * 0.6 || covered === 0 || paragraphs.length < 2) return null;
  merged.push(...leftOver(flat, squeezed, cursor, squeezed.text.length));
  return merged;
}

interface Squeezed {
  readonly text: string;
  /** Offset in the original of each character kept. */
  readonly at: readonly number[];
}

function squeeze(line: string): Squeezed {
  const at: number[] = [];
  let text = '';
  for (const { 0: run, index } of matchesOf(line, /[^\s*#]+/g)) {
    text += run;
    for (let offset = 0; offset < run.length; offset += 1) at.push(index + offset);
  }
  return { text, at };
}

function leftOver(flat: string, { at }: Squeezed, from: number, to: number): string[] {
  const start = at[from];
  const last = at[to - 1];
  if (from >= to || start === undefined || last === undefined) return [];
  return [flat.slice(start, last + 1).replace(/^[#*\s]+|[#*\s]+$/g, '')].filter(
    (piece) => piece !== '',
  );
}

interface ByLine {
  readonly author: string | null;
  readonly editor: string | null;
  readonly publisher: string | null;
  /** Index of the first paragraph that holds a part of the by-line. */
  readonly at: number;
}

/** 「著者:… 編集者:…」 and 「出典: …」 at the head of an article; labels come from the language. */
function readByLine(paragraphs: readonly string[], language: LanguageCode): ByLine {
  const labels = languageOf(language).reading.byLine;
  const all = Object.values(labels)
    .flat()
    .toSorted((a, b) => b.length - a.length)
    .join('|');
  const pattern = new RegExp(`(?:^|\\s)(${all})\\s?:\\s*(.+?)(?=\\s+(?:${all})\\s?:|$)`, 'giu');
  const found = new Map<string, string>();
  let at = Number.POSITIVE_INFINITY;
  for (const [index, paragraph] of paragraphs.slice(0, 8).entries()) {
    for (const hit of fold(paragraph).matchAll(pattern)) {
      const label = (hit[1] ?? '').toLowerCase();
      const part = Object.entries(labels).find(([, names]) =>
        names.some((name) => name.toLowerCase() === label),
      )?.[0];
      const start = hit.index + hit[0].length - (hit[2] ?? '').length;
      const value = paragraph.slice(start, hit.index + hit[0].length).trim();
      if (!part || value === '' || value.length > 80 || found.has(part)) continue;
      found.set(part, value);
      at = Math.min(at, index);
    }
  }
  return {
    author: found.get('author') ?? null,
    editor: found.get('editor') ?? null,
    publisher: found.get('publisher') ?? null,
    at,
  };
}

/** The line above the by-line; without one, a first line that does not end as a sentence does. */
function titleOf(paragraphs: readonly string[], byLineAt: number): string | null {
  const first = paragraphs[0];
  if (first === undefined || byLineAt === 0) return null;
  if (Number.isFinite(byLineAt)) return first;
  return paragraphs.length > 1 && !/[。.!?！？]$/.test(first) && first.length <= 200 ? first : null;
}
