import { join } from 'node:path';
import { cardText } from './card/text.ts';
import { digestCard } from './card/digest-card.ts';
import { summaryText } from './channel/describe.ts';
import { nextPost, nextText } from './channel/next.ts';
import { type Asker, cardOf, type Room, type Said, wordsOf } from './channel/room.ts';
import { replies as repliesOf } from './channel/replies.ts';
import { preview as previewOf } from './channel/settings.ts';
import { subscribe as subscribeTo } from './channel/subscribe.ts';
import { unsubscribe as unsubscribeFrom } from './channel/unsubscribe.ts';
import { type Config, loadConfig } from './config.ts';
import { loadLibrary } from './digest/files.ts';
import { drawings } from './drawing.ts';
import { subscriptionsIn } from './shelf.ts';
import { InputError, ownLanguage } from './input.ts';
import { installsOf } from './installs.ts';
import type { ChannelWording } from './language/channel.ts';
import { operatorLanguage } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import { createLog } from './log.ts';
import { localTime, operatorName } from './operator-text.ts';
import { createPictures } from './pictures.ts';
import { openChats, platformNames } from './platform/index.ts';
import type { Place } from './platform/platform.ts';
import { isWorkspace } from './platform/slack/where.ts';
import { systemClock, within } from './schedule/clock.ts';
import { channelKey, loadRoster } from './schedule/roster.ts';
import type { Store } from './store/store.ts';
import { inStore } from './kept-store.ts';
import { print } from './verbs.ts';

interface Options {
  readonly digests: string;
  readonly by?: string;
}
interface ListOptions extends Options {
  readonly channel?: string;
}

/** How long (ms) a chat may take to say whether a channel takes posts. */
const probeTime = 10_000;
/** How many of the last acts are told. */
const mostActs = 3;

/** Subscribes a channel to what words say, as its people do by command; throws InputError where nothing was changed. */
export async function subscribe(channel: string, words: string, options: Options): Promise<void> {
  const place = placeOf(channel);
  const config = loadConfig();
  await inRoom(config, options, async (room, store) => {
    await checkChannel(config, place, store);
    done(await subscribeTo(room, asker(place, options), words));
  });
}

/** Ends subscriptions of a channel likewise; without words the only one. */
export function unsubscribe(
  channel: string,
  words: string | undefined,
  options: Options,
): Promise<void> {
  return settle(unsubscribeFrom, channel, words, options);
}

/** Settles what is answered in the threads of a channel's cards likewise; without words it says what is. */
export function replies(
  channel: string,
  words: string | undefined,
  options: Options,
): Promise<void> {
  return settle(repliesOf, channel, words, options);
}

async function settle(
  work: (room: Room, by: Asker, words: string) => Promise<Said>,
  channel: string,
  words: string | undefined,
  options: Options,
): Promise<void> {
  const place = placeOf(channel);
  await inRoom(loadConfig(), options, async (room) => {
    done(await work(room, asker(place, options), words ?? ''));
  });
}

function done(said: Said): void {
  if (said.refused) throw new InputError(said.lines.slice(0, 2).join(' '));
  print(cardText(cardOf(said, ownLanguage())));
}

/** Prints every subscription with where it comes from, who asked for it, and its next post. */
export async function subscriptions(options: ListOptions): Promise<void> {
  const lang = ownLanguage();
  const words = wordsOf(lang);
  await inRoom(loadConfig(), options, async (room) => {
    const roster = await room.roster();
    for (const error of roster.errors) print(`✗ ${error}`);
    const wanted = await chosen(room, options);
    const missed = await room.store.planning.missed(wanted.map(({ id }) => id));
    for (const one of wanted) {
      const lost = missed.get(one.id)?.size ?? 0;
      const asked = roster.asked.get(one.id);
      const next = nextText(await nextPost(room, one), one, room.defaults.zone, room.now(), lang);
      const clauses = [
        summaryText(one, room.library(), lang),
        ...(asked && one.origin === 'channel'
          ? [fillBlanks(words.operator.asked, { by: asked.by, at: localTime(asked.at) })]
          : []),
        fillBlanks(words.line, { name: words.names.next, value: next }),
        ...(lost > 0 ? [fillBlanks(words.operator.missed, { count: String(lost) })] : []),
        ...(roster.overridden.has(one.id) ? [words.overrides] : []),
      ];
      print(`${channelKey(one)} ${clauses.join(' · ')}`);
    }
    for (const each of await room.store.channels.pauses())
      print(pauseText(words.operator.pauseNow, each));
  });
}

/** Prints what the next post of each channel would be, and its cards. */
export async function preview(options: ListOptions & { readonly as: string }): Promise<void> {
  const lang = ownLanguage();
  await inRoom(loadConfig(), options, async (room) => {
    const wanted = await chosen(room, options);
    const places = new Map(wanted.map((one) => [channelKey(one), { ...one, thread: null }]));
    for (const [key, { platform, channel }] of places) {
      const place = { platform, channel, thread: null };
      const { said, cards } = await previewOf(room, asker(place, options));
      if (options.as === 'text') print(`${key}\n${cardText(cardOf(said, lang))}`);
      for (const card of cards) {
        const drawn = await drawings[options.as]?.(card, 'light');
        if (typeof drawn === 'string') print(options.as === 'text' ? `\n${drawn}` : drawn);
        else if (drawn) process.stdout.write(drawn);
      }
    }
  });
}

