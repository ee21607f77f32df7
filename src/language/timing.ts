export const timeFaultCodes = [
  'unreadable',
  'noTime',
  'noDays',
  'noZone',
  'badTime',
  'unknownDay',
  'unknownZone',
  'unknownZoneNear', // and the zone that may be meant
  'uneven', // every 7 minutes
  'cronFields',
  'cronName', // @reboot
  'cronMinute',
  'cronHour',
  'cronMonthDay',
  'cronMonth',
  'cronWeekday',
  'never', // the 30th of February
  'quietUnreadable',
  'quietEmpty',
] as const;
export type TimeFaultCode = (typeof timeFaultCodes)[number];

/** A half of the day, or less, that hours are told in: 9 in the evening is 21:00. */
export interface DayPart {
  readonly words: string;
  /** The hour it begins with: an hour of it is the first on a clock of twelve from then on. */
  readonly from: number;
  /** False where twelve is noon to some and midnight to others (午前12時). */
  readonly twelve: boolean;
}

/**
 * How people name times in one language. All are regular expression sources over NFKC text in any
 * case, and match whole words where they begin or end with a Latin letter or a digit.
 */
export interface Timing {
  readonly arrival: string;
  readonly everyDay: string;
  /** What stands between the first hour and the last after a word such as between. */
  readonly hoursAnd: string;
  readonly weekdays: string;
  readonly weekends: string;
  /** The names of each day, from Monday. */
  readonly dayNames: readonly string[];
  /** Well-spelt words to guess at behind a mistyped one. */
  readonly dayGuesses: readonly string[];
  /** Between the first and the last of a range. */
  readonly to: string;
  /** Words that change nothing. */
  readonly fillers: string;
  readonly dayParts: readonly DayPart[];
  /** Times of day, groups `part` ({part} stands for the words of all parts), `hour`, `minute`, `half`. */
  readonly times: readonly string[];
  /** Times with a name, as HH:MM. */
  readonly namedTimes: readonly (readonly [words: string, time: string])[];
  /** So often; groups `count`, and `minute` past each hour. */
  readonly everyMinutes: string;
  readonly everyHours: string;
  /** What stands before a cron pattern. */
  readonly cron: string;
  /** What becomes of posts in quiet hours: they wait, or come without a notification. */
  readonly hold: string;
  readonly silent: string;
  /** Names of zones that are none, in lower case, and the zone to suggest. */
  readonly zones: Readonly<Record<string, string>>;
}

/** Items in a row: between them, and before the last. */
export interface ListWording {
  readonly join: string;
  readonly last: string;
}

/** How times are told in one language; templates with {blanks}. */
export interface TimingWording {
  readonly arrival: string;
  readonly everyDay: string;
  readonly weekdays: string;
  readonly weekends: string;
  /** Some {days} of the week. */
  readonly someDays: string;
  /** From Monday, and from January. */
  readonly dayNames: readonly string[];
  readonly months: readonly string[];
  readonly dayList: ListWording;
  readonly timeList: ListWording;
  /** Of numbers before ten: 08:30 has two. */
  readonly digits: 1 | 2;
  /** At {times} on {days}; on some {days} of each month, or of one {month} of each year. */
  readonly timed: string;
  readonly monthly: string;
  readonly yearly: string;
  /** So often, and the same on some {days} only. */
  readonly everyMinute: string;
  readonly everyMinutes: string;
  readonly hourly: string;
  readonly everyHours: string;
  readonly onDays: string;
  /** What has no words: the cron {pattern}. */
  readonly pattern: string;
  /** Any of these {when} in its zone. */
  readonly zoned: string;
  /** Quiet hours in which posts wait, or come without a notification. */
  readonly hold: string;
  readonly silent: string;
  /** What is wrong with what somebody wrote, and what to do. */
  readonly faults: Readonly<Record<TimeFaultCode, string>>;
}
