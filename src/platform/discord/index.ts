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
import { hearChanges, stopHearingChanges } from './changes.ts';
import { connect, createClient, type DiscordOptions, requestTimeout, signIn } from './client.ts';
import { commandsOf, sameCommands } from './commands.ts';
import { createFlight } from './flight.ts';
import { findInForum, type Forum, postInForum } from './forum.ts';
import { hearInteraction } from './interactions.ts';
import { type Ear, hearMessage } from './listen.ts';
import { causeOf, codeOf, outcomeOf } from './outcomes.ts';
import { createDrawMessages } from './pictures.ts';
import { forumOf, probePlace, type Scout, sightOf, targetOf } from './places.ts';
import { type Bot, editCard, findCard, postCard } from './posts.ts';

export type { DiscordOptions } from './client.ts';

const stopWithin = 10_000;
const noTextChannel = 50_008;
const closedThread = 50_083;

/** The connection while it is there. */
type Session = Scout & Bot;

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
    if (!handlers) {
      session = { client, calls, messagesOf, me: await signIn(client, calls, options) };
      return;
    }
    listen(client, (hear) => {
      if (!client.isReady()) return;
      const me = client.user.id;
      void flight.add(hear({ client, calls, me, messagesOf, handlers, log: options.log }));
    });
    const ready = await connect(client, options);
    session = { client, calls, messagesOf, me: ready.user.id };
    await registerCommands(session, ready.application.id, handlers, options.log);
  }

  async function stop(): Promise<void> {
    const client = opened;
    opened = session = null;
    client?.removeAllListeners(Events.MessageCreate);
    client?.removeAllListeners(Events.InteractionCreate);
    if (client) stopHearingChanges(client);
    await flight.landed(stopWithin);
    await client?.destroy();
  }

  async function post(place: Place, card: Card, key: string, silent = false): Promise<PostOutcome> {
    if (!session) return notNow;
    return await flight.add(postAt(session, place, card, key, silent));
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
    return await flight.add(probePlace(session, place));
  }
  return { start, stop, post, edit, find, probe };
}

/** Hands every message, interaction and change on; before the login, so that none falls into a gap. */
function listen(client: Client, heard: (hear: (ear: Ear) => Promise<void>) => void): void {
  client.on(Events.MessageCreate, (message) => heard((ear) => hearMessage(ear, message)));
  client.on(Events.InteractionCreate, (interaction) =>
    heard((ear) => hearInteraction(ear, interaction)),
  );
  hearChanges(client, heard);
}

async function postAt(
  session: Session,
  place: Place,
  card: Card,
  key: string,
  silent: boolean,
): Promise<PostOutcome> {
  try {
    return { state: 'posted', ref: await postedAt(session, place, card, key, silent) };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Posts into a channel or thread; into a forum as a post of its own, in which questions and edits follow. */
async function postedAt(
  session: Session,
  place: Place,
  card: Card,
  key: string,
  silent: boolean,
): Promise<Posted> {
  const inForum = async (forum: Forum): Promise<Posted> => {
    const thread = await postInForum(session, forum, card, key, silent);
    return { place: { ...place, thread }, message: thread };
  };
  const known = place.thread === null ? session.client.channels.cache.get(place.channel) : null;
  if (known?.isThreadOnly()) return await inForum({ id: known.id, guild: known.guildId });
  try {
    const target = await targetOf(session, place);
    return { place, message: await postCard(session, target, card, key, silent) };
  } catch (error) {
    // Without a gateway it is asked only now: of the many channels that take messages nothing has to be known.
    if (codeOf(error) !== noTextChannel || place.thread !== null) throw error;
    const forum = await forumOf(session, place.channel);
    if (!forum) throw error;
    return await inForum(forum);
  }
}

async function editAt(session: Session, ref: Posted, card: Card): Promise<EditOutcome> {
  try {
    const { channel } = await targetOf(session, ref.place);
    const write = () => editCard(session, channel, ref.message, card);
    await write().catch(async (error: unknown) => {
      if (codeOf(error) !== closedThread) throw error;
      // Forum posts close by themselves when they are old; one that is not locked may be opened again.
      await session.calls.openThread(channel);
      await write();
    });
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
    const { channel } = await targetOf(session, place);
    const { closed, forum } = await sightOf(session, channel);
    if (closed !== null) return { state: 'cannot_tell', reason: closed };
    const found = forum
      ? await findInForum(session, forum, key, since)
      : await findCard(session, channel, key, since);
    if (found === null) return { state: 'none' };
    if (found === 'too many')
      return {
        state: 'cannot_tell',
        reason: 'The channel holds too many messages since then to look through.',
      };
    const thread = forum ? found.message : place.thread;
    return { state: 'found', ref: { place: { ...place, thread }, message: found.message } };
  } catch (error) {
    return { state: 'cannot_tell', reason: outcomeOf(error).reason };
  }
}

/** Registers the commands where they differ from what is there; a failure is logged, for cards go out without them. */
async function registerCommands(
  { calls }: Session,
  application: string,
  handlers: Handlers,
  log: DiscordOptions['log'],
): Promise<void> {
  const wanted = commandsOf(handlers.commands());
  try {
    const registered = await patiently(() => calls.commands(application));
    if (sameCommands(registered, wanted)) return;
    await patiently(() => calls.setCommands(application, wanted));
    log.info({ count: wanted.length }, 'discord commands registered');
  } catch (error) {
    log.error({ cause: causeOf(error) }, 'discord commands not registered');
  }
}
