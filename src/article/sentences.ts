import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Sentence } from './article.ts';
import { fold } from './fold.ts';
import { matchesOf } from './matches.ts';

/** Marks a page leaves behind: headings (##) and emphasis (**). They end a sentence and belong to none. */
const pageMark = /\*\*|(?<=^|\s|\*|。)#{1,6}(?=\s)/g;

/**
 * The sentences of a text in order, each an exact piece of it without the white space and page marks
 * around it. A line end ends a sentence unless it only wraps it; so does a page mark. Linear in the length.
 */
export function splitSentences(text: string, language: LanguageCode): Sentence[] {
  const folded = fold(unwrap(text, language));
  const ends = endsOf(language);
  const sentences: Sentence[] = [];
  let lineStart = 0;
  for (const line of folded.split('\n')) {
    let start = 0;
    for (const mark of matchesOf(line, pageMark)) {
      splitPiece(text, folded, lineStart + start, lineStart + mark.index, ends, sentences);
      start = mark.index + mark[0].length;
    }
    splitPiece(text, folded, lineStart + start, lineStart + line.length, ends, sentences);
    lineStart += line.length + 1;
  }
  return sentences;
}

/** Nothing shorter is a line that was broken for want of room (UTF-16 units). */
const shortestWrapped = 30;

/**
 * The text with a space for each line end that only wraps a sentence (mail, PDF), one character for one: every
 * offset stays. Only where words stand apart by spaces; rows of a table, bullets and headings keep their ends.
 */
export function unwrap(text: string, language: LanguageCode): string {
  const { beforeSpace, never } = languageOf(language).reading.sentenceEnds;
  if (beforeSpace === '') return text;
  const hangs = new RegExp(never, 'iu');
  const lines = text.split('\n');
  return lines.reduce((before, line, at) => {
    if (at === 0) return line;
    return before + (goesOn(lines[at - 1] ?? '', line, hangs) ? ' ' : '\n') + line;
  }, '');
}

/** Fewer small words make no prose. */
const fewestWords = 3;

function wordsIn(line: string): number {
  return line.match(/(?<!\p{L})\p{Ll}{2,}/gu)?.length ?? 0;
}

/** Whether a line goes on with the sentence of the line above it. */
function goesOn(above: string, line: string, hangs: RegExp): boolean {
  if (above.length < shortestWrapped || /[.!?:;"'”’)\]]\s*$/.test(above)) return false;
  // A row of figures is no prose, and prose goes on with a small letter or an amount among words.
  if (wordsIn(above) < fewestWords) return false;
  // "should land between": nothing ends with such a word.
  if (hangs.test(above)) return true;
  const isRow = (line.match(/\d[\d.,]*/g)?.length ?? 0) >= 2 && wordsIn(line) <= fewestWords;
  if (isRow || endsAsRow.test(above)) return false;
  const endsInFigure = /[\d%]\s*$/.test(above);
  if (/^\p{Ll}/u.test(line)) return !endsInFigure || wordsIn(line) >= fewestWords;
  return /^[$€£¥(]?\d[\d.,%)]* ?\p{Ll}{2}/u.test(line);
}

/** Two figures side by side end a row. */
const endsAsRow = /\d[\d.,]*[%)]{0,2}\s+[-(]?[$£€¥]?\(?\d[\d.,]*[%)]{0,2}\s*$/;

/** What ends the sentences of a language. */
interface Ends {
  readonly always: string;
  readonly abbreviations: readonly string[];
  /** Finds every character that may end a sentence, and the brackets that hold one together. */
  readonly marks: RegExp;
}

const opening = '「『(';
const closing = '」』)';

function endsOf(language: LanguageCode): Ends {
  const { sentenceEnds, abbreviations } = languageOf(language).reading;
  const { always, beforeSpace } = sentenceEnds;
  const marks = `${opening}${closing}${always}${beforeSpace}`.replace(/[\]\\^-]/g, '\\$&');
  return { always, abbreviations, marks: new RegExp(`[${marks}]`, 'g') };
}

function splitPiece(
  text: string,
  folded: string,
  from: number,
  to: number,
  { always, abbreviations, marks }: Ends,
  into: Sentence[],
): void {
  let start = from;
  let depth = 0;
  for (const { 0: mark, index } of matchesOf(folded.slice(from, to), marks)) {
    const at = from + index;
    // Brackets hold a sentence together only while they close on the same line.
    if (opening.includes(mark)) depth += 1;
    else if (closing.includes(mark)) depth = Math.max(0, depth - 1);
    else if (always.includes(mark) ? depth === 0 : endsBeforeSpace(folded, at, to, abbreviations)) {
      pushTrimmed(text, start, at + 1, into);
      start = at + 1;
      depth = 0;
    }
  }
  pushTrimmed(text, start, to, into);
}

function endsBeforeSpace(
  folded: string,
  at: number,
  to: number,
  abbreviations: readonly string[],
): boolean {
  const next = folded.slice(at + 1, at + 4);
  // "a year earlier.The": a lost space between a word and a new sentence.
  const glued = /[a-z]{3}$/.test(folded.slice(0, at).slice(-3)) && /^[A-Z][a-z]/.test(next);
  if (at + 1 < to && !glued && !/^["')\]]*(\s|$)/.test(next)) return false;
  const word = /[\p{L}.]*$/u.exec(folded.slice(Math.max(0, at - 12), at))?.[0] ?? '';
  if (abbreviations.includes(word.toLowerCase())) return false;
  // "J. Smith", "U.S. sales": a single capital before the stop is an initial, and "up 12% Y/Y." ends there.
  const isPart = /[/\d]/.test(folded.charAt(at - word.length - 1));
  return isPart || !/(^|\.)[A-Z]$/.test(word);
}

/** Nothing longer is a sentence (UTF-16 units): what ends nowhere is cut where words end. */
const longest = 1000;

function pushTrimmed(text: string, from: number, to: number, into: Sentence[]): void {
  let start = from;
  while (to - start > longest) {
    const stop = cutAt(text, start + longest);
    pushWhole(text, start, stop, into);
    start = stop;
  }
  pushWhole(text, start, to, into);
}

/** The end of a word or clause at or before a place; never between the digits of a number. */
function cutAt(text: string, limit: number): number {
  const window = text.slice(limit - 200, limit);
  const clause = /^[\s\S]*(?:[、;；]|,(?=\s)|\s(?!\d))/.exec(window)?.[0].length ?? 0;
  if (clause > 0) return limit - 200 + clause;
  // A surrogate pair stays whole.
  return /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}

function pushWhole(text: string, from: number, to: number, into: Sentence[]): void {
  const raw = text.slice(from, to);
  const trimmed = raw.trim();
  if (trimmed === '') return;
  const start = from + raw.indexOf(trimmed);
  into.push({ start, end: start + trimmed.length, text: trimmed });
}
