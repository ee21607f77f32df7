import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChannelEvent, Handlers, Home } from '../../../src/platform/platform.ts';
import { sampleCard } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import type { Bag } from './peer-bag.ts';
import { bagOf, bagsOf } from './peer-bag.ts';
import { openPeer } from './peer.ts';
import type { DiscordPeer } from './peer.ts';
import { ids } from './peer-server.ts';

const soon = { timeout: 4000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));

let peer: DiscordPeer;
afterEach(() => peer.close());

async function started(
  options: Parameters<typeof openPeer>[0] = {},
  more: Partial<Handlers> = {},
  seen: Set<string> = new Set(),
): Promise<ChannelEvent[]> {
  const told: ChannelEvent[] = [];
  peer = await openPeer(options);
  const happened: Handlers['happened'] = (event) => {
    told.push(event);
    return Promise.resolve();
  };
  await peer.platform.start(quietHandlers({ happened, ...more }, seen));
  return told;
}

const dispatch = async (type: string, data: Bag) => {
  peer.discord.gateway.dispatch(type, data);
  await aWhile();
};

function channel(id: string): Bag {
  const found = peer.discord.channels.find((one) => one['id'] === id);
  if (!found) throw new Error(`no channel ${id}`);
  return found;
}

const placeOf = (id: string, under: string | null = null) => ({
  platform: 'discord',
  channel: id,
  thread: under,
});

const denied = (bits: bigint) => ({
  permission_overwrites: [{ id: ids.guild, type: 0, allow: '0', deny: String(bits) }],
});

/** Another server with one channel the bot may write to, one that it may not, and one of Discord's own choice. */
function otherServer(more: Bag = {}): Bag {
  const text = { ...channel(ids.open), guild_id: '1200000000000000010' };
  const everyone = { ...bagsOf(peer.discord.guild()['roles'])[1], id: '1200000000000000010' };
  const deny = [{ id: '1200000000000000010', type: 0, allow: '0', deny: String(1n << 11n) }];
  return {
    ...peer.discord.guild(),
    id: '1200000000000000010',
    roles: [everyone],
    threads: [],
    joined_at: '2026-11-02T03:00:00.000Z',
    channels: [
      {
        ...text,
        id: '1200000000000000011',
        name: 'rules',
        position: 0,
        permission_overwrites: deny,
      },
      { ...text, id: '1200000000000000013', name: 'second', position: 2 },
      { ...text, id: '1200000000000000012', name: 'first', position: 1 },
    ],
    ...more,
  };
}

const letIn = (first: string, name: string) => [
  {
    kind: 'joined',
    place: placeOf(first),
    by: '',
    home: { manages: false, name, language: null, zone: null },
  },
  { kind: 'opened', platform: 'discord', workspace: null, channel: null },
];

describe('a server that lets the bot in', () => {
  it('is greeted in the first channel that takes posts', async () => {
    const told = await started();
    await dispatch('GUILD_CREATE', otherServer());
    expect(told).toEqual(letIn('1200000000000000012', 'first'));
  });

  it('is greeted where Discord greets, if that takes posts', async () => {
    const told = await started();
    await dispatch('GUILD_CREATE', otherServer({ system_channel_id: '1200000000000000013' }));
    expect(told).toEqual(letIn('1200000000000000013', 'second'));
  });

  it('is not greeted where no channel takes posts', async () => {
    const told = await started();
    const channels = bagsOf(otherServer()['channels']).slice(0, 1);
    await dispatch('GUILD_CREATE', otherServer({ channels }));
    expect(told).toEqual([{ kind: 'opened', platform: 'discord', workspace: null, channel: null }]);
  });

  it('is greeted once it is there, where it was away as the bot came in', async () => {
    const told = await started();
    await dispatch('GUILD_CREATE', { id: '1200000000000000010', unavailable: true });
    expect(told).toEqual([]);
    await dispatch('GUILD_CREATE', otherServer());
    expect(told).toEqual(letIn('1200000000000000012', 'first'));
  });

  it('is not greeted at a start, nor when it is back from an outage', async () => {
    const told = await started();
    expect(told).toEqual([]);
    await dispatch('GUILD_DELETE', { id: ids.guild, unavailable: true });
    await dispatch('GUILD_CREATE', peer.discord.guild());
    expect(told).toEqual([]);
  });

  it('is greeted once by two processes with one store', async () => {
    const seen = new Set<string>();
    const first = await started({}, {}, seen);
    await dispatch('GUILD_CREATE', otherServer());
    expect(first).toHaveLength(2);
    await peer.close();
    const second = await started({}, {}, seen);
    await dispatch('GUILD_CREATE', otherServer());
    expect(second).toEqual([]);
  });
});

describe('a server that shows the bot out', () => {
  it('closes each of its channels and threads, once', async () => {
    const told = await started();
    await dispatch('GUILD_DELETE', { id: ids.guild });
    await dispatch('GUILD_DELETE', { id: ids.guild });
    const all = [ids.open, ids.closed, ids.unread, ids.threads, ids.forum];
    expect(told).toEqual(all.map((id) => ({ kind: 'closed', place: placeOf(id) })));
  });
});

