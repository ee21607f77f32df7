import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../../src/store/store.ts';
import type { Delivery } from '../../../src/store/delivery.ts';
import { sampleCard } from '../../platform/contract.ts';
import { type Faults, openChannels } from './peer.ts';

/** Where the store is that the workers share. */
export interface ChaosHome {
  readonly dataDir: string;
  /** Empty for the embedded one. */
  readonly databaseUrl: string;
  readonly open: () => Promise<Store>;
}

export interface ChaosPlan {
  readonly seed: number;
  readonly deliveries: number;
  readonly channels: number;
  readonly workers: number;
  /** How often a worker is killed with -9. */
  readonly kills: number;
  /** How many of a thousand posts and looks go wrong. */
  readonly wrong: number;
  /** How many deliveries lose their answer and cannot be looked for. */
  readonly blind: number;
  /** A worker's lease in ms. */
  readonly lease: number;
  /** The longest (ms) that an answer takes. */
  readonly latency: number;
  /** After this long (ms) it counts as stuck. */
  readonly longest: number;
}

export interface ChaosResult {
  readonly posted: number;
  /** Keys of deliveries that stand nowhere and are not known to be missing. */
  readonly lost: readonly string[];
  /** Keys that stand in their channel twice. */
  readonly twice: readonly string[];
  readonly unknown: readonly string[];
  /** The keys whose look-up was made to fail. */
  readonly blind: readonly string[];
  readonly kills: number;
  /** How many deliveries were sending when a worker was killed. */
  readonly cutOff: number;
  readonly faults: Partial<Faults>;
  readonly seconds: number;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sends deliveries with workers that are killed and started again, over channels that lose and refuse. */
export async function chaos(home: ChaosHome, plan: ChaosPlan): Promise<ChaosResult> {
  const random = randomOf(plan.seed);
  const keys = Array.from({ length: plan.deliveries }, (_, i) => `d${i}`);
  const blind = new Set<string>();
  while (blind.size < plan.blind) blind.add(keys[Math.floor(random() * keys.length)] ?? '');
  const peer = await openChannels({ ...plan, random, blind });
  const store = await home.open();
  const began = performance.now();
  const workers = new Set<Promise<void>>();
  const over = new AbortController();
  const killing = { left: plan.kills, done: 0, cutOff: 0 };
  try {
    await store.outbox.add(
      keys.map((key, i) => planned(key, i, plan)),
      Date.now(),
    );
    for (let i = 0; i < plan.workers; i += 1)
      workers.add(keepWorking(home, plan, peer.url, random, store, killing, over.signal));
    const rows = await settled(store, plan, blind, began);
    over.abort();
    await Promise.all(workers);
    return {
      ...verdict(rows, peer.messages),
      blind: [...blind],
      kills: killing.done,
      cutOff: killing.cutOff,
      faults: peer.counts(),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    over.abort();
    await Promise.all(workers);
    await peer.close();
    await store.close();
  }
}

function planned(key: string, i: number, { channels }: ChaosPlan) {
  return {
    key,
    subscription: 'chaos',
    slot: 'on arrival',
    place: { platform: 'chaos', channel: `C${i % channels}`, thread: null },
    digest: `digest ${i}`,
    revision: 1,
    card: sampleCard(),
  };
}

interface Killing {
  left: number;
  done: number;
  cutOff: number;
}

/** Starts a worker, kills it after a random while, and starts it again, until all is over. */
async function keepWorking(
  home: ChaosHome,
  plan: ChaosPlan,
  url: string,
  random: () => number,
  store: Store,
  killing: Killing,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    const child = startWorker(home, url, plan.lease);
    const gone = once(child, 'exit');
    const ready = await Promise.race([once(child, 'message'), gone]);
    if (ready[0] !== 'ready') throw new Error(`a worker ended at its start with ${ready[0]}`);
    const alive = killing.left > 0 ? random() * 900 : Infinity;
    if (killing.left > 0) killing.left -= 1;
    if (await isOver(alive, over)) {
      child.kill('SIGTERM');
      await gone;
      return;
    }
    child.kill('SIGKILL');
    await gone;
    killing.done += 1;
    const rows = await store.outbox.list(plan.deliveries);
    killing.cutOff += rows.filter(({ state }) => state === 'sending').length;
  }
}

/** Waits so many ms; true where all is over before. */
async function isOver(ms: number, over: AbortSignal): Promise<boolean> {
  try {
    await pause(Math.min(ms, 2 ** 30), undefined, { signal: over });
  } catch {
    return true;
  }
  return false;
}

/** A child process with the real scheduler on the channels at a URL. */
export function startWorker(home: ChaosHome, url: string, lease: number): ChildProcess {
  const args = [home.dataDir, home.databaseUrl, url, String(lease)];
  return fork(join(import.meta.dirname, 'worker.ts'), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** The rows once each has come to its end. */
async function settled(
  store: Store,
  plan: ChaosPlan,
  blind: ReadonlySet<string>,
  began: number,
): Promise<readonly Delivery[]> {
  for (;;) {
    const rows = await store.outbox.list(plan.deliveries);
    const open = rows.filter(
      ({ key, state, lookups }) =>
        !(state === 'posted' || (state === 'unknown' && blind.has(key) && lookups > 0)),
    );
    if (open.length === 0 || performance.now() - began > plan.longest) return rows;
    await pause(250);
  }
}

function verdict(
  rows: readonly Delivery[],
  messages: readonly { readonly key: string }[],
): Pick<ChaosResult, 'posted' | 'lost' | 'twice' | 'unknown'> {
  const visible = Map.groupBy(messages, ({ key }) => key);
  const inState = (wanted: Delivery['state']) =>
    rows.filter(({ state }) => state === wanted).map(({ key }) => key);
  const unknown = inState('unknown');
  return {
    posted: inState('posted').length,
    lost: rows.map(({ key }) => key).filter((key) => !visible.has(key) && !unknown.includes(key)),
    twice: [...visible].filter(([, all]) => all.length > 1).map(([key]) => key),
    unknown,
  };
}
