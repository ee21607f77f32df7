import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestCard } from '../../src/card/digest-card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Card, Subject } from '../../src/card/card.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { createLog } from '../../src/log.ts';
import type { EditOutcome, Posted } from '../../src/platform/platform.ts';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';
import { createScheduler, type Scheduler } from '../../src/schedule/tick.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteHome } from '../store/homes.ts';
import { alphabetDigest } from '../ask/library.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { fakeClock, fakePlatform } from './fakes.ts';

const minute = 60_000;

let home: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let time: ReturnType<typeof fakeClock>;
let preview: ReturnType<typeof fakePlatform>;
let edits: { ref: Posted; card: Card }[];
let answers: EditOutcome[];
let digest: Digest;
let others: readonly Digest[];
let subjects: Subject[];
let scheduler: Scheduler;
let quiet: string;
let lines: string[];
let wordless: boolean;

beforeEach(async () => {
  home = await sqliteHome();
  store = await home.open();
  time = fakeClock();
  preview = fakePlatform(time.clock);
  edits = [];
  answers = [];
  quiet = '';
  lines = [];
  wordless = false;
  others = [];
  subjects = [];
  digest = withRevenue('23000000000', 1);
  scheduler = start(store);
});
afterEach(async () => {
  await scheduler.stop();
  await store.close();
  await home.close();
});

function edit(ref: Posted, card: Card): Promise<EditOutcome> {
  edits.push({ ref, card });
  return Promise.resolve(answers.shift() ?? { state: 'posted', ref });
}

function start(on: Store): Scheduler {
  return createScheduler({
    store: on,
    platforms: new Map([['preview', { ...preview.platform, edit }]]),
    digests: () => Promise.resolve([digest, ...others]),
    subscriptions: () =>
      Promise.resolve(
        readSubscriptions(
          `- {platform: preview, channel: '#d', companies: all, language: en${quiet}}`,
        ),
      ),
    card: (of, language) => {
      if (wordless) throw new Error('no words for it');
      return digestCard(of, { language, form: 'standard' });
    },
    onPosted: (_ref, subject) => {
      subjects.push(subject);
      return Promise.resolve();
    },
    log: createLog('info', (line) => lines.push(line)),
    clock: time.clock,
    random: () => 0.5,
  });
}

function withRevenue(value: string, revision: number): Digest {
  const figures = metaDigest.figures.map((figure) =>
    figure.id === 'revenue' ? { ...figure, value } : figure,
  );
  return { ...metaDigest, figures, revision };
}

async function tick(after = minute) {
  time.forward(after);
  return scheduler.tick(time.clock.now());
}

const place = { platform: 'preview', channel: '#d', thread: null };
const root = 'm-preview/#d/all:meta/2023-q2';

