import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operatorNotices } from '../src/operator-notices.ts';
import type { NewReport } from '../src/store/reports.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { log } from './store/homes.ts';
import { runIn } from './support/command-line.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-reports-'));
  await cp('digests', join(dir, 'digests'), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const kawaraban = (args: readonly string[], LANG = 'en') =>
  runIn(dir, args, {
    LANG,
    TZ: 'Asia/Tokyo',
    NODE_COMPILE_CACHE: join(tmpdir(), 'kawaraban-operator-compiled'),
  });

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir: join(dir, 'data'), databaseUrl: undefined, log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const said: NewReport = {
  digest: 'meta/2023-q2',
  revision: 1,
  text: '[revenue] 310億では?\n9  2026-11-23  faked line \u001b[2J',
  platform: 'slack',
  channel: 'C1',
  by: 'slack/U1',
  at: Date.parse('2026-11-23T03:00Z'), // noon in Tokyo
};

it('lists what people say, each on one line, and closes it', async () => {
  expect((await kawaraban(['reports'])).out).toBe('There are no open reports.\n');
  await inStore(async ({ reports }) => {
    await reports.add(said);
    await reports.add({ ...said, text: 'other', at: said.at + 60_000 });
  });
  const { out } = await kawaraban(['reports']);
  expect(out).toBe(
    [
      '1  2026-11-23 12:00+09:00  slack/U1  slack/C1  meta/2023-q2 r1  [revenue] 310億では? 9 2026-11-23 faked line \\u001b[2J',
      '2  2026-11-23 12:01+09:00  slack/U1  slack/C1  meta/2023-q2 r1  other',
      'To close one: npx kawaraban reports --close 1',
      '',
    ].join('\n'),
  );
  expect((await kawaraban(['status'])).out).toContain(
    '✗ Reports of wrong numbers: 2, the newest at 2026-11-23 12:01+09:00 on meta/2023-q2 (slack/C1). To read them: npx kawaraban reports\n',
  );
  expect((await kawaraban(['status'], 'ja')).out).toContain(
    '✗ 「数字が違う?」の報告が 2 件あります。最新は 2026-11-23 12:01+09:00、meta/2023-q2（slack/C1）です。',
  );
  expect((await kawaraban(['reports', '--close', '1'])).out).toBe('Report 1 is closed.\n');
  const again = await kawaraban(['reports', '--close', '1'], 'ja');
  expect([again.code, again.err]).toEqual([
    1,
    '未対応の報告 1 はありません。一覧を見るには: npx kawaraban reports\n',
  ]);
  expect((await kawaraban(['reports'])).out).toMatch(/^2 .*other\nTo close one: .*--close 2\n$/);
  const wrong = await kawaraban(['reports', '--close', 'two']);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('the number of a report')]);
});

it('tells the page how many there are, and where the newest is from', async () => {
  expect(await inStore(operatorNotices)).toEqual([]);
  const notices = await inStore(async (store) => {
    await store.reports.add(said);
    await store.reports.add({ ...said, channel: 'C2', digest: 'meta/2023-q1' });
    return operatorNotices(store);
  });
  expect(notices).toEqual([
    {
      kind: 'reports',
      channel: 'slack/C2',
      others: 0,
      count: 2,
      reason: 'meta/2023-q1',
      command: 'npx kawaraban reports',
    },
  ]);
});
