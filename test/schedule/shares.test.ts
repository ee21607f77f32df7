import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTurns, type Turns } from '../../src/schedule/pace.ts';
import { createShares, type Shares } from '../../src/schedule/shares.ts';
import type { Store } from '../../src/store/store.ts';
import { log, sqliteHome } from '../store/homes.ts';
import { fakeClock } from './fakes.ts';

let home: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let time: ReturnType<typeof fakeClock>;
const started: Shares[] = [];

beforeEach(async () => {
  home = await sqliteHome();
  store = await home.open();
  time = fakeClock();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((shares) => shares.stop()));
  await store.close();
  await home.close();
});

async function worker(owner: string, ...platforms: string[]) {
  const begun: string[] = [];
  const turns = new Map<string, Turns>(
    platforms.map((name) => [
      name,
      createTurns({ perSecond: 48, channelEvery: 0 }, time.clock, () => begun.push(owner)),
    ]),
  );
  const shares = createShares({
    workers: store.workers,
    owner,
    turns,
    clock: time.clock,
    log,
  });
  started.push(shares);
  await shares.start();
  return { shares, begun, rate: (name: string) => turns.get(name)?.rate() };
}

async function after(ms: number): Promise<void> {
  time.forward(ms);
  await new Promise((done) => setTimeout(done, 30));
}

describe('workers that share the limit of a platform', () => {
  it('give a newcomer its part once all have seen it, and never more than the limit meanwhile', async () => {
    const first = await worker('first', 'discord', 'slack');
    expect(first.rate('discord')).toBe(48);
    await after(4000);
    const second = await worker('second', 'discord');
    expect([first.rate('discord'), second.rate('discord')]).toEqual([48, 0]);
    await after(6000);
    await vi.waitFor(() => expect(first.rate('discord')).toBe(24));
    expect([second.rate('discord'), first.rate('slack'), second.begun]).toEqual([0, 48, []]);
    await after(6000);
    await vi.waitFor(() => expect(second.rate('discord')).toBe(24));
    expect(second.begun).toEqual(['second']);
  });

  it('get back at once what one that stops had, and later that of one that is gone', async () => {
    const first = await worker('first', 'discord');
    const second = await worker('second', 'discord');
    await store.workers.seen({ owner: 'killed', platforms: ['discord'] }, time.clock.now(), 0);
    await after(10_000);
    await vi.waitFor(() => expect(first.rate('discord')).toBe(16));
    await second.shares.stop();
    await after(10_000);
    await vi.waitFor(() => expect(first.rate('discord')).toBe(24));
    await after(10_000);
    await vi.waitFor(() => expect(first.rate('discord')).toBe(48));
  });

  it('keep their part while the store cannot be reached', async () => {
    const first = await worker('first', 'discord');
    await store.close();
    await after(10_000);
    await after(10_000);
    expect(first.rate('discord')).toBe(48);
    store = await home.open();
  });

  it('are not counted where nothing has a limit', async () => {
    await worker('preview alone');
    expect(await store.workers.since(0)).toEqual([]);
  });
});
