import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CardLanguage } from './card/card.ts';
import { digestCard } from './card/digest-card.ts';
import { parseCard } from './card/schema.ts';
import { type Config, ConfigError, languageTag, loadConfig } from './config.ts';
import type { Digest } from './digest/digest.ts';
import { DigestFileError, type Fault } from './digest/files.ts';
import { chatDrawings } from './drawing.ts';
import { createHandlers } from './talk/handlers.ts';
import { createRevisionNotes, type RevisionNotes } from './talk/history.ts';
import { createInbox, type OwnInbox } from './talk/inbox.ts';
import { ingestInto } from './ingest.ts';
import { InputError } from './input.ts';
import { languageOf, operatorLanguage } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import { createLog, type Log, masked } from './log.ts';
import { openChats, openPreview, pacesOf, type PlatformParts } from './platform/index.ts';
import { type Handlers, type Platform, PlatformError } from './platform/platform.ts';
import { createRoster } from './schedule/roster.ts';
import type { SubscriptionList } from './schedule/subscriptions.ts';
import { manifestChat, noteFirstCommands } from './app-commands.ts';
import { installsOf } from './installs.ts';
import { commandNotices, operatorNotices } from './operator-notices.ts';
import { createPictures } from './pictures.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { createScheduler, type Scheduler, type SchedulerParts } from './schedule/tick.ts';
import { StoreError } from './store/error.ts';
import { openStore, type Store } from './store/store.ts';
import { printable } from './terminal.ts';

/** The product while it runs. */
export interface Running {
  /** Where the preview is: http://127.0.0.1:3000. Empty for a worker, which has no page. */
  readonly address: string;
  /** Finishes what is in flight (10 s at most) and lets go of everything. */
  stop(): Promise<void>;
}

/** In ms; most who send SIGTERM wait ten seconds before they kill. */
const stopTime = 9500;

/** The channel of the preview where no subscription names one. */
const firstChannel = 'earnings';

/**
 * Builds and starts everything the configuration asks for; `say` gets the lines a person reads.
 * Throws ConfigError, StoreError or PlatformError where the operator must do something.
 */
