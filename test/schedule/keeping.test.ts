import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createKeeping } from '../../src/schedule/keeping.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteHome } from '../store/homes.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse('2026-11-02T03:00:00Z');

let home: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let lines: string[];
beforeEach(async () => {
  home = await sqliteHome();
  store = await home.open();
  lines = [];
});
afterEach(async () => {
  await store.close();
  await home.close();
});

const log = createLog('info', (line) => lines.push(line));
const ask = (at: number) =>
  store.conversations.addTurn('t', { question: String(at), answer: '', at });
const left = async () => (await store.conversations.turns('t')).map(({ at }) => at);

describe('what people asked', () => {
  it('goes after thirty days where nothing is said, and that is logged', async () => {
    await ask(now - 30 * day - 1);
    await ask(now - 30 * day);
    await createKeeping({ store, log })(now);
    expect(await left()).toEqual([now - 30 * day]);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ questions: 1, messages: 0, keepDays: 30 });
  });

  it('goes after as many days as are said', async () => {
    await ask(now - day - 1);
    await createKeeping({ store, log, keepDays: 1 })(now);
    expect(await left()).toEqual([]);
  });

  it('is looked through once an hour, however often there is a tick', async () => {
    const keep = createKeeping({ store, log, keepDays: 1 });
    await keep(now);
    await ask(0);
    for (let passed = 60_000; passed < hour; passed += 60_000) await keep(now + passed);
    expect(await left()).toEqual([0]);
    await keep(now + hour);
    expect(await left()).toEqual([]);
    expect(lines).toHaveLength(1);
  });
});
