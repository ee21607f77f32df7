import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { createLog } from '../../src/log.ts';
import { StoreError } from '../../src/store/error.ts';
import { openStore } from '../../src/store/store.ts';
import { startPostgres } from '../support/postgres.ts';
import { shared } from './contract.ts';
import { log } from './homes.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-open-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function refusal(dataDir: string, databaseUrl?: string): Promise<string> {
  try {
    await (await openStore({ dataDir, databaseUrl, log })).close();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('it opened');
}

describe('the embedded database', () => {
  it('makes its folder, keeps to WAL and gives nothing back half-written', async () => {
    const store = await openStore({ dataDir: join(dir, 'a', 'b'), databaseUrl: undefined, log });
    const file = new DatabaseSync(join(dir, 'a', 'b', 'kawaraban.sqlite'));
    expect(file.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    file.close();
    await store.close();
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
    const { stderr } = spawnSync(process.execPath, [program, dir], {
      uid: 65534,
      encoding: 'utf8',
    });
    expect(stderr).toContain(
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

  it('says so when another program holds the file', { timeout: 30_000 }, async () => {
    const file = new DatabaseSync(join(dir, 'kawaraban.sqlite'));
    file.exec('create table t (a); begin exclusive');
    expect(await refusal(dir)).toMatch(/is locked by another program: stop that one/);
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

describe('PostgreSQL', () => {
  const server = shared(startPostgres, async (made) => made?.stop());

  function freshDatabase(test: TestContext): Promise<string> {
    return server()?.freshDatabase() ?? test.skip('no PostgreSQL here');
  }

  it('says what to do where nobody listens, without the password', async () => {
    const said = await refusal(dir, 'postgres://kawaraban:s3cret@127.0.0.1:1/news');
    expect(said).toBe(
      'PostgreSQL at 127.0.0.1:1/news cannot be reached (ECONNREFUSED): start the server or correct DATABASE_URL.',
    );
  });

  it('says what an address looks like', async () => {
    expect(await refusal(dir, 'mysql://kawaraban:s3cret@127.0.0.1/news')).toMatch(
      /^DATABASE_URL is not a PostgreSQL address: write postgres:/,
    );
    expect(await refusal(dir, 's3cret')).not.toContain('s3cret');
  });

  it('says so when the password is wrong or the database missing', async (test) => {
    if (process.env['TEST_DATABASE_URL']) test.skip('whether it asks for a password is not ours');
    const url = new URL(await freshDatabase(test));
    const { host, pathname } = url;
    url.pathname = '/nothing_here';
    expect(await refusal(dir, url.href)).toBe(
      `PostgreSQL at ${host}/nothing_here does not exist (3D000): create it or correct DATABASE_URL.`,
    );
    url.password = 'not-the-s3cret';
    url.pathname = pathname;
    expect(await refusal(dir, url.href)).toBe(
      `PostgreSQL at ${host}${pathname} refuses the user or password (28P01): correct DATABASE_URL.`,
    );
  });

  it('is migrated once when several open it at the same moment', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const stores = await Promise.all(
      Array.from({ length: 5 }, () => openStore({ dataDir: dir, databaseUrl, log })),
    );
    const firsts = await Promise.all(stores.map((store) => store.once('k')));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('refuses a schema that is newer than it is', async (test) => {
    const databaseUrl = await freshDatabase(test);
    await (await openStore({ dataDir: dir, databaseUrl, log })).close();
    await query(
      databaseUrl,
      "insert into kysely_migration values ('9999_from_tomorrow', '2099-01-01T00:00:00.000Z')",
    );
    expect(await refusal(dir, databaseUrl)).toMatch(
      /newer kawaraban \(schema 9999_from_tomorrow\)/,
    );
  });

  it('goes on after its connections were cut, and logs that without the password', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const lines: string[] = [];
    const store = await openStore({
      dataDir: dir,
      databaseUrl,
      log: createLog('debug', (line) => lines.push(line)),
    });
    expect(await store.once('before')).toBe(true);
    await query(databaseUrl, cut);
    await expect.poll(() => lines.join('')).toContain('a PostgreSQL connection was lost');
    expect(await store.once('after')).toBe(true);
    // Those that hold a transaction at that moment fail; the process stays.
    const claim = { owner: 'w', platforms: ['preview'], now: 1, lease: 1, limit: 1 };
    const claims = Array.from({ length: 300 }, () => store.outbox.claimPending(claim));
    const done = Promise.allSettled(claims);
    for (let i = 0; i < 5; i++) await query(databaseUrl, cut);
    expect((await done).some(({ status }) => status === 'rejected')).toBe(true);
    expect(await store.outbox.claimPending(claim)).toEqual([]);
    expect(await store.once('before')).toBe(false);
    expect(lines.join('')).not.toContain(new URL(databaseUrl).password);
    await store.close();
  });
});

const cut =
  'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()';

async function query(databaseUrl: string, text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(text);
  await client.end();
}
