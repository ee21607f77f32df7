import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../src/card/card.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { createLog } from '../../src/log.ts';
import type { Posted } from '../../src/platform/platform.ts';
import { systemClock } from '../../src/schedule/clock.ts';
import { readSubscriptions, type SubscriptionList } from '../../src/schedule/subscriptions.ts';
import { createScheduler, type Scheduler, type SchedulerParts } from '../../src/schedule/tick.ts';
import type { Store } from '../../src/store/store.ts';
import { sampleCard } from '../platform/contract.ts';
import { sqliteHome } from '../store/homes.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { fakeClock, fakePlatform } from './fakes.ts';

const minute = 60_000;
const nothing = { planned: 0, posted: 0, failed: 0, pending: 0, unknown: 0 };
const q1: Digest = { ...metaDigest, id: 'meta/2023-q1', period: '2023-q1' };
const q3: Digest = { ...metaDigest, id: 'meta/2023-q3', period: '2023-q3' };

let home: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let time: ReturnType<typeof fakeClock>;
let preview: ReturnType<typeof fakePlatform>;
let lines: string[];
let digests: () => Promise<readonly Digest[]>;
let subscriptions: () => Promise<SubscriptionList>;
let posted: Posted[];
const running: Scheduler[] = [];

beforeEach(async () => {
  home = await sqliteHome();
  store = await home.open();
  time = fakeClock(Date.parse('2026-11-02T03:00:10Z')); // Monday 12:00 in Tokyo
  preview = fakePlatform(time.clock);
  lines = [];
  posted = [];
  digests = () => Promise.resolve([metaDigest, q1]);
  wanted("- {platform: preview, channel: '#digest', companies: all}");
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await store.close();
  await home.close();
});

function wanted(text: string): void {
  subscriptions = () => Promise.resolve(readSubscriptions(text));
}

function scheduler(given: Partial<SchedulerParts> = {}): Scheduler {
  const made = createScheduler({
    store,
    platforms: new Map([['preview', preview.platform]]),
    digests: () => digests(),
    subscriptions: () => subscriptions(),
    card: (digest, language) => ({ ...sampleCard(`${digest.id} ${language}`), language }),
    onPosted: (ref) => {
      posted.push(ref);
      return Promise.resolve();
    },
    log: createLog('info', (line) => lines.push(line)),
    clock: time.clock,
    random: () => 0.5,
    ...given,
  });
  running.push(made);
  return made;
}

const titles = () => preview.sent.map(({ card }) => card.title);
const said = (words: string) => lines.filter((line) => line.includes(words)).length;

async function tickAfter(one: Scheduler, ms: number) {
  time.forward(ms);
  return one.tick(time.clock.now());
}

function wordless(digest: Digest): Card {
  if (digest.id === 'meta/2023-q2') throw new Error('no words for it');
  return sampleCard(digest.id);
}

