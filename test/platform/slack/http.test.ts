import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../../src/platform/platform.ts';
import { createSlack } from '../../../src/platform/slack/index.ts';
import { drawPixel } from '../../support/pictures.ts';
import { textField } from '../../support/form.ts';
import { log } from '../../store/homes.ts';
import { sampleCard } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { openSlackPeer, type SlackPeer, tokens } from './peer.ts';
import { signed, signingSecret, statusOf } from './signed.ts';

const soon = { timeout: 15_000, interval: 20 };
const aWhile = () => new Promise((done) => setTimeout(done, 150));
const minute = 60_000;

let peer: SlackPeer;
let did: string[];

const card = { ...sampleCard('答え'), buttons: [] };

const handlers = () =>
  quietHandlers({
    command: (_speaker, name) => {
      did.push(`/${name}`);
      return Promise.resolve({ card: sampleCard('メタ'), visibility: 'private' });
    },
    question: (_speaker, text) => {
      did.push(text);
      return Promise.resolve({ card, visibility: 'channel' });
    },
    press: (_speaker, action, value) => {
      did.push(action);
      if (action === 'post') return Promise.resolve({ card, visibility: 'channel' });
      const form = { action: 'ask', title: '質問', submit: '送信', value } as const;
      return Promise.resolve({ form: { ...form, fields: [textField('知りたいこと')] } });
    },
  });

beforeEach(async () => {
  did = [];
  peer = await openSlackPeer({ mode: 'http' });
  await peer.platform.start(handlers());
});
afterEach(async () => {
  expect(peer.logged.join('\n')).not.toContain(signingSecret);
  await peer.close();
});

const asked = (ts = '1700000000.000001') => ({
  type: 'event_callback',
  team_id: 'T000000001',
  event_id: `Ev${ts}`,
  event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'EPS?', ts },
});

const answersTo = (request: Parameters<typeof statusOf>[1]) =>
  statusOf(peer.platform.address(), request);

describe('a request', () => {
  it.each([
    ['signed now', 0, 200],
    ['signed almost five minutes ago', -4.9, 200],
    ['from a clock almost five minutes ahead', 4.9, 200],
    ['signed long ago', -5.1, 401],
    ['signed in a time to come, which the SDK takes', 5.1, 401],
  ])('%s gets its status', async (_name, minutes, status) => {
    const request = signed('events_api', asked(), { at: Date.now() + minutes * minute });
    expect(await answersTo(request)).toBe(status);
    await aWhile();
    expect(did).toEqual(status === 200 ? ['EPS?'] : []);
    expect(peer.logged.join('\n').includes('set the clock')).toBe(status === 401);
  });

  it.each([
    ['with another secret', signed('events_api', asked(), { secret: 'another' })],
    ['with another body', { ...signed('events_api', asked()), body: JSON.stringify(asked('1.2')) }],
    ['without a signature', { headers: { 'content-type': 'application/json' }, body: '{}' }],
  ])('%s is refused', async (_name, request) => {
    for (const _ of [1, 2]) expect(await answersTo(request)).toBe(401);
    await aWhile();
    expect(did).toEqual([]);
    const warned = peer.logged.filter(
      (line) => line.includes('"level":"warn"') || line.includes('"level":40'),
    );
    expect(warned.filter((line) => line.includes('SLACK_SIGNING_SECRET'))).toHaveLength(1);
  });

  it('that checks the connection is taken without a signature, and does nothing', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const command = new URLSearchParams(signed('slash_commands', { command: '/meta' }).body);
    expect(await answersTo({ headers, body: `ssl_check=1&${command.toString()}` })).toBe(200);
    expect(await answersTo({ headers, body: `ssl_check=0&${command.toString()}` })).toBe(401);
    const said = { ...asked(), note: 'a&ssl_check=1&b' };
    expect(await answersTo(signed('events_api', said))).toBe(200);
    await vi.waitFor(() => expect(did).toEqual(['EPS?']), soon);
  });

  it.each([
    ['twice', 'x-slack-signature'],
    ['twice', 'x-slack-request-timestamp'],
  ])('that says %s its %s is refused', async (_times, name) => {
    const { headers, body } = signed('events_api', asked());
    const twice = `${headers[name]}, ${headers[name]}`;
    expect(await answersTo({ headers: { ...headers, [name]: twice }, body })).toBe(401);
  });

  it('with a time that is none is refused, however it is signed', async () => {
    const request = signed('events_api', asked(), { at: Number.NaN });
    expect(await answersTo(request)).toBe(401);
  });

  it('that is no JSON is refused', async () => {
    const { headers } = signed('events_api', asked());
    expect(await answersTo({ headers, body: '{' })).toBe(401);
    expect(await answersTo(signed('slash_commands', { payload: '{' }))).toBe(400);
  });

  it('that is too long is refused before it is read', async () => {
    const { port } = new URL(peer.platform.address() ?? '');
    const long = signed('events_api', { ...asked(), more: 'x'.repeat(1024 * 1024) });
    expect(await answersTo(long)).toBe(413);
    const status = await new Promise<string>((done) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('data', (data) => done(String(data).split('\r\n')[0] ?? ''));
      socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n');
    });
    expect(status).toContain('413');
    await aWhile();
    expect(did).toEqual([]);
  });

  it('that is cut off in its middle is no error of ours', async () => {
    const { port } = new URL(peer.platform.address() ?? '');
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{');
    await aWhile();
    socket.destroy();
    await vi.waitFor(() => expect(peer.logged.join('\n')).toContain('request cut off'), soon);
    expect(peer.logged.filter((line) => /"level":(?:"error"|50)/.test(line))).toEqual([]);
  });

  it('to another path finds nothing', async () => {
    const address = peer.platform.address() ?? '';
    for (const path of ['/', '/slack/event', '/slack/events/x', '//slack/events']) {
      const { headers, body } = signed('events_api', asked());
      const response = await fetch(address + path, { method: 'POST', headers, body });
      expect([path, response.status]).toEqual([path, 404]);
    }
    expect(did).toEqual([]);
  });

  it('with which Slack verifies the address is answered', async () => {
    const { headers, body } = signed('events_api', { type: 'url_verification', challenge: 'c1' });
    const address = `${peer.platform.address()}/slack/events`;
    const response = await fetch(address, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ challenge: 'c1' });
  });
});

