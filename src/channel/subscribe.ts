import type { Wish } from '../ask/wish.ts';
import type { Library } from '../digest/digest.ts';
import { isLanguageCode, type LanguageCode } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { pauseScopes } from '../schedule/roster.ts';
import { faultText } from '../schedule/time-fault.ts';
import { readTyped, sameSettings, type Unread, type Usual, wishedEntry } from './entry.ts';
import { wants } from '../schedule/shelf.ts';
import { settingLines, settingsTyped, whatTyped } from './describe.ts';
import { nextPost, nextText } from './next.ts';
import {
  type Asker,
  commandText,
  companiesText,
  factsOf,
  type Room,
  type Said,
  subscriptionsOf,
  unchanged,
  withList,
  wordsOf,
} from './room.ts';

/** Subscribes the asker's channel to what was typed, or changes what it has of the same. */
export function subscribe(room: Room, asker: Asker, typed: string): Promise<Said> {
  return subscribeTo(room, asker, readTyped(room.library(), typed));
}

/** Subscribes the asker's channel to what they wish, or changes what it has of the same. */
export async function subscribeTo(room: Room, asker: Asker, wish: Wish): Promise<Said> {
  const { lang } = asker;
  const library = room.library();
  const usual = await usualOf(room, asker);
  const fault = faultIn(wish, library, asker);
  if (fault !== null) return unchanged(lang, ...fault);
  const roster = await room.roster();
  const made = wishedEntry(wish, asker.place, usual, roster.subscriptions);
  if ('fault' in made) return unchanged(lang, timeFault(made, lang));
  const { entry, before, after } = made;
  const same = before?.origin === 'channel' && sameSettings(before, after);
  if (!same) {
    const { platform, channel } = asker.place;
    const row = { id: after.id, platform, channel, spec: entry, by: asker.by, at: room.now() };
    await room.store.channels.subscribe(row, before === null);
  }
  const paused = before?.paused ?? (await isPaused(room, asker));
  const { titles } = wordsOf(lang);
  return {
    title: same ? titles.unchanged : before === null ? titles.subscribed : titles.changed,
    lines: await subscribedLines(room, asker, { ...after, paused }, before, wish, usual.zone),
  };
}

async function usualOf(room: Room, { place, home }: Asker): Promise<Usual> {
  const facts = await factsOf(room, place);
  const known = facts?.language ?? null;
  const own = known !== null && isLanguageCode(known) ? known : null;
  return {
    zone: facts?.zone ?? home.zone ?? room.defaults.zone,
    language: own ?? home.language ?? room.defaults.language,
  };
}

/** Why a wish cannot be followed, in sentences; null where it can. */
function faultIn(wish: Wish, library: Library, asker: Asker): readonly string[] | null {
  const { lang } = asker;
  const words = wordsOf(lang);
  const covered = library.companies.map(({ slug }) => slug);
  const companies = withList(
    words.knownCompanies,
    covered.map((slug) => companiesText(library, [slug], lang)),
    lang,
  );
  const example = fillBlanks(words.example, {
    command: commandText(asker, 'subscribe', companiesText(library, covered.slice(0, 1), lang)),
  });
  const [unknown] = wish.unknown;
  if (unknown !== undefined) {
    const meant =
      unknown.meant &&
      commandText(asker, 'subscribe', companiesText(library, [unknown.meant], lang));
    return [
      fillBlanks(words.unknownWord, { word: unknown.word }),
      ...(meant === null ? [] : [fillBlanks(words.meant, { command: meant })]),
      companies,
      example,
    ];
  }
  const tags = [...new Set(library.companies.flatMap((company) => company.tags))];
  const strange = wish.tags.find((tag) => !tags.includes(tag));
  if (strange !== undefined) return tagFault(strange, tags, asker);
  const wanted =
    wish.companies === 'all' || wish.companies.length + wish.unlisted.length + wish.tags.length > 0;
  if (!wanted) return [words.noWhat, companies, example];
  if (wish.cap === 0) return [fillBlanks(words.badCap, { command: commandText(asker, 'pause') })];
  const [, span = '1', unit = 'h'] = /^(\d+)([hd])$/.exec(wish.catchUp ?? '1h') ?? [];
  const most = unit === 'h' ? 999 : 99;
  return Number(span) < 1 || Number(span) > most ? [words.badCatchUp] : null;
}

function tagFault(tag: string, tags: readonly string[], asker: Asker): readonly string[] {
  const { lang } = asker;
  const words = wordsOf(lang);
  const near = nearest(tag, tags);
  return [
    fillBlanks(words.unknownTag, { tag }),
    ...(near === null
      ? []
      : [fillBlanks(words.meant, { command: commandText(asker, 'subscribe', `#${near}`) })]),
    tags.length === 0
      ? words.noTags
      : withList(
          words.knownTags,
          tags.map((each) => `#${each}`),
          lang,
        ),
  ];
}

function timeFault({ text, fault }: Unread, lang: LanguageCode): string {
  if (fault.code !== 'noZone') return faultText(fault, lang);
  return fillBlanks(wordsOf(lang).noZone, { example: `${text} Asia/Tokyo` });
}

async function isPaused({ store }: Room, { place }: Asker): Promise<boolean> {
  const scopes = pauseScopes(place);
  return (await store.channels.pauses()).some(({ scope }) => scopes.includes(scope));
}

async function subscribedLines(
  room: Room,
  asker: Asker,
  after: Subscription,
  before: Subscription | null,
  wish: Wish,
  zone: string | null,
): Promise<readonly string[]> {
  const { lang, place } = asker;
  const words = wordsOf(lang);
  const library = room.library();
  const next = nextText(await nextPost(room, after), after, zone, room.now(), lang);
  const others = (await subscriptionsOf(room, place)).filter(({ id }) => id !== after.id);
  const isShared = library.companies.some(
    (company) => wants(after, company) && others.some((other) => wants(other, company)),
  );
  return [
    ...settingLines(after, before, library, lang),
    fillBlanks(words.line, { name: words.names.next, value: next }),
    ...(wish.unlisted.length === 0
      ? []
      : [withList(words.notYet, [companiesText(library, wish.unlisted, lang)], lang)]),
    ...(before?.origin === 'file' ? [words.overrides] : []),
    ...(isShared ? [words.overlap] : []),
    fillBlanks(words.undo, { command: undoText(after, before, library, asker) }),
  ];
}

/** What was before comes back by the words that are different; what was not there ends. */
function undoText(
  after: Subscription,
  before: Subscription | null,
  library: Library,
  asker: Asker,
): string {
  const { lang } = asker;
  const what = whatTyped(after, library, lang);
  const settings = before?.origin === 'channel' ? settingsTyped(before, after, lang) : '';
  return settings === ''
    ? commandText(asker, 'unsubscribe', what)
    : commandText(asker, 'subscribe', `${what} ${settings}`);
}