export async function run(
  config: Config,
  say: (line: string) => void,
  log: Log = createLog(config.LOG_LEVEL),
): Promise<Running> {
  const digests = createShelf(config.DIGESTS_DIR, log);
  const [, list] = await Promise.all([digests.refresh(), digests.subscriptions()]);
  const isBare = config.ROLE === 'worker' && lacksFolder(config, digests.faults());
  if (!isBare) tellFaults(config, digests.faults(), say);
  for (const error of list.errors) say(error);
  const store = await openStore({
    dataDir: config.DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    log,
  });
  try {
    return await start(config, say, log, digests, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** True where there is no folder of digests: a worker then plans nothing and sends what others planned. */
function lacksFolder(config: Config, faults: readonly Fault[]): boolean {
  return faults.some(({ file }) => file === config.DIGESTS_DIR);
}

/** The channels of the preview: those that are subscribed, else one. */
function previewChannels({ subscriptions }: SubscriptionList): { id: string; name: string }[] {
  const named = subscriptions
    .filter(({ platform }) => platform === 'preview')
    .map(({ channel }) => channel);
  return [...new Set(named.length > 0 ? named : [firstChannel])].map((id) => ({ id, name: id }));
}

/** What of digests/ cannot be used, a sentence each; throws InputError where there is no such folder. */
function tellFaults(config: Config, faults: readonly Fault[], say: (line: string) => void): void {
  const says = languageOf(operatorLanguage(config.LANG)).wording.operator;
  for (const { file, message } of faults) {
    if (file === config.DIGESTS_DIR)
      throw new InputError(fillBlanks(says.noDigestsFolder, { path: file }));
    say(fillBlanks(says.leftOut, { file, message }));
  }
}

async function start(
  config: Config,
  say: (line: string) => void,
  log: Log,
  digests: Shelf,
  store: Store,
): Promise<Running> {
  const rosterWith = createRoster(store.channels);
  let known = await rosterWith(await digests.subscriptions());
  const roster = async () => {
    known = await rosterWith(await digests.subscriptions());
    return known;
  };
  const parts = {
    config,
    log,
    draw: createPictures(join(config.DATA_DIR, 'pictures'), log),
    messages: readable(store.messages, log),
    channels: previewChannels(known),
    drawings: chatDrawings,
    notices: async () => [
      ...(await operatorNotices(store)),
      ...(await commandNotices(store.manifests, digests.library())),
    ],
    installs: installsOf(config, store, say, log),
  };
  const preview = config.ROLE === 'worker' ? null : await openPreview(parts);
  const chats = await openChats(parts);
  const pages: [string, Platform][] = preview ? [['preview', preview]] : [];
  const platforms = new Map([...pages, ...chats]);
  const defaults = {
    language: operatorLanguage(config.LANG),
    zone: config.DEFAULT_ZONE || null,
    hears: config.THREADS,
  };
  const card = (digest: Digest, language: CardLanguage) =>
    digestCard(digest, { language, form: 'standard', history: digests.library().digests });
  const inbox = createInbox(store, log);
  const revisions = createRevisionNotes(store, log);
  const handlers = createHandlers({
    library: digests.library,
    store,
    channelLanguage: (platform, channel) =>
      known.subscriptions.find((each) => each.platform === platform && each.channel === channel)
        ?.language ?? null,
    room: { library: digests.library, roster, store, card, now: Date.now, defaults },
    recheck: (platform, channel) => void scheduler.recheck(platform, channel),
    inbox,
    ingest:
      config.INGEST_FROM_CHATS === 'managers'
        ? ingestInto(config.DIGESTS_DIR, digests.refresh)
        : null,
    limits: { person: config.ASKS_PER_PERSON, channel: config.ASKS_PER_CHANNEL },
    forget: async (platform, workspace) => {
      await store.retention.forget(
        workspace === null
          ? { kind: 'platform', platform }
          : { kind: 'workspace', platform, workspace },
      );
    },
    log,
  });
  const scheduler = createScheduler({
    store,
    ...(await workOf(config, digests, platforms)),
    digests: async () => {
      const { digests: found } = await digests.refresh();
      revisions.note(found);
      return found;
    },
    subscriptions: roster,
    card,
    onPosted: (ref, subject) => handlers.posted(ref, subject),
    keepDays: config.KEEP_DAYS,
    log,
  });
  const address = () => preview?.address() ?? '';
  try {
    await preview?.start(handlers);
    // Chats take seconds to connect: the preview is there before them.
    if (preview && chats.size > 0) say(readyLine(address()));
    await startChats(chats, config.ROLE === 'worker' ? null : handlers, say);
    revisions.note(digests.library().digests);
    if (preview && chats.has(manifestChat.id))
      await noteFirstCommands(store.manifests, digests.library(), Date.now());
    await scheduler.start();
    if (chats.size === 0) say(readyLine(address()));
  } catch (error) {
    await stopAll(scheduler, platforms, { revisions, inbox }, null);
    throw error;
  }
  return {
    address: address(),
    stop: () => stopAll(scheduler, platforms, { revisions, inbox }, store),
  };
}

/** What a process sends to and plans for by its role: a gateway leaves the chats to workers. */
async function workOf(
  config: Config,
  digests: Shelf,
  running: ReadonlyMap<string, Platform>,
): Promise<Pick<SchedulerParts, 'platforms' | 'planned' | 'paces'>> {
  const known = new Set(['preview', ...running.keys()]);
  const isBare = config.ROLE === 'worker' && lacksFolder(config, digests.faults());
  const platforms =
    config.ROLE === 'gateway'
      ? new Map([...running].filter(([name]) => name === 'preview'))
      : running;
  return { platforms, planned: isBare ? null : known, paces: await pacesOf(platforms.keys()) };
}

/** The preview's messages with their cards read back; one that another version wrote and this cannot read is left out. */
function readable(messages: Store['messages'], log: Log): PlatformParts['messages'] {
  return {
    add: (message) => messages.add(message),
    update: (id, card) => messages.update(id, card),
    async list(channel) {
      return (await messages.list(channel)).flatMap(({ card, ...message }) => {
        try {
          return [{ ...message, card: card === null ? null : parseCard(card) }];
        } catch (err) {
          log.warn({ err, message: message.id }, 'a kept card cannot be read');
          return [];
        }
      });
    },
  };
}

function readyLine(address: string): string {
  return `kawaraban 瓦版 → ${address}`;
}

async function startChats(
  chats: ReadonlyMap<string, Platform>,
  handlers: Handlers | null,
  say: (line: string) => void,
): Promise<void> {
  await Promise.all(
    [...chats].map(async ([name, platform]) => {
      await platform.start(handlers);
      say(`connected to ${name}`);
    }),
  );
}

/** All within ten seconds, in most of which the scheduler finishes what is in flight. */
async function stopAll(
  scheduler: Scheduler,
  platforms: ReadonlyMap<string, Platform>,
  { revisions, inbox }: { readonly revisions: RevisionNotes; readonly inbox: OwnInbox },
  store: Store | null,
): Promise<void> {
  const late = delay(stopTime, undefined, { ref: false });
  await scheduler.stop();
  const stopped = Promise.allSettled([revisions, ...platforms.values()].map((part) => part.stop()));
  await Promise.race([stopped, late]);
  // What is in flight is held until here; what is not answered by now another process takes over.
  inbox.stop();
  // A PostgreSQL that hangs holds up no stop: what it did not hear of is looked for after the lease.
  await Promise.race([store?.close(), late]);
}

/** Runs until a signal ends it; what the operator must fix ends it with one sentence and exit code 1. */
export async function runUntilStopped(digests?: string): Promise<void> {
  try {
    const config = loadConfig();
    const running = await run({ ...config, DIGESTS_DIR: digests ?? config.DIGESTS_DIR }, (line) =>
      process.stdout.write(`${line}\n`),
    );
    let stoppingSince: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        // A terminal sends Ctrl-C to every process of the group: the same signal may come twice at once.
        if (stoppingSince !== null && Date.now() - stoppingSince > 1000) process.exit(1);
        if (stoppingSince !== null) return;
        stoppingSince = Date.now();
        void running.stop().then(() => process.exit(0));
      });
    }
  } catch (error) {
    fail(error);
  }
}

/** One sentence on stderr for what went wrong, no stack, and exit code 1. */
export function fail(error: unknown): never {
  const lang = operatorLanguage(languageTag());
  const { operator, store } = languageOf(lang).wording;
  const message = error instanceof Error ? error.message : String(error);
  const ours = [ConfigError, DigestFileError, InputError, PlatformError];
  let said = fillBlanks(operator.ownError, { message });
  if (ours.some((kind) => error instanceof kind)) said = message;
  const half = error instanceof ConfigError ? error.half(lang) : null;
  if (half) said = fillBlanks(operator.missingToken, half);
  if (error instanceof StoreError) said = fillBlanks(store[error.fault], error.facts);
  process.stderr.write(`${printable(masked(said))}\n`);
  process.exit(1);
}

if (import.meta.main) await runUntilStopped();
