import { describe, expect, it } from 'vitest';
import { parseQuiet, quietUntil } from '../../src/schedule/quiet.ts';
import { faultText } from '../../src/schedule/time-fault.ts';

/** When the quiet hours end that a moment is in, in UTC; null where it is in none. */
function until(text: string, now: string): string | null {
  const parsed = parseQuiet(text);
  if (!('quiet' in parsed)) throw new Error(faultText(parsed.fault, 'en'));
  const end = quietUntil(parsed.quiet, Date.parse(now));
  return end === null ? null : new Date(end).toISOString().slice(0, 16);
}

describe('quiet hours', () => {
  it.each([
    ['22:00-07:00 Asia/Tokyo', '2026-11-02T12:59Z', null],
    ['22:00-07:00 Asia/Tokyo', '2026-11-02T13:00Z', '2026-11-02T22:00'],
    ['22:00-07:00 Asia/Tokyo', '2026-11-02T21:59Z', '2026-11-02T22:00'],
    ['22:00-07:00 Asia/Tokyo', '2026-11-02T22:00Z', null],
    ['22:00-07:00 Asia/Tokyo silent', '2026-11-02T21:59Z', '2026-11-02T22:00'],
    ['12:00-13:00 UTC', '2026-11-02T12:30Z', '2026-11-02T13:00'],
    ['12:00-13:00 UTC', '2026-11-02T00:30Z', null],
    // The night in which New York sets its clocks back has an hour more, the other one an hour less.
    ['22:00-07:00 America/New_York', '2026-11-01T04:00Z', '2026-11-01T12:00'],
    ['22:00-07:00 America/New_York', '2027-03-14T05:00Z', '2027-03-14T11:00'],
    // A local time that does not exist moves on.
    ['02:30-04:00 America/New_York', '2027-03-14T07:15Z', null],
    ['02:30-04:00 America/New_York', '2027-03-14T07:45Z', '2027-03-14T08:00'],
  ])('%s at %s', (text, now, end) => {
    expect(until(text, now)).toBe(end);
  });

  it('are none where none are given', () => {
    expect(quietUntil(null, Date.now())).toBeNull();
  });
});
