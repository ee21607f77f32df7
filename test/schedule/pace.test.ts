import { array, assert, asyncProperty, integer } from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTurns, type Turns } from '../../src/schedule/pace.ts';
import { fakeClock } from './fakes.ts';

const going = new AbortController().signal;
let time: ReturnType<typeof fakeClock>;
let granted: { readonly name: string; readonly at: number }[];
let start: number;
/** How long (ms) each call takes. */
let answerTime: number;

beforeEach(() => {
  time = fakeClock();
  start = time.clock.now();
  granted = [];
  answerTime = 1;
});

function ask(turns: Turns, name: string, channel: string | null = null, requests = 1): void {
  const asked = async () => {
    const end = await turns.take(channel, requests, going);
    if (end === null) return;
    granted.push({ name, at: time.clock.now() - start });
    time.clock.after(answerTime, end);
  };
  void asked();
}

/** Lets time pass, a millisecond after the other. */
async function pass(ms: number): Promise<void> {
  await settled();
  for (let gone = 0; gone < ms; gone += 1) {
    time.forward(1);
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await Promise.resolve();
}

/** The most that were granted within any second. */
function mostInASecond(): number {
  const times = granted.map(({ at }) => at);
  return Math.max(
    ...times.map((at) => times.filter((other) => other >= at && other < at + 1000).length),
  );
}

describe('the turns of a platform', () => {
  it('are as many as it takes a second, and no more', async () => {
    const turns = createTurns({ perSecond: 49, channelEvery: 0 }, time.clock);
    for (let i = 0; i < 147; i += 1) ask(turns, `${i}`);
    await pass(3100);
    expect(granted).toHaveLength(147);
    expect(mostInASecond()).toBeLessThanOrEqual(49);
    expect(granted.at(-1)?.at).toBeLessThanOrEqual(3000);
  });

  it('are never more in a second, however late the timers are', async () => {
    const late = integer({ min: 0, max: 700 });
    await assert(
      asyncProperty(
        integer({ min: 1, max: 60 }),
        array(late, { minLength: 5, maxLength: 20 }),
        async (perSecond, delays) => {
          time = fakeClock();
          start = time.clock.now();
          granted = [];
          let timers = 0;
          const clock = {
            ...time.clock,
            after: (ms: number, run: () => void) =>
              time.clock.after(ms + (delays[timers++ % delays.length] ?? 0), run),
          };
          const turns = createTurns({ perSecond, channelEvery: 0 }, clock);
          for (let i = 0; i < 200; i += 1) ask(turns, `${i}`);
          await pass(3000);
          expect(mostInASecond()).toBeLessThanOrEqual(perSecond);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('count until a second after the answer: nobody knows when a request arrived', async () => {
    answerTime = 500;
    const turns = createTurns({ perSecond: 10, channelEvery: 0 }, time.clock);
    for (let i = 0; i < 30; i += 1) ask(turns, `${i}`);
    await pass(4400);
    for (const { at } of granted) {
      const after = granted.filter((other) => other.at >= at && other.at < at + 1500);
      expect(after.length).toBeLessThanOrEqual(10);
    }
    expect(granted.length).toBeGreaterThan(25);
  });

  it('keep the distance of messages to one channel, and let others go meanwhile', async () => {
    const turns = createTurns({ perSecond: 50, channelEvery: 1000 }, time.clock);
    for (const name of ['a1', 'a2', 'a3']) ask(turns, name, 'a');
    ask(turns, 'b1', 'b');
    ask(turns, 'look');
    await pass(2500);
    const at = Object.fromEntries(granted.map((each) => [each.name, each.at]));
    expect(granted.map(({ name }) => name)).toEqual(['a1', 'b1', 'look', 'a2', 'a3']);
    expect(at['look']).toBeLessThan(100);
    expect(at['a2']! - at['a1']!).toBeGreaterThanOrEqual(1000);
    expect(at['a3']! - at['a2']!).toBeGreaterThanOrEqual(1000);
  });

  it('count each request of a call', async () => {
    const turns = createTurns({ perSecond: 10, channelEvery: 0 }, time.clock);
    for (let i = 0; i < 10; i += 1) ask(turns, `edit ${i}`, null, 2);
    await pass(999);
    expect(granted).toHaveLength(5);
    await pass(1100);
    expect(granted).toHaveLength(10);
  });

  it('rest where the platform asked to wait: a channel alone, or all of them, which hand back what waits', async () => {
    let free = 0;
    const turns = createTurns({ perSecond: 50, channelEvery: 0 }, time.clock, () => (free += 1));
    turns.pause('a', 5000);
    ask(turns, 'a', 'a');
    ask(turns, 'b', 'b');
    await pass(4999);
    expect(granted.map(({ name }) => name)).toEqual(['b']);
    expect(turns.rate()).toBe(50);
    const before = turns.take('a', 1, going);
    turns.pause(null, 3000);
    expect(await before).toBeNull();
    expect([turns.rate(), free]).toEqual([0, 0]);
    ask(turns, 'c', 'c');
    await pass(2999);
    expect(granted.map(({ name }) => name)).toEqual(['b']);
    await pass(2);
    expect(granted.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(free).toBe(1);
  });

  it('are given up when the worker stops', async () => {
    const stop = new AbortController();
    const turns = createTurns({ perSecond: 1, channelEvery: 0 }, time.clock);
    const turn = () => turns.take(null, 1, stop.signal);
    const asked = [turn(), turn(), turn()];
    stop.abort();
    const given = await Promise.all([...asked, turn()]);
    expect(given.map((end) => end !== null)).toEqual([true, false, false, false]);
  });

  it('are shared with other workers, and none are given while the share is nothing', async () => {
    const turns = createTurns({ perSecond: 40, channelEvery: 0 }, time.clock);
    turns.share(0);
    for (let i = 0; i < 60; i += 1) ask(turns, `${i}`);
    await pass(1000);
    expect(granted).toEqual([]);
    turns.share(0.5);
    await pass(999);
    expect(granted).toHaveLength(20);
    turns.share(1);
    await pass(1100);
    expect(granted).toHaveLength(60);
  });
});
