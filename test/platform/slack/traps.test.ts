import { drawPixel, samplePicture } from '../../support/pictures.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { clientOptions } from '../../../src/platform/slack/client.ts';
import { createSlack, type SlackOptions } from '../../../src/platform/slack/index.ts';
import {
  type Handlers,
  PlatformError,
  type Posted,
  type Reply,
  type Speaker,
} from '../../../src/platform/platform.ts';
import { sampleCard, subject } from '../contract.ts';
import { modes, openSlackPeer, type SlackPeer, tokens } from './peer.ts';
import { signingSecret } from './signed.ts';
import { memoryInbox } from '../../support/inbox.ts';
import { textField } from '../../support/form.ts';

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));
const minuteAgo = () => Date.now() - 60_000;

let peer: SlackPeer;
let questions: { speaker: Speaker; text: string; digest: string | null }[];
let posted: Posted[];
let reply: Reply | null;
let thinking: Promise<void>;

function handlers(): Handlers {
  const keys = new Set<string>();
  return {
    commands: () => [],
    command: async () => {
      await thinking;
      return { card: sampleCard('コマンドの答え'), visibility: 'private' };
    },
    question: async (speaker, text, about) => {
      questions.push({ speaker, text, digest: about?.digest ?? null });
      await thinking;
      return reply;
    },
    press: (_speaker, action, value) =>
      Promise.resolve(
        action === 'ask'
          ? {
              form: {
                action: 'ask',
                title: '質問',
                fields: [textField('知りたいこと')],
                submit: '送信',
                value,
              },
            }
          : { card: sampleCard('公開'), visibility: 'channel' },
      ),
    posted: (ref) => {
      posted.push(ref);
      return Promise.resolve();
    },
    submit: () => Promise.resolve({ card: sampleCard('記入'), visibility: 'private' }),
    overview: () => Promise.resolve(sampleCard('概要')),
    inbox: memoryInbox(keys),
    happened: () => Promise.resolve(),
    once: (key) => {
      const first = !keys.has(key);
      keys.add(key);
      return Promise.resolve(first);
    },
  };
}

async function started(): Promise<void> {
  await peer.platform.start(handlers());
}

async function post(key = 'k1'): Promise<Posted> {
  const outcome = await peer.platform.post(peer.channel, sampleCard(), key);
  if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
  return outcome.ref;
}

const callsOf = (method: string) => peer.calls.filter((call) => call.method === method);

async function reasonOf(start: () => Promise<void>): Promise<string> {
  const error: unknown = await start().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlatformError);
  return error instanceof Error ? error.message : '';
}
async function privateCard() {
  await peer.command('meta', 'q2');
  await vi.waitFor(async () => expect(await peer.seen(peer.channel)).toHaveLength(1), soon);
  return (await peer.seen(peer.channel))[0]!;
}

async function pictures() {
  return (await peer.seen(peer.channel)).map((message) => message.pictures);
}

