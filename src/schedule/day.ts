import type { Subscription } from './subscriptions.ts';

/** A local day: its date, and where it begins and ends in epoch ms. */
export interface Day {
  /** 2026-11-02. */
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

/** The day of a moment (epoch ms) in the zone of the times, else of the quiet hours, else in UTC. */
export function dayOf(at: number, when: Subscription['when'], quiet: Subscription['quiet']): Day {
  const zone = 'zone' in when ? when.zone : (quiet?.zone ?? 'UTC');
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
  return { date: date.toString(), start: start(date), end: start(date.add({ days: 1 })) };
}
