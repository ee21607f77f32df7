import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run } from '../src/main.ts';
import { openStore } from '../src/store/store.ts';
import { newDelivery } from './store/contract.ts';
import { type Run, runIn } from './support/command-line.ts';

const seed = 'test/fixtures/meta-2023-q2.ja.txt';
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-cli-'));
  await cp('digests', join(dir, 'digests'), { recursive: true });
  await writeFile(join(dir, 'empty.txt'), ' \n');
  await writeFile(
    join(dir, 'none.txt'),
    'Nothing in this text counts anything at all. It only talks.\n',
  );
  await writeFile(join(dir, 'broken.json'), '{"id": 1');
  // 売上 in Shift_JIS.
  await writeFile(join(dir, 'sjis.txt'), Uint8Array.of(0x94, 0x84, 0x8f, 0xe3, 0x31));
  await writeFile(join(dir, 'page.txt'), '<!doctype html><html><b>Revenue was $1 billion.</b>');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function kawaraban(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return runIn(dir, args, env);
}

const at = (name: string) => join(dir, name);

/** The digests with a first quarter before the second. */
async function withAnotherQuarter(name: string): Promise<string> {
  const folder = at(name);
  await cp('digests', folder, { recursive: true });
  await writeFile(at('q1.txt'), 'メタの2023年第1四半期の売上高は286億ドルだった。\n');
  const given = ['--company', 'meta', '--period', '2023-q1', '--digests', folder];
  expect((await kawaraban(['ingest', at('q1.txt'), ...given])).code).toBe(0);
  return folder;
}

