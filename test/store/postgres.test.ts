import { once } from 'node:events';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { postgresError } from '../../src/store/faults.ts';
import { postgresDistance } from '../../src/store/postgres-wakes.ts';
import { openStore } from '../../src/store/store.ts';
import { startPostgres } from '../support/postgres.ts';
import { shared, storeContract } from './contract.ts';
import { log, postgresHome, refusal, refused } from './homes.ts';

const server = shared(startPostgres, async (made) => made?.stop());

storeContract('PostgreSQL', () => postgresHome(server()));

function freshDatabase(test: TestContext): Promise<string> {
  return server()?.freshDatabase() ?? test.skip('no PostgreSQL here');
}

describe('PostgreSQL', () => {
  it('says what to do where nobody listens, without the password', async () => {
    const said = await refusal('/nowhere', 'postgres://kawaraban:s3cret@127.0.0.1:1/news');
    expect(said).toBe(
      'PostgreSQL at 127.0.0.1:1/news cannot be reached (ECONNREFUSED): start the server or correct DATABASE_URL.',
    );
  });

  it('says what an address looks like', async () => {
    expect(await refusal('/nowhere', 'mysql://kawaraban:s3cret@127.0.0.1/news')).toMatch(
      /^DATABASE_URL is not a PostgreSQL address: write postgres:/,
    );
    expect(await refusal('/nowhere', 's3cret')).not.toContain('s3cret');
  });

  it('logs a connection that was lost without what belongs to it', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const lines: string[] = [];
    const loud = createLog('debug', (line) => lines.push(line));
    const store = await openStore({ dataDir: '/nowhere', databaseUrl, log: loud });
    await query(
      databaseUrl,
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    await vi.waitFor(() => expect(lines.join('')).toContain('a PostgreSQL connection was lost'));
    await store.close();
    expect(lines.join('')).not.toMatch(/secretKey|connectionParameters|password/);
  });

  it('says so when the password is wrong or the database missing', async (test) => {
    if (process.env['TEST_DATABASE_URL']) test.skip('whether it asks for a password is not ours');
    const url = new URL(await freshDatabase(test));
    const { host, pathname } = url;
    url.pathname = '/nothing_here';
    expect(await refusal('/nowhere', url.href)).toBe(
      `PostgreSQL at ${host}/nothing_here does not exist (3D000): create it or correct DATABASE_URL.`,
    );
    url.password = 'not-the-s3cret';
    url.pathname = pathname;
    expect(await refusal('/nowhere', url.href)).toBe(
      `PostgreSQL at ${host}${pathname} refuses the user or password (28P01): correct DATABASE_URL.`,
    );
  });

  it('says so when the server takes no changes, as a stand-by does', async (test) => {
    const databaseUrl = await freshDatabase(test);
    await (await openStore({ dataDir: '/nowhere', databaseUrl, log })).close();
    const { host, pathname } = new URL(databaseUrl);
    await query(
      databaseUrl,
      `alter database ${pathname.slice(1)} set default_transaction_read_only = on`,
    );
    const store = await openStore({ dataDir: '/nowhere', databaseUrl, log });
    expect(await refused(() => store.once('k'))).toBe(
      `PostgreSQL at ${host}${pathname} takes no changes (25006): point DATABASE_URL at the primary server.`,
    );
    await store.close();
  });

  it.each([
    ['53100', 'cannot grow because its disk is full (53100): free some space there.'],
    ['53300', 'takes no more connections (53300): raise its max_connections'],
    ['57P01', 'cannot be reached (57P01): start the server'],
    ['08006', 'cannot be reached (08006): start the server'],
    ['ECONNRESET', 'cannot be reached (ECONNRESET): start the server'],
  ])('says what to do about its error %s', async (code, sentence) => {
    const error = postgresError('host/db', Object.assign(new Error('of the server'), { code }));
    expect(await refused(() => Promise.reject(error))).toContain(
      `PostgreSQL at host/db ${sentence}`,
    );
  });

  it.each([
    Object.assign(new Error('syntax error'), { code: '42601' }),
    Object.assign(new TypeError('no string'), { code: 'ERR_INVALID_ARG_TYPE' }),
    new Error('a mistake of ours'),
  ])('takes %s for a mistake of ours', (error) => {
    expect(postgresError('host/db', error)).toBe(error);
  });

  it('is migrated once when several open it at the same moment', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const stores = await Promise.all(
      Array.from({ length: 5 }, () => openStore({ dataDir: '/nowhere', databaseUrl, log })),
    );
    const firsts = await Promise.all(stores.map((store) => store.once('k')));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('refuses a schema that is newer than it is', async (test) => {
    const databaseUrl = await freshDatabase(test);
    await (await openStore({ dataDir: '/nowhere', databaseUrl, log })).close();
    await query(
      databaseUrl,
      "insert into kysely_migration values ('9999_from_tomorrow', '2099-01-01T00:00:00.000Z')",
    );
    expect(await refusal('/nowhere', databaseUrl)).toMatch(
      /newer kawaraban \(schema 9999_from_tomorrow\)/,
    );
  });

  it('goes on after its connections were cut, and logs that without the password', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const lines: string[] = [];
    const store = await openStore({
      dataDir: '/nowhere',
      databaseUrl,
      log: createLog('debug', (line) => lines.push(line)),
    });
    expect(await store.once('before')).toBe(true);
    await query(databaseUrl, cut);
    await expect.poll(() => lines.join('')).toContain('a PostgreSQL connection was lost');
    expect(await store.once('after')).toBe(true);
    // Those that hold a transaction at that moment fail; the process stays.
    const claim = { owner: 'w', platforms: ['preview'], now: 1, lease: 1, limit: 1 };
    const holder = new Client({ connectionString: databaseUrl });
    await holder.connect();
    await holder.query('begin; lock table deliveries');
    const claims = Promise.allSettled([1, 2, 3].map(() => store.outbox.claimPending(claim)));
    await expect.poll(async () => (await holder.query(waiting)).rows).toEqual([{ count: '3' }]);
    await holder.query(cut);
    await holder.end();
    expect((await claims).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    // The pool may not know yet that a connection is gone.
    await expect.poll(() => store.outbox.claimPending(claim).catch(() => null)).toEqual([]);
    expect(await store.once('before')).toBe(false);
    expect(lines.join('')).not.toContain(new URL(databaseUrl).password);
    await store.close();
  });
});

describe('a process that listens on PostgreSQL', () => {
  it('is woken after its connection was cut, also for what it missed', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const open = () => openStore({ dataDir: '/nowhere', databaseUrl, log });
    const [store, other] = [await open(), await open()];
    let heard = 0;
    const unhear = await store.wakes.onWake(() => (heard += 1));
    await query(databaseUrl, cut);
    // It missed what was told meanwhile, and wakes when it listens again.
    await expect.poll(() => heard).toBe(1);
    await expect
      .poll(() =>
        other.wakes.wake().then(
          () => heard,
          () => heard,
        ),
      )
      .toBeGreaterThan(1);
    await unhear();
    await Promise.all([store.close(), other.close()]);
  });

  it('outlives a server that goes away between the greeting and the first question', async () => {
    const going = createServer((socket) => {
      // It lets the client in, and says nothing more.
      socket.once('data', () => {
        socket.write(Buffer.from('5200000008000000005a0000000549', 'hex'));
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    going.listen(0, '127.0.0.1');
    await once(going, 'listening');
    const { port } = z.object({ port: z.number() }).parse(going.address());
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    const address = `postgres://kawaraban@127.0.0.1:${port}/news`;
    const distance = postgresDistance(
      () => Promise.resolve(),
      () => new Client({ connectionString: address }),
      log,
    );
    const unhear = await distance.hear(() => {});
    await unhear();
    process.off('unhandledRejection', note);
    going.close();
    expect(unhandled).toEqual([]);
  });

  it('does not keep the product from its start while PostgreSQL takes no connection more', async (test) => {
    const databaseUrl = await freshDatabase(test);
    const store = await openStore({ dataDir: '/nowhere', databaseUrl, log });
    const name = new URL(databaseUrl).pathname.slice(1);
    const elsewhere = new URL(databaseUrl);
    elsewhere.pathname = '/postgres';
    await query(elsewhere.href, `alter database ${name} with allow_connections false`);
    const unhear = await store.wakes.onWake(() => {});
    await unhear();
    await store.close();
    await query(elsewhere.href, `alter database ${name} with allow_connections true`);
  });
});

const cut =
  'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()';

const waiting =
  'select count(*) from pg_locks join pg_database on oid = database where not granted and datname = current_database()';

async function query(databaseUrl: string, text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(text);
  await client.end();
}
