import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { newDelivery } from './store/contract.ts';
import { runIn } from './support/command-line.ts';

let dir = '';
let compiled = '';
let open: Store | null = null;
const kawaraban = (args: readonly string[], env: Record<string, string> = {}) =>
  runIn(dir, args, { NODE_COMPILE_CACHE: compiled, ...env });
const at = (name: string) => join(dir, name);

beforeAll(async () => {
  compiled = await mkdtemp(join(tmpdir(), 'kawaraban-compiled-'));
});
afterAll(() => rm(compiled, { recursive: true, force: true }));
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-keeping-'));
  await cp('digests', at('digests'), { recursive: true });
});
afterEach(async () => {
  await open?.close();
  open = null;
  await rm(dir, { recursive: true, force: true });
});

/** The store as the product has it open while a verb runs beside it. */
async function running(): Promise<Store> {
  const log = createLog('silent');
  open = await openStore({ dataDir: at('data'), databaseUrl: undefined, log });
  return open;
}

describe('backup', () => {
  it('copies the store beside the running product, once under one name', async () => {
    const store = await running();
    await store.outbox.add([newDelivery('k')], 1);
    const done = await kawaraban(['backup', at('copy')]);
    expect(done.out).toMatch(/^copied to \S+copy \(\d+ bytes, every page checked\)\n$/);
    expect([done.code, done.err]).toEqual([0, '']);
    const again = await kawaraban(['backup', at('copy')], { LANG: 'ja' });
    expect(again).toEqual({
      code: 1,
      out: '',
      err: `${at('copy')} はすでにあり、上書きしません。新しいファイル名を指定してください。\n`,
    });
    await mkdir(at('there'));
    await cp(at('copy'), at('there/kawaraban.sqlite'));
    const restored = await openStore({
      dataDir: at('there'),
      databaseUrl: undefined,
      log: createLog('silent'),
    });
    expect(await restored.outbox.get('k')).toMatchObject({ state: 'pending' });
    await restored.close();
  });

  it('says so where there is no store yet, and makes none', async () => {
    expect(await kawaraban(['backup', at('copy')])).toEqual({
      code: 1,
      out: '',
      err: `There is no store in ${at('data')} yet: set DATA_DIR to the folder that kawaraban runs with.\n`,
    });
    expect(await readdir(dir)).not.toContain('data');
  });

  it('leaves PostgreSQL to its own program, and shows the command without the password', async () => {
    const DATABASE_URL = 'postgres://kawaraban:s3cret@db.example:5433/news?password=s3cret';
    const { code, out, err } = await kawaraban(['backup', "it's.dump"], { DATABASE_URL });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      String.raw`The store is in PostgreSQL, which copies itself with its own program: pg_dump --format=custom --file='it'\''s.dump' postgres://kawaraban@db.example:5433/news (it asks for the password).` +
        '\n',
    );
  });
});

describe('a store that cannot be used', () => {
  it('is told in the operator’s language, in one sentence with exit code 1', async () => {
    await mkdir(at('data'));
    await writeFile(at('data/kawaraban.sqlite'), 'words that are no database '.repeat(50));
    expect(await kawaraban(['why', 'meta', 'q2'], { LANG: 'ja' })).toEqual({
      code: 1,
      out: '',
      err: `${at('data/kawaraban.sqlite')} はデータベースのファイルではありません。バックアップから戻すか、別の場所に移して新しく始めてください。\n`,
    });
    const env = { DATABASE_URL: 'postgres://kawaraban:s3cret@127.0.0.1:1/news', LANG: 'ja' };
    const away = await kawaraban(['why', 'meta', 'q2'], env);
    expect(away.err).toBe(
      'PostgreSQL（127.0.0.1:1/news）に接続できません（ECONNREFUSED）。サーバーを起動するか、DATABASE_URL を直してください。\n',
    );
    expect(away.code).toBe(1);
  });
});
