import type { Sentence } from '../article/article.ts';
import { splitSentences } from '../article/sentences.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import type { ReadingContext } from './context.ts';
import { finish } from './draft.ts';
import type { Figure, Quantity } from './figure.ts';
import { createLexer, type Token } from './lexer.ts';
import { parsePeriod, periodName, type NamedPeriod } from './period.ts';
import { readQuantities } from './quantity.ts';
import { readSentence } from './sentence.ts';
import { startThread } from './walk.ts';

/** What was read: figures with their sentences, all numbers, and what could not be read. */
export interface Reading {
  readonly figures: readonly Figure[];
  readonly quantities: readonly Quantity[];
  readonly problems: readonly Problem[];
  /** `2023-q2`: the period the figures are results of; null when the text names none. */
  readonly period: string | null;
}

/**
 * Reads the figures of an article's text. Offsets refer to the text as given; a repeated passage is
 * read once, its first occurrence quoted. Never throws; what cannot be read is a Problem or left out.
 */
export function readFigures(
  text: string,
  language: LanguageCode,
  context: ReadingContext,
  source = 'source',
): Reading {
  const lex = createLexer(language, context);
  const lines = onceEach(splitSentences(text, language)).map((sentence) => ({
    sentence,
    tokens: shifted(lex(sentence.text), sentence.start),
  }));
  const period =
    (context.period === null ? null : parsePeriod(context.period)) ??
    firstPeriod(lines.map(({ tokens }) => tokens));
  const thread = startThread(text, language, period);
  for (const { sentence, tokens } of lines) readSentence(thread, sentence, tokens);
  const { figures, problems } = finish(thread.drafts, {
    text,
    source,
    company: context.company?.slug ?? null,
    period,
  });
  const quantities = readQuantities(text, language);
  return {
    figures,
    quantities,
    problems: figures.length > 0 ? problems : [nothingRead(text)],
    period: period ? periodName(period, null) : null,
  };
}

function nothingRead(text: string): Problem {
  return {
    code: 'no_figures',
    severity: 'high',
    spans: [{ start: 0, end: Math.min(text.length, 1) }],
    figures: [],
    args: {},
  };
}

/** Without page marks and spaces a passage that stands twice is the same passage. */
function onceEach(sentences: readonly Sentence[]): Sentence[] {
  const seen = new Set<string>();
  return sentences.filter(({ text }) => {
    const key = text.replace(/[\s*#]/g, '');
    // Short rows (a table's heads) may well repeat and mean something each time.
    if (key.length < 12) return true;
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}

function shifted(tokens: readonly Token[], by: number): Token[] {
  return tokens.map((token): Token => {
    const place = { start: token.start + by, end: token.end + by };
    if (token.kind !== 'quantity') return { ...token, ...place };
    return { ...token, ...place, quantity: { ...token.quantity, ...place } };
  });
}

/** The first quarter (else half, nine months or year) that the text names with its year. */
function firstPeriod(lines: readonly (readonly Token[])[]): NamedPeriod | null {
  const named = lines
    .flat()
    .flatMap((token) =>
      token.kind === 'period' && token.period.year !== null ? [token.period] : [],
    );
  return named.find((period) => period.part !== 'fy') ?? named[0] ?? null;
}
