import { languageOf, type LanguageCode } from '../language/index.ts';
import type { ListWording, TimingWording } from '../language/timing.ts';
import { fillBlanks } from '../language/wording.ts';
import { type CronRule, isoDays, readCron, timesOf } from './cron.ts';
import type { When } from './when.ts';

/** A `when` as people are told: weekdays at 08:30 (Asia/Tokyo). */
export function whenWords(when: When, lang: LanguageCode): string {
  const wording = languageOf(lang).wording.timing;
  if (when.kind === 'arrival') return wording.arrival;
  const words =
    when.kind === 'timed'
      ? fillBlanks(wording.timed, {
          days: daysWords(when.days, wording),
          times: timesWords(when.times, wording),
        })
      : patternWords(when.pattern, wording);
  return fillBlanks(wording.zoned, { when: words, zone: when.zone });
}

function daysWords(days: readonly number[], wording: TimingWording): string {
  const key = days.join('');
  if (key === '1234567') return wording.everyDay;
  if (key === '12345') return wording.weekdays;
  if (key === '67') return wording.weekends;
  const names = days.map((day) => wording.dayNames[day - 1] ?? '');
  return fillBlanks(wording.someDays, { days: listed(names, wording.dayList) });
}

function timesWords(times: readonly string[], wording: TimingWording): string {
  const words = times.map((time) => clockText(time, wording));
  return listed(words, wording.timeList);
}

/** A time of day (HH:MM) as a language writes it: 8:30. */
export function clockText(time: string, { digits }: TimingWording): string {
  return digits === 2 ? time : time.replace(/^0(?=\d)/, '');
}

function listed(items: readonly string[], { join, last }: ListWording): string {
  const most = items.slice(0, -1).join(join);
  return most === '' ? items.join('') : `${most}${last}${items.at(-1) ?? ''}`;
}

function patternWords(pattern: string, wording: TimingWording): string {
  const rule = readCron(pattern);
  const words =
    'fault' in rule ? null : (intervalWords(rule, wording) ?? datesWords(rule, wording));
  return words ?? fillBlanks(wording.pattern, { pattern });
}

/** Every so many minutes or hours, on all days or on some of the week; null for anything else. */
function intervalWords(rule: CronRule, wording: TimingWording): string | null {
  const { pattern, weekdays, months, monthDays } = rule;
  if (months.length < 12 || monthDays.length < 31) return null;
  const [minute = '', hour = ''] = pattern.split(' ');
  const when = oftenWords(minute, hour, wording);
  if (when === null || weekdays.length === 7) return when;
  return fillBlanks(wording.onDays, { days: daysWords(isoDays(rule), wording), when });
}

function oftenWords(minute: string, hour: string, wording: TimingWording): string | null {
  const [minutes, hours] = [stepOf(minute, 60), stepOf(hour, 24)];
  if (hours === 1 && minutes === 1) return wording.everyMinute;
  if (hours === 1 && minutes !== null)
    return fillBlanks(wording.everyMinutes, { count: String(minutes) });
  if (hours === 1 && /^\d+$/.test(minute))
    return fillBlanks(wording.hourly, { minute: minute.padStart(wording.digits, '0') });
  if (hours === null || hours === 1 || minute !== '0') return null;
  return fillBlanks(wording.everyHours, { count: String(hours) });
}

/** The step of a field that divides its whole evenly, 1 for a star; null for another field. */
function stepOf(field: string, whole: number): number | null {
  const step = field === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 0);
  return step > 0 && whole % step === 0 ? step : null;
}

/** At times on days of every month, or of one month of the year; null for anything else. */
function datesWords(rule: CronRule, wording: TimingWording): string | null {
  const { months, monthDays, weekdays, stepped } = rule;
  const times = timesOf(rule);
  if (weekdays.length < 7 || monthDays.length > 5 || stepped || times.length > 5) return null;
  if (months.length < 12 && months.length > 1) return null;
  const [month = 0] = months;
  return fillBlanks(months.length === 1 ? wording.yearly : wording.monthly, {
    days: listed(monthDays.map(String), wording.dayList),
    month: wording.months[month - 1] ?? '',
    times: timesWords(times, wording),
  });
}