describe('what cannot be used gets one clear sentence, its exit code, and nothing half-written', () => {
  it.each<[string, () => string[], number, RegExp]>([
    [
      'a file that is not there',
      () => ['ingest', at('no.txt'), '--company', 'meta', '--period', '2023-q2'],
      1,
      /no\.txt: there is no such file; give the path/,
    ],
    [
      'an empty file',
      () => ['read', at('empty.txt')],
      1,
      /empty\.txt: the file is empty; it must hold the article’s text/,
    ],
    ['a folder', () => ['read', dir], 1, /: this is a folder; give the path of an article’s text/],
    [
      'a text that is not UTF-8',
      () => ['read', at('sjis.txt')],
      1,
      /sjis\.txt: this is not a text file; save the article as plain text \(UTF-8\)/,
    ],
    ['a web page', () => ['read', at('page.txt')], 1, /page\.txt: this is a web page \(HTML\)/],
    [
      'a text that nothing is read in',
      () => ['read', at('none.txt')],
      1,
      /none\.txt: no figure could be read in this text/,
    ],
    [
      'a file to ask that is not there',
      () => ['ask', at('no.txt'), 'EPS?'],
      1,
      /no\.txt: there is no such file/,
    ],
    [
      'a text without a figure',
      () => ['ingest', at('none.txt'), '--company', 'acme', '--period', '2023-q2'],
      1,
      /no figure of acme could be read in this text; nothing was written/,
    ],
    [
      'a broken annotated article',
      () => ['read', at('broken.json')],
      1,
      /broken\.json: this is not an annotated article/,
    ],
    [
      'a company that is unknown',
      () => ['card', 'meat', 'q2'],
      1,
      /^There is no digest of a company called “meat”\. There is: meta 2023-q2\.\n$/,
    ],
    [
      'a period that is unknown',
      () => ['ask', 'meta/q4', 'EPS?'],
      1,
      /^There is no digest of Meta for “q4”\. There is: meta 2023-q2\.\n$/,
    ],
    [
      'a folder of digests that is not there',
      () => ['check', at('no-digests')],
      1,
      /^\S+no-digests cannot be read: make the folder, or set DIGESTS_DIR to one that exists\.\n$/,
    ],
    ['a folder without articles', () => ['eval', at('data-none')], 1, /holds no annotated article/],
    [
      'a period that is none',
      () => ['ingest', seed, '--company', 'meta', '--period', '2023-q9'],
      2,
      /^--period <period> cannot be 2023-q9: it must be a period such as 2023-q2/,
    ],
    ['a verb that is unknown', () => ['frobnicate'], 2, /^There is no verb frobnicate\.\n/],
    ['a missing argument', () => ['read'], 2, /^Give the argument file\.\n/],
    [
      'options of a card that do not go together',
      () => ['card', 'meta', 'q2', '--with', 'q1', '--form', 'full'],
      1,
      /--with goes with --form comparison, not with --form full; leave one of them out/,
    ],
    [
      'a correction of nothing',
      () => ['card', 'meta', 'q2', '--form', 'correction'],
      1,
      /--form correction needs the folder of the digests as they were: add --before DIR/,
    ],
    [
      'a comparison with nothing',
      () => ['card', 'meta', 'q2', '--form', 'comparison'],
      1,
      /There is no earlier digest of Meta; say with --with what to compare it with/,
    ],
    [
      'a comparison with itself',
      () => ['card', 'meta', 'q2', '--with', 'q2'],
      1,
      /--with names meta\/2023-q2 itself; name another digest/,
    ],
    [
      'a drawing that is unknown',
      () => ['card', 'meta', 'q2', '--as', 'fax'],
      2,
      /^--as <target> cannot be fax; it can be text, html, slack, discord, png\.\n/,
    ],
  ])('%s', async (_what, args, code, sentence) => {
    const { code: exit, err } = await kawaraban(args());
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
    expect(exit).toBe(code);
    expect(await readdir(join(dir, 'digests'))).toEqual(['meta', 'subscriptions.yaml']);
  });

  it.each<[string, () => string[], RegExp]>([
    ['no file', () => ['read', at('no.txt')], /no\.txt: ファイルがありません。/],
    ['an empty file', () => ['read', at('empty.txt')], /empty\.txt: ファイルが空です。/],
    [
      'no figure',
      () => ['ingest', at('none.txt'), '--company', 'acme', '--period', '2023-q2'],
      /acmeの数字を読み取れなかったため、何も書き込んでいません。/,
    ],
    [
      'an unknown company',
      () => ['card', 'meat', 'q2'],
      /^「meat」という会社のダイジェストはありません。 meta 2023-q2 があります。\n$/,
    ],
  ])('in Japanese where LANG is: %s', async (_what, args, sentence) => {
    const { code, err } = await kawaraban(args(), { LANG: 'ja_JP.UTF-8' });
    expect(err).toMatch(sentence);
    expect(code).toBe(1);
  });

  it.each([
    [
      'card meta q2 --as fax',
      '--as <target> に fax は指定できません。指定できるのは text, html, slack, discord, png です。',
    ],
    [
      'card meta q2 --lang fr',
      '--lang <code> に fr は指定できません。指定できるのは ja, en, both です。',
    ],
    ['read a.txt --lang fr', '--lang <code> に fr は指定できません。指定できるのは ja, en です。'],
    [
      'ingest a.txt --company a --period soon',
      '--period <period> に soon は指定できません。2023-q2、2023-h1、2023-fy、fy2026-q1 のような期間を指定してください。',
    ],
    ['ingest a.txt --company a', '--period <period> を指定してください。'],
    ['card meta q2 --as', '--as <target> には値を続けてください。'],
    [
      'card meta q2 --with q1 --before .',
      '--before <dir> と --with <digest> は一緒に指定できません。どちらかを外してください。',
    ],
    ['card', '引数 slug を指定してください。'],
    ['card meta q2 --zork', '--zork というオプションはありません。'],
    ['frobnicate', 'frobnicate というコマンドはありません。'],
    ['why a b c', '引数が多すぎます。空白を含む引数は引用符で囲んでください。'],
  ])('says in Japanese what is wrong with %s', async (args, sentence) => {
    const { code, err } = await kawaraban(args.split(' '), { LANG: 'ja' });
    expect(err.split('\n')).toEqual([sentence, '（使い方は kawaraban --help で見られます）', '']);
    expect(code).toBe(2);
  });

  it('says in Japanese which token is missing', async () => {
    const env = { LANG: 'ja', SLACK_BOT_TOKEN: 'xoxb-1-secret' };
    const { code, err } = await kawaraban(['run'], env);
    expect(err).toMatch(
      /^SLACK_BOT_TOKEN はありますが SLACK_APP_TOKENまたはSLACK_SIGNING_SECRET がありません。/,
    );
    expect(err).not.toContain('secret');
    expect(code).toBe(1);
  });

  it('does not start without its folder of digests', async () => {
    const env = { PORT: '0', LOG_LEVEL: 'silent', DIGESTS_DIR: at('no-digests') };
    const { code, err } = await kawaraban(['run'], env);
    expect(err).toMatch(/no-digests cannot be read: make the folder, or set DIGESTS_DIR/);
    expect(code).toBe(1);
  });

  it('a broken digest.yaml fails the check and names the line to mend', async () => {
    const broken = at('broken-digests');
    await cp('digests', broken, { recursive: true });
    const file = join(broken, 'meta', '2023-q2', 'digest.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('metric: revenue', 'metric: revenu'),
    );
    const { code, out, err } = await kawaraban(['check', broken]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ .*digest\.yaml: figures #1 metric: must be a metric; did you mean "revenue"\?/,
    );
    expect(err).toMatch(/mend what is marked/);
  });

  it('a broken subscriptions.yaml fails the check too', async () => {
    const broken = at('broken-subscriptions');
    await cp('digests', broken, { recursive: true });
    await writeFile(join(broken, 'subscriptions.yaml'), '- platform: fax\n');
    const { code, out } = await kawaraban(['check', broken]);
    expect(out).toMatch(/✗ \S+subscriptions\.yaml line 1 \(entry 1\): /);
    expect(code).toBe(1);
  });

  it('what cannot be used is left out at the start, and that is said', async () => {
    const broken = at('half-broken');
    await cp('digests', broken, { recursive: true });
    await writeFile(join(broken, 'meta', '2023-q2', 'digest.yaml'), '{{{ nope');
    await writeFile(join(broken, 'subscriptions.yaml'), '- platform: fax\n');
    const said: string[] = [];
    const env = { PORT: '0', DATA_DIR: at('half'), DIGESTS_DIR: broken, LANG: 'ja' };
    const running = await run(loadConfig(env), (line) => said.push(line), createLog('silent'));
    await running.stop();
    expect(said.join('\n')).toMatch(/digest\.yaml は使えないため除きました: is not YAML/);
    expect(said.join('\n')).toMatch(/^\S+subscriptions\.yaml line 1 \(entry 1\): /m);
    expect(said.at(-1)).toBe(`kawaraban 瓦版 → ${running.address}`);
  });

  it('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const { code, err } = await kawaraban(['run'], { PORT: String(port), LOG_LEVEL: 'silent' });
    server.close();
    expect(err).toMatch(new RegExp(`${port}.*PORT`));
    expect(code).toBe(1);
  });

  it.each([
    [{ PORT: 'eighty' }, /PORT/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1-secret' }, /SLACK_APP_TOKEN/],
    [{ SLACK_BOT_TOKEN: 'nonsense-secret', SLACK_APP_TOKEN: 'xapp-1-secret' }, /SLACK_BOT_TOKEN/],
  ])('a setting that cannot be used: %o', async (env, sentence) => {
    const { code, err, out } = await kawaraban(['run'], { PORT: '0', LOG_LEVEL: 'silent', ...env });
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
    expect(err + out).not.toContain('secret');
  });
});

