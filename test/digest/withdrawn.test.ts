import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DigestFileError, loadLibrary, rewriteDigest, saveDigest } from '../../src/digest/files.ts';
import { loadCompany, loadDigest } from '../../src/digest/files.ts';
import { planIngest } from '../../src/digest/ingest.ts';
import { firstValid, withWithdrawal } from '../../src/digest/withdrawn.ts';

const said = { by: 'sato', at: '2026-11-23T09:00:00+09:00', reason: '出典が「取り消し」た: #1' };

// What a person leaves in a file: comments, an odd order, both kinds of quotes, folded text.
const edited = `# looked at on Monday
schema: 1
company: meta # the folder
revision: 4 # raised by hand
period: 2023-q2

sources:
  - { id: ja, file: article.ja.txt, language: ja } # the only one

figures:
  # the total
  - { metric: revenue, value: "32000000000", unit: USD, quote: '320 億米ドル' }
statements:
  - kind: risk
    quote: >-
      a long
      line
    text: { ja: 'それ' }
`;

describe('the withdrawal in a digest.yaml', () => {
  it('stands behind the raised revision, and leaves all else as people wrote it', () => {
    const withdrawn = withWithdrawal(edited, said);
    expect(withdrawn.split('\n').slice(3, 8)).toEqual([
      'revision: 5 # raised by hand',
      'withdrawn:',
      '  by: sato',
      '  at: 2026-11-23T09:00:00+09:00',
      '  reason: "出典が「取り消し」た: #1"',
    ]);
    const others = withdrawn.split('\n').toSpliced(3, 5);
    expect(others).toEqual(edited.split('\n').toSpliced(3, 1));
  });

  it('goes without a trace but the revision', () => {
    const back = withWithdrawal(withWithdrawal(edited, said), null);
    expect(back).toBe(edited.replace('revision: 4', 'revision: 6'));
  });
});

describe('a withdrawn digest in digests/', () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kawaraban-withdrawn-'));
    await cp('digests', dir, { recursive: true });
    file = join(dir, 'meta', '2023-q2', 'digest.yaml');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const withdraw = () => rewriteDigest(dir, 'meta/2023-q2', (text) => withWithdrawal(text, said));
  const loaded = async () => (await loadLibrary(dir)).library.digests[0];

  it('is loaded with who, when and why, one revision further', async () => {
    expect(await loaded()).toMatchObject({ revision: 1, withdrawn: null });
    const before = await readFile(file, 'utf8');
    await withdraw();
    expect(await loaded()).toMatchObject({ revision: 2, withdrawn: said });
    const lines = (await readFile(file, 'utf8')).split('\n');
    const kept = before.split('\n').filter((line) => !line.startsWith('revision'));
    expect(kept.filter((line) => !lines.includes(line))).toEqual([]);
  });

  it('stays withdrawn when it is ingested again', async () => {
    await withdraw();
    const company = await loadCompany(dir, 'meta');
    const { digest, file: existing } = (await loadDigest(dir, company, '2023-q2'))!;
    const texts = new Map(digest.sources.map((source) => [source.id, source.text]));
    const seed = await readFile('test/fixtures/meta-2023-q2.ja.txt', 'utf8');
    const plan = planIngest(seed, 'ja', {}, company, '2023-q2', { file: existing, texts });
    await saveDigest(dir, plan.file, plan.articles);
    expect(await loaded()).toMatchObject({ revision: 3, withdrawn: said });
    expect((await readFile(file, 'utf8')).split('\n').slice(0, 3)).toEqual([
      'schema: 1',
      'revision: 3',
      'withdrawn:',
    ]);
  });

  it.each([
    ['at: yesterday', /withdrawn at: must be a moment such as 2026-11-23T09:00:00\+09:00/],
    [
      'at: 2026-11-23T09:00:00Z\n  reson: slip',
      /withdrawn: unknown key "reson"; did you mean "reason"\?/,
    ],
  ])('is refused where somebody wrote %s', async (line, sentence) => {
    const text = await readFile(file, 'utf8');
    const block = `withdrawn:\n  by: sato\n  reason: why\n  ${line}\n`;
    await writeFile(file, `${text}${block}`);
    const { faults } = await loadLibrary(dir);
    expect(faults.map(({ message }) => message).join()).toMatch(sentence);
  });

  it('is written only as what is a digest still', async () => {
    const before = await readFile(file, 'utf8');
    const spoiled = rewriteDigest(dir, 'meta/2023-q2', (text) => `${text}nonsense: 1\n`);
    await expect(spoiled).rejects.toThrow(DigestFileError);
    expect(await readFile(file, 'utf8')).toBe(before);
    const missing = rewriteDigest(dir, 'meta/2023-q9', (text) => text);
    await expect(missing).rejects.toThrow(/2023-q9.*is missing/);
  });
});

it('the one to show is the newest that stands, or the newest where none does', () => {
  const [old, recent] = [{ withdrawn: null }, { withdrawn: said }];
  expect(firstValid([recent, old])).toBe(old);
  expect(firstValid([recent])).toBe(recent);
  expect(firstValid([])).toBeUndefined();
});
