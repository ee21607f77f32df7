import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../../src/log.ts';
import {
  type ChannelEvent,
  type Handlers,
  type Installation,
  type Installations,
  type Place,
  type Speaker,
  unknownHome,
} from '../../../src/platform/platform.ts';
import { createGate } from '../../../src/platform/slack/gate.ts';
import type { Access } from '../../../src/platform/slack/installed.ts';
import { Refused } from '../../../src/platform/slack/refusals.ts';
import { authorized, manyWorkspaces } from '../../../src/platform/slack/workspaces.ts';
import { sealedBy } from '../../../src/store/sealed.ts';
import type { Store } from '../../../src/store/store.ts';
import { quietHandlers } from '../handlers.ts';
import { sampleCard } from '../contract.ts';
import { sqliteHome } from '../../store/homes.ts';
import { bytesIn } from '../../support/bytes.ts';
import { oauthApp, openBrowser, publicUrl } from './oauth.ts';
import { type Mode, modes, openSlackPeer, type SlackPeer } from './peer.ts';

const soon = { timeout: 5000, interval: 20 };
const key = 'a key of the tests that nobody can guess';
const [T1, T2] = ['T0FIRST', 'T0SECOND'];
const tokenOf = { [T1]: 'xoxb-token-of-the-first', [T2]: 'xoxb-token-of-the-second' };
const remedy = `Install it again at ${publicUrl}/slack/install.`;

let peer: SlackPeer;
let files: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let installations: Installations;
let told: ChannelEvent[];
let speakers: Speaker[];
let lost: string[];

const card = { ...sampleCard(), blocks: [], buttons: [] };

function installation(workspace: string, token: string, at = Date.now() - 60_000): Installation {
  const bot = { id: 'B1', user: 'UBOT' };
  const access: Access = { token, bot, team: workspace, enterprise: null };
  return { workspace, name: workspace, secret: JSON.stringify(access), at };
}

/** Lets the app in, as some process did. */
async function install(workspace: string, token: string, at?: number): Promise<void> {
  peer.allow(token);
  await installations.keep('slack', installation(workspace, token, at));
}

function placeIn(workspace: string, { channel } = peer.channel): Place {
  return { platform: 'slack', channel: `${workspace}/${channel}`, thread: null };
}

function direct(channel: string): Place {
  return { platform: 'slack', channel, thread: null };
}

function handlers(): Handlers {
  return quietHandlers({
    happened: async (event) => void told.push(event),
    question: (speaker) => {
      speakers.push(speaker);
      return Promise.resolve({ card, visibility: 'channel' });
    },
  });
}

/** Whose tokens the posts were sent with, and where to. */
function posts(): (readonly [token: string, channel: unknown])[] {
  const sent = peer.calls.filter(({ method }) => method === 'chat.postMessage');
  return sent.map(({ token, body }) => [token, body['channel']]);
}

/** The envelope of an event that Slack sends for an installation. */
function to(workspace: string, more: object = {}): object {
  const authorization = { team_id: workspace, enterprise_id: null, user_id: 'UBOT', is_bot: true };
  return {
    team_id: workspace,
    authorizations: [{ ...authorization, is_enterprise_install: false, ...more }],
  };
}

/** What Slack names of the workspace where an installation ended: no authorizations any more. */
function gone(workspace: string): object {
  return { team_id: workspace, authorizations: undefined };
}

const unknownLanguage = () => Promise.resolve(null);

function mention(channel: string): object {
  const asked = { channel, user: 'U7', text: '<@UBOT> EPS?', ts: '1700000000.000100' };
  return { type: 'app_mention', ...asked };
}

async function setUp(mode: Mode): Promise<void> {
  [told, speakers, lost] = [[], [], []];
  files = await sqliteHome();
  store = await files.open();
  installations = sealedBy(key, store.installations, (workspace) => void lost.push(workspace));
  const botToken = {
    clientId: oauthApp.client_id,
    clientSecret: oauthApp.client_secret,
    publicUrl,
    stateSecret: key,
    installations,
  };
  peer = await openSlackPeer({ mode, botToken });
  await install(T1, tokenOf[T1] ?? '');
  await install(T2, tokenOf[T2] ?? '');
}

async function tearDown(): Promise<void> {
  const lines = peer.logged.join('\n');
  await peer.close();
  await store.close();
  await files.close();
  expect(lines).not.toMatch(/xoxb-token|client-secret/);
}