describe('verbs', () => {
  it('check: the digests that ship are sound', async () => {
    const { code, out } = await kawaraban(['check']);
    expect(out).toMatch(/✓ growth net_income: computed 16\.46 percent, stated 16/);
    expect(out).toMatch(/1 digest checked, 0 to mend/);
    expect(code).toBe(0);
  });

  it('ingest: shows the difference and writes nothing without --update', async () => {
    const before = await readFile(join(dir, 'digests/meta/2023-q2/digest.yaml'), 'utf8');
    const { code, out } = await kawaraban([
      'ingest',
      seed,
      '--company',
      'meta',
      '--period',
      '2023-q2',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/no figure changes[\s\S]*nothing written; add --update/);
    expect(await readFile(join(dir, 'digests/meta/2023-q2/digest.yaml'), 'utf8')).toBe(before);
  });

  it('ingest: an unknown company gets a skeleton, and that is said', async () => {
    const digests = at('fresh-digests');
    const { code, out } = await kawaraban([
      'ingest',
      seed,
      '--company',
      'meta',
      '--period',
      '2023-q2',
      '--digests',
      digests,
    ]);
    expect(out).toMatch(/company\.yaml is a skeleton/);
    expect(code).toBe(0);
    expect((await readdir(join(digests, 'meta'))).toSorted()).toEqual(['2023-q2', 'company.yaml']);
    expect((await kawaraban(['check', digests])).code).toBe(0);
  });

  it('ingest: a new company has the year end that the article tells', async () => {
    const folder = at('year-end');
    await writeFile(at('march.txt'), 'アクメの2026年3月期の売上高は100億円だった。\n');
    const given = ['--company', 'acme', '--period', 'fy2026-fy', '--digests', folder];
    expect((await kawaraban(['ingest', at('march.txt'), ...given])).code).toBe(0);
    expect(await readFile(join(folder, 'acme', 'company.yaml'), 'utf8')).toContain(
      'fiscal_year_end: 03-31',
    );
  });

  it('card: says that there is nothing new', async () => {
    const { out } = await kawaraban(['card', 'meta', 'q2', '--form', 'quiet', '--lang', 'ja']);
    expect(out).toBe(
      'メタ: 新しい決算なし\n最新のダイジェスト:\n- メタ 2023年第2四半期（4〜6月期）決算\n',
    );
  });

  it('card: beside another digest, and against an older folder', async () => {
    const folder = await withAnotherQuarter('beside');
    const card = ['card', 'meta', 'q2', '--lang', 'en', '--digests', folder];
    const named = await kawaraban([...card, '--with', 'q1']);
    expect(named.out).toContain('Meta: Q1 2023 and Q2 2023 compared');
    expect(named.out).toContain('- Revenue: $28.6B → $32B; +11.9% (computed)');
    const before = await kawaraban([...card, '--form', 'comparison']);
    expect(before.out).toBe(named.out);
    const corrected = await kawaraban([
      'card',
      'meta',
      'q2',
      '--before',
      'digests',
      '--lang',
      'ja',
    ]);
    expect(corrected.out.split('\n').slice(0, 2)).toEqual([
      '【訂正】メタ 2023年第2四半期（4〜6月期）決算',
      '数字に変更はない。',
    ]);
  });

  it('read --json: facts in the keys of annotated articles, at their places', async () => {
    const { code, out } = await kawaraban(['read', seed, '--company', 'メタ', '--json']);
    expect(code).toBe(0);
    const Report = z.object({
      lang: z.literal('ja'),
      facts: z.array(
        z.object({
          metric: z.string(),
          segment: z.string().nullable(),
          value: z.string(),
          unit: z.string(),
          period: z.string().nullable(),
          quote: z.string(),
          start: z.number(),
          end: z.number(),
          basis: z.string(),
          headline: z.boolean(),
          company: z.string().nullable(),
        }),
      ),
      quantities: z.array(
        z.object({
          text: z.string(),
          start: z.number(),
          end: z.number(),
          value: z.string(),
          unit: z.string(),
          bound: z.string(),
        }),
      ),
      risks: z.array(z.object({ quote: z.string(), start: z.number(), end: z.number() })),
    });
    const report = Report.parse(JSON.parse(out));
    expect(report.facts).toContainEqual(
      expect.objectContaining({
        metric: 'revenue',
        value: '32000000000',
        unit: 'USD',
        period: '2023-Q2',
        headline: true,
      }),
    );
    const text = await readFile(seed, 'utf8');
    for (const { text: own, start, end } of report.quantities)
      expect(text.slice(start, end)).toBe(own);
    for (const { quote, start, end } of report.risks) expect(text.slice(start, end)).toBe(quote);
  });

  it('check: names what a problem is about, its amounts as the card puts them', async () => {
    expect((await kawaraban(['check'])).out).toContain(
      'Reality Labs operating income (loss): The article labels one amount (loss of $2.8B)',
    );
  });

  it('ask: calls the company of a bare article by no made-up name', async () => {
    expect((await kawaraban(['ask', seed, '従業員数は?'])).out).toMatch(/^同社の/);
    expect((await kawaraban(['ask', seed, 'How many employees?'])).out).toMatch(
      /^Headcount, Company Q2 2023: 71,469/,
    );
  });

  it('ask: answers from a digest and refuses what it does not hold', async () => {
    const Answer = z.object({
      answer: z.string(),
      lang: z.string(),
      refused: z.boolean(),
      evidence: z.array(z.object({ quote: z.string(), start: z.number(), end: z.number() })),
      figures: z.array(z.string()),
    });
    const ask = async (question: string) =>
      Answer.parse(JSON.parse((await kawaraban(['ask', 'meta/2023-q2', question, '--json'])).out));
    const loss = await ask('Reality Labs の損失は?');
    expect(loss).toMatchObject({ lang: 'ja', refused: false });
    expect(loss.answer).toContain('37億3,000万ドル');
    const text = await readFile(join(dir, 'digests/meta/2023-q2/article.ja.txt'), 'utf8');
    for (const { quote, start, end } of loss.evidence) expect(text.slice(start, end)).toBe(quote);
    expect(await ask('What was the dividend?')).toMatchObject({
      lang: 'en',
      refused: true,
      evidence: [],
    });
  });

  it.each([
    ['its chart', [], 1600],
    ['its chart for a dark page', ['--theme', 'dark'], 1600],
    ['its figures where it has no chart', ['--form', 'headline'], 2000],
  ])(
    'card --as png is a picture of %s, made without the fonts of the machine',
    async (_of, more, width) => {
      const png = await new Promise<Buffer>((done, fail) => {
        const args = ['src/cli.ts', 'card', 'meta', 'q2', '--as', 'png', '--lang', 'ja', ...more];
        execFile(process.execPath, args, { encoding: 'buffer' }, (error, out) => {
          if (error) fail(error);
          else done(out);
        });
      });
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect(png.readUInt32BE(16)).toBe(width);
      expect(png.length).toBeGreaterThan(20_000);
    },
  );

  it.each(['text', 'html', 'slack', 'discord'])(
    'card --as %s holds every headline figure',
    async (target) => {
      const { code, out } = await kawaraban([
        'card',
        'meta',
        'q2',
        '--as',
        target,
        '--lang',
        'both',
      ]);
      expect(code).toBe(0);
      for (const figure of [
        '320億ドル',
        '77億8,800万ドル',
        '2.98ドル',
        '37億3,000万ドル',
        '7万1,469人',
        '1億人以上',
        '$31.06B',
      ])
        expect(out).toContain(figure);
    },
  );

  it('status: tells what waits because a channel takes no posts', async () => {
    const dataDir = at('held');
    const store = await openStore({ dataDir, databaseUrl: undefined, log: createLog('silent') });
    await store.outbox.add([newDelivery('a')], 1);
    const [row] = await store.outbox.claimPending({
      owner: 'w',
      platforms: ['preview'],
      now: 1,
      lease: 1000,
      limit: 1,
    });
    const reason = 'The bot is not in the channel. Type /invite @kawaraban in the channel.';
    await store.outbox.settle(row!, { state: 'pending', notBefore: 9, reason, blocks: 1 }, 2);
    await store.close();
    const { out, code } = await kawaraban(['status'], { DATA_DIR: dataDir });
    expect(out).toContain(`✗ preview/#digest: no posts taken, 1 waiting: ${reason}`);
    expect(code).toBe(0);
    const never = at('never');
    await kawaraban(['status'], { DATA_DIR: never });
    expect(await readdir(dir)).not.toContain('never');
  });

  it('why: says for each channel why a digest is there, waits, or is not', async () => {
    const DATA_DIR = at('why');
    const folder = at('why-digests');
    await cp('digests', folder, { recursive: true });
    await writeFile(
      join(folder, 'subscriptions.yaml'),
      '- { platform: preview, channel: "#digest", companies: all }\n- { platform: slack, channel: C1, companies: [sony] }\n',
    );
    const asked = ['why', 'meta', 'q2', '--digests', folder];
    const before = await kawaraban(asked, { DATA_DIR });
    expect(before.out).toContain('preview #digest: nothing is planned yet');
    expect(before.out).toContain('slack C1: not wanted: the channel subscribes to sony');
    const store = await openStore({
      dataDir: DATA_DIR,
      databaseUrl: undefined,
      log: createLog('silent'),
    });
    await store.outbox.add([newDelivery('a')], Date.parse('2026-11-02T00:00Z'));
    await store.close();
    const planned = await kawaraban([...asked, '--channel', 'preview/#digest'], {
      DATA_DIR,
      LANG: 'ja',
    });
    expect(planned.out).toBe('preview #digest: 2026-11-02 00:00 UTC に投稿する予定（届き次第）\n');
    const nobody = await kawaraban([...asked, '--channel', 'slack/C9'], { DATA_DIR });
    expect(nobody.code).toBe(1);
    expect(nobody.err).toBe(
      '--channel slack/C9: nobody subscribed it; subscribed are preview/#digest, slack/C1.\n',
    );
  });

  it('status: prints the configuration without its secrets', async () => {
    const { out } = await kawaraban(['status'], { DISCORD_TOKEN: 'very-secret' });
    expect(out).toContain('DISCORD_TOKEN=set');
    expect(out).not.toContain('very-secret');
    expect(out).toContain('digest meta/2023-q2');
  });
});
