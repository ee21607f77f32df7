import { hash } from 'node:crypto';
import type { Article } from '../article/article.ts';
import { checkStreaks } from '../figure/check-streak.ts';
import type { Named, ReadingContext } from '../figure/context.ts';
import { figureId } from '../figure/draft.ts';
import type { Comparison, Figure, Quantity } from '../figure/figure.ts';
import { readFigures } from '../figure/read.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import type { Company } from './digest.ts';
import { numberIn, occurrencesOf, quoteReader, type QuoteReader } from './locate.ts';
import {
  schemaVersion,
  type DigestFile,
  type FigureLine,
  type NotedLine,
  type SourceLine,
  type StatementLine,
} from './schema.ts';
import { yearEndOf } from '../language/year-ends.ts';
import { findStatements } from './statements.ts';

/** The names the reader is told: a company's own and those of its segments, in every language. */
export function contextOf(
  company: Company,
  period: string | null,
  others: readonly string[] = [],
  published: string | null = null,
): ReadingContext {
  const segments = company.segments.map(named);
  const month = Number(company.fiscalYearEnd.slice(0, 2));
  // December is also what stands where nobody told.
  const yearEnd = month === 12 ? yearEndOf(named(company).names) : month;
  return { company: named(company), segments, period, others, published, yearEnd };
}

function named({ slug, names, aliases }: Pick<Company, 'slug' | 'names' | 'aliases'>): Named {
  // What stands in for a name that nobody gave is no name to look for.
  const known = [...Object.values(names), ...aliases].filter((name) => name !== slug);
  return { slug, names: known };
}

/** What is read from an article before it is a file: its source line, figures, statements and notes. */
export interface Built {
  readonly file: DigestFile;
  /** Everything that was noted while reading, also what the file does not keep. */
  readonly problems: readonly Problem[];
  /** The last month of fiscal years, where the article names them by it; null elsewhere. */
  readonly endMonth: number | null;
  /** True where the text gives its quarters by their numbers and names no fiscal year. */
  readonly unnamedYear: boolean;
}

/** A digest's file from an article's text, by the reader alone; a null period is the one the text names ('' for none). */
export function buildDigest(
  article: Article,
  company: Company,
  given: string | null,
  sourceId: string,
  others: readonly string[] = [],
): Built {
  const { text, language, published } = article;
  const context = contextOf(company, given, others, published);
  const reading = readFigures(text, language, context, sourceId);
  const period = given ?? reading.period ?? '';
  // What was foretold of a period that is over is no outlook.
  const over = new Set(
    reading.figures.map(({ basis, period: of }) => (basis === 'actual' ? of : null)),
  );
  const forecasts = reading.figures.filter(
    ({ basis, period: of }) => basis === 'guidance' && !(of !== null && over.has(of)),
  );
  const problems = [...reading.problems, ...checkStreaks(text, reading.lines, reading.figures)];
  const printed = quoteReader();
  return {
    problems,
    endMonth: reading.endMonth,
    unnamedYear: reading.unnamedYear,
    file: {
      schema: schemaVersion,
      revision: 1,
      company: company.slug,
      period,
      sources: [sourceLine(article, sourceId)],
      figures: reading.figures.map((figure) => figureLine(figure, text, period, language, printed)),
      statements: findStatements(
        text,
        language,
        reading.lines,
        forecasts.map(({ span }) => span),
      ).map(({ kind, text: quote, start }) => statementLine(kind, quote, start, text, language)),
      noted: problems
        .filter(({ code }) => code !== 'no_figures')
        .map((problem) => notedLine(problem, text)),
      accepted: [],
    },
  };
}

/** The file an article's text is kept in: article.ja.txt. */
export function articleFile(sourceId: string): string {
  return `article.${sourceId}.txt`;
}

function sourceLine(article: Article, id: string): SourceLine {
  const { title, author, editor, publisher, url, published, language } = article;
  return { id, file: articleFile(id), title, author, editor, publisher, url, published, language };
}

function figureLine(
  figure: Figure,
  text: string,
  own: string,
  language: LanguageCode,
  printed: QuoteReader,
): FigureLine {
  const line: FigureLine = {
    metric: figure.metric,
    label: figure.label,
    ...(figure.segment === null ? {} : { segment: figure.segment }),
    ...(figure.period === own ? {} : { period: figure.period }),
    basis: figure.basis,
    ...(figure.accounting === null ? {} : { accounting: figure.accounting }),
    ...(figure.range === null ? {} : { range: figure.range }),
    value: figure.value,
    unit: figure.unit,
    bound: figure.bound,
    ...scaleOf(printed(figure.quote, language), figure.value),
    quote: figure.quote,
    ...occurrence(text, figure.quote, figure.quoteSpan.start),
    comparisons: figure.comparisons.map((each) => comparisonLine(each, language, printed)),
  };
  return { ...line, read: fingerprint(line) };
}