describe.each(modes)('Slack by %s', (mode) => {
  beforeEach(async () => {
    questions = [];
    posted = [];
    reply = { card: { ...sampleCard('答え'), buttons: [] }, visibility: 'channel' };
    thinking = Promise.resolve();
    peer = await openSlackPeer({ mode });
  });
  afterEach(async () => {
    const lines = peer.logged.join('\n');
    await peer.close();
    expect(lines).not.toContain(tokens.bot);
    expect(lines).not.toContain(tokens.app);
  });

  describe('a start that cannot work ends in one sentence', () => {
    const log = createLog('silent');
    const way = mode === 'http' ? { signingSecret } : { appToken: tokens.app };
    const listen = { host: '127.0.0.1', port: 0 };
    const shared = { botToken: tokens.bot, way, listen, draw: drawPixel, log };
    const starting = async (more: Partial<SlackOptions>) =>
      createSlack({ ...shared, apiUrl: peer.url, ...more }).start(handlers());

    it('names SLACK_BOT_TOKEN where Slack does not take it, without showing it', async () => {
      const wrong = 'xoxb-1111-2222-wrong';
      const reason = await reasonOf(() => starting({ botToken: wrong }));
      expect(reason).toContain('SLACK_BOT_TOKEN');
      expect(reason).toContain('invalid_auth');
      expect(reason).not.toContain(wrong);
      expect(peer.sockets()).toBe(0);
    });

    it.each([
      ['SLACK_BOT_TOKEN', { botToken: 'xapp-1-swapped' }],
      ['SLACK_BOT_TOKEN', { botToken: 'xoxb-with\nbreak' }],
      ['SLACK_APP_TOKEN', { way: { appToken: 'xoxb-swapped' } }],
    ])('tells a %s that cannot be one before it asks Slack', async (name, wrong) => {
      const reason = await reasonOf(() => starting(wrong));
      expect(reason).toContain(name);
      expect(reason).not.toContain('swapped');
      expect(peer.calls).toEqual([]);
    });

    it('says where it looked when nobody answers', async () => {
      const apiUrl = 'http://127.0.0.1:9/api/';
      const reason = await reasonOf(() => starting({ apiUrl }));
      expect(reason).toContain(apiUrl);
      expect(reason).toContain('SLACK_API_URL');
    });
  });

  describe('a post is sent once, whatever happens', () => {
    it('waits ten seconds at most and never tries again by itself', () => {
      expect(clientOptions(peer.url)).toMatchObject({
        timeout: 10_000,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      });
    });

    it('is unknown after a lost answer, sent once, and found by its key', async () => {
      peer.refuse('chat.postMessage', { cut: true });
      const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
      expect(outcome.state).toBe('unknown');
      expect(callsOf('chat.postMessage')).toHaveLength(1);
      const [message] = await peer.seen(peer.channel);
      expect(await peer.platform.find(peer.channel, 'k1', minuteAgo())).toEqual({
        state: 'found',
        ref: { place: peer.channel, message: message?.id },
      });
    });

    it('is unknown after a 503, and sent once', async () => {
      peer.refuse('chat.postMessage', { status: 503 });
      expect((await peer.platform.post(peer.channel, sampleCard(), 'k1')).state).toBe('unknown');
      expect(callsOf('chat.postMessage')).toHaveLength(1);
    });

    it.each(['fatal_error', 'internal_error', '<html>a proxy</html>'])(
      'is unknown where Slack itself is unsure: %s',
      async (error) => {
        peer.refuse('chat.postMessage', { error });
        expect((await peer.platform.post(peer.channel, sampleCard(), 'k1')).state).toBe('unknown');
      },
    );

    it('is refused with the wait of Retry-After at 429, at once and sent once', async () => {
      peer.refuse('chat.postMessage', { status: 429, retryAfter: 7 });
      const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
      expect(outcome).toMatchObject({ state: 'refused', retryAfter: 7000, scope: 'platform' });
      expect(callsOf('chat.postMessage')).toHaveLength(1);
      peer.refuse('conversations.info', { status: 429, retryAfter: 7 });
      const probe = await peer.platform.probe(peer.channel);
      expect(probe).toMatchObject({ state: 'cannot', scope: 'channel' }); // the token is as good as ever
    });

    it('is refused with what to grant', async () => {
      peer.refuse('chat.postMessage', { error: 'missing_scope', needed: 'chat:write' });
      const scope = await peer.platform.post(peer.channel, sampleCard(), 'k1');
      expect(scope).toMatchObject({ state: 'refused', retryAfter: null });
      expect(scope.state === 'refused' && scope.reason).toContain('chat:write');
      const closed = await peer.platform.post(peer.closed, sampleCard(), 'k1');
      expect(closed.state === 'refused' && closed.reason).toContain('/invite @kawaraban');
    });

    it.each([
      { error: 'invalid_auth' },
      { error: 'account_inactive' },
      { error: 'token_revoked' },
      { error: 'token_expired' },
      { status: 401 },
    ])('tells a token that serves no more from a channel that refuses: %j', async (refusal) => {
      const gone = { scope: 'platform' };
      peer.refuse('chat.postMessage', refusal);
      const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
      expect(outcome).toMatchObject({ state: 'refused', retryAfter: null, ...gone });
      peer.refuse('conversations.info', refusal);
      const probe = await peer.platform.probe(peer.channel);
      expect(probe).toMatchObject({ state: 'cannot', ...gone });
      expect(probe.state === 'cannot' && probe.grant).toContain('SLACK_BOT_TOKEN');
    });

    it.each(['is_archived', 'not_in_channel', 'restricted_action', 'missing_scope'])(
      'keeps a refusal by one channel apart: %s',
      async (error) => {
        peer.refuse('chat.postMessage', { error });
        const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
        expect(outcome).toMatchObject({ state: 'refused', retryAfter: null, scope: 'channel' });
        peer.refuse('conversations.info', { error });
        const probe = await peer.platform.probe(peer.channel);
        expect(probe).toMatchObject({ state: 'cannot', scope: 'channel' });
      },
    );

    it('carries the whole card in words, the key in its metadata, and no unfurls', async () => {
      await post('k1');
      const [call] = callsOf('chat.postMessage');
      expect(call?.body['text']).toContain('純利益: 77億8,800万ドル');
      expect(call?.body['text']).toContain('&lt;!channel&gt;');
      expect(call?.body).toMatchObject({
        metadata: { event_payload: { key: 'k1' } },
        unfurl_links: 'false',
        unfurl_media: 'false',
      });
    });
  });

  describe('a look for a key', () => {
    it('reads on behind fifteen newer messages', async () => {
      await started();
      const ref = await post('first');
      for (let at = 0; at < 16; at += 1) await peer.say(`話 ${at}`);
      expect(await peer.platform.find(peer.channel, 'first', minuteAgo())).toEqual({
        state: 'found',
        ref,
      });
      expect(callsOf('conversations.history')).toHaveLength(2);
      expect(callsOf('conversations.history')[0]?.body).toMatchObject({
        limit: '15',
        include_all_metadata: 'true',
      });
    });

    it('reads the thread where the post belongs into one', async () => {
      const under = await post('root');
      const place = { ...peer.channel, thread: under.message };
      const outcome = await peer.platform.post(place, sampleCard(), 'reply');
      expect(outcome.state).toBe('posted');
      expect(await peer.platform.find(place, 'reply', minuteAgo())).toMatchObject({
        state: 'found',
      });
      expect(await peer.platform.find(peer.channel, 'reply', minuteAgo())).toEqual({
        state: 'none',
      });
    });

    it('does not look at messages from long before', async () => {
      await post('k1');
      const inAnHour = Date.now() + 3_600_000;
      expect(await peer.platform.find(peer.channel, 'k1', inAnHour)).toEqual({ state: 'none' });
    });

    it.each([{ status: 429, retryAfter: 60 }, { error: 'missing_scope' }, { cut: true as const }])(
      'cannot tell where the channel cannot be read: %j',
      async (refusal) => {
        await post('k1');
        peer.refuse('conversations.history', refusal);
        const outcome = await peer.platform.find(peer.channel, 'k1', minuteAgo());
        expect(outcome.state).toBe('cannot_tell');
      },
    );
  });

  describe('what people write', () => {
    beforeEach(started);

    it('answers a mention outside a thread once, in a thread under it, though it arrives twice', async () => {
      const ts = await peer.say('<@UBOT> EPS &lt; 3? <https://example.com|例>');
      const thread = { ...peer.channel, thread: ts };
      await vi.waitFor(async () => expect(await peer.seen(thread)).toHaveLength(1), soon);
      await aWhile();
      expect(await peer.seen(thread)).toHaveLength(1);
      expect(questions).toHaveLength(1);
      const speaker = { place: thread, person: peer.person, language: null, addressed: true };
      expect(questions[0]?.speaker).toMatchObject(speaker);
      expect(questions[0]?.text).toBe('EPS < 3? 例');
    });

    it('does not answer a redelivered event again', async () => {
      const event = {
        type: 'message',
        channel: peer.channel.channel,
        channel_type: 'im',
        user: peer.person,
        text: '純利益は?',
        ts: '1700000000.000001',
      };
      await peer.event(event, 'Ev1');
      await peer.event(event, 'Ev1');
      await peer.event(event, 'Ev2');
      await peer.event({ ...event, ts: '1700000000.000009' }, 'Ev1');
      await vi.waitFor(() => expect(questions).toHaveLength(1), soon);
      await aWhile();
      expect(questions).toHaveLength(1);
    });

    it('takes a message in a thread without a mention, and says that it does not call the bot', async () => {
      const ref = await post();
      await peer.say('純利益は?', { thread: ref.message });
      await vi.waitFor(() => expect(questions).toHaveLength(1), soon);
      expect(questions[0]?.speaker.place.thread).toBe(ref.message);
      expect(questions[0]?.speaker.addressed).toBe(false);
    });

    it.each([
      ['<@U0OTHER> 純利益は?', true],
      ['<@UBOT> <@W0OTHER|yuki> と話した?', true],
      ['<!subteam^S1|@ir> 純利益は?', true],
      ['<@UBOT> 純利益は?', false],
      ['<https://example.com|例> <#C1|ir> 純利益は?', false],
    ])('tells whether it names other people: %s', async (text, toOthers) => {
      const ref = await post();
      await peer.say(text, { thread: ref.message });
      await vi.waitFor(() => expect(questions).toHaveLength(1), soon);
      expect(questions[0]?.speaker.toOthers).toBe(toOthers);
    });

    it('is in the language in which the person uses Slack, which is asked once', async () => {
      const user = { id: peer.person, locale: 'ja-JP' };
      peer.refuse('users.info', { answer: { ok: true, user } });
      await peer.say('EPS?', { direct: true });
      await peer.say('EPS?', { direct: true });
      await vi.waitFor(() => expect(questions).toHaveLength(2), soon);
      expect(questions.map(({ speaker }) => speaker.language)).toEqual(['ja', 'ja']);
      expect(callsOf('users.info')).toHaveLength(1);
    });

    it('is in no known language where Slack does not tell, which is asked once too', async () => {
      peer.refuse('users.info', { error: 'missing_scope', needed: 'users:read' });
      await peer.say('EPS?', { direct: true });
      await peer.say('EPS?', { direct: true });
      await vi.waitFor(() => expect(questions).toHaveLength(2), soon);
      expect(questions.map(({ speaker }) => speaker.language)).toEqual([null, null]);
      expect(callsOf('users.info')).toHaveLength(1);
    });

    it('waits where Slack asks for it, and answers in the thread then', async () => {
      const ref = await post();
      peer.refuse('chat.postMessage', { status: 429, retryAfter: 1 });
      await peer.ask(ref, '純利益は?');
      const thread = { ...peer.channel, thread: ref.message };
      await vi.waitFor(async () => {
        const answers = (await peer.seen(thread)).filter(({ text }) => text.includes('答え'));
        expect(answers.map(({ visibility }) => visibility)).toEqual(['channel']);
      }, soon);
      expect(callsOf('chat.postMessage')).toHaveLength(3);
    });

    it('answers a direct message where it was written', async () => {
      await peer.say('純利益は?', { direct: true });
      await vi.waitFor(() => expect(posted).toHaveLength(1), soon);
      expect(questions[0]?.speaker.place.thread).toBeNull();
      expect(posted[0]?.place.channel).toMatch(/^D/);
    });

    it('leaves alone what is not for it: chatter, bots, edits, deletions, its own posts', async () => {
      const ref = await post();
      await peer.say('今日は暑い');
      const inThread = {
        type: 'message',
        channel: peer.channel.channel,
        thread_ts: ref.message,
        text: '<@UBOT> 純利益は?',
      };
      const other = { ...inThread, ts: '1700000000.000002', user: 'UOTHERBOT', bot_id: 'B9' };
      const own = { ...inThread, ts: '1700000000.000003', user: 'UBOT', bot_id: 'B1' };
      await peer.event(other);
      await peer.event(own);
      const change = { type: 'message', channel: peer.channel.channel, hidden: true };
      const ts = '1700000000.000004';
      await peer.event({ ...change, ts, subtype: 'message_changed', message: { ...inThread, ts } });
      await peer.event({ ...change, ts, subtype: 'message_deleted', deleted_ts: ts });
      await peer.event({ ...inThread, ts, subtype: 'channel_join', user: peer.person });
      await aWhile();
      expect(questions).toEqual([]);
    });

    it('shows a private answer to the person alone, in the thread', async () => {
      reply = { card: sampleCard('内緒の答え'), visibility: 'private' };
      const ref = await post();
      await peer.ask(ref, '純利益は?');
      const thread = { ...peer.channel, thread: ref.message };
      await vi.waitFor(async () => {
        const answers = (await peer.seen(thread)).filter(({ text }) => text.includes('内緒の答え'));
        expect(answers.map(({ visibility }) => visibility)).toEqual(['private']);
      }, soon);
    });

    it('shows it beside a mention that nobody has answered: its thread would show nothing', async () => {
      reply = { card: sampleCard('内緒の答え'), visibility: 'private' };
      await peer.say('<@UBOT> 純利益は?');
      await vi.waitFor(() => expect(callsOf('chat.postEphemeral')).toHaveLength(1), soon);
      expect(callsOf('chat.postEphemeral')[0]?.body).not.toHaveProperty('thread_ts');
    });

    it('acknowledges before it works', async () => {
      const { promise, resolve: answer } = Promise.withResolvers<void>();
      thinking = promise;
      await peer.command('meta', 'q2');
      expect(callsOf('response_url')).toEqual([]);
      answer();
      await vi.waitFor(() => expect(callsOf('response_url')).toHaveLength(1), soon);
    });
  });

  describe('buttons and forms', () => {
    beforeEach(started);

    it('answers a form in the thread of the card it was opened from', async () => {
      const ref = await post();
      await peer.press((await peer.seen(peer.channel))[0]!, 'ask');
      await vi.waitFor(() => peer.submit('EPSは?'), soon);
      const thread = { ...peer.channel, thread: ref.message };
      await vi.waitFor(async () => expect(await peer.seen(thread)).toHaveLength(1), soon);
      expect(questions[0]?.speaker.place).toEqual(thread);
      expect(questions[0]?.digest).toBe(subject.digest);
    });

    it('shows a private answer to a form beside the card, whose thread may have no reply yet', async () => {
      reply = { card: sampleCard('内緒の答え'), visibility: 'private' };
      await post();
      await peer.press((await peer.seen(peer.channel))[0]!, 'ask');
      await vi.waitFor(() => peer.submit('EPSは?'), soon);
      await vi.waitFor(() => expect(callsOf('chat.postEphemeral')).toHaveLength(1), soon);
      expect(callsOf('chat.postEphemeral')[0]?.body).not.toHaveProperty('thread_ts');
    });

    it('answers a form of a private card privately', async () => {
      await peer.press(await privateCard(), 'ask');
      await vi.waitFor(() => peer.submit('EPSは?'), soon);
      await vi.waitFor(async () => expect(await peer.seen(peer.channel)).toHaveLength(2), soon);
      const shown = await peer.seen(peer.channel);
      expect(shown.map(({ visibility }) => visibility)).toEqual(['private', 'private']);
      expect(callsOf('chat.postMessage')).toEqual([]);
    });

    it('tells the person alone where the channel takes no post', async () => {
      const card = await privateCard();
      peer.refuse('chat.postMessage', { error: 'not_in_channel' });
      await peer.press(card, 'post');
      await vi.waitFor(async () => expect(await peer.seen(peer.channel)).toHaveLength(2), soon);
      const told = (await peer.seen(peer.channel))[1];
      expect(told?.visibility).toBe('private');
      expect(told?.text).toContain('/invite @kawaraban');
      expect(posted).toEqual([]);
    });
  });

  describe('a picture', () => {
    const alt = samplePicture.alt;
    const notReady = { answer: { ok: true, file: { id: 'F1', mimetype: '' } } };

    it('is uploaded once for all the cards that show it, to no channel', async () => {
      await post('k1');
      await post('k2');
      expect(await pictures()).toEqual([[alt], [alt]]);
      expect(callsOf('files.getUploadURLExternal')).toHaveLength(1);
      const [completed] = callsOf('files.completeUploadExternal');
      expect(completed?.body).not.toHaveProperty('channel_id');
    });

    it('is added to its card once Slack can show it', async () => {
      peer.refuse('files.info', notReady, 3);
      await post('k1');
      expect(await pictures()).toEqual([[]]);
      await vi.waitFor(async () => expect(await pictures()).toEqual([[alt]]), soon);
      expect(callsOf('chat.postMessage')).toHaveLength(1);
      expect(await peer.platform.find(peer.channel, 'k1', minuteAgo())).toMatchObject({
        state: 'found',
      });
    });

    it.each([
      ['files.getUploadURLExternal', { error: 'missing_scope', needed: 'files:write' }],
      ['files.completeUploadExternal', { status: 503 }],
      ['files.info', { error: 'missing_scope', needed: 'files:read' }],
    ] as const)(
      'that fails at %s leaves its card as it is, and is tried anew',
      async (method, how) => {
        peer.refuse(method, how);
        await post('k1');
        expect(await pictures()).toEqual([[]]);
        expect(peer.logged.join('\n')).toContain('card without its picture');
        await post('k2');
        expect(await pictures()).toEqual([[], [alt]]);
      },
    );

    it('that was uploaded is not uploaded again where Slack did not say whether it is ready', async () => {
      peer.refuse('files.info', { status: 503 });
      await post('k1');
      await post('k2');
      expect(await pictures()).toEqual([[], [alt]]);
      expect(callsOf('files.getUploadURLExternal')).toHaveLength(1);
    });

    it('is added late also where another one of its card fails', async () => {
      const second = {
        ...samplePicture,
        alt: 'second',
        chart: { ...samplePicture.chart, title: 'b' },
      };
      const { blocks, ...card } = sampleCard();
      peer.refuse('files.getUploadURLExternal', { error: 'internal_error' });
      peer.refuse('files.info', notReady, 3);
      const both = { ...card, blocks: [...blocks, second] };
      await peer.platform.post(peer.channel, both, 'k1');
      expect((await pictures()).flat()).toEqual([]);
      // The edit that adds the one tries the other again.
      await vi.waitFor(async () => expect((await pictures()).flat()).toHaveLength(2), soon);
    });

    it('that Slack does not take is left out, and the card posted once', async () => {
      peer.refuse('chat.postMessage', { error: 'invalid_blocks' });
      await post('k1');
      expect(await pictures()).toEqual([[]]);
      const sent = callsOf('chat.postMessage').map(({ body }) =>
        JSON.stringify(body).includes('slack_file'),
      );
      expect(sent).toEqual([true, false]);
    });

    it('that Slack does not take is left out of edits and private answers too', async () => {
      const ref = await post('k1');
      peer.refuse('chat.update', { error: 'invalid_blocks' });
      expect(await peer.platform.edit(ref, sampleCard('訂正'))).toMatchObject({ state: 'posted' });
      expect((await peer.seen(peer.channel))[0]?.text).toContain('訂正');
      expect(await pictures()).toEqual([[]]);
    });
  });
});

