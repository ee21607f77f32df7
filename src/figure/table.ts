import { type Currency, currencyOf } from '../language/amount.ts';
import type { Problem } from '../language/problem.ts';
import type { Reading } from '../language/reading.ts';
import type { Draft } from './draft.ts';
import type { Frame } from './frame.ts';
import { type Cells, cellsOf } from './table-cells.ts';
import { namedRowOf, readBusinesses } from './table-businesses.ts';
import { columnsOf } from './table-columns.ts';
import { foretold } from './table-foretold.ts';
import { emptyHead, type Head, isHead, isProse, outlookOf, withHead } from './table-head.ts';
import { type Lex, type Line, type TableLine, tableLines } from './table-lines.ts';
import {
  type BracketNote,
  bracketsOf,
  listColumns,
  withoutNoted,
  type Names,
  ownerOf,
} from './table-list.ts';
import {
  emptyMatrix,
  isCumulative,
  isMatrix,
  type Matrix,
  readMatrix,
  rowOf,
  unitsOf,
  withHeadLine,
} from './table-matrix.ts';
import { type Rates, ratesOf, ratesUnder, withNames } from './table-rates.ts';
import { readRow } from './table-row.ts';
import { once } from './once.ts';
import { type Extent, type Scale, scaleNear, type ScaleNote, scalesOf } from './table-scale.ts';
import { sectionsOf } from './table-sections.ts';
import { isLesser, metricOf, type Subject, subjectOf } from './table-subject.ts';
import { metricUnit } from '../metrics.ts';

/** What tables are read with: the language, the article's own period, and whose names rows may have. */
export interface TableContext {
  readonly reading: Reading;
  readonly frame: Frame;
  readonly names: Names;
  readonly lex: Lex;
}

/** What was read of tables: figures, the lines they took, and rows that name a metric but fit no column. */
interface Read {
  readonly drafts: Draft[];
  readonly taken: Set<Line>;
  readonly problems: Problem[];
}

/**
 * The figures of rows of tables that were flattened to lines, by the lines above that head their columns.
 * Gives the drafts and the lines they took; a row whose cells do not fit its columns gives nothing.
 */
export function readTables(text: string, lines: readonly Line[], context: TableContext): Read {
  const { reading, lex } = context;
  const notes = {
    currency: currencyIn(lines),
    // Prose has no rows that ask for them.
    scales: once(() => scalesOf(text, reading)),
    brackets: once(() => bracketsOf(text, reading)),
  };
  const blocks = blocksOf(tableLines(text, lines, reading, lex)).map((block) =>
    readBlock(block, context, notes),
  );
  return {
    drafts: blocks.flatMap(({ drafts }) => drafts),
    taken: new Set(blocks.flatMap(({ taken }) => [...taken])),
    problems: blocks.flatMap(({ problems }) => problems),
  };
}

/** The lines between paragraphs, which one table or several may stand in. */
function blocksOf(lines: readonly TableLine[]): TableLine[][] {
  const blocks: TableLine[][] = [[]];
  for (const line of lines) {
    if (isProse(line)) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0);
}

interface Notes {
  readonly currency: Currency | null;
  readonly scales: () => readonly ScaleNote[];
  readonly brackets: () => readonly BracketNote[];
}

/** A block while it is read, line by line. */
interface Block extends Read {
  readonly context: TableContext;
  readonly notes: Notes;
  readonly extent: Extent;
  /** The currency that its rows show, or the text where it shows only one. */
  readonly currency: Currency | null;
  readonly sections: ReadonlyMap<TableLine, string>;
  /** Figures of rows that another way of counting tells from the one to read: basic earnings per share. */
  readonly lesser: Set<Draft>;
  head: Head;
  matrix: Matrix;
  /** False where a head names another company, in an article on several. */
  ours: boolean;
  /** True below a head of something that the reader does not know (包括利益). */
  barred: boolean;
  /** A table of growth alone, by the title above. */
  rates: Rates | null;
  /** True where quarters are counted from the beginning of the year. */
  cumulative: boolean;
}

function readBlock(lines: readonly TableLine[], context: TableContext, notes: Notes): Read {
  const block: Block = {
    context,
    notes,
    extent: {
      start: lines[0]?.sentence.start ?? 0,
      end: lines.at(-1)?.sentence.end ?? 0,
      rows: rowsFrom(lines, context.reading),
    },
    currency: currencyIn(lines) ?? notes.currency,
    sections: sectionsOf(lines, context.reading),
    drafts: [],
    taken: new Set(),
    problems: [],
    lesser: new Set(),
    head: emptyHead(),
    matrix: emptyMatrix(),
    ours: !context.names.several,
    barred: false,
    cumulative: false,
    rates: null,
  };
  for (const line of lines) readLine(block, line);
  endMatrix(block, emptyMatrix());
  const told = new Set(
    block.drafts.filter((draft) => !block.lesser.has(draft)).map(({ metric }) => metric),
  );
  return {
    ...block,
    drafts: block.drafts.filter((draft) => !block.lesser.has(draft) || !told.has(draft.metric)),
  };
}

