import type { Subscription } from './subscriptions.ts';

/** A local day: its date, and where it begins and ends in epoch ms. */
export interface Day {
  /** 2026-11-02. */
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

/** The zone of a subscription: that of its times, else of its quiet hours; null where it names none. */
export function ownZone({ when, quiet }: Pick<Subscription, 'when' | 'quiet'>): string | null {
  return when.kind === 'arrival' ? (quiet?.zone ?? null) : when.zone;
}

/** The zone that a subscription's days and moments are told in: its own, else UTC. */
export function zoneOf(one: Pick<Subscription, 'when' | 'quiet'>): string {
  return ownZone(one) ?? 'UTC';
}

/** The day that a moment (epoch ms) is in. */
export function dayOf(at: number, zone: string): Day {
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
  return { date: date.toString(), start: start(date), end: start(date.add({ days: 1 })) };
}