describe.each(modes)('many workspaces, heard by %s', (mode) => {
  beforeEach(() => setUp(mode));
  afterEach(tearDown);

  describe('two workspaces with a channel of the same id', () => {
    it('each get their own post with their own token', async () => {
      await peer.platform.start(null);
      const first = await peer.platform.post(placeIn(T1), card, 'k1');
      const second = await peer.platform.post(placeIn(T2), card, 'k2');
      expect(first).toMatchObject({ state: 'posted', ref: { place: placeIn(T1) } });
      expect(second).toMatchObject({ state: 'posted', ref: { place: placeIn(T2) } });
      const { channel } = peer.channel;
      expect(posts()).toEqual([
        [tokenOf[T1], channel],
        [tokenOf[T2], channel],
      ]);
    });

    it('are answered each by its own bot, and told apart', async () => {
      await peer.platform.start(handlers());
      const { channel } = peer.channel;
      await peer.event(mention(channel), 'Ev1', to(T1));
      await peer.event(mention(channel), 'Ev2', to(T2));
      await vi.waitFor(() => expect(posts()).toHaveLength(2), soon);
      expect(
        posts()
          .map(([token]) => token)
          .toSorted(),
      ).toEqual(Object.values(tokenOf).toSorted());
      expect(speakers.map(({ place }) => place.channel).toSorted()).toEqual([
        `${T1}/${channel}`,
        `${T2}/${channel}`,
      ]);
    });

    it('tell where a post to a person stands: in their direct messages', async () => {
      await peer.platform.start(null);
      const stands = { ok: true, ts: '1700000000.000100', channel: 'D0OF7' };
      peer.refuse('chat.postMessage', { answer: stands });
      const outcome = await peer.platform.post(placeIn(T1, direct('U7')), card, 'k1');
      const place = placeIn(T1, direct('D0OF7'));
      expect(outcome).toEqual({ state: 'posted', ref: { place, message: stands.ts } });
    });

    it('are asked each with its own token whether the bot may post, edit and find', async () => {
      const outcome = await peer.platform.post(placeIn(T2), card, 'k');
      expect(await peer.platform.probe(placeIn(T2))).toEqual({ state: 'can' });
      expect(await peer.platform.find(placeIn(T2), 'k', 0)).toMatchObject({ state: 'found' });
      if (outcome.state === 'posted') await peer.platform.edit(outcome.ref, card);
      const others = peer.calls.filter(({ token }) => token !== tokenOf[T2]);
      expect(others).toEqual([]);
      expect(peer.calls.map(({ method }) => method)).toContain('chat.update');
    });
  });

  describe('a worker', () => {
    it('posts in a workspace that another process let in, and hears nothing', async () => {
      await peer.platform.start(null);
      const elsewhere = await files.open();
      const token = 'xoxb-token-of-the-third';
      peer.allow(token);
      await sealedBy(key, elsewhere.installations, () => {}).keep(
        'slack',
        installation('T3', token),
      );
      await elsewhere.close();
      expect(await peer.platform.post(placeIn('T3'), card, 'k')).toMatchObject({ state: 'posted' });
      expect(posts()).toEqual([[token, peer.channel.channel]]);
      expect(peer.sockets()).toBe(0);
    });

    it.each(['post', 'edit', 'find', 'probe'] as const)(
      'does with the new token at once what the old one is refused: %s',
      async (work) => {
        const first = await peer.platform.post(placeIn(T1), card, 'k1');
        if (first.state !== 'posted') throw new Error(first.reason);
        const works = {
          post: () => peer.platform.post(placeIn(T1), card, 'k2'),
          edit: () => peer.platform.edit(first.ref, card),
          find: () => peer.platform.find(placeIn(T1), 'k1', 0),
          probe: () => peer.platform.probe(placeIn(T1)),
        };
        peer.allow(tokenOf[T1] ?? '', false);
        await install(T1, 'xoxb-token-renewed');
        // A refusal would settle a delivery: the channel takes posts, so it would count as lost.
        const { state } = await works[work]();
        expect(['posted', 'found', 'can']).toContain(state);
        expect(peer.calls.at(-1)?.token).toBe('xoxb-token-renewed');
      },
    );
  });

  describe('a token that Slack takes no more', () => {
    it('concerns its workspace alone, and Slack is not asked again until the app is let in anew', async () => {
      peer.allow(tokenOf[T1] ?? '', false);
      const reason = `Slack does not accept the bot token. ${remedy}`;
      const refused = { state: 'refused', reason, retryAfter: null, scope: 'channel' };
      expect(await peer.platform.post(placeIn(T1), card, 'k')).toEqual(refused);
      const calls = peer.calls.length;
      expect(await peer.platform.post(placeIn(T1), card, 'k')).toEqual(refused);
      expect(await peer.platform.probe(placeIn(T1))).toEqual({
        state: 'cannot',
        reason: 'Slack does not accept the bot token.',
        grant: remedy,
        scope: 'channel',
      });
      expect(peer.calls).toHaveLength(calls);
      expect(await peer.platform.post(placeIn(T2), card, 'k')).toMatchObject({ state: 'posted' });
      const warned = peer.logged.filter((line) => line.includes('token not accepted'));
      expect(warned).toHaveLength(1);
      await install(T1, 'xoxb-token-renewed');
      expect(await peer.platform.post(placeIn(T1), card, 'k')).toMatchObject({ state: 'posted' });
    });
  });

  describe('a wait that Slack asks for', () => {
    it('holds its workspace alone: posts there are refused at once, those elsewhere go on', async () => {
      peer.refuse('chat.postMessage', { status: 429, retryAfter: 30 });
      const first = await peer.platform.post(placeIn(T1), card, 'k1');
      expect(first).toMatchObject({ state: 'refused', retryAfter: 30_000, scope: 'channel' });
      const second = await peer.platform.post(placeIn(T1), card, 'k2');
      expect(second).toMatchObject({ state: 'refused', retryAfter: 30_000, scope: 'channel' });
      expect(posts()).toHaveLength(1);
      expect(await peer.platform.post(placeIn(T2), card, 'k3')).toMatchObject({ state: 'posted' });
    });
  });

  describe('a place where the app is not installed', () => {
    it('takes nothing, and says how it would', async () => {
      const reason = 'The app is not installed in the workspace (any more).';
      expect(await peer.platform.post(placeIn('T9'), card, 'k')).toEqual({
        state: 'refused',
        reason: `${reason} ${remedy}`,
        retryAfter: null,
        scope: 'channel',
      });
      const cannot = { state: 'cannot', reason, grant: remedy, scope: 'channel' };
      expect(await peer.platform.probe(placeIn('T9'))).toEqual(cannot);
      expect(peer.calls).toEqual([]);
    });

    it('is a channel without its workspace too', async () => {
      const outcome = await peer.platform.post(peer.channel, card, 'k');
      expect(outcome).toMatchObject({ state: 'refused', scope: 'channel' });
      expect(outcome).toHaveProperty('reason', expect.stringContaining('T0123/C0123'));
    });

    it('is one whose token another SECRET_KEY sealed, until the app is let in again', async () => {
      const other = sealedBy('another key of the tests, 32 letters', store.installations, () => {});
      await other.keep('slack', installation(T1, tokenOf[T1] ?? ''));
      await peer.platform.start(handlers());
      expect(lost).toContain(T1);
      const outcome = await peer.platform.post(placeIn(T1), card, 'k');
      expect(outcome).toMatchObject({ state: 'refused', scope: 'channel', retryAfter: null });
      expect(await peer.platform.post(placeIn(T2), card, 'k')).toMatchObject({ state: 'posted' });
      await install(T1, 'xoxb-token-renewed');
      expect(await peer.platform.post(placeIn(T1), card, 'k')).toMatchObject({ state: 'posted' });
    });

    it('is tried again where the store gives no answer', async () => {
      await store.close();
      const outcome = await peer.platform.post(placeIn(T1), card, 'k');
      expect(outcome).toMatchObject({ state: 'refused', retryAfter: 10_000, scope: 'channel' });
      expect(await peer.platform.find(placeIn(T1), 'k', 0)).toMatchObject({ state: 'cannot_tell' });
      expect(await peer.platform.probe(placeIn(T1))).toMatchObject({
        state: 'cannot',
        scope: 'channel',
      });
      store = await files.open();
    });
  });

  describe('an uninstallation', () => {
    it('takes the token out of the database, is told once, and leaves the other workspace', async () => {
      const sealed = (await store.installations.get('slack', T1))?.secret ?? '';
      await peer.platform.start(handlers());
      expect(await peer.platform.post(placeIn(T1), card, 'k')).toMatchObject({ state: 'posted' });
      await peer.event({ type: 'tokens_revoked', tokens: { bot: ['UBOT'] } }, 'Ev1', gone(T1));
      await peer.event({ type: 'app_uninstalled' }, 'Ev2', gone(T1));
      await vi.waitFor(() => expect(told).toHaveLength(1), soon);
      expect(told).toEqual([{ kind: 'uninstalled', platform: 'slack', workspace: T1 }]);
      expect(await installations.list('slack')).toMatchObject([{ workspace: T2 }]);

      expect(await peer.platform.post(placeIn(T1), card, 'k')).toMatchObject({ state: 'refused' });
      expect(await peer.platform.post(placeIn(T2), card, 'k')).toMatchObject({ state: 'posted' });
      expect(posts().map(([token]) => token)).toEqual([tokenOf[T1], tokenOf[T2]]);
      // What was deleted is overwritten when the file is closed and its log with it.
      expect(await bytesIn(files.dataDir)).toContain(sealed);
      await store.close();
      const bytes = await bytesIn(files.dataDir);
      expect(bytes).not.toContain(sealed);
      expect(bytes).not.toContain(tokenOf[T1]);
      expect(bytes).toContain(T2);
      store = await files.open();
    });

    it('that Slack tells of late does not undo a newer installation', async () => {
      await peer.platform.start(handlers());
      await install(T1, 'xoxb-token-renewed', Date.now());
      const late = { ...gone(T1), event_time: Math.floor(Date.now() / 1000) - 600 };
      await peer.event({ type: 'app_uninstalled' }, 'Ev1', late);
      await peer.event({ type: 'app_uninstalled' }, 'Ev2', gone(T2));
      await vi.waitFor(() => expect(told).toHaveLength(1), soon);
      expect(told).toMatchObject([{ workspace: T2 }]);
      expect(await installations.list('slack')).toMatchObject([{ workspace: T1 }]);
    });

    it('is none where a person alone takes their token back', async () => {
      await peer.platform.start(handlers());
      await peer.event({ type: 'tokens_revoked', tokens: { oauth: ['U7'] } }, 'Ev1', gone(T1));
      await peer.event({ type: 'tokens_revoked', tokens: { bot: ['UBOT'] } }, 'Ev2', gone(T2));
      await vi.waitFor(() => expect(told).toHaveLength(1), soon);
      expect(await installations.list('slack')).toMatchObject([{ workspace: T1 }]);
    });

    it('removes what another SECRET_KEY sealed too', async () => {
      const other = sealedBy('another key of the tests, 32 letters', store.installations, () => {});
      await other.keep('slack', installation(T1, tokenOf[T1] ?? ''));
      await peer.platform.start(handlers());
      await peer.event({ type: 'app_uninstalled' }, 'Ev1', gone(T1));
      await vi.waitFor(() => expect(told).toHaveLength(1), soon);
      expect(await store.installations.list('slack')).toMatchObject([{ workspace: T2 }]);
    });
  });

  describe('what is heard', () => {
    it('in a channel that workspaces share is of the one that installed the app', async () => {
      await peer.platform.start(handlers());
      const { channel } = peer.channel;
      await peer.event(mention(channel), 'Ev1', { ...to(T1), team_id: 'T0STRANGER' });
      await vi.waitFor(() => expect(posts()).toHaveLength(1), soon);
      expect(speakers[0]).toMatchObject({ person: 'U7', place: { channel: `${T1}/${channel}` } });
      const stranger = { id: 'U7', team_id: 'T0STRANGER', is_admin: true, is_stranger: true };
      peer.refuse('users.info', { answer: { ok: true, user: stranger } });
      expect(await speakers[0]?.home()).toMatchObject({ manages: false });
    });

    it('is heard where who the bot is there could not be looked up at first', async () => {
      await peer.platform.start(handlers());
      const get = installations.get.bind(installations);
      vi.spyOn(installations, 'get')
        .mockRejectedValueOnce(new Error('the store is away'))
        .mockImplementation(get);
      const channel = peer.channel.channel;
      await peer.event({ ...mention(channel), type: 'message' }, undefined, to(T1));
      await vi.waitFor(() => expect(speakers).toHaveLength(1), soon);
    });

    it('in any workspace of an organisation is of its installation', async () => {
      const access: Access = {
        token: 'xoxb-token-of-the-organisation',
        bot: { id: 'B1', user: 'UBOT' },
        team: null,
        enterprise: 'E0ORG',
      };
      peer.allow(access.token);
      const secret = JSON.stringify(access);
      await installations.keep('slack', { workspace: 'E0ORG', name: 'Org', secret, at: 1 });
      await peer.platform.start(handlers());
      const { channel } = peer.channel;
      const wide = { enterprise_id: 'E0ORG', is_enterprise_install: true };
      await peer.event({ ...mention(channel), user: 'W7' }, 'Ev1', to('T0ANY', wide));
      await vi.waitFor(() => expect(posts()).toEqual([[access.token, channel]]), soon);
      expect(speakers[0]).toMatchObject({ person: 'W7', place: { channel: `E0ORG/${channel}` } });
      const user = {
        id: 'W7',
        team_id: 'T0ANY',
        is_owner: true,
        enterprise_user: { enterprise_id: 'E0ORG', teams: ['T0ANY'] },
      };
      peer.refuse('users.info', { answer: { ok: true, user } });
      expect(await speakers[0]?.home()).toMatchObject({ manages: true });
      expect(peer.calls.map(({ method }) => method)).not.toContain('auth.test');
    });

    it('where the app is not installed is left alone, with a line in the log', async () => {
      await peer.platform.start(handlers());
      await peer.event(mention(peer.channel.channel), 'Ev1', to('T9'));
      const line = 'heard where the app is not installed';
      await vi.waitFor(() => expect(peer.logged.join('')).toContain(line), soon);
      expect(speakers).toEqual([]);
    });
  });

  describe('an installation', () => {
    it('is served where what people do is heard, told of, and posts wait for nothing else', async () => {
      await peer.platform.start(handlers());
      const browser = openBrowser(peer.platform.address() ?? '');
      const started = await browser.get(`${publicUrl}/slack/install`);
      const authorize = started.headers.get('location') ?? '';
      const page = await (await browser.get(authorize)).text();
      const back = (await browser.send(page, authorize)).headers.get('location') ?? '';
      expect((await browser.get(back)).status).toBe(200);
      const workspace = 'T000000001';
      expect(told).toEqual([{ kind: 'opened', platform: 'slack', workspace, channel: null }]);
      expect(await peer.platform.post(placeIn(workspace), card, 'k')).toMatchObject({
        state: 'posted',
      });
      const granted = peer.calls.find(({ method }) => method === 'auth.test')?.token;
      expect(posts()).toEqual([[granted, peer.channel.channel]]);
      await peer.event({ type: 'app_uninstalled' }, 'Ev1', gone(workspace));
      await vi.waitFor(() => expect(told).toHaveLength(2), soon);
      expect(await store.installations.get('slack', workspace)).toBeNull();
    });

    it('is not served by a worker', async () => {
      await peer.platform.start(null);
      expect(peer.platform.address()).toBeNull();
    });
  });
});

