import { z } from 'zod';
import { isLanguageCode, type LanguageCode } from '../language/index.ts';

const language = z.custom<LanguageCode>(
  (code) => typeof code === 'string' && isLanguageCode(code),
  'must be ja or en',
);
const decimal = z.string();

const Comparison = z.object({
  kind: z.string(),
  value: decimal.nullable().default(null),
  changePct: decimal.nullable().default(null),
});

const Fact = z.object({
  metric: z.string(),
  label: z.string(),
  segment: z.string().nullable(),
  value: decimal,
  unit: z.string(),
  period: z.string().nullable(),
  quote: z.string(),
  comparisons: z.array(Comparison).default([]),
});
export type Fact = z.infer<typeof Fact>;

const Trap = z.object({
  value: decimal.optional(),
  unit: z.string().optional(),
  quote: z.string(),
  why: z.string().default(''),
  notAs: z.string().nullish(),
});
export type Trap = z.infer<typeof Trap>;

const Question = z.object({
  q: z.string(),
  lang: language,
  answerable: z.boolean(),
  expect: z.array(z.string()).default([]),
});
export type Question = z.infer<typeof Question>;

/** An article with the answers a good digest would find; only text, lang, title, publishedAt, company and q are read before predicting. */
export const AnnotatedArticle = z.object({
  id: z.string(),
  lang: language,
  title: z.string().nullable().default(null),
  publisher: z.string().nullable().default(null),
  publishedAt: z.string().nullable().default(null),
  company: z
    .union([z.string(), z.array(z.string())])
    .nullable()
    .default(null),
  text: z.string(),
  facts: z.array(Fact).default([]),
  notOurNumbers: z.array(Trap).default([]),
  risks: z.array(z.string()).default([]),
  outlook: z.array(z.string()).default([]),
  questions: z.array(Question).default([]),
});
export type AnnotatedArticle = z.infer<typeof AnnotatedArticle>;
