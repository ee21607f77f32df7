import type { Span } from '../article/article.ts';
import { checkFigures } from '../figure/check.ts';
import type { Comparison, Figure } from '../figure/figure.ts';
import { languageCodes } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { lineId } from './build.ts';
import type { Company, Digest, Source, Statement } from './digest.ts';
import { numberIn, occurrencesOf, quoteReader, type QuoteReader } from './locate.ts';
import type { ComparisonLine, DigestFile, FigureLine, NotedLine, StatementLine } from './schema.ts';

/**
 * A digest from its file, the company and the texts of its sources by id: every quote located, every
 * value looked for in its quote, the arithmetic checked. What cannot be located is left out and
 * becomes a Problem: a figure without a sentence does not exist.
 */
export function openDigest(
  file: DigestFile,
  company: Company,
  texts: ReadonlyMap<string, string>,
): Digest {
  const sources = file.sources.map((line): Source => ({ ...line, text: texts.get(line.id) ?? '' }));
  const problems: Problem[] = [];
  const printed = quoteReader();
  const figures = file.figures.flatMap(
    (line) => openFigure(line, file, sources, problems, printed) ?? [],
  );
  const statements = file.statements.flatMap(
    (line) => openStatement(line, sources, problems) ?? [],
  );
  const ids = new Set(figures.map(({ id }) => id));
  const noted = file.noted
    .filter((line) => line.figures.every((id) => ids.has(id)))
    .map((line) => openNoted(line, sources));
  return {
    id: `${file.company}/${file.period}`,
    revision: file.revision,
    withdrawn: file.withdrawn ?? null,
    company,
    period: file.period,
    sources,
    figures,
    statements,
    problems: [...problems, ...noted, ...checkFigures(figures, sources).problems],
    accepted: file.accepted,
  };
}

function sourceFor(id: string | undefined, sources: readonly Source[]): Source | undefined {
  return id === undefined ? sources[0] : sources.find((source) => source.id === id);
}

/** Where a quote stands in its source; null where it does not, or not so often. */
function locate(
  source: Source | undefined,
  quote: string,
  occurrence: number | undefined,
): Span | null {
  const start = source ? occurrencesOf(source.text, quote)[(occurrence ?? 1) - 1] : undefined;
  return start === undefined ? null : { start, end: start + quote.length };
}

function openFigure(
  line: FigureLine,
  file: DigestFile,
  sources: readonly Source[],
  problems: Problem[],
  printed: QuoteReader,
): Figure | null {
  const id = lineId(line, file.period);
  const source = sourceFor(line.source, sources);
  const quoteSpan = locate(source, line.quote, line.occurrence);
  if (!source || !quoteSpan) {
    problems.push(quoteMissing(line.quote, [id]));
    return null;
  }
  const number = numberIn(printed(line.quote, source.language), line.value, line.scale);
  if (!number) {
    problems.push(valueMissing(line, id, quoteSpan));
    return null;
  }
  const period = line.period === undefined ? file.period : line.period;
  return {
    id,
    metric: line.metric,
    label: line.label,
    company: file.company,
    segment: line.segment ?? null,
    period,
    basis: line.basis,
    accounting: line.accounting ?? null,
    range: line.range ?? null,
    value: line.value,
    unit: line.unit,
    bound: line.bound,
    step: number.step,
    source: source.id,
    span: { start: quoteSpan.start + number.start, end: quoteSpan.start + number.end },
    quote: line.quote,
    quoteSpan,
    headline: line.headline ?? (line.basis === 'actual' && period === file.period),
    comparisons: line.comparisons.flatMap(
      (each) => openComparison(each, line, id, source, problems, printed) ?? [],
    ),
  };
}

function openComparison(
  line: ComparisonLine,
  figure: FigureLine,
  id: string,
  source: Source,
  problems: Problem[],
  printed: QuoteReader,
): Comparison | null {
  const span = locate(source, line.quote, 1);
  if (!span) {
    problems.push(quoteMissing(line.quote, [id]));
    return null;
  }
  const number = (value: string, scale?: number) =>
    numberIn(printed(line.quote, source.language), value, scale);
  const comparator = line.value === undefined ? null : number(line.value, line.scale);
  if (line.value !== undefined && !comparator) {
    problems.push(valueMissing({ ...figure, value: line.value }, id, span));
    return null;
  }
  return {
    kind: line.kind,
    value: line.value ?? null,
    step: comparator?.step ?? null,
    changePct: line.change ?? null,
    // A change told in a word (flat, doubled) is as exact as the word.
    changeStep: line.change === undefined ? null : (number(line.change)?.step ?? '1'),
    direction: line.direction ?? null,
    quote: line.quote,
    span,
  };
}

function openStatement(
  line: StatementLine,
  sources: readonly Source[],
  problems: Problem[],
): Statement | null {
  const source = sourceFor(line.source, sources);
  const quoteSpan = locate(source, line.quote, line.occurrence);
  if (!source || !quoteSpan) {
    problems.push(quoteMissing(line.quote, []));
    return null;
  }
  const text: Statement['text'] = Object.fromEntries(
    languageCodes.flatMap((code) => {
      const words = line.text[code];
      const origin = words === line.quote ? 'source' : line.origin;
      return words === undefined ? [] : [[code, { text: words, origin } as const]];
    }),
  );
  return {
    kind: line.kind,
    source: source.id,
    quote: line.quote,
    quoteSpan,
    text,
  };
}

function openNoted(line: NotedLine, sources: readonly Source[]): Problem {
  const spans = line.quotes.flatMap((quote) =>
    sources.flatMap((source) => locate(source, quote, 1) ?? []).slice(0, 1),
  );
  return {
    code: line.code,
    severity: line.severity,
    spans,
    figures: line.figures,
    args: line.args,
  };
}

function quoteMissing(quote: string, figures: readonly string[]): Problem {
  return {
    code: 'quote_missing',
    severity: 'high',
    spans: [],
    figures,
    args: { text: { text: quote } },
  };
}

function valueMissing(line: FigureLine, id: string, span: Span): Problem {
  const { value, unit, bound } = line;
  const args = {
    subject: { metric: line.metric, segment: line.segment ?? null },
    amount: { amount: { value, unit, bound } },
  };
  return { code: 'value_missing', severity: 'high', spans: [span], figures: [id], args };
}
