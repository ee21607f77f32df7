import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  type ColumnBuilderCallback,
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  Kysely,
  PostgresDialect,
  type SelectQueryBuilder,
  SqliteAdapter,
  type SqliteDatabase,
  type RawBuilder,
  sql,
  SqliteDialect,
  type SqliteDialectConfig,
  type SqliteStatement,
} from 'kysely';
import type { Log } from '../log.ts';
import { StoreError } from './error.ts';
import type { Tables } from './tables.ts';

/** How a table gets its growing number: the one column the two databases spell differently. */
export interface Sequence {
  readonly type: 'integer' | 'bigserial';
  readonly build: ColumnBuilderCallback;
}

/** One of the two databases. All that differs between them is in this file. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Tables>;
  /** For error sentences: the file, or host and database without user or password. */
  readonly name: string;
  readonly sequence: Sequence;
  /** Locks the rows that are picked and passes over those another worker holds. */
  pick<O>(
    query: SelectQueryBuilder<Tables, 'deliveries', O>,
  ): SelectQueryBuilder<Tables, 'deliveries', O>;
  /** Does the work in a transaction beside which no other of these runs, on whatever machine. */
  exclusively<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Texts as a query that gives each as a row: for `in`, however many they are. */
  listed(texts: readonly string[]): RawBuilder<string>;
}

/** The embedded database's file in its folder. */
export const databaseFile = 'kawaraban.sqlite';

/** How long (ms) another writer is waited for, and SQLite's code for one. */
const busyTimeout = 5000;
/** Pages that SQLite may keep in memory, in KiB: a tick that plans for 100,000 channels writes no page twice. */
const cacheSize = 32_768;
/** Statements that are kept ready: to make a long one takes longer than to run it. */
const mostStatements = 100;
const busy = 5;
const connectTimeout = 5000;
/** Any number of ours: what is done alone in one PostgreSQL holds it. */
const planningLock = 0x6b_61_77_61;

/** The embedded database, a file under the folder, made when missing. */
export async function openSqlite(dataDir: string): Promise<Database> {
  const file = join(resolve(dataDir), databaseFile);
  makeFolder(dataDir);
  const database = adapted(await openFile(file));
  const db = new Kysely<Tables>({ dialect: new FileDialect({ database }, file) });
  return {
    kind: 'sqlite',
    name: `The database file ${file}`,
    db,
    sequence: { type: 'integer', build: (column) => column.primaryKey().autoIncrement() },
    pick: (query) => query, // a writing transaction holds the whole file
    exclusively: (work) => db.transaction().execute(work),
    listed: (texts) => sql`(select value from json_each(${JSON.stringify(texts)}))`,
  };
}

