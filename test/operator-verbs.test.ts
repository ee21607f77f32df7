import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../src/config.ts';
import { readRevision } from '../src/digest/revision.ts';
import { run } from '../src/main.ts';
import { openSqlite } from '../src/store/database.ts';
import type { Delivery } from '../src/store/delivery.ts';
import type { Settlement } from '../src/store/outbox-settle.ts';
import { visitor } from './platform/preview/visitor.ts';
import { newDelivery } from './store/contract.ts';
import { log } from './store/homes.ts';
import { ownFolder } from './support/own-folder.ts';

const { at, kawaraban, inStore } = ownFolder('operator');

const acts = () => inStore((store) => store.acts.list(9));
const noon = Date.parse('2026-11-23T03:00Z'); // noon in Tokyo

/** A delivery to a channel of its own that was sent once, and what came of it. */
async function came(key: string, settlement: Settlement, now = noon): Promise<void> {
  const place = { platform: 'slack', channel: `C${key.toUpperCase()}`, thread: null };
  await inStore(async ({ outbox }) => {
    await outbox.add([newDelivery(key, { place })], now);
    const claim = { owner: 'w', platforms: ['slack'], now, lease: 1000, limit: 1 };
    const [row] = await outbox.claimPending(claim);
    await outbox.settle(row!, settlement, now);
  });
}
const state = async (key: string): Promise<Delivery['state'] | undefined> =>
  (await inStore((store) => store.outbox.get(key)))?.state;

const unknown = { state: 'unknown', notBefore: noon, reason: 'no answer' } as const;
const failed = { state: 'failed', reason: 'The message is too long.' } as const;
const held = {
  state: 'pending',
  notBefore: Date.parse('2100-01-01'),
  reason: 'The bot is not in the channel. Type /invite @kawaraban in the channel.',
  blocks: 1,
} as const;

const withdraw = (...more: string[]) => kawaraban(['withdraw', 'meta', 'q2', ...more]);

