import { cleanArticle } from '../article/clean.ts';
import type { Article } from '../article/article.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { articleFile, buildDigest, mergeDigest, type Change } from './build.ts';
import type { Company } from './digest.ts';
import type { DigestFile } from './schema.ts';

/** What an ingest would write, before anything is written. */
export interface Ingest {
  readonly file: DigestFile;
  /** Article files to write, by name; empty where the text is already there. */
  readonly articles: ReadonlyMap<string, string>;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  /** The last month of the fiscal year, where the article says it. */
  readonly endMonth: number | null;
}

/** What is known of an article beside its text. */
export type ArticleFacts = Partial<Pick<Article, 'title' | 'publisher' | 'published' | 'url'>>;

/**
 * Plans the digest of a received text: cleaned, read, and merged with the digest that is there (its file
 * and the texts of its sources by id), of which edited figures, statements and accepted problems stay.
 */
export function planIngest(
  raw: string,
  language: LanguageCode,
  facts: ArticleFacts,
  company: Company,
  period: string,
  existing: { readonly file: DigestFile; readonly texts: ReadonlyMap<string, string> } | null,
  others: readonly string[] = [],
): Ingest {
  const cleaned = cleanArticle(raw, language);
  const article: Article = {
    ...cleaned,
    ...Object.fromEntries(
      Object.entries(facts).filter(([, value]) => value !== null && value !== undefined),
    ),
  };
  const known = existing
    ? [...existing.texts].find(([, text]) => text.trim() === article.text.trim())?.[0]
    : undefined;
  const sourceId = known ?? freshId(language, existing?.texts ?? new Map());
  const { file, problems, endMonth } = buildDigest(article, company, period, sourceId, others);
  const articles = known
    ? new Map<string, string>()
    : new Map([[articleFile(sourceId), `${article.text}\n`]]);
  if (!existing) return { file, articles, changes: [], problems, endMonth };
  return {
    ...mergeDigest(existing.file, sourced(file, sourceId, existing.file)),
    articles,
    problems,
    endMonth,
  };
}

/** An edited article is a new file; the old one stays: article.ja.txt, article.ja-2.txt. */
function freshId(language: LanguageCode, texts: ReadonlyMap<string, string>): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? language : `${language}-${number}`;
    if (!texts.has(id)) return id;
  }
}

/** Lines say which source they quote where it is not the digest's first. */
function sourced(file: DigestFile, sourceId: string, existing: DigestFile): DigestFile {
  if (existing.sources[0]?.id === sourceId) return file;
  return {
    ...file,
    figures: file.figures.map((line) => ({ ...line, source: sourceId })),
    statements: file.statements.map((line) => ({ ...line, source: sourceId })),
  };
}
