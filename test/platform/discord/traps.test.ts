import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Card, Subject } from '../../../src/card/card.ts';
import type { Handlers, Place, Posted, Reply, Speaker } from '../../../src/platform/platform.ts';
import { samplePicture } from '../../support/pictures.ts';
import { sampleCard, subject } from '../contract.ts';
import { bagOf, bagsOf } from './peer-bag.ts';
import { openPeer } from './peer.ts';
import type { DiscordPeer } from './peer.ts';
import { goodToken, ids } from './peer-server.ts';
import { memoryInbox } from '../../support/inbox.ts';
import { everyField, textField } from '../../support/form.ts';

const soon = { timeout: 4000, interval: 20 };
const answer: Reply = { card: { ...sampleCard('答え'), buttons: [] }, visibility: 'channel' };

/** Handlers that remember, and that a test may replace one by one. */
function people(more: Partial<Handlers> = {}) {
  const known = new Set<string>();
  const questions: [Speaker, string, Subject | null][] = [];
  const told: Posted[] = [];
  const handlers: Handlers = {
    commands: () => [
      {
        name: 'meta',
        description: { ja: 'メタの決算', en: 'Meta results' },
        choices: [{ text: 'q2', description: { ja: '第2四半期', en: 'Q2' } }],
      },
    ],
    command: () => Promise.resolve({ card: sampleCard('答え: q2'), visibility: 'private' }),
    question: (speaker, text, about) => {
      questions.push([speaker, text, about]);
      return Promise.resolve(answer);
    },
    press: () => Promise.resolve(answer),
    posted: (ref) => {
      told.push(ref);
      return Promise.resolve();
    },
    happened: () => Promise.resolve(),
    submit: () => Promise.resolve(answer),
    overview: () => Promise.resolve(answer.card),
    inbox: memoryInbox(known),
    once: (key) => Promise.resolve(!known.has(key) && known.add(key).size > 0),
    ...more,
  };
  return { handlers, questions, posted: told };
}

let peer: DiscordPeer;
afterEach(() => peer.close());

async function started(options: Parameters<typeof openPeer>[0] = {}, more: Partial<Handlers> = {}) {
  peer = await openPeer(options);
  const who = people(more);
  await peer.platform.start(who.handlers);
  return who;
}

async function posted(
  card = sampleCard(),
  key = 'k1',
  place: Place = peer.channel,
): Promise<Posted> {
  const outcome = await peer.platform.post(place, card, key);
  if (outcome.state !== 'posted') throw new Error(JSON.stringify(outcome));
  return outcome.ref;
}

function requests(method: string, path: RegExp) {
  return peer.discord.requests.filter(
    (request) => request.method === method && path.test(request.path),
  );
}

const postPath = /^\/channels\/\d+\/messages$/u;

describe('a token or intents that Discord refuses', () => {
  it('names DISCORD_TOKEN, never its value', async () => {
    const token = 'MTEwMDAwMDAwMDAwMDAwMDAwMQ.GabcDE.wrong-wrong-wrong-wrong-wrong';
    peer = await openPeer({ token });
    const error = await peer.platform.start(people().handlers).then(String, String);
    expect(error).toMatch(/^PlatformError: .*DISCORD_TOKEN/u);
    expect(error + peer.lines.join('')).not.toContain(token);
  });

  it('names DISCORD_TOKEN to a process that hears nothing, and that Discord cannot be reached', async () => {
    peer = await openPeer({ token: 'wrong' });
    const error = await peer.platform.start(null).then(String, String);
    expect(error).toMatch(/^PlatformError: .*DISCORD_TOKEN/u);
    peer.discord.faults.push({ method: 'GET', path: /users/u, do: 'lose' });
    const unreached = await peer.platform.start(null).then(String, String);
    expect(unreached).toMatch(/^PlatformError: Discord cannot be reached at 127\.0\.0\.1/u);
    expect(peer.discord.gateway.counts.identify).toBe(0);
  });

  it('explains close code 4014 in one sentence', async () => {
    peer = await openPeer({ closeAtIdentify: 4014 });
    const error = await peer.platform.start(people().handlers).then(String, String);
    expect(error).toMatch(/^PlatformError: .*4014.*Developer Portal/u);
  });

  it('says that Discord cannot be reached where nothing answers', async () => {
    peer = await openPeer();
    peer.discord.faults.push({ method: 'GET', path: /gateway/u, do: 'lose' });
    const error = await peer.platform.start(people().handlers).then(String, String);
    expect(error).toMatch(/^PlatformError: Discord cannot be reached at 127\.0\.0\.1/u);
  });

  it('goes on saying DISCORD_TOKEN after the client has forgotten the token', async () => {
    await started();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 401 });
    for (const key of ['k1', 'k2']) {
      const outcome = await peer.platform.post(peer.channel, sampleCard(), key);
      expect(outcome).toMatchObject({ state: 'refused', retryAfter: null, scope: 'platform' });
      expect(JSON.stringify(outcome)).toContain('DISCORD_TOKEN');
      expect(JSON.stringify(outcome)).not.toContain(goodToken);
    }
    expect(await peer.platform.probe(peer.channel)).toMatchObject({
      state: 'cannot',
      scope: 'platform',
      grant: expect.stringContaining('DISCORD_TOKEN'),
    });
  });
});

