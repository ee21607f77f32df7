import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { itOnTinyDisk, type TinyDisk } from '../support/tiny-disk.ts';
import { newDelivery } from './contract.ts';
import { log, refusal, refused } from './homes.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-faults-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (dataDir = dir) => openStore({ dataDir, databaseUrl: undefined, log });
const fileIn = (folder: string) => join(folder, 'kawaraban.sqlite');
const card = { title: '決算'.repeat(680) };
const some = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => newDelivery(`d${from + i}`, { card }));
const claim = { owner: 'w', platforms: ['preview'], now: 2, lease: 1000, limit: 1000 };

/** What another user is told who opens the store. */
function toldToNobody(test: { skip(reason: string): void }): string {
  if (process.getuid?.() !== 0) test.skip('only root can act as somebody else here');
  const program = join(import.meta.dirname, 'open-child.ts');
  return spawnSync(process.execPath, [program, dir, '65534'], { encoding: 'utf8' }).stdout.trim();
}

describe('at its start the embedded store says what to do where', () => {
  it('DATA_DIR is a file', async () => {
    await writeFile(join(dir, 'data'), 'words');
    expect(await refusal(join(dir, 'data'))).toBe(
      `DATA_DIR names a file (${join(dir, 'data')}): set it to a folder you may write to.`,
    );
  });

  it('the file may only be read', async (test) => {
    await (await open()).close();
    await chmod(dir, 0o777);
    await chmod(fileIn(dir), 0o444);
    expect(toldToNobody(test)).toBe(
      `The database file ${fileIn(dir)} may not be written: give this user write access, or set DATA_DIR to another folder.`,
    );
  });

  it('the folder of a store that is there may only be read', async (test) => {
    await (await open()).close();
    await chmod(fileIn(dir), 0o666);
    await chmod(dir, 0o555);
    expect(toldToNobody(test)).toMatch(
      /^The database file \S+ (?:cannot be opened: set DATA_DIR to a folder|may not be written: give this user)/,
    );
  });

  itOnTinyDisk('the disk is full', 1 << 20, async (disk) => {
    // At 8 KB it is the index of the log that finds no room, which SQLite calls a broken disk.
    for (const spare of [0, 8192]) {
      disk.fill(spare);
      expect(await refusal(disk.dir)).toBe(
        `The database file ${fileIn(disk.dir)} cannot grow because the disk is full: free some space there.`,
      );
      disk.free();
    }
    await (await open(disk.dir)).close();
  });
});

async function onFullDisk(disk: TinyDisk): Promise<void> {
  const store = await open(disk.dir);
  const sentence = `The database file ${fileIn(disk.dir)} cannot grow because the disk is full: free some space there.`;
  await store.outbox.add(some(60), 1);
  disk.fill();
  expect(await refused(() => store.outbox.add(some(60, 60), 1))).toBe(sentence);
  // SQLite has rolled back by itself then; that it cannot do so twice is not what went wrong.
  expect(await refused(() => store.outbox.claimPending(claim))).toBe(sentence);
  expect(await store.outbox.list(100)).toHaveLength(60);
  disk.free();
  expect(await store.outbox.claimPending(claim)).toHaveLength(1);
  expect(await store.outbox.add(some(60, 60), 1)).toBe(60);
  await store.close();
}

describe('while it runs the embedded store', () => {
  itOnTinyDisk(
    'loses nothing while the disk is full, says so, and goes on when there is room',
    4 << 20,
    async (disk) => {
      await onFullDisk(disk);
    },
  );

  it('says so where a page in the middle is damaged, when that is read; the rest can be', async () => {
    const first = await open();
    await first.outbox.add(some(400), 1);
    await first.conversations.attach('slack:C1:1.5', { digest: 'd', revision: 1 }, 1);
    await first.close();
    const bytes = await readFile(fileIn(dir));
    bytes.fill(0xff, bytes.length / 2, (bytes.length * 3) / 4);
    await writeFile(fileIn(dir), bytes);
    const store = await open();
    expect(await refused(() => store.outbox.list(1000))).toBe(
      `The database file ${fileIn(dir)} is damaged: restore it from a backup, or move it away to begin anew.`,
    );
    expect(await store.conversations.subject('slack:C1:1.5')).not.toBeNull();
    await store.close();
  });

  it('says so where another program holds the file for more than five seconds', async () => {
    const store = await open();
    const other = new DatabaseSync(fileIn(dir));
    other.exec('begin immediate');
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 2000));
    expect(await refused(() => store.once('k'))).toMatch(
      /is locked by another program: stop that one or wait/,
    );
    clock.mockRestore();
    other.exec('rollback');
    other.close();
    expect(await store.once('k')).toBe(true);
    await store.close();
  });
});
