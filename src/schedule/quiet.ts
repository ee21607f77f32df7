import { zoneOf } from './when.ts';

/** The hours in which a channel wants nothing that has no time of its own; over midnight where they end earlier than they begin. */
export interface QuietHours {
  /** HH:MM, both local. */
  readonly from: string;
  readonly to: string;
  /** IANA. */
  readonly zone: string;
}

/** What the words of quiet hours mean, `22:00-07:00 Asia/Tokyo`, or what is wrong with them, in words that follow "quiet". */
export function parseQuiet(
  text: string,
): { readonly quiet: QuietHours } | { readonly fault: string } {
  const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
  const form = new RegExp(`^(?<from>${time})\\s?[-–〜~]\\s?(?<to>${time})(?:\\s+(?<zone>\\S+))?$`);
  const { from, to, zone } = form.exec(text.trim())?.groups ?? {};
  if (from === undefined || to === undefined)
    return { fault: `must be hours such as "22:00-07:00 Asia/Tokyo", not "${text}"` };
  if (from === to) return { fault: `ends when it begins in "${text}"; leave quiet out for none` };
  if (zone === undefined) return { fault: `has no time zone such as Asia/Tokyo in "${text}"` };
  const known = zoneOf(zone);
  return 'fault' in known ? known : { quiet: { from, to, zone: known.zone } };
}

/** When the quiet hours end that a moment (epoch ms) is in; null where it is in none. */
export function quietUntil(quiet: QuietHours | null, now: number): number | null {
  if (quiet === null) return null;
  const { from, to, zone } = quiet;
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  // The hours of the day before may still last.
  for (const day of [here.toPlainDate().subtract({ days: 1 }), here.toPlainDate()]) {
    const last = to > from ? day : day.add({ days: 1 });
    const [start, end] = [at(day, from, zone), at(last, to, zone)];
    if (start <= now && now < end) return end;
  }
  return null;
}

function at(day: Temporal.PlainDate, time: string, zone: string): number {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(time));
  return local.toZonedDateTime(zone).epochMilliseconds; // "compatible": gaps move on, the first of two
}
