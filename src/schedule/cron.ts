import type { TimeFaultCode } from '../language/timing.ts';
import { faulty, type Faulty } from './time-fault.ts';
import { timeText } from './time-words.ts';
import { zoneNamed } from './zone.ts';

/** What a cron pattern of five fields means. */
export interface CronRule {
  /** As it was written, in numbers and stars alone. */
  readonly pattern: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** True where the hours are a step (every 6 hours): then both of two repeated hours count. */
  readonly stepped: boolean;
  readonly monthDays: readonly number[];
  /** From 1 for January. */
  readonly months: readonly number[];
  /** From 0 for Sunday. */
  readonly weekdays: readonly number[];
  /** True where a day of the month or a day of the week is enough, false where a day must be both. */
  readonly either: boolean;
}

interface Scale {
  readonly from: number;
  readonly to: number;
  /** Short names from the first number on. */
  readonly names: readonly string[];
  readonly fault: TimeFaultCode;
}

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** Sunday is 0, and 7 at the end of the week. */
const week: Scale = { from: 0, to: 7, names: dayNames, fault: 'cronWeekday' };
const scales: readonly Scale[] = [
  { from: 0, to: 59, names: [], fault: 'cronMinute' },
  { from: 0, to: 23, names: [], fault: 'cronHour' },
  { from: 1, to: 31, names: [], fault: 'cronMonthDay' },
  { from: 1, to: 12, names: monthNames, fault: 'cronMonth' },
  week,
];

const nicknames: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

/** A cron pattern and what stands behind it, its zone; null where words are no such pattern at all. */
export function splitCron(
  text: string,
): { readonly pattern: string; readonly zone: string } | Faulty | null {
  const words = text.split(/\s+/);
  const [first = '', second = ''] = words;
  if (first.startsWith('@')) {
    const pattern = nicknames.get(first.toLowerCase());
    return pattern === undefined
      ? faulty('cronName', { word: first })
      : { pattern, zone: words.slice(1).join(' ') };
  }
  const numbers = /^\d[\d,/-]*$/;
  const isCron =
    words.some((word) => /^[*?]/.test(word)) || (numbers.test(first) && numbers.test(second));
  return isCron ? splitFields(words, text) : null;
}

function splitFields(words: readonly string[], text: string) {
  const other = words.findIndex((word) => !isField(word));
  const lead = other < 0 ? words.length : other;
  // What is no field may be a broken one: in "0 8 L * *" the day.
  const broken = lead < 5 && words.length >= 5 && !isZone(words[lead] ?? '');
  if (lead !== 5 && !broken) return faulty('cronFields', { text, count: String(lead) });
  return { pattern: words.slice(0, 5).join(' '), zone: words.slice(5).join(' ') };
}

function isZone(word: string): boolean {
  return zoneNamed(word) !== null || /^[a-z]+\/[a-z]/i.test(word);
}

function isField(word: string): boolean {
  return word
    .toLowerCase()
    .split(/[,/-]/)
    .every(
      (atom) => /^(?:[*?]|\d+)$/.test(atom) || dayNames.includes(atom) || monthNames.includes(atom),
    );
}

/** What a pattern of five fields means, or which field cannot be. */
export function readCron(pattern: string): CronRule | Faulty {
  const words = pattern.split(' ');
  const fields = scales.map((scale, at) => readField(words[at] ?? '', scale));
  const wrong = fields.find((field) => 'fault' in field);
  if (wrong !== undefined) return wrong;
  const sound = fields.flatMap((field) => ('fault' in field ? [] : field));
  const [minutes = none, hours = none, monthDays = none, months = none, weekdays = none] = sound;
  return {
    pattern: sound.map(({ text }) => text).join(' '),
    minutes: minutes.values,
    hours: hours.values,
    stepped: hours.text.includes('/'),
    monthDays: monthDays.values,
    months: months.values,
    weekdays: weekdays.values,
    // As cron has it: a star, also of a step, leaves the other field to decide.
    either: !monthDays.text.startsWith('*') && !weekdays.text.startsWith('*'),
  };
}

