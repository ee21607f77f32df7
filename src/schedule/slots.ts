import { isDayOf, readCron } from './cron.ts';
import type { RegularWhen } from './when.ts';

/** A moment at which a subscription is due. */
export interface Slot {
  /**
   * Local, with its zone, and unique: `2026-11-02T08:30[Asia/Tokyo]` where it is a time of day somebody chose,
   * `2026-11-01T01:30-05:00[America/New_York]` where it follows the clock through hours that come twice.
   */
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * The last slot after `from` and not after `now` (epoch ms); null for none.
 *
 * A time of day runs once a day: one that a spring change skips as much later as the gap is long, one that
 * autumn repeats at the first of the two. Where every hour counts, slots follow the clock on the wall minute by
 * minute, through both of two repeated hours and past hours that are skipped: 24 times ten minutes are four
 * hours. Steps of hours do so too, but for those in a gap: they run, later by the gap, as no hour in between
 * makes up for them.
 */
export function lastSlot(when: RegularWhen, from: number, now: number): Slot | null {
  const rule = ruleOf(when);
  if (rule === null) return null;
  for (let to = now; to > from;) {
    const stretch = stretchAt(when.zone, to);
    const found = slotIn(rule, stretch, Math.max(from + 1, stretch.start), to, 'last');
    if (found !== null) return named(found, rule, when.zone);
    to = stretch.start - 1;
  }
  return null;
}

/** Patterns that come at all come within 40 years: the 29th of February on a Sunday. */
const horizon = 60 * 366 * 86_400_000;

/** The first slot after a moment (epoch ms), by the rules of `lastSlot`; null where none ever comes. */
export function nextSlot(when: RegularWhen, after: number): Slot | null {
  const rule = ruleOf(when);
  if (rule === null) return null;
  for (let from = after + 1; from < after + horizon;) {
    const stretch = stretchAt(when.zone, from);
    const to = Math.min(stretch.end - 1, after + horizon);
    const found = slotIn(rule, stretch, from, to, 'next');
    if (found !== null) return named(found, rule, when.zone);
    from = stretch.end;
  }
  return null;
}

interface Rule {
  /** Times of day or what the clock shows, with or without moving what falls into a gap. */
  readonly follows: 'times' | 'clock' | 'steps';
  /** Minutes of the day, in order. */
  readonly minutes: readonly number[];
  /** Days are counted from 1970-01-01. */
  readonly isDay: (day: number) => boolean;
}

function ruleOf(when: RegularWhen): Rule | null {
  if (when.kind === 'timed') {
    const minutes = when.times.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    return {
      follows: 'times',
      minutes,
      isDay: (day) => when.days.includes(((((day + 3) % 7) + 7) % 7) + 1),
    };
  }
  const rule = readCron(when.pattern);
  if ('fault' in rule) return null;
  const { hours, minutes, stepped } = rule;
  return {
    follows: hours.length === 24 ? 'clock' : stepped ? 'steps' : 'times',
    minutes: hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute)),
    isDay: (day) => isDayOf(rule, day),
  };
}

/** A stretch of time (epoch ms, the end not in it) in which a zone keeps its distance (ms) from UTC. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  /** The distance just before it. */
  readonly before: number;
}

function stretchAt(zone: string, at: number): Stretch {
  // The transition before a moment is never that moment itself.
  const start = zonedAt(zone, at + 1).getTimeZoneTransition('previous')?.epochMilliseconds;
  const here = zonedAt(zone, at);
  const offset = here.offsetNanoseconds / 1e6;
  return {
    start: start ?? -Infinity,
    end: here.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset,
    before: start === undefined ? offset : zonedAt(zone, start - 1).offsetNanoseconds / 1e6,
  };
}

function zonedAt(zone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

interface Found {
  readonly at: number;
  /** The minute on the wall that was meant, counted from 1970-01-01T00:00. */
  readonly wall: number;
}

type Which = 'last' | 'next';
const minute = 60_000;

/** The last or the next slot of a rule in a part of a stretch, both ends in it. */
function slotIn(rule: Rule, stretch: Stretch, from: number, to: number, which: Which) {
  const { start, offset, before } = stretch;
  // Of two hours alike only the first counts for a time of day.
  const repeated = rule.follows === 'times' ? Math.max(0, before - offset) : 0;
  const shown = onWall(rule, Math.max(from, start + repeated), to, offset, which);
  if (rule.follows === 'clock' || before >= offset) return shown;
  // What the gap before the stretch skipped comes as much later as the gap is long.
  const gapEnd = start + offset - before - 1;
  const moved = onWall(rule, from, Math.min(to, gapEnd), before, which);
  if (shown === null || moved === null) return shown ?? moved;
  const movedFirst = which === 'last' ? moved.at > shown.at : moved.at < shown.at;
  return movedFirst ? moved : shown;
}

/** The last or the next minute of a rule on a wall clock at a distance from UTC, between two moments. */
function onWall(rule: Rule, from: number, to: number, offset: number, which: Which): Found | null {
  const first = Math.ceil((from + offset) / minute);
  const last = Math.floor((to + offset) / minute);
  const wall = which === 'last' ? lastMinute(rule, first, last) : nextMinute(rule, first, last);
  return wall === null ? null : { wall, at: wall * minute - offset };
}

const dayMinutes = 24 * 60;

function lastMinute({ isDay, minutes }: Rule, first: number, last: number): number | null {
  for (let day = Math.floor(last / dayMinutes); (day + 1) * dayMinutes > first; day--) {
    const found = isDay(day)
      ? minutes.findLast((one) => day * dayMinutes + one <= last)
      : undefined;
    if (found !== undefined) return within(day * dayMinutes + found, first, last);
  }
  return null;
}

function nextMinute({ isDay, minutes }: Rule, first: number, last: number): number | null {
  for (let day = Math.floor(first / dayMinutes); day * dayMinutes <= last; day++) {
    const found = isDay(day) ? minutes.find((one) => day * dayMinutes + one >= first) : undefined;
    if (found !== undefined) return within(day * dayMinutes + found, first, last);
  }
  return null;
}

function within(wall: number, first: number, last: number): number | null {
  return first <= wall && wall <= last ? wall : null;
}

function named({ at, wall }: Found, { follows }: Rule, zone: string): Slot {
  const name =
    follows === 'times'
      ? `${new Date(wall * minute).toISOString().slice(0, 16)}[${zone}]`
      : zonedAt(zone, at).toString({ smallestUnit: 'minute' });
  return { name, at };
}
