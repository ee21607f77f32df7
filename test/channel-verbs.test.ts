import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../src/log.ts';
import { openStore } from '../src/store/store.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Run, runIn } from './support/command-line.ts';

let dir: string;
let runs = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-channels-'));
  await cp('digests', join(dir, 'digests'), { recursive: true });
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  runs += 1; // each test has a store of its own
});

function kawaraban(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return runIn(dir, args, { DATA_DIR: join(dir, `data-${runs}`), TZ: 'Asia/Tokyo', ...env });
}

describe('kawaraban subscribe', () => {
  it('subscribes a channel, lists it with who asked, and takes it back', async () => {
    const made = await kawaraban([
      'subscribe',
      'preview/news',
      'meta ja weekdays 8:30 Asia/Tokyo',
      '--by',
      'sam',
    ]);
    expect(made.code).toBe(0);
    expect(made.out).toContain('When: weekdays at 08:30 (Asia/Tokyo)');
    expect(made.out).toContain('To undo: npx kawaraban unsubscribe preview/news Meta');
    const listed = await kawaraban(['subscriptions', '--channel', 'preview/news']);
    expect(listed.out).toMatch(
      /^preview\/news Meta: Japanese · weekdays at 08:30 \(Asia\/Tokyo\) · set in this channel · asked for by sam, \d{4}-[-\d]+ [:\d]+\+09:00 · Next post: Meta Q2 2023 · .+ 08:30 \(Asia\/Tokyo\)\n$/,
    );
    const ended = await kawaraban(['unsubscribe', 'preview/news', 'Meta']);
    expect(ended.out).toContain(
      "To undo: npx kawaraban subscribe preview/news 'Meta Japanese weekdays at 08:30 (Asia/Tokyo)'",
    );
    const none = await kawaraban(['subscriptions', '--channel', 'preview/news']);
    expect(none).toMatchObject({
      code: 1,
      err: 'preview/news has no subscription; subscribed are: preview/earnings\n',
    });
  });

  it('names its own command to the operator who wants no posts', async () => {
    expect(await kawaraban(['subscribe', 'preview/news', 'meta cap 0'])).toMatchObject({
      code: 1,
      err: 'At most 0 posts a day would be none: choose 1 or more, or use npx kawaraban pause preview/news.\n',
    });
  });

  it('lists how much went by too long ago to be caught up', async () => {
    await kawaraban(['subscribe', 'preview/news', 'meta']);
    const options = {
      dataDir: join(dir, `data-${runs}`),
      databaseUrl: undefined,
      log: createLog('silent'),
    };
    const store = await openStore(options);
    const slots = [
      { subscription: 'preview/news/meta', slot: 's', at: 1, state: 'missed' },
    ] as const;
    await store.planning.settle({ deliveries: [], slots, marks: [] }, 2);
    await store.close();
    expect((await kawaraban(['subscriptions'])).out).toMatch(/^preview\/news .+ · 1 missed$/m);
  });

  it.each([
    [['subscribe', 'preview', 'all'], 'preview names no channel: write it as platform/channel'],
    [['subscribe', 'teams/x', 'all'], 'teams/x is on no platform there is: preview, slack'],
    [['subscribe', 'preview/x', 'meat'], 'Did you mean: npx kawaraban subscribe preview/x Meta\n'],
    [['subscribe', 'preview/x', 'meta daily 8:30'], 'Which time zone is that?'],
    [
      ['unsubscribe', 'preview/earnings', 'all'],
      'every company: this is in subscriptions.yaml; take it out there',
    ],
    [['pause', 'everything'], 'everything names no channel'],
  ])('says in one sentence what is wrong with %s', async (args, sentence) => {
    const { code, out, err } = await kawaraban(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('gives a terminal and a shell no orders, whatever a name holds', async () => {
    const made = await kawaraban(['subscribe', 'preview/news', 'meta', '--by', 'sam\u001b[2J']);
    expect(made.code).toBe(0);
    const listed = await kawaraban(['subscriptions', '--channel', 'preview/news']);
    expect(listed.out).toContain(String.raw`asked for by sam\u001b[2J`);
    const { err } = await kawaraban(['subscribe', 'preview/$(id)', 'meat']);
    expect(err).toContain("npx kawaraban subscribe 'preview/$(id)' Meta");
  });

  it('takes the zone that the operator set, and says what is not configured', async () => {
    const { out } = await kawaraban(['subscribe', 'slack/C1', 'メタ 毎日8:30'], {
      LANG: 'ja',
      DEFAULT_ZONE: 'Asia/Tokyo',
    });
    expect(out).toContain('slack はここでは設定されていません。');
    expect(out).toContain('時刻: 毎日 8:30（Asia/Tokyo）');
  });

  it('takes a channel with its workspace for one channel, and a thread in it for that thread', async () => {
    for (const channel of ['slack/T1/C1', 'slack/T1/C2/1700000000.000100', 'slack/C3/1700000000.1'])
      expect((await kawaraban(['subscribe', channel, 'meta'])).code).toBe(0);
    const dataDir = join(dir, `data-${runs}`);
    const log = createLog('silent');
    const store = await openStore({ dataDir, databaseUrl: undefined, log });
    const kept = await store.channels.subscriptions();
    await store.close();
    expect(kept.map(({ spec }) => spec)).toMatchObject([
      { channel: 'T1/C1' },
      { channel: 'T1/C2', thread: '1700000000.000100' },
      { channel: 'C3', thread: '1700000000.1' },
    ]);
  });
});

describe('kawaraban replies', () => {
  it('settles what is answered in the threads of a channel, as its people do', async () => {
    expect((await kawaraban(['replies', 'slack/C1'], { THREADS: 'mention' })).out).toMatch(
      /only when somebody mentions me[^]*To change this: npx kawaraban replies slack\/C1 mention, /,
    );
    const changed = await kawaraban(['replies', 'slack/C1', 'all', '--by', 'sam']);
    expect(changed).toMatchObject({ code: 0 });
    expect((await kawaraban(['replies', 'slack/C1'])).out).toContain('I answer every message.');
    expect((await kawaraban(['status'])).out).toMatch(/^hear slack\/C1 by sam, /m);
    expect(await kawaraban(['replies', 'slack/C1', 'never'])).toMatchObject({
      code: 1,
      err: 'I do not understand “never”. To change this: npx kawaraban replies slack/C1 mention, npx kawaraban replies slack/C1 questions, npx kawaraban replies slack/C1 all\n',
    });
  });
});

describe('kawaraban pause', () => {
  it('stops all until somebody resumes it; status and the lists say so, with who and when', async () => {
    await kawaraban(['pause', 'all', '--by', 'sam']);
    expect((await kawaraban(['pause', 'all', '--by', 'kim'])).out).toMatch(
      /^all is paused already: by sam, /,
    );
    expect((await kawaraban(['subscriptions'])).out).toMatch(/paused.*\npaused all by sam, /s);
    expect((await kawaraban(['status'])).out).toMatch(
      /\npaused all by sam, .+\+09:00\npause all by sam, .+\+09:00\n$/,
    );
    expect((await kawaraban(['resume', 'all'])).out).toBe('all is no longer paused.\n');
    expect((await kawaraban(['resume', 'all'])).out).toBe('all is not paused.\n');
  });
});

describe('kawaraban preview', () => {
  it('prints what each channel would get next, as text or as what a chat gets', async () => {
    const { out } = await kawaraban(['preview']);
    expect(out).toContain(
      'preview/earnings\nNext post\nevery company: Meta Q2 2023 · within a minute',
    );
    expect(out).toContain('320億ドル');
    const drawn = await kawaraban(['preview', '--as', 'slack', '--channel', 'preview/earnings']);
    expect(JSON.stringify(JSON.parse(drawn.out))).toContain('blocks');
  });
});
