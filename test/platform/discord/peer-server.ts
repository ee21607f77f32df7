import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { bagOf, bagsOf, parsed, textOf } from './peer-bag.ts';
import type { Bag } from './peer-bag.ts';
import { createGateway } from './peer-gateway.ts';
import { judge, nested } from './judge.ts';

/** Who and what there is on the fake server. */
export const ids = {
  bot: '1100000000000000001',
  person: '1100000000000000002',
  guild: '1100000000000000010',
  open: '1100000000000000011',
  closed: '1100000000000000012',
  /** Writable, but without Read Message History. */
  unread: '1100000000000000013',
  dm: '1100000000000000014',
  threads: '1100000000000000015',
  forum: '1100000000000000016',
  owner: '1100000000000000003',
  managers: '1100000000000000020',
} as const;
export const goodToken = 'loopback-token';

const view = 1n << 10n;
const write = (1n << 11n) | (1n << 38n);
const history = 1n << 16n;
const manageChannels = 1n << 4n;

export interface StoredMessage extends Bag {
  id: string;
  channel_id: string;
  flags: number;
}

/** What goes wrong with the next request that fits: its answer is lost after it was carried out, it never ends, or a status. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly do: 'lose' | 'hang' | number;
  /** With a status from 500: whether it was carried out nevertheless. */
  readonly done?: boolean;
  /** Discord's own code of a refusal. */
  readonly code?: number;
}

export interface ServerOptions {
  readonly closeAtIdentify?: number;
  /** Commands that are registered already. */
  readonly commands?: readonly Bag[];
  /** How long an interaction may wait for its first answer, ms. */
  readonly interactionLife?: number;
  /** The locale that the server chose as a Community; without it the server is none. */
  readonly community?: string;
}

interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly channel: string;
  readonly born: number;
  answered: boolean;
  firstAnswer: number | null;
  original: string | null;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    [this.status, this.code] = [status, code];
  }
}

interface SayOptions {
  readonly ping?: boolean;
  readonly times?: number;
  readonly author?: Bag;
  readonly more?: Bag;
}

let counter = 0;
function snowflake(): string {
  counter = (counter + 1) % 4_000_000;
  return String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) + BigInt(counter));
}

