import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PreviewMessage } from '../../src/store/messages.ts';
import { toldKey } from '../../src/store/people.ts';
import type { Whose } from '../../src/store/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { readTalkKey, talkKey, threadKey } from '../../src/store/talk.ts';
import { onBothStores } from './both.ts';
import { newDelivery } from './contract.ts';
import { sqliteHome } from './homes.ts';

function message(id: string, given: Partial<PreviewMessage> = {}): PreviewMessage {
  return {
    id,
    channel: '#digest',
    thread: null,
    author: 'kawaraban',
    visibility: 'channel',
    key: null,
    card: null,
    text: null,
    at: 10,
    ...given,
  };
}

const asked = (question: string, at = 10) => ({ question, answer: `答え: ${question}`, at });

onBothStores('what is kept of people', (here) => {
  let store: Store;
  beforeEach(() => {
    ({ store } = here());
  });

  /** What is left of what was asked, by the key of its talk. */
  async function left(keys: readonly string[]): Promise<readonly string[]> {
    const turns = await Promise.all(keys.map((key) => store.conversations.turns(key)));
    return keys.filter((_key, i) => turns[i]!.length > 0);
  }
  const idsIn = async (channel: string) =>
    (await store.messages.list(channel)).map(({ id }) => id).toSorted();

  it('goes when it is older than a time, and the map of a card’s thread stays', async () => {
    await store.conversations.attach('slack:C1:1.5', { digest: 'meta/2023-q2', revision: 1 }, 1);
    await store.conversations.addTurn('slack:C1:1.5', asked('old', 99));
    await store.conversations.addTurn('slack:C1:1.5', asked('new', 100));
    expect(await store.retention.purge(100)).toEqual({ questions: 1, messages: 0, copies: 0 });
    expect(await store.conversations.turns('slack:C1:1.5')).toEqual([asked('new', 100)]);
    expect(await store.conversations.subject('slack:C1:1.5')).toEqual({
      digest: 'meta/2023-q2',
      revision: 1,
    });
    expect(await store.retention.purge(100)).toEqual({ questions: 0, messages: 0, copies: 0 });
  });

  /** Who stands behind the subscriptions, the pauses and the acts there are. */
  async function names(): Promise<readonly string[]> {
    const { channels, acts } = store;
    const all = [channels.subscriptions(), channels.pauses(), acts.list(99)] as const;
    return (await Promise.all(all)).flatMap((rows) => rows.map(({ by }) => by).toSorted());
  }
  async function signed(): Promise<void> {
    const kept = { platform: 'slack', channel: 'C1', spec: {} };
    await store.channels.subscribe({ ...kept, id: 'slack/C1/all', by: 'slack/U1', at: 1 });
    await store.channels.subscribe({ ...kept, id: 'slack/C1/a', by: 'slack/U10', at: 2 });
    await store.channels.pause('slack/C1', 'slack/U1', 3);
    await store.channels.pause('all', 'sato', 4);
    await store.channels.pause('discord/9', 'discord/U1', 200);
  }

  it.each<[string, Whose, readonly (readonly string[])[]]>([
    [
      'a person',
      { kind: 'person', platform: 'slack', person: 'U1' },
      [
        ['slack', 'slack/U10'],
        ['discord/U1', 'sato', 'slack'],
        ['discord/U1', 'sato', 'slack', 'slack', 'slack/U10'],
      ],
    ],
    [
      'a platform',
      { kind: 'platform', platform: 'slack' },
      [
        ['slack', 'slack'],
        ['discord/U1', 'sato', 'slack'],
        ['discord/U1', 'sato', 'slack', 'slack', 'slack'],
      ],
    ],
    [
      'everybody but the operator',
      { kind: 'all' },
      [
        ['slack', 'slack'],
        ['discord', 'sato', 'slack'],
        ['discord', 'sato', 'slack', 'slack', 'slack'],
      ],
    ],
  ])(
    'forgets who settled things for a channel, of %s, and not what',
    async (_name, whose, stays) => {
      await signed();
      await store.retention.forget(whose);
      expect(await names()).toEqual(stays.flat());
    },
  );

  it('forgets who did what is long ago; who asked for what still stands is told', async () => {
    await signed();
    await store.retention.purge(100);
    expect(await names()).toEqual(
      [
        ['slack/U1', 'slack/U10'],
        ['discord/U1', 'sato', 'slack/U1'],
        ['discord/U1', 'sato', 'slack', 'slack', 'slack'],
      ].flat(),
    );
  });

  it('goes from the preview, with the answers; what was posted for a delivery stays', async () => {
    const you = { author: 'you', text: '純利益は?' } as const;
    for (const each of [
      message('card', { key: 'k' }),
      message('asked', { ...you, thread: 'card' }),
      message('answer', { thread: 'card' }),
      message('notice', { thread: 'card', key: 'k:notice' }),
      message('command', { ...you, visibility: 'private' }),
      message('private answer', { visibility: 'private' }),
      message('asked now', { ...you, thread: 'card', at: 100 }),
      // A card that a press has posted, with talk under it that still goes on; and one without.
      message('pressed'),
      message('still', { thread: 'pressed', at: 100 }),
      message('pressed too'),
    ])
      await store.messages.add(each);
    expect(await store.retention.purge(100)).toMatchObject({ messages: 5 });
    expect(await idsIn('#digest')).toEqual(['asked now', 'card', 'notice', 'pressed', 'still']);
    expect(await store.retention.purge(101)).toMatchObject({ messages: 3 });
    expect(await idsIn('#digest')).toEqual(['card', 'notice']);
  });

  const talks = [
    'slack:C1:1.5',
    'slack:C1:U1',
    'slack:C1:U2',
    'slack:C10:U1',
    'slack:c1:U1',
    'slack:C_:U1',
    'slack:CX:U10',
    'slackish:C1:U1',
    'discord:C1:U1',
    'preview:Q2: results:you',
    'preview:Q2: results:m1',
    'preview:Q2:you',
  ];
  it.each<[string, Whose, readonly string[]]>([
    [
      'a channel, and no other whose name is like it',
      { kind: 'channel', platform: 'slack', channel: 'C1' },
      ['slack:C1:1.5', 'slack:C1:U1', 'slack:C1:U2'],
    ],
    [
      'a channel with the signs of a pattern in its name',
      { kind: 'channel', platform: 'slack', channel: 'C_' },
      ['slack:C_:U1'],
    ],
    ['a channel of all signs', { kind: 'channel', platform: 'slack', channel: '%' }, []],
    [
      'a channel whose name begins that of another',
      { kind: 'channel', platform: 'preview', channel: 'Q2' },
      ['preview:Q2:you'],
    ],
    [
      'a person, wherever they spoke',
      { kind: 'person', platform: 'slack', person: 'U1' },
      ['slack:C1:U1', 'slack:C10:U1', 'slack:c1:U1', 'slack:C_:U1'],
    ],
    [
      'the person at the preview, whose every talk is theirs',
      { kind: 'person', platform: 'preview', person: 'you' },
      talks.filter((key) => key.startsWith('preview:')),
    ],
    [
      'a platform',
      { kind: 'platform', platform: 'slack' },
      talks.filter((key) => key.startsWith('slack:')),
    ],
    ['everybody', { kind: 'all' }, talks],
  ])('is forgotten of %s', async (_name, whose, gone) => {
    for (const key of talks) await store.conversations.addTurn(key, asked(key));
    expect(await store.retention.forget(whose)).toEqual({ questions: gone.length, messages: 0 });
    expect(await left(talks)).toEqual(talks.filter((key) => !gone.includes(key)));
    expect(await store.retention.forget(whose)).toEqual({ questions: 0, messages: 0 });
  });

  it.each<[string, Whose, readonly string[]]>([
    ['a channel', { kind: 'channel', platform: 'preview', channel: '#digest' }, ['#other']],
    ['its person', { kind: 'person', platform: 'preview', person: 'you' }, []],
    [
      'another person',
      { kind: 'person', platform: 'preview', person: 'U1' },
      ['#digest', '#other'],
    ],
    ['the preview', { kind: 'platform', platform: 'preview' }, []],
    ['another platform', { kind: 'platform', platform: 'slack' }, ['#digest', '#other']],
    [
      'a channel of another platform',
      { kind: 'channel', platform: 'slack', channel: '#digest' },
      ['#digest', '#other'],
    ],
    ['everybody', { kind: 'all' }, []],
  ])('is forgotten in the preview of %s, however new', async (_name, whose, stays) => {
    for (const channel of ['#digest', '#other']) {
      await store.messages.add(message(`card ${channel}`, { channel, key: channel }));
      await store.messages.add(message(channel, { channel, author: 'you', at: Date.now() }));
    }
    expect(await store.retention.forget(whose)).toEqual({
      questions: 0,
      messages: 2 - stays.length,
    });
    const all = [...(await idsIn('#digest')), ...(await idsIn('#other'))];
    expect(all).toEqual(
      ['#digest', '#other'].flatMap((channel) =>
        stays.includes(channel) ? [channel, `card ${channel}`] : [`card ${channel}`],
      ),
    );
  });

  const people = ['slack U1', 'slack U_', 'slack UX', 'slack U1x', 'discord U1'];
  const places = [
    'slack C1 U7',
    'slack T1/C1 U7',
    'slack T10/C1 U7',
    'slack C1 U1',
    'discord C1 U1',
  ];
  const [person, channel] = [1, 99];
  const within = 3_600_000;
  /** Who is known to have asked something, told of a limit, or settled a language. */
  async function known(): Promise<Record<'asked' | 'told' | 'settled', readonly string[]>> {
    const kept = { asked: [] as string[], told: [] as string[], settled: [] as string[] };
    for (const one of people) {
      const [platform = '', who = ''] = one.split(' ');
      if ((await store.people.language(platform, who)) !== null) kept.settled.push(one);
      if (!(await store.once(`${toldKey(platform, who)}1`))) kept.told.push(one);
    }
    for (const one of places) {
      const [platform = '', where = '', who = ''] = one.split(' ');
      const limits = { person, channel, within };
      const asker = { platform, channel: where, person: `${who}@${where}` };
      if ((await store.people.ask(asker, limits, 2)) !== null) kept.asked.push(one);
    }
    return kept;
  }
  it.each<[string, Whose, Awaited<ReturnType<typeof known>>]>([
    [
      'a person',
      { kind: 'person', platform: 'slack', person: 'U1@C1' },
      { asked: places.filter((one) => one !== 'slack C1 U1'), told: people, settled: people },
    ],
    [
      'a person with the signs of a pattern in their id',
      { kind: 'person', platform: 'slack', person: 'U_' },
      {
        asked: places,
        told: people.filter((one) => one !== 'slack U_'),
        settled: people.filter((one) => one !== 'slack U_'),
      },
    ],
    [
      'a channel',
      { kind: 'channel', platform: 'slack', channel: 'C1' },
      {
        asked: ['slack T1/C1 U7', 'slack T10/C1 U7', 'discord C1 U1'],
        told: people,
        settled: people,
      },
    ],
    [
      'a workspace',
      { kind: 'workspace', platform: 'slack', workspace: 'T1' },
      { asked: places.filter((one) => one !== 'slack T1/C1 U7'), told: people, settled: people },
    ],
    [
      'a platform',
      { kind: 'platform', platform: 'slack' },
      { asked: ['discord C1 U1'], told: ['discord U1'], settled: ['discord U1'] },
    ],
    ['everybody', { kind: 'all' }, { asked: [], told: [], settled: [] }],
  ])(
    'forgets who asked how much and settled which language: of %s',
    async (_name, whose, stays) => {
      for (const one of people) {
        const [platform = '', who = ''] = one.split(' ');
        await store.people.setLanguage(platform, who, 'ja', 1);
      }
      await known();
      await store.retention.forget(whose);
      expect(await known()).toEqual(stays);
    },
  );

  it('forgets after its time how much people asked, and not which language they settled', async () => {
    const asker = { platform: 'slack', channel: 'C1', person: 'U1' };
    const limits = { person, channel, within };
    await store.people.setLanguage('slack', 'U1', 'ja', 1);
    await store.people.ask(asker, limits, 99);
    await store.retention.purge(99);
    expect(await store.people.ask(asker, limits, 99)).not.toBeNull();
    await store.retention.purge(100);
    expect(await store.people.ask(asker, limits, 99)).toBeNull();
    expect(await store.people.language('slack', 'U1')).toBe('ja');
  });

  it('is forgotten without touching what was posted or is due', async () => {
    await store.outbox.add([newDelivery('k')], 1);
    await store.conversations.attach('preview:#digest:m', { digest: 'd', revision: 1 }, 1);
    await store.conversations.addTurn('preview:#digest:m', asked('q'));
    await store.retention.forget({ kind: 'all' });
    expect(await store.outbox.get('k')).toMatchObject({ state: 'pending' });
    expect(await store.conversations.subject('preview:#digest:m')).not.toBeNull();
  });
});

