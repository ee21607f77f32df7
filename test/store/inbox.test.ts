import { expect, it } from 'vitest';
import { onBothStores } from './both.ts';

const held = 30_000;

function said(keys: readonly string[], heard = `{"text":"${keys[0]}"}`, platform = 'slack') {
  return { platform, keys, heard };
}

onBothStores('what was heard', (here) => {
  it('is kept once: a twin under another id is told by the key they share', async () => {
    const { store, other } = here();
    const { inbox } = store;
    expect(await inbox.keep(said(['event:1', 'message:C1:1.5']), 'a', held, 0)).toBe(true);
    expect(await other.inbox.keep(said(['event:2', 'message:C1:1.5']), 'b', held, 1)).toBe(false);
    expect(await other.inbox.keep(said(['event:1', 'message:C1:1.5']), 'b', held, 2)).toBe(false);
    expect(await inbox.keep(said(['event:3', 'message:C1:1.6']), 'a', held, 3)).toBe(true);
    const left = await other.inbox.take('slack', 'b', 2 * held, held + 1, 9);
    expect(left.map(({ id }) => id)).toEqual(['event:1', 'event:3']);
  });

  it('is kept once where two processes hear twins at the same moment', async () => {
    const { store, other } = here();
    // Each names the keys in its own order: neither may wait for the other for ever.
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const keys = n % 2 === 0 ? ['event:a', 'message:m'] : ['message:m', 'event:b'];
        return (n % 2 === 0 ? store : other).inbox.keep(said(keys), `p${n % 2}`, held, n);
      }),
    );
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await store.inbox.take('slack', 'c', 2 * held, held + 1, 9)).toHaveLength(1);
  });

  it('counts a key that is given twice as one', async () => {
    const { inbox } = here().store;
    expect(await inbox.keep(said(['event:1', 'event:1']), 'a', held, 0)).toBe(true);
  });

  it('is not kept where its key was seen by other ways, and is seen by those', async () => {
    const { store, other } = here();
    expect(await store.once('event:1', 0)).toBe(true);
    expect(await other.inbox.keep(said(['event:1']), 'a', held, 0)).toBe(false);
    expect(await other.inbox.keep(said(['event:2']), 'a', held, 0)).toBe(true);
    expect(await store.once('event:2', 0)).toBe(false);
  });

  it('is gone when it is settled, and its twins stay known', async () => {
    const { store, other } = here();
    await store.inbox.keep(said(['event:1', 'm:1']), 'a', held, 0);
    await store.inbox.settle('event:1');
    await store.inbox.settle('event:1');
    expect(await other.inbox.take('slack', 'b', 2 * held, held + 1, 9)).toEqual([]);
    expect(await other.inbox.keep(said(['event:2', 'm:1']), 'b', held, 5)).toBe(false);
  });

  it('is given back as it was heard, with how often it was taken up', async () => {
    const { store, other } = here();
    const heard = JSON.stringify({ text: '売上高は?', nested: { files: [] } });
    await store.inbox.keep(said(['e\0vent:1'], `${heard}\0`), 'a', held, 7);
    const taken = await other.inbox.take('slack', 'b', 2 * held, held + 1, 9);
    expect(taken).toEqual([{ id: 'event:1', heard, attempt: 2, at: 7 }]);
    const again = await store.inbox.take('slack', 'c', 3 * held, 2 * held + 1, 9);
    expect(again).toEqual([{ id: 'event:1', heard, attempt: 3, at: 7 }]);
    await other.inbox.settle('e\0vent:1');
    expect(await store.inbox.take('slack', 'd', 9 * held, 8 * held, 9)).toEqual([]);
  });

  it('is left alone while whoever heard it lives, and taken over after', async () => {
    const { store, other } = here();
    await store.inbox.keep(said(['event:1']), 'a', held, 0);
    await store.inbox.keep(said(['event:2']), 'b', held, 0);
    expect(await other.inbox.take('slack', 'c', 2 * held, held, 9)).toEqual([]);
    expect(await store.inbox.renew('a', ['event:1', 'event:2'], 2 * held)).toEqual(['event:1']);
    const taken = await other.inbox.take('slack', 'c', 3 * held, held + 1, 9);
    expect(taken.map(({ id }) => id)).toEqual(['event:2']);
    // It is c's now: b, which was thought dead, holds it no longer.
    expect(await store.inbox.renew('b', ['event:2'], 100 * held)).toEqual([]);
    const later = await other.inbox.take('slack', 'd', 9 * held, 3 * held + 1, 9);
    expect(later.map(({ id }) => id).toSorted()).toEqual(['event:1', 'event:2']);
  });

  it('is taken over by one process, the oldest first, as much as is asked for, of one platform', async () => {
    const { store, other } = here();
    const times = [5, 3, 9, 1, 7, 2, 8, 4, 6, 0];
    for (const at of times) await store.inbox.keep(said([`event:${at}`]), 'a', held, at);
    await store.inbox.keep(said(['elsewhere'], '{}', 'discord'), 'a', held, 0);
    const first = await store.inbox.take('slack', 'b', 9 * held, 2 * held, 3);
    expect(first.map(({ id }) => id)).toEqual(['event:0', 'event:1', 'event:2']);
    const rest = await Promise.all(
      [store, other, store, other].map((each, n) =>
        each.inbox.take('slack', `p${n}`, 9 * held, 2 * held, 9),
      ),
    );
    const ids = rest.flat().map(({ id }) => id);
    expect(ids.toSorted()).toEqual([3, 4, 5, 6, 7, 8, 9].map((at) => `event:${at}`));
    expect((await store.inbox.take('discord', 'b', held, 2 * held, 9)).map(({ id }) => id)).toEqual(
      ['elsewhere'],
    );
  });

  it('forgets its keys after a week, where nothing else asks for keys', async () => {
    const { store, other } = here();
    const week = 7 * 24 * 3_600_000;
    await store.inbox.keep(said(['event:1']), 'a', held, 0);
    await store.inbox.settle('event:1');
    await other.inbox.keep(said(['event:2']), 'a', week, week);
    expect(await store.inbox.keep(said(['event:1']), 'a', week, week)).toBe(false);
    // The same process, an hour later.
    await other.inbox.keep(said(['event:3']), 'a', week, week + 3_600_001);
    expect(await store.inbox.keep(said(['event:1']), 'a', week, week)).toBe(true);
  });
});