/** What the calls of a method carried: pictures, and the newest of their blocks. */
const carried = (method: string) =>
  callsOf(method).map(({ body }) => {
    const text = JSON.stringify(body['blocks']);
    return [text.includes('slack_file'), /"(?:rich_text|table)"/.test(text) ? 'new' : 'plain'];
  });

describe('a card whose blocks Slack does not take', () => {
  // However busy the machine is, the first try has its picture.
  beforeEach(async () => {
    await peer.close();
    peer = await openSlackPeer({ patience: { pictures: 20_000 } });
  });

  const ladder = [
    [true, 'new'],
    [false, 'new'],
    [false, 'plain'],
  ];

  it.each([
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'invalid_attachments',
    'only_one_table_allowed',
  ])('goes out without its picture, then in plain sections, once (%s)', async (error) => {
    peer.refuse('chat.postMessage', { error }, 2);
    const ref = await post('k1');
    expect(carried('chat.postMessage')).toEqual(ladder);
    const shown = await peer.seen(peer.channel);
    expect(shown).toMatchObject([{ id: ref.message, pings: [] }]);
    expect(shown[0]?.text).toContain('純利益  77億8,800万ドル');
    expect(await peer.platform.find(peer.channel, 'k1', minuteAgo())).toMatchObject({
      state: 'found',
      ref,
    });
  });

  it('goes out plain at the second try where it has no picture', async () => {
    peer.refuse('chat.postMessage', { error: 'invalid_blocks' });
    const { blocks, ...rest } = sampleCard();
    const card = { ...rest, blocks: blocks.filter(({ type }) => type !== 'picture') };
    expect(await peer.platform.post(peer.channel, card, 'k1')).toMatchObject({ state: 'posted' });
    expect(carried('chat.postMessage')).toEqual(ladder.slice(1));
  });

  it('is refused where Slack takes it in no way, and where something else is wrong is tried once', async () => {
    peer.refuse('chat.postMessage', { error: 'invalid_blocks' }, 3);
    expect(await peer.platform.post(peer.channel, sampleCard(), 'k1')).toMatchObject({
      state: 'refused',
      retryAfter: null,
    });
    expect(callsOf('chat.postMessage')).toHaveLength(3);
    peer.refuse('chat.postMessage', { error: 'is_archived' });
    await peer.platform.post(peer.channel, sampleCard(), 'k2');
    expect(callsOf('chat.postMessage')).toHaveLength(4);
    expect(await peer.seen(peer.channel)).toEqual([]);
  });

  it('is not tried again where it is not known what became of it', async () => {
    peer.refuse('chat.postMessage', { error: 'internal_error' });
    const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
    expect(outcome).toMatchObject({ state: 'unknown' });
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('is edited so', async () => {
    const ref = await post('k1');
    peer.refuse('chat.update', { error: 'invalid_blocks' }, 2);
    expect(await peer.platform.edit(ref, sampleCard('訂正'))).toMatchObject({ state: 'posted' });
    expect(carried('chat.update')).toEqual(ladder);
    expect((await peer.seen(peer.channel))[0]?.text).toContain('訂正');
  });

  it('is whispered so', async () => {
    await started();
    reply = { card: sampleCard('内緒'), visibility: 'private' };
    peer.refuse('chat.postEphemeral', { error: 'invalid_blocks' }, 2);
    await peer.say('<@UBOT> 純利益は?');
    await vi.waitFor(() => expect(carried('chat.postEphemeral')).toEqual(ladder), soon);
  });

  it.each([
    { status: 400 },
    { error: 'invalid_blocks' },
    { answer: { ok: false, error: 'only_one_table_allowed' } },
  ] as const)('is answered at the URL of a command so (%j)', async (refusal) => {
    await started();
    peer.refuse('response_url', refusal, 2);
    await privateCard();
    expect(carried('response_url')).toEqual(ladder);
  });

  it.each([{ status: 404 }, { status: 503 }, { error: 'expired_url' }] as const)(
    'is answered there once where something else is wrong (%j)',
    async (refusal) => {
      await started();
      peer.refuse('response_url', refusal, 2);
      await peer.command('meta', 'q2');
      await vi.waitFor(() => expect(callsOf('response_url')).toHaveLength(1), soon);
      await vi.waitFor(
        () => expect(peer.logged.join()).toContain('private answer not shown'),
        soon,
      );
      expect(callsOf('response_url')).toHaveLength(1);
    },
  );
});
