import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastSlot, nextSlot, type Slot } from '../../src/schedule/slots.ts';
import { parseWhen, type RegularWhen } from '../../src/schedule/when.ts';
import { anyCron, type CronFields } from './cron-fields.ts';

function regular(text: string): RegularWhen {
  const parsed = parseWhen(text);
  if ('fault' in parsed || parsed.when.kind === 'arrival') throw new Error(text);
  return parsed.when;
}

const minute = 60_000;
const hour = 60 * minute;

/** The slots after a moment and not after another one, one after the other. */
function slotsIn(when: RegularWhen, from: number, to: number): readonly Slot[] {
  const slots: Slot[] = [];
  for (let at = from; ;) {
    const slot = nextSlot(when, at);
    if (slot === null || slot.at > to) return slots;
    slots.push(slot);
    at = slot.at;
  }
}

describe('local slots', () => {
  // [when, slot's local name, its moment in UTC]
  it.each([
    ['daily 08:30 Asia/Tokyo', '2026-11-02T08:30[Asia/Tokyo]', '2026-11-01T23:30Z'],
    ['daily 02:30 America/New_York', '2027-03-14T02:30[America/New_York]', '2027-03-14T07:30Z'], // the gap: 03:30 EDT
    ['daily 01:30 America/New_York', '2027-11-07T01:30[America/New_York]', '2027-11-07T05:30Z'], // the first of two
    ['daily 01:30 Europe/London', '2027-03-28T01:30[Europe/London]', '2027-03-28T01:30Z'], // the gap: 02:30 BST
    ['daily 01:30 Europe/London', '2027-10-31T01:30[Europe/London]', '2027-10-31T00:30Z'], // the first of two
    ['daily 00:00 America/Sao_Paulo', '2018-11-04T00:00[America/Sao_Paulo]', '2018-11-04T03:00Z'], // the gap at midnight: 01:00
    ['daily 23:30 America/Sao_Paulo', '2018-02-17T23:30[America/Sao_Paulo]', '2018-02-18T01:30Z'], // the first of two
    [
      'daily 02:10 Australia/Lord_Howe',
      '2026-10-04T02:10[Australia/Lord_Howe]',
      '2026-10-03T15:40Z',
    ], // half an hour's gap: 02:40
    ['daily 00:20 Africa/Cairo', '2026-04-24T00:20[Africa/Cairo]', '2026-04-23T22:20Z'], // 01:20
    ['weekly friday 08:30 Pacific/Apia', '2011-12-30T08:30[Pacific/Apia]', '2011-12-30T18:30Z'], // a day that never was: Saturday
    ['*/20 2 * * * America/New_York', '2026-03-08T02:40[America/New_York]', '2026-03-08T07:40Z'],
    ['0 1-3 * * * America/New_York', '2026-11-01T01:00[America/New_York]', '2026-11-01T05:00Z'],
  ])('%s: %s is at %s', (text, name, utc) => {
    const at = Date.parse(utc);
    expect(lastSlot(regular(text), at - 1, at)).toEqual({ name, at });
    expect(lastSlot(regular(text), at, at + minute)?.name).not.toBe(name);
    expect(lastSlot(regular(text), at - minute, at - 1)).toBeNull();
    expect(nextSlot(regular(text), at - 1)).toEqual({ name, at });
  });

  it('of a time moved onto another one give one, with the name of the time that exists', () => {
    const when = regular('daily 02:30, 03:30 America/New_York');
    const day = Date.parse('2026-03-08T05:00Z');
    expect(slotsIn(when, day, day + 20 * hour)).toEqual([
      { name: '2026-03-08T03:30[America/New_York]', at: Date.parse('2026-03-08T07:30Z') },
    ]);
    // Friday the 30th never was: all of its times fall on those of Saturday.
    const daily = regular('daily 00:30, 23:30 Pacific/Apia');
    const friday = Date.parse('2011-12-30T10:00Z');
    expect(slotsIn(daily, friday, friday + 24 * hour).map(({ name }) => name)).toEqual([
      '2011-12-31T00:30[Pacific/Apia]',
      '2011-12-31T23:30[Pacific/Apia]',
    ]);
  });

  it('gives the last of several, and only days that are named', () => {
    const friday = Date.parse('2026-11-06T00:00Z'); // 09:00 in Tokyo
    const weekdays = regular('weekdays 08:30, 15:00 Asia/Tokyo');
    const last = (hours: number) => lastSlot(weekdays, friday, friday + hours * hour)?.name;
    expect(lastSlot(weekdays, friday - 72 * hour, friday)?.name).toBe(
      '2026-11-06T08:30[Asia/Tokyo]',
    );
    expect([last(5), last(6), last(60), last(72)]).toEqual([
      undefined,
      '2026-11-06T15:00[Asia/Tokyo]',
      '2026-11-06T15:00[Asia/Tokyo]',
      '2026-11-09T08:30[Asia/Tokyo]',
    ]);
    const weekly = regular('weekly monday 08:30 Asia/Tokyo');
    expect(lastSlot(weekly, friday, friday + 72 * hour)?.name).toBe('2026-11-09T08:30[Asia/Tokyo]');
    expect(lastSlot(weekly, friday - 24 * hour, friday)).toBeNull();
  });

  it('comes exactly once a local day, whenever the clock is looked at', () => {
    const zones = [
      'America/New_York',
      'Europe/London',
      'Asia/Tokyo',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
    ];
    const year = Date.parse('2018-01-01T00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 24 * 60 - 1 }),
        fc.integer({ min: 0, max: 350 }),
        fc.array(fc.integer({ min: 1, max: 20 * 60 }), { minLength: 20, maxLength: 60 }),
        (zone, time, firstDay, steps) => {
          const when = regular(`${time % 60} ${Math.floor(time / 60)} * * * ${zone}`);
          const from = year + firstDay * 24 * hour;
          let last = from;
          const names: string[] = [];
          for (const step of steps) {
            const now = last + step * minute;
            const slot = lastSlot(when, last, now);
            if (slot !== null) names.push(slot.name);
            last = now;
          }
          expect(new Set(names).size).toBe(names.length);
          // Steps are shorter than any distance between two slots, so none is passed over.
          const days = (last - from) / (24 * hour);
          expect(names.length).toBeGreaterThanOrEqual(Math.floor(days - 0.1));
          expect(names.length).toBeLessThanOrEqual(Math.ceil(days + 0.1));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('slots that follow the clock', () => {
  // The changes of 2026, and any night where there are none.
  const changes = [
    ['America/New_York', '2026-03-08T07:00Z'],
    ['America/New_York', '2026-11-01T06:00Z'],
    ['Europe/London', '2026-03-29T01:00Z'],
    ['Europe/London', '2026-10-25T01:00Z'],
    ['Asia/Tokyo', '2026-03-28T17:00Z'],
    ['Asia/Tokyo', '2026-10-31T17:00Z'],
  ] as const;

  it.each(changes)('%s at %s: 24 times ten minutes are four hours', (zone, change) => {
    const when = regular(`*/10 * * * * ${zone}`);
    const from = Date.parse(change) - 2 * hour;
    const slots = slotsIn(when, from - 1, from + 4 * hour - 1);
    expect(slots.map(({ at }) => at)).toEqual(
      Array.from({ length: 24 }, (_, at) => from + at * 10 * minute),
    );
    expect(new Set(slots.map(({ name }) => name)).size).toBe(24);
    // As the planner asks: each minute, for what came since the last one.
    const ticks = Array.from({ length: 240 }, (_, at) => from + at * minute + 12_345);
    expect(ticks.flatMap((now) => lastSlot(when, now - minute, now) ?? [])).toEqual(slots);
  });

  it('name both of two hours alike', () => {
    const eve = Date.parse('2026-11-01T05:00Z') - 1;
    expect(
      slotsIn(regular('hourly America/New_York'), eve, eve + 3 * hour).map(({ name }) => name),
    ).toEqual([
      '2026-11-01T01:00-04:00[America/New_York]',
      '2026-11-01T01:00-05:00[America/New_York]',
      '2026-11-01T02:00-05:00[America/New_York]',
    ]);
  });

  // [when, from, local times that come in the 24 hours after it]
  it.each([
    ['0 */6 * * * Europe/London', '2026-10-24T23:00Z', '00 06 12 18'],
    ['0 */6 * * * Europe/London', '2026-03-29T00:00Z', '00 06 12 18 00'],
    // 02:00 comes an hour later, and 04:00 as ever: nothing in between would make up for it.
    ['0 */2 * * * America/New_York', '2026-03-08T05:00Z', '00 03 04 06 08 10 12 14 16 18 20 22 00'],
    ['0 1-23/2 * * * America/New_York', '2026-11-01T04:00Z', '01 01 03 05 07 09 11 13 15 17 19 21'],
    ['0 */6 * * * America/Sao_Paulo', '2018-11-04T02:30Z', '01 06 12 18 00'],
  ])('%s after %s at %s', (text, from, hours) => {
    const start = Date.parse(from) - 1;
    const names = slotsIn(regular(text), start, start + 24 * hour).map(({ name }) => name);
    expect(names.map((name) => name.slice(11, 13)).join(' ')).toBe(hours);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('days of patterns', () => {
  // [when, the dates that come after 2026-10-31]
  it.each([
    ['0 8 1 * 1 UTC', '2026-11-01 2026-11-02 2026-11-09 2026-11-16'], // either is enough
    ['0 8 */2 * 1 UTC', '2026-11-09 2026-11-23 2026-12-07 2026-12-21'], // a star leaves it to the other
    ['0 8 1 * * UTC', '2026-11-01 2026-12-01 2027-01-01 2027-02-01'],
    ['0 8 31 * * UTC', '2026-12-31 2027-01-31 2027-03-31 2027-05-31'],
    ['0 8 * 2 sun UTC', '2027-02-07 2027-02-14 2027-02-21 2027-02-28'],
    ['0 8 29 2 * Asia/Tokyo', '2028-02-29 2032-02-29 2036-02-29 2040-02-29'],
    ['0 8 29 2 */7 Asia/Tokyo', '2032-02-29 2060-02-29 2088-02-29 2128-02-29'], // on a Sunday
  ])('%s: %s', (text, dates) => {
    const when = regular(text);
    const slots: Slot[] = [];
    for (let at = Date.parse('2026-10-31T12:00Z'); slots.length < 4;) {
      const slot = nextSlot(when, at);
      if (slot === null) break;
      slots.push(slot);
      at = slot.at;
    }
    expect(slots.map(({ name }) => name.slice(0, 10)).join(' ')).toBe(dates);
    const [first, second, third] = slots;
    expect(lastSlot(when, first?.at ?? 0, (third?.at ?? 0) - 1)).toEqual(second);
  });
});

// Moments at which zones set their clocks, and one at which none does.
const moments = [
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Europe/London', '2026-03-29T01:00Z'],
  ['Europe/London', '2026-10-25T01:00Z'],
  ['Asia/Tokyo', '2026-10-31T15:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['Africa/Cairo', '2026-10-29T21:00Z'],
  ['Antarctica/Troll', '2026-10-25T01:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
] as const;

/** The moments of a pattern between two others, the slow way: by every minute that passes and every local one. */
function slowly(fields: CronFields, zone: string, from: number, to: number): readonly number[] {
  const every = fields.hour.values.length === 24;
  const stepped = fields.hour.text.includes('/');
  const found = new Set<number>();
  for (let at = Math.ceil((from + 1) / minute) * minute; at <= to; at += minute) {
    const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    if ((every || stepped) && isIn(fields, shown.toPlainDateTime())) found.add(at);
  }
  if (every) return [...found];
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const days = Math.ceil((to - from) / (24 * hour)) + 3;
  const midnight = first.toPlainDate().subtract({ days: 2 }).toPlainDateTime();
  for (let at = 0; at < (days + 1) * 24 * 60; at++) {
    const local = midnight.add({ minutes: at });
    if (!isIn(fields, local)) continue;
    const zoned = local.toZonedDateTime(zone);
    const skipped = !zoned.toPlainDateTime().equals(local);
    const moment = zoned.epochMilliseconds;
    if ((skipped || !stepped) && moment > from && moment <= to) found.add(moment);
  }
  return [...found].toSorted((a, b) => a - b);
}

function isIn({ minute: minutes, ...fields }: CronFields, local: Temporal.PlainDateTime): boolean {
  const { monthDay, month, weekday } = fields;
  if (!minutes.values.includes(local.minute) || !fields.hour.values.includes(local.hour))
    return false;
  const dates = monthDay.values.includes(local.day);
  const days = weekday.values.includes(local.dayOfWeek % 7);
  const both =
    monthDay.values.length === 31 ||
    weekday.values.length === 7 ||
    monthDay.text.startsWith('*') ||
    weekday.text.startsWith('*');
  return month.values.includes(local.month) && (both ? dates && days : dates || days);
}

describe('slots, next and last', () => {
  it('are those that a walk through every minute finds', () => {
    fc.assert(
      fc.property(
        anyCron,
        fc.constantFrom(...moments),
        fc.integer({ min: 0, max: 24 * 60 }),
        fc.integer({ min: 0, max: 36 * 60 }),
        (fields, [zone, change], before, look) => {
          const parsed = parseWhen(`${fields.text} ${zone}`);
          fc.pre('when' in parsed);
          const when = regular(`${fields.text} ${zone}`);
          const from = Date.parse(change) - before * minute;
          const to = from + 36 * hour;
          const slots = slotsIn(when, from, to);
          expect(slots.map(({ at }) => at)).toEqual(slowly(fields, zone, from, to));
          expect(new Set(slots.map(({ name }) => name)).size).toBe(slots.length);
          const now = from + look * minute;
          expect(lastSlot(when, from, now)).toEqual(slots.findLast(({ at }) => at <= now) ?? null);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['daily 08:30 Asia/Tokyo', '2026-11-02T00:00Z', '2026-11-03T08:30[Asia/Tokyo]'],
    ['daily 08:30 Asia/Tokyo', '2026-11-01T23:29:59Z', '2026-11-02T08:30[Asia/Tokyo]'],
    ['daily 08:30 Asia/Tokyo', '2026-11-01T23:30Z', '2026-11-03T08:30[Asia/Tokyo]'],
    ['weekdays 08:30 Asia/Tokyo', '2026-11-06T12:00Z', '2026-11-09T08:30[Asia/Tokyo]'],
    ['weekly monday 08:30 UTC', '2026-11-02T08:30Z', '2026-11-09T08:30[UTC]'],
  ])('%s after %s', (text, after, name) => {
    expect(nextSlot(regular(text), Date.parse(after))?.name).toBe(name);
  });

  it('are none for a pattern that is none', () => {
    const when = { kind: 'cron', pattern: '61 * * * *', zone: 'UTC' } as const;
    expect(nextSlot(when, 0)).toBeNull();
    expect(lastSlot(when, 0, 1e12)).toBeNull();
  });
});
