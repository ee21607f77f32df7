import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/store.ts';
import { startPostgres } from '../support/postgres.ts';
import { itOnTinyDisk } from '../support/tiny-disk.ts';
import { shared } from './contract.ts';
import { refusal } from './homes.ts';
import { oldStore, writeOldStore } from './old-store.ts';

let dir = '';
let lines: string[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-upgrade-'));
  lines = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const fileIn = (folder: string) => join(folder, 'kawaraban.sqlite');
const open = (dataDir: string, databaseUrl?: string) =>
  openStore({ dataDir, databaseUrl, log: createLog('info', (line) => lines.push(line)) });

const copiesIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => /\.(?:before|partial)-/.test(name)).toSorted();

function columnsOf(file: string): readonly unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("select name from pragma_table_info('deliveries')").all();
  database.close();
  return rows.map(({ name }) => name);
}

/** The newest step of the schema, as a store knows it that was opened just now. */
async function newestSchema(): Promise<string> {
  const other = await mkdtemp(join(tmpdir(), 'kawaraban-newest-'));
  await (await open(other)).close();
  const database = new DatabaseSync(fileIn(other), { readOnly: true });
  const row = database.prepare('select max(name) as newest from kysely_migration').get();
  database.close();
  await rm(other, { recursive: true });
  return String(row?.['newest']);
}

describe('an embedded store with an older schema', () => {
  it('is copied beside itself before it is brought up to date, and the log says where', async () => {
    writeOldStore(fileIn(dir));
    const copy = `${fileIn(dir)}.before-${await newestSchema()}`;
    const store = await open(dir);
    expect(await store.outbox.get('kept')).toMatchObject({ state: 'pending', blocks: 0 });
    await store.close();
    expect(lines.filter((line) => line.includes(JSON.stringify(copy)))).toHaveLength(1);
    expect(columnsOf(fileIn(dir))).toContain('blocks');
    expect(columnsOf(copy)).not.toContain('blocks');
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    const database = new DatabaseSync(copy, { readOnly: true });
    expect(database.prepare('select question from turns').all()).toEqual([
      { question: '売上高は?' },
    ]);
    database.close();
  });

  it('keeps an older copy of that name and numbers its own', async () => {
    writeOldStore(fileIn(dir));
    const first = `kawaraban.sqlite.before-${await newestSchema()}`;
    await writeFile(join(dir, first), 'from an earlier try');
    await (await open(dir)).close();
    expect(await copiesIn(dir)).toEqual([first, `${first}-2`]);
    expect(await readFile(join(dir, first), 'utf8')).toBe('from an earlier try');
    expect(columnsOf(join(dir, `${first}-2`))).not.toContain('blocks');
  });

  it('is copied once when several processes open it at the same moment', async () => {
    writeOldStore(fileIn(dir), 500);
    const program = join(import.meta.dirname, 'open-child.ts');
    const said = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, [program, dir]);
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
        return new Promise<string>((done) => child.on('close', () => done(out.trim())));
      }),
    );
    expect(said.toSorted()).toEqual(['false', 'false', 'false', 'true']);
    const copies = await copiesIn(dir);
    expect(copies).toHaveLength(1);
    expect(columnsOf(join(dir, copies[0]!))).not.toContain('blocks');
  });

  itOnTinyDisk('stays as it is where the disk has no room for the copy', 4 << 20, async (disk) => {
    writeOldStore(fileIn(disk.dir), 200);
    disk.fill(400_000);
    expect(await refusal(disk.dir)).toBe(
      `The database file ${fileIn(disk.dir)} was not upgraded and stays as it was, because the copy that is made first cannot be written to ${fileIn(disk.dir)}.before-${await newestSchema()} (ENOSPC): free some space there, or let this user write there.`,
    );
    expect(await copiesIn(disk.dir)).toEqual([]);
    expect(columnsOf(fileIn(disk.dir))).not.toContain('blocks');
    disk.free();
    const store = await open(disk.dir);
    expect(await store.outbox.list(1000)).toHaveLength(201);
    await store.close();
    expect(await copiesIn(disk.dir)).toHaveLength(1);
  });

  it('stays as it is where its pages are damaged: a copy of that would be none', async () => {
    writeOldStore(fileIn(dir), 200);
    const bytes = await readFile(fileIn(dir));
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 40_960);
    await writeFile(fileIn(dir), bytes);
    expect(await refusal(dir)).toMatch(/kawaraban\.sqlite is damaged: restore it from a backup/);
    expect(await copiesIn(dir)).toEqual([]);
    expect(columnsOf(fileIn(dir))).not.toContain('blocks');
  });

  it('leaves no copy behind where a step fails, so that a service that starts again and again fills no disk', async () => {
    writeOldStore(fileIn(dir));
    const database = new DatabaseSync(fileIn(dir));
    database.exec('alter table deliveries add column blocks text');
    database.close();
    expect(await refusal(dir)).toMatch(
      /kawaraban\.sqlite could not be brought up to date and stays as it was \(duplicate column name: blocks\): use the kawaraban before this one/,
    );
    expect(await copiesIn(dir)).toEqual([]);
  });

  it('makes no copy when it is new, or up to date', async () => {
    await (await open(dir)).close();
    await (await open(dir)).close();
    expect(await copiesIn(dir)).toEqual([]);
    expect(lines).toEqual([]);
  });
});

describe('a store in PostgreSQL with an older schema', () => {
  const server = shared(startPostgres, async (made) => made?.stop());

  it('is brought up to date with a line in the log, and no copy', async (test) => {
    const databaseUrl = (await server()?.freshDatabase()) ?? test.skip('no PostgreSQL here');
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(oldStore('bigserial primary key'));
    await client.end();
    const store = await open(dir, databaseUrl);
    expect(await store.outbox.get('kept')).toMatchObject({ state: 'pending', blocks: 0 });
    await store.close();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('the schema of the store is brought up to date');
    expect(await readdir(dir)).toEqual([]);
  });
});
