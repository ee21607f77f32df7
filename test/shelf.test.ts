import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadLibrary } from '../src/digest/files.ts';
import { ingestInto } from '../src/ingest.ts';
import { createLog } from '../src/log.ts';
import { createShelf } from '../src/shelf.ts';
import { log } from './store/homes.ts';

const offered = {
  text: 'Acme’s net income was $7.79 billion in the second quarter of 2023, up 16%.',
  company: 'acme',
  names: ['Acme'],
  period: '2023-q2',
};

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-shelf-'));
});
afterEach(() => rm(dir, { recursive: true }));

const ids = (shelf: ReturnType<typeof createShelf>) => shelf.library().digests.map(({ id }) => id);

it('keeps a digest that was made while the shelf was being read', async () => {
  const { promise: slow, resolve: go } = Promise.withResolvers<void>();
  let readings = 0;
  const shelf = createShelf(dir, log, async (folder) => {
    readings += 1;
    const isFirst = readings === 1;
    const loaded = await loadLibrary(folder);
    if (isFirst) await slow;
    return loaded;
  });
  const tick = shelf.refresh();
  expect(await ingestInto(dir, shelf.refresh)(offered)).toMatchObject({ state: 'written' });
  expect(ids(shelf)).toEqual(['acme/2023-q2']);
  go();
  expect((await tick).digests.map(({ id }) => id)).toEqual(['acme/2023-q2']);
  expect(ids(shelf)).toEqual(['acme/2023-q2']);
});

it('makes one digest of a period where two texts are offered at once', async () => {
  const ingest = ingestInto(dir, () => Promise.resolve());
  const other = { ...offered, text: offered.text.replace('7.79', '9.99') };
  const made = await Promise.all([ingest(offered), ingest(other)]);
  expect(made.map(({ state }) => state)).toEqual(['written', 'exists']);
  const { library } = await loadLibrary(dir);
  expect(library.digests[0]?.figures.map(({ value }) => value)).toContain('7790000000');
});

it('makes the next digest though one could not be written', async () => {
  const ingest = ingestInto(dir, () => Promise.resolve());
  const failed = ingest({ ...offered, company: 'no\0file' });
  const made = ingest(offered);
  await expect(failed).rejects.toThrow();
  expect((await made).state).toBe('written');
});

const entry = '- { platform: slack, channel: C1, companies: all }\n';

it('keeps what subscriptions.yaml said while it is being edited, and says what is wrong', async () => {
  const digests = createShelf(dir, log);
  const now = async (text: string) => {
    await writeFile(join(dir, 'subscriptions.yaml'), text);
    const { subscriptions, errors } = await digests.subscriptions();
    return [subscriptions.map(({ channel }) => channel), errors.length];
  };
  expect(await now('- {')).toEqual([[], 1]);
  expect(await now(entry)).toEqual([['C1'], 0]);
  expect(await now('- {')).toEqual([['C1'], 1]);
  // Of what can be read in part, the rest is left out.
  expect(await now(`${entry.replace('C1', 'C2')}- 5\n`)).toEqual([['C2'], 1]);
  expect(await now('')).toEqual([[], 0]);
});

it('tells once of a file that cannot be used, and gives the digests without it', async () => {
  const lines: string[] = [];
  const digests = createShelf(
    dir,
    createLog('info', (line) => lines.push(line)),
  );
  await cp('digests', dir, { recursive: true });
  await writeFile(join(dir, 'meta/2023-q2/digest.yaml'), 'schema: [');
  for (const _ of [1, 2]) expect((await digests.refresh()).digests).toEqual([]);
  expect(digests.library().companies.map(({ slug }) => slug)).toEqual(['meta']);
  expect(digests.faults()).toHaveLength(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('digest.yaml');
});
