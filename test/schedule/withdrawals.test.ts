import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestCard } from '../../src/card/digest-card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Card } from '../../src/card/card.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { createLog } from '../../src/log.ts';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';
import { createScheduler, type Scheduler } from '../../src/schedule/tick.ts';
import { whyOf } from '../../src/schedule/why.ts';
import type { Store } from '../../src/store/store.ts';
import { heldIn } from '../store/contract.ts';
import { sqliteHome } from '../store/homes.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { fakeClock, fakePlatform } from './fakes.ts';

const minute = 60_000;
const hour = 60 * minute;
const withdrawn = { by: 'sato', at: '2026-11-02T12:00:00+09:00', reason: 'It was not theirs.' };

let home: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let time: ReturnType<typeof fakeClock>;
let preview: ReturnType<typeof fakePlatform>;
let edits: { message: string; card: Card }[];
let digests: readonly Digest[];
let entry: string;
let scheduler: Scheduler;

beforeEach(async () => {
  home = await sqliteHome();
  store = await home.open();
  time = fakeClock();
  preview = fakePlatform(time.clock);
  edits = [];
  digests = [metaDigest];
  entry = '';
  scheduler = createScheduler({
    store,
    platforms: new Map([
      [
        'preview',
        {
          ...preview.platform,
          edit: (ref, card) => {
            edits.push({ message: ref.message, card });
            return Promise.resolve({ state: 'posted', ref });
          },
        },
      ],
    ]),
    digests: () => Promise.resolve(digests),
    subscriptions: () => Promise.resolve(readSubscriptions(wanted())),
    card: (of, language) => digestCard(of, { language, form: 'standard' }),
    onPosted: () => Promise.resolve(),
    log: createLog('silent'),
    clock: time.clock,
    random: () => 0.5,
  });
});
afterEach(async () => {
  await scheduler.stop();
  await store.close();
  await home.close();
});

const wanted = () => `- {platform: preview, channel: '#d', companies: all, language: en${entry}}`;

async function tick(after = minute) {
  time.forward(after);
  return scheduler.tick(time.clock.now());
}

function revise(revision: number, given: Partial<Digest>) {
  digests = [{ ...metaDigest, ...given, revision }];
}

const quarter = (period: string) => ({ ...metaDigest, id: `meta/${period}`, period });
const titles = () => preview.sent.map(({ card }) => card.title);
const title = 'Meta Q2 2023 results';

describe('a digest that is withdrawn after it was posted', () => {
  it('is marked in place, once, with one notice under it; and the other way round', async () => {
    await tick();
    revise(2, { withdrawn });
    expect(await tick()).toMatchObject({ planned: 2, posted: 2 });
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
    expect(edits.map(({ message }) => message)).toEqual(['m-preview/#d/all:meta/2023-q2']);
    expect(cardText(edits[0]!.card)).toMatch(/^Withdrawn: Meta[^]*It was not theirs\.[^]*\$32B/);
    expect(cardText(edits[0]!.card)).not.toContain('sato');
    expect(titles()).toEqual([title, `Withdrawn: ${title}`]);
    expect(preview.sent[1]?.place.thread).toBe('m-preview/#d/all:meta/2023-q2');

    revise(3, {});
    expect(await tick()).toMatchObject({ planned: 2, posted: 2 });
    expect(await tick(hour)).toMatchObject({ planned: 0, posted: 0 });
    expect(edits).toHaveLength(2);
    expect(cardText(edits[1]!.card)).toBe(
      cardText(digestCard(metaDigest, { language: 'en', form: 'standard' })),
    );
    expect(titles()).toEqual([title, `Withdrawn: ${title}`, `No longer withdrawn: ${title}`]);
  });

  it('is marked again when it is withdrawn again', async () => {
    await tick();
    revise(2, { withdrawn });
    await tick();
    revise(3, {});
    await tick();
    revise(4, { withdrawn: { ...withdrawn, reason: 'For good.' } });
    await tick();
    expect(edits.map(({ card }) => card.title)).toEqual([
      `Withdrawn: ${title}`,
      title,
      `Withdrawn: ${title}`,
    ]);
    expect(cardText(preview.sent.at(-1)!.card)).toContain('For good.');
  });

  it('is not touched by a checkout that has not heard of it', async () => {
    await tick();
    revise(2, { withdrawn });
    await tick();
    revise(1, {});
    expect(await tick()).toMatchObject({ planned: 0 });
    expect(edits).toHaveLength(1);
  });
});