describe('an outcome that is not known', () => {
  it.each([
    ['a lost answer', { do: 'lose' }],
    ['a body that never ends', { do: 'hang' }],
    ['a 502 after the post was carried out', { do: 502, done: true }],
  ] as const)(
    '%s: one request, unknown, found by its key, and posting again doubles nothing',
    async (_name, fault) => {
      await started({ timeout: 300 });
      peer.discord.faults.push({ method: 'POST', path: postPath, ...fault });
      expect(await peer.platform.post(peer.channel, sampleCard(), 'k1')).toMatchObject({
        state: 'unknown',
      });
      expect(requests('POST', postPath)).toHaveLength(1); // no blind retry
      const found = await peer.platform.find(peer.channel, 'k1', Date.now() - 1000);
      expect(found).toMatchObject({
        state: 'found',
        ref: { message: peer.discord.messages[0]?.id },
      });
      expect(await posted()).toEqual(found.state === 'found' ? found.ref : null);
      expect(peer.discord.messages).toHaveLength(1);
    },
  );

  it('a 503 before it was carried out: unknown, and a look finds none', async () => {
    await started();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 503 });
    expect(await peer.platform.post(peer.channel, sampleCard(), 'k1')).toMatchObject({
      state: 'unknown',
    });
    expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 1000)).toEqual({
      state: 'none',
    });
  });

  it('the key survives edits, is not found before its time, and is looked for over many pages', async () => {
    await started();
    const ref = await posted();
    await peer.platform.edit(ref, sampleCard('訂正'));
    for (let index = 0; index < 120; index += 1) peer.discord.say(ids.open, '…');
    const last = await posted(sampleCard('後'), 'k2');
    const since = Date.now() - 1000;
    expect(await peer.platform.find(peer.channel, 'k1', since)).toEqual({ state: 'found', ref });
    expect(await peer.platform.find(peer.channel, 'k2', since)).toEqual({
      state: 'found',
      ref: last,
    });
    expect(await peer.platform.find(peer.channel, 'k1', Date.now() + 3_600_000)).toEqual({
      state: 'none',
    });
  });

  it('cannot tell in a channel whose history Discord shows empty', async () => {
    await started();
    const place = { ...peer.channel, channel: ids.unread };
    await posted(sampleCard(), 'k1', place);
    const found = await peer.platform.find(place, 'k1', 0);
    expect(found).toMatchObject({ state: 'cannot_tell' });
    expect(JSON.stringify(found)).toContain('Read Message History');
    expect(await peer.platform.probe(place)).toMatchObject({
      state: 'cannot',
      grant: expect.stringContaining('Read Message History'),
    });
  });

  it('the same key in two channels is two posts', async () => {
    await started();
    const first = await posted();
    const second = await posted(sampleCard(), 'k1', { ...peer.channel, channel: ids.threads });
    expect(second.message).not.toBe(first.message);
  });
});