describe('a tick', () => {
  it('posts the newest digest once, then what arrives, and tells where it stands', async () => {
    const one = scheduler();
    expect(await tickAfter(one, 0)).toEqual({ ...nothing, planned: 1, posted: 1 });
    expect(titles()).toEqual(['meta/2023-q2 both']);
    expect(posted).toEqual([
      {
        place: { platform: 'preview', channel: '#digest', thread: null },
        message: 'm-preview/#digest/all:meta/2023-q2',
      },
    ]);
    expect(await tickAfter(one, minute)).toEqual(nothing);
    digests = () => Promise.resolve([{ ...metaDigest, revision: 2 }, q1, q3]);
    expect(await tickAfter(one, minute)).toMatchObject({ planned: 1, posted: 1 });
    expect(titles()).toEqual(['meta/2023-q2 both', 'meta/2023-q3 both']);
  });

  it('posts nothing again after a restart', async () => {
    await tickAfter(scheduler(), 0);
    await store.close();
    store = await home.open();
    expect(await tickAfter(scheduler(), 5 * minute)).toEqual(nothing);
    expect(preview.sent).toHaveLength(1);
  });

  it('comes twice at the same moment on two machines and posts once', async () => {
    const other = await home.open();
    const reports = await Promise.all([
      scheduler().tick(time.clock.now()),
      scheduler({ store: other }).tick(time.clock.now()),
    ]);
    await Promise.all(running.map((one) => one.tick(time.clock.now())));
    expect(reports.reduce((sum, { planned }) => sum + planned, 0)).toBe(1);
    expect(preview.sent).toHaveLength(1);
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await other.close();
  });

  it('says once that a subscription waits for a platform that is not running, and begins when it runs', async () => {
    wanted(
      "- {platform: preview, channel: '#digest', companies: all}\n- {platform: slack, channel: C1, companies: all, language: ja}",
    );
    const without = scheduler();
    await tickAfter(without, 0);
    await tickAfter(without, minute);
    expect(said('slack is not running')).toBe(1);
    digests = () => Promise.resolve([q1, metaDigest, q3]);
    await tickAfter(without, minute);
    const slack = fakePlatform(time.clock);
    const both = scheduler({
      platforms: new Map([
        ['preview', preview.platform],
        ['slack', slack.platform],
      ]),
    });
    expect(await tickAfter(both, minute)).toMatchObject({ planned: 1, posted: 1 });
    expect(slack.sent.map(({ card }) => card.title)).toEqual(['meta/2023-q3 ja']);
  });

  it('uses the good entries beside a broken one, and says once what is wrong', async () => {
    wanted(
      "- {platform: preview, channel: '#digest', companies: all}\n- {platform: preview, chanel: x, companies: all}",
    );
    const one = scheduler();
    expect(await tickAfter(one, 0)).toMatchObject({ posted: 1 });
    await tickAfter(one, minute);
    expect(said('did you mean \\"channel\\"?')).toBe(1);
  });

  it.each(['- {platform: preview', 'gone'])(
    'keeps to the last subscriptions while the file is unreadable: %s',
    async (broken) => {
      const one = scheduler();
      await tickAfter(one, 0);
      if (broken === 'gone')
        subscriptions = () => Promise.reject(new Error('subscriptions.yaml is not there'));
      else wanted(broken);
      digests = () => Promise.resolve([q1, metaDigest, q3]);
      expect(await tickAfter(one, minute)).toMatchObject({ posted: 1 });
      await tickAfter(one, minute);
      expect(said('subscriptions.yaml')).toBe(1);
    },
  );

  it('goes on with the other digests when the card of one cannot be made', async () => {
    digests = () => Promise.resolve([q1]);
    const one = scheduler({ card: wordless });
    await tickAfter(one, 0);
    digests = () => Promise.resolve([q1, metaDigest, q3]);
    expect(await tickAfter(one, minute)).toMatchObject({ planned: 1, posted: 1 });
    expect(titles()).toEqual(['meta/2023-q1', 'meta/2023-q3']);
    expect(said('no words for it')).toBe(1);
  });

  it('catches a slot up when the digests could not be read at its time', async () => {
    wanted(
      "- {platform: preview, channel: '#digest', companies: all, when: daily 12:10 Asia/Tokyo}",
    );
    const one = scheduler();
    await tickAfter(one, 0);
    digests = () => Promise.reject(new Error('digests/ cannot be read'));
    expect(await tickAfter(one, 10 * minute)).toEqual(nothing);
    expect(await tickAfter(one, minute)).toEqual(nothing);
    expect(said('digests/ cannot be read')).toBe(1);
    digests = () => Promise.resolve([metaDigest]);
    expect(await tickAfter(one, minute)).toMatchObject({ posted: 1 });
    expect(await tickAfter(one, minute)).toEqual(nothing);
  });

  it('never throws, not even without its store', async () => {
    const one = scheduler();
    await store.close();
    expect(await tickAfter(one, 0)).toEqual(nothing);
    await one.recheck('preview', null);
    expect(lines.length).toBeGreaterThan(0);
    store = await home.open();
  });

  it('does not keep a short wait until the next minute', async () => {
    preview.turns.push({ refuse: 'slow down', retryAfter: 2000 });
    expect(await tickAfter(scheduler(), 0)).toMatchObject({ planned: 1, pending: 1 });
    time.forward(1999);
    await new Promise((done) => setTimeout(done, 50));
    expect(preview.sent).toEqual([]);
    time.forward(1);
    await vi.waitFor(() => expect(preview.sent).toHaveLength(1));
    await vi.waitFor(async () =>
      expect(await store.outbox.list(1)).toMatchObject([{ state: 'posted' }]),
    );
    expect(time.waiting()).toEqual([]);
  });
});