describe('a digest that is withdrawn before it was posted', () => {
  it('is not planned, and is once it stands again', async () => {
    revise(2, { withdrawn });
    expect(await tick()).toMatchObject({ planned: 0 });
    revise(3, {});
    expect(await tick()).toMatchObject({ planned: 1, posted: 1 });
  });

  it('goes out where it stands again, also where its time went by meanwhile', async () => {
    const [q1, q3] = [quarter('2023-q1'), quarter('2023-q3')];
    entry = ', when: every day 15:00 Asia/Tokyo';
    digests = [q1];
    await tick();
    await tick(4 * hour);
    digests = [q1, metaDigest];
    await tick();
    digests = [q1, { ...metaDigest, revision: 2, withdrawn }, q3];
    await tick(24 * hour);
    expect(await tick()).toMatchObject({ planned: 0 });
    digests = [q1, { ...metaDigest, revision: 3 }, q3];
    await tick();
    const sent = ['Meta Q1 2023 results', 'Meta Q3 2023 results'];
    expect(titles()).toEqual(sent);
    await tick(24 * hour);
    expect(titles()).toEqual([...sent, title]);

    // A checkout that has not heard that it stands again does not make it new once more.
    digests = [q1, { ...metaDigest, revision: 2, withdrawn }, q3];
    await tick();
    const before = await store.planning.seen();
    digests = [q1, { ...metaDigest, revision: 3 }, q3];
    await tick();
    expect((await store.planning.seen()).arrivals).toEqual(before.arrivals);
    expect(titles()).toEqual([...sent, title]);
  });

  it('leaves a new subscription the newest that stands', async () => {
    digests = [
      { ...metaDigest, id: 'meta/2023-q1', period: '2023-q1' },
      { ...metaDigest, revision: 2, withdrawn },
    ];
    await tick();
    expect((await store.outbox.list(9)).map(({ digest }) => digest)).toEqual(['meta/2023-q1']);
  });

  it('is not sent where it waits for its channel, and goes out in its new state once it stands again', async () => {
    preview.close('The bot is not in the channel.');
    await tick();
    expect(await heldIn(store)).toHaveLength(1);
    revise(2, { withdrawn });
    await tick();
    preview.close(null);
    await tick(7 * hour);
    expect(preview.sent).toEqual([]);
    const [row] = await store.outbox.list(9);
    expect(row).toMatchObject({
      state: 'failed',
      reason: 'its digest was withdrawn before it was sent',
    });

    revise(3, {});
    await tick();
    await tick();
    expect(titles()).toEqual([title]);
    expect(await tick(hour)).toMatchObject({ planned: 0, posted: 0 });
    expect(edits).toEqual([]); // the same figures: nothing to correct
  });

  it('is not sent when it was planned and not tried, and is not released into quiet hours', async () => {
    const due = { ...metaDigest, revision: 1 };
    await store.outbox.add(
      [
        {
          key: 'preview/#d/all:meta/2023-q2',
          subscription: 'preview/#d/all',
          slot: 'on arrival',
          place: { platform: 'preview', channel: '#d', thread: null },
          digest: due.id,
          revision: 1,
          card: digestCard(due, { language: 'en', form: 'standard' }),
        },
      ],
      time.clock.now(),
    );
    revise(2, { withdrawn });
    await tick();
    expect(preview.sent).toEqual([]);
    entry = ', quiet: "11:00-13:00 Asia/Tokyo"'; // it is noon there
    revise(3, {});
    await tick();
    expect(preview.sent).toEqual([]);
    await tick(hour);
    expect(titles()).toEqual([title]);
    expect(preview.sent[0]?.card.subject).toEqual({ digest: due.id, revision: 3 });
  });

  it('is told by why', () => {
    const [subscription] = readSubscriptions(wanted()).subscriptions;
    const input = {
      digest: { ...metaDigest, withdrawn },
      digests: [metaDigest],
      arrivals: new Map<string, number>(),
      progress: new Map(),
      lastTick: null,
      missed: new Map(),
      posts: new Map(),
      deliveries: [],
      now: 0,
    };
    expect(whyOf(subscription!, input)).toEqual({ code: 'withdrawn' });
  });
});