/** Discord on loopback: REST and gateway, refusing what Discord refuses. */
export async function openDiscord(options: ServerOptions = {}) {
  const messages: StoredMessage[] = [];
  const nonces = new Map<string, StoredMessage>();
  const interactions = new Map<string, Interaction>();
  const faults: Fault[] = [];
  const requests: { method: string; path: string; body: unknown }[] = [];
  const refusals: string[] = [];
  const modals: { form: Bag; message: string | null; channel: string }[] = [];
  const suggestions: Bag[][] = [];
  const threads = new Map<string, Bag>();
  let manages = false;
  let commands: Bag[] = [...(options.commands ?? [])].map((command) => ({
    ...command,
    id: snowflake(),
  }));

  const botUser = {
    id: ids.bot,
    username: 'kawaraban',
    discriminator: '0000',
    bot: true,
    avatar: null,
    global_name: null,
  };
  const personUser = {
    id: ids.person,
    username: 'reader',
    discriminator: '0',
    bot: false,
    avatar: null,
    global_name: null,
  };
  const overwrite = (deny: bigint) => [{ id: ids.guild, type: 0, allow: '0', deny: String(deny) }];
  const textChannel = (id: string, name: string, deny = 0n) => ({
    id,
    type: 0,
    guild_id: ids.guild,
    name,
    position: 0,
    permission_overwrites: overwrite(deny),
    nsfw: false,
    parent_id: null,
    topic: null,
    last_message_id: null,
    rate_limit_per_user: 0,
  });
  const channels: Bag[] = [
    textChannel(ids.open, 'earnings'),
    textChannel(ids.closed, 'staff', view),
    textChannel(ids.unread, 'archive', history),
    textChannel(ids.threads, 'talk'),
    { ...textChannel(ids.forum, 'results'), type: 15, flags: 0, available_tags: [] },
  ];
  const dm = { id: ids.dm, type: 1, recipients: [personUser], last_message_id: null };

  const everyone = {
    id: ids.guild,
    name: '@everyone',
    permissions: String(view | write | history),
    color: 0,
    hoist: false,
    position: 0,
    managed: false,
    mentionable: false,
    flags: 0,
  };

  function guild(): Bag {
    return {
      id: ids.guild,
      name: 'Readers',
      owner_id: ids.owner,
      roles: [
        {
          ...everyone,
          id: ids.managers,
          name: 'managers',
          permissions: String(manageChannels),
          position: 1,
        },
        everyone,
      ],
      channels,
      threads: [...threads.values()],
      members: [member(botUser, botRoles)],
      member_count: 2,
      emojis: [],
      stickers: [],
      features: options.community ? ['COMMUNITY'] : [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      joined_at: '2026-01-01T00:00:00.000Z',
      large: false,
      unavailable: false,
      preferred_locale: options.community ?? 'en-US',
      verification_level: 0,
      default_message_notifications: 0,
      explicit_content_filter: 0,
      mfa_level: 0,
      nsfw_level: 0,
      premium_tier: 0,
      afk_timeout: 300,
      system_channel_flags: 0,
      premium_progress_bar_enabled: false,
      icon: null,
      splash: null,
      banner: null,
      description: null,
    };
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const gateway = createGateway(server, {
    token: goodToken,
    closeAtIdentify: options.closeAtIdentify ?? null,
    ready: () => ({
      v: 10,
      user: botUser,
      guilds: [{ id: ids.guild, unavailable: true }],
      session_id: 'session',
      resume_gateway_url: `ws://127.0.0.1:${port}`,
      application: { id: ids.bot, flags: 0 },
      shard: [0, 1],
    }),
    guild,
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/u, ''));
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    requests.push({ method, path, body });
    const at = faults.findIndex((fault) => fault.method === method && fault.path.test(path));
    const fault = at < 0 ? null : faults.splice(at, 1)[0];
    if (fault && typeof fault.do === 'number' && !fault.done)
      return failed(response, fault.do, fault.code);
    const answer = carriedOut(
      method,
      path,
      url.searchParams,
      body,
      request.headers.authorization ?? null,
    );
    if (fault?.do === 'lose') return void request.socket.destroy();
    if (fault?.do === 'hang')
      return void response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
    if (typeof fault?.do === 'number') return failed(response, fault.do, fault.code);
    if (answer.body === null) return void response.writeHead(204).end();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }

  function carriedOut(
    method: string,
    path: string,
    query: URLSearchParams,
    body: unknown,
    auth: string | null,
  ): { status: number; body: unknown } {
    try {
      const result = route(method, path.split('/').slice(1), query, body, auth);
      return result === null ? { status: 204, body: null } : { status: 200, body: result };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 50_035) refusals.push(`${method} ${path}: ${error.message}`);
      return { status: error.status, body: { code: error.code, message: error.message } };
    }
  }

  function route(
    method: string,
    [area, id = '', ...rest]: string[],
    query: URLSearchParams,
    json: unknown,
    auth: string | null,
  ): unknown {
    const body = bagOf(json);
    if (area === 'interactions') return callback(id, rest[0] ?? '', body);
    if (area === 'webhooks') return webhook(method, rest, body);
    if (auth !== `Bot ${goodToken}`) throw new Refusal(401, 0, '401: Unauthorized');
    if (area === 'gateway')
      return {
        url: `ws://127.0.0.1:${port}`,
        shards: 1,
        session_start_limit: {
          total: 1000,
          remaining: 999,
          reset_after: 3_600_000,
          max_concurrency: 1,
        },
      };
    if (area === 'users') return botUser;
    if (area === 'guilds') return guildRoute(rest);
    if (area === 'applications') return method === 'PUT' ? putCommands(json) : commands;
    if (area === 'channels') return channelRoute(method, id, rest, query, body);
    throw new Refusal(404, 0, `no route ${area}`);
  }

  function guildRoute([what, which]: string[]): unknown {
    if (what === 'threads') return { threads: openThreads().filter(isOpen), members: [] };
    if (what !== 'members') return guild();
    return which === ids.bot ? member(botUser, botRoles) : member(personUser, personRoles());
  }

  const openThreads = () => [...threads.values()];
  const personRoles = () => (manages ? [ids.managers] : []);
  const botRoles: string[] = [];

  function channelRoute(
    method: string,
    id: string,
    [kind, message]: string[],
    query: URLSearchParams,
    body: Bag,
  ): unknown {
    const channel = [...channels, dm, ...threads.values()].find((one) => one['id'] === id);
    if (!channel) throw new Refusal(404, 10_003, 'Unknown Channel');
    if (id === ids.closed) throw new Refusal(403, 50_001, 'Missing Access');
    const isChannel = requests.at(-1)?.path === `/channels/${id}`;
    if (isChannel && method === 'PATCH') return setThread(id, body);
    if (isChannel) return channel;
    if (kind === 'threads' && method === 'POST') return createForumPost(channel, body);
    if (kind === 'threads') return archivedOf(id);
    if (method === 'POST' && channel['type'] === 15)
      throw new Refusal(400, 50_008, 'Cannot send messages in a non-text channel');
    if (method === 'POST') {
      if (threads.has(id)) setThread(id, { archived: false });
      return createMessage(id, body);
    }
    if (!message) return pageOf(id, query);
    const found = messages.find(
      (one) => one.id === message && one.channel_id === id && !isEphemeral(one),
    );
    if (!found) throw new Refusal(404, 10_008, 'Unknown Message');
    if (method === 'PATCH' && !isOpen(channel))
      throw new Refusal(400, 50_083, 'Thread is archived');
    if (method === 'PATCH') return editMessage(found, 'edit', body);
    if (method === 'DELETE') return gone(found);
    return shown(found);
  }

  function createForumPost(forum: Bag, body: Bag): unknown {
    judged('forum', body);
    if (forum['type'] !== 15) throw new Refusal(400, 50_024, 'Not in this kind of channel');
    if ((Number(forum['flags']) & 16) !== 0)
      throw new Refusal(400, 40_067, 'A tag is required to create a forum post in this channel');
    const message = store(String(forum['id']), bagOf(body['message']));
    message.channel_id = message.id;
    const thread = startThread(message, {
      name: body['name'],
      owner_id: ids.bot,
      parent_id: forum['id'],
    });
    return { ...thread, message };
  }

  function setThread(id: string, { archived }: Bag): Bag {
    const thread = threads.get(id);
    if (!thread) throw new Refusal(404, 10_003, 'Unknown Channel');
    thread['thread_metadata'] = {
      ...bagOf(thread['thread_metadata']),
      archived: archived === true,
    };
    return thread;
  }

  function archivedOf(parent: string): unknown {
    const closed = openThreads().filter(
      (thread) => thread['parent_id'] === parent && !isOpen(thread),
    );
    return { threads: closed, members: [], has_more: false };
  }

  function gone(message: StoredMessage): null {
    messages.splice(messages.indexOf(message), 1);
    return null;
  }

  function pageOf(channel: string, query: URLSearchParams): unknown {
    if (channel === ids.unread) return []; // what Discord does without Read Message History
    const after = BigInt(query.get('after') ?? 0);
    const all = messages.filter(
      (one) => one.channel_id === channel && !isEphemeral(one) && BigInt(one.id) > after,
    );
    return all
      .slice(0, Number(query.get('limit') ?? 50))
      .toReversed()
      .map(shown);
  }

  /** History gives no nonce, and no text of others. */
  function shown(message: StoredMessage): Bag {
    const { nonce: _nonce, ...rest } = message;
    return { ...rest, ...referenced(message) };
  }

  function referenced(message: StoredMessage): Bag {
    const reference = bagOf(message['message_reference'])['message_id'];
    const found = messages.find((one) => one.id === reference);
    return reference ? { referenced_message: found ?? null } : {};
  }

  function createMessage(channel: string, body: Bag): StoredMessage {
    judged('message', body);
    const nonce = String(body['nonce']);
    const known = nonces.get(nonce);
    if (known && body['enforce_nonce'] === true) return known; // whatever the channel: it is per author
    const message = store(channel, body);
    nonces.set(nonce, message);
    gateway.dispatch('MESSAGE_CREATE', { ...message, ...referenced(message), guild_id: ids.guild });
    return message;
  }

  function store(channel: string, body: Bag, more: Bag = {}): StoredMessage {
    const reference = body['message_reference'] ? bagOf(body['message_reference']) : null;
    const message: StoredMessage = {
      id: snowflake(),
      channel_id: channel,
      author: botUser,
      content: '',
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: attachmentsOf(body),
      embeds: [],
      pinned: false,
      type: reference ? 19 : 0,
      flags: Number(body['flags'] ?? 0),
      components: numbered(body['components']),
      allowed_mentions: body['allowed_mentions'],
      nonce: body['nonce'],
      ...(reference
        ? { message_reference: { ...reference, channel_id: channel, guild_id: ids.guild } }
        : {}),
      ...more,
    };
    messages.push(message);
    return message;
  }

  function editMessage(message: StoredMessage, kind: 'edit' | 'answer', body: Bag): StoredMessage {
    judged(kind, body);
    if ((message.flags & (1 << 15)) !== 0 && body['content'])
      throw new Refusal(400, 50_035, 'V2 cannot be taken back');
    message.flags = (message.flags & (64 | 4096)) | Number(body['flags'] ?? 0);
    Object.assign(message, {
      components: numbered(body['components']),
      allowed_mentions: body['allowed_mentions'],
      // What the edit does not name goes; what it names is new or stays.
      attachments: body['attachments'] ? attachmentsOf(body) : message['attachments'],
      edited_timestamp: new Date().toISOString(),
      loading: false,
    });
    return message;
  }

  function putCommands(body: unknown): Bag[] {
    const wanted = bagsOf(body);
    for (const command of wanted) judged('command', command);
    // Given back as Discord does: with an id, a version, and nulls where nothing was set.
    commands = wanted.map((command) => ({
      ...command,
      id: snowflake(),
      version: snowflake(),
      type: 1,
      name_localizations: null,
      nsfw: false,
      default_member_permissions: null,
    }));
    return commands;
  }

  function callback(id: string, token: string, body: Bag): null {
    const interaction = interactions.get(token);
    if (
      !interaction ||
      interaction.id !== id ||
      Date.now() - interaction.born > (options.interactionLife ?? 3000)
    )
      throw new Refusal(404, 10_062, 'Unknown interaction');
    if (interaction.answered)
      throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.');
    judged(callbackKinds[String(body['type'])] ?? 'deferral', body);
    interaction.answered = true;
    interaction.firstAnswer = Date.now() - interaction.born;
    if (body['type'] === 8) {
      suggestions.push(bagsOf(bagOf(body['data'])['choices']));
      return null;
    }
    if (body['type'] === 9)
      modals.push({
        form: bagOf(body['data']),
        message: interaction.original,
        channel: interaction.channel,
      });
    else
      interaction.original = store(
        interaction.channel,
        { flags: bagOf(body['data'])['flags'] },
        { loading: true },
      ).id;
    return null;
  }

  function webhook(method: string, [token = '', , which]: string[], body: Bag): unknown {
    const interaction = interactions.get(token);
    if (!interaction?.answered) throw new Refusal(404, 10_015, 'Unknown Webhook');
    if (method === 'POST') {
      judged('answer', body);
      return store(interaction.channel, body);
    }
    const original = messages.find((one) => one.id === interaction.original);
    if (which !== '@original' || !original) throw new Refusal(404, 10_008, 'Unknown Message');
    if (method === 'DELETE') return gone(original);
    return editMessage(original, 'answer', body);
  }

  /** A person does something: the interaction reaches the bot as many times as given. */
  function interact(
    channel: string,
    type: number,
    data: Bag,
    message: StoredMessage | null,
    times = 1,
  ): Interaction {
    const token = `interaction-token-${snowflake()}`;
    const interaction: Interaction = {
      id: snowflake(),
      token,
      channel,
      born: Date.now(),
      answered: false,
      firstAnswer: null,
      original: message?.id ?? null,
    };
    interactions.set(token, interaction);
    const known = [...channels, dm, ...threads.values()].find((one) => one['id'] === channel);
    const who =
      channel === ids.dm
        ? { user: personUser }
        : {
            guild_id: ids.guild,
            guild_locale: 'en-US',
            member: {
              ...member(personUser, personRoles()),
              permissions: String(view | write | history | (manages ? manageChannels : 0n)),
            },
          };
    for (let turn = 0; turn < times; turn += 1) {
      gateway.dispatch('INTERACTION_CREATE', {
        id: interaction.id,
        application_id: ids.bot,
        type,
        token,
        version: 1,
        channel_id: channel,
        channel: known,
        locale: 'ja',
        entitlements: [],
        authorizing_integration_owners: {},
        context: 0,
        attachment_size_limit: 10_485_760,
        app_permissions: String(view | write | history),
        data,
        ...who,
        ...(message ? { message: shown(message) } : {}),
      });
    }
    return interaction;
  }

  /** A person writes; without a mention, a reply's ping or a direct message Discord withholds the words. */
  function say(
    channel: string,
    content: string,
    replyTo: string | null = null,
    { ping = true, times = 1, author = personUser, more = {} }: SayOptions = {},
  ): StoredMessage {
    const target = messages.find((one) => one.id === replyTo);
    const toBot = ping && bagOf(target?.['author'])['id'] === ids.bot;
    const mentioned = toBot || content.includes(`<@${ids.bot}>`);
    const reference = replyTo ? { message_reference: { message_id: replyTo } } : {};
    const message = store(channel, reference, {
      author,
      content: mentioned || channel === ids.dm ? content : '',
      mentions: mentioned ? [botUser] : [],
      ...more,
    });
    const where =
      channel === ids.dm
        ? { channel_type: 1 }
        : { guild_id: ids.guild, member: member(author, personRoles()) };
    for (let turn = 0; turn < times; turn += 1)
      gateway.dispatch('MESSAGE_CREATE', { ...message, ...referenced(message), ...where });
    return message;
  }

  /** Somebody starts a thread from a message: it has the message's id. */
  function startThread(root: StoredMessage, more: Bag = {}): Bag {
    const thread: Bag = {
      id: root.id,
      type: 11,
      guild_id: ids.guild,
      parent_id: root.channel_id,
      name: 'thread',
      owner_id: ids.person,
      member_count: 2,
      message_count: 0,
      rate_limit_per_user: 0,
      last_message_id: null,
      thread_metadata: {
        archived: false,
        auto_archive_duration: 1440,
        archive_timestamp: new Date().toISOString(),
        locked: false,
      },
      ...more,
    };
    threads.set(root.id, thread);
    gateway.dispatch('THREAD_CREATE', { ...thread, newly_created: true });
    return thread;
  }

  async function close(): Promise<void> {
    await gateway.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }

  return {
    url: `http://127.0.0.1:${port}/api`,
    messages,
    faults,
    requests,
    refusals,
    modals,
    /** What was suggested, one list for each time somebody typed. */
    suggestions,
    gateway,
    channels,
    botRoles,
    guild,
    /** Closes a thread, as Discord does by itself after some days. */
    archive: (id: string) => setThread(id, { archived: true }),
    /** Deletes a thread with what stands in it. */
    deleteThread: (id: string) => {
      const thread = threads.get(id);
      threads.delete(id);
      for (const one of messages.filter(({ channel_id: at }) => at === id)) gone(one);
      gateway.dispatch('THREAD_DELETE', {
        id,
        guild_id: ids.guild,
        parent_id: thread?.['parent_id'],
        type: 11,
      });
    },
    manage: (may: boolean) => {
      manages = may;
    },
    /** What Discord does by itself after a few minutes. */
    forgetNonces: () => nonces.clear(),
    registered: () => commands,
    interact,
    say,
    startThread,
    close,
  };
}

