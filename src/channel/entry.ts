import { readWish, type Wish } from '../ask/wish.ts';
import type { Library } from '../digest/digest.ts';
import type { Place } from '../platform/platform.ts';
import { parseQuiet, quietText } from '../schedule/quiet.ts';
import { readKept, type Subscription } from '../schedule/subscriptions.ts';
import type { Faulty } from '../schedule/time-fault.ts';
import { parseWhen, whenText } from '../schedule/when.ts';
import { zoneMeant, zoneOf } from '../schedule/zone.ts';

/** What is meant where nothing is said: of the channel, else of its platform, else the operator's. */
export interface Usual {
  readonly zone: string | null;
  readonly language: Subscription['language'];
}

/** An entry that a wish makes, as it is read back, and the subscription it changes. */
interface Wished {
  readonly entry: Entry;
  readonly after: Subscription;
  readonly before: Subscription | null;
}

/** What was typed, read with whatever zone: which one is meant is settled later. */
export function readTyped(library: Library, typed: string): Wish {
  return readWish(library, typed, {
    when: (text) => 'when' in parseWhen(text, 'UTC'),
    // Hours that end when they begin are hours, and told as such.
    quiet: (hours) => {
      const read = parseQuiet(hours, 'UTC');
      return 'quiet' in read || read.fault.code === 'quietEmpty';
    },
    zone: isZoneLike,
  });
}

function isZoneLike(word: string): boolean {
  if (word === '') return false;
  if (/^(?:utc|gmt)?[+-]\d[\d:]*$/.test(word)) return true;
  const read = zoneOf(word);
  return 'zone' in read || read.fault.code === 'unknownZoneNear';
}

/** The entry of a wish for a channel or thread, over what it has of the same; or what of its times cannot be read. */
export function wishedEntry(
  wish: Wish,
  place: Place,
  usual: Usual,
  known: readonly Subscription[],
): Wished | Unread {
  const filter =
    wish.companies === 'all'
      ? { companies: wish.companies, tags: [] }
      : { companies: [...wish.companies, ...wish.unlisted], tags: wish.tags };
  const bare = readBack(entryOf(place, filter, { language: usual.language }));
  const before = known.find(({ id }) => id === bare.id) ?? null;
  const settings = settingsFrom(wish, before ?? bare, usual);
  if ('fault' in settings) return settings;
  const entry = entryOf(place, filter, settings.settings);
  return { entry, before, after: readBack(entry) };
}

function readBack(entry: Entry): Subscription {
  const read = readKept(entry);
  if (read === null) throw new Error(`no subscription can be made of ${JSON.stringify(entry)}`);
  return read;
}

type Entry = Readonly<Record<string, unknown>>;
type Settings = Readonly<Record<string, string | number>>;
/** Words of a time that cannot be read, and why. */
export type Unread = Faulty & { readonly text: string };

/** The settings of an entry: what was said now, else what held before. */
function settingsFrom(
  wish: Wish,
  before: Subscription,
  usual: Usual,
): { readonly settings: Settings } | Unread {
  const when = wish.when === null ? { when: before.when } : meant(parseWhen, wish.when, usual.zone);
  if ('fault' in when) return { text: wish.when ?? '', fault: when.fault };
  const zone = when.when.kind === 'arrival' ? usual.zone : when.when.zone;
  const hours = wish.quiet === null || wish.quiet === 'none' ? null : wish.quiet;
  const quiet =
    hours === null
      ? { quiet: wish.quiet === null ? before.quiet : null }
      : meant(parseQuiet, hours, zone);
  if ('fault' in quiet) return { text: hours ?? '', fault: quiet.fault };
  const cap = wish.cap === null ? before.cap : wish.cap === 'none' ? null : wish.cap;
  const { language, catchUp } = wish;
  const settings = settingsOf({
    ...before,
    when: when.when,
    quiet: quiet.quiet,
    cap,
    language: language ?? before.language,
  });
  return { settings: catchUp === null ? settings : { ...settings, catchUp } };
}

/** What times mean; the name of a city, or JST, is the zone that people mean by it: the answer says which. */
function meant<T extends object>(
  parse: (text: string, zone: string | null) => T | Faulty,
  text: string,
  zone: string | null,
): T | Faulty {
  const read = parse(text, zone);
  if (!('fault' in read) || read.fault.code !== 'unknownZoneNear') return read;
  const { zone: named = '', near = '' } = read.fault.args;
  return zoneMeant(named) === near ? parse(text.replace(named, near), zone) : read;
}

/** The settings of a subscription as an entry has them. */
export function settingsOf({ language, when, quiet, cap, catchUp }: Subscription): Settings {
  return {
    language,
    when: whenText(when),
    ...(quiet === null ? {} : { quiet: quietText(quiet) }),
    ...(cap === null ? {} : { cap }),
    catchUp: catchUpText(catchUp),
  };
}

function catchUpText(ms: number): string {
  const hours = ms / 3_600_000;
  return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}

/** What would have to be said to get such a subscription again. */
export function wishOf(one: Subscription): Wish {
  const { companies, tags, language, when, quiet, cap, catchUp } = one;
  return {
    companies,
    tags,
    unlisted: [],
    language,
    when: whenText(when),
    quiet: quiet === null ? 'none' : quietText(quiet),
    cap: cap ?? 'none',
    catchUp: catchUpText(catchUp),
    unknown: [],
  };
}

/** An entry as subscriptions.yaml has them. */
export function entryOf(
  { platform, channel, thread }: Place,
  { companies, tags }: Pick<Subscription, 'companies' | 'tags'>,
  settings: Settings,
): Entry {
  return {
    platform,
    channel,
    ...(thread === null ? {} : { thread }),
    ...(companies === 'all' || companies.length > 0 ? { companies } : {}),
    ...(tags.length === 0 ? {} : { tags }),
    ...settings,
  };
}

/** Whether two subscriptions that want the same say the same. */
export function sameSettings(a: Subscription, b: Subscription): boolean {
  return JSON.stringify(settingsOf(a)) === JSON.stringify(settingsOf(b));
}