/** What tables count in, by how often they do: units, thousands, millions, 億, 10億, 万, 兆, pence. */
const powers = [0, 3, 6, 8, 9, 4, 12, -2];

/** The power of ten between a table's bare number and the value it stands for. */
function scaleOf(printed: readonly Quantity[], value: string): { scale?: number } {
  const scale = powers.find((power) => numberIn(printed, value, power) !== null);
  return scale ? { scale } : {};
}

function comparisonLine(
  { kind, value, changePct, direction, quote }: Comparison,
  language: LanguageCode,
  printed: QuoteReader,
): FigureLine['comparisons'][number] {
  return {
    kind,
    ...(value === null ? {} : { value, ...scaleOf(printed(quote, language), value) }),
    ...(changePct === null ? {} : { change: changePct }),
    ...(direction === null ? {} : { direction }),
    quote,
  };
}

function statementLine(
  kind: StatementLine['kind'],
  quote: string,
  start: number,
  text: string,
  language: LanguageCode,
): StatementLine {
  return {
    kind,
    quote,
    ...occurrence(text, quote, start),
    text: { [language]: quote },
    origin: 'source',
  };
}

function notedLine(problem: Problem, text: string): NotedLine {
  return {
    code: problem.code,
    severity: problem.severity,
    figures: [...problem.figures],
    quotes: problem.spans.map(({ start, end }) => text.slice(start, end)),
    args: { ...problem.args },
  };
}

/** Which occurrence of the quote stands at `start`, only where there are several. */
function occurrence(text: string, quote: string, start: number): { occurrence?: number } {
  const places = occurrencesOf(text, quote);
  return places.length > 1 ? { occurrence: places.indexOf(start) + 1 } : {};
}

/** Eight hex digits of what a figure's line says, `read` itself left out. */
export function fingerprint(line: FigureLine): string {
  // Which file it was read from is no edit.
  const { read: _read, source: _source, ...rest } = line;
  const sorted = JSON.stringify(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return hash('sha256', sorted).slice(0, 8);
}

/** Names a figure's line inside a digest of that period: see Figure.id. */
export function lineId(line: FigureLine, own: string): string {
  const figure = {
    metric: line.metric,
    label: line.label,
    segment: line.segment ?? null,
    basis: line.basis,
    accounting: line.accounting ?? null,
    range: line.range ?? null,
  };
  return figureId(figure, line.period === undefined ? own : line.period, own);
}

/** What an update would change, a line each for people: added, changed, removed, kept. */
export interface Change {
  readonly kind: 'added' | 'changed' | 'removed' | 'kept';
  readonly id: string;
  readonly from: FigureLine | null;
  readonly to: FigureLine | null;
}

/**
 * A freshly read file over an existing one: what a person has edited or added stays, statements and
 * accepted problems stay, the rest is as read now; with the difference in figures.
 */
export function mergeDigest(
  existing: DigestFile,
  fresh: DigestFile,
): { file: DigestFile; changes: Change[] } {
  const own = fresh.period;
  const old = new Map(existing.figures.map((line) => [lineId(line, own), line]));
  const now = new Map(fresh.figures.map((line) => [lineId(line, own), line]));
  const changes: Change[] = [];
  const figures: FigureLine[] = [];
  for (const id of new Set([...now.keys(), ...old.keys()])) {
    const [from, to] = [old.get(id) ?? null, now.get(id) ?? null];
    const edited = from !== null && from.read !== fingerprint(from);
    const kept = edited ? from : to;
    if (kept) figures.push(kept);
    const kind = edited
      ? 'kept'
      : from === null
        ? 'added'
        : to === null
          ? 'removed'
          : from.read === to.read
            ? null
            : 'changed';
    if (kind) changes.push({ kind, id, from, to });
  }
  const sources = [
    ...existing.sources,
    ...fresh.sources.filter(({ id }) => existing.sources.every((source) => source.id !== id)),
  ];
  const statements = existing.statements.length > 0 ? existing.statements : fresh.statements;
  return {
    file: {
      ...fresh,
      revision: existing.revision + 1,
      withdrawn: existing.withdrawn,
      sources,
      figures,
      statements,
      accepted: existing.accepted,
    },
    changes,
  };
}