export type FakeDiscord = Awaited<ReturnType<typeof openDiscord>>;

const callbackKinds: Readonly<Record<string, 'suggestions' | 'modal'>> = {
  8: 'suggestions',
  9: 'modal',
};

function isOpen(thread: Bag): boolean {
  return bagOf(thread['thread_metadata'])['archived'] !== true;
}

/** True for a message that one person alone sees. */
export function isEphemeral(message: StoredMessage): boolean {
  return (message.flags & 64) !== 0;
}

function failed(response: ServerResponse, status: number, code = 0): void {
  const wait: Record<string, string> =
    status === 429 ? { 'retry-after': '0.2', 'x-ratelimit-scope': 'shared' } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...wait });
  response.end(
    JSON.stringify(
      status === 429
        ? { message: 'You are being rate limited.', retry_after: 0.2, global: false }
        : { message: `status ${status}`, code },
    ),
  );
}

function judged(kind: Parameters<typeof judge>[0], body: unknown): void {
  const problems = judge(kind, body);
  if (problems.length > 0)
    throw new Refusal(400, 50_035, `Invalid Form Body: ${problems.join('; ')}`);
}

/** Components get ids where they brought none, as Discord numbers them. */
function numbered(components: unknown): unknown {
  const copy = bagsOf(structuredClone(components));
  const parts: Bag[] = [...nested({ components: copy })];
  const taken = new Set(parts.map((part) => part['id']));
  let next = 1;
  for (const part of parts) {
    if (part['id']) continue;
    while (taken.has(next)) next += 1;
    part['id'] = next++;
  }
  return copy;
}

