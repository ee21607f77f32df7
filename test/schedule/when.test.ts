import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastSlot, nextSlot, parseWhen, type When } from '../../src/schedule/when.ts';

function timed(text: string): Extract<When, { kind: 'timed' }> {
  const parsed = parseWhen(text);
  if (!('when' in parsed) || parsed.when.kind !== 'timed') throw new Error(text);
  return parsed.when;
}

const hour = 3_600_000;

describe('what a `when` means', () => {
  it.each<[string, When]>([
    ['on arrival', { kind: 'arrival' }],
    [' On  Arrival ', { kind: 'arrival' }],
    [
      'daily 08:30 Asia/Tokyo',
      { kind: 'timed', days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', zone: 'Asia/Tokyo' },
    ],
    [
      'weekdays 00:00 America/New_York',
      { kind: 'timed', days: [1, 2, 3, 4, 5], time: '00:00', zone: 'America/New_York' },
    ],
    ['weekly Sunday 23:59 UTC', { kind: 'timed', days: [7], time: '23:59', zone: 'UTC' }],
    [
      'daily 08:30 us/eastern',
      { kind: 'timed', days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', zone: 'America/New_York' },
    ],
  ])('%s', (text, when) => {
    expect(parseWhen(text)).toEqual({ when });
  });

  it.each([
    ['hourly', /^must be "on arrival", "daily 08:30 Asia\/Tokyo".*not "hourly"$/],
    ['on request', /^must be "on arrival"/],
    ['daily 24:00 Asia/Tokyo', /^has no time of day such as 08:30/],
    ['daily 8:30 Asia/Tokyo', /^has no time of day such as 08:30/],
    ['daily 08:30', /^has no time zone such as Asia\/Tokyo/],
    ['weekly mondy 08:30 Asia/Tokyo', /did you mean "monday"\?$/],
    ['daily 08:30 Asia/Tokio', /unknown time zone "Asia\/Tokio"; did you mean "Asia\/Tokyo"\?$/],
    ['daily 08:30 Tokyo', /did you mean "Asia\/Tokyo"\?$/],
    ['daily 08:30 JST', /did you mean "Asia\/Tokyo"\?$/],
    ['daily 08:30 +09:00', /unknown time zone "\+09:00"$/],
    ['daily 08:30 Mars/Olympus', /unknown time zone "Mars\/Olympus"$/],
    ['daily 08:30 Asia/Tokyo please', /^must be "on arrival"/],
    ['', /^must be "on arrival"/],
  ])('refuses %s', (text, words) => {
    expect(parseWhen(text)).toEqual({ fault: expect.stringMatching(words) });
  });
});

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
    ['daily 00:30 Pacific/Apia', '2011-12-30T00:30[Pacific/Apia]', '2011-12-30T10:30Z'], // a day that never was
  ])('%s: %s is at %s', (text, name, utc) => {
    const at = Date.parse(utc);
    const slot = lastSlot(timed(text), at - 1, at);
    expect(slot?.at).toBe(at);
    if (!name.includes('Apia')) expect(slot?.name).toBe(name);
    expect(lastSlot(timed(text), at, at + 60_000)?.name).not.toBe(name);
    expect(lastSlot(timed(text), at - 60_000, at - 1)).toBeNull();
  });

  it('gives the last of several, and only days that are named', () => {
    const friday = Date.parse('2026-11-06T00:00Z'); // 09:00 in Tokyo
    const weekdays = timed('weekdays 08:30 Asia/Tokyo');
    expect(lastSlot(weekdays, friday - 72 * hour, friday)?.name).toBe(
      '2026-11-06T08:30[Asia/Tokyo]',
    );
    expect(lastSlot(weekdays, friday, friday + 60 * hour)).toBeNull();
    expect(lastSlot(weekdays, friday, friday + 72 * hour)?.name).toBe(
      '2026-11-09T08:30[Asia/Tokyo]',
    );
    const weekly = timed('weekly monday 08:30 Asia/Tokyo');
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
        (zone, minute, firstDay, steps) => {
          const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
          const when = timed(`daily ${time} ${zone}`);
          const from = year + firstDay * 24 * hour;
          let last = from;
          const names: string[] = [];
          for (const step of steps) {
            const now = last + step * 60_000;
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

describe('the next slot', () => {
  it.each([
    ['daily 08:30 Asia/Tokyo', '2026-11-02T00:00Z', '2026-11-03T08:30[Asia/Tokyo]'],
    ['daily 08:30 Asia/Tokyo', '2026-11-01T23:29:59Z', '2026-11-02T08:30[Asia/Tokyo]'],
    ['daily 08:30 Asia/Tokyo', '2026-11-01T23:30Z', '2026-11-03T08:30[Asia/Tokyo]'],
    ['weekdays 08:30 Asia/Tokyo', '2026-11-06T12:00Z', '2026-11-09T08:30[Asia/Tokyo]'],
    ['weekly monday 08:30 UTC', '2026-11-02T08:30Z', '2026-11-09T08:30[UTC]'],
    ['daily 02:30 America/New_York', '2027-03-14T06:00Z', '2027-03-14T02:30[America/New_York]'],
  ])('%s after %s', (text, after, name) => {
    expect(nextSlot(timed(text), Date.parse(after))?.name).toBe(name);
  });

  it('is the one that has come once its moment is there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'daily 08:30 Asia/Tokyo',
          'weekdays 02:30 Europe/London',
          'weekly sunday 00:00 America/Sao_Paulo',
        ),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2030-01-01') }),
        (text, after) => {
          const slot = nextSlot(timed(text), after);
          expect(slot && lastSlot(timed(text), after, slot.at)).toEqual(slot);
        },
      ),
    );
  });
});