describe('withdraw', () => {
  it('marks a digest everywhere, and undoes that', async () => {
    await inStore(() => Promise.resolve());
    const file = at('digests/meta/2023-q2/digest.yaml');
    const before = await readFile(file, 'utf8');
    const { code, out } = await withdraw('--reason', ' The source\ntook it back ', '--by', 'sato');
    expect(out).toMatch(/^meta\/2023-q2 is withdrawn \(revision 2\)\./);
    expect(code).toBe(0);
    expect(await readFile(file, 'utf8')).toMatch(
      /^schema: 1\nrevision: 2\nwithdrawn:\n {2}by: sato\n {2}at: 20[-\d]+T[:\d]+\+09:00\n {2}reason: The source took it back\n/,
    );
    const card = await kawaraban(['card', 'meta', 'q2', '--lang', 'en']);
    expect(card.out).toMatch(/^Withdrawn: Meta Q2[^]*Reason: The source took it back\n[^]*\$32B/);
    expect(card.out).not.toContain('sato');
    const asked = await kawaraban(['ask', 'meta/2023-q2', '売上高は?']);
    expect(asked.out).toMatch(/^メタの2023年第2四半期のダイジェストは、.*に撤回されました/);
    const compared = await kawaraban(['card', 'meta', 'q2', '--with', 'q2']);
    expect(compared.code).toBe(1);
    expect((await kawaraban(['check'])).code).toBe(0);
    expect((await kawaraban(['status'])).out).toContain(
      'digest meta/2023-q2 revision 2 (withdrawn)',
    );
    expect((await kawaraban(['why', 'meta', 'q2'])).out).toMatch(
      /^withdrawn by sato at 20\S+: The source took it back\npreview earnings: not posted: the digest was withdrawn\n/m,
    );

    expect((await withdraw('--undo', '--by', 'mori')).out).toMatch(
      /^meta\/2023-q2 stands again \(revision 3\)\./,
    );
    expect(await readFile(file, 'utf8')).toBe(before.replace('revision: 1', 'revision: 3'));
    expect(await acts()).toMatchObject([
      { what: 'undo withdraw', target: 'meta/2023-q2', by: 'mori' },
      { what: 'withdraw', target: 'meta/2023-q2', by: 'sato' },
    ]);
  });

  it('takes the account’s name where none is given, and needs no store', async () => {
    expect((await withdraw('--reason', 'why')).code).toBe(0);
    expect(await readFile(at('digests/meta/2023-q2/digest.yaml'), 'utf8')).toMatch(
      /\n {2}by: \S+\n/,
    );
    await expect(readFile(at('data/kawaraban.sqlite'))).rejects.toThrow(/ENOENT/);
  });

  it.each([
    [[], 1, /^Say why meta\/2023-q2 is withdrawn, for the cards to say so: --reason/],
    [['--reason', '  '], 1, /^Say why/],
    [['--undo'], 1, /^meta\/2023-q2 is not withdrawn: there is nothing to undo\.\n/],
    [['--undo', '--reason', 'x'], 2, /--reason <text> and --undo do not go together/],
  ])('changes nothing with %j', async (args, exit, sentence) => {
    const file = at('digests/meta/2023-q2/digest.yaml');
    const before = await readFile(file, 'utf8');
    const { code, err } = await withdraw(...args);
    expect(err).toMatch(sentence);
    expect(code).toBe(exit);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('says who has withdrawn it already', async () => {
    await withdraw('--reason', 'first', '--by', 'sato');
    const { code, err } = await withdraw('--reason', 'second');
    expect(err).toMatch(/^meta\/2023-q2 was withdrawn already, by sato at 20\S+ \(first\);/);
    expect(code).toBe(1);
  });
});

describe('deliveries', () => {
  it('lists them, the newest first, in the zone of the machine, with what to do', async () => {
    expect((await kawaraban(['deliveries'])).out).toBe('There are no such deliveries.\n');
    await came('a', { state: 'posted', message: { place: newDelivery('a').place, message: 'm' } });
    await came('b', unknown);
    await came('c c', failed);
    await came('d', held);
    await inStore(({ outbox }) =>
      outbox.add([newDelivery('e', { corrects: 'a', slot: 'correction' })], noon),
    );
    expect((await kawaraban(['deliveries'])).out.split('\n')).toEqual([
      '2026-11-23 12:00+09:00  pending  preview/#digest  meta/2023-q2 r1  correction',
      `2026-11-23 12:00+09:00  held  slack/CD  meta/2023-q2 r1  ${held.reason}`,
      "2026-11-23 12:00+09:00  failed  slack/CC C  meta/2023-q2 r1  The message is too long.  npx kawaraban settle 'c c' posted|failed|again",
      '2026-11-23 12:00+09:00  unknown  slack/CB  meta/2023-q2 r1  no answer  npx kawaraban settle b posted|failed|again',
      '2026-11-23 12:00+09:00  posted  slack/CA  meta/2023-q2 r1',
      '',
    ]);
    const some = (...more: string[]) => kawaraban(['deliveries', ...more], { LANG: 'ja' });
    expect((await some('--state', 'held')).out).toContain('  保留中  slack/CD  ');
    expect((await some('--limit', '1')).out.split('\n')).toHaveLength(2);
    expect((await some('--channel', 'slack/CB')).out).toContain('  結果不明  slack/CB  ');
    const { out } = await some('--channel', 'slack/CA', '--json');
    expect(out).not.toContain('card');
    const Rows = z.array(z.object({ key: z.string(), state: z.string(), updatedAt: z.string() }));
    expect(Rows.parse(JSON.parse(out))).toEqual([
      { key: 'a', state: 'posted', updatedAt: '2026-11-23T03:00:00.000Z' },
    ]);
  });

  it.each([
    [
      ['--channel', 'C1'],
      /--channel <channel> cannot be C1: it must be a platform \(.*\) and an id/,
    ],
    [['--limit', '0'], /--limit <number> cannot be 0: it must be a number from 1 to 1000/],
    [['--state', 'lost'], /--state <state> cannot be lost; it can be pending, .*unknown, held/],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await kawaraban(['deliveries', ...args]);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
  });
});

describe('settle', () => {
  it('says what became of a delivery, and notes who said so', async () => {
    await came('slack/C1/all:meta/2023-q2', unknown);
    const key = 'slack/C1/all:meta/2023-q2';
    const settle = (outcome: string, by: string) => kawaraban(['settle', key, outcome, '--by', by]);
    expect((await settle('failed', 'sato')).out).toContain('is given up and is not sent again');
    expect(await state('slack/C1/all:meta/2023-q2')).toBe('failed');
    expect((await settle('again', 'mori')).out).toContain('is sent again within a minute');
    expect(await state('slack/C1/all:meta/2023-q2')).toBe('pending');
    const refused = await settle('posted', 'mori');
    expect(refused.err).toMatch(/^slack\/C1\/all:meta\/2023-q2 is pending: only a delivery that/);
    expect(refused.code).toBe(1);
    expect(await acts()).toMatchObject([
      { what: 'settle again', target: 'slack/C1/all:meta/2023-q2', by: 'mori' },
      { what: 'settle failed', target: 'slack/C1/all:meta/2023-q2', by: 'sato' },
    ]);
  });

  it('says what it cannot settle, and why', async () => {
    const settle = async (key: string) => (await kawaraban(['settle', key, 'posted'])).err;
    expect(await settle('slack/C1')).toMatch(/^There is no delivery slack\/C1; npx kawaraban/);
    await came('slack/C1/all:meta/2023-q2', unknown);
    expect(await settle('slack/C1/all:meta/2023-q1')).toBe(
      'There is no delivery slack/C1/all:meta/2023-q1; did you mean slack/C1/all:meta/2023-q2?\n',
    );
    await came('held', held);
    expect(await settle('held')).toMatch(/^held is held: only/);
    const lead = 'slack/C1/all:meta/2023-q2';
    await inStore(({ outbox }) => outbox.add([newDelivery('part', { carriedBy: lead })], noon));
    expect(await settle('part')).toBe(
      `part went out in one card with others; settle that one: ${lead}.\n`,
    );
    await inStore(async ({ outbox }) => {
      await outbox.add([newDelivery('gone', { digest: 'meta/2023-q1' })], noon);
      await outbox.withhold([{ id: 'meta/2023-q1', revision: 2 }], noon);
    });
    expect(await settle('gone')).toMatch(/^gone is not sent because meta\/2023-q1 was withdrawn;/);
    expect(await state('gone')).toBe('failed');
    expect((await kawaraban(['settle', 'held', 'lost'])).err).toMatch(
      /^outcome cannot be lost; it can be posted, failed, again\.\n/,
    );
    expect(await acts()).toEqual([]);
  });
});

describe('what kawaraban makes of it when it runs', () => {
  const place = { platform: 'preview', channel: 'earnings', thread: null };

  /** The cards of the channel, then those of the first one's thread, and the page as it begins. */
  async function ran() {
    const env = { PORT: '0', DATA_DIR: at('data'), DIGESTS_DIR: at('digests') };
    const running = await run(loadConfig(env), () => {}, log);
    try {
      const visit = visitor(running.address, 'en');
      const cards = await visit.drawn(place);
      const thread = await visit.drawn({ ...place, thread: cards[0]?.id ?? '' });
      const replies = thread.filter(({ id }) => id !== cards[0]?.id);
      return { cards, replies, html: await (await visit.page('/')).text() };
    } finally {
      await running.stop();
    }
  }

  it('marks the card that stands there, once, with one reply, and unmarks it', async () => {
    const before = await ran();
    expect(before.cards).toHaveLength(1);
    await withdraw('--reason', 'The source took it back', '--by', 'sato');
    for (const start of ['first', 'second']) {
      const { cards, replies, html } = await ran();
      expect(cards.map(({ id }) => id)).toEqual(before.cards.map(({ id }) => id));
      expect(cards[0]?.text).toMatch(/【撤回】メタ[^]*撤回しました[^]*took it back[^]*320億ドル/);
      expect(replies.map(({ text }) => text)).toEqual([expect.stringContaining('took it back')]);
      expect(html, start).not.toContain('sato');
    }
    await withdraw('--undo');
    const after = await ran();
    // Above the card stands the time, below it the way into its thread.
    const [is, was] = [after, before].map(({ cards }) => cards[0]?.text.split('\n'));
    expect(is?.slice(3, 100)).toEqual(was?.slice(3, 100));
    expect(after.cards[0]?.text).not.toContain('撤回');
    expect(after.replies).toHaveLength(2);
  });

  it('keeps what each revision said', async () => {
    await ran();
    await withdraw('--reason', 'why');
    await ran();
    const kept = await inStore((store) => store.revisions.of('meta/2023-q2'));
    expect(kept.map(({ revision, digest }) => [revision, readRevision(digest)?.withdrawn])).toEqual(
      [
        [1, null],
        [2, expect.objectContaining({ reason: 'why' })],
      ],
    );
  });

  it('shows on the preview’s page what needs the operator', async () => {
    await came('c1', held);
    const { html } = await ran();
    expect(html).toContain('slack/CC1: no posts taken (1 waiting).');
    expect(html).toContain('npx kawaraban deliveries --state held --channel slack/CC1');
  });
});

/** The lines that are marked, in a language. */
async function troubles(LANG: string): Promise<string[]> {
  const { out } = await kawaraban(['status'], { LANG });
  return out.split('\n').filter((line) => line.startsWith('✗'));
}

describe('status', () => {
  it('tells one trouble of many channels once', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await came(key, held, Date.now());
    expect(await troubles('en')).toEqual([
      `✗ slack/CA and 4 more: no posts taken, 5 waiting: ${held.reason}`,
    ]);
  });

  it('tells what needs the operator, in their language, and what to run', async () => {
    const now = Date.now();
    await came('held', held, now);
    await came('lost', unknown, now);
    await came('no', failed, now);
    await came('old', failed, now - 25 * 3_600_000);
    await inStore(async ({ outbox }) => {
      await outbox.add([newDelivery('gone', { digest: 'meta/2023-q1' })], now);
      await outbox.withhold([{ id: 'meta/2023-q1', revision: 2 }], now);
    });
    const { db } = await openSqlite(at('data'));
    const slot = { subscription: 'slack/C1/all', at: now - 3_600_000 };
    await db
      .insertInto('slots')
      .values([
        { ...slot, slot: '2026-11-20T08:30[Asia/Tokyo]', state: 'missed' },
        { ...slot, slot: '2026-11-21T08:30[Asia/Tokyo]', state: 'planned' },
        {
          ...slot,
          slot: '2026-10-01T08:30[Asia/Tokyo]',
          at: now - 8 * 86_400_000,
          state: 'missed',
        },
      ])
      .execute();
    await db.destroy();
    expect(await troubles('en')).toEqual([
      `✗ slack/CHELD: no posts taken, 1 waiting: ${held.reason}`,
      '✗ slack/CLOST meta/2023-q2: it is not known whether this stands there (no answer). Look, then say so: npx kawaraban settle lost posted|failed|again',
      expect.stringMatching(
        /^✗ slack\/CNO meta\/2023-q2: failed at .*too long\. To send it again: .*settle no/,
      ),
      '✗ slack/C1/all: missed, and not caught up: 2026-11-20T08:30[Asia/Tokyo]',
    ]);
    expect(await troubles('ja')).toEqual([
      `✗ slack/CHELD に投稿できません（1 件保留中）: ${held.reason}`,
      expect.stringMatching(/^✗ slack\/CLOST meta\/2023-q2: 投稿できたか不明です（no answer）。/),
      expect.stringMatching(/^✗ slack\/CNO meta\/2023-q2: .* に失敗しました/),
      expect.stringMatching(/^✗ slack\/C1\/all: この時刻の投稿を逃しました/),
    ]);
  });
});