function member(user: Bag, roles: string[] = []): Bag {
  return {
    user,
    roles,
    joined_at: '2026-01-01T00:00:00.000Z',
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
  };
}

/** The JSON of a request; of a form with files the JSON in it, with the size of each file as it came. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const raw = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) return raw.length === 0 ? null : parsed(raw.toString());
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const body = bagOf(parsed(textOf(form.get('payload_json'))));
  // A forum post holds its first message as a part.
  const message = body['message'] ? bagOf(body['message']) : body;
  const files = await Promise.all(
    bagsOf(message['attachments']).map(async ({ id }) => {
      const file = form.get(`files[${String(id)}]`);
      return file instanceof File ? [file.name, (await file.bytes()).length] : null;
    }),
  );
  uploads.set(
    message,
    new Map(
      files.filter((file) => file !== null).map(([name, size]) => [String(name), Number(size)]),
    ),
  );
  return body;
}

/** Names and sizes of the files that came with a body. */
const uploads = new WeakMap<Bag, ReadonlyMap<string, number>>();

/** The attachments of a message; Discord refuses one whose file does not come with it. */
function attachmentsOf(body: Bag): Bag[] {
  const files = uploads.get(body);
  return bagsOf(body['attachments']).map((attachment) => {
    const name = textOf(attachment['filename']);
    const size = files?.get(name);
    if (size === undefined) throw new Refusal(400, 50_035, `No file ${name}`);
    return {
      ...attachment,
      id: String(attachment['id']),
      size,
      url: `http://127.0.0.1/${name}`,
      proxy_url: `http://127.0.0.1/${name}`,
    };
  });
}
