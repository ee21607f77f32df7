import { nearest } from '../language/nearest.ts';

/** When a subscription's cards go out: as digests arrive, or at a local time on some days of the week. */
export type When =
  | { readonly kind: 'arrival' }
  | {
      readonly kind: 'timed';
      /** ISO: 1 is Monday. */
      readonly days: readonly number[];
      /** HH:MM. */
      readonly time: string;
      /** IANA. */
      readonly zone: string;
    };

const forms =
  '"on arrival", "daily 08:30 Asia/Tokyo", "weekdays 08:30 Asia/Tokyo" or "weekly monday 08:30 Asia/Tokyo"';
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** What the words of a `when` mean, or what is wrong with them, in words that follow "when". */
export function parseWhen(text: string): { readonly when: When } | { readonly fault: string } {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const kind = first.toLowerCase();
  if (kind === 'on' && rest.join(' ').toLowerCase() === 'arrival')
    return { when: { kind: 'arrival' } };
  if (kind === 'daily') return timed([1, 2, 3, 4, 5, 6, 7], text, rest);
  if (kind === 'weekdays') return timed([1, 2, 3, 4, 5], text, rest);
  if (kind !== 'weekly') return { fault: `must be ${forms}, not "${text}"` };
  const [day = '', ...time] = rest;
  const index = weekdays.indexOf(day.toLowerCase());
  return index < 0
    ? { fault: `has no day of the week in "${text}"${suggested(nearest(day, weekdays))}` }
    : timed([index + 1], text, time);
}

function timed(days: readonly number[], text: string, rest: readonly string[]) {
  const [time = '', zone, ...more] = rest;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    return { fault: `has no time of day such as 08:30 in "${text}"` };
  }
  if (zone === undefined) return { fault: `has no time zone such as Asia/Tokyo in "${text}"` };
  if (more.length > 0) return { fault: `must be ${forms}, not "${text}"` };
  const known = zoneOf(zone);
  if ('fault' in known) return known;
  return { when: { kind: 'timed', days, time, zone: known.zone } } as const;
}

/** The IANA zone of a name or alias, or what is wrong with it, in words that follow the setting's name. */
export function zoneOf(name: string): { readonly zone: string } | { readonly fault: string } {
  const zone = zoneNamed(name);
  return zone === null
    ? { fault: `has an unknown time zone "${name}"${suggested(likely(name))}` }
    : { zone };
}

function suggested(word: string | null): string {
  return word === null ? '' : `; did you mean "${word}"?`;
}

/** The zone of an IANA name or alias in any case, null for everything else (offsets, JST). */
function zoneNamed(name: string): string | null {
  const known = zones().find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  // Aliases such as US/Eastern and Asia/Calcutta are not listed; ICU's own JST is no IANA name.
  return /^(utc|gmt|[a-z_]+(\/[\w+-]+)+)$/i.test(name) ? resolved(name) : null;
}

function resolved(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** What a wrong name may have meant: Tokyo, JST, Asia/Tokio. */
function likely(name: string): string | null {
  const city = zones().find((zone) => zone.toLowerCase().endsWith(`/${name.toLowerCase()}`));
  return city ?? (/^[a-z]+$/i.test(name) ? resolved(name) : null) ?? nearest(name, zones());
}

function zones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** A moment at which a subscription is due. */
export interface Slot {
  /** Local, with its zone: `2026-11-02T08:30[Asia/Tokyo]`. */
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The last slot after `from` and not after `now` (epoch ms, at most days apart); null for none. */
export function lastSlot(
  { days, time, zone }: Extract<When, { kind: 'timed' }>,
  from: number,
  now: number,
): Slot | null {
  const earliest = dayOf(from, zone).subtract({ days: 1 });
  // A gap at midnight moves a slot into the next day, so the search begins one day after now's.
  let day = dayOf(now, zone).add({ days: 1 });
  for (; Temporal.PlainDate.compare(day, earliest) >= 0; day = day.subtract({ days: 1 })) {
    if (!days.includes(day.dayOfWeek)) continue;
    const slot = slotOn(day, time, zone);
    if (slot.at > from && slot.at <= now) return slot;
  }
  return null;
}

/** The first slot after a moment (epoch ms); null where a week and a day have none. */
export function nextSlot(when: Extract<When, { kind: 'timed' }>, after: number): Slot | null {
  const { days, time, zone } = when;
  // A gap at midnight moves a slot into the next day, so the search begins a day early.
  const first = dayOf(after, zone).subtract({ days: 1 });
  const slots = Array.from({ length: 10 }, (_, at) => first.add({ days: at }))
    .filter((day) => days.includes(day.dayOfWeek))
    .map((day) => slotOn(day, time, zone));
  return slots.find(({ at }) => at > after) ?? null;
}

function slotOn(day: Temporal.PlainDate, time: string, zone: string): Slot {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(time));
  const at = local.toZonedDateTime(zone).epochMilliseconds; // "compatible": gaps move on, the first of two
  return { name: `${local.toString({ smallestUnit: 'minute' })}[${zone}]`, at };
}

function dayOf(at: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
}