describe('a channel', () => {
  it('that is renamed is told by its new name', async () => {
    const told = await started();
    await dispatch('CHANNEL_UPDATE', { ...channel(ids.open), name: 'ir' });
    await dispatch('CHANNEL_UPDATE', { ...channel(ids.open), name: 'ir', topic: 'results' });
    expect(told).toEqual([{ kind: 'renamed', place: placeOf(ids.open), name: 'ir' }]);
  });

  it('that lets the bot speak again is told as open, and one that shuts it up is not', async () => {
    const told = await started();
    await dispatch('CHANNEL_UPDATE', { ...channel(ids.open), ...denied(1n << 11n) });
    expect(told).toEqual([]);
    await dispatch('CHANNEL_UPDATE', channel(ids.open));
    expect(told).toEqual([
      { kind: 'opened', platform: 'discord', workspace: null, channel: ids.open },
    ]);
  });

  it('that is deleted is told so', async () => {
    const told = await started();
    await dispatch('CHANNEL_DELETE', channel(ids.open));
    expect(told).toEqual([{ kind: 'deleted', place: placeOf(ids.open) }]);
  });

  it('is told as open, whichever it is, where a role of the bot is given more or it is given a role', async () => {
    const told = await started();
    const [managers, everyone] = bagsOf(peer.discord.guild()['roles']);
    await dispatch('GUILD_ROLE_UPDATE', {
      guild_id: ids.guild,
      role: { ...managers, permissions: '8' },
    });
    await dispatch('GUILD_ROLE_UPDATE', {
      guild_id: ids.guild,
      role: { ...everyone, permissions: '1024' },
    });
    expect(told).toEqual([]); // no role of the bot's; a right that is taken away
    await dispatch('GUILD_ROLE_UPDATE', { guild_id: ids.guild, role: everyone ?? {} });
    expect(told).toEqual([{ kind: 'opened', platform: 'discord', workspace: null, channel: null }]);
    const [member] = bagsOf(peer.discord.guild()['members']);
    await dispatch('GUILD_MEMBER_UPDATE', {
      ...member,
      roles: [ids.managers],
      guild_id: ids.guild,
    });
    expect(told).toHaveLength(2);
  });
});

async function thread(told: ChannelEvent[]) {
  const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
  const root = peer.discord.messages[0];
  if (outcome.state !== 'posted' || !root) throw new Error(JSON.stringify(outcome));
  const made = peer.discord.startThread(root);
  await aWhile();
  expect(told).toEqual([]);
  return made;
}

const shut = (locked: boolean) => ({ thread_metadata: { archived: locked, locked } });

describe('a thread', () => {
  it('is told by its new name, and as open once it is unlocked', async () => {
    const told = await started();
    const made = await thread(told);
    const id = String(made['id']);
    await dispatch('THREAD_UPDATE', { ...made, name: 'Q2' });
    await dispatch('THREAD_UPDATE', { ...made, name: 'Q2', ...shut(true) });
    await dispatch('THREAD_UPDATE', { ...made, name: 'Q2', ...shut(false) });
    expect(told).toEqual([
      { kind: 'renamed', place: placeOf(ids.open, id), name: 'Q2' },
      { kind: 'opened', platform: 'discord', workspace: null, channel: ids.open },
    ]);
  });

  it('that is deleted is told so, also one that the client does not remember', async () => {
    const told = await started();
    const made = await thread(told);
    peer.discord.deleteThread(String(made['id']));
    await dispatch('THREAD_DELETE', {
      id: '4711',
      guild_id: ids.guild,
      parent_id: ids.open,
      type: 11,
    });
    expect(told).toEqual([
      { kind: 'deleted', place: placeOf(ids.open, String(made['id'])) },
      { kind: 'deleted', place: placeOf(ids.open, '4711') },
    ]);
  });
});

async function asked(community?: string): Promise<() => Promise<Home[]>> {
  const homes: Home[] = [];
  const question: Handlers['question'] = async (speaker) => {
    homes.push(await speaker.home());
    return null;
  };
  await started(community ? { community } : {}, { question });
  return async () => {
    await vi.waitFor(() => expect(homes).not.toEqual([]), soon);
    return homes.splice(0);
  };
}

describe('who may settle what a channel gets', () => {
  it('is who may manage the channel, by a message too', async () => {
    const homes = await asked();
    peer.discord.say(ids.open, `<@${ids.bot}> subscribe`);
    expect(await homes()).toEqual([
      { manages: false, name: 'earnings', language: null, zone: null },
    ]);
    peer.discord.manage(true);
    peer.discord.say(ids.open, `<@${ids.bot}> subscribe`);
    expect(await homes()).toMatchObject([{ manages: true }]);
  });

  it('is the person in a direct message', async () => {
    const homes = await asked();
    peer.discord.say(ids.dm, 'subscribe');
    expect(await homes()).toEqual([{ manages: true, name: null, language: null, zone: null }]);
  });

  it('has the language that a Community chose; other servers chose none, though Discord says en-US of them', async () => {
    const homes = await asked('ja');
    peer.discord.say(ids.open, `<@${ids.bot}> subscribe`);
    expect(await homes()).toMatchObject([{ language: 'ja' }]);
    expect(bagOf(peer.discord.guild())['preferred_locale']).toBe('ja');
  });
});
