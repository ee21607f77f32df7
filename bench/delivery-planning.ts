import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestCard } from '../src/card/digest-card.ts';
import type { Digest } from '../src/digest/digest.ts';
import { loadLibrary } from '../src/digest/files.ts';
import { createLog } from '../src/log.ts';
import { offersOf, plan, type PlanInput } from '../src/schedule/plan.ts';
import { createPlanner } from '../src/schedule/planner.ts';
import type { Subscription } from '../src/schedule/subscriptions.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { timed } from './clock.ts';
import { short, tableText } from './table.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const noon = Date.parse('2026-11-02T12:00Z');
const zones = Intl.supportedValuesOf('timeZone');
const platforms = ['slack', 'discord', 'preview'] as const;
const languages = ['ja', 'en', 'both'] as const;

/** How many subscriptions are planned, and the two whose times tell how they grow. */
const sizes = [1000, 10_000, 100_000] as const;
const most = 100_000;

/**
 * Plans up to 100,000 subscriptions and stores what is due in the embedded database: a tick with nothing due, one at
 * which all are due at once, and one at which all are due with three digests. Prints ms, and how the time for one
 * subscription grows from 1,000 on.
 */
export async function planningBench(): Promise<string> {
  const { library } = await loadLibrary(join(import.meta.dirname, '..', 'digests'));
  const [seed] = library.digests;
  if (!seed) throw new Error('There is no digest in digests/: check the folder out again.');
  await measured(2000, seed); // its code is compiled by then
  const runs: Run[] = [];
  for (const size of sizes) {
    const tries: [Run, ...Run[]] = [await measured(size, seed)];
    while (tries.length < 3) tries.push(await measured(size, seed));
    runs.push(fastest(tries));
  }
  const first = runs[0];
  const rows = runs.map((run) => [
    short(run.size),
    ...(['alone', 'begin', 'nothing', 'all', 'three'] as const).flatMap((key) => [short(run[key])]),
    `${short(run.all / run.size / ((first?.all ?? 1) / (first?.size ?? 1)))}x`,
    `${short(run.three / run.size / ((first?.three ?? 1) / (first?.size ?? 1)))}x`,
    short(run.megabytes),
  ]);
  const heads = ['subscriptions', 'plan()', 'begin', 'nothing due', 'all due', 'three each'];
  const text = tableText([...heads, 'growth, all', 'growth, three', 'MB in use'], rows);
  return `Planning and storing, ms a tick, the best of three (aim: ${short(most)} all due <= 2,000, growth about 1x)\n${text}`;
}

/** The shortest time of each kind: what else the machine did meanwhile is not ours. */
function fastest(tries: readonly [Run, ...Run[]]): Run {
  const least = (key: keyof Run) => Math.min(...tries.map((run) => run[key]));
  const [first] = tries;
  return {
    ...first,
    alone: least('alone'),
    begin: least('begin'),
    nothing: least('nothing'),
    all: least('all'),
    three: least('three'),
  };
}

interface Run {
  readonly size: number;
  /** plan() alone where all are due, then ticks: all new, nothing due, all due, all due with three digests each. */
  readonly alone: number;
  readonly begin: number;
  readonly nothing: number;
  readonly all: number;
  readonly three: number;
  /** Of heap, after the last tick. */
  readonly megabytes: number;
}

async function measured(size: number, seed: Digest): Promise<Run> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kawaraban-bench-'));
  const log = createLog('silent');
  const store = await openStore({ dataDir, databaseUrl: undefined, log });
  try {
    return await ticks(store, subscriptionsOf(size), seed);
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true });
  }
}

async function ticks(
  store: Store,
  subscriptions: readonly Subscription[],
  seed: Digest,
): Promise<Run> {
  let digests: readonly Digest[] = [quarter(seed, 0)];
  const planner = createPlanner({
    store,
    platforms: new Map(platforms.map((name) => [name, null])),
    digests: () => Promise.resolve(digests),
    subscriptions: () => Promise.resolve({ subscriptions, errors: [] }),
    card: (digest, language) => digestCard(digest, { language, form: 'standard' }),
    log: createLog('silent'),
  });
  async function tick(at: number, count: number): Promise<number> {
    while (digests.length < count) digests = [...digests, quarter(seed, digests.length)];
    globalThis.gc?.();
    const start = performance.now();
    const before = await planner(at);
    const took = performance.now() - start;
    const wanted = (count - known) * subscriptions.length;
    if (known > 0 && before !== wanted) throw new Error(`${before} planned, not ${wanted}`);
    return took;
  }
  let known = 0;
  const begin = await tick(noon - minute, 1);
  await tick(noon, 1);
  known = 1;
  const nothing = await tick(noon + day - minute, 1);
  const all = await tick(noon + day, 2);
  known = 2;
  await tick(noon + 2 * day - minute, 2);
  const three = await tick(noon + 2 * day, 5);
  globalThis.gc?.();
  const megabytes = process.memoryUsage().heapUsed / 2 ** 20;
  const alone = planAlone(subscriptions, digests.slice(0, 2));
  return { size: subscriptions.length, alone, begin, nothing, all, three, megabytes };
}

function planAlone(subscriptions: readonly Subscription[], digests: readonly Digest[]): number {
  const now = noon + day;
  const [old, fresh] = digests.map(({ id }) => id);
  const input: PlanInput = {
    subscriptions,
    digests,
    arrivals: new Map([
      [old ?? '', noon - minute],
      [fresh ?? '', now],
    ]),
    progress: new Map(subscriptions.map(({ id }) => [id, { since: noon, until: noon }])),
    lastTick: now - minute,
    now,
  };
  const made: number[] = [];
  const took = timed(() => {
    const { posts } = plan(offersOf(input), { taken: [], posts: new Map(), shows: () => true });
    made.push(posts.length);
  });
  if (made[0] !== subscriptions.length) throw new Error(`${made[0]} posts planned`);
  return took;
}

function quarter(seed: Digest, at: number): Digest {
  const period = `${2020 + Math.floor(at / 4)}-q${(at % 4) + 1}`;
  return { ...seed, id: `${seed.company.slug}/${period}`, period };
}

/** All that want the seed's company: by name, by tag, among others or with all; four of ten as it arrives, the others at noon UTC in their own zones. */
function subscriptionsOf(size: number): readonly Subscription[] {
  const filters = [
    { companies: 'all', tags: [] },
    { companies: ['meta'], tags: [] },
    { companies: ['alphabet', 'meta', 'sony'], tags: [] },
    { companies: ['sony'], tags: ['tech', 'big-tech', 'social'] },
  ] as const;
  return Array.from({ length: size }, (_, at) => {
    const platform = platforms[at % platforms.length] ?? 'preview';
    const filter = filters[at % filters.length] ?? filters[0];
    return {
      ...filter,
      id: `${platform}/C${at}/${at % filters.length}`,
      platform,
      channel: `C${at}`,
      thread: null,
      language: languages[at % languages.length] ?? 'both',
      when: at % 10 < 4 ? { kind: 'arrival' } : noonIn(zones[at % zones.length] ?? 'UTC'),
      quiet: null,
      cap: at % 5 === 0 ? 10 : null,
      catchUp: day,
      paused: false,
      origin: 'file',
    };
  });
}

function noonIn(zone: string): Subscription['when'] {
  const there = Temporal.Instant.fromEpochMilliseconds(noon).toZonedDateTimeISO(zone);
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  return { kind: 'timed', days: [1, 2, 3, 4, 5, 6, 7], times: [time], zone };
}