describe('a digest that changes after its card was posted', () => {
  it('corrects the card in place, and says so once under it', async () => {
    await tick();
    digest = withRevenue('32000000000', 2);
    expect(await tick()).toMatchObject({ planned: 2, posted: 2 });
    expect(edits).toHaveLength(1);
    expect(edits[0]?.ref).toEqual({ place, message: root });
    expect(cardText(edits[0]!.card)).toMatch(/^Correction: Meta Q2 2023 results\n/);
    const [, notice, ...more] = preview.sent;
    expect(more).toEqual([]);
    expect(notice?.place).toEqual({ ...place, thread: root });
    expect(cardText(notice!.card)).toContain('$23B → $32B');
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
    await scheduler.stop();
    scheduler = start(store);
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
  });

  it('is held against what the card said last', async () => {
    await tick();
    digest = withRevenue('32000000000', 2);
    await tick();
    digest = withRevenue('31000000000', 3);
    await tick();
    expect(edits).toHaveLength(2);
    expect(cardText(preview.sent[2]!.card)).toContain('$32B → $31B');
    expect(cardText(preview.sent[2]!.card)).not.toContain('$23B');
  });

  it('leaves alone what a checkout of an older revision says otherwise', async () => {
    digest = withRevenue('32000000000', 2);
    await tick();
    digest = withRevenue('23000000000', 1);
    expect(await tick()).toMatchObject({ planned: 0 });
    digest = withRevenue('32000000000', 2);
    expect(await tick()).toMatchObject({ planned: 0 });
    expect(edits).toEqual([]);
  });

  it('is said once to be uncorrected where its card cannot be made', async () => {
    await tick();
    digest = withRevenue('32000000000', 2);
    wordless = true;
    await tick();
    await tick();
    const said = lines.filter((line) => line.includes('a posted card is not corrected'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('preview/#d/all:meta/2023-q2');
  });

  it('waits where the channel is quiet', async () => {
    await tick();
    quiet = ', quiet: "11:00-13:00 Asia/Tokyo"'; // it is noon there
    digest = withRevenue('32000000000', 2);
    expect(await tick()).toMatchObject({ planned: 0 });
    expect(await tick(60 * minute)).toMatchObject({ planned: 2, posted: 2 });
  });

  it('edits nothing where the card says the same', async () => {
    await tick();
    digest = { ...withRevenue('23000000000', 2) };
    expect(await tick()).toMatchObject({ planned: 0 });
    expect(edits).toEqual([]);
    expect((await store.outbox.list(9)).map(({ revision }) => revision)).toEqual([2]);
  });

  it('edits without a notice where no figure changed', async () => {
    await tick();
    digest = { ...withRevenue('23000000000', 2), statements: metaDigest.statements.slice(1) };
    expect(await tick()).toMatchObject({ planned: 1, posted: 1 });
    expect(cardText(edits[0]!.card)).toMatch(/^Meta Q2 2023 results\n/);
    expect(preview.sent).toHaveLength(1);
  });

  it('is posted as it was where it was tried already, and corrected then', async () => {
    preview.turns.push({ refuse: 'not yet', retryAfter: 10 * minute });
    await tick();
    digest = withRevenue('32000000000', 2);
    await tick();
    await tick(10 * minute);
    await tick();
    expect(preview.sent.map(({ card }) => cardText(card).includes('→'))).toEqual([false, true]);
    expect(edits).toHaveLength(1);
  });

  it('is edited again after an answer that was lost, and given up after two refusals', async () => {
    await tick();
    answers.push({ state: 'unknown', reason: 'no answer' });
    digest = withRevenue('32000000000', 2);
    expect(await tick()).toMatchObject({ pending: 1, posted: 0 });
    await tick(2 * minute);
    expect(edits).toHaveLength(2);
    const refusal = { state: 'refused', retryAfter: null, scope: 'channel' } as const;
    const gone = { ...refusal, reason: 'The message is no longer there.' };
    answers.push(gone, gone);
    digest = withRevenue('31000000000', 3);
    await tick();
    await tick(10 * minute);
    await tick(10 * minute);
    expect(edits).toHaveLength(4);
    const failed = (await store.outbox.list(9)).filter(({ state }) => state === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual(['The message is no longer there.']);
  });

  it('is edited by another worker where one died over it', async () => {
    await tick();
    digest = withRevenue('32000000000', 2);
    // The first try gets no answer; the worker that claims the second is never heard of again.
    answers.push({ state: 'unknown', reason: 'never' });
    await tick();
    const dead = await home.open();
    const claimed = await dead.outbox.claimPending({
      owner: 'dead',
      platforms: ['preview'],
      now: time.clock.now() + 2 * minute,
      lease: minute,
      limit: 9,
    });
    expect(claimed.map(({ corrects }) => corrects)).toEqual(['preview/#d/all:meta/2023-q2']);
    await dead.close();
    await tick(5 * minute);
    await tick(5 * minute);
    expect(edits).toHaveLength(2);
    expect(preview.finds).toEqual([]);
  });
});

function alphabet(value: string, revision: number): Digest {
  const figures = alphabetDigest.figures.map((figure) => ({ ...figure, value }));
  return { ...alphabetDigest, figures, revision };
}

const sentTexts = () => preview.sent.map(({ card }) => cardText(card));

async function rows() {
  const list = await store.outbox.list(99);
  return Object.fromEntries(list.map(({ key, state, revision }) => [key, [state, revision]]));
}

/** A tick with nothing to post, then one at which two digests arrive. */
async function arrive() {
  const [first, second] = [digest, alphabet('74600000000', 1)];
  digest = { ...first, id: 'meta/2020-q2', period: '2020-q2' };
  await tick();
  preview.sent.splice(0);
  subjects = [];
  digest = first;
  others = [second];
  return tick();
}

/** The figures of a card's rows. */
function shown(card: Card): readonly string[] {
  return card.blocks.flatMap((block) =>
    block.type === 'figures' ? block.rows.map(({ figure }) => figure) : [],
  );
}

describe('a digest on a merged post that changes', () => {
  const lead = 'preview/#d/all:meta/2023-q2';
  const carried = 'preview/#d/all:alphabet/2023-q2';
  it('goes out once with all on it, and its thread is about them', async () => {
    expect(await arrive()).toMatchObject({ planned: 2, posted: 1 });
    expect(sentTexts()).toEqual([expect.stringMatching(/^2 results\n/)]);
    expect(subjects).toEqual([{ digest: 'meta/2023-q2 alphabet/2023-q2', revision: 1 }]);
    const posted = ['posted', 1];
    expect(await rows()).toMatchObject({ [lead]: posted, [carried]: posted });
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
  });

  it('is corrected in place, with a notice of that digest alone', async () => {
    await arrive();
    others = [alphabet('75000000000', 2)];
    expect(await tick()).toMatchObject({ planned: 2, posted: 2 });
    expect(edits.map(({ ref }) => ref.message)).toEqual([root]);
    expect(cardText(edits[0]!.card)).toMatch(/^Correction: 2 results\n/);
    expect(cardText(edits[0]!.card)).toContain('Meta Q2 2023 results');
    const [, notice] = sentTexts();
    expect(notice).toMatch(/^Correction: Alphabet Q2 2023 results\n/);
    expect(notice).toContain('Revenue, Alphabet: $74.6B → $75B');
    expect(subjects.at(1)?.digest).toBe('meta/2023-q2 alphabet/2023-q2');
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
    digest = withRevenue('32000000000', 2);
    await tick();
    expect(sentTexts().at(-1)).toMatch(/^Correction: Meta Q2 2023 results\n/);
    expect(cardText(edits[1]!.card)).toContain('$74.6B → $75B'); // what was told before stays
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
  });

  it('tells of no figure that came, where another one that went made room for it', async () => {
    const whole = withRevenue('23000000000', 1);
    await arrive();
    const figures = whole.figures.filter(({ id }) => id !== 'revenue');
    digest = { ...whole, figures, revision: 2 };
    expect(await tick()).toMatchObject({ planned: 2, posted: 2 });
    const before = new Set(shown(preview.sent[0]!.card));
    const corrected = shown(edits[0]!.card);
    expect(corrected.some((id) => id.startsWith('meta/') && !before.has(id))).toBe(true);
    const notice = sentTexts().at(-1);
    expect(notice).toContain('withdrawn');
    expect(notice).not.toContain('added');
    digest = { ...whole, revision: 3 };
    await tick();
    // It stands again; what it pushes out is still in its digest.
    expect(edits.at(-1)).toBeDefined();
    expect(cardText(edits.at(-1)!.card).match(/withdrawn/g)).toHaveLength(1);
  });

  it('is corrected by one edit and one notice where both change', async () => {
    await arrive();
    digest = withRevenue('32000000000', 2);
    others = [alphabet('75000000000', 2)];
    await tick();
    expect(edits).toHaveLength(1);
    const [, notice, ...more] = sentTexts();
    expect(more).toEqual([]);
    expect(notice).toMatch(/^Correction: 2 results\n/);
    expect(notice).toContain('$23B → $32B');
    expect(notice).toContain('$74.6B → $75B');
    expect(await tick()).toMatchObject({ planned: 0, posted: 0 });
    expect(await store.outbox.outdated([digest, ...others])).toEqual([]);
  });

  it('is posted as it was where it was tried already, and corrected then', async () => {
    preview.turns.push('post', { refuse: 'not yet', retryAfter: 10 * minute });
    await arrive();
    others = [alphabet('75000000000', 2)];
    await tick();
    expect(preview.sent).toEqual([]);
    await tick(10 * minute);
    await tick();
    expect(sentTexts().map((text) => text.includes('→'))).toEqual([false, true]);
    expect(edits).toHaveLength(1);
  });

  it('is said once to be uncorrected where another digest on it is gone', async () => {
    await arrive();
    digest = { ...digest, id: 'meta/2020-q2', period: '2020-q2' };
    others = [alphabet('75000000000', 2)];
    await tick();
    await tick();
    expect(edits).toEqual([]);
    const said = lines.filter((line) => line.includes('a posted card is not corrected'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('meta/2023-q2 that it shows is not there');
  });
});
