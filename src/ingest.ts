import { companyNamed, namesFor, withYearEnd } from './digest/bare.ts';
import type { Company } from './digest/digest.ts';
import { loadCompany, loadDigest, saveCompany, saveDigest } from './digest/files.ts';
import { type ArticleFacts, type Ingest, planIngest } from './digest/ingest.ts';
import { openDigest } from './digest/open.ts';
import { detectLanguage, type LanguageCode } from './language/index.ts';
import { problemId } from './language/problem.ts';
import type { Ingested, Offered } from './talk/parts.ts';

/** An article with what is known of it beside its text. */
export interface Received {
  readonly text: string;
  readonly language: LanguageCode;
  readonly facts: ArticleFacts;
  /** Companies the article says it is about. */
  readonly names: readonly string[];
}

/** What an ingest would write into a folder of digests. */
export interface Planned {
  readonly plan: Ingest;
  /** With the end of its year where it is new and the article tells it. */
  readonly company: Company;
  readonly isNewCompany: boolean;
  /** Whether there is such a digest already. */
  readonly existed: boolean;
}

/** Plans the digest of an article over what the folder holds. Throws DigestFileError where that cannot be read. */
export async function planFor(
  dir: string,
  slug: string,
  period: string,
  { text, language, facts, names }: Received,
): Promise<Planned> {
  const known = await loadCompany(dir, slug).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes('is missing')) return null;
    throw error;
  });
  const { own, others } = namesFor(slug, names, known?.aliases ?? []);
  const company = known ?? { ...companyNamed(own.length > 0 ? own : [slug]), slug };
  const before = known ? await loadDigest(dir, known, period) : null;
  const texts = new Map(before?.digest.sources.map((source) => [source.id, source.text]));
  const existing = before && { file: before.file, texts };
  const plan = planIngest(text, language, facts, company, period, existing, others);
  return {
    plan,
    company: known ?? withYearEnd(company, plan.endMonth),
    isNewCompany: known === null,
    existed: before !== null,
  };
}

/** Writes what was planned, a new company's file first; gives the digest's folder. Throws DigestFileError. */
export async function writePlan(
  dir: string,
  { plan, company, isNewCompany }: Planned,
): Promise<string> {
  if (isNewCompany) await saveCompany(dir, company);
  return saveDigest(dir, plan.file, plan.articles);
}

/**
 * Makes digests of texts from chats, one at a time: of two of one period the later finds that of the first. They are on
 * the shelf that `refresh` reads at once.
 */
export function ingestInto(
  dir: string,
  refresh: () => Promise<unknown>,
): (offered: Offered) => Promise<Ingested> {
  let last: Promise<unknown> = Promise.resolve();
  async function ingest(offered: Offered): Promise<Ingested> {
    const ingested = await ingestOffered(dir, offered);
    if (ingested.state === 'written') await refresh();
    return ingested;
  }
  return (offered) => {
    const made = last.then(() => ingest(offered));
    last = made.catch(() => undefined);
    return made;
  };
}

/** Makes a digest of a text that came in a chat, unless there is one, or its numbers may be wrong. Throws DigestFileError. */
async function ingestOffered(
  dir: string,
  { text, company: slug, names, period }: Offered,
): Promise<Ingested> {
  const received = { text, language: detectLanguage(text), facts: {}, names };
  const planned = await planFor(dir, slug, period, received);
  const { plan, company, isNewCompany, existed } = planned;
  if (existed) return { state: 'exists' };
  if (plan.file.figures.length === 0) return { state: 'empty' };
  const { sources } = plan.file;
  const texts = new Map(sources.map(({ id, file }) => [id, plan.articles.get(file) ?? '']));
  const digest = openDigest(plan.file, company, texts);
  // What was noted while reading, and what the figures say of each other.
  const noted = [...plan.problems, ...digest.problems];
  const problems = [...new Map(noted.map((problem) => [problemId(problem), problem])).values()];
  if (problems.some(({ severity }) => severity === 'high'))
    return { state: 'doubtful', digest, problems };
  await writePlan(dir, planned);
  return { state: 'written', digest, isNewCompany };
}