interface Field {
  readonly values: readonly number[];
  readonly text: string;
}

const none: Field = { values: [], text: '' };

function readField(field: string, scale: Scale): Field | Faulty {
  const parts = field.split(',').map((one) => readPart(one.toLowerCase(), scale));
  const sound = parts.filter((one) => one !== null);
  if (sound.length < parts.length) return faulty(scale.fault, { value: field });
  const numbers = sound.flatMap(({ values }) => values);
  const values = ordered(scale === week ? numbers.map((day) => day % 7) : numbers);
  const all = values.length === (scale === week ? 7 : scale.to - scale.from + 1);
  const text = sound.map((one) => one.text).join(',');
  return { values, text: all ? '*' : text.includes('/') ? text : numbersText(values) };
}

/** Numbers in order as a cron field has them: 1-5, or 0,30. */
export function numbersText(values: readonly number[]): string {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(','))).join(',');
}

const part = /^(?:(?<all>[*?])|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d{1,2}))?$/;

function readPart(text: string, scale: Scale): Field | null {
  const { all, from = '', to, step } = part.exec(text)?.groups ?? {};
  if (all === undefined && from === '') return null;
  // A question mark, which other crons know, stands for no choice of a day.
  if (all === '?' && (step !== undefined || !/day$/i.test(scale.fault))) return null;
  const by = Number(step ?? 1);
  const whole: Range = [scale.from, scale === week ? 6 : scale.to];
  const range = all === undefined ? rangeOf(from, to ?? (step && String(scale.to)), scale) : whole;
  if (range === null || by < 1 || by > scale.to) return null;
  const [first, last] = range;
  const length = Math.floor((last - first) / by) + 1;
  const values = Array.from({ length }, (_, at) => first + at * by);
  const name = all === undefined ? `${first}-${last}` : '*';
  return { values, text: by === 1 ? name : `${name}/${by}` };
}

type Range = readonly [first: number, last: number];

/** The numbers from one to another: 1 to 5 of mon-fri, 5 to 7 of fri-sun, 5 twice where the other is missing. */
function rangeOf(from: string, to: string | undefined, scale: Scale): Range | null {
  const first = numberOf(from, scale);
  const end = to === undefined ? first : numberOf(to, scale);
  if (first === null || end === null) return null;
  const last = scale === week && end === 0 && first > 0 ? 7 : end;
  return first <= last ? [first, last] : null;
}

function numberOf(text: string, { from, to, names }: Scale): number | null {
  const named = names.indexOf(text);
  const number = named >= 0 ? named + from : /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return number >= from && number <= to ? number : null;
}

function ordered(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** The times of day of a rule, HH:MM in order. */
export function timesOf({ hours, minutes }: CronRule): readonly string[] {
  return hours.flatMap((hour) => minutes.map((minute) => timeText(hour, minute)));
}

/** The days of the week of a rule in order, 1 for Monday. */
export function isoDays({ weekdays }: CronRule): readonly number[] {
  return weekdays.map((day) => (day === 0 ? 7 : day)).toSorted((a, b) => a - b);
}

/**
 * True where some day is one of the rule's. Every date falls on every day of the week in some year, so all that
 * counts is whether the first of the days of the month is one that a month has.
 */
export function everComes({ either, months, monthDays }: CronRule): boolean {
  const [first = 0] = monthDays;
  return either || months.some((month) => first <= longest(month));
}

function longest(month: number): number {
  return month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** True for a day (counted from 1970-01-01) on which the rule has times. */
export function isDayOf(rule: CronRule, day: number): boolean {
  const date = new Date(day * 86_400_000);
  if (!rule.months.includes(date.getUTCMonth() + 1)) return false;
  const monthDay = rule.monthDays.includes(date.getUTCDate());
  const weekday = rule.weekdays.includes(date.getUTCDay());
  return rule.either ? monthDay || weekday : monthDay && weekday;
}