/** The PostgreSQL of an address; resolves when it has answered. */
export async function openPostgres(databaseUrl: string, log: Log): Promise<Database> {
  const name = postgresName(databaseUrl);
  const { Pool, TypeOverrides } = await import('pg');
  const types = new TypeOverrides();
  types.setTypeParser(20, Number); // int8: epoch milliseconds and counts, all below 2^53
  const pool = new Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeout,
    types,
  });
  const lost = (error: Error) => log.warn({ err: error }, 'a PostgreSQL connection was lost');
  pool.on('error', lost);
  // Without this a connection that dies while a transaction holds it ends the process.
  pool.on('connect', (client) => client.on('error', lost));
  const connect = () =>
    pool.connect().catch((error: unknown) => {
      throw new StoreError(unreachable(name, error));
    });
  try {
    (await connect()).release();
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { connect, end: () => pool.end(), options: pool.options },
    }),
  });
  return {
    kind: 'postgres',
    name,
    db,
    sequence: { type: 'bigserial', build: (column) => column.primaryKey() },
    pick: (query) => query.forUpdate().skipLocked(),
    exclusively: (work) =>
      db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(${planningLock})`.execute(trx);
        return work(trx);
      }),
    listed: (texts) => sql`(select json_array_elements_text(${JSON.stringify(texts)}::json))`,
  };
}

function postgresName(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new StoreError(
      'DATABASE_URL is not a PostgreSQL address: write postgres://user:password@host:5432/database.',
    );
  }
  return `PostgreSQL at ${url.host}${url.pathname}`;
}

function unreachable(name: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  if (code === '28P01' || code === '28000') {
    return `${name} refuses the user or password (${code}): correct DATABASE_URL.`;
  }
  if (code === '3D000')
    return `${name} does not exist (${code}): create it or correct DATABASE_URL.`;
  return `${name} cannot be reached (${code}): start the server or correct DATABASE_URL.`;
}

/** SQLite with migrations in one transaction, and waits that do not hold up the process. */
class FileDialect extends SqliteDialect {
  readonly #file: string;

  constructor(config: SqliteDialectConfig, file: string) {
    super(config);
    this.#file = file;
  }

  override createAdapter(): DialectAdapter {
    return new FileAdapter();
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    let patient: DatabaseConnection | null = null;
    driver.acquireConnection = async (options) =>
      (patient ??= patientConnection(await acquire(options), this.#file));
    // A transaction that begins as a reader cannot wait for a writer; one that begins as a writer can.
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    return driver;
  }
}

class FileAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StoreError(
      `The data folder ${resolve(dataDir)} cannot be made (${code}): set DATA_DIR to a folder you may write to.`,
    );
  }
}

/** The one connection, waiting for other writers and with errors an operator understands. */
function patientConnection(connection: DatabaseConnection, file: string): DatabaseConnection {
  return {
    executeQuery: (query) => patiently(file, () => connection.executeQuery(query)),
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
}

function openFile(file: string): Promise<DatabaseSync> {
  return patiently(file, () => {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      // synchronous=full: a posted delivery must still be posted after a power cut.
      database.exec('pragma synchronous=full; pragma journal_mode=wal');
      database.exec(`pragma cache_size=-${cacheSize}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Does the work, again while another writer has the file. SQLite's own busy timeout would stop the
 * whole process meanwhile, a writer in the same process included.
 */
async function patiently<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  const until = performance.now() + busyTimeout;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (sqliteCode(error) !== busy || performance.now() > until) throw explained(file, error);
    }
    await setTimeout(2 + Math.random() * 20);
  }
}

function adapted(database: DatabaseSync): SqliteDatabase {
  const ready = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = ready.get(text) ?? prepared(database, text);
      // Those that were not used for the longest time go first.
      ready.delete(text);
      ready.set(text, statement);
      const [oldest] = ready.size > mostStatements ? ready.keys() : [];
      if (oldest !== undefined) ready.delete(oldest);
      return statement;
    },
  };
}

function prepared(database: DatabaseSync, text: string): SqliteStatement {
  const statement = database.prepare(text);
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...values.map(bindable)),
    run: (values) => statement.run(...values.map(bindable)),
    iterate: (values) => statement.iterate(...values.map(bindable)),
  };
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`a ${typeof value} does not belong into the store`);
}

/** Result codes of SQLite that the operator can do something about: https://sqlite.org/rescode.html */
const remedies: Readonly<Record<number, string>> = {
  5: 'is locked by another program: stop that one, or set DATA_DIR to another folder.',
  8: 'may not be written: give this user write access, or set DATA_DIR to another folder.',
  10: 'cannot be read or written: check the disk.',
  11: 'is damaged: restore it from a backup, or move it away to begin anew.',
  13: 'cannot grow because the disk is full: free some space.',
  14: 'cannot be opened: set DATA_DIR to a folder you may write to.',
  26: 'is not a database: restore it from a backup, or move it away to begin anew.',
};

function explained(file: string, error: unknown): unknown {
  const remedy = remedies[sqliteCode(error) ?? 0];
  if (remedy === undefined) return error;
  return new StoreError(`The database file ${file} ${remedy}`, { cause: error });
}

/** The primary result code of an error of SQLite, null for other errors. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}