/** Where the first row of a block stands. */
function rowsFrom(lines: readonly TableLine[], reading: Reading): number {
  const first = lines.find((line) => !isSaid(line) && cellsOf(line, reading, false) !== null);
  return first?.sentence.start ?? 0;
}

function readLine(block: Block, line: TableLine): void {
  const { reading, frame } = block.context;
  const { head, matrix } = block;
  const inTable = head.columns.length > 0 || head.metric !== null || matrix.units.length > 0;
  const cells = isSaid(line) ? null : cellsOf(line, reading, inTable || isMatrix(matrix));
  if (cells && !block.barred) return readCells(block, line, cells);
  const rates = ratesUnder(line, reading);
  if (rates) block.rates = rates;
  else if (block.rates?.names.length === 0) block.rates = withNames(block.rates, line, reading);
  if (bars(block, line)) return take(block, line);
  const { units, rest } = unitsOf(line, reading);
  const ofUnits = units.length > 0 && rest === '';
  if (
    !ofUnits &&
    !isHead(line, reading) &&
    !matrix.metrics.some(({ metric }) => metric === 'dividend')
  ) {
    // Names with their amounts below them, each on a line of its own, head no columns.
    const isFresh = matrix.rows.length === 0 && matrix.named.length === 0;
    if (isFresh && line.tokens.some(({ kind }) => kind === 'quantity'))
      block.matrix = { ...matrix, metrics: [], lines: 0 };
    block.head = { ...head, outlook: outlookOf(line) ?? head.outlook };
    return;
  }
  if (!ofUnits) {
    block.cumulative ||= isCumulative(line, reading);
    block.head = withHead(head, line, reading, frame);
    if (columnsOf(line, reading, frame, []).length > 0) take(block, line);
  } else take(block, line);
  endMatrix(block, withHeadLine(matrix, line, reading));
  if (line.tokens.some(({ kind }) => kind === 'company')) block.ours = true;
  else if (block.context.names.several && line.tokens.some(({ kind }) => kind === 'other'))
    block.ours = false;
}

/** "Revenues were $571 million." below a line that might be a head: a sentence is no row; one may end in "n.m." */
function isSaid({ sentence: { text } }: TableLine): boolean {
  return /(?<!\p{L}\.\p{L})[.。!?]\s*$/u.test(text);
}

/** "Revenue $ 1,200 $ 1,000 20%" where nothing says what 1,200 counts: no sentence tells that either. */
function isUnscaled(block: Block, line: TableLine): boolean {
  const { reading } = block.context;
  const cells = cellsOf(line, reading, false);
  const metric = cells && metricOf(line, reading, cells.stop);
  if (!metric || metricUnit(metric.metric) !== 'money' || scaleOf(block, line)) return false;
  return cells.filled.every(
    ({ low, high }) =>
      low.unit === 'percent' || (!low.scaled && high?.scaled !== true && !isWhole(low.value)),
  );
}

/** Printed in full, to the last dollar. */
function isWhole(value: string): boolean {
  return value.replace(/^-|\..*$/g, '').length > 5;
}

/** Lines of a table that are of something the reader does not know, up to the next head. */
function bars(block: Block, line: TableLine): boolean {
  const { reading } = block.context;
  const { head, matrix } = block;
  // "※包括利益 120億6400万円(同13.0%減)" is a row of a list, and heads nothing.
  if (line.tokens.some((token) => token.kind === 'quantity' && !token.quantity.bare))
    return block.barred;
  const names = line.tokens.filter(({ kind }) => kind === 'metric').length;
  const named = names === 1;
  if (names > 0 || unitsOf(line, reading).units.length > 0)
    block.barred =
      named &&
      metricOf(line, reading) === null &&
      (head.columns.length > 0 || matrix.units.length > 0);
  return block.barred;
}

/** The scale of a row, in the currency that its block shows where the note names none. */
function scaleOf({ extent, notes, currency }: Block, line: TableLine): Scale | null {
  const scale = scaleNear(line, extent, notes.scales());
  return scale && { power: scale.power, currency: scale.currency ?? currency };
}

