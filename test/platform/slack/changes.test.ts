import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChannelEvent, Handlers, Home } from '../../../src/platform/platform.ts';
import { sampleCard } from '../contract.ts';
import { modes, openSlackPeer, type SlackPeer } from './peer.ts';
import { memoryInbox } from '../../support/inbox.ts';

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));
const person = { id: 'U7', team_id: 'T000000001', tz: 'Asia/Tokyo', locale: 'ja-JP' };

let peer: SlackPeer;
let told: ChannelEvent[];
let homes: Home[];
let keys: Set<string>;

/** One process' handlers; what was seen once is kept in the store, over restarts. */
function handlers(): Handlers {
  const card = { ...sampleCard(), buttons: [] };
  return {
    commands: () => [],
    command: async (speaker) => {
      homes.push(await speaker.home());
      return { card, visibility: 'private' };
    },
    question: () => Promise.resolve(null),
    press: () => Promise.resolve({ card, visibility: 'private' }),
    posted: () => Promise.resolve(),
    happened: (event) => {
      told.push(event);
      return Promise.resolve();
    },
    submit: () => Promise.resolve({ card, visibility: 'private' }),
    overview: () => Promise.resolve(card),
    inbox: memoryInbox(keys),
    once: (key) => Promise.resolve(!keys.has(key) && keys.add(key).size > 0),
  };
}

/** How long ago in s an event happened, where it matters. */
async function happens(event: object, id?: string): Promise<void> {
  await peer.event(event, id);
  await aWhile();
}

async function homeWith(user: object, channel: object = {}): Promise<Home | undefined> {
  peer.refuse('users.info', { answer: { ok: true, user: { ...person, ...user } } });
  const info = { id: peer.channel.channel, name: 'earnings', creator: 'U1', ...channel };
  peer.refuse('conversations.info', { answer: { ok: true, channel: info } });
  homes = [];
  await peer.command('digest', 'subscribe');
  await vi.waitFor(() => expect(homes).toHaveLength(1), soon);
  return homes[0];
}

const C = 'C0PEER';
const place = { platform: 'slack', channel: C, thread: null };

