import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run } from '../src/main.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { newDelivery } from './store/contract.ts';
import { runIn } from './support/command-line.ts';

let dir = '';
let compiled = '';
let open: Store | null = null;
const kawaraban = (args: readonly string[], env: Record<string, string> = {}) =>
  runIn(dir, args, { NODE_COMPILE_CACHE: compiled, ...env });
const at = (name: string) => join(dir, name);
const asked = { question: '売上高は?', answer: '320億ドル', at: Date.now() };
const daysAgo = (days: number) => ({ ...asked, at: asked.at - days * 24 * 3_600_000 });

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

describe('forget', () => {
  it('deletes what is kept of a channel beside the running product, and says how much', async () => {
    const store = await running();
    await store.conversations.addTurn('slack:C1:1.5', asked);
    await store.conversations.addTurn('slack:C1:U1', asked);
    await store.conversations.addTurn('slack:C2:U1', asked);
    expect(await kawaraban(['forget', '--channel', 'slack/C1'])).toEqual({
      code: 0,
      out: 'slack/C1: deleted. Questions with their answers: 2; messages of the preview: 0.\n',
      err: '',
    });
    expect(await store.conversations.turns('slack:C1:1.5')).toEqual([]);
    expect(await store.conversations.turns('slack:C2:U1')).toHaveLength(1);
  });

  it('says of a person what is kept without a name, in the operator’s language', async () => {
    const store = await running();
    await store.conversations.addTurn('slack:C1:U1', asked);
    const { out, code } = await kawaraban(['forget', '--person', 'slack/U1'], {
      LANG: 'ja',
      KEEP_DAYS: '7',
    });
    expect(out).toBe(
      'slack/U1: 質問と回答を1件、プレビューのメッセージを0件削除しました。\nスレッドでの質問は、誰のものかを残していません。--channel で消すか、7日後に消えるのを待ってください。\n',
    );
    expect(code).toBe(0);
  });

  it('names the copies of upgrades, which still hold what they held', async () => {
    const store = await running();
    await store.conversations.addTurn('slack:C1:U1', asked);
    const copy = at('data/kawaraban.sqlite.before-0004_new');
    await writeFile(copy, '');
    const { out } = await kawaraban(['forget', '--all']);
    expect(out).toBe(
      `--all: deleted. Questions with their answers: 1; messages of the preview: 0.\nCopies made before upgrades still hold what they held; delete them, or they go after 30 days: ${copy}\n`,
    );
  });

  it('tells a channel it does not know from one where nothing is kept', async () => {
    const store = await running();
    const place = { platform: 'slack', channel: 'C1', thread: null };
    await store.outbox.add([newDelivery('k', { place })], 1);
    const known = await kawaraban(['forget', '--channel', 'slack/C1']);
    expect(known).toEqual({ code: 0, out: 'slack/C1: nothing is kept.\n', err: '' });
    const unknown = await kawaraban(['forget', '--channel', 'slack/C9']);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toMatch(
      /^--channel slack\/C9: nothing is known of this channel; known are .*slack\/C1\.\n$/,
    );
    const nobody = await kawaraban(['forget', '--platform', 'discord']);
    expect(nobody).toEqual({ code: 0, out: 'discord: nothing is kept.\n', err: '' });
  });

  it.each([
    [[], /^Say what to forget: --channel PLATFORM\/ID, --person/],
    [['--channel', 'C1'], /cannot be C1: it must be a platform \(preview, slack, discord\) and/],
    [['--person', 'Slack/U1'], /cannot be Slack\/U1: it must be a platform/],
    [['--channel', 'slack/'], /cannot be slack\/: it must be a platform/],
    [['--platform', 'slak'], /cannot be slak; it can be preview, slack, discord\./],
    [['--all', '--channel', 'slack/C1'], /do not go together; leave one of them out/],
    [['--person', 'slack/U1', '--channel', 'slack/C1'], /do not go together/],
  ])('refuses %j as wrong use, and forgets nothing', async (args, sentence) => {
    const store = await running();
    await store.conversations.addTurn('slack:C1:U1', asked);
    const { code, err } = await kawaraban(['forget', ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(await store.conversations.turns('slack:C1:U1')).toHaveLength(1);
  });
});

describe('KEEP_DAYS', () => {
  it('is how long the running product keeps what people asked', async () => {
    const store = await running();
    await store.conversations.addTurn('slack:C1:U1', daysAgo(8));
    await store.conversations.addTurn('slack:C1:U1', daysAgo(6));
    const env = { PORT: '0', DATA_DIR: at('data'), DIGESTS_DIR: at('digests'), KEEP_DAYS: '7' };
    const product = await run(loadConfig(env), () => {}, createLog('silent'));
    expect(await store.conversations.turns('slack:C1:U1')).toHaveLength(1);
    await product.stop();
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
