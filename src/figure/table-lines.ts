import type { Sentence } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import type { Reading } from '../language/reading.ts';
import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import { rowsOnOne } from './table-flat.ts';

/** A line of a text with its tokens. */
export interface Line {
  readonly sentence: Sentence;
  readonly tokens: readonly Token[];
}

/** A line as its table has it: a line of the text, or a row whose cells stand on lines of their own. */
export interface TableLine extends Line {
  /** Its folded text, cells set apart by spaces alone and signs closed up; as long as the text it stands for. */
  readonly laid: string;
  /** The lines of the text that it is made of. */
  readonly pieces: readonly Line[];
}

/** Reads the tokens of a piece of text, with places that count from its beginning. */
export type Lex = (text: string) => readonly Token[];

/** The lines of a text as its tables have them. */
export function tableLines(
  text: string,
  lines: readonly Line[],
  reading: Reading,
  lex: Lex,
): TableLine[] {
  const kinds = lines.map((line) => kindOf(line, reading));
  const found: TableLine[] = [];
  for (let at = 0; at < lines.length;) {
    const end = isRow(kinds, at)
      ? rowEnd(kinds, at)
      : Math.max(
          at + 1,
          headEnd(lines, kinds, at, reading),
          columnsEnd(lines, at, reading),
          brokenEnd(lines, kinds, at),
        );
    const dated = dayEnd(lines, at, reading);
    if (dated > at + 1) {
      found.push(...headOfDays(text, lines.slice(at, dated), reading, lex));
      at = dated;
      continue;
    }
    const only = end === at + 1 ? lines[at] : undefined;
    const rows = only ? rowsOnOne(only.sentence.text, reading, lex) : null;
    if (only && rows) found.push(...rows.map((place) => cut(text, only, place, reading, lex)));
    else found.push(joined(text, lines.slice(at, end), reading, lex));
    at = end;
  }
  return found;
}

/** What a line is by itself: a label, cells without a label, a year that may head a column, or anything else. */
type Kind = 'label' | 'cells' | 'year' | 'other';

/** No cell of a table, and no label that stands alone, is longer. */
const longest = 80;
/** No row has more pieces. */
const mostPieces = 40;

function kindOf({ sentence: { text }, tokens }: Line, reading: Reading): Kind {
  if (text.length > longest || /[。.!?]$/.test(text)) return 'other';
  const laid = laidOut(fold(text)).trim();
  if (yearPattern(reading).test(laid)) return 'year';
  // "19.04-12 7,890 288" is a row by itself, and a rule is none.
  const isNamed = tokens[0]?.kind === 'period' || /^[-:\s]*-{3}[-:\s]*$/.test(laid);
  if (!/\p{L}/u.test(withoutWords(laid, reading)) && isNamed) return 'other';
  if (!/\p{L}/u.test(withoutWords(laid, reading)))
    return /[\d$€£¥%)*-]/.test(laid) ? 'cells' : 'other';
  // $1,234M, 1,234億円: an amount and nothing else.
  const [amount, more] = tokens;
  const isAmount =
    amount?.kind === 'quantity' && more === undefined && amount.quantity.text === text;
  if (isAmount && amount.end - amount.start > 3) return 'cells';
  const plain = tokens.every(({ kind, start, end }) => kind !== 'quantity' || end - start <= 3);
  return plain && !/[•▪・]/.test(laid) ? 'label' : 'other';
}

/** Years alone, or one date: June 30, 2023. */
const yearPattern = perReading(({ months }) => {
  const date =
    months.length === 0
      ? ''
      : `|(?:${months.join('|')})\\p{L}{0,7}\\.?\\s\\d{1,2},?\\s(?:19|20)\\d{2}`;
  return new RegExp(`^(?:(?:(?:19|20)\\d{2}\\s*)+${date})$`, 'iu');
});

/** A label with its cells below it, beside another such row: one alone may be a title and a page number. */
function isRow(kinds: readonly Kind[], at: number): boolean {
  if (kinds[at] !== 'label' || kinds[at + 1] !== 'cells') return false;
  const end = rowEnd(kinds, at);
  const near = (from: number, to: number) =>
    kinds
      .slice(Math.max(0, from), to)
      .some((kind, index, around) => kind === 'label' && around[index + 1] === 'cells');
  return near(end, end + 10) || near(at - 10, at);
}

