import { readFile, stat } from 'node:fs/promises';
import { answerQuestion } from './ask/answer.ts';
import { resolveCommand } from './ask/command.ts';
import type { Card, CardLanguage } from './card/card.ts';
import { digestCard, type Form } from './card/digest-card.ts';
import { problemText } from './card/problem-text.ts';
import { cardText } from './card/text.ts';
import { loadConfig, redacted } from './config.ts';
import { bareArticle, companyNamed, digestOf, report } from './digest/bare.ts';
import type { Company, Digest } from './digest/digest.ts';
import { loadCompany, loadDigest, loadLibrary, saveCompany, saveDigest } from './digest/files.ts';
import { type ArticleFacts, type Ingest, planIngest } from './digest/ingest.ts';
import { evaluate } from './eval/evaluate.ts';
import { AnnotatedArticle } from './eval/schema.ts';
import { scoreTable } from './eval/table.ts';
import { checkFigures } from './figure/check.ts';
import { detectLanguage, type LanguageCode } from './language/index.ts';
import { problemId } from './language/problem.ts';
import { InputError } from './main.ts';

/** How a card is drawn, one line a target; each loads only its own platform's pure renderer. */
export const drawings: Readonly<Record<string, (card: Card) => Promise<string>>> = {
  text: (card) => Promise.resolve(cardText(card)),
  html: async (card) => (await import('./platform/preview/render.ts')).cardDocument(card),
  slack: async (card) => json((await import('./platform/slack/render.ts')).render(card)),
  discord: async (card) =>
    json((await import('./platform/discord/render.ts')).renderMessages(card)),
};

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The language of messages to the operator. */
function operatorLanguage(): LanguageCode {
  return loadConfig().LANG.startsWith('ja') ? 'ja' : 'en';
}

/** A file as text; throws InputError where it is missing, no text, or empty. */
async function textOf(path: string): Promise<string> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile())
    throw new InputError(
      `${path}: there is no such file; give the path of an article's text (.txt) or an annotated .json.`,
    );
  const text = await readFile(path, 'utf8');
  if (text.trim() === '')
    throw new InputError(`${path}: the file is empty; it must hold the article's text.`);
  if (text.includes('\u0000'))
    throw new InputError(
      `${path}: this is not a text file; save the article as plain text (UTF-8).`,
    );
  return text;
}

interface Received {
  readonly text: string;
  readonly language: LanguageCode;
  readonly facts: ArticleFacts;
  /** Companies the article says it is about. */
  readonly names: readonly string[];
}

/** An article as received: plain text, or the text of an annotated .json with what it says of itself. */
async function received(path: string, lang: LanguageCode | undefined): Promise<Received> {
  const text = await textOf(path);
  if (!path.endsWith('.json'))
    return { text, language: lang ?? detectLanguage(text), facts: {}, names: [] };
  const article = annotated(path, text);
  const names = typeof article.company === 'string' ? [article.company] : (article.company ?? []);
  const facts = {
    title: article.title,
    publisher: article.publisher,
    published: article.publishedAt,
  };
  return { text: article.text, language: lang ?? article.lang, facts, names };
}

function annotated(path: string, text: string): AnnotatedArticle {
  try {
    return AnnotatedArticle.parse(JSON.parse(text));
  } catch {
    throw new InputError(
      `${path}: this is not an annotated article; it needs at least id, lang and text.`,
    );
  }
}

export interface IngestOptions {
  readonly company: string;
  readonly period: string;
  readonly lang?: LanguageCode;
  readonly dryRun?: boolean;
  readonly update?: boolean;
  readonly digests: string;
}