describe.each(modes)('Slack by %s', (mode) => {
  beforeEach(async () => {
    [told, homes, keys] = [[], [], new Set()];
    peer = await openSlackPeer({ mode });
    await peer.platform.start(handlers());
  });
  afterEach(() => peer.close());

  describe('what happens to a channel', () => {
    it.each([
      [
        { type: 'channel_rename', channel: { id: C, name: 'ir' } },
        [{ kind: 'renamed', place, name: 'ir' }],
      ],
      [
        { type: 'group_rename', channel: { id: C, name: 'ir' } },
        [{ kind: 'renamed', place, name: 'ir' }],
      ],
      [
        { type: 'channel_id_changed', old_channel_id: C, new_channel_id: 'C0NEW' },
        [{ kind: 'moved', place, to: 'C0NEW' }],
      ],
      [{ type: 'channel_archive', channel: C, user: 'U1' }, [{ kind: 'closed', place }]],
      [{ type: 'group_archive', channel: C, user: 'U1' }, [{ kind: 'closed', place }]],
      [{ type: 'group_left', channel: C }, [{ kind: 'closed', place }]],
      [{ type: 'channel_deleted', channel: C }, [{ kind: 'deleted', place }]],
      [{ type: 'group_deleted', channel: C }, [{ kind: 'deleted', place }]],
      [
        { type: 'channel_unarchive', channel: C, user: 'U1' },
        [{ kind: 'opened', platform: 'slack', workspace: null, channel: C }],
      ],
      [
        { type: 'group_unarchive', channel: C },
        [{ kind: 'opened', platform: 'slack', workspace: null, channel: C }],
      ],
      [{ type: 'app_uninstalled' }, [{ kind: 'uninstalled', platform: 'slack', workspace: null }]],
      [
        { type: 'tokens_revoked', tokens: { bot: ['UBOT'] } },
        [{ kind: 'uninstalled', platform: 'slack', workspace: null }],
      ],
    ])('is told: %j', async (event, expected) => {
      await happens(event);
      expect(told).toEqual(expected);
    });

    it('lets the bot in with who did it, their home, and word that what waits may go out', async () => {
      peer.refuse('users.info', { answer: { ok: true, user: { ...person, is_owner: true } } });
      const channel = { id: C, name: 'earnings', creator: 'U1' };
      peer.refuse('conversations.info', { answer: { ok: true, channel } });
      const joined = { type: 'member_joined_channel', user: 'UBOT', channel: C, inviter: 'U7' };
      await happens(joined);
      const home = { manages: true, name: 'earnings', language: 'ja', zone: 'Asia/Tokyo' };
      expect(told).toEqual([
        { kind: 'joined', place, by: 'U7', home },
        { kind: 'opened', platform: 'slack', workspace: null, channel: C },
      ]);
    });

    it('is not ours where people join, leave, or lose tokens of their own', async () => {
      await happens({ type: 'member_joined_channel', user: 'U7', channel: C });
      await happens({ type: 'member_left_channel', user: 'U7', channel: C });
      await happens({ type: 'tokens_revoked', tokens: { oauth: ['U7'] } });
      expect(told).toEqual([]);
    });

    it('is told once of an event that comes again, after a restart too', async () => {
      const rename = { type: 'channel_rename', channel: { id: C, name: 'ir' } };
      await happens(rename, 'Ev1');
      await happens(rename, 'Ev1');
      await peer.platform.stop();
      const [before, kept] = [told, keys];
      await peer.close();
      peer = await openSlackPeer({ mode });
      [told, keys] = [before, kept];
      await peer.platform.start(handlers());
      await happens(rename, 'Ev1');
      expect(told).toHaveLength(1);
      await happens(rename, 'Ev2');
      expect(told).toHaveLength(2);
    });

    it('is told once of twins: a removal in two words, an uninstallation beside its tokens', async () => {
      await happens({ type: 'channel_left', channel: C });
      await happens({ type: 'member_left_channel', user: 'UBOT', channel: C });
      expect(told).toEqual([{ kind: 'closed', place }]);
      await Promise.all([
        peer.event({ type: 'tokens_revoked', tokens: { bot: ['UBOT'] } }),
        peer.event({ type: 'app_uninstalled' }),
      ]);
      await aWhile();
      expect(told.slice(1)).toEqual([{ kind: 'uninstalled', platform: 'slack', workspace: null }]);
    });

    it('keeps two channels apart that the bot leaves at one time', async () => {
      await happens({ type: 'channel_left', channel: C });
      await happens({ type: 'channel_left', channel: 'C0OTHER' });
      expect(told).toHaveLength(2);
    });
  });

  describe('who may settle what a channel gets', () => {
    it.each([
      [{ is_admin: true }, true],
      [{ is_owner: true }, true],
      [{ is_primary_owner: true }, true],
      [{ id: 'U8' }, false],
      [{ is_admin: true, is_restricted: true }, false],
      [{ is_admin: true, is_bot: true }, false],
      [{ is_admin: true, deleted: true }, false],
      [{ is_admin: true, team_id: 'T0OTHER' }, false],
      [{ is_admin: true, team_id: 'E0ORG', enterprise_user: { teams: ['T000000001'] } }, true],
    ])('%j: %s', async (user, manages) => {
      expect(await homeWith(user)).toMatchObject({ manages });
    });

    it('is the one who made the channel, but no guest', async () => {
      expect(await homeWith({}, { creator: peer.person })).toMatchObject({ manages: true });
    });

    it('is no guest who made the channel', async () => {
      const user = { is_ultra_restricted: true };
      expect(await homeWith(user, { creator: peer.person })).toMatchObject({ manages: false });
    });

    it('takes the language of the conversation before that of the person, and the zone of the person', async () => {
      expect(await homeWith({}, { locale: 'en-GB' })).toMatchObject({
        language: 'en',
        zone: 'Asia/Tokyo',
      });
    });

    it('is the person in a direct message, of which nothing is asked', async () => {
      peer.refuse('users.info', { answer: { ok: true, user: person } });
      let home: Home | null = null;
      await peer.platform.stop();
      await peer.close();
      peer = await openSlackPeer({ mode });
      await peer.platform.start({
        ...handlers(),
        question: async (speaker) => {
          home = await speaker.home();
          return null;
        },
      });
      await peer.say('subscribe', { direct: true });
      await vi.waitFor(() => expect(home).toMatchObject({ manages: true, name: null }), soon);
      expect(peer.calls.filter(({ method }) => method === 'conversations.info')).toEqual([]);
    });

    it('is nobody where Slack does not say, and nothing is thrown', async () => {
      // Asked for the person's language, and for their home.
      peer.refuse('users.info', { error: 'missing_scope', needed: 'users:read' }, 2);
      peer.refuse('conversations.info', { cut: true });
      await peer.command('digest', 'subscribe');
      await vi.waitFor(() => expect(homes).toHaveLength(1), soon);
      expect(homes[0]).toEqual({ manages: false, name: null, language: null, zone: null });
      expect(peer.logged.join('')).toContain('users:read');
      // What failed is asked again.
      expect(await homeWith({ is_admin: true })).toMatchObject({ manages: true });
    });

    it('is asked of Slack once for a while', async () => {
      await homeWith({ is_admin: true });
      await peer.command('digest', 'pause');
      await vi.waitFor(() => expect(homes).toHaveLength(2), soon);
      expect(homes[1]).toEqual(homes[0]);
      expect(peer.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1);
    });
  });
});
