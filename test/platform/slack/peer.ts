import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { createEmulator, type Emulator } from 'emulate';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { createLog } from '../../../src/log.ts';
import { createSlack, type Patience, type Slack } from '../../../src/platform/slack/index.ts';
import type { OAuthApp } from '../../../src/platform/slack/install.ts';
import { drawPixel } from '../../support/pictures.ts';
import type { DrawPicture, Place, Posted } from '../../../src/platform/platform.ts';
import type { Peer, SeenMessage } from '../contract.ts';
import { judge } from './judge.ts';
import { oauthApp, passOn } from './oauth.ts';
import { requestsTo, type SignedRequest, signingSecret } from './signed.ts';
import { pingsOf, SightMessage, wordsSeen } from './sight.ts';

/** The tokens that the peer takes; any other is invalid_auth. */
export const tokens = { bot: 'xoxb-peer-bot', app: 'xapp-peer-app' } as const;

const reader = 'xoxp-peer-reader';
const bot = 'UBOT';
const app = 'A1';

/** A call of the bot as it reached Slack: its form or JSON fields, JSON inside them parsed. */
interface Call {
  readonly method: string;
  /** What the caller showed; empty where it showed none. */
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The two ways in. */
export const modes = ['socket', 'http'] as const;
export type Mode = (typeof modes)[number];

/** What a peer is opened with. */
export interface PeerOptions {
  /** How the app hears; by a socket where nothing else is said. */
  readonly mode?: Mode;
  readonly botToken?: string | OAuthApp;
  readonly draw?: DrawPicture;
  readonly patience?: Partial<Patience>;
  /** The clock of the app, epoch ms. */
  readonly now?: () => number;
  /** Where requests go: to the peer's own app where nothing else is said. */
  readonly address?: () => string | null;
}

/** Slack on loopback: emulate@0.12.2 keeps its state, the server before it adds what emulate lacks. */
export interface SlackPeer extends Peer {
  /** The app as it is now. */
  readonly platform: Slack;
  /** Lets go of the app without waiting for what it is at, and makes another, not started yet. */
  replace(): void;
  /** Every request that was sent to the app, where it hears by requests. */
  readonly requests: readonly SignedRequest[];
  readonly url: string;
  readonly calls: readonly Call[];
  /** Lines that were logged. */
  readonly logged: readonly string[];
  readonly person: string;
  /** Writes in the channel or a thread, `<@UBOT>` as typed; null channel is the direct messages. */
  say(text: string, where?: { thread?: string; direct?: boolean }): Promise<string>;
  /** Sends any event to the bot and resolves when it is acknowledged; `about` is more of its envelope. */
  event(event: object, eventId?: string, about?: object): Promise<void>;
  /** Takes a token of the bot's from now on, as of another workspace; or (false) no more. */
  allow(token: string, takes?: boolean): void;
  /** Answers the next calls of a method in this way instead. */
  refuse(method: string, answer: Refusal, times?: number): void;
  /** Gives these answers to the next calls of a method, one after the other. */
  answerInTurn(method: string, answers: readonly object[]): void;
  /** Cuts the socket without a goodbye. */
  cut(): void;
  /** Asks the client to connect anew, as Slack does every few hours. */
  recycle(): void;
  /** How often a socket was opened. */
  readonly sockets: () => number;
  /** The modal that is open. */
  readonly view: () => View | null;
  /** The person's Home tab as it was published last. */
  readonly home: () => View | null;
  /** The person opens the app's page at this tab. */
  openPage(tab?: 'home' | 'messages'): Promise<void>;
  /** Presses a button of the Home tab or of the open modal: the one of a label, else the first with this action. */
  pressIn(view: View | null, action: string, label?: string): Promise<void>;
  /** Fills in the fields of the open form by their ids, the others as they stand, and sends it. */
  fillIn(values: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  /** Uses a shortcut: on a message, or (null) the one that stands everywhere. */
  shortcut(callback: string, on: MessageUsed | null): Promise<void>;
}

/** A platform error by its code, or an HTTP status; `cut` takes the call and loses the answer. */
type Refusal =
  | { readonly error: string; readonly needed?: string }
  | { readonly status: number; readonly retryAfter?: number }
  /** Another answer instead. */
  | { readonly answer: object }
  | { readonly cut: true };

const Message = SightMessage.extend({
  ts: z.string(),
  user: z.string().optional(),
  thread_ts: z.string().optional(),
  metadata: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;
const Pressable = z.object({
  type: z.string(),
  action_id: z.string(),
  value: z.string().optional(),
  text: z.object({ text: z.string() }).optional(),
  options: z.array(z.object({ value: z.string() })).default([]),
});
const Actions = z.object({ type: z.literal('actions'), elements: z.array(Pressable) });
const Image = z.object({
  type: z.literal('image'),
  slack_file: z.object({ id: z.string() }),
  alt_text: z.string(),
});
const Choice = z.looseObject({ value: z.string() });
const Input = z.looseObject({
  type: z.literal('input'),
  block_id: z.string(),
  label: z.object({ text: z.string() }),
  element: z.looseObject({
    type: z.string(),
    action_id: z.string(),
    initial_value: z.string().optional(),
    initial_time: z.string().optional(),
    initial_option: Choice.optional(),
    initial_options: z.array(Choice).optional(),
    options: z.array(Choice).default([]),
  }),
});
type Input = z.infer<typeof Input>;
const View = z.looseObject({
  id: z.string(),
  type: z.string(),
  hash: z.string(),
  private_metadata: z.string(),
  callback_id: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })),
});
export type View = z.infer<typeof View>;

/** A message that a shortcut is used on. */
interface MessageUsed {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text?: string;
  readonly blocks?: readonly object[];
  readonly attachments?: readonly object[];
  /** Where it stands; the usual channel where nothing is said. */
  readonly channel?: string;
}
const Answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

/** What the person alone sees: emulate keeps no list of it. */
interface Whisper extends Message {
  readonly channel: string;
}

/** Opens Slack with a channel that the bot is in, and one that it is not in. */
export async function openSlackPeer({
  mode = 'socket',
  botToken = tokens.bot,
  draw = drawPixel,
  patience = {},
  now = Date.now,
  address: elsewhere,
}: PeerOptions = {}): Promise<SlackPeer> {
  // The judge makes its rules at their first use: on a busy machine that takes longer than a call may.
  for (const method of ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'views.open'])
    judge(method, {});
  const state = await createState();
  const calls: Call[] = [];
  const complaints: string[] = [];
  const whispers: Whisper[] = [];
  const arrivals: string[] = [];
  const refusals = new Map<string, Refusal[]>();
  const urls = new Map<string, { channel: string; uses: number }>();
  const allowed = new Set<string>([tokens.bot]);
  let view: View | null = null;
  let home: View | null = null;
  let admin = false;
  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      complaints.push(String(error));
      response.destroy();
    });
  });
  const socket = socketOn(http);
  const address = elsewhere ?? (() => platform.address());
  const requests = requestsTo(address);
  const hearing = mode === 'http' ? requests : socket;
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = z.object({ port: z.number() }).parse(http.address());
  const url = `http://127.0.0.1:${port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', url).pathname;
    const raw = await readText(request);
    if (path.startsWith('/oauth/')) return passOn(state.url, request, raw, response);
    if (path.startsWith('/response/')) return responded(path, raw, response);
    const method = path.replace('/api/', '');
    const body = fieldsOf(raw);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    calls.push({ method, token, body });
    const known = method === 'apps.connections.open' ? new Set([tokens.app]) : allowed;
    const needsNone = method === 'oauth.v2.access';
    if (!needsNone && !known.has(token))
      return send(response, { ok: false, error: 'invalid_auth' });
    const refusal = refusals.get(method)?.shift();
    if (refusal && !('cut' in refusal)) return refuseWith(response, refusal);
    if (method === 'apps.connections.open') {
      return send(response, { ok: true, url: `${url.replace('http', 'ws')}/link?ticket=1` });
    }
    const faults = judge(method, body);
    complaints.push(...faults);
    if (faults.length > 0) return send(response, { ok: false, error: 'invalid_blocks' });
    const answer = await state.call(method, body, tokens.bot);
    if (typeof answer['access_token'] === 'string') allowed.add(answer['access_token']);
    await happened(method, body, answer);
    if (refusal) return void request.socket.destroy();
    send(response, trimmed(method, body, withRank(method, answer)));
  }

  /** The person as users.info tells of them. */
  function withRank(method: string, answer: Json): Json {
    if (method !== 'users.info' || answer['ok'] !== true) return answer;
    return { ...answer, user: { ...z.looseObject({}).parse(answer['user']), is_admin: admin } };
  }

  /** What Slack does after a call: tells the app of its own message, shows a modal, keeps a whisper. */
  async function happened(method: string, body: Call['body'], answer: Json): Promise<void> {
    if (answer['ok'] !== true) return;
    if (method === 'chat.postMessage') {
      const ts = String(answer['ts']);
      arrivals.push(ts);
      const own = { type: 'message', channel: body['channel'], user: bot, bot_id: 'B1', ts };
      void event({ ...own, text: body['text'], ...threadIn(body) });
    }
    if (method === 'chat.postEphemeral') whispered(String(answer['message_ts']), body);
    if (method === 'views.publish') home = View.parse(answer['view']);
    else if (method.startsWith('views.')) view = View.parse(answer['view']);
  }

  function whispered(ts: string, body: Call['body']): void {
    arrivals.push(ts);
    whispers.push({ ...Message.parse({ ...body, ts }), channel: String(body['channel']) });
  }

  function responded(path: string, raw: string, response: ServerResponse): void {
    const given = urls.get(path);
    const body = fieldsOf(raw);
    calls.push({ method: 'response_url', token: '', body });
    const refusal = refusals.get('response_url')?.shift();
    if (refusal && !('cut' in refusal)) return refuseWith(response, refusal);
    complaints.push(...judge('response_url', body));
    // Slack takes five answers to one response_url.
    if (!given || given.uses >= 5) return void response.writeHead(404).end('used_url');
    given.uses += 1;
    whispered(`${Math.floor(Date.now() / 1000)}.9${String(arrivals.length).padStart(5, '0')}`, {
      ...body,
      channel: given.channel,
    });
    response.end('ok');
  }

  function responseUrl(channel: string): string {
    const path = `/response/${randomUUID()}`;
    urls.set(path, { channel, uses: 0 });
    return url + path;
  }

  function event(payload: object, eventId = `Ev${randomUUID()}`, about = {}): Promise<void> {
    return hearing.send('events_api', {
      type: 'event_callback',
      team_id: 'T000000001',
      api_app_id: app,
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ team_id: 'T000000001', user_id: bot, is_bot: true }],
      ...about,
      event: payload,
    });
  }

  /** A person's message: stored, then told to the app; a mention twice, under two event ids. */
  async function say(text: string, where: { thread?: string; direct?: boolean } = {}) {
    const channel = where.direct ? state.direct : state.channel;
    const starter = where.thread ? await authorOf(channel, where.thread) : null;
    const thread = where.thread ? { thread_ts: where.thread } : {};
    const posted = await state.call('chat.postMessage', { channel, text, ...thread }, reader);
    const ts = String(posted['ts']);
    arrivals.push(ts);
    const type = where.direct ? 'im' : 'channel';
    const parent = starter ? { parent_user_id: starter } : {};
    const message = { user: state.person, text, ts, channel, event_ts: ts, ...thread, ...parent };
    const events = [event({ type: 'message', channel_type: type, ...message })];
    if (text.includes(`<@${bot}>`) && !where.direct) {
      events.push(event({ type: 'app_mention', ...message }));
    }
    await Promise.all(events);
    return ts;
  }

  /** Who wrote the message that a thread stands under. */
  async function authorOf(channel: string, ts: string): Promise<string | undefined> {
    const page = await state.call('conversations.replies', { channel, ts }, reader);
    return z.array(Message).default([]).parse(page['messages'])[0]?.user;
  }

  async function messages(place: Place): Promise<readonly Message[]> {
    const { channel, thread } = place;
    const method = thread === null ? 'conversations.history' : 'conversations.replies';
    const page = await state.call(method, { channel, ts: thread, limit: 1000 }, reader);
    const kept = z.array(Message).parse(page['messages']);
    const own = whispers.filter((whisper) => whisper.channel === channel);
    const here =
      thread === null
        ? [...kept, ...own.filter((whisper) => !whisper.thread_ts)]
        : [...kept.filter(({ ts }) => ts !== thread), ...own.filter((w) => w.thread_ts === thread)];
    return here.toSorted((a, b) => arrivals.indexOf(a.ts) - arrivals.indexOf(b.ts));
  }

  async function seen(place: Place): Promise<readonly SeenMessage[]> {
    return Promise.all(
      (await messages(place)).map(async (message) => ({
        id: message.ts,
        text: message.user === state.person ? message.text : wordsSeen(message),
        visibility: isWhisper(message.ts) ? 'private' : 'channel',
        pings: message.user === state.person ? [] : pingsOf(message),
        pictures: await picturesIn(message),
      })),
    );
  }

  /** What is told in words of the pictures whose files are there. */
  async function picturesIn({ blocks }: Message): Promise<readonly string[]> {
    const images = blocks.flatMap((block) => Image.safeParse(block).data ?? []);
    const known = await Promise.all(
      images.map(async ({ slack_file: { id }, alt_text: alt }) => {
        const { ok } = await state.call('files.info', { file: id }, tokens.bot);
        return ok === true ? [alt] : [];
      }),
    );
    return known.flat();
  }

  function isWhisper(ts: string): boolean {
    return whispers.some((whisper) => whisper.ts === ts);
  }

  async function press(message: SeenMessage, action: string): Promise<void> {
    const found = (await messages(root(state.channel))).find(({ ts }) => ts === message.id);
    const buttons = (found?.blocks ?? []).flatMap(
      (block) => Actions.safeParse(block).data?.elements ?? [],
    );
    const [button] = buttons.flatMap((element) => pressOf(element, action));
    if (!found || !button) throw new Error(`no button ${action} on ${message.id}`);
    const hidden = isWhisper(message.id);
    await hearing.send('interactive', {
      type: 'block_actions',
      team: { id: 'T000000001' },
      user: { id: state.person },
      api_app_id: app,
      trigger_id: await trigger(),
      response_url: responseUrl(state.channel),
      channel: { id: state.channel },
      container: {
        type: 'message',
        message_ts: found.ts,
        channel_id: state.channel,
        is_ephemeral: hidden,
      },
      ...(hidden ? {} : { message: found }),
      actions: [{ block_id: 'b', ...button }],
    });
  }

  async function trigger(of: View | null = null): Promise<unknown> {
    const within = of?.type === 'modal' ? { view_id: of.id } : {};
    const who = { user_id: state.person, ...within };
    return (await state.call('views.generateTriggerId', who, tokens.bot))['trigger_id'];
  }

  async function submit(text: string): Promise<void> {
    await sendForm(({ element }) => ({ type: element.type, value: text }));
  }

  async function fillIn(
    values: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<void> {
    const left = new Set(Object.keys(values));
    await sendForm((input) => {
      const field = input.block_id.replace(/^kawaraban:/, '');
      left.delete(field);
      return stateOf(input, values[field]);
    });
    if (left.size > 0) throw new Error(`the form has no ${[...left].join(', ')}`);
  }

  async function sendForm(valueOf: (input: Input) => object): Promise<void> {
    const inputs = (view?.blocks ?? []).flatMap((block) => Input.safeParse(block).data ?? []);
    if (!view || inputs.length === 0) throw new Error('no form is open');
    const { blocks: _, ...sent } = view;
    view = null;
    const values = Object.fromEntries(
      inputs.map((input) => [input.block_id, { [input.element.action_id]: valueOf(input) }]),
    );
    await hearing.send('interactive', {
      type: 'view_submission',
      team: { id: 'T000000001' },
      user: { id: state.person },
      trigger_id: await trigger(),
      view: { ...sent, state: { values } },
    });
  }

  async function openPage(tab: 'home' | 'messages' = 'home'): Promise<void> {
    const known = home === null ? {} : { view: home };
    await event({
      type: 'app_home_opened',
      user: state.person,
      channel: state.direct,
      tab,
      ...known,
    });
  }

  async function pressIn(of: View | null, action: string, label?: string): Promise<void> {
    const buttons = (of?.blocks ?? []).flatMap(
      (block) => Actions.safeParse(block).data?.elements ?? [],
    );
    const [button] = buttons
      .filter(({ text }) => label === undefined || text?.text === label)
      .flatMap((element) => pressOf(element, action));
    if (!of || !button) throw new Error(`no button ${action} ${label ?? ''} in the view`);
    await hearing.send('interactive', {
      type: 'block_actions',
      team: { id: 'T000000001' },
      user: { id: state.person },
      api_app_id: app,
      trigger_id: await trigger(of),
      container: { type: 'view', view_id: of.id },
      view: of,
      actions: [{ block_id: 'b', ...button }],
    });
  }

  async function shortcut(callback: string, on: MessageUsed | null): Promise<void> {
    const common = {
      team: { id: 'T000000001' },
      user: { id: state.person },
      callback_id: callback,
      trigger_id: await trigger(),
    };
    if (on === null) return hearing.send('interactive', { type: 'shortcut', ...common });
    const { channel = state.channel, ...message } = on;
    return hearing.send('interactive', {
      type: 'message_action',
      ...common,
      channel: { id: channel, name: 'earnings' },
      message_ts: message.ts,
      message: { type: 'message', user: state.person, ...message },
      response_url: responseUrl(channel),
    });
  }

  const logged: string[] = [];
  const log = createLog('debug', (line) => logged.push(line));
  const createApp = (): Slack =>
    createSlack({
      botToken,
      way: mode === 'http' ? { signingSecret } : { appToken: tokens.app },
      listen: { host: '127.0.0.1', port: 0 },
      apiUrl: `${url}/api/`,
      draw,
      log,
      now,
      patience: { pictures: 500, reconnect: { first: 20, longest: 100 }, ...patience },
    });
  let platform = createApp();
  return {
    get platform() {
      return platform;
    },
    replace() {
      void platform.stop();
      platform = createApp();
    },
    requests: requests.sent,
    url: `${url}/api/`,
    calls,
    logged,
    person: state.person,
    channel: root(state.channel),
    closed: root(state.closed),
    seen,
    say,
    event,
    allow: (token, takes = true) => void (takes ? allowed.add(token) : allowed.delete(token)),
    press,
    submit,
    ask: async (under: Posted, text: string) => {
      await say(`<@${bot}> ${text}`, { thread: under.message });
    },
    command: (name, text) =>
      hearing.send('slash_commands', {
        command: `/${name}`,
        text,
        team_id: 'T000000001',
        channel_id: state.channel,
        user_id: state.person,
        trigger_id: randomUUID(),
        response_url: responseUrl(state.channel),
      }),
    manage: (may) => {
      admin = may;
    },
    connections: () => (mode === 'http' ? Number(address() !== null) : socket.opened()),
    loseNextAnswer: () => void refusals.set('chat.postMessage', [{ cut: true }]),
    refuse: (method, answer, times = 1) =>
      void refusals.set(
        method,
        Array.from({ length: times }, () => answer),
      ),
    answerInTurn: (method, answers) =>
      void refusals.set(
        method,
        answers.map((answer) => ({ answer })),
      ),
    cut: socket.cut,
    recycle: socket.recycle,
    sockets: socket.opened,
    view: () => view,
    home: () => home,
    openPage,
    pressIn,
    fillIn,
    shortcut,
    async close() {
      requests.close();
      await platform.stop();
      socket.cut();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
      await state.close();
      if (complaints.length > 0) throw new Error(`Slack would refuse: ${complaints.join('; ')}`);
    },
  };
}

type Json = Record<string, unknown>;

/** What Slack sends of an element that is pressed for an action: a button's own, or the option of a menu that has it. */
function pressOf(
  { options, ...element }: z.infer<typeof Pressable>,
  action: string,
): readonly Json[] {
  if (element.action_id.split(':')[1] === action) return [element];
  const option = options.find(({ value }) => value.startsWith(`[${JSON.stringify(action)}`));
  return option ? [{ ...element, selected_option: option }] : [];
}

function root(channel: string): Place {
  return { platform: 'slack', channel, thread: null };
}

/** Slack's state: a channel with a person and the bot, a private one without the bot, their direct messages. */
async function createState() {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed } });
  const call = (method: string, body: Call['body'], token: string) =>
    callEmulator(emulator, method, body, token);
  const { user_id: person } = z
    .object({ user_id: z.string() })
    .parse(await call('auth.test', {}, reader));
  const list = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
  const { channels } = list.parse(await call('conversations.list', {}, reader));
  const channel = channels.find(({ name }) => name === 'earnings')?.id ?? '';
  await call('conversations.join', { channel }, tokens.bot);
  const made = z.object({ channel: z.object({ id: z.string() }) });
  const closed = made.parse(
    await call('conversations.create', { name: 'closed', is_private: true }, reader),
  ).channel.id;
  const direct = made.parse(await call('conversations.open', { users: bot }, reader)).channel.id;
  const { url } = emulator;
  return { url, call, person, channel, closed, direct, close: () => emulator.close() };
}

const seed = {
  users: [{ name: 'reader' }],
  channels: [{ name: 'earnings' }],
  oauth_apps: [
    {
      ...oauthApp,
      name: 'kawaraban',
      scopes: ['chat:write', 'files:write', 'files:read'],
      app_id: app,
      bot_id: 'B1',
      bot_user_id: bot,
      bot_name: 'kawaraban',
    },
  ],
  tokens: [
    { token: tokens.bot, user: bot, bot_id: 'B1', app_id: app, type: 'bot' },
    { token: reader, user: 'reader' },
  ],
};

async function callEmulator(
  emulator: Emulator,
  method: string,
  body: Call['body'],
  token: string,
): Promise<Json> {
  const answer = await fetch(`${emulator.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return Answer.parse(await answer.json());
}

/** Socket Mode: greets, sends envelopes until they are acknowledged, again after a new connection. */
function socketOn(http: Server) {
  const server = new WebSocketServer({ server: http, path: '/link' });
  const open = new Set<WebSocket>();
  const waiting = new Map<string, { envelope: string; acknowledged: () => void }>();
  let opened = 0;
  server.on('connection', (socket) => {
    opened += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('message', (data: Buffer) => {
      const { envelope_id: id } = z
        .object({ envelope_id: z.string() })
        .parse(JSON.parse(String(data)));
      waiting.get(id)?.acknowledged();
      waiting.delete(id);
    });
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: app } }),
    );
    for (const { envelope } of waiting.values()) socket.send(envelope);
  });
  return {
    opened: () => opened,
    cut: () => [...open].forEach((socket) => socket.terminate()),
    recycle: () => {
      const request = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' });
      for (const socket of open) socket.send(request);
    },
    send(type: string, payload: object): Promise<void> {
      const id = randomUUID();
      const envelope = JSON.stringify({
        envelope_id: id,
        type,
        payload,
        accepts_response_payload: type !== 'events_api',
      });
      return new Promise((acknowledged) => {
        waiting.set(id, { envelope, acknowledged });
        [...open].at(-1)?.send(envelope);
      });
    },
  };
}