/** Opens the form of a card that the person alone sees. */
async function openedBeside(): Promise<void> {
  await peer.command('meta', 'q2');
  await vi.waitFor(async () => expect(await peer.seen(peer.channel)).toHaveLength(1), soon);
  await peer.press((await peer.seen(peer.channel))[0]!, 'ask');
  await vi.waitFor(() => expect(peer.view()).not.toBeNull(), soon);
}

describe('a form', () => {
  it('that was open for longer than Slack takes answers at its URL is answered in the channel', async () => {
    await openedBeside();
    peer.refuse('response_url', { status: 404 });
    await peer.submit('EPSは?');
    const answers = () => peer.calls.filter(({ method }) => method === 'chat.postEphemeral');
    await vi.waitFor(() => expect(answers()).toHaveLength(1), soon);
    expect(answers()[0]?.body).toMatchObject({ channel: peer.channel.channel, user: peer.person });
    expect((await peer.seen(peer.channel)).at(-1)?.text).toContain('答え');
  });

  it('of which another version remembers something else is answered to the person', async () => {
    await openedBeside();
    const { blocks: _, ...view } = peer.view()!;
    const values = { 'kawaraban:text': { text: { value: 'EPSは?' } } };
    const user = { id: peer.person };
    const sent = { ...view, private_metadata: '{"place":"C1"}', state: { values } };
    const payload = { type: 'view_submission', user, trigger_id: '', view: sent };
    expect(await answersTo(signed('interactive', payload))).toBe(200);
    await vi.waitFor(() => expect(did.at(-1)).toBe('EPSは?'), soon);
    const posts = () => peer.calls.filter(({ method }) => method === 'chat.postMessage');
    await vi.waitFor(() => expect(posts()).toHaveLength(1), soon);
    expect(posts()[0]?.body['channel']).toBe(peer.person);
  });
});

describe('a request that is sent again by somebody who caught it', () => {
  it('does nothing, whatever it is', async () => {
    await peer.say('<@UBOT> EPS?');
    await peer.command('meta', 'q2');
    await vi.waitFor(() => expect(did).toEqual(['EPS?', '/meta']), soon);
    const shown = async () =>
      (await peer.seen(peer.channel)).find(({ text }) => text.includes('メタ'));
    await vi.waitFor(async () => expect(await shown()).toBeDefined(), soon);
    await peer.press((await shown())!, 'post');
    await peer.press((await shown())!, 'ask');
    await vi.waitFor(() => peer.submit('配当は?'), soon);
    await vi.waitFor(() => expect(did).toHaveLength(5), soon);
    const once = [...did];
    expect(once).toEqual(['EPS?', '/meta', 'post', 'ask', '配当は?']);
    await aWhile(); // until what the last of them brought is said
    const caught = [...peer.requests];
    const posts = peer.calls.length;
    for (const request of caught) expect(await answersTo(request)).toBe(200);
    await aWhile();
    expect(did).toEqual(once);
    expect(peer.calls).toHaveLength(posts);
  });
});

describe('a port that cannot be had ends the start in one sentence', () => {
  it.each([
    ['SLACK_HTTP_PORT', '127.0.0.1', true],
    ['SLACK_HTTP_HOST', '192.0.2.1', false],
  ])('names %s', async (name, host, taken) => {
    const own = Number(new URL(peer.platform.address() ?? '').port);
    const slack = createSlack({
      botToken: tokens.bot,
      way: { signingSecret },
      listen: { host, port: taken ? own : 0 },
      apiUrl: peer.url,
      draw: drawPixel,
      log,
    });
    const error: unknown = await slack.start(handlers()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlatformError);
    expect(String(error)).toContain(name);
    expect(String(error)).toContain(`${host}:${taken ? own : 0}`);
    expect(slack.address()).toBeNull();
    await slack.stop();
  });
});

it('lets nobody in any more after it was stopped', async () => {
  const address = peer.platform.address();
  await peer.platform.stop();
  expect(await statusOf(address, signed('events_api', asked()))).toBeNull();
});
