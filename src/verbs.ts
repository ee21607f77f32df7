import { stat } from 'node:fs/promises';
import { answerQuestion } from './ask/answer.ts';
import { resolveCommand } from './ask/command.ts';
import { companyText } from './card/naming.ts';
import { noteText } from './card/noted-blocks.ts';
import { problemText } from './card/problem-text.ts';
import { bareArticle, companyNamed, digestOf, report } from './digest/bare.ts';
import type { Company, Digest, Library } from './digest/digest.ts';
import { loadLibrary } from './digest/files.ts';
import type { Ingest } from './digest/ingest.ts';
import { isSlug } from './digest/slug.ts';
import { evaluate } from './eval/evaluate.ts';
import { scoreTable } from './eval/table.ts';
import { checkFigures } from './figure/check.ts';
import { type LanguageCode, languageCodes, languageOf } from './language/index.ts';
import { type Problem, problemId } from './language/problem.ts';
import { fillBlanks } from './language/wording.ts';
import { isMetricId, type MetricId } from './metrics.ts';
import { planFor, writePlan } from './ingest.ts';
import { subscriptionsIn } from './shelf.ts';
import { annotated, inputError, InputError, ownLanguage, received } from './input.ts';
import { printable } from './terminal.ts';

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A line on stdout; names and texts of others in it give the terminal no orders. */
export function print(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
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
  if (!isSlug(slug)) throw inputError('badSlug', { slug });
  const planned = await planFor(dir, slug, period, await received(path, options.lang));
  const { plan, company, existed } = planned;
  if (plan.file.figures.length === 0) {
    throw inputError('noFigures', { path, company: companyText(company, ownLanguage()) });
  }
  printIngest(plan, company, existed);
  if (options.dryRun) return print('nothing written (--dry-run)');
  if (existed && !options.update) return print('nothing written; add --update to write this');
  print(`written: ${await writePlan(dir, planned)}`);
  if (planned.isNewCompany)
    print(
      `${dir}/${slug}/company.yaml is a skeleton: add names in both languages, aliases and segments, then ingest again with --update`,
    );
}

function printIngest(
  { file, changes, problems }: Ingest,
  company: Company,
  existed: boolean,
): void {
  const lang = ownLanguage();
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
    print(`! ${problem.severity} ${problemText(problem, company, lang, metricOf(problem))}`);
}