describe('what Discord refuses', () => {
  it('429: refused with the wait that was asked for, and nothing sent meanwhile', async () => {
    await started();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 429 });
    const outcome = await peer.platform.post(peer.channel, sampleCard(), 'k1');
    expect(outcome).toMatchObject({ state: 'refused' });
    expect(outcome.state === 'refused' ? outcome.retryAfter : 0).toBeGreaterThanOrEqual(200);
    expect(requests('POST', postPath)).toHaveLength(1);
  });

  it('an unknown channel, a missing permission and a message that is gone each say so', async () => {
    await started();
    const nowhere = await peer.platform.post(
      { ...peer.channel, channel: '42' },
      sampleCard(),
      'k1',
    );
    expect(nowhere).toMatchObject({
      state: 'refused',
      retryAfter: null,
      reason: expect.stringContaining('invite the bot'),
    });
    const closed = await peer.platform.post(peer.closed, sampleCard(), 'k1');
    expect(closed).toMatchObject({
      state: 'refused',
      retryAfter: null,
      reason: expect.stringContaining('View Channel'),
    });
    const gone = await peer.platform.edit({ place: peer.channel, message: '42' }, sampleCard());
    expect(gone).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('not there any more'),
    });
  });

  it.each([
    ['403 without a code', { do: 403 }, 'View Channel'],
    ['a channel it does not see', { do: 403, code: 50_001 }, 'View Channel'],
    ['a permission', { do: 403, code: 50_013 }, 'Send Messages'],
    ['a channel of another kind', { do: 400, code: 50_008 }, 'forum'],
    ['a locked thread', { do: 400, code: 50_083 }, 'moderator'],
  ] as const)(
    'is a refusal by the channel that says what to do: %s',
    async (_what, fault, words) => {
      await started();
      const bare = { ...sampleCard(), blocks: sampleCard().blocks.slice(0, 2) };
      peer.discord.faults.push({ method: 'POST', path: postPath, ...fault });
      expect(await peer.platform.post(peer.channel, bare, 'k1')).toMatchObject({
        state: 'refused',
        retryAfter: null,
        scope: 'channel',
        reason: expect.stringContaining(words),
      });
    },
  );

  it('is asked of Discord itself by a probe, and a failure of Discord’s own is no one’s to mend', async () => {
    await started();
    peer.discord.faults.push({ method: 'GET', path: /^\/channels\/\d+$/u, do: 404, code: 10_003 });
    expect(await peer.platform.probe(peer.channel)).toMatchObject({
      state: 'cannot',
      grant: expect.stringContaining('Invite the bot'),
    });
    for (const status of [503, 429]) {
      peer.discord.faults.push({ method: 'GET', path: /^\/channels\/\d+$/u, do: status });
      expect(await peer.platform.probe(peer.channel)).toMatchObject({
        state: 'cannot',
        scope: 'channel',
        grant: expect.stringContaining('asked again'),
      });
    }
    await sleep(300); // the wait that was asked for
    expect(await peer.platform.probe(peer.channel)).toEqual({ state: 'can' });
  });

  it('is seen as it is now by a process that hears of no change', async () => {
    peer = await openPeer();
    await peer.platform.start(null);
    const channel = peer.discord.channels.find(({ id }) => id === ids.open) ?? {};
    const sendMessages = String(1n << 11n);
    const deny = { id: ids.guild, type: 0, allow: '0', deny: sendMessages };
    const allow = { id: ids.managers, type: 0, allow: sendMessages, deny: '0' };
    expect(await peer.platform.probe(peer.channel)).toEqual({ state: 'can' });
    Object.assign(channel, { permission_overwrites: [deny, allow] });
    expect(await peer.platform.probe(peer.channel)).toMatchObject({
      state: 'cannot',
      grant: expect.stringContaining('Send Messages'),
    });
    peer.discord.botRoles.push(ids.managers);
    expect(await peer.platform.probe(peer.channel)).toEqual({ state: 'can' });
  });

  it('replies to no message that is gone: it would stand in the channel itself', async () => {
    await started();
    const ref = await posted();
    peer.discord.messages.length = 0;
    const under = { ...peer.channel, thread: ref.message };
    expect(await peer.platform.post(under, sampleCard('続き'), 'k2')).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('not there any more'),
    });
    expect(peer.discord.messages).toEqual([]);
  });

  it('asks to come back while it is not connected', async () => {
    await started();
    expect(peer.discord.gateway.open()).toBe(1);
    await peer.platform.stop();
    await vi.waitFor(() => expect(peer.discord.gateway.open()).toBe(0), soon);
    expect(await peer.platform.post(peer.channel, sampleCard(), 'k1')).toMatchObject({
      state: 'refused',
      retryAfter: 1000,
    });
    expect(await peer.platform.find(peer.channel, 'k1', 0)).toMatchObject({ state: 'cannot_tell' });
  });
});