/** Where the heads of columns on lines of their own end (Three months ended, June 30, 2023, 2022); `at` where none begin. */
function headEnd(
  lines: readonly Line[],
  kinds: readonly Kind[],
  at: number,
  reading: Reading,
): number {
  const isPiece = (index: number) =>
    kinds[index] === 'label' && (lines[index]?.sentence.text.length ?? longest) <= 45;
  let years = at;
  while (isPiece(years) && years - at < 6) years += 1;
  if (kinds[years] !== 'year') return at;
  if (years > at && !spanPattern(reading).test(fold(lines[at]?.sentence.text ?? ''))) return at;
  let end = years;
  while (kinds[end] === 'year' && end - at < mostPieces) end += 1;
  return end;
}

/** Where heads of columns end that stand on lines of their own: Q3 2023, Q3 2022, Change; one alone is none. */
function columnsEnd(lines: readonly Line[], at: number, reading: Reading): number {
  let end = at;
  while (end - at < mostPieces && headsColumn(lines[end], reading)) end += 1;
  return end - at > 1 ? end : at;
}

function headsColumn(line: Line | undefined, reading: Reading): boolean {
  if (!line || line.sentence.text.length > 30) return false;
  const text = fold(line.sentence.text).replace(/\|/g, ' ').trim();
  const [only, more] = line.tokens;
  const isPeriod =
    only?.kind === 'period' && more === undefined && only.end - only.start >= text.length;
  return isPeriod || columnPattern(reading).test(text);
}

const columnPattern = perReading(
  ({ tableChanges, tableRoles }) =>
    new RegExp(
      `^(?:${[...tableChanges, ...tableRoles].map(({ pattern }) => pattern).join('|')})$`,
      'iu',
    ),
);

/** Where a head ends whose days are broken from their years: "Three Months Ended December 31,", "2025 September 30,", "2024". */
function dayEnd(lines: readonly Line[], at: number, reading: Reading): number {
  const { endsInDay } = dayPattern(reading);
  const goesOn = (index: number) =>
    endsInDay?.test(lines[index]?.sentence.text ?? '') === true &&
    /^\s*(?:19|20)\d{2}(?!\d)/.test(lines[index + 1]?.sentence.text ?? '');
  let end = at + 1;
  while (end - at < mostPieces && goesOn(end - 1)) end += 1;
  // A day alone may stand over years further down.
  return end - at > 2 || /(?:19|20)\d{2}\s+\S*\p{L}/u.test(lines[end - 1]?.sentence.text ?? '')
    ? end
    : at;
}

const dayPattern = perReading(({ months }) => ({
  endsInDay:
    months.length === 0
      ? null
      : new RegExp(`(?:${months.join('|')})\\p{L}{0,7}\\.?\\s\\d{1,2},\\s*$`, 'iu'),
}));

/** Such a head as one line, and the rows that stand behind its last year. */
function headOfDays(
  text: string,
  pieces: readonly Line[],
  reading: Reading,
  lex: Lex,
): TableLine[] {
  const [first, last] = [pieces[0], pieces.at(-1)];
  const rows = last ? rowsOnOne(last.sentence.text, reading, lex) : null;
  if (!first || !last || !rows) return [joined(text, pieces, reading, lex)];
  const [head, ...rest] = rows;
  const end = last.sentence.start + (head?.[1] ?? 0);
  const sentence = {
    ...first.sentence,
    end,
    text: text.slice(first.sentence.start, end).trimEnd(),
  };
  const line = joined(text, [{ sentence, tokens: [] }], reading, lex, true);
  return [{ ...line, pieces }, ...rest.map((place) => cut(text, last, place, reading, lex))];
}

/** Where a row ends whose label goes on in the next line, with a small letter: "Operating profit before", "exceptional items £1,727m £1,631m". */
function brokenEnd(lines: readonly Line[], kinds: readonly Kind[], at: number): number {
  const [line, next] = [lines[at], lines[at + 1]];
  if (kinds[at] !== 'label' || !line || !next || next.sentence.text.length > longest) return at;
  const isNamed = line.tokens.some(({ kind }) => kind === 'metric');
  const amounts = next.tokens.filter(({ kind }) => kind === 'quantity').length;
  return isNamed && amounts > 1 && /^\p{Ll}[^,;:]*$/u.test(next.sentence.text.split(/\d/)[0] ?? '')
    ? at + 2
    : at;
}

const spanPattern = perReading(
  ({ tableSpans }) =>
    new RegExp(`^[\\s|]*(?:${tableSpans.map(({ pattern }) => pattern).join('|')})`, 'iu'),
);

