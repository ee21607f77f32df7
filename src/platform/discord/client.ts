import { once } from 'node:events';
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Partials,
} from 'discord.js';
import type { Log } from '../../log.ts';
import { type DrawPicture, PlatformError } from '../platform.ts';
import type { Calls } from './calls.ts';
import { badIntents, badToken, causeOf, outcomeOf } from './outcomes.ts';

/** What createDiscord is told; `timeout` is that of one request in ms. */
export interface DiscordOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly draw: DrawPicture;
  readonly log: Log;
  readonly timeout?: number;
}

/** How long one request may take, in ms. */
export const requestTimeout = 10_000;

const readyWithin = 30_000;

/** A client that asks for no privileged intent, and that posts nothing twice by itself. */
export function createClient({ apiUrl, log, timeout = requestTimeout }: DiscordOptions): Client {
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
    ],
    partials: [Partials.Channel], // without it direct messages never arrive
    shards: 'auto',
    waitGuildTimeout: 5000,
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: apiUrl.replace(/\/$/, ''), retries: 0, timeout, rejectOnRateLimit: ['/channels'] },
  });
  client.on(Events.Error, (error) => log.error({ cause: causeOf(error) }, 'discord client error'));
  client.on(Events.ShardError, (error) =>
    log.warn({ cause: causeOf(error) }, 'discord gateway error'),
  );
  client.on(Events.ShardDisconnect, ({ code }) =>
    log.error({ code, reason: reasonOfClose(code) }, 'discord gateway closed for good'),
  );
  return client;
}

/** Logs in and waits until the servers are known. Throws PlatformError; the client is destroyed then. */
export async function connect(
  client: Client,
  { token, apiUrl }: DiscordOptions,
): Promise<Client<true>> {
  const waiting = new AbortController();
  try {
    const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(readyWithin)]);
    await Promise.all([once(client, Events.ClientReady, { signal }), client.login(token)]);
  } catch (error) {
    await client.destroy();
    throw new PlatformError(sentenceOf(error, apiUrl));
  } finally {
    waiting.abort();
  }
  if (!client.isReady())
    throw new PlatformError('Discord closed the connection while it was being made: start again.');
  return client;
}

/** Makes the client ready for requests without listening; gives the bot's user id. Throws PlatformError. */
export async function signIn(
  client: Client,
  calls: Calls,
  { token, apiUrl }: DiscordOptions,
): Promise<string> {
  try {
    client.rest.setToken(token.replace(/^Bot\s+/i, ''));
    return await calls.self();
  } catch (error) {
    await client.destroy();
    const outcome = outcomeOf(error);
    const isRefused = outcome.state === 'refused' && outcome.scope === 'platform';
    throw new PlatformError(isRefused ? outcome.reason : sentenceOf(error, apiUrl));
  }
}

// What the gateway library says of the close codes 4004 and 4014 before the bot is ready.
const closings: Readonly<Record<string, string>> = {
  'Authentication failed': badToken,
  'Used disallowed intents': badIntents,
};

function sentenceOf(error: unknown, apiUrl: string): string {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return badToken;
  const closing = error instanceof Error ? closings[error.message] : undefined;
  if (closing) return closing;
  const where = URL.parse(apiUrl)?.host ?? 'DISCORD_API_URL';
  return `Discord cannot be reached at ${where} (${causeOf(error)}): check the network and DISCORD_API_URL, then start again.`;
}

const reasons = new Map<number, string>([
  [GatewayCloseCodes.AuthenticationFailed, badToken],
  [GatewayCloseCodes.DisallowedIntents, badIntents],
]);

function reasonOfClose(code: number): string {
  return reasons.get(code) ?? 'Questions and commands are not heard any more: start again.';
}