describe('commands', () => {
  it('are registered once, with words in both languages, and not sent again when they stand there', async () => {
    await started();
    const [put] = requests('PUT', /commands$/u);
    expect(put?.body).toMatchObject([
      {
        name: 'meta',
        description: 'Meta results',
        description_localizations: { ja: 'メタの決算', 'en-US': 'Meta results' },
        options: [{ type: 1, name: 'q2' }],
      },
    ]);
    const registered = [...peer.discord.registered()];
    await peer.close();
    await started({ commands: registered });
    expect(requests('GET', /commands$/u)).toHaveLength(1);
    expect(requests('PUT', /commands$/u)).toHaveLength(0);
  });

  it('are sent when a word differs', async () => {
    await started({ commands: [{ name: 'meta', description: 'Old', options: [] }] });
    expect(requests('PUT', /commands$/u)).toHaveLength(1);
  });

  it('are deferred at once, for the person alone, however long the answer takes', async () => {
    await started(
      { interactionLife: 400 },
      {
        command: () =>
          sleep(600).then((): Reply => ({ card: sampleCard('遅い答え'), visibility: 'private' })),
      },
    );
    await peer.command('meta', 'q2');
    await vi.waitFor(
      async () => expect((await peer.seen(peer.channel)).at(-1)?.text).toContain('遅い答え'),
      soon,
    );
    const [deferral] = requests('POST', /callback$/u);
    expect(deferral?.body).toMatchObject({ type: 5, data: { flags: 64 } });
    expect(requests('PATCH', /@original$/u)[0]?.body).toMatchObject({ flags: 1 << 15 });
  });

  it('give the reader’s language, and a public answer as a normal message that takes questions', async () => {
    const speakers: Speaker[] = [];
    const command: Handlers['command'] = (speaker) => {
      speakers.push(speaker);
      return Promise.resolve({ card: sampleCard('皆へ'), visibility: 'channel' });
    };
    const who = await started({}, { command });
    await peer.command('meta', 'q2');
    await vi.waitFor(() => expect(who.posted).toHaveLength(1), soon);
    expect(speakers[0]).toMatchObject({ language: 'ja', person: ids.person, place: peer.channel });
    await vi.waitFor(() => expect(requests('DELETE', /@original$/u)).toHaveLength(1), soon);
    const seen = await peer.seen(peer.channel);
    expect(seen.map((message) => message.visibility)).toEqual(['channel']);
    expect(seen[0]?.id).toBe(who.posted[0]?.message);
  });

  it('report a public answer in a thread as the thread, which is what questions there name', async () => {
    const toAll: Reply = { card: sampleCard('皆へ'), visibility: 'channel' };
    const who = await started({}, { press: () => Promise.resolve(toAll) });
    const ref = await posted();
    peer.discord.startThread(peer.discord.messages[0]!);
    await posted(sampleCard('続き'), 'k2', { ...peer.channel, thread: ref.message });
    const [inThread] = (await peer.seen({ ...peer.channel, thread: ref.message })).slice(-1);
    await peer.press(inThread!, 'post');
    await vi.waitFor(() => expect(who.posted).toHaveLength(1), soon);
    const place = { ...peer.channel, thread: ref.message };
    expect(who.posted).toEqual([{ place, message: ref.message }]);
    peer.discord.say(ref.message, `<@${ids.bot}> 純利益は?`);
    await vi.waitFor(() => expect(who.questions).toHaveLength(1), soon);
    expect(who.questions[0]?.[0].place).toEqual(place);
  });

  it('shows a public answer to the person alone where the bot may not post', async () => {
    await started(
      {},
      { command: () => Promise.resolve({ card: sampleCard('皆へ'), visibility: 'channel' }) },
    );
    const [command] = peer.discord.registered();
    peer.discord.interact(
      ids.closed,
      2,
      {
        id: command?.['id'],
        name: 'meta',
        type: 1,
        options: [{ type: 1, name: 'q2', options: [] }],
      },
      null,
    );
    const place = { ...peer.channel, channel: ids.closed };
    await vi.waitFor(
      async () =>
        expect(await peer.seen(place)).toMatchObject([
          { visibility: 'private', text: expect.stringContaining('皆へ') },
        ]),
      soon,
    );
  });

  it('are left alone where another process has heard them', async () => {
    let calls = 0;
    const command = () => {
      calls += 1;
      return Promise.resolve<Reply>({ card: sampleCard('二度目'), visibility: 'private' });
    };
    await started({}, { command, once: () => Promise.resolve(false) });
    await peer.command('meta', 'q2');
    await vi.waitFor(() => expect(requests('POST', /callback$/u)).toHaveLength(1), soon);
    await sleep(100);
    expect(calls).toBe(0);
  });

  it('are answered once when the event is delivered twice', async () => {
    let calls = 0;
    const command = () => {
      calls += 1;
      return Promise.resolve<Reply>({ card: sampleCard('一度'), visibility: 'private' });
    };
    await started({}, { command });
    const [registered] = peer.discord.registered();
    peer.discord.interact(
      ids.open,
      2,
      {
        id: registered?.['id'],
        name: 'meta',
        type: 1,
        options: [{ type: 1, name: 'q2', options: [] }],
      },
      null,
      2,
    );
    await vi.waitFor(() => expect(requests('POST', /callback$/u)).toHaveLength(2), soon);
    await sleep(100);
    expect(calls).toBe(1);
    expect(await peer.seen(peer.channel)).toHaveLength(1);
  });
});