/** The metric of the figure a problem is about: its id begins with it. */
function metricOf({ figures }: Problem): MetricId | null {
  const id = figures[0]?.split(/[/@~#]/)[0] ?? '';
  return isMetricId(id) ? id : null;
}

export async function read(
  path: string,
  options: { company: string[]; lang?: LanguageCode; json?: boolean },
): Promise<void> {
  const { text, language, facts, names } = await received(path, options.lang);
  const company = companyNamed(options.company.length > 0 ? options.company : names);
  const found = report(
    digestOf(bareArticle(text, language, facts.title ?? null, facts.published), company, null),
  );
  if (options.json) return print(json(found));
  if (found.facts.length === 0) throw inputError('nothingRead', { path });
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
    print(
      `! ${problem.severity} ${problemText(problem, company, ownLanguage(), metricOf(problem))}`,
    );
}

export async function ask(
  target: string,
  question: string,
  options: { lang?: LanguageCode; json?: boolean; company: string[]; digests: string },
): Promise<void> {
  const isFile = (await stat(target).catch(() => null))?.isFile() ?? false;
  // A digest is named by two words at most (meta/2023-q2); anything else was meant for a file.
  if (!isFile && (/\.(?:txt|json)$/.test(target) || target.split('/').length > 2))
    throw inputError('noSuchFile', { path: target });
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
  const { text, language, facts, names: stated } = await received(path, undefined);
  const named = given.length > 0 ? given : stated;
  const digest = digestOf(
    bareArticle(text, language, facts.title ?? null, facts.published),
    companyNamed(named),
    null,
  );
  if (named.length > 0) return digest;
  // Nobody said whose it is: the answer calls it the company, by no made-up name.
  const names = Object.fromEntries(
    languageCodes.map((code) => [code, languageOf(code).wording.operator.anyCompany]),
  );
  return { ...digest, company: { ...digest.company, names } };
}

/** The digest of `meta 2023-q2`, `meta q2` or `meta` and those beside it; throws InputError that says what exists. */
export async function digestNamed(
  dir: string,
  [slug = '', ...period]: readonly string[],
): Promise<{ digest: Digest; library: Library }> {
  const { library, faults } = await loadLibrary(dir);
  const asked = [slug, ...period].join(' ');
  const result = resolveCommand(library, 'digest', asked, ownLanguage());
  if (result.kind === 'digest') return { digest: result.digest, library };
  const known = library.digests.map((digest) => `${digest.company.slug} ${digest.period}`);
  const says = languageOf(ownLanguage()).wording.operator;
  throw new InputError(
    [
      result.kind === 'notice' ? result.title : fillBlanks(says.noSuchDigest, { name: asked }),
      ...(known.length > 0 ? [fillBlanks(says.thereAre, { list: known.join(', ') })] : []),
      ...faults.map(({ file, message }) => fillBlanks(says.leftOut, { file, message })),
    ].join(' '),
  );
}

export async function check(path: string): Promise<void> {
  const { library, faults } = await loadLibrary(path);
  if (faults.some(({ file }) => file === path)) throw inputError('noDigestsFolder', { path });
  const lang = ownLanguage();
  const { errors } = await subscriptionsIn(path);
  const found = [...faults.map(({ file, message }) => `${file}: ${message}`), ...errors];
  for (const line of found) print(`✗ ${line}`);
  const open = library.digests
    .map((digest) => checkOne(digest, lang))
    .reduce((sum, count) => sum + count, 0);
  const digests = `${library.digests.length} digest${library.digests.length === 1 ? '' : 's'}`;
  print(`${digests} checked, ${found.length + open} to mend`);
  if (found.length + open > 0) throw inputError('toMend', { path });
}

/** Prints what holds and what does not; gives how many high problems nobody has accepted. */
function checkOne(digest: Digest, lang: LanguageCode): number {
  const lost = digest.problems.filter(
    ({ code }) => code === 'quote_missing' || code === 'value_missing',
  );
  const quotes =
    lost.length === 0 ? 'every quote found' : `${lost.length} not found in the article`;
  print(
    `${digest.id} revision ${digest.revision}: ${digest.figures.length} figures, ${digest.statements.length} statements, ${quotes}`,
  );
  for (const { kind, figures, computed, stated, agrees } of checkFigures(
    digest.figures,
    digest.sources,
  ).checks) {
    const against = stated === null ? '' : `, stated ${stated}`;
    print(
      `  ${agrees ? '✓' : '✗'} ${kind} ${figures.join(' + ')}: computed ${computed.value} ${computed.unit}${against}`,
    );
  }
  const accepted = new Set(digest.accepted.map(({ problem }) => problem));
  const open = digest.problems.filter(
    // What stands nowhere in the article cannot be accepted away.
    (problem) =>
      lost.includes(problem) || (problem.severity === 'high' && !accepted.has(problemId(problem))),
  );
  for (const problem of digest.problems) {
    const mark = open.includes(problem) ? '✗' : '·';
    print(
      `  ${mark} ${problem.severity} ${noteText(problem, digest, lang)} [${problemId(problem)}]`,
    );
  }
  return open.length;
}

export async function evalFolder(
  dir: string,
  options: { json?: boolean; misses?: boolean },
): Promise<void> {
  const { predictions, scores, total } = await evaluate(dir, (path, text) => annotated(path, text));
  if (predictions.length === 0) throw inputError('noAnnotated', { path: dir });
  if (options.json)
    return print(json({ articles: predictions, scores: { total, articles: scores } }));
  print(scoreTable([...scores, total]));
  if (options.misses) for (const miss of total.misses) print(miss);
}
