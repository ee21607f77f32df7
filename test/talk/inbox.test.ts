import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInbox } from '../../src/talk/inbox.ts';
import { onBothStores } from '../store/both.ts';
import { log } from '../store/homes.ts';

const lease = 30_000;
const beat = 10_000;

let time: number;
let made: ReturnType<typeof createInbox>[];

const clock = () => time;
const opened = (...given: Parameters<typeof createInbox>) => {
  const inbox = createInbox(...given);
  made.push(inbox);
  return inbox;
};

beforeEach(() => {
  [time, made] = [1_000_000, []];
  // The stores' own waits go on.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  for (const inbox of made) inbox.stop();
  vi.useRealTimers();
});

onBothStores('what a process heard', (here) => {
  it('is its own until another process took it over, however long it stood still', async () => {
    const { store, other } = here();
    const [ours, theirs] = [opened(store, log, clock), opened(other, log, clock)];
    await ours.keep('slack', ['e1'], '{}');
    await ours.keep('slack', ['e2'], '{}');
    time += lease + 1;
    expect(await ours.holds('e1')).toBe(true);
    expect((await theirs.left('slack')).map(({ id }) => id)).toEqual(['e2']);
    expect([await ours.holds('e2'), await theirs.holds('e2')]).toEqual([false, true]);
    await theirs.settle('e2');
    expect(await theirs.holds('e2')).toBe(false);
  });

  it('is held as long as it lives, but not what it does not know that it holds', async () => {
    const { store, other } = here();
    // The answer of the store was lost on the way: Slack is told nothing, and sends again what was seen.
    const lossy = {
      ...store.inbox,
      keep: async (...given: Parameters<typeof store.inbox.keep>) => {
        const kept = await store.inbox.keep(...given);
        if (given[0].keys.includes('unsure')) throw new Error('no answer');
        return kept;
      },
    };
    const ours = opened({ inbox: lossy }, log, clock);
    await expect(ours.keep('slack', ['unsure'], '{}')).rejects.toThrow('no answer');
    await ours.keep('slack', ['held'], '{}');
    const renewed = vi.spyOn(lossy, 'renew');
    for (let beats = 0; beats < 4; beats += 1) {
      time += beat;
      vi.advanceTimersByTime(beat);
      await Promise.all(renewed.mock.results.map(({ value }) => value));
    }
    const left = await opened(other, log, clock).left('slack');
    expect(left.map(({ id }) => id)).toEqual(['unsure']);
  });

  it('is held until the store took that it was answered', async () => {
    const { store, other } = here();
    const away = vi.spyOn(store.inbox, 'settle').mockRejectedValueOnce(new Error('away'));
    const ours = opened(store, log, clock);
    await ours.keep('slack', ['e1'], '{}');
    await expect(ours.settle('e1')).rejects.toThrow('away');
    time += lease + 1;
    expect(await ours.holds('e1')).toBe(true);
    expect(await opened(other, log, clock).left('slack')).toEqual([]);
    await ours.settle('e1');
    expect(away).toHaveBeenCalledTimes(2);
    expect(await ours.holds('e1')).toBe(false);
  });
});
