import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { App } from '@slack/bolt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Handlers, Inbox, Reply } from '../../../src/platform/platform.ts';
import { databaseFile } from '../../../src/store/database.ts';
import type { Store } from '../../../src/store/store.ts';
import { createInbox } from '../../../src/talk/inbox.ts';
import { textField } from '../../support/form.ts';
import { log, sqliteHome } from '../../store/homes.ts';
import { sampleCard } from '../contract.ts';
import { createIntake } from '../../../src/platform/slack/intake.ts';
import { memoryInbox } from '../../support/inbox.ts';
import { quietHandlers } from '../handlers.ts';
import { modes, openSlackPeer, type SlackPeer, tokens } from './peer.ts';

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 200));
const never = () => new Promise<never>(() => {});

/** The lease of a process, and a little. */
const lease = 31_000;

let home: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let peer: SlackPeer;
let inboxes: ReturnType<typeof createInbox>[];
let ahead: number;
/** What reached the handlers of any process. */
let did: string[];
let reply: Reply | null;

const now = () => Date.now() + ahead;
const calls = (method: string) => peer.calls.filter((call) => call.method === method);
const answers = async (thread: string | null) =>
  (await peer.seen({ ...peer.channel, thread })).filter(({ text }) => text.includes('答え'));

/** A process over the store; a test says what in it goes wrong. */
function processWith(
  wrong: Partial<Handlers> = {},
  wrongInbox: (inbox: Inbox) => Partial<Inbox> = () => ({}),
): Handlers {
  const inbox = createInbox(store, log, now);
  inboxes.push(inbox);
  return quietHandlers({
    command: (_speaker, name) => {
      did.push(`/${name}`);
      return Promise.resolve({ card: sampleCard('答え'), visibility: 'private' });
    },
    question: (_speaker, text) => {
      did.push(text);
      return Promise.resolve(reply);
    },
    press: (_speaker, action, value) => {
      did.push(action);
      if (action === 'post')
        return Promise.resolve({ card: sampleCard('答え'), visibility: 'channel' });
      const form = { action: 'ask', title: '質問', submit: '送信', value } as const;
      return Promise.resolve({ form: { ...form, fields: [textField('知りたいこと')] } });
    },
    once: (key) => store.once(key),
    ...wrong,
    inbox: { ...inbox, ...wrongInbox(inbox) },
  });
}

/** The process dies: nothing of it lives on but what it wrote down. Another one starts later. */
async function dies(next: Handlers = processWith(), after = lease): Promise<void> {
  peer.replace();
  for (const inbox of inboxes.slice(0, -1)) inbox.stop();
  ahead += after;
  await peer.platform.start(next);
}

/** How much is written down and not settled. */
function unsettled(): number {
  const database = new DatabaseSync(join(home.dataDir, databaseFile), { readOnly: true });
  const rows = database.prepare('select id from inbox').all();
  database.close();
  return rows.length;
}

const allSettled = () => vi.waitFor(() => expect(unsettled()).toBe(0), soon);

beforeAll(async () => {
  home = await sqliteHome();
  store = await home.open();
});
afterAll(async () => {
  await store.close();
  await home.close();
});

