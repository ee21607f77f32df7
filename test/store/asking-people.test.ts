import { expect, it } from 'vitest';
import type { AskLimits } from '../../src/store/people.ts';
import { onBothStores } from './both.ts';

const hour = 3_600_000;

onBothStores('people', (here) => {
  function ask(person: string, now: number, limits: Partial<AskLimits> = {}, channel = 'C1') {
    const who = { platform: 'slack', channel, person };
    return here().store.people.ask(who, { person: 2, channel: 99, within: hour, ...limits }, now);
  }

  it('have a language of their own on each platform, until they settle none', async () => {
    const { people } = here().store;
    await people.setLanguage('slack', 'U1', 'ja', 1);
    await people.setLanguage('slack', 'U1', 'en', 2);
    expect(await people.language('slack', 'U1')).toBe('en');
    expect(await people.language('discord', 'U1')).toBeNull();
    await people.setLanguage('slack', 'U1', null, 3);
    expect(await people.language('slack', 'U1')).toBeNull();
  });

  it('are answered again when their oldest question is out of sight, to the millisecond', async () => {
    expect([await ask('U1', 1000), await ask('U1', 3000)]).toEqual([null, null]);
    const limit = { whose: 'person', until: 1000 + hour };
    expect(await ask('U1', 4000)).toEqual(limit);
    // What was not answered does not count.
    expect(await ask('U1', 999 + hour)).toEqual(limit);
    expect(await ask('U1', 1000 + hour)).toBeNull();
    expect(await ask('U1', 1001 + hour)).toEqual({ whose: 'person', until: 3000 + hour });
  });

  it('have a limit each, wherever they ask', async () => {
    await ask('U1', 1);
    await ask('U1', 2, {}, 'C2');
    expect(await ask('U1', 3, {}, 'C3')).toMatchObject({ whose: 'person' });
    expect(await ask('U2', 3)).toBeNull();
  });

  it('share the limit of their channel, which counts nobody’s questions elsewhere', async () => {
    const limits = { channel: 2 };
    for (const person of ['U1', 'U2']) await ask(person, 5, limits);
    expect(await ask('U3', 6, limits)).toEqual({ whose: 'channel', until: 5 + hour });
    expect(await ask('U3', 6, limits, 'C2')).toBeNull();
  });

  it('are counted also where they ask many things at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_each, at) => ask('U1', at)));
    expect(await ask('U1', 30)).toMatchObject({ whose: 'person' });
  });
});
