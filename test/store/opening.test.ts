import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { log, refusal } from './homes.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-open-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the embedded database', () => {
  it('makes its folder, keeps to WAL and gives nothing back half-written', async () => {
    const store = await openStore({ dataDir: join(dir, 'a', 'b'), databaseUrl: undefined, log });
    const file = new DatabaseSync(join(dir, 'a', 'b', 'kawaraban.sqlite'));
    expect(file.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    file.close();
    await store.close();
  });

  it('makes its folder for its user alone, as what people asked is in it', async () => {
    const dataDir = join(dir, 'data');
    await (await openStore({ dataDir, databaseUrl: undefined, log })).close();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  it('says what to do where the folder cannot be made', async () => {
    await writeFile(join(dir, 'file'), '');
    expect(await refusal(join(dir, 'file', 'data'))).toMatch(
      /^The data folder .*file\/data cannot be made \(ENOTDIR\): set DATA_DIR to a folder you may write to\.$/,
    );
  });

  it('says what to do where the folder may not be written', async (test) => {
    if (process.getuid?.() !== 0) test.skip('only root can act as somebody else here');
    await chmod(dir, 0o555);
    const program = join(import.meta.dirname, 'open-child.ts');
    const { stdout } = spawnSync(process.execPath, [program, dir, '65534'], {
      encoding: 'utf8',
    });
    expect(stdout).toContain(
      `The database file ${join(dir, 'kawaraban.sqlite')} cannot be opened: set DATA_DIR to a folder you may write to.`,
    );
  });

  it('says what to do where a folder stands in the place of the file', async () => {
    await mkdir(join(dir, 'kawaraban.sqlite'));
    expect(await refusal(dir)).toMatch(/cannot be opened: set DATA_DIR/);
  });

  it('says so when the file is not a database, and leaves it as it is', async () => {
    const file = join(dir, 'kawaraban.sqlite');
    await writeFile(
      file,
      'not a database, just some words that are long enough to be read as a header '.repeat(20),
    );
    expect(await refusal(dir)).toMatch(
      /kawaraban\.sqlite is not a database: restore it from a backup/,
    );
  });

  it('says so when pages are damaged', async () => {
    const first = await openStore({ dataDir: dir, databaseUrl: undefined, log });
    await first.close();
    const file = join(dir, 'kawaraban.sqlite');
    const bytes = await readFile(file);
    bytes.fill(0xff, 100, 4096); // the schema's page, its header kept
    await writeFile(file, bytes);
    expect(await refusal(dir)).toMatch(/kawaraban\.sqlite is damaged: restore it from a backup/);
  });

  it('waits while another program writes', async () => {
    const file = new DatabaseSync(join(dir, 'kawaraban.sqlite'));
    file.exec('create table t (a); begin exclusive');
    const opening = openStore({ dataDir: dir, databaseUrl: undefined, log });
    setTimeout(() => file.exec('commit'), 100);
    const store = await opening;
    expect(await store.once('k')).toBe(true);
    await store.close();
    file.close();
  });

  it('says so when another program holds the file for more than five seconds', async () => {
    const file = new DatabaseSync(join(dir, 'kawaraban.sqlite'));
    file.exec('create table t (a); begin exclusive');
    const began = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(began);
    const refused = refusal(dir);
    clock.mockReturnValue(began + 5001);
    expect(await refused).toMatch(/is locked by another program: stop that one/);
    clock.mockRestore();
    file.close();
  });

  it('refuses a schema that is newer than it is', async () => {
    await (await openStore({ dataDir: dir, databaseUrl: undefined, log })).close();
    const file = new DatabaseSync(join(dir, 'kawaraban.sqlite'));
    file.exec(
      "insert into kysely_migration values ('9999_from_tomorrow', '2099-01-01T00:00:00.000Z')",
    );
    file.close();
    expect(await refusal(dir)).toMatch(
      /was written by a newer kawaraban \(schema 9999_from_tomorrow\): update this one/,
    );
  });

  it(
    'is made once when several processes open it at the same moment',
    { timeout: 60_000 },
    async () => {
      const program = join(import.meta.dirname, 'open-child.ts');
      const codes = await Promise.all(
        Array.from(
          { length: 5 },
          () =>
            new Promise<string>((done) => {
              const child = spawn(process.execPath, [program, dir], {
                stdio: ['ignore', 'pipe', 'pipe'],
              });
              let said = '';
              child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
              child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
              child.on('close', () => done(said.trim()));
            }),
        ),
      );
      expect(codes.toSorted()).toEqual(['false', 'false', 'false', 'false', 'true']);
    },
  );
});
