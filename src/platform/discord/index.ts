import { Events } from 'discord.js';
import type { Client } from 'discord.js';
import type { Card } from '../../card/card.ts';
import type {
  EditOutcome,
  FindOutcome,
  Handlers,
  Place,
  Platform,
  Posted,
  PostOutcome,
  ProbeOutcome,
} from '../platform.ts';
import { createCalls, patiently } from './calls.ts';
import type { Calls } from './calls.ts';
import { connect, createClient, requestTimeout } from './client.ts';
import type { DiscordOptions } from './client.ts';
import { commandsOf, sameCommands } from './commands.ts';
import { createFlight } from './flight.ts';
import { hearInteraction } from './interactions.ts';
import { botOf, type Ear, hearMessage } from './listen.ts';
import { causeOf, outcomeOf } from './outcomes.ts';
import { createDrawMessages, type DrawMessages } from './pictures.ts';
import { probePlace, targetOf, unreadable } from './places.ts';
import { editCard, findCard, postCard } from './posts.ts';

export type { DiscordOptions } from './client.ts';
export { pace } from './limits.ts';

const stopWithin = 10_000;

/** The connection while it is there. */
interface Session {
  readonly client: Client<true>;
  readonly calls: Calls;
  readonly messagesOf: DrawMessages;
}

const away = 'Discord is not connected: this process is starting or stopping.';
const notNow = { state: 'refused', reason: away, retryAfter: 1000, scope: 'channel' } as const;

/** Discord as a platform: posts cards as Components V2, hears slash commands, buttons, forms and questions. */
export function createDiscord(options: DiscordOptions): Platform {
  const flight = createFlight();
  const messagesOf = createDrawMessages(options.draw, options.log);
  let opened: Client | null = null;
  let session: Session | null = null;

  async function start(handlers: Handlers | null): Promise<void> {
    const client = createClient(options);
    opened = client; // a stop may come before it is connected
    const calls = createCalls(client.rest, options.timeout ?? requestTimeout);
    listen(client, (hear) => {
      if (handlers && client.isReady())
        void flight.add(hear({ client, calls, messagesOf, handlers, log: options.log }));
    });
    session = { client: await connect(client, options), calls, messagesOf };
    if (handlers) await registerCommands(session, handlers, options.log);
  }

  async function stop(): Promise<void> {
    const client = opened;
    opened = session = null;
    client?.removeAllListeners(Events.MessageCreate);
    client?.removeAllListeners(Events.InteractionCreate);
    await flight.landed(stopWithin);
    await client?.destroy();
  }

  async function post(place: Place, card: Card, key: string): Promise<PostOutcome> {
    if (!session) return notNow;
    return await flight.add(postAt(session, place, card, key));
  }

  async function edit(ref: Posted, card: Card): Promise<EditOutcome> {
    if (!session) return notNow;
    return await flight.add(editAt(session, ref, card));
  }

  async function find(place: Place, key: string, since: number): Promise<FindOutcome> {
    if (!session) return { state: 'cannot_tell', reason: away };
    return await flight.add(findAt(session, place, key, since));
  }

  async function probe(place: Place): Promise<ProbeOutcome> {
    if (!session)
      return {
        state: 'cannot',
        reason: away,
        grant: 'Nothing: ask again when it is connected.',
        scope: 'channel',
      };
    return await flight.add(probePlace(session.client, place));
  }
  return { start, stop, post, edit, find, probe };
}

/** Hands every message and interaction on; before the login, so that none falls into a gap. */
function listen(client: Client, heard: (hear: (ear: Ear) => Promise<void>) => void): void {
  client.on(Events.MessageCreate, (message) => heard((ear) => hearMessage(ear, message)));
  client.on(Events.InteractionCreate, (interaction) =>
    heard((ear) => hearInteraction(ear, interaction)),
  );
}

async function postAt(
  session: Session,
  place: Place,
  card: Card,
  key: string,
): Promise<PostOutcome> {
  try {
    const target = await targetOf(session.client, session.calls, place);
    const message = await postCard(botOf(session), target, card, key);
    return { state: 'posted', ref: { place, message } };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function editAt(session: Session, ref: Posted, card: Card): Promise<EditOutcome> {
  try {
    const { channel } = await targetOf(session.client, session.calls, ref.place);
    await editCard(botOf(session), channel, ref.message, card);
    return { state: 'posted', ref };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function findAt(
  session: Session,
  place: Place,
  key: string,
  since: number,
): Promise<FindOutcome> {
  try {
    const { channel } = await targetOf(session.client, session.calls, place);
    const closed = await unreadable(session.client, channel);
    if (closed !== null) return { state: 'cannot_tell', reason: closed };
    const found = await findCard(botOf(session), channel, key, since);
    if (found === null) return { state: 'none' };
    if (found === 'too many')
      return {
        state: 'cannot_tell',
        reason: 'The channel holds too many messages since then to look through.',
      };
    return { state: 'found', ref: { place, message: found.message } };
  } catch (error) {
    return { state: 'cannot_tell', reason: outcomeOf(error).reason };
  }
}

/** Registers the commands where they differ from what is there; a failure is logged, for cards go out without them. */
async function registerCommands(
  { client, calls }: Session,
  handlers: Handlers,
  log: DiscordOptions['log'],
): Promise<void> {
  const wanted = commandsOf(handlers.commands());
  try {
    const registered = await patiently(() => calls.commands(client.application.id));
    if (sameCommands(registered, wanted)) return;
    await patiently(() => calls.setCommands(client.application.id, wanted));
    log.info({ count: wanted.length }, 'discord commands registered');
  } catch (error) {
    log.error({ cause: causeOf(error) }, 'discord commands not registered');
  }
}