function rowEnd(kinds: readonly Kind[], at: number): number {
  let end = at + 1;
  while (kinds[end] === 'cells' && end - at < mostPieces) end += 1;
  return end;
}

/** A row of a table that stands on one line with others. */
function cut(
  text: string,
  piece: Line,
  [from, to]: readonly [number, number],
  reading: Reading,
  lex: Lex,
): TableLine {
  const raw = text.slice(piece.sentence.start + from, piece.sentence.start + to);
  const start = piece.sentence.start + from + raw.length - raw.trimStart().length;
  const trimmed = raw.trim();
  const sentence = { start, end: start + trimmed.length, text: trimmed };
  return { ...joined(text, [{ sentence, tokens: [] }], reading, lex, true), pieces: [piece] };
}

function joined(
  text: string,
  pieces: readonly Line[],
  reading: Reading,
  lex: Lex,
  fresh = false,
): TableLine {
  const [first] = pieces;
  if (!first) throw new Error('a line without pieces');
  const { start } = first.sentence;
  const end = pieces.at(-1)?.sentence.end ?? start;
  const raw = text.slice(start, end);
  const folded = fold(raw);
  const laid = withoutScale(laidOut(folded), reading);
  const sentence = { start, end, text: raw };
  if (laid === folded && !fresh) return { sentence, tokens: first.tokens, laid, pieces };
  const marked = pieces.length > 1 ? withoutNote(laid, first.sentence.text.length) : laid;
  return {
    sentence,
    tokens: lex(marked)
      .flatMap((token) => inCells(token, raw, lex))
      .map((token) => moved(token, start)),
    laid: marked,
    pieces,
  };
}

/** "Operating profit | Margin" is no margin: a name does not go on in the next cell. */
function inCells(token: Token, raw: string, lex: Lex): readonly Token[] {
  const text = raw.slice(token.start, token.end);
  if (token.kind !== 'metric' || !text.includes('|')) return [token];
  let at = token.start;
  return text.split('|').flatMap((cell) => {
    const found = lex(cell).map((each) => moved(each, at));
    at += cell.length + 1;
    return found;
  });
}

/** (単位:10億ドル) in a label is no cell; what is left of the line is as long as it was. */
function withoutScale(laid: string, reading: Reading): string {
  return laid.replace(scalePattern(reading), (note) => note.replace(/\d/g, ' '));
}

const scalePattern = perReading(
  ({ tableScales }) =>
    new RegExp(
      tableScales.flatMap(({ pattern }) => (pattern.includes('0') ? [pattern] : [])).join('|'),
      'gimu',
    ),
);

/** "Operating loss (2)": the mark of a note at the end of a label is no cell. */
function withoutNote(laid: string, length: number): string {
  const label = laid
    .slice(0, length)
    .replace(/\((?:\d|[a-z])\)\s*$/i, (mark) => ' '.repeat(mark.length));
  return label + laid.slice(length);
}

/**
 * Cells closed up, one character for one: "$ | 1,234", "(987 | )", "5 %" as "$1,234", "(987)", "5%"; a dash that
 * stands alone is an empty cell, no sign.
 */
function laidOut(folded: string): string {
  return (
    folded
      .replace(/[\n\r\t|]/g, ' ')
      .replace(/([$€£¥])( +)(?=[\d(])/g, '$2$1')
      .replace(/(\([$€£¥]?\d[\d.,]*)( +)\)/g, '$1)$2')
      // "2023 2022 % change": a year is no rate.
      .replace(/(?<!(?<![\d.,])(?:19|20)\d{2})(?<=\d\)?)( +)%/g, '%$1')
      .replace(/(?<=[^\d%)\s]\s{1,9})-(?=\s+[-\d▲△―$(]|\s*$)/g, '―')
  );
}

const wordPattern = perReading(
  ({ tableWords, tableEmpty }) =>
    new RegExp(`(?<!\\p{L})(?:${[...tableWords, ...tableEmpty].join('|')})(?!\\p{L})`, 'giu'),
);

/** Text without the words that may stand among cells (up, million, n/a). */
export function withoutWords(text: string, reading: Reading): string {
  return text.replace(wordPattern(reading), '');
}

/** A token at its place in the whole text. */
export function moved(token: Token, by: number): Token {
  const place = { start: token.start + by, end: token.end + by };
  if (token.kind !== 'quantity') return { ...token, ...place };
  return { ...token, ...place, quantity: { ...token.quantity, ...place } };
}
