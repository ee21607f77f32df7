import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { onBothStores } from './both.ts';
import { newDelivery } from './contract.ts';

const channel = { platform: 'chat', channel: 'C1' };
const wanted = {
  ...channel,
  id: 'chat/C1/meta',
  spec: { ...channel, companies: ['meta'], when: 'on arrival' },
  by: 'chat/U1',
  at: 1,
};

onBothStores('what channels settle', (here) => {
  let store: Store;
  beforeEach(() => {
    ({ store } = here());
  });

  const acts = async () =>
    (await store.acts.list(20)).map(({ what, target, by, at }) => `${what} ${target} ${by} ${at}`);

  it('keeps a subscription in the place of the same one, until somebody ends it', async () => {
    const { channels } = store;
    await channels.subscribe(wanted);
    const again = { ...wanted, spec: { ...wanted.spec, when: 'daily' }, by: 'chat/U2', at: 2 };
    await channels.subscribe(again);
    expect(await channels.subscriptions()).toEqual([again]);
    expect(await channels.unsubscribe(wanted.id, 'chat/U3', 3)).toBe(true);
    expect(await channels.unsubscribe(wanted.id, 'chat/U3', 4)).toBe(false);
    expect(await channels.subscriptions()).toEqual([]);
    expect(await acts()).toEqual([
      'unsubscribe chat/C1/meta chat/U3 3',
      'subscribe chat/C1/meta chat/U2 2',
      'subscribe chat/C1/meta chat/U1 1',
    ]);
  });

  it('begins anew where nobody wanted it meanwhile, else goes on', async () => {
    const { channels, planning } = store;
    await planning.progress([wanted.id], 1);
    await channels.subscribe(wanted);
    expect((await planning.seen()).progress.has(wanted.id)).toBe(true);
    await channels.subscribe(wanted, true);
    expect((await planning.seen()).progress.has(wanted.id)).toBe(false);
  });

  it('pauses a scope once, and says who did', async () => {
    const { channels } = store;
    expect(await channels.pause('all', 'sam', 1)).toBe(true);
    expect(await channels.pause('all', 'kim', 2)).toBe(false);
    expect(await channels.pauses()).toEqual([{ scope: 'all', by: 'sam', at: 1 }]);
    expect(await channels.resume('all', 'kim', 3)).toBe(true);
    expect(await channels.resume('all', 'kim', 4)).toBe(false);
    expect(await channels.pauses()).toEqual([]);
    expect(await acts()).toEqual(['resume all kim 3', 'pause all sam 1']);
  });

  it('keeps what is answered in threads, of one channel, also under another id', async () => {
    const { channels } = store;
    const one = { platform: 'chat', channel: 'C1' };
    const other = { platform: 'chat', channel: 'C2' };
    expect(await channels.hear(one, 'all', 'chat/U1', 1)).toBe(true);
    expect(await channels.hear(one, 'all', 'chat/U2', 2)).toBe(false);
    await channels.renamed(other, 'news', 3);
    expect(await channels.facts(one)).toMatchObject([{ ...one, hears: 'all' }]);
    expect(await channels.facts(other)).toMatchObject([{ ...other, hears: null }]);
    expect(await channels.facts({ ...one, platform: 'discord' })).toEqual([]);
    expect(await acts()).toContain('hear chat/C1 chat/U1 1');
    await channels.moved(one, 'C9', 4);
    expect(await channels.facts({ ...one, channel: 'C9' })).toMatchObject([{ hears: 'all' }]);
  });

  it('follows what a channel is called and whether it takes posts', async () => {
    const { channels } = store;
    const told = { ...channel, name: 'news', language: 'ja', zone: 'Asia/Tokyo' };
    await channels.joined(told, 'chat/U1', 1);
    await channels.renamed(channel, 'earnings', 2);
    await channels.renamed(channel, 'earnings', 3);
    await channels.settled(channel, 'closed', 4);
    const known = { ...told, name: 'earnings', movedTo: null, hears: null };
    expect(await channels.facts()).toEqual([{ ...known, state: 'closed', at: 4 }]);
    await channels.joined({ ...told, name: null, language: null, zone: null }, 'chat/U2', 5);
    expect(await channels.facts()).toEqual([{ ...known, state: 'open', at: 5 }]);
    expect(await acts()).toEqual([
      'join chat/C1 chat/U2 5',
      'close chat/C1 chat 4',
      'rename chat/C1 chat 2',
      'join chat/C1 chat/U1 1',
    ]);
  });

  it('knows what a channel hears as a question, also under another id', async () => {
    const { channels } = store;
    const heard = async () => (await channels.facts()).map((fact) => [fact.channel, fact.hears]);
    expect(await channels.hear(channel, 'mention', 'chat/U1', 1)).toBe(true);
    expect(await channels.hear(channel, 'mention', 'chat/U2', 2)).toBe(false);
    await channels.joined({ ...channel, name: 'news', language: null, zone: null }, 'chat', 3);
    await channels.renamed({ platform: 'chat', channel: 'C2' }, 'other', 3);
    expect(await heard()).toEqual([
      ['C1', 'mention'],
      ['C2', null],
    ]);
    expect(await channels.hear(channel, 'all', 'chat/U2', 4)).toBe(true);
    await channels.moved(channel, 'C9', 5);
    expect((await heard()).at(-1)).toEqual(['C9', 'all']);
    expect(await acts()).toContain('hear chat/C1 chat/U2 4');
    expect((await acts()).filter((act) => act.startsWith('hear'))).toHaveLength(2);
  });

  it('gives up what is due in a channel that is gone, and nothing elsewhere', async () => {
    const place = { ...channel, thread: null };
    await store.outbox.add(
      [newDelivery('k1', { place }), newDelivery('k2', { place: { ...place, channel: 'C2' } })],
      1,
    );
    await store.channels.settled(channel, 'gone', 2);
    expect(await store.outbox.get('k1')).toMatchObject({
      state: 'failed',
      reason: 'The channel was deleted.',
    });
    expect(await store.outbox.get('k2')).toMatchObject({ state: 'pending' });
  });

  it('takes everything along when a channel gets another id', async () => {
    const { channels, planning, outbox, conversations } = store;
    await channels.joined({ ...channel, name: 'news', language: null, zone: null }, 'chat/U1', 1);
    await channels.subscribe(wanted);
    await channels.pause('chat/C1', 'chat/U1', 2);
    await planning.progress([wanted.id, 'chat/C10/meta'], 3);
    const place = { ...channel, thread: null };
    const message = { place, message: '100.1' };
    await outbox.add(
      [newDelivery('k', { place, subscription: wanted.id, message, corrects: 'older' })],
      4,
    );
    const subject = { digest: 'meta/2023-q2', revision: 1 };
    await conversations.attach('chat:C1:100.1', subject, 5);
    await conversations.addTurn('chat:C1:100.1', { question: 'q', answer: 'a', at: 6 });

    await channels.moved(channel, 'C9', 7);

    expect(await channels.subscriptions()).toEqual([
      { ...wanted, id: 'chat/C9/meta', channel: 'C9', spec: { ...wanted.spec, channel: 'C9' } },
    ]);
    expect(await channels.pauses()).toEqual([{ scope: 'chat/C9', by: 'chat/U1', at: 2 }]);
    const begun = { since: 3, until: null };
    expect((await planning.seen()).progress).toEqual(
      new Map([
        ['chat/C9/meta', begun],
        ['chat/C10/meta', begun],
      ]),
    );
    const moved = { ...place, channel: 'C9' };
    expect(await outbox.get('k')).toMatchObject({
      subscription: 'chat/C9/meta',
      place: moved,
      message: { place: moved, message: '100.1' },
    });
    expect(await conversations.subject('chat:C9:100.1')).toEqual(subject);
    expect(await conversations.turns('chat:C9:100.1')).toHaveLength(1);
    expect(await channels.facts()).toMatchObject([
      { channel: 'C1', state: 'gone', movedTo: 'C9' },
      { channel: 'C9', name: 'news', state: 'open', movedTo: null },
    ]);
    expect((await acts())[0]).toBe('move chat/C1 → C9 chat 7');
  });

  it('keeps what the new id had already, where both had the same', async () => {
    const { channels } = store;
    const there = { ...wanted, id: 'chat/C9/meta', channel: 'C9', by: 'chat/U2', at: 2 };
    await channels.subscribe(wanted);
    await channels.subscribe(there);
    await channels.moved(channel, 'C9', 3);
    expect(await channels.subscriptions()).toEqual([there]);
  });

  it('stops a platform that lets the bot in nowhere, forgets who asked, and goes on when asked in again', async () => {
    const { channels } = store;
    await channels.subscribe(wanted);
    await channels.pause('chat/C2', 'chat/U2', 2);
    await channels.left('chat', null, 3);
    expect(await channels.pauses()).toEqual([
      { scope: 'chat/C2', by: 'chat', at: 2 },
      { scope: 'chat', by: 'chat', at: 3 },
    ]);
    expect(await channels.subscriptions()).toEqual([{ ...wanted, by: 'chat' }]);
    expect((await store.acts.list(20)).map(({ by }) => by)).toEqual(['chat', 'chat', 'chat']);
    await channels.joined({ ...channel, name: null, language: null, zone: null }, 'chat/U3', 4);
    expect((await channels.pauses()).map(({ scope }) => scope)).toEqual(['chat/C2']);
  });

  const inWorkspaces = ['T1/C1', 'T1/C2', 'T10/C1', 't1/C1', 'C1'];
  async function due(): Promise<readonly string[]> {
    const claim = { owner: 'w', platforms: ['chat'], now: 9, lease: 60_000, limit: 9 };
    return (await store.outbox.claimPending(claim)).map(({ key }) => key).toSorted();
  }
  const each = (what: (id: string) => Promise<unknown>) => Promise.all(inWorkspaces.map(what));

  it.each([
    ['a workspace', 'chat/T1', ['C1', 'T10/C1', 't1/C1']],
    ['one of its channels', 'chat/T1/C1', ['C1', 'T1/C2', 'T10/C1', 't1/C1']],
    ['a channel whose id is that of others in workspaces', 'chat/C1', inWorkspaces.slice(0, 4)],
    ['the platform', 'chat', []],
    ['all', 'all', []],
    ['another platform', 'chatter', inWorkspaces],
  ])('holds up what %s is to get, and nothing beside', async (_, scope, others) => {
    await each((id) =>
      store.outbox.add(
        [newDelivery(id, { place: { platform: 'chat', channel: id, thread: null } })],
        1,
      ),
    );
    await store.channels.pause(scope, 'sam', 2);
    expect(await due()).toEqual([...others].toSorted());
    await store.channels.resume(scope, 'sam', 3);
    expect(await due()).toEqual(inWorkspaces.filter((id) => !others.includes(id)).toSorted());
  });

  it('stops one workspace that lets the bot in no more, and forgets who asked there alone', async () => {
    const { channels } = store;
    await each((id) => channels.subscribe({ ...wanted, id: `chat/${id}/all`, channel: id, at: 1 }));
    await channels.subscribe({ ...wanted, id: 'chat/T1/C3/all', channel: 'T1/C3', by: 'sato' });
    await channels.pause('chat/T1/C1', 'chat/U1', 2);
    await channels.pause('chat/T10/C1', 'chat/U1', 3);
    await channels.left('chat', 'T1', 4);
    const signed = (await channels.subscriptions()).map(({ channel: at, by }) => `${at} ${by}`);
    expect(signed.toSorted()).toEqual([
      'C1 chat/U1',
      'T1/C1 chat',
      'T1/C2 chat',
      'T1/C3 sato',
      'T10/C1 chat/U1',
      't1/C1 chat/U1',
    ]);
    expect(await channels.pauses()).toEqual([
      { scope: 'chat/T1/C1', by: 'chat', at: 2 },
      { scope: 'chat/T10/C1', by: 'chat/U1', at: 3 },
      { scope: 'chat/T1', by: 'chat', at: 4 },
    ]);
    // Acts: two subscriptions and a pause are nobody's now, three subscriptions and a pause still somebody's.
    const acted = (await store.acts.list(99)).map(({ by }) => by);
    expect(acted.filter((by) => by === 'chat/U1')).toHaveLength(4);
    expect(acted.filter((by) => by === 'sato')).toHaveLength(1);
    expect(acted.filter((by) => by === 'chat')).toHaveLength(4);
  });

  it('goes on in a workspace when asked in again, in no other, and not where the operator paused', async () => {
    const { channels } = store;
    const scopes = async () => (await channels.pauses()).map(({ scope }) => scope);
    const join = (id: string, at: number) =>
      channels.joined(
        { platform: 'chat', channel: id, name: null, language: null, zone: null },
        'chat',
        at,
      );
    await channels.left('chat', 'T1', 1);
    await channels.left('chat', 'T10', 2);
    await join('T2/C1', 3);
    expect(await scopes()).toEqual(['chat/T1', 'chat/T10']);
    await join('T1/C7', 4);
    expect(await scopes()).toEqual(['chat/T10']);
    await channels.pause('chat/T1', 'sato', 5);
    await channels.left('chat', null, 6);
    await join('T1/C7', 7);
    expect(await scopes()).toEqual(['chat/T10', 'chat/T1']);
  });
});
