import { languageCodes, languageOf } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import {
  type CronRule,
  everComes,
  isoDays,
  numbersText,
  readCron,
  splitCron,
  timesOf,
} from './cron.ts';
import { faulty, type Faulty } from './time-fault.ts';
import {
  badTime,
  foldTime,
  type Interval,
  timeWords,
  type TimeWord,
  zoneIn,
} from './time-words.ts';
import { zoneOf } from './zone.ts';

/** When a subscription's cards go out: as digests arrive, at local times on days of the week, or by a pattern. */
export type When = { readonly kind: 'arrival' } | RegularWhen;

/** What comes at times of its own. */
export type RegularWhen =
  | {
      readonly kind: 'timed';
      /** ISO: 1 is Monday. In order. */
      readonly days: readonly number[];
      /** HH:MM, in order. */
      readonly times: readonly string[];
      /** IANA. */
      readonly zone: string;
    }
  | {
      readonly kind: 'cron';
      /** Five fields in numbers and stars, as readCron writes them. */
      readonly pattern: string;
      readonly zone: string;
    };

type ParsedWhen = { readonly when: When } | Faulty;

const everyDay = [1, 2, 3, 4, 5, 6, 7];
/** Patterns with more times a day than this stay patterns. */
const mostTimes = 12;

/**
 * What the words of a `when` mean, in any language, or what is wrong with them. A zone may be left out where
 * one is given (a name as people write it).
 */
export function parseWhen(text: string, zone: string | null = null): ParsedWhen {
  const folded = foldTime(text);
  const cron = splitCron(withoutCron(folded));
  if (cron !== null) return 'fault' in cron ? cron : cronWhen(cron, zone, folded);
  const words = timeWords(folded);
  if (words.length === 1 && words[0]?.kind === 'arrival') return { when: { kind: 'arrival' } };
  return regularWhen(words, zone, folded);
}

const cronWords = new RegExp(
  `^(?:${languageCodes.map((code) => languageOf(code).timing.cron).join('|')}) ?(?=[\\d*?@])`,
  'iu',
);

/** "cron 30 8 * * 1-5 (UTC)" is as good as the pattern and the zone. */
function withoutCron(text: string): string {
  return text.replace(cronWords, '').replace(/ ?\(([^()]+)\)$/, ' $1');
}

function cronWhen(
  cron: { readonly pattern: string; readonly zone: string },
  zone: string | null,
  text: string,
): ParsedWhen {
  const rule = readCron(cron.pattern);
  if ('fault' in rule) return rule;
  if (!everComes(rule)) return faulty('never', { text });
  return zoned(cron.zone === '' ? zone : cron.zone, text, (known) => plainer(rule, known));
}

/** The pattern, or the times of day on days of the week that it comes to. */
function plainer(rule: CronRule, zone: string): When {
  const { pattern, hours, minutes, stepped, monthDays, months } = rule;
  const fixed = hours.length < 24 && !stepped && hours.length * minutes.length <= mostTimes;
  return fixed && monthDays.length === 31 && months.length === 12
    ? { kind: 'timed', days: isoDays(rule), times: timesOf(rule), zone }
    : { kind: 'cron', pattern, zone };
}

function zoned(
  zone: string | null,
  text: string,
  make: (zone: string) => When,
): { readonly when: When } | Faulty {
  if (zone === null) return faulty('noZone', { text });
  const known = zoneOf(zone);
  return 'fault' in known ? known : { when: make(known.zone) };
}

function regularWhen(words: readonly TimeWord[], zone: string | null, text: string): ParsedWhen {
  const last = words.findLastIndex(isTime);
  const wrong = badTime(words) ?? guessDay(words.slice(0, last < 0 ? words.length : last));
  if (wrong !== null) return wrong;
  const days = daysIn(words);
  if (last < 0) return faulty(days.length > 0 ? 'noTime' : 'unreadable', { text });
  const said = soundly(words, last);
  if (said === null) return faulty('unreadable', { text });
  const { times, interval } = said;
  if (interval === null && days.length === 0) return faulty('noDays', { text });
  const pattern = interval === null ? null : patternOf(interval, days);
  if (interval !== null && pattern === null) return faulty('uneven', { text: interval.text });
  return zoned(said.zone ?? zone, text, (known) =>
    pattern === null
      ? { kind: 'timed', days, times, zone: known }
      : { kind: 'cron', pattern, zone: known },
  );
}

