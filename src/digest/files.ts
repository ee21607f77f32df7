import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, isCollection, isScalar, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Company, Digest, Library } from './digest.ts';
import { openDigest } from './open.ts';
import { CompanyFile, DigestFile, firstFault, knownKeys } from './schema.ts';

/** A file that cannot be used: which one, and one sentence that says why. */
export interface Fault {
  readonly file: string;
  readonly message: string;
}

/** A file of digests/ that cannot be read or written; the message names it and says what to do. */
export class DigestFileError extends Error {
  override readonly name = 'DigestFileError';
}

/** Every company and digest of a folder; a broken file is a fault and stops none of the others. */
export async function loadLibrary(dir: string): Promise<{ library: Library; faults: Fault[] }> {
  const faults: Fault[] = [];
  const companies: Company[] = [];
  const digests: Digest[] = [];
  for (const slug of await foldersOf(dir, faults)) {
    const company = await collect(faults, () => loadCompany(dir, slug));
    if (!company) continue;
    companies.push(company);
    for (const period of await foldersOf(join(dir, slug), faults)) {
      const digest = await collect(
        faults,
        async () => (await loadDigest(dir, company, period))?.digest ?? null,
      );
      if (digest) digests.push(digest);
    }
  }
  return { library: { companies, digests }, faults };
}

async function foldersOf(dir: string, faults: Fault[]): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted();
  } catch {
    faults.push({
      file: dir,
      message: `${dir} cannot be read; make the folder or set DIGESTS_DIR to one that exists`,
    });
    return [];
  }
}

async function collect<T>(faults: Fault[], load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof DigestFileError)) throw error;
    const [file = '', ...rest] = error.message.split(': ');
    faults.push({ file, message: rest.join(': ') });
    return null;
  }
}

/** The company of a folder; throws DigestFileError where company.yaml is missing or wrong. */
export async function loadCompany(dir: string, slug: string): Promise<Company> {
  const file = join(dir, slug, 'company.yaml');
  const text = await readOrNull(file);
  if (text === null)
    throw new DigestFileError(
      `${file}: is missing; add it, or run ingest with --company ${slug} to get a skeleton`,
    );
  const parsed = parseFile(file, text, CompanyFile);
  if (parsed.slug !== slug)
    throw new DigestFileError(
      `${file}: slug is "${parsed.slug}" but the folder is "${slug}"; make them the same`,
    );
  const { fiscal_year_end: fiscalYearEnd, ...rest } = parsed;
  return { ...rest, fiscalYearEnd };
}

/** A digest with its file as data; null where the folder holds no digest.yaml. Throws DigestFileError where it is wrong. */
export async function loadDigest(
  dir: string,
  company: Company,
  period: string,
): Promise<{ digest: Digest; file: DigestFile } | null> {
  const folder = join(dir, company.slug, period);
  const path = join(folder, 'digest.yaml');
  const text = await readOrNull(path);
  if (text === null) return null;
  const file = parseFile(path, text, DigestFile);
  if (file.company !== company.slug || file.period !== period) {
    throw new DigestFileError(
      `${path}: says ${file.company} ${file.period} but stands in ${company.slug}/${period}; move it or correct it`,
    );
  }
  const texts = new Map<string, string>();
  for (const source of file.sources) {
    const article = await readOrNull(join(folder, source.file));
    if (article === null)
      throw new DigestFileError(
        `${path}: its source ${source.file} is missing; put the file back beside it`,
      );
    texts.set(source.id, article);
  }
  return { digest: openDigest(file, company, texts), file };
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    )
      return null;
    throw new DigestFileError(`${path}: cannot be read; check its permissions`);
  }
}

function parseFile<T extends z.ZodType>(path: string, text: string, shape: T): z.infer<T> {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error)
    throw new DigestFileError(
      `${path}: is not YAML: ${error.message.split('\n')[0]?.replace(/:$/, '') ?? 'see its syntax'}`,
    );
  const parsed = shape.safeParse(document.toJS() ?? {});
  if (!parsed.success) throw new DigestFileError(`${path}: ${firstFault(parsed.error, knownKeys)}`);
  return parsed.data;
}

/** Writes a company's file; an existing one is replaced. */
export async function saveCompany(dir: string, company: Company): Promise<void> {
  const { fiscalYearEnd, ...rest } = company;
  const { slug, names, aliases, ticker, exchange, segments, tags } = rest;
  const file: CompanyFile = {
    slug,
    names,
    aliases: [...aliases],
    ticker,
    exchange,
    fiscal_year_end: fiscalYearEnd,
    segments: segments.map((segment) => ({ ...segment, aliases: [...segment.aliases] })),
    tags: [...tags],
  };
  await mkdir(join(dir, slug), { recursive: true });
  await writeWhole(join(dir, slug, 'company.yaml'), yamlText(file));
}

/** Writes a digest and the article texts it needs; each file appears whole or not at all. */
export async function saveDigest(
  dir: string,
  file: DigestFile,
  articles: ReadonlyMap<string, string>,
): Promise<string> {
  const folder = join(dir, file.company, file.period);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of articles) await writeWhole(join(folder, name), text);
  await writeWhole(join(folder, 'digest.yaml'), yamlText(withoutDefaults(file)));
  return folder;
}

/**
 * Writes the digest.yaml of `meta/2023-q2` anew, as `change` makes its text; throws DigestFileError where it is not
 * there, or would be no digest any more.
 */
export async function rewriteDigest(
  dir: string,
  digest: string,
  change: (text: string) => string,
): Promise<void> {
  const path = join(dir, digest, 'digest.yaml');
  const text = await readOrNull(path);
  if (text === null) throw new DigestFileError(`${path}: is missing; put it back`);
  const changed = change(text);
  parseFile(path, changed, DigestFile);
  await writeWhole(path, changed);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new DigestFileError(
      `${path}: cannot be written (${error instanceof Error ? error.message : 'unknown error'}); check the folder's permissions and space`,
    );
  }
}

/** What the schema fills in need not be written down. */
function withoutDefaults({ schema, revision, withdrawn, ...file }: DigestFile): object {
  return {
    schema,
    revision,
    ...(withdrawn ? { withdrawn } : {}),
    ...file,
    figures: file.figures.map(({ basis, bound, comparisons, ...line }) => {
      const { read, ...rest } = line;
      return {
        ...rest,
        ...(basis === 'actual' ? {} : { basis }),
        ...(bound === 'exact' ? {} : { bound }),
        ...(comparisons.length > 0 ? { comparisons } : {}),
        ...(read === undefined ? {} : { read }),
      };
    }),
  };
}

/** YAML in which the rows of figures and notes stand one a line. */
function yamlText(data: object): string {
  const document = new Document(data);
  visit(document, {
    Pair(_key, pair) {
      const name = isScalar(pair.key) ? pair.key.value : pair.key;
      if (
        (name !== 'figures' && name !== 'noted' && name !== 'segments') ||
        !isCollection(pair.value)
      )
        return;
      for (const item of pair.value.items) if (isCollection(item)) item.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
