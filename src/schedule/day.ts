import type { Subscription } from './subscriptions.ts';

/** A local day: its date, and where it begins and ends in epoch ms. */
export interface Day {
  /** 2026-11-02. */
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

/** The zone of a subscription's days: that of its times, else of its quiet hours, else UTC. */
export function zoneOfDays({ when, quiet }: Pick<Subscription, 'when' | 'quiet'>): string {
  return 'zone' in when ? when.zone : (quiet?.zone ?? 'UTC');
}

/** The day that a moment (epoch ms) is in. */
export function dayOf(at: number, zone: string): Day {
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
  return { date: date.toString(), start: start(date), end: start(date.add({ days: 1 })) };
}
