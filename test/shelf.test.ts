import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadLibrary } from '../src/digest/files.ts';
import { ingestInto } from '../src/ingest.ts';
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