describe('buttons and forms', () => {
  const form = {
    form: {
      action: 'ask',
      title: '質問',
      fields: [textField('知りたいこと')],
      submit: '送信',
      value: subject.digest,
    },
  } as const;

  it('carry the digest and its revision through the form', async () => {
    const who = await started({}, { press: () => Promise.resolve(form) });
    const ref = await posted({ ...sampleCard(), subject: { ...subject, revision: 7 } });
    const [message] = await peer.seen(peer.channel);
    await peer.press(message!, 'ask');
    await vi.waitFor(() => peer.submit('EPSは?'), soon);
    await vi.waitFor(() => expect(who.questions).toHaveLength(1), soon);
    expect(who.questions[0]?.[2]).toEqual({ digest: subject.digest, revision: 7 });
    expect(who.questions[0]?.[0]).toMatchObject({
      language: 'ja',
      place: { channel: ids.open, thread: ref.message },
    });
    await vi.waitFor(
      async () => expect(await peer.seen({ ...peer.channel, thread: ref.message })).toHaveLength(1),
      soon,
    );
  });

  it('offers the form again where it comes too late to be opened', async () => {
    await started({ interactionLife: 2500 }, { press: () => sleep(1800).then(() => form) });
    await posted();
    const [message] = await peer.seen(peer.channel);
    await peer.press(message!, 'ask');
    await vi.waitFor(
      async () =>
        expect((await peer.seen(peer.channel)).at(-1)).toMatchObject({
          visibility: 'private',
          text: expect.stringContaining('知りたいこと'),
        }),
      soon,
    );
    expect(peer.discord.modals).toEqual([]);
  });

  it.each(['subscribe', 'report', 'ingest'] as const)(
    'opens the form of %s before anything else, and hands over what was filled in',
    async (action) => {
      const told: unknown[] = [];
      const who = await started(
        {},
        {
          press: () => Promise.resolve({ form: { ...everyField, action } }),
          submit: (speaker, ...sent) => {
            told.push([speaker.place, ...sent]);
            return Promise.resolve({ card: sampleCard('できました'), visibility: 'private' });
          },
        },
      );
      await posted({ ...sampleCard(), buttons: [{ action, label: action, value: '' }] });
      const [message] = await peer.seen(peer.channel);
      await peer.press(message!, action);
      await vi.waitFor(() => expect(peer.discord.modals).toHaveLength(1), soon);
      const custom_id = peer.discord.modals[0]?.form['custom_id'];
      const filled = [
        { type: 8, custom_id: 'where', values: [ids.open] },
        { type: 3, custom_id: 'companies', values: ['meta', 'tesla'] },
        { type: 3, custom_id: 'second', values: [] },
        { type: 4, custom_id: 'at', value: ' 08:30 ' },
        { type: 4, custom_id: 'note', value: ' ' },
      ];
      const components = filled.map((component, id) => {
        const inner = { ...component, id: id + 9 };
        return { type: 18, id, component: inner };
      });
      peer.discord.interact(ids.open, 5, { custom_id, components }, null);
      await vi.waitFor(
        async () =>
          expect((await peer.seen(peer.channel)).at(-1)).toMatchObject({
            visibility: 'private',
            text: expect.stringContaining('できました'),
          }),
        soon,
      );
      const values = { where: [ids.open], companies: ['meta', 'tesla'] };
      expect(told).toEqual([
        [peer.channel, action, 's1', { ...values, second: [], at: ['08:30'], note: [] }],
      ]);
      expect(who.questions).toEqual([]);
    },
  );
});

