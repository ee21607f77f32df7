import { z } from 'zod';
import { accountings, bases, comparisonKinds, rangeEnds } from '../figure/figure.ts';
import { parsePeriod } from '../figure/period.ts';
import { isUnit, type Unit } from '../language/amount.ts';
import { isLanguageCode, languageCodes, type LanguageCode } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { problemCodes } from '../language/problem.ts';
import { isMetricId, metricIds, type MetricId } from '../metrics.ts';
import { origins, statementKinds } from './digest.ts';
import { isSlug } from './slug.ts';

/** The version of digest.yaml that this code writes and reads. */
export const schemaVersion = 1;

const slug = z.string().refine(isSlug, 'must be lower-case letters, digits and hyphens');
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be an exact decimal in quotes, such as "7788000000"');
const period = z
  .string()
  .refine(
    (text) => parsePeriod(text) !== null,
    'must be a period such as 2023-q2, 2023-h1, 2023-fy or fy2026-q1',
  );
/** A metric of the catalogue. */
export const metric = z.custom<MetricId>((id) => typeof id === 'string' && isMetricId(id), {
  error: (issue) => `must be a metric${suggestion(String(issue.input), metricIds)}`,
});
/** A unit as figures have it. */
export const unit = z.custom<Unit>(
  (text) => typeof text === 'string' && isUnit(text),
  'must be a unit such as USD, JPY, USD_per_share, count or percent',
);
/** A language there is. */
export const language = z.custom<LanguageCode>(
  (code) => typeof code === 'string' && isLanguageCode(code),
  `must be one of ${languageCodes.join(', ')}`,
);
/** A text in each language it is known in. */
export const texts = z.partialRecord(language, z.string().min(1));

const NamedThing = { slug, names: texts, aliases: z.array(z.string()).default([]) };

/** digests/<slug>/company.yaml. */
export const CompanyFile = z.strictObject({
  ...NamedThing,
  ticker: z.string().nullable().default(null),
  exchange: z.string().nullable().default(null),
  fiscal_year_end: z
    .string()
    .regex(/^\d\d-\d\d$/, 'must be month-day, such as 12-31')
    .default('12-31'),
  segments: z.array(z.strictObject(NamedThing)).default([]),
  tags: z.array(z.string()).default([]),
});
export type CompanyFile = z.infer<typeof CompanyFile>;

const Quoted = {
  quote: z.string().min(1),
  /** Which occurrence of the quote is meant where it stands more than once; 1 is the first. */
  occurrence: z.number().int().min(1).optional(),
};

const ComparisonLine = z.strictObject({
  kind: z.enum(comparisonKinds),
  value: decimal.optional(),
  change: decimal.optional(),
  /** The power of ten that a table's note gives the comparator. */
  scale: z.number().int().min(-2).max(12).optional(),
  direction: z.enum(['above', 'below', 'in_line']).optional(),
  quote: z.string().min(1),
});
export type ComparisonLine = z.infer<typeof ComparisonLine>;

const FigureLine = z.strictObject({
  metric,
  label: z.string().default(''),
  /** A slug of company.yaml, or the article's own name for it. */
  segment: z.string().min(1).optional(),
  period: period.nullable().optional(),
  basis: z.enum(bases).default('actual'),
  accounting: z.enum(accountings).optional(),
  /** Which end of a range it is. */
  range: z.enum(rangeEnds).optional(),
  value: decimal,
  unit,
  bound: z.enum(['exact', 'about', 'over', 'under']).default('exact'),
  /** The power of ten that a table's note gives its bare numbers (in millions: 6). */
  scale: z.number().int().min(-2).max(12).optional(),
  headline: z.boolean().optional(),
  source: z.string().optional(),
  ...Quoted,
  comparisons: z.array(ComparisonLine).default([]),
  /** What the reader made of it; differs from the line once a person has edited it. */
  read: z.string().optional(),
});
export type FigureLine = z.infer<typeof FigureLine>;

const StatementLine = z.strictObject({
  kind: z.enum(statementKinds),
  source: z.string().optional(),
  ...Quoted,
  text: texts,
  origin: z.enum(origins).default('source'),
});
export type StatementLine = z.infer<typeof StatementLine>;

const NotedAmount = z.strictObject({
  value: decimal,
  unit,
  bound: z.enum(['exact', 'about', 'over', 'under']),
});
/** An argument of a noted problem. */
export const NotedArg = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ amount: NotedAmount }),
  z.strictObject({ metric, segment: z.string().nullable() }),
  z.strictObject({ period: z.string() }),
]);

const NotedLine = z.strictObject({
  code: z.enum(problemCodes),
  severity: z.enum(['high', 'medium', 'low']),
  figures: z.array(z.string()).default([]),
  quotes: z.array(z.string()).default([]),
  args: z.record(z.string(), NotedArg).default({}),
});
export type NotedLine = z.infer<typeof NotedLine>;

const SourceLine = z.strictObject({
  id: slug,
  file: z.string().regex(/^[\w.-]+$/, 'must be a file name in the same folder'),
  title: z.string().nullable().default(null),
  author: z.string().nullable().default(null),
  editor: z.string().nullable().default(null),
  publisher: z.string().nullable().default(null),
  url: z.url().nullable().default(null),
  published: z.string().nullable().default(null),
  language,
});
export type SourceLine = z.infer<typeof SourceLine>;

const WithdrawnLine = z.strictObject({
  by: z.string().min(1),
  at: z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-11-23T09:00:00+09:00' }),
  reason: z.string().min(1),
});

/** digests/<company>/<period>/digest.yaml. */
export const DigestFile = z.strictObject({
  schema: z.literal(
    schemaVersion,
    `must be ${schemaVersion}; this file was written for another version of kawaraban`,
  ),
  revision: z.number().int().min(1),
  withdrawn: WithdrawnLine.optional(),
  company: slug,
  period,
  sources: z.array(SourceLine).min(1, 'needs at least one source'),
  figures: z.array(FigureLine).default([]),
  statements: z.array(StatementLine).default([]),
  noted: z.array(NotedLine).default([]),
  accepted: z.array(z.strictObject({ problem: z.string(), reason: z.string().min(1) })).default([]),
});
export type DigestFile = z.infer<typeof DigestFile>;

/** One sentence for the first thing wrong with a file: where it is and what to do. */
export function firstFault(error: z.ZodError, known: readonly string[]): string {
  // A misspelt key is also a missing one: the misspelling says more.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0];
  if (!issue) return 'is not readable';
  const where =
    issue.path.length > 0
      ? `${issue.path.map((part) => (typeof part === 'number' ? `#${part + 1}` : String(part))).join(' ')}: `
      : '';
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return `${where}unknown key "${key}"${suggestion(key, known)}`;
  }
  return `${where}${issue.message}`;
}

/** Every key that one of these files may hold, for suggestions. */
export const knownKeys: readonly string[] = [
  ...Object.keys(DigestFile.shape),
  ...[
    SourceLine,
    FigureLine,
    ComparisonLine,
    StatementLine,
    NotedLine,
    CompanyFile,
    WithdrawnLine,
  ].flatMap(({ shape }) => Object.keys(shape)),
];

function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near ? `; did you mean "${near}"?` : '';
}