export async function ingest(path: string, options: IngestOptions): Promise<void> {
  const { digests: dir, company: slug, period } = options;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(slug))
    throw new InputError(
      `--company ${slug}: must be lower-case letters, digits and hyphens, such as meta.`,
    );
  const { text, language, facts, names } = await received(path, options.lang);
  const known = await loadCompany(dir, slug).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes('is missing')) return null;
    throw error;
  });
  const company = known ?? { ...companyNamed(names.length > 0 ? names : [slug]), slug };
  const before = known ? await loadDigest(dir, known, period) : null;
  const texts = new Map(before?.digest.sources.map((source) => [source.id, source.text]));
  const plan = planIngest(
    text,
    language,
    facts,
    company,
    period,
    before ? { file: before.file, texts } : null,
  );
  if (plan.file.figures.length === 0) {
    throw new InputError(
      `${path}: no figure of ${company.names.en ?? slug} could be read in this text; nothing was written. Check that it is the article itself and that company.yaml names the company as the article does.`,
    );
  }
  printIngest(plan, company, before !== null);
  if (options.dryRun) return print('nothing written (--dry-run)');
  if (before && !options.update) return print('nothing written; add --update to write this');
  if (!known) await saveCompany(dir, company);
  print(`written: ${await saveDigest(dir, plan.file, plan.articles)}`);
  if (!known)
    print(
      `${dir}/${slug}/company.yaml is a skeleton: add names in both languages, aliases and segments, then ingest again with --update`,
    );
}

function printIngest(
  { file, changes, problems }: Ingest,
  company: Company,
  existed: boolean,
): void {
  const lang = operatorLanguage();
  const line = ({ metric, segment, period, value, unit }: Ingest['file']['figures'][number]) =>
    [metric, segment, period ?? (period === null ? 'total' : file.period), value, unit]
      .filter(Boolean)
      .join(' ');
  if (existed) {
    const marks = { added: '+', changed: '~', removed: '-', kept: '=' } as const;
    for (const { kind, id, from, to } of changes)
      print(
        `${marks[kind]} ${kind} ${id}: ${(kind === 'kept' || kind === 'removed' ? [from] : [from, to]).flatMap((each) => (each ? [line(each)] : [])).join(' → ')}`,
      );
    if (changes.length === 0) print('no figure changes');
  } else {
    for (const figure of file.figures) print(`+ ${line(figure)}`);
  }
  for (const problem of problems)
    print(`! ${problem.severity} ${problemText(problem, company, lang)}`);
}

export async function read(
  path: string,
  options: { company: string[]; lang?: LanguageCode; json?: boolean },
): Promise<void> {
  const { text, language, facts, names } = await received(path, options.lang);
  const company = companyNamed(options.company.length > 0 ? options.company : names);
  const found = report(digestOf(bareArticle(text, language, facts.title ?? null), company, null));
  if (options.json) return print(json(found));
  for (const { metric, segment, period, value, unit, quote, comparisons } of found.facts) {
    print([metric, segment, period, value, unit].filter((part) => part !== null).join(' '));
    for (const { kind, value: other, changePct } of comparisons)
      print(
        `    ${[kind, other, changePct === null ? null : `${changePct}%`].filter((part) => part !== null).join(' ')}`,
      );
    print(`    「${quote}」`);
  }
  for (const { quote } of found.risks) print(`risk     ${quote}`);
  for (const { quote } of found.outlook) print(`outlook  ${quote}`);
  for (const problem of found.problems)
    print(`! ${problem.severity} ${problemText(problem, company, operatorLanguage())}`);
}

export async function ask(
  target: string,
  question: string,
  options: { lang?: LanguageCode; json?: boolean; company: string[]; digests: string },
): Promise<void> {
  const isFile = (await stat(target).catch(() => null))?.isFile() ?? false;
  const digest = isFile
    ? await bareDigest(target, options.company)
    : (await digestNamed(options.digests, target.split('/'))).digest;
  const lang = options.lang ?? null;
  const answer = answerQuestion(question, {
    library: { companies: [digest.company], digests: [digest] },
    digest,
    turns: [],
    lang,
  });
  if (options.json) {
    const evidence = answer.evidence.map(({ quote, start, end }) => ({ quote, start, end }));
    return print(
      json({
        answer: answer.answer,
        lang: answer.lang,
        refused: answer.refused,
        evidence,
        figures: answer.figures,
      }),
    );
  }
  print(answer.answer);
  for (const { quote } of answer.evidence) print(`    「${quote}」`);
}