describe('questions', () => {
  it('hears direct messages, mentions and replies, and nothing else', async () => {
    const who = await started();
    const ref = await posted();
    const bot = {
      id: '1100000000000000099',
      username: 'other',
      discriminator: '0',
      bot: true,
      avatar: null,
    };
    peer.discord.say(ids.open, '雑談');
    peer.discord.say(ids.open, `<@${ids.bot}> 私もボット`, null, { author: bot });
    peer.discord.say(ids.open, `<@${ids.bot}> 売上は?`);
    await vi.waitFor(() => expect(who.questions).toHaveLength(1), soon);
    peer.discord.say(ids.dm, 'EPSは?');
    await vi.waitFor(() => expect(who.questions).toHaveLength(2), soon);
    peer.discord.say(ids.open, '純利益は?', ref.message);
    await vi.waitFor(() => expect(who.questions).toHaveLength(3), soon);
    await sleep(100);
    expect(
      who.questions.map(([speaker, text]) => [speaker.place.channel, speaker.place.thread, text]),
    ).toEqual([
      [ids.open, null, '売上は?'],
      [ids.dm, null, 'EPSは?'],
      [ids.open, ref.message, '純利益は?'],
    ]);
  });

  it('is silent where another process has heard it already', async () => {
    const who = await started({}, { once: () => Promise.resolve(false) });
    const ref = await posted();
    peer.discord.say(ids.open, '純利益は?', ref.message);
    await sleep(200);
    expect(who.questions).toEqual([]);
  });

  it('knows the card through a chain of replies: card, question, answer, question', async () => {
    const who = await started();
    const ref = await posted();
    peer.discord.say(ids.open, '純利益は?', ref.message);
    const thread = { ...peer.channel, thread: ref.message };
    await vi.waitFor(async () => expect(await peer.seen(thread)).toHaveLength(2), soon);
    const reply = (await peer.seen(thread)).at(-1);
    peer.discord.say(ids.open, '前年は?', reply?.id ?? '');
    await vi.waitFor(() => expect(who.questions).toHaveLength(2), soon);
    expect(who.questions[1]?.[0].place).toEqual(thread);
    expect(who.posted).toEqual([]);
  });

  it('answers a bare mention with a message that takes questions itself', async () => {
    const who = await started();
    const asked = peer.discord.say(ids.open, `<@${ids.bot}> メタの売上は?`);
    await vi.waitFor(() => expect(who.posted).toHaveLength(1), soon);
    const message = peer.discord.messages.at(-1);
    expect(who.posted).toEqual([{ place: peer.channel, message: message?.id }]);
    expect(bagOf(message?.['message_reference'])).toMatchObject({
      message_id: asked.id,
      fail_if_not_exists: false,
    });
    peer.discord.say(ids.open, 'EPSは?', message?.id ?? '');
    await vi.waitFor(() => expect(who.questions).toHaveLength(2), soon);
    expect(who.questions[1]?.[0].place.thread).toBe(message?.id);
  });

  it('hears and answers in a thread that was started from its card', async () => {
    const who = await started();
    const ref = await posted();
    const root = peer.discord.messages[0]!;
    peer.discord.startThread(root);
    peer.discord.say(root.id, `<@${ids.bot}> 従業員は?`);
    await vi.waitFor(
      () =>
        expect(peer.discord.messages.filter((one) => one.channel_id === root.id)).toHaveLength(2),
      soon,
    );
    expect(who.questions[0]?.[0].place).toEqual({
      platform: 'discord',
      channel: ids.open,
      thread: ref.message,
    });
    const more = await peer.platform.post(
      { ...peer.channel, thread: ref.message },
      sampleCard('続き'),
      'k9',
    );
    expect(more).toMatchObject({ state: 'posted' });
    expect(peer.discord.messages.at(-1)?.channel_id).toBe(root.id);
    expect(
      await peer.platform.find({ ...peer.channel, thread: ref.message }, 'k9', Date.now() - 1000),
    ).toEqual({ state: 'found', ref: more.state === 'posted' ? more.ref : null });
  });

  it('posts under a message as a reply where no thread was started', async () => {
    await started();
    const ref = await posted();
    await posted(sampleCard('続き'), 'k2', { ...peer.channel, thread: ref.message });
    expect(bagOf(peer.discord.messages.at(-1)?.['message_reference'])['message_id']).toBe(
      ref.message,
    );
  });

  it('gives its answer once although the first try was lost', async () => {
    await started();
    const ref = await posted();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 502, done: true });
    peer.discord.say(ids.open, '純利益は?', ref.message);
    await vi.waitFor(() => expect(requests('POST', postPath)).toHaveLength(3), soon);
    await sleep(100);
    expect(
      peer.discord.messages.filter((one) => bagOf(one['author'])['id'] === ids.bot),
    ).toHaveLength(2);
  });

  it('waits out a 429 with its answer', async () => {
    await started();
    const ref = await posted();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 429 });
    peer.discord.say(ids.open, '純利益は?', ref.message);
    await vi.waitFor(
      async () => expect(await peer.seen({ ...peer.channel, thread: ref.message })).toHaveLength(2),
      soon,
    );
  });

  it('hears again after the gateway was cut, without answering old questions twice', async () => {
    const who = await started();
    const ref = await posted();
    peer.discord.say(ids.open, '一つ目', ref.message);
    await vi.waitFor(() => expect(who.questions).toHaveLength(1), soon);
    peer.discord.gateway.drop();
    peer.discord.say(ids.open, '二つ目', ref.message);
    await vi.waitFor(() => expect(peer.discord.gateway.counts.resume).toBe(1), soon);
    await vi.waitFor(() => expect(who.questions).toHaveLength(2), soon);
    expect(who.questions.map(([, text]) => text)).toEqual(['一つ目', '二つ目']);
  });
});