describe('the embedded store', () => {
  let home: Awaited<ReturnType<typeof sqliteHome>>;
  let store: Store;
  beforeEach(async () => {
    home = await sqliteHome();
    store = await home.open();
  });
  afterEach(async () => {
    await store.close();
    await home.close();
  });

  it('has forgotten words nowhere on the disk, also while another process has it open', async () => {
    const other = await home.open();
    const words = '誰にも言えない質問';
    for (let n = 0; n < 50; n += 1)
      await store.conversations.addTurn('slack:C1:U1', asked(`${words} ${n}`));
    await store.conversations.addTurn('slack:C2:U2', asked('ほかの質問'));
    await other.outbox.add([newDelivery('k')], 1);
    const onDisk = async (text: string) => {
      const names = await readdir(home.dataDir);
      const files = await Promise.all(names.map((name) => readFile(join(home.dataDir, name))));
      return files.some((bytes) => bytes.includes(text));
    };
    expect(await onDisk(words)).toBe(true);
    await store.retention.forget({ kind: 'person', platform: 'slack', person: 'U1' });
    expect(await onDisk(words)).toBe(false);
    expect(await onDisk('ほかの質問')).toBe(true);
    await other.close();
  });

  it('deletes the copies of upgrades with the rest, as they hold such words too', async () => {
    const files = ['before-0004_old', 'before-0005_new'].map((end) =>
      join(home.dataDir, `kawaraban.sqlite.${end}`),
    );
    const mine = join(home.dataDir, 'mine.sqlite');
    for (const file of [...files, mine]) await writeFile(file, '');
    for (const [file, seconds] of [
      [files[0]!, 99],
      [files[1]!, 100],
      [mine, 1],
    ] as const)
      await utimes(file, seconds, seconds);
    expect(await store.retention.purge(100_000)).toMatchObject({ copies: 1 });
    expect((await readdir(home.dataDir)).filter((name) => !/-(?:wal|shm)$/.test(name))).toEqual([
      'kawaraban.sqlite',
      'kawaraban.sqlite.before-0005_new',
      'mine.sqlite',
    ]);
  });
});

describe('the key of a talk', () => {
  const id = fc.stringMatching(/^[\w.%-]{1,12}$/);

  it('gives back what it was made of, whatever the channel is called', () => {
    const channel = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(id, channel, id, id, (platform, name, thread, person) => {
        const place = { platform, channel: name, thread };
        expect(readTalkKey(talkKey(place, person))).toEqual({
          platform,
          channel: name,
          under: thread,
        });
        expect(readTalkKey(talkKey({ ...place, thread: null }, person))).toEqual({
          platform,
          channel: name,
          under: person,
        });
        expect(talkKey(place, person)).toBe(threadKey(place));
      }),
    );
  });
});