function isTime({ kind }: TimeWord): boolean {
  return kind === 'time' || kind === 'interval';
}

const guesses = languageCodes.flatMap((code) => languageOf(code).timing.dayGuesses);

function guessDay(words: readonly TimeWord[]): Faulty | null {
  for (const word of words) {
    const near = word.kind === 'unknown' ? nearest(word.text, guesses) : null;
    if (word.kind === 'unknown' && near !== null)
      return faulty('unknownDay', { word: word.text, near });
  }
  return null;
}

/** The days that are named, those between two of a range included, in order. */
function daysIn(words: readonly TimeWord[]): readonly number[] {
  const days = words.flatMap((word, at) => {
    if (word.kind === 'days') return word.days;
    const range = rangeAt(words, at);
    return range === null ? [] : everyDay.filter((day) => isBetween(day, range));
  });
  return [...new Set(days)].toSorted((a, b) => a - b);
}

/** Saturday to Monday goes over the end of the week. */
function isBetween(day: number, [from, to]: readonly [number, number]): boolean {
  return from <= to ? from < day && day < to : day > from || day < to;
}

/** The first and the last day of the range that the word at a place makes of those beside it; null where it makes none. */
function rangeAt(words: readonly TimeWord[], at: number): readonly [number, number] | null {
  if (words[at]?.kind !== 'to') return null;
  const [from, to] = [words[at - 1], words[at + 1]].map((word) =>
    word?.kind === 'days' && word.days.length === 1 ? word.days[0] : undefined,
  );
  return from === undefined || to === undefined ? null : [from, to];
}

interface Said {
  readonly times: readonly string[];
  readonly interval: Interval | null;
  readonly zone: string | null;
}

/** What is said besides the days, the last time at a place; null where some word has no business there. */
function soundly(words: readonly TimeWord[], last: number): Said | null {
  const times = words.flatMap((word) => (word.kind === 'time' ? word.time : []));
  const [interval = null, ...more] = words.flatMap((word) =>
    word.kind === 'interval' ? word.interval : [],
  );
  const zone = zoneIn(words, last);
  const stray = words.some(
    ({ kind }, at) =>
      kind === 'arrival' ||
      kind === 'hold' ||
      kind === 'silent' ||
      (kind === 'to' && rangeAt(words, at) === null),
  );
  if (stray || zone === null || more.length > 0) return null;
  if (interval !== null && times.length > 0) return null;
  return { times: [...new Set(times)].toSorted(), interval, ...zone };
}

/** The pattern of an interval that divides the hour or the day, on some days or on all; null for another one. */
function patternOf({ unit, count, minute }: Interval, days: readonly number[]): string | null {
  const weekdays = days.map((day) => day % 7).toSorted((a, b) => a - b);
  const onDays = days.length % 7 === 0 ? '*' : numbersText(weekdays);
  const hours = unit === 'hour' ? count : count / 60;
  if (hours > 0 && hours < 1 && 60 % count === 0) return `${every(count)} * * * ${onDays}`;
  const even = Number.isInteger(hours) && hours > 0 && hours < 24 && 24 % hours === 0;
  return even ? `${minute} ${every(hours)} * * ${onDays}` : null;
}

function every(step: number): string {
  return step === 1 ? '*' : `*/${step}`;
}

const dayKeys = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The one text of a `when`: it is stored, and read again as the same. */
export function whenText(when: When): string {
  if (when.kind === 'arrival') return 'on arrival';
  if (when.kind === 'cron') return `${when.pattern} ${when.zone}`;
  return `${daysText(when.days)} ${when.times.join(', ')} ${when.zone}`;
}

function daysText(days: readonly number[]): string {
  const key = days.join('');
  const named = { '1234567': 'daily', '12345': 'weekdays', '67': 'weekends' }[key];
  return named ?? `weekly ${days.map((day) => dayKeys[day - 1]).join(', ')}`;
}
