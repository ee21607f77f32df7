import { expect, it } from 'vitest';
import { onBothStores } from './both.ts';

const hour = 3_600_000;
const limits = { person: 3, channel: 5, within: hour };
const who = { platform: 'slack', channel: 'T1/C1', person: 'U1' };
const report = {
  digest: 'meta/2023-q2',
  revision: 2,
  text: '純利益が違います\0',
  platform: 'slack',
  channel: 'T1/C1',
  by: 'slack/U1',
  at: 5,
};

onBothStores('what people settle for themselves', (here) => {
  it('is the language they are answered in, on each platform its own', async () => {
    const { store, other } = here();
    expect(await store.people.language('slack', 'U1')).toBeNull();
    await store.people.setLanguage('slack', 'U1', 'ja', 1);
    await store.people.setLanguage('discord', 'U1', 'en', 2);
    await other.people.setLanguage('slack', 'U1', 'en', 3);
    expect(await store.people.language('slack', 'U1')).toBe('en');
    expect(await store.people.language('slack', 'U10')).toBeNull();
    await store.people.setLanguage('slack', 'U1', null, 4);
    await store.people.setLanguage('slack', 'U1', null, 5);
    expect(await other.people.language('slack', 'U1')).toBeNull();
    expect(await other.people.language('discord', 'U1')).toBe('en');
  });
});

onBothStores('questions', (here) => {
  it('of one person are answered up to their limit, wherever they ask, until the oldest is past', async () => {
    const { store, other } = here();
    const ask = (at: number, channel = 'T1/C1') =>
      (at % 2 === 0 ? store : other).people.ask({ ...who, channel }, limits, at);
    expect(await ask(0)).toBeNull();
    expect(await ask(10, 'T1/C2')).toBeNull();
    expect(await ask(21)).toBeNull();
    expect(await ask(30)).toEqual({ whose: 'person', until: hour });
    // What was not answered does not count.
    expect(await ask(hour - 1)).toEqual({ whose: 'person', until: hour });
    expect(await ask(hour)).toBeNull();
    expect(await ask(hour + 1)).toEqual({ whose: 'person', until: hour + 10 });
    expect(await ask(hour + 10)).toBeNull();
  });

  it('in one channel are answered up to its limit, whoever asks, and in others still', async () => {
    const { people } = here().store;
    const ask = (person: string, at: number, given: Partial<typeof who> = {}) =>
      people.ask({ ...who, person, ...given }, limits, at);
    for (const n of [1, 2, 3, 4, 5]) expect(await ask(`U${n}`, n)).toBeNull();
    expect(await ask('U6', 6)).toEqual({ whose: 'channel', until: hour + 1 });
    expect(await ask('U6', 6, { channel: 'T1/C10' })).toBeNull();
    expect(await ask('U6', 6, { channel: 'C1' })).toBeNull();
    expect(await ask('U6', 6, { platform: 'discord' })).toBeNull();
    expect(await ask('U6', hour + 1)).toBeNull();
  });

  it('count under the limit of now, where it was lowered', async () => {
    const { people } = here().store;
    for (const at of [0, 1, 2]) await people.ask(who, limits, at);
    const lower = { ...limits, person: 1 };
    expect(await people.ask(who, lower, 3)).toEqual({ whose: 'person', until: hour + 2 });
  });

  it('leave no trace of who asked after the hour that is counted', async () => {
    const { people } = here().store;
    // Counted over a day, the question of U1 would still be known.
    const day = { person: 1, channel: 9, within: 24 * hour };
    await people.ask(who, limits, 0);
    await people.ask({ ...who, person: 'U2' }, limits, hour);
    expect(await people.ask(who, day, hour)).toBeNull();
    expect(await people.ask({ ...who, person: 'U2' }, day, hour)).toMatchObject({
      whose: 'person',
    });
  });
});

onBothStores('what buttons refer to', (here) => {
  it('is found by its id, in any process, and only by that', async () => {
    const { store, other } = here();
    const what = { answer: 'EPS は2.98ドル\0', nested: [1, null, { a: true }] };
    const [one, two] = await Promise.all([store.kept.put(what, 1), other.kept.put({ what }, 1)]);
    expect(one).not.toBe(two);
    expect(one.length).toBeLessThanOrEqual(64);
    expect(await other.kept.get(one)).toEqual(what);
    expect(await store.kept.get('')).toBeNull();
    expect(await store.kept.get(`${one}\0`)).toEqual(what);
    expect(await store.kept.get(one.toUpperCase())).toBeNull();
  });

  it('is kept once, from when it was last asked for: who presses a button all day fills no disk', async () => {
    const { store, other } = here();
    const [one, two] = await Promise.all([store.kept.put('same', 1), other.kept.put('same', 1)]);
    expect(two).toBe(one);
    await store.kept.put('same', 9);
    await store.retention.purge(9);
    expect(await other.kept.get(one)).toBe('same');
    await store.retention.purge(10);
    expect(await other.kept.get(one)).toBeNull();
  });
});

onBothStores('what people report as wrong', (here) => {
  it('waits for the operator in the order in which it came, until it is closed', async () => {
    const { store, other } = here();
    await store.reports.add(report);
    await other.reports.add({ ...report, text: '2件目', at: 4 });
    const open = await other.reports.open();
    expect(open).toEqual([
      { ...report, text: '純利益が違います', id: open[0]!.id },
      { ...report, text: '2件目', at: 4, id: open[1]!.id },
    ]);
    expect(await store.reports.close(open[0]!.id)).toBe(true);
    expect(await other.reports.close(open[0]!.id)).toBe(false);
    expect((await store.reports.open()).map(({ text }) => text)).toEqual(['2件目']);
    // No id comes twice: one that the operator has read stays that of one report.
    await store.reports.close(open[1]!.id);
    await store.reports.add(report);
    expect((await store.reports.open())[0]!.id).toBeGreaterThan(open[1]!.id);
  });
});

onBothStores('the history of digests', (here) => {
  it('keeps each revision as it was first seen', async () => {
    const { store, other } = here();
    const { revisions } = store;
    await revisions.note('meta/2023-q2', 2, { eps: '2.98', note: 'a\0b' }, 9);
    await other.revisions.note('meta/2023-q2', 1, { eps: '2.99' }, 5);
    await other.revisions.note('meta/2023-q2', 2, { eps: '9.99' }, 11);
    await revisions.note('meta/2023-q1', 1, null, 5);
    expect(await revisions.of('meta/2023-q2')).toEqual([
      { revision: 1, digest: { eps: '2.99' }, at: 5 },
      { revision: 2, digest: { eps: '2.98', note: 'a\0b' }, at: 9 },
    ]);
    expect(await revisions.of('meta/2023-q1')).toEqual([{ revision: 1, digest: null, at: 5 }]);
    expect(await revisions.of('meta')).toEqual([]);
  });
});

onBothStores('the commands that were printed last', (here) => {
  it('are those of the last time, on each platform its own', async () => {
    const { store, other } = here();
    const { manifests } = store;
    expect(await manifests.of('slack')).toBeNull();
    await manifests.note('slack', ['/digest', '/meta'], 1);
    await other.manifests.note('slack', ['/digest'], 2);
    await manifests.note('discord', [], 3);
    expect(await manifests.of('slack')).toEqual({ commands: ['/digest'], at: 2 });
    expect(await manifests.of('discord')).toEqual({ commands: [], at: 3 });
  });
});