describe.each(modes)('what is heard by %s', (mode) => {
  beforeEach(async () => {
    [did, inboxes, ahead] = [[], [], 0];
    reply = { card: { ...sampleCard('答え'), buttons: [] }, visibility: 'channel' };
    peer = await openSlackPeer({ mode, now, patience: { takeUp: 50 } });
  });
  afterEach(async () => {
    await allSettled();
    const lines = peer.logged.join('\n');
    for (const inbox of inboxes) inbox.stop();
    await peer.close();
    // What is written down holds addresses that answer as us.
    for (const secret of ['/response/', tokens.bot, tokens.app])
      expect(lines).not.toContain(secret);
  });

  describe('and left by a process that dies before it answers', () => {
    it('is answered by the next one: a mention, once', async () => {
      await peer.platform.start(processWith({ question: never }));
      const ts = await peer.say('<@UBOT> 純利益は?');
      expect(unsettled()).toBe(1);
      await dies();
      await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
      await allSettled();
      expect(did).toEqual(['純利益は?']);
      expect(await answers(ts)).toHaveLength(1);
    });

    it('is answered also where something else takes for ever', async () => {
      await peer.platform.start(processWith({ command: never, question: never }));
      await peer.command('meta', 'q2');
      const ts = await peer.say('<@UBOT> 純利益は?');
      const { promise: stuck, resolve: free } = Promise.withResolvers<Reply>();
      await dies(processWith({ command: () => stuck }));
      await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
      expect(unsettled()).toBe(1);
      free({ card: sampleCard('答え'), visibility: 'private' });
    });

    it('is left alone as long as that process may live', async () => {
      await peer.platform.start(processWith({ question: never }));
      await peer.say('<@UBOT> 純利益は?');
      await dies(processWith(), 0);
      await aWhile();
      expect(did).toEqual([]);
      ahead += lease;
      await vi.waitFor(() => expect(did).toHaveLength(1), soon);
    });

    it('is answered by the next one: a command, for the person alone', async () => {
      await peer.platform.start(processWith({ command: never }));
      await peer.command('meta', 'q2');
      await dies();
      await vi.waitFor(async () => expect(await answers(null)).toHaveLength(1), soon);
      expect((await answers(null))[0]?.visibility).toBe('private');
    });

    it('is answered by the next one: a press that posts to the channel, and a form', async () => {
      await peer.platform.start(processWith());
      await peer.platform.post(peer.channel, sampleCard('決算'), 'k1');
      const [card] = await peer.seen(peer.channel);
      await peer.press(card!, 'ask');
      await vi.waitFor(() => expect(peer.view()).not.toBeNull(), soon);
      await allSettled();
      const dead = processWith({ press: never, question: never });
      await dies(dead, 0);
      await peer.submit('EPSは?');
      await peer.press(card!, 'post');
      expect(unsettled()).toBe(2);
      await dies();
      await vi.waitFor(async () => {
        expect(await answers(null)).toHaveLength(1);
        expect(await answers(card!.id)).toHaveLength(1);
      }, soon);
    });

    it('is dropped where it is a press whose form can no more be opened', async () => {
      await peer.platform.start(processWith({ press: never }));
      await peer.platform.post(peer.channel, sampleCard('決算'), 'k1');
      await peer.press((await peer.seen(peer.channel))[0]!, 'ask');
      await dies();
      await vi.waitFor(() => expect(did).toEqual(['ask']), soon);
      await allSettled();
      expect(calls('views.open')).toEqual([]);
      expect(peer.logged.join('\n')).toContain('form dropped');
    });

    it('is dropped where Slack takes no private answer to it any more', async () => {
      await peer.platform.start(processWith({ command: never }));
      await peer.command('meta', 'q2');
      await dies(processWith(), 31 * 60_000);
      await vi.waitFor(() => expect(did).toEqual(['/meta']), soon);
      await allSettled();
      expect(calls('response_url')).toEqual([]);
      expect(peer.logged.join('\n')).toContain('private answer dropped');
    });

    it('is told of a channel that the bot left, though its twin was seen', async () => {
      await peer.platform.start(processWith({ happened: never }));
      const left = { type: 'channel_left', channel: `C0${mode.toUpperCase()}` };
      await peer.event(left);
      const told: string[] = [];
      const happened: Handlers['happened'] = ({ kind }) => {
        told.push(kind);
        return Promise.resolve();
      };
      await dies(processWith({ happened }));
      await vi.waitFor(() => expect(told).toEqual(['closed']), soon);
    });
  });

  describe('and answered by a process that dies before it says so', () => {
    it.each([
      ['in a short thread', 0],
      ['in a thread of more messages than Slack gives at once', 16],
    ])('is not answered twice %s', async (_name, talk) => {
      await peer.platform.start(processWith({}, () => ({ settle: never })));
      reply = null;
      const ts = await peer.say('決算の話');
      for (let at = 0; at < talk; at += 1) await peer.say(`話 ${at}`, { thread: ts });
      reply = { card: { ...sampleCard('答え'), buttons: [] }, visibility: 'channel' };
      did = [];
      await peer.say('<@UBOT> 純利益は?', { thread: ts });
      await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
      reply = null;
      await dies();
      await allSettled();
      expect(did.filter((text) => text === '純利益は?')).toHaveLength(1);
      expect(await answers(ts)).toHaveLength(1);
      expect(peer.logged.join('\n')).not.toContain('given up');
    });

    it('is not answered twice in a direct message', async () => {
      await peer.platform.start(processWith({}, () => ({ settle: never })));
      await peer.say('純利益は?', { direct: true });
      await vi.waitFor(() => expect(calls('chat.postMessage')).toHaveLength(1), soon);
      await dies();
      await allSettled();
      expect(did).toHaveLength(1);
      expect(calls('chat.postMessage')).toHaveLength(1);
    });

    it('is not posted twice where a press posted it', async () => {
      await peer.platform.start(processWith({}, () => ({ settle: never })));
      await peer.platform.post(peer.channel, sampleCard('決算'), 'k1');
      await peer.press((await peer.seen(peer.channel))[0]!, 'post');
      await vi.waitFor(async () => expect(await answers(null)).toHaveLength(1), soon);
      await dies();
      await allSettled();
      expect(await answers(null)).toHaveLength(1);
    });

    it('has its thread noted by the next one where a press posted it', async () => {
      await peer.platform.start(processWith({ posted: never }));
      await peer.platform.post(peer.channel, sampleCard('決算'), 'k1');
      await peer.press((await peer.seen(peer.channel))[0]!, 'post');
      await vi.waitFor(async () => expect(await answers(null)).toHaveLength(1), soon);
      const noted: unknown[] = [];
      const posted: Handlers['posted'] = (ref, subject) => {
        noted.push([ref.message, subject]);
        return Promise.resolve();
      };
      await dies(processWith({ posted }));
      await allSettled();
      const [answer] = await answers(null);
      expect(noted).toEqual([[answer?.id, sampleCard().subject]]);
    });

    it('is looked for later where Slack does not say', async () => {
      await peer.platform.start(processWith({}, () => ({ settle: never })));
      const ts = await peer.say('<@UBOT> 純利益は?');
      await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
      peer.refuse('conversations.replies', { status: 429, retryAfter: 60 }, 2);
      await dies();
      await allSettled();
      expect(calls('conversations.replies')).toHaveLength(3);
      expect(did).toHaveLength(1);
      expect(await answers(ts)).toHaveLength(1);
    });

    it('is given up after five times where Slack never says, with a line in the log', async () => {
      await peer.platform.start(processWith({ question: never }));
      const ts = await peer.say('<@UBOT> 純利益は?');
      peer.refuse('conversations.replies', { error: 'missing_scope' }, 100);
      await dies();
      await allSettled();
      expect(calls('conversations.replies')).toHaveLength(4);
      expect(peer.logged.join('\n')).toContain('given up unanswered');
      expect(await answers(ts)).toEqual([]);
    });

    it('gets its answer in the place of what says that it is being made', async () => {
      await peer.close();
      peer = await openSlackPeer({ mode, now, patience: { takeUp: 50, thinking: 10 } });
      await peer.platform.start(processWith({ question: never }));
      const ts = await peer.say('<@UBOT> 純利益は?');
      const thread = { ...peer.channel, thread: ts };
      await vi.waitFor(async () => expect(await peer.seen(thread)).toHaveLength(1), soon);
      const [standing] = await peer.seen(thread);
      await dies();
      await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
      expect((await peer.seen(thread)).map(({ id }) => id)).toEqual([standing?.id]);
      expect(calls('chat.postMessage')).toHaveLength(1);
    });
  });

  it.each(['a mention', 'a command'])(
    'is answered once where a process stands still until another one took it over: %s',
    async (what) => {
      const { promise: stuck, resolve: wake } = Promise.withResolvers<Reply>();
      await peer.platform.start(processWith({ question: () => stuck, command: () => stuck }));
      const ts = what === 'a mention' ? await peer.say('<@UBOT> 純利益は?') : null;
      if (ts === null) await peer.command('meta', 'q2');
      await dies();
      await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
      wake({ card: sampleCard('答え'), visibility: ts === null ? 'private' : 'channel' });
      await aWhile();
      expect(await answers(ts)).toHaveLength(1);
    },
  );

  it('is answered once where a process stands still and nobody took it over', async () => {
    const { promise: stuck, resolve: wake } = Promise.withResolvers<Reply>();
    await peer.platform.start(processWith({ question: () => stuck }));
    const ts = await peer.say('<@UBOT> 純利益は?');
    ahead += lease;
    await aWhile(); // it looks itself for what is left
    wake({ card: sampleCard('答え'), visibility: 'channel' });
    await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
    await allSettled();
    expect(await answers(ts)).toHaveLength(1);
  });

  it('is worked on later where whether it is still held cannot be told', async () => {
    let failing = 1;
    const faulty = (inbox: Inbox): Partial<Inbox> => ({
      holds: (id) => {
        failing -= 1;
        return failing >= 0 ? Promise.reject(new Error('the store is away')) : inbox.holds(id);
      },
    });
    await peer.platform.start(processWith({}, faulty));
    await peer.command('meta', 'q2');
    await allSettled();
    expect(did).toEqual(['/meta']);
    expect(calls('response_url')).toHaveLength(1);
  });

  it('is answered once where the answer to its post is lost', async () => {
    await peer.platform.start(processWith());
    peer.loseNextAnswer?.();
    const ts = await peer.say('<@UBOT> 純利益は?');
    await allSettled();
    expect(await answers(ts)).toHaveLength(1);
    expect(calls('chat.postMessage')).toHaveLength(1);
  });

  it('is answered later where Slack asks for more patience than an answer has', async () => {
    await peer.platform.start(processWith());
    peer.refuse('chat.postMessage', { status: 429, retryAfter: 60 });
    const ts = await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
  });

  it('is answered once where the store takes it only the second time that Slack sends it', async () => {
    let failing = 1;
    let tries = 0;
    const faulty = (inbox: Inbox): Partial<Inbox> => ({
      keep: async (...given) => {
        tries += 1;
        if (failing > 0) {
          failing -= 1;
          throw new Error('the disk is full');
        }
        return inbox.keep(...given);
      },
    });
    await peer.platform.start(processWith({}, faulty));
    const told = peer.say('純利益は?', { direct: true });
    await vi.waitFor(() => expect(tries).toBe(1), soon);
    await aWhile(); // what was acknowledged would be known by now
    peer.cut(); // by a socket, Slack sends again what was not acknowledged
    await told;
    await vi.waitFor(() => expect(did).toEqual(['純利益は?']), soon);
    await allSettled();
    expect(did).toHaveLength(1);
    expect(peer.logged.join('\n')).toContain('could not be written down');
  });

  it('is settled later where the store does not take that now, and not answered again', async () => {
    let failing = 2;
    const faulty = (inbox: Inbox): Partial<Inbox> => ({
      settle: (id) => {
        failing -= 1;
        return failing >= 0 ? Promise.reject(new Error('the disk is full')) : inbox.settle(id);
      },
    });
    await peer.platform.start(processWith({}, faulty));
    await peer.command('meta', 'q2');
    await allSettled();
    expect(failing).toBe(-1);
    expect(did).toEqual(['/meta']);
    expect(calls('response_url')).toHaveLength(1);
  });

  it('while nobody is there is answered after the start', async () => {
    await peer.platform.start(processWith());
    await peer.platform.stop();
    peer.replace();
    const said = peer.say('<@UBOT> 純利益は?');
    await aWhile();
    await peer.platform.start(processWith());
    const ts = await said;
    await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
    expect(did).toEqual(['純利益は?']);
  });

  it('is answered before the process stops', async () => {
    const { promise: thought, resolve: think } = Promise.withResolvers<Reply>();
    await peer.platform.start(processWith({ command: () => thought }));
    await peer.command('meta', 'q2');
    const stopped = peer.platform.stop();
    think({ card: sampleCard('答え'), visibility: 'private' });
    await stopped;
    expect(await answers(null)).toHaveLength(1);
    expect(unsettled()).toBe(0);
  });

  it('is let go where the token was revoked, and the process lives', async () => {
    await peer.platform.start(processWith());
    for (const method of ['chat.postMessage', 'chat.postEphemeral'])
      peer.refuse(method, { error: 'token_revoked' });
    await peer.say('<@UBOT> 純利益は?');
    await allSettled();
    expect(peer.logged.join('\n')).toContain('The bot token was revoked.');
    const ts = await peer.say('<@UBOT> 配当は?');
    await vi.waitFor(async () => expect(await answers(ts)).toHaveLength(1), soon);
  });

  it('is written down only where it may be for the bot', async () => {
    const kept: string[] = [];
    const listing = (inbox: Inbox): Partial<Inbox> => ({
      keep: (platform, keys, heard) => {
        kept.push(keys[0] ?? '');
        return inbox.keep(platform, keys, heard);
      },
    });
    await peer.platform.start(processWith({}, listing));
    const { channel } = peer.channel;
    await peer.platform.post(peer.channel, sampleCard(), 'k1');
    await peer.say('今日は暑い <@U0OTHER>');
    const said = { type: 'message', channel, user: 'U1', text: '<@UBOT> EPS?', ts: '1.1' };
    const events = [
      { ...said, bot_id: 'B9' },
      { ...said, user: 'UBOT' },
      { ...said, subtype: 'message_changed', hidden: true },
      { ...said, subtype: 'channel_join' },
      { type: 'member_joined_channel', user: 'U7', channel },
      { type: 'reaction_added', user: 'U7', item: { channel } },
    ];
    for (const event of events) await peer.event(event);
    expect(kept).toEqual([]);
    reply = null;
    await peer.event({ ...said, ts: '1.2' });
    expect(kept).toEqual([`slack:message:${channel}:1.2`]);
  });
});

it('is written down without the token by which Slack once said who it is', async () => {
  const written: string[] = [];
  const app: Pick<App, 'processEvent'> = { processEvent: () => Promise.resolve() };
  const keep: Inbox['keep'] = (_platform, _keys, heard) => {
    written.push(heard);
    return Promise.resolve(true);
  };
  createIntake(app, {
    inbox: { ...memoryInbox(), keep },
    workspaceOf: () => null,
    log,
    now,
    every: 1000,
    work: (_name, task) => task(),
  });
  const body = { command: '/meta', trigger_id: '1.2', token: 'verification' };
  await app.processEvent({ body, ack: () => Promise.resolve() });
  expect(written).toEqual([JSON.stringify({ command: '/meta', trigger_id: '1.2' })]);
});