async function bareDigest(path: string, given: readonly string[]): Promise<Digest> {
  const { text, language, facts, names } = await received(path, undefined);
  return digestOf(
    bareArticle(text, language, facts.title ?? null),
    companyNamed(given.length > 0 ? given : names),
    null,
  );
}

/** The digest of `meta 2023-q2`, `meta q2` or `meta`; throws InputError that says what exists. */
async function digestNamed(
  dir: string,
  [slug = '', ...period]: readonly string[],
): Promise<{ digest: Digest; language: CardLanguage | null }> {
  const { library, faults } = await loadLibrary(dir);
  const result = resolveCommand(library, slug, period.join(' '), operatorLanguage());
  if (result.kind === 'digest') return result;
  const fault = faults[0] ? [`${faults[0].file}: ${faults[0].message}`] : [];
  throw new InputError(
    result.kind === 'notice'
      ? [result.title, ...result.lines, ...fault].join(' ')
      : `${slug} ${period.join(' ')}: give a company and a period, such as meta q2.`,
  );
}

export async function printCard(
  slug: string,
  period: string,
  options: { as: string; lang: CardLanguage; form: Form; digests: string },
): Promise<void> {
  const { digest } = await digestNamed(options.digests, [slug, period]);
  const draw = drawings[options.as];
  if (draw) print(await draw(digestCard(digest, { language: options.lang, form: options.form })));
}

export async function check(path: string): Promise<void> {
  const { library, faults } = await loadLibrary(path);
  const lang = operatorLanguage();
  for (const { file, message } of faults) print(`✗ ${file}: ${message}`);
  const open = library.digests
    .map((digest) => checkOne(digest, lang))
    .reduce((sum, count) => sum + count, 0);
  const digests = `${library.digests.length} digest${library.digests.length === 1 ? '' : 's'}`;
  print(`${digests} checked, ${faults.length + open} to mend`);
  if (faults.length + open > 0)
    throw new InputError(
      `${path}: mend what is marked ✗, or accept it in digest.yaml with its reason.`,
    );
}

/** Prints what holds and what does not; gives how many high problems nobody has accepted. */
function checkOne(digest: Digest, lang: LanguageCode): number {
  print(
    `${digest.id} revision ${digest.revision}: ${digest.figures.length} figures, ${digest.statements.length} statements, every quote found`,
  );
  for (const { kind, figures, computed, stated, agrees } of checkFigures(digest.figures).checks) {
    const against = stated === null ? '' : `, stated ${stated}`;
    print(
      `  ${agrees ? '✓' : '✗'} ${kind} ${figures.join(' + ')}: computed ${computed.value} ${computed.unit}${against}`,
    );
  }
  const accepted = new Set(digest.accepted.map(({ problem }) => problem));
  const open = digest.problems.filter(
    (problem) => problem.severity === 'high' && !accepted.has(problemId(problem)),
  );
  for (const problem of digest.problems) {
    const mark = open.includes(problem) ? '✗' : '·';
    print(
      `  ${mark} ${problem.severity} ${problemText(problem, digest.company, lang)} [${problemId(problem)}]`,
    );
  }
  return open.length;
}

export async function evalFolder(
  dir: string,
  options: { json?: boolean; misses?: boolean },
): Promise<void> {
  const { predictions, scores, total } = await evaluate(dir, (path, text) => annotated(path, text));
  if (predictions.length === 0)
    throw new InputError(`${dir}: holds no annotated article (.json); give a folder that does.`);
  if (options.json)
    return print(json({ articles: predictions, scores: { total, articles: scores } }));
  print(scoreTable([...scores, total]));
  if (options.misses) for (const miss of total.misses) print(miss);
}

export async function status(dir: string): Promise<void> {
  for (const [name, value] of Object.entries(redacted(loadConfig())))
    print(`${name}=${value ?? ''}`);
  const { library, faults } = await loadLibrary(dir);
  for (const { id, revision } of library.digests) print(`digest ${id} revision ${revision}`);
  for (const { file, message } of faults) print(`✗ ${file}: ${message}`);
}