function send(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

function refuseWith(response: ServerResponse, refusal: Exclude<Refusal, { cut: true }>): void {
  if ('answer' in refusal) return send(response, refusal.answer);
  if ('error' in refusal) return send(response, { ok: false, ...refusal });
  const { status, retryAfter } = refusal;
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  response.writeHead(status).end('{"ok":false}');
}

/** emulate gives metadata always, knows no `oldest`, and gives a thread whole. */
function trimmed(method: string, body: Call['body'], answer: Json): Json {
  if (method !== 'conversations.history' && method !== 'conversations.replies') return answer;
  const messages = z.array(Message).default([]).parse(answer['messages']);
  const oldest = z.string().default('').parse(body['oldest']);
  const kept = messages
    .filter(({ ts }) => ts >= oldest || ts === body['ts'])
    .map(({ metadata, ...rest }) =>
      body['include_all_metadata'] === 'true' ? { ...rest, metadata } : rest,
    );
  return method === 'conversations.history'
    ? { ...answer, messages: kept }
    : { ...answer, ...pageOf(kept, body) };
}

/** Slack gives apps outside the Marketplace fifteen at most. */
function pageOf(messages: readonly object[], { cursor, limit }: Call['body']) {
  const from = Number(cursor ?? 0);
  const to = from + Math.min(15, Number(limit ?? 15));
  return {
    messages: messages.slice(from, to),
    has_more: to < messages.length,
    response_metadata: { next_cursor: to < messages.length ? String(to) : '' },
  };
}

/** Fields of a form or of JSON; what is JSON inside a form field is parsed, as Slack does. */
function fieldsOf(raw: string): Json {
  if (raw.startsWith('{')) return z.record(z.string(), z.unknown()).parse(JSON.parse(raw));
  return Object.fromEntries(
    [...new URLSearchParams(raw)].map(([key, value]) => [
      key,
      /^[[{]/.test(value) && key !== 'text' ? JSON.parse(value) : value,
    ]),
  );
}

function threadIn(body: Call['body']): { thread_ts?: unknown } {
  return body['thread_ts'] === undefined ? {} : { thread_ts: body['thread_ts'] };
}

/** What Slack says of a field: what was filled in, else what it held when it opened. */
function stateOf({ element }: Input, given: string | readonly string[] | undefined): object {
  const { type } = element;
  const values = given === undefined ? initially(element) : [given].flat();
  const [one = null] = values;
  if (type === 'plain_text_input') return { type, value: one };
  if (type === 'timepicker') return { type, selected_time: one };
  if (type === 'conversations_select') return { type, selected_conversation: one };
  const chosen = values.map((value) => {
    const known = element.options.find((option) => option.value === value);
    if (known === undefined) throw new Error(`${value} is none of the options`);
    return known;
  });
  const isMany = type === 'multi_static_select' || type === 'checkboxes';
  return isMany ? { type, selected_options: chosen } : { type, selected_option: chosen[0] ?? null };
}

function initially(element: Input['element']): readonly string[] {
  const { initial_value: text, initial_time: time, initial_option: one } = element;
  const many = element.initial_options ?? (one ? [one] : []);
  return [text, time, ...many.map(({ value }) => value)].flatMap((value) => value ?? []);
}
