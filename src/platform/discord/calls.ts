import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimitError, Routes } from 'discord.js';
import type { REST, RequestData } from 'discord.js';
import { limits } from './limits.ts';
import type { Sending } from './pictures.ts';
import { Channel, Commands, Message, Messages, Self, Threads } from './schema.ts';
import type { Command } from './schema.ts';

/** What goes with a payload when it becomes a message: the nonce, and what it replies to. */
export interface Posting {
  readonly nonce: string;
  readonly replyTo: string | null;
}

/** The files of a message as the API client sends them; without files it sends plain JSON. */
function filesOf({ files }: Sending): Pick<RequestData, 'files'> {
  return files.length === 0
    ? {}
    : { files: files.map(({ name, data }) => ({ name, data, contentType: 'image/png' })) };
}

/** The requests we make, typed at the border. All of them throw the API client's errors; none is tried twice. */
export type Calls = ReturnType<typeof createCalls>;

export function createCalls(rest: REST, timeout: number) {
  // The client's own timeout ends with the headers; a body that never comes would hang a post for good.
  const within = () => ({ signal: AbortSignal.timeout(timeout) });
  return {
    async create(channel: string, sending: Sending, { nonce, replyTo }: Posting): Promise<Message> {
      const reference =
        replyTo === null
          ? {}
          : { message_reference: { message_id: replyTo, fail_if_not_exists: false } };
      const body = { ...sending.payload, nonce, enforce_nonce: true, ...reference };
      return Message.parse(
        await rest.post(Routes.channelMessages(channel), {
          body,
          ...filesOf(sending),
          ...within(),
        }),
      );
    },
    /** A post in a forum: a thread whose first message this is, and whose id that message has. */
    async createThread(forum: string, name: string, sending: Sending): Promise<Channel> {
      const body = { name, message: sending.payload };
      const request = { body, ...filesOf(sending), ...within() };
      return Channel.parse(await rest.post(Routes.threads(forum), request));
    },
    async openThread(thread: string): Promise<void> {
      await rest.patch(Routes.channel(thread), { body: { archived: false }, ...within() });
    },
    async activeThreads(guild: string): Promise<readonly Channel[]> {
      const found = await rest.get(Routes.guildActiveThreads(guild), within());
      return Threads.parse(found).threads;
    },
    /** A page of a forum's closed posts, the last closed first; `before` is a time as Discord gives it. */
    async archivedThreads(forum: string, before: string | null): Promise<Threads> {
      const query = new URLSearchParams({
        limit: String(limits.page),
        ...(before === null ? {} : { before }),
      });
      const path = Routes.channelThreads(forum, 'public');
      return Threads.parse(await rest.get(path, { query, ...within() }));
    },
    async self(): Promise<string> {
      return Self.parse(await rest.get(Routes.user(), within())).id;
    },
    async update(channel: string, message: string, sending: Sending): Promise<void> {
      const { payload: body } = sending;
      const request = { body, ...filesOf(sending), ...within() };
      await rest.patch(Routes.channelMessage(channel, message), request);
    },
    async remove(channel: string, message: string): Promise<void> {
      await rest.delete(Routes.channelMessage(channel, message), within());
    },
    async message(channel: string, message: string): Promise<Message> {
      return Message.parse(await rest.get(Routes.channelMessage(channel, message), within()));
    },
    async after(channel: string, id: string): Promise<readonly Message[]> {
      const query = new URLSearchParams({ after: id, limit: String(limits.page) });
      return Messages.parse(
        await rest.get(Routes.channelMessages(channel), { query, ...within() }),
      );
    },
    async channel(id: string): Promise<Channel> {
      return Channel.parse(await rest.get(Routes.channel(id), within()));
    },
    async editAnswer(application: string, token: string, sending: Sending): Promise<void> {
      await rest.patch(Routes.webhookMessage(application, token), {
        body: sending.payload,
        ...filesOf(sending),
        auth: false,
        ...within(),
      });
    },
    async addAnswer(application: string, token: string, sending: Sending): Promise<void> {
      await rest.post(Routes.webhook(application, token), {
        body: sending.payload,
        ...filesOf(sending),
        auth: false,
        ...within(),
      });
    },
    async commands(application: string): Promise<readonly Command[]> {
      const query = new URLSearchParams({ with_localizations: 'true' });
      return Commands.parse(
        await rest.get(Routes.applicationCommands(application), { query, ...within() }),
      );
    },
    async setCommands(application: string, commands: readonly Command[]): Promise<void> {
      await rest.put(Routes.applicationCommands(application), { body: commands, ...within() });
    },
  };
}

/** Does it again after each wait that Discord asks for, three times at most: a 429 was not carried out. */
export async function patiently<T>(request: () => Promise<T>, longest = 10_000): Promise<T> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof RateLimitError) || turn === 3 || error.retryAfter > longest)
        throw error;
      await sleep(Math.max(error.retryAfter, error.timeToReset, 1));
    }
  }
}
