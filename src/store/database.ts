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
  type SqliteStatement,
} from 'kysely';
import type { PoolClient } from 'pg';
import type { Log } from '../log.ts';
import { StoreError } from './error.ts';
import { codeOf, connectError, postgresError, sqliteCode, sqliteError } from './faults.ts';
import { postgresDistance } from './postgres-wakes.ts';
import type { Tables } from './tables.ts';
import { type Distance, nobodyElse } from './wakes.ts';

/** How a table gets its growing number: the one column the two databases spell differently. */
export interface Sequence {
  readonly type: 'integer' | 'bigserial';
  readonly build: ColumnBuilderCallback;
}

/** One of the two databases. All that is asked differently of them is in this file. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Tables>;
  /** The file, or host, port and database: what errors call it. */
  readonly name: string;
  readonly sequence: Sequence;
  /** Locks the rows that are picked and passes over those another worker holds. */
  pick<O>(
    query: SelectQueryBuilder<Tables, 'deliveries', O>,
  ): SelectQueryBuilder<Tables, 'deliveries', O>;
  /** Sees to it that what was deleted leaves the disk as well. */
  scrub(): Promise<void>;
  /** Does the work in a transaction beside which no other of these runs, on whatever machine. */
  exclusively<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Texts as a query that gives each as a row: for `in`, however many they are. */
  listed(texts: readonly string[]): RawBuilder<string>;
  /** The other processes that use it. */
  readonly distance: Distance;
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
/** How long (ms) PostgreSQL may take for an answer; `query_timeout` in its address says otherwise. */
const queryTimeout = 30_000;
/** Any number of ours: what is done alone in one PostgreSQL holds it. */
const planningLock = 0x6b_61_77_61;

/** The embedded database, a file under the folder, made when missing. */
export async function openSqlite(dataDir: string): Promise<Database> {
  const file = join(resolve(dataDir), databaseFile);
  makeFolder(resolve(dataDir));
  const database = await openFile(file);
  const db = new Kysely<Tables>({ dialect: new FileDialect(database, file) });
  return {
    kind: 'sqlite',
    name: file,
    db,
    sequence: { type: 'integer', build: (column) => column.primaryKey().autoIncrement() },
    pick: (query) => query, // a writing transaction holds the whole file
    exclusively: (work) => db.transaction().execute(work),
    listed: (texts) => sql`(select value from json_each(${JSON.stringify(texts)}))`,
    scrub: async () => {
      // Else the log beside the file holds the old pages until it is full.
      await db.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'));
    },
    distance: nobodyElse,
  };
}

/** The PostgreSQL of an address; resolves when it has answered. */
export async function openPostgres(databaseUrl: string, log: Log): Promise<Database> {
  const name = postgresName(databaseUrl);
  const { Client, Pool, TypeOverrides } = await import('pg');
  const types = new TypeOverrides();
  types.setTypeParser(20, Number); // int8: epoch milliseconds and counts, all below 2^53
  const pool = new Pool({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeout,
    query_timeout: queryTimeout,
    types,
  });
  // Not the error itself: pg hangs the whole connection on it, with the key that cancels its queries.
  const lost = ({ message }: Error) =>
    log.debug({ store: name, reason: message }, 'a PostgreSQL connection was lost');
  pool.on('error', lost);
  // Without this a connection that dies while a transaction holds it ends the process.
  pool.on('connect', (client) => client.on('error', lost));
  const connect = () =>
    pool.connect().then(
      (client) => watched(client, name),
      (error: unknown) => {
        throw connectError(name, error);
      },
    );
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
    scrub: () => Promise.resolve(), // its own vacuum does
    distance: postgresDistance(
      (channel, payload) => pool.query('select pg_notify($1, $2)', [channel, payload]),
      () =>
        new Client({
          connectionString: databaseUrl,
          connectionTimeoutMillis: connectTimeout,
          keepAlive: true,
        }),
      log,
    ),
  };
}

/** A connection whose errors an operator understands; one that was lost goes back to no pool. */
function watched(client: PoolClient, name: string): PoolClient {
  let lost: StoreError | null = null;
  async function query(text: string, values: unknown[]) {
    if (lost !== null) throw lost;
    try {
      return await client.query(text, values);
    } catch (error) {
      const known = postgresError(name, error);
      if (known instanceof StoreError && known.fault === 'away') lost = known;
      throw known;
    }
  }
  const own = {
    query,
    release: (destroy?: boolean) => client.release(destroy === true || lost !== null),
  };
  return new Proxy(client, {
    get: (whole, key) => Reflect.get(Object.hasOwn(own, key) ? own : whole, key),
  });
}

/** Host, port and database of PostgreSQL's address, nothing secret; throws StoreError where it is none. */
export function postgresName(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol))
    throw new StoreError('badAddress', {});
  return `${url.host}${url.pathname}`;
}

/** SQLite with migrations in one transaction, and waits that do not hold up the process. */
class FileDialect extends SqliteDialect {
  readonly #database: DatabaseSync;
  readonly #file: string;

  constructor(database: DatabaseSync, file: string) {
    super({ database: adapted(database) });
    this.#database = database;
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
    // Where the disk is full, SQLite has rolled back already; to do so again would hide that.
    const rollback = driver.rollbackTransaction.bind(driver);
    driver.rollbackTransaction = async (connection) => {
      if (this.#database.isTransaction) await rollback(connection);
    };
    return driver;
  }
}

class FileAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function makeFolder(folder: string): void {
  try {
    // What people asked is in it: for this user alone.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    const fault = code === 'EEXIST' ? 'dataFile' : 'dataFolder';
    throw new StoreError(fault, { store: folder, code }, { cause: error });
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
      // secure_delete: what people asked is overwritten when it is deleted.
      database.exec('pragma synchronous=full; pragma secure_delete=on; pragma journal_mode=wal');
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
      if (sqliteCode(error) !== busy || performance.now() > until) throw sqliteError(file, error);
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
