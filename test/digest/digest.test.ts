import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { companyNamed } from '../../src/digest/bare.ts';
import { fingerprint } from '../../src/digest/build.ts';
import type { Digest, Library } from '../../src/digest/digest.ts';
import { loadCompany, loadDigest, loadLibrary, saveDigest } from '../../src/digest/files.ts';
import { planIngest } from '../../src/digest/ingest.ts';
import type { DigestFile } from '../../src/digest/schema.ts';

const seed = await readFile('test/fixtures/meta-2023-q2.ja.txt', 'utf8');
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-digests-'));
  await cp('digests', dir, { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const path = (name: string) => join(dir, 'meta', '2023-q2', name);
const edit = async (name: string, from: string | RegExp, to: string) => {
  const before = await readFile(name, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(name, after);
};

async function opened(): Promise<{ digest: Digest; file: DigestFile; texts: Map<string, string> }> {
  const company = await loadCompany(dir, 'meta');
  const loaded = await loadDigest(dir, company, '2023-q2');
  if (!loaded) throw new Error('no digest');
  return {
    ...loaded,
    texts: new Map(loaded.digest.sources.map((source) => [source.id, source.text])),
  };
}

describe('the digest of the seed article in digests/', () => {
  it('is what ingest makes of the article today, statements by hand aside', async () => {
    const { digest, file, texts } = await opened();
    const plan = planIngest(seed, 'ja', {}, digest.company, '2023-q2', { file, texts });
    expect(plan.changes).toEqual([]);
    expect(plan.articles.size).toBe(0);
    expect(plan.file.statements).toEqual(file.statements);
    expect(plan.file.noted).toEqual(file.noted);
  });

  it('locates every quote and every number, and notes what the reader noted', async () => {
    const { digest } = await opened();
    expect(digest.figures).toHaveLength(10);
    expect(digest.problems.map(({ code }) => code).toSorted()).toEqual([
      'garbled',
      'period_label',
      'streak_mismatch',
    ]);
    const text = digest.sources[0]!.text;
    for (const { quote, quoteSpan, step } of digest.figures) {
      expect(text.slice(quoteSpan.start, quoteSpan.end)).toBe(quote);
      expect(Number(step)).toBeGreaterThan(0);
    }
  });

  it('states risks and outlook in both languages, each with its sentence', async () => {
    const { digest } = await opened();
    expect(digest.statements.map(({ kind }) => kind)).toEqual([
      'risk',
      'risk',
      'risk',
      'outlook',
      'outlook',
      'outlook',
    ]);
    for (const { text, quote } of digest.statements) {
      expect(text.ja?.origin).toBe('person');
      expect(text.en?.text).toBeTruthy();
      expect(digest.sources[0]!.text).toContain(quote);
    }
  });

  it('says who wrote it and that no date is known', async () => {
    const { digest } = await opened();
    expect(digest.sources).toEqual([
      expect.objectContaining({
        author: '孫鵬岳',
        editor: 'ゲイル',
        publisher: 'ジンク・ファイナンス',
        published: null,
      }),
    ]);
  });
});

describe('editing digest.yaml', () => {
  it('keeps the figure a person has edited when the article is ingested again', async () => {
    await edit(path('digest.yaml'), 'label: 総収益', 'label: 売上');
    const { digest, file, texts } = await opened();
    const plan = planIngest(seed, 'ja', {}, digest.company, '2023-q2', { file, texts });
    expect(plan.changes).toEqual([expect.objectContaining({ kind: 'kept', id: 'revenue' })]);
    expect(plan.file.figures.find(({ metric }) => metric === 'revenue')?.label).toBe('売上');
    expect(plan.file.revision).toBe(file.revision + 1);
  });

  it('takes back a figure that reads otherwise now, and shows both', async () => {
    const { digest, file, texts } = await opened();
    const line = { ...file.figures[0]!, value: '33000000000' };
    const older = {
      ...file,
      figures: [{ ...line, read: fingerprint(line) }, ...file.figures.slice(1)],
    };
    const plan = planIngest(seed, 'ja', {}, digest.company, '2023-q2', { file: older, texts });
    expect(plan.changes).toEqual([
      expect.objectContaining({
        kind: 'changed',
        id: 'revenue',
        from: expect.objectContaining({ value: '33000000000' }),
        to: expect.objectContaining({ value: '32000000000' }),
      }),
    ]);
  });

  it('keeps an edited article as a new file beside the old one', async () => {
    const { digest, file, texts } = await opened();
    const plan = planIngest(
      seed.replaceAll('320 億米ドル', '321 億米ドル'),
      'ja',
      {},
      digest.company,
      '2023-q2',
      { file, texts },
    );
    expect([...plan.articles.keys()]).toEqual(['article.ja-2.txt']);
    await saveDigest(dir, plan.file, plan.articles);
    const again = await opened();
    expect((await readdir(join(dir, 'meta', '2023-q2'))).toSorted()).toEqual([
      'article.ja-2.txt',
      'article.ja.txt',
      'digest.yaml',
    ]);
    expect(again.digest.figures.find(({ id }) => id === 'revenue')).toMatchObject({
      value: '32100000000',
      source: 'ja-2',
    });
    expect(again.digest.problems.filter(({ severity }) => severity === 'high')).toEqual([]);
  });

  it('survives being written and read again', async () => {
    const { file } = await opened();
    await saveDigest(dir, file, new Map());
    expect((await opened()).file).toEqual(file);
  });
});

async function faultOf(): Promise<{ library: Library; message: string }> {
  const { library, faults } = await loadLibrary(dir);
  return { library, message: faults.map(({ file, message }) => `${file}: ${message}`).join('\n') };
}

describe('what is wrong is said in one sentence, and stops nothing else', () => {
  it.each([
    ['an unknown key', 'revision:', 'revison:', /unknown key "revison"; did you mean "revision"\?/],
    [
      'an unknown metric',
      'metric: revenue',
      'metric: revenu',
      /figures #1 metric: must be a metric; did you mean "revenue"\?/,
    ],
    ['a float for a value', 'value: "32000000000"', 'value: 3.2e10', /value/],
    [
      'another schema',
      'schema: 1',
      'schema: 7',
      /schema: must be 1; this file was written for another version/,
    ],
    ['no YAML at all', 'company: meta', 'company: [meta', /is not YAML/],
    [
      'another company',
      'company: meta',
      'company: alphabet',
      /says alphabet 2023-q2 but stands in meta\/2023-q2/,
    ],
    [
      'a missing source',
      'file: article.ja.txt',
      'file: article.fr.txt',
      /its source article\.fr\.txt is missing/,
    ],
  ])('%s', async (_what, from, to, expected) => {
    await edit(path('digest.yaml'), from, to);
    const { library, message } = await faultOf();
    expect(message).toMatch(expected);
    expect(message.split('\n')).toHaveLength(1);
    expect(library.companies).toHaveLength(1);
    expect(library.digests).toEqual([]);
  });

  it('a quote that is not in the article costs its figure and is a high problem', async () => {
    await edit(
      path('digest.yaml'),
      '総従業員数は前年同期比14%減の7万1,469人となった。", comparisons',
      '総従業員数は7万1,469人となった。", comparisons',
    );
    const { digest } = await opened();
    expect(digest.figures.map(({ id }) => id)).not.toContain('headcount');
    expect(digest.problems).toContainEqual(
      expect.objectContaining({ code: 'quote_missing', severity: 'high', figures: ['headcount'] }),
    );
  });

  it('a value that is not in its quote costs its figure and is a high problem', async () => {
    await edit(path('digest.yaml'), 'value: "71469"', 'value: "71470"');
    const { digest } = await opened();
    expect(digest.figures.map(({ id }) => id)).not.toContain('headcount');
    expect(digest.problems).toContainEqual(
      expect.objectContaining({ code: 'value_missing', severity: 'high', figures: ['headcount'] }),
    );
  });

  it('the second occurrence of a quote can be meant', async () => {
    const document = parseDocument(await readFile(path('digest.yaml'), 'utf8'));
    document.setIn(['statements', 0, 'quote'], 'メタバース');
    document.setIn(['statements', 0, 'occurrence'], 3);
    await writeFile(path('digest.yaml'), document.toString());
    const { digest } = await opened();
    const text = digest.sources[0]!.text;
    const third = text.indexOf(
      'メタバース',
      text.indexOf('メタバース', text.indexOf('メタバース') + 1) + 1,
    );
    expect(digest.statements[0]?.quoteSpan.start).toBe(third);
  });
});

function dividends(figures: DigestFile['figures']): string[] {
  return figures.filter(({ metric }) => metric === 'dividend').map(({ value }) => value);
}

describe('an article with several dividends of one period', () => {
  const text =
    'アクメの2026年3月期決算。アクメの売上高は420億円だった。中間配当は30円、期末配当は20円とした。';

  it('keeps each of them through an update', () => {
    const company = companyNamed(['アクメ']);
    const { file } = planIngest(text, 'ja', {}, company, 'fy2026-fy', null);
    expect(dividends(file.figures)).toEqual(['30', '20']);
    const texts = new Map([['ja', text]]);
    const again = planIngest(text, 'ja', {}, company, 'fy2026-fy', { file, texts });
    expect(again.changes).toEqual([]);
    expect(dividends(again.file.figures)).toEqual(['30', '20']);
  });
});