/** The one currency of the amounts of lines; null for none or several. */
function currencyIn(lines: readonly Line[]): Currency | null {
  const found = new Set<Currency>();
  for (const { tokens } of lines) {
    for (const token of tokens) {
      const currency = token.kind === 'quantity' ? currencyOf(token.quantity.unit) : null;
      if (currency) found.add(currency);
    }
  }
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : null;
}

/** Goes on with a matrix, and reads the one before it where that is another one. */
function endMatrix(block: Block, next: Matrix): void {
  const { matrix, head } = block;
  const isOver = next.rows !== matrix.rows || next.named !== matrix.named;
  if (matrix.rows.length > 0 && isOver && block.ours)
    block.drafts.push(...readMatrix(matrix, block.context.frame));
  if (matrix.named.length > 0 && isOver)
    block.drafts.push(...readBusinesses(matrix, head, block.context.names));
  block.matrix = {
    ...next,
    guidance: head.guidance,
    caption: head.caption,
    cumulative: block.cumulative,
  };
}

function take(block: Block, line: TableLine): void {
  for (const piece of line.pieces) block.taken.add(piece);
}

function readCells(block: Block, line: TableLine, cells: Cells): void {
  const { reading, frame } = block.context;
  const { head, matrix } = block;
  const scale = scaleOf(block, line);
  if (block.rates && block.ours) {
    const found = ratesOf(line, cells, block.rates, head.guidance, reading);
    block.drafts.push(...found);
    if (found.length > 0) return take(block, line);
  }
  const row = isMatrix(matrix) ? rowOf(line, cells, scale, reading, frame) : null;
  if (row) {
    block.matrix = { ...matrix, rows: [...matrix.rows, row] };
    return take(block, line);
  }
  const business = isMatrix(matrix) ? namedRowOf(line, cells, scale, matrix, reading) : null;
  if (business) {
    block.matrix = { ...matrix, named: [...matrix.named, business] };
    return take(block, line);
  }
  const named = subjectOf(line, cells.stop, head, reading);
  const read = named ? foretold(rowsOf(block, line, cells, named, scale), line, cells.stop) : [];
  if (named && isLesser(named, reading)) for (const draft of read) block.lesser.add(draft);
  block.drafts.push(...read);
  if (read.length === 0 && named && head.columns.length > 1) block.problems.push(unread(line));
  const isTaken = read.length > 0 || head.columns.length > 0 || matrix.units.length > 0;
  if (isTaken || isUnscaled(block, line)) take(block, line);
  if (named && head.metric !== null) block.head = { ...head, used: true };
  // "Total revenues" ends the parts that stand below "Revenues:".
  if (head.untilTotal && named?.segment === null) block.head = { ...block.head, metric: null };
}

function rowsOf(
  block: Block,
  line: TableLine,
  cells: Cells,
  subject: Subject,
  scale: Scale | null,
): Draft[] {
  const { reading, frame, names } = block.context;
  const { head } = block;
  const context = { reading, frame, scale };
  const section = block.sections.get(line) ?? null;
  // A row that its label makes one of a business, by the head that says so.
  const ofName = subject.segment !== null && subject.segment === subject.label;
  if (!ofName) {
    if (!block.ours) return [];
    const note = cells.filled.length === 2 ? bracketNear(block, line) : null;
    const pair = note && cells.filled[1]?.beside ? listColumns(head, cells, note) : null;
    if (pair) {
      const of = { ...subject, segment: subject.segment ?? section };
      return readRow(line, pair.cells, of, { ...head, columns: pair.columns }, context);
    }
    const plain = withoutNoted(cells, head, bracketNear(block, line) === 'rate');
    return readRow(line, plain, { ...subject, segment: subject.segment ?? section }, head, context);
  }
  const owner = ownerOf(subject.label, head, names);
  if (!owner) return [];
  const list = listColumns(head, cells, bracketNear(block, line));
  const under = list ? { ...head, columns: list.columns } : head;
  const label = owner.segment ?? head.name;
  return readRow(line, list?.cells ?? cells, { ...subject, ...owner, label }, under, context);
}

/** What the note says that stands nearest before or after a row's table. */
function bracketNear(
  { notes, extent }: Block,
  { sentence }: TableLine,
): BracketNote['holds'] | null {
  const brackets = notes.brackets();
  const after = brackets.find(({ at }) => at > sentence.start);
  if (after && after.at < extent.end + 250) return after.holds;
  return brackets.findLast(({ at }) => at < sentence.start)?.holds ?? null;
}

/** A row that names a metric but whose cells fit no column is said, not guessed. */
function unread({ sentence: { start, end, text } }: TableLine): Problem {
  return {
    code: 'unread',
    severity: 'low',
    spans: [{ start, end }],
    figures: [],
    args: { text: { text } },
  };
}
