import { languageCodes, languageOf } from '../language/index.ts';
import type { DayPart, Timing } from '../language/timing.ts';
import { faulty, type Faulty } from './time-fault.ts';
import { zoneNamed, zoneNicknames } from './zone.ts';

/** A piece of the words of a time. Words that change nothing are none. */
export type TimeWord =
  | { readonly kind: 'arrival' | 'to' | 'hold' | 'silent' }
  /** ISO: 1 is Monday; one day alone may begin or end a range. */
  | { readonly kind: 'days'; readonly days: readonly number[] }
  /** HH:MM. */
  | { readonly kind: 'time'; readonly time: string }
  /** 25:00, or digits that stand for nothing. */
  | { readonly kind: 'badTime'; readonly text: string }
  | { readonly kind: 'interval'; readonly interval: Interval }
  /** A zone that exists. */
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** So many minutes or hours, the latter at a minute past the hour. */
export interface Interval {
  readonly text: string;
  readonly unit: 'minute' | 'hour';
  readonly count: number;
  readonly minute: number;
}

interface Reader {
  readonly pattern: RegExp;
  /** Null where the words change nothing, undefined where they are not what they look like. */
  readonly read: (match: RegExpExecArray) => TimeWord | null | undefined;
}

/** Matches anywhere but between two Latin letters or digits: "mon" is not in "month", 8時 is in 朝8時半. */
const edge = '(?:(?<![a-z0-9])|(?![a-z0-9]))';

const timings = languageCodes.map((code) => languageOf(code).timing);
const readers: readonly Reader[] = [...timings.flatMap(readersOf), ...neutralReaders()];

/** What people wrote, as all further reading takes it: full-width letters are narrow, spaces single. */
export function foldTime(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** The pieces of a folded text in any of the languages, the longest that fits at each place. */
export function timeWords(text: string): readonly TimeWord[] {
  const words: TimeWord[] = [];
  for (let at = 0; at < text.length;) {
    const { length, word } = longest(text, at);
    if (word !== null) words.push(word);
    at += length;
  }
  return words;
}

interface Piece {
  readonly length: number;
  readonly word: TimeWord | null;
}

function longest(text: string, at: number): Piece {
  let best: Piece | null = null;
  for (const { pattern, read } of readers) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null || match[0].length <= (best?.length ?? 0)) continue;
    const word = read(match);
    if (word !== undefined) best = { length: match[0].length, word };
  }
  return best ?? unknown(text, at);
}

function unknown(text: string, at: number): Piece {
  const run = /[^\s,、()]*/y;
  run.lastIndex = at;
  const [piece = ''] = run.exec(text) ?? [];
  if (piece === '') return { length: 1, word: null };
  const kind = /^\d/.test(piece) ? 'badTime' : 'unknown';
  return { length: piece.length, word: { kind, text: piece } };
}

function reader(source: string, read: Reader['read']): Reader {
  return { pattern: new RegExp(`${edge}(?:${source})${edge}`, 'iuy'), read };
}

/** What is written alike in all languages. */
function neutralReaders(): readonly Reader[] {
  const nicknames = [...zoneNicknames.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => RegExp.escape(name));
  return [
    reader('(?<hour>\\d{1,2}):(?<minute>\\d{2})(?!:)', (match) => timeOf(match, [])),
    reader('[-–—−~〜]', () => ({ kind: 'to' })),
    reader('[,、・&/();:]', () => null),
    // Longer than the name of a day: 日 of 日本時間.
    reader(nicknames.join('|'), ([text]) => ({ kind: 'unknown', text })),
    // An offset is no zone: UTC+9.
    reader('(?:utc|gmt)(?:[+-]\\d[\\d:]*)?|[a-z_]+(?:/[a-z0-9_+-]+)+', ([text]) => {
      const zone = zoneNamed(text);
      return zone === null ? undefined : { kind: 'zone', zone };
    }),
  ];
}

function readersOf(timing: Timing): readonly Reader[] {
  const parts = timing.dayParts.map(({ words }) => words).join('|');
  const days = (source: string, ...numbers: readonly number[]) =>
    reader(source, () => ({ kind: 'days', days: numbers }));
  return [
    reader(timing.arrival, () => ({ kind: 'arrival' })),
    reader(timing.to, () => ({ kind: 'to' })),
    reader(timing.hold, () => ({ kind: 'hold' })),
    reader(timing.silent, () => ({ kind: 'silent' })),
    reader(timing.fillers, () => null),
    days(timing.everyDay, 1, 2, 3, 4, 5, 6, 7),
    days(timing.weekdays, 1, 2, 3, 4, 5),
    days(timing.weekends, 6, 7),
    ...timing.dayNames.map((names, at) => days(names, at + 1)),
    ...timing.namedTimes.map(([words, time]) => reader(words, () => ({ kind: 'time', time }))),
    ...timing.times.map((source) =>
      reader(source.replace('{part}', `(?<part>${parts})`), (match) =>
        timeOf(match, timing.dayParts),
      ),
    ),
    reader(timing.everyMinutes, (match) => intervalOf(match, 'minute')),
    reader(timing.everyHours, (match) => intervalOf(match, 'hour')),
  ];
}

function timeOf({ 0: text, groups = {} }: RegExpExecArray, parts: readonly DayPart[]): TimeWord {
  const { part, half } = groups;
  const minute = half === undefined ? Number(groups['minute'] ?? 0) : 30;
  const told = Number(groups['hour']);
  const of = parts.find(({ words }) => new RegExp(`^(?:${words})$`, 'iu').test(part ?? ''));
  const hour = of === undefined ? told : hourOf(told, of);
  if (hour === null || hour > 23 || minute > 59) return { kind: 'badTime', text };
  return { kind: 'time', time: timeText(hour, minute) };
}

/** The hour on a clock of 24: 9 in the evening is 21, and so is 21 in the evening. */
function hourOf(told: number, { from, twelve }: DayPart): number | null {
  if (told === 12 && !twelve) return null;
  const clock = told > 12 ? 24 : 12;
  const hour = from + ((((told - from) % clock) + clock) % clock);
  return told < 24 && hour < from + 12 ? hour % 24 : null;
}

/** A time of day as HH:MM. */
export function timeText(hour: number, minute: number): string {
  return [hour, minute].map((number) => String(number).padStart(2, '0')).join(':');
}

function intervalOf({ 0: text, groups = {} }: RegExpExecArray, unit: Interval['unit']): TimeWord {
  const minute = Number(groups['minute'] ?? 0);
  if (minute > 59) return { kind: 'badTime', text };
  return {
    kind: 'interval',
    interval: { text, unit, count: Number(groups['count'] ?? 1), minute },
  };
}

/** The fault of words that look like a time of day and are none; null for none. */
export function badTime(words: readonly TimeWord[]): Faulty | null {
  const bad = words.find((word) => word.kind === 'badTime');
  return bad === undefined ? null : faulty('badTime', { time: bad.text });
}

/** The zone that is named, also one that does not exist where it stands behind a place; null for several. */
export function zoneIn(
  words: readonly TimeWord[],
  last: number,
): { readonly zone: string | null } | null {
  const known = words.flatMap((word) => (word.kind === 'zone' ? word.zone : []));
  const strange = words.flatMap((word, at) =>
    word.kind === 'unknown' ? [{ at, text: word.text }] : [],
  );
  if (strange.some(({ at }) => at < last)) return null;
  const behind = strange.map(({ text }) => text).join(' ');
  const zones = behind === '' ? known : [...known, behind];
  return zones.length > 1 ? null : { zone: zones[0] ?? null };
}