describe('what waits because its channel takes no posts', () => {
  it('goes out at once when the channel says that something changed', async () => {
    const one = scheduler();
    preview.close('The bot is not in the channel.');
    expect(await tickAfter(one, 0)).toMatchObject({ planned: 1, pending: 1 });
    preview.close(null);
    await one.recheck('slack', null);
    await one.recheck('preview', '#other');
    await tickAfter(one, 1000);
    expect(preview.sent).toEqual([]);
    await one.recheck('preview', '#digest');
    await vi.waitFor(() => expect(preview.sent).toHaveLength(1));
  });
});

describe('what waits because its channel is paused', () => {
  it('goes out at once when the pause ends', async () => {
    const one = scheduler();
    await one.start();
    expect(preview.sent).toHaveLength(1);
    await store.channels.pause('preview/#digest', 'sato', 1);
    const place = { platform: 'preview', channel: '#digest', thread: null };
    const due = { subscription: 's', slot: 'on arrival', digest: 'd', revision: 1, place };
    await store.outbox.add([{ ...due, key: 'k', card: sampleCard('d') }], time.clock.now());
    await one.tick(time.clock.now());
    expect(preview.sent).toHaveLength(1);
    expect(await store.channels.resume('preview/#digest', 'sato', 2)).toBe(true);
    await vi.waitFor(() => expect(preview.sent).toHaveLength(2));
  });
});

describe('a channel that lets the bot in', () => {
  it('has its greeting at once', async () => {
    const one = scheduler();
    await tickAfter(one, 0);
    const place = { platform: 'preview', channel: '#new', thread: null };
    const greeting = { subscription: 'g', slot: 'greeting', digest: '', revision: 0, place };
    await store.outbox.add([{ ...greeting, key: 'g', card: sampleCard('hi') }], time.clock.now());
    await one.recheck('preview', '#new');
    await vi.waitFor(() => expect(preview.sent).toHaveLength(2));
  });
});

describe('the scheduler', () => {
  it('ticks at once, then at each full minute, and not after it was stopped', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
      now: Date.parse('2026-11-02T03:00:10Z'),
    });
    const one = scheduler({ clock: systemClock });
    await one.start();
    expect(titles()).toEqual(['meta/2023-q2 both']);
    digests = () => Promise.resolve([q1, metaDigest, q3]);
    await vi.advanceTimersByTimeAsync(49_000);
    expect(preview.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    await vi.waitFor(() => expect(titles()).toEqual(['meta/2023-q2 both', 'meta/2023-q3 both']));
    await one.stop();
    digests = () =>
      Promise.resolve([q1, metaDigest, q3, { ...q3, id: 'meta/2023-q4', period: '2023-q4' }]);
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(preview.sent).toHaveLength(2);
    expect(await one.tick(Date.now())).toEqual(nothing);
  });

  it('plans at each minute while a call of another channel hangs', async () => {
    const one = scheduler();
    preview.turns.push('hang after accepting');
    void one.tick(time.clock.now());
    await vi.waitFor(() => expect(preview.sent).toHaveLength(1));
    wanted(
      "- {platform: preview, channel: '#digest', companies: all}\n- {platform: preview, channel: '#new', companies: all}",
    );
    void one.tick(time.clock.now());
    await vi.waitFor(() => expect(preview.sent).toHaveLength(2));
    expect(preview.sent[1]?.place.channel).toBe('#new');
    time.forward(minute);
  });

  it('sends at once what another planned, when it is woken', async () => {
    const sender = scheduler({ planned: null });
    await sender.start();
    expect(preview.sent).toEqual([]);
    const slack = new Set(['preview', 'slack']);
    const gateway = scheduler({ platforms: new Map(), planned: slack });
    expect(await gateway.tick(time.clock.now())).toMatchObject({ planned: 1, posted: 0 });
    await vi.waitFor(() => expect(preview.sent).toHaveLength(1));
  });

  it('waits for what is in flight when it stops, but not for ever', async () => {
    preview.turns.push('hang after accepting');
    const one = scheduler();
    void one.tick(time.clock.now());
    await vi.waitFor(() => expect(preview.sent).toHaveLength(1));
    let stopped = false;
    const stop = one.stop().then(() => (stopped = true));
    time.forward(7999);
    await new Promise((done) => setTimeout(done, 50));
    expect(stopped).toBe(false);
    time.forward(1);
    await stop;
    expect(await store.outbox.list(1)).toMatchObject([{ state: 'sending' }]);
    time.forward(10 * minute);
    await new Promise((done) => setTimeout(done, 50));
  });
});
