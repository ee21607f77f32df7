import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanArticle } from '../src/article/clean.ts';
import { bareArticle, companyNamed, digestOf, report } from '../src/digest/bare.ts';
import type { Company } from '../src/digest/digest.ts';
import { loadCompany } from '../src/digest/files.ts';
import { AnnotatedArticle } from '../src/eval/schema.ts';
import type { LanguageCode } from '../src/language/index.ts';
import { factValues, seedValues, type Value } from './values.ts';

/** A text to read, whose it is, and the numbers it holds. */
export interface Sample {
  readonly text: string;
  readonly language: LanguageCode;
  readonly company: Company;
  readonly values: readonly Value[];
}

const root = join(import.meta.dirname, '..');

/** The seed article as it was received: page marks in it, and the text twice over. */
export const seedText = readFileSync(join(root, 'test/fixtures/meta-2023-q2.ja.txt'), 'utf8');
export const seedCompany = await loadCompany(join(root, 'digests'), 'meta');

/** The seed article, cleaned as `ingest` does. */
export const seed: Sample = {
  text: cleanArticle(seedText, 'ja').text,
  language: 'ja',
  company: seedCompany,
  values: seedValues(),
};

const shared = process.env['KAWARABAN_SHARED'] ?? join(root, '../shared');

/** The annotated articles of one language; none, with the reason, where their folder is not there. */
export function articles(language: LanguageCode): { samples: Sample[]; missing: string | null } {
  const dir = join(shared, 'articles', language);
  const samples = globSync('*.json', { cwd: dir })
    .toSorted()
    .map((file) => AnnotatedArticle.parse(JSON.parse(readFileSync(join(dir, file), 'utf8'))))
    .map((article): Sample => ({
      text: article.text,
      language: article.lang,
      company: companyNamed([article.company ?? []].flat()),
      values: factValues(article),
    }));
  return {
    samples,
    missing:
      samples.length > 0
        ? null
        : `${language}: no annotated articles (set KAWARABAN_SHARED to the folder that holds articles/${language}/*.json)`,
  };
}

/** Reads a text as `kawaraban read` does: numbers, figures, statements, checks. */
export function readWhole({ text, language, company }: Sample): ReturnType<typeof report> {
  return report(digestOf(bareArticle(text, language, null), company, null));
}
