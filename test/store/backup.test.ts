import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFile } from '../../src/store/backup.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { itOnTinyDisk } from '../support/tiny-disk.ts';
import { newDelivery } from './contract.ts';
import { log, refused } from './homes.ts';

let dir = '';
let file = '';
let store: Store;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-backup-'));
  file = join(dir, 'kawaraban.sqlite');
  store = await openStore({ dataDir: dir, databaseUrl: undefined, log });
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

/** So many deliveries, 4 KB each. */
async function fillStore(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) =>
    newDelivery(`d${i}`, { card: { title: `${i}${'決算'.repeat(680)}` } }),
  );
  await store.outbox.add(rows, 1);
}

/** Another process that writes to the store; `done` is how many of its writes are done. */
function startWriter(): { readonly child: ChildProcess; readonly done: () => number } {
  const program = join(import.meta.dirname, 'writing-child.ts');
  const child = spawn(process.execPath, [program, dir], { stdio: ['pipe', 'pipe', 'inherit'] });
  let done = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    done = Number(chunk.toString().trim().split('\n').at(-1));
  });
  return { child, done: () => done };
}

/** The numbers of the writes that a file holds, in order. */
function writesIn(path: string): readonly number[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("select key from seen_keys where key like 'write %'").all();
  database.close();
  return rows.map(({ key }) => Number(String(key).slice(6))).toSorted((a, b) => a - b);
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const partials = async () => (await readdir(dir)).filter((name) => name.includes('.partial-'));

describe('a copy of the embedded store', () => {
  it('holds one moment of it while another process writes, and holds up no write', async () => {
    await fillStore(4000);
    const { child, done } = startWriter();
    await expect.poll(done).toBeGreaterThan(10);
    let meanwhile = 0;
    for (let n = 0; meanwhile === 0 && n < 20; n += 1) {
      const before = done();
      const copy = join(dir, `copy-${n}`);
      await copyFile(file, copy);
      meanwhile = done() - before;
      const held = writesIn(copy);
      expect(held.length).toBeGreaterThanOrEqual(before);
      expect(held).toEqual(upTo(held.length));
    }
    expect(meanwhile).toBeGreaterThan(0);
    child.stdin?.write('stop');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(writesIn(file)).toEqual(upTo(done()));
  });

  it('is one file for this user alone, and a store of its own', async () => {
    await store.outbox.add([newDelivery('k')], 1);
    await store.conversations.addTurn('slack:C1:U1', { question: '売上高は?', answer: '', at: 1 });
    const there = join(dir, 'there', 'kawaraban.sqlite');
    const other = await openStore({ dataDir: join(dir, 'there'), databaseUrl: undefined, log });
    await other.close();
    await rm(there);
    await copyFile(file, there);
    expect(await readdir(join(dir, 'there'))).toEqual(['kawaraban.sqlite']);
    expect((await stat(there)).mode & 0o777).toBe(0o600);
    const restored = await openStore({
      dataDir: join(dir, 'there'),
      databaseUrl: undefined,
      log,
    });
    expect(await restored.outbox.get('k')).toEqual(await store.outbox.get('k'));
    expect(await restored.conversations.turns('slack:C1:U1')).toHaveLength(1);
    await restored.close();
  });

  it('writes over nothing, not even what came while it was made', async () => {
    const copy = join(dir, 'copy');
    await writeFile(copy, 'yesterday’s');
    expect(await refused(() => copyFile(file, copy))).toBe(
      `${copy} exists already and is not written over: name a new file.`,
    );
    await fillStore(500);
    const later = join(dir, 'later');
    const copies = await Promise.allSettled([copyFile(file, later), copyFile(file, later)]);
    expect(copies.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await readFile(copy, 'utf8')).toBe('yesterday’s');
    expect(await partials()).toEqual([]);
  });

  it('is none where a page of the store is damaged', async () => {
    await fillStore(200);
    await store.close();
    const bytes = await readFile(file);
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 40_960);
    await writeFile(file, bytes);
    store = await openStore({ dataDir: dir, databaseUrl: undefined, log });
    expect(await refused(() => copyFile(file, join(dir, 'copy')))).toBe(
      `The database file ${file} is damaged: restore it from a backup, or move it away to begin anew.`,
    );
    expect((await readdir(dir)).filter((name) => name.startsWith('copy'))).toEqual([]);
  });

  itOnTinyDisk(
    'says what to do where its disk is full, and leaves nothing there',
    1 << 20,
    async (disk) => {
      await fillStore(400);
      const copy = join(disk.dir, 'copy');
      expect(await refused(() => copyFile(file, copy))).toBe(
        `The copy ${copy} cannot be written (ENOSPC): name a file on a disk with room, in a folder you may write to.`,
      );
      expect(await readdir(disk.dir)).toEqual([]);
    },
  );

  it.each([
    ['is not there', 'nowhere/copy', 'ENOENT'],
    ['is a file', 'kawaraban.sqlite/copy', 'ENOTDIR'],
  ])('says what to do where its folder %s', async (_, path, code) => {
    expect(await refused(() => copyFile(file, join(dir, path)))).toContain(
      `cannot be written (${code}): name a file`,
    );
  });

  it('says so where the store is no database', async () => {
    const words = join(dir, 'words');
    await writeFile(
      words,
      'just some words that are long enough to be read as a header '.repeat(20),
    );
    expect(await refused(() => copyFile(words, join(dir, 'copy')))).toMatch(
      /words is not a database: restore/,
    );
  });
});