describe('a wait that is kept in mind', () => {
  it('ends when it is over, and is counted by method', () => {
    let now = 1000;
    const log = createLog('silent');
    const gate = createGate({ workspace: T1, remedy, now: () => now, log });
    const asked = { state: 'refused', scope: 'platform', retryAfter: 5000 } as const;
    gate.heed('chat.postMessage', new Refused({ ...asked, reason: '', grant: '' }));
    expect(gate.closedTo('chat.postMessage')).toMatchObject({ retryAfter: 5000, scope: 'channel' });
    expect(gate.closedTo('chat.update')).toBeNull();
    now = 4200;
    expect(gate.closedTo('chat.postMessage')).toMatchObject({ retryAfter: 2000 });
    // A timer of 5 s may end a little before.
    now = 5990;
    expect(gate.closedTo('chat.postMessage')).toBeNull();
    expect(gate.isDead()).toBe(false);
  });
});

describe('an installation that was read', () => {
  beforeEach(() => setUp('socket'));
  afterEach(tearDown);

  it('serves for half a minute, and is opened once however many ask at a time', async () => {
    let [now, reads] = [0, 0];
    const opened: string[] = [];
    const counting: Installations = {
      ...installations,
      get: (platform, workspace) => {
        reads += 1;
        return installations.get(platform, workspace);
      },
    };
    const log = createLog('silent');
    const pictures = { of: () => Promise.reject(new Error('no picture is sent here')) };
    const client = { web: new webApi.WebClient(), pictures, log, later: () => {} };
    const workspaces = manyWorkspaces({
      installations: counting,
      open: (id, access) => {
        opened.push(access.token);
        const workspace = {
          id,
          client,
          homeOf: unknownHome,
          languageOf: unknownLanguage,
          bot: access.bot,
        };
        return { workspace, isDead: () => false };
      },
      now: () => now,
      log,
    });
    await Promise.all([workspaces.of(T1), workspaces.of(T1)]);
    expect(opened).toEqual([tokenOf[T1]]);
    reads = 0;
    now = 29_999;
    await workspaces.of(T1);
    expect(reads).toBe(0);
    now = 30_000;
    await workspaces.of(T1);
    expect([reads, opened.length]).toEqual([1, 1]);
    await install(T1, 'xoxb-token-renewed');
    now = 60_000;
    await workspaces.of(T1);
    expect(opened).toEqual([tokenOf[T1], 'xoxb-token-renewed']);
    const bot = { botId: 'B1', botUserId: 'UBOT' };
    expect(await authorized(workspaces, { team_id: T1 }, log)).toEqual(bot);
    expect(await authorized(workspaces, { team_id: 'T9' }, log)).toEqual({});
  });
});
