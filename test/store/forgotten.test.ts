import { beforeEach, expect, it } from 'vitest';
import type { Whose } from '../../src/store/retention.ts';
import { onBothStores } from './both.ts';

/** What is kept of people, by whom and where, but for talk: it is in its own tests. */
const people = [
  ['slack', 'T1/C1', 'U1'],
  ['slack', 'T1/C1', 'U2'],
  ['slack', 'T1/C10', 'U1'],
  ['slack', 'T10/C1', 'U3'],
  ['slack', 't1/C1', 'U4'],
  ['slack', 'C1', 'U10'],
  ['discord', 'T1/C1', 'U1'],
] as const;
const names = people.map((each) => each.join(' '));
const places = [...new Set(people.map(([platform, channel]) => `${platform} ${channel}`))];

function isIn(channel: string): (name: string) => boolean {
  return (name) => name.startsWith(`slack ${channel}`);
}

onBothStores('what is kept of people', (here) => {
  const limits = { person: 1, channel: 99, within: 1000 };
  beforeEach(async () => {
    const { store } = here();
    for (const [platform, channel, person] of people) {
      await store.people.ask({ platform, channel, person }, { ...limits, person: 99 }, 10);
      await store.people.setLanguage(platform, person, 'ja', 10);
      const by = `${platform}/${person}`;
      const text = '数字が違います';
      await store.reports.add({ digest: 'd', revision: 1, text, platform, channel, by, at: 10 });
    }
    for (const platform of ['slack', 'discord'])
      await store.inbox.keep({ platform, keys: [platform], heard: '{"text":"q"}' }, 'a', 50, 10);
  });

  /** The channels in which a question still counts; where none does, one counts after this. */
  async function counted(): Promise<readonly string[]> {
    const inChannel = { person: 99, channel: 1, within: 1000 };
    const left: string[] = [];
    for (const [platform, channel] of places.map((place) => place.split(' '))) {
      const who = { platform: platform!, channel: channel!, person: 'nobody' };
      const limit = await here().store.people.ask(who, inChannel, 20);
      if (limit !== null) left.push(`${platform} ${channel}`);
    }
    return left;
  }
  const languages = async () => {
    const told = await Promise.all(
      people.map(([platform, , person]) => here().store.people.language(platform, person)),
    );
    return names.filter((_, at) => told[at] !== null);
  };
  const signed = async () =>
    (await here().store.reports.open()).map(({ by, channel }) => `${by} ${channel}`);
  const inbox = async () => {
    const { store } = here();
    const left = await Promise.all(
      ['slack', 'discord'].map((platform) => store.inbox.take(platform, 'b', 200, 100, 9)),
    );
    return left.flat().map(({ id }) => id);
  };

  it.each<[string, Whose, (name: string) => boolean]>([
    ['a channel', { kind: 'channel', platform: 'slack', channel: 'T1/C1' }, isIn('T1/C1 ')],
    ['a workspace', { kind: 'workspace', platform: 'slack', workspace: 'T1' }, isIn('T1/')],
  ])(
    'is forgotten of %s: questions, and who reported; languages are of no place',
    async (_, whose, gone) => {
      const { store } = here();
      const kept = await store.kept.put('an answer', 10);
      await store.retention.forget(whose);
      expect(await signed()).toEqual(
        people.map(([platform, channel, person]) =>
          gone(`${platform} ${channel} ${person}`)
            ? `slack ${channel}`
            : `${platform}/${person} ${channel}`,
        ),
      );
      expect(await counted()).toEqual(places.filter((place) => !gone(`${place} `)));
      expect(await languages()).toEqual(names);
      expect(await inbox()).toEqual(['slack', 'discord']);
      expect(await store.kept.get(kept)).toBe('an answer');
    },
  );

  it('is forgotten of a person, wherever they spoke', async () => {
    const { store } = here();
    await store.retention.forget({ kind: 'person', platform: 'slack', person: 'U1' });
    const gone = ['slack T1/C1 U1', 'slack T1/C10 U1'];
    expect(await languages()).toEqual(names.filter((name) => !gone.includes(name)));
    expect(await signed()).toEqual([
      'slack T1/C1',
      'slack/U2 T1/C1',
      'slack T1/C10',
      'slack/U3 T10/C1',
      'slack/U4 t1/C1',
      'slack/U10 C1',
      'discord/U1 T1/C1',
    ]);
    const again = await store.people.ask(
      { platform: 'slack', channel: 'T2/C2', person: 'U1' },
      limits,
      20,
    );
    expect(again).toBeNull();
    expect(await counted()).toEqual(places.filter((place) => place !== 'slack T1/C10'));
    expect(await inbox()).toEqual(['slack', 'discord']);
  });

  it('is forgotten of a platform, with what waits for an answer there', async () => {
    const { store } = here();
    await store.retention.forget({ kind: 'platform', platform: 'slack' });
    expect(await languages()).toEqual(['discord T1/C1 U1']);
    expect(new Set(await signed())).toEqual(
      new Set([
        'discord/U1 T1/C1',
        ...people.slice(0, -1).map(([platform, channel]) => `${platform} ${channel}`),
      ]),
    );
    expect(await inbox()).toEqual(['discord']);
    expect(await counted()).toEqual(['discord T1/C1']);
  });

  it('is forgotten of everybody, with what buttons refer to; what was reported stays', async () => {
    const { store } = here();
    const kept = await store.kept.put('an answer', 10);
    await store.retention.forget({ kind: 'all' });
    expect(await languages()).toEqual([]);
    expect(await inbox()).toEqual([]);
    expect(await store.kept.get(kept)).toBeNull();
    expect(await signed()).toEqual(people.map(([platform, channel]) => `${platform} ${channel}`));
  });

  it('goes when it is older than a time: questions, what was heard, what buttons refer to', async () => {
    const { store } = here();
    const [old, young] = [await store.kept.put('old', 99), await store.kept.put('young', 100)];
    const later = { platform: 'slack', keys: ['later'], heard: '{}' };
    await store.inbox.keep(later, 'a', 50, 100);
    await store.retention.purge(100);
    expect([await store.kept.get(old), await store.kept.get(young)]).toEqual([null, 'young']);
    expect(await inbox()).toEqual(['later']);
    expect(await languages()).toEqual(names);
    expect((await signed()).filter((by) => by.startsWith('slack/U'))).toHaveLength(6);
    expect(
      await store.people.ask(
        { platform: 'slack', channel: 'T1/C1', person: 'U1' },
        { ...limits, channel: 1 },
        20,
      ),
    ).toBeNull();
  });
});