/** A card of this many items, about ten to a message. */
function long(count: number): Card {
  return {
    ...sampleCard('長い決算'),
    blocks: [
      {
        type: 'list',
        lang: 'ja',
        items: Array.from(
          { length: count },
          (_, index) => `項目${index}番 ${'売上高は320億ドル。'.repeat(20)}`,
        ),
      },
    ],
  };
}

describe('a card of more than one message', () => {
  it('comes whole, found only when whole, and completed without doubling a part', async () => {
    await started();
    // The first part's answer is lost and the rest never sent: what stands there is not the card.
    const outcome = peer.platform.post(peer.channel, long(40), 'k1');
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 'lose' });
    expect(await outcome).toMatchObject({ state: 'unknown' });
    expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 1000)).toEqual({
      state: 'none',
    });
    peer.discord.forgetNonces();
    const ref = await posted(long(40));
    expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 1000)).toEqual({
      state: 'found',
      ref,
    });
    const seen = await peer.seen(peer.channel);
    const words = seen.map((message) => message.text).join('\n');
    for (let index = 0; index < 40; index += 1)
      expect(words.split(`項目${index}番`)).toHaveLength(2);
    expect(words).toContain(`(2/${seen.length})`);
  });

  it('is edited as one: fewer parts leave none behind, more parts are added', async () => {
    const who = await started();
    const ref = await posted(long(40));
    const parts = (await peer.seen(peer.channel)).length;
    expect(parts).toBeGreaterThan(1);
    const last = peer.discord.messages.at(-1)!;
    peer.discord.say(ids.open, 'どれ?', last.id);
    await vi.waitFor(() => expect(who.questions[0]?.[0].place.thread).toBe(ref.message), soon);
    await vi.waitFor(
      async () =>
        expect(await peer.seen({ ...peer.channel, thread: ref.message })).toHaveLength(parts + 1),
      soon,
    );
    expect(await peer.platform.edit(ref, sampleCard('短い'))).toMatchObject({ state: 'posted' });
    const ours = () =>
      peer.discord.messages.filter(
        (one) => bagsOf(one['components']).length > 0 && one.id !== answerId,
      );
    const answerId = peer.discord.messages.findLast(
      (one) =>
        bagOf(one['message_reference'])['message_id'] ===
        peer.discord.messages.find((two) => two['content'] === 'どれ?')?.id,
    )?.id;
    expect(ours().map((one) => one.id)).toEqual([ref.message]);
    await peer.platform.edit(ref, long(40));
    await peer.platform.edit(ref, { ...long(40), title: '訂正した決算' });
    expect(ours()).toHaveLength(parts);
    for (const one of ours()) expect(JSON.stringify(one['components'])).toContain('訂正した決算');
    expect(await peer.platform.find(peer.channel, 'k1', Date.now() - 1000)).toEqual({
      state: 'found',
      ref,
    });
  });
});