/** Stops all posts of a scope: `all`, a platform, or a channel. */
export async function pause(scope: string, options: Options): Promise<void> {
  const by = operatorName(options.by);
  const { operator } = wordsOf(ownLanguage());
  checkScope(scope);
  await inRoom(loadConfig(), options, async ({ store, now }) => {
    if (await store.channels.pause(scope, by, now()))
      return print(fillBlanks(operator.paused, { scope, by }));
    const before = (await store.channels.pauses()).find((each) => each.scope === scope);
    if (before) print(pauseText(operator.alreadyPaused, before));
  });
}

/** Lets posts of a scope go on. */
export async function resume(scope: string, options: Options): Promise<void> {
  const by = operatorName(options.by);
  const { operator } = wordsOf(ownLanguage());
  checkScope(scope);
  await inRoom(loadConfig(), options, async ({ store, now }) => {
    const ended = await store.channels.resume(scope, by, now());
    print(fillBlanks(ended ? operator.resumed : operator.notPaused, { scope }));
  });
}

/** Prints which scopes are paused and what was done last to channels, by whom and when. */
export async function printActs({ channels, acts }: Store): Promise<void> {
  const { operator } = wordsOf(ownLanguage());
  for (const each of await channels.pauses()) print(pauseText(operator.pauseNow, each));
  for (const { what, target, by, at } of await acts.list(mostActs))
    print(fillBlanks(operator.act, { what, target, by, at: localTime(at) }));
}

function pauseText(
  template: ChannelWording['operator']['pauseNow'],
  { scope, by, at }: { readonly scope: string; readonly by: string; readonly at: number },
): string {
  return fillBlanks(template, { scope, by, at: localTime(at) });
}

/** The subscriptions of the channel that was named, or all; throws InputError where there is none. */
async function chosen(room: Room, { channel }: ListOptions) {
  const { subscriptions: all } = await room.roster();
  const wanted = all.filter((one) => channel === undefined || channelKey(one) === channel);
  if (wanted.length > 0) return wanted;
  const { operator } = wordsOf(ownLanguage());
  const list = [...new Set(all.map(channelKey))].join(', ');
  if (channel === undefined || list === '') throw new InputError(operator.none);
  throw new InputError(fillBlanks(operator.noneIn, { channel, list }));
}

/** `slack/C0123456789`, and a thread behind it; throws InputError where it is none. */
function placeOf(text: string): Place {
  const { operator } = wordsOf(ownLanguage());
  const [platform = '', ...parts] = text.split('/');
  // slack/T0123/C0123 is one channel, where many workspaces installed the app.
  const isOfMany = platform === 'slack' && isWorkspace(parts[0] ?? '');
  const channel = parts.splice(0, isOfMany ? 2 : 1).join('/');
  const [thread = null, ...more] = parts;
  if (platform === '' || channel === '' || thread === '' || more.length > 0)
    throw new InputError(
      fillBlanks(operator.badChannel, { channel: text, example: 'slack/C0123456789' }),
    );
  if (!platformNames.includes(platform))
    throw new InputError(
      fillBlanks(operator.badPlatform, { channel: text, list: platformNames.join(', ') }),
    );
  return { platform, channel, thread };
}

function checkScope(scope: string): void {
  if (scope !== 'all' && !platformNames.includes(scope)) placeOf(scope);
}

function asker(place: Place, { by }: Options): Asker {
  const home = { manages: true, name: null, language: null, zone: null };
  return { place, by: operatorName(by), lang: ownLanguage(), home, operator: true };
}

/** Throws InputError where a chat that runs here says that the channel takes no posts. */
async function checkChannel(config: Config, place: Place, store: Store): Promise<void> {
  if (place.platform === 'preview') return;
  const log = createLog('silent');
  const draw = createPictures(join(config.DATA_DIR, 'pictures'), log);
  const installs = installsOf(config, store, print, log);
  const chat = (await openChats({ config, log, draw, installs })).get(place.platform);
  if (chat === undefined) {
    const { notConfigured } = wordsOf(ownLanguage()).operator;
    return print(fillBlanks(notConfigured, { platform: place.platform }));
  }
  try {
    await chat.start(null);
    const probe = () => chat.probe(place);
    const outcome = await within(systemClock, probeTime, probe, { state: 'can' } as const);
    if (outcome.state === 'cannot') throw new InputError(`${outcome.reason} ${outcome.grant}`);
  } finally {
    await chat.stop();
  }
}

async function inRoom(
  config: Config,
  { digests }: Options,
  work: (room: Room, store: Store) => Promise<void>,
): Promise<void> {
  const { library } = await loadLibrary(digests);
  await inStore(config, async (store) => {
    const room: Room = {
      library: () => library,
      roster: async () => loadRoster(store.channels, await subscriptionsIn(digests)),
      store,
      defaults: {
        language: operatorLanguage(config.LANG),
        zone: config.DEFAULT_ZONE || null,
        hears: config.THREADS,
      },
      card: (digest, language) =>
        digestCard(digest, { language, form: 'standard', history: library.digests }),
      now: Date.now,
    };
    await work(room, store);
  });
}
