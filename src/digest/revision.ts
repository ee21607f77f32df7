import { z } from 'zod';
import { accountings, bases, comparisonKinds, rangeEnds } from '../figure/figure.ts';
import { problemCodes } from '../language/problem.ts';
import type { Digest } from './digest.ts';
import { language, metric, NotedArg, texts, unit } from './schema.ts';

const text = z.string();
const Place = z.object({ start: z.number(), end: z.number() }).readonly();
const Thing = { slug: text, names: texts.readonly(), aliases: z.array(text).readonly() };
const bound = z.enum(['exact', 'about', 'over', 'under']);

const KeptCompany = z.object({
  ...Thing,
  ticker: text.nullable(),
  exchange: text.nullable(),
  fiscalYearEnd: text,
  yearSpelling: z.enum(['byMonth', 'unnamed']).exactOptional(),
  segments: z.array(z.object(Thing).readonly()).readonly(),
  tags: z.array(text).readonly(),
});

const KeptSource = z.object({
  id: text,
  file: text,
  title: text.nullable(),
  author: text.nullable(),
  editor: text.nullable(),
  publisher: text.nullable(),
  url: text.nullable(),
  published: text.nullable(),
  language,
});

const KeptComparison = z.object({
  kind: z.enum(comparisonKinds),
  value: text.nullable(),
  step: text.nullable(),
  changePct: text.nullable(),
  changeStep: text.nullable(),
  direction: z.enum(['above', 'below', 'in_line']).nullable(),
  quote: text,
  span: Place,
});

const KeptFigure = z.object({
  id: text,
  metric,
  label: text,
  company: text.nullable(),
  segment: text.nullable(),
  period: text.nullable(),
  basis: z.enum(bases),
  accounting: z.enum(accountings).nullable(),
  range: z.enum(rangeEnds).nullable(),
  value: text,
  unit,
  bound,
  step: text,
  source: text,
  span: Place,
  quote: text,
  quoteSpan: Place,
  headline: z.boolean(),
  comparisons: z.array(KeptComparison.readonly()).readonly(),
});

const KeptProblem = z.object({
  code: z.enum(problemCodes),
  severity: z.enum(['high', 'medium', 'low']),
  spans: z.array(Place).readonly(),
  figures: z.array(text).readonly(),
  args: z.record(text, NotedArg).readonly(),
});

/** A digest as one of its revisions is kept: what a correction is told from, without the texts of its sources. */
const KeptDigest = z.object({
  id: text,
  revision: z.number().int(),
  withdrawn: z.object({ by: text, at: text, reason: text }).readonly().nullable(),
  company: KeptCompany.readonly(),
  period: text,
  sources: z.array(KeptSource.readonly()).readonly(),
  figures: z.array(KeptFigure.readonly()).readonly(),
  problems: z.array(KeptProblem.readonly()).readonly(),
  accepted: z.array(z.object({ problem: text, reason: text }).readonly()).readonly(),
});

/** What of a digest is kept of one of its revisions, as plain JSON. */
export function keptRevision({ statements: _none, sources, ...digest }: Digest): unknown {
  return { ...digest, sources: sources.map(({ text: _text, ...source }) => source) };
}

/** The digest of a kept revision, its sources without their texts; null where another version wrote it otherwise. */
export function readRevision(json: unknown): Digest | null {
  const { data } = KeptDigest.safeParse(json);
  if (!data) return null;
  return {
    ...data,
    sources: data.sources.map((source) => ({ ...source, text: '' })),
    statements: [],
  };
}
