// Discord with its real limits on loopback, as a process of its own: 50 requests in any second a bot, five messages in
// five seconds a channel, told in headers; a message sent again with its nonce is the same one.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { createGateway } from '../test/platform/discord/peer-gateway.ts';

const token = 'loopback-token';
const perSecond = 50;
const bucket = { most: 5, time: 5000 };
const channels = Number(process.argv[2]);
const bot = { id: '1100000000000000001', username: 'kawaraban', discriminator: '0000', bot: true };
const guildId = '1100000000000000010';

const Body = z.object({ nonce: z.string(), enforce_nonce: z.literal(true) });

/** All requests of the last second, and those of each channel. */
let recent: number[] = [];
const routes = new Map<string, number[]>();
const messages = new Map<string, object>();
const counts = { requests: 0, refused: 0, most: 0, first: 0, last: 0 };

const server = createServer((request, response) => {
  serve(request, response).catch(() => request.socket.destroy());
});
const gateway = createGateway(server, {
  token,
  closeAtIdentify: null,
  ready: () => ({
    v: 10,
    user: bot,
    guilds: [{ id: guildId, unavailable: true }],
    session_id: 'session',
    resume_gateway_url: url(),
    application: { id: bot.id, flags: 0 },
    shard: [0, 1],
  }),
  guild: () => ({
    id: guildId,
    name: 'Readers',
    roles: [{ id: guildId, name: '@everyone', permissions: '274877992960' }],
    channels: Array.from({ length: channels }, (_, i) => channelOf(String(i))),
    threads: [],
    members: [],
    emojis: [],
    stickers: [],
  }),
});
server.listen(0, '127.0.0.1', () => process.send?.({ url: url('http') }));
process.on('message', () =>
  process.send?.({
    ...counts,
    seconds: (counts.last - counts.first) / 1000,
    posted: messages.size,
  }),
);
process.on('disconnect', () => process.exit(0));

function url(scheme = 'ws'): string {
  const address = server.address();
  return `${scheme}://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
}

function channelOf(id: string) {
  return { id, type: 0, guild_id: guildId, name: `c${id}`, permission_overwrites: [] };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const now = performance.now();
  const path = (request.url ?? '').replace(/^\/v10/, '').replace(/\?.*$/, '');
  if (path === '/gateway/bot')
    return answer(response, 200, {
      url: url(),
      shards: 1,
      session_start_limit: { total: 9, remaining: 9, reset_after: 1, max_concurrency: 1 },
    });
  counts.requests += 1;
  recent = recent.filter((at) => at > now - 1000);
  counts.most = Math.max(counts.most, recent.length + 1);
  if (recent.length >= perSecond)
    return tooMany(response, (recent[0] ?? now) + 1000 - now, true, {});
  recent.push(now);
  if (path === '/users/@me') return answer(response, 200, bot);
  const [, channel = '', isMessages] = /^\/channels\/(\d+)(\/messages)?$/.exec(path) ?? [];
  if (request.method !== 'POST' || !isMessages) return answer(response, 200, channelOf(channel));
  return create(response, channel, now, Body.parse(await json(request)).nonce);
}

function create(response: ServerResponse, channel: string, now: number, nonce: string): void {
  const before = (routes.get(channel) ?? []).filter((at) => at > now - bucket.time);
  const isFull = before.length >= bucket.most;
  if (!isFull) before.push(now);
  routes.set(channel, before);
  const wait = (before[0] ?? now) + bucket.time - now;
  const headers = {
    'x-ratelimit-bucket': 'create-message',
    'x-ratelimit-limit': String(bucket.most),
    'x-ratelimit-remaining': String(bucket.most - before.length),
    'x-ratelimit-reset-after': (wait / 1000).toFixed(3),
    'x-ratelimit-reset': ((Date.now() + wait) / 1000).toFixed(3),
  };
  if (isFull) return tooMany(response, wait, false, headers);
  if (counts.first === 0) counts.first = now;
  counts.last = now;
  const id = String(1_100_000_000_000_000_000n + BigInt(messages.size));
  const message = messages.get(nonce) ?? { id, channel_id: channel, author: bot, flags: 32_768 };
  messages.set(nonce, message);
  answer(response, 200, { ...message, components: [], attachments: [] }, headers);
}

function tooMany(
  response: ServerResponse,
  wait: number,
  global: boolean,
  headers: Readonly<Record<string, string>>,
): void {
  counts.refused += 1;
  const seconds = Math.max(0.001, wait / 1000);
  answer(
    response,
    429,
    { message: 'You are being rate limited.', retry_after: seconds, global },
    {
      ...headers,
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': global ? 'global' : 'user',
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  );
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

process.on('exit', () => void gateway.close());