describe('a picture', () => {
  it('that cannot be drawn leaves its card as it is', async () => {
    await started({ draw: () => Promise.reject(new Error('no font')) });
    await posted();
    const [message] = await peer.seen(peer.channel);
    expect(message?.pictures).toEqual([]);
    expect(message?.text).toContain('77億8,800万ドル');
    expect(peer.lines.join('\n')).toContain('card without its picture');
  });

  it('is left out where the bot may not attach files, and the card posted once', async () => {
    await started();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 403, code: 50_013 });
    await posted();
    const [message, ...more] = await peer.seen(peer.channel);
    expect(more).toEqual([]);
    expect(message?.pictures).toEqual([]);
    expect(message?.text).toContain('77億8,800万ドル');
    expect(requests('POST', postPath)).toHaveLength(2);
  });

  it('does not make a second try of what was refused for another reason', async () => {
    await started();
    peer.discord.faults.push({ method: 'POST', path: postPath, do: 403, code: 50_001 });
    expect(await peer.platform.post(peer.channel, sampleCard(), 'k1')).toMatchObject({
      state: 'refused',
    });
    expect(requests('POST', postPath)).toHaveLength(1);
  });

  it('goes once an edit has none', async () => {
    await started();
    const ref = await posted();
    const bare = { ...sampleCard(), blocks: sampleCard().blocks.slice(0, 2) };
    expect(await peer.platform.edit(ref, bare)).toMatchObject({ state: 'posted' });
    const stored = peer.discord.messages.find(({ id }) => id === ref.message);
    expect(stored?.['attachments']).toEqual([]);
  });

  it('comes with the message that shows it, where a card has more than one', async () => {
    await started();
    const text = { type: 'text', lang: 'ja', text: '売上高は増えた。'.repeat(600) } as const;
    const ref = await posted({ ...sampleCard(), blocks: [text, samplePicture] });
    const parts = await peer.seen({ ...peer.channel, thread: ref.message });
    expect((await peer.seen(peer.channel))[0]?.pictures).toEqual([]);
    expect(parts.at(-1)?.pictures).toEqual([samplePicture.alt]);
  });
});
