import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, Filled, Form } from '../../src/card/card.ts';
import { wishedEntry } from '../../src/channel/entry.ts';
import { filledWish, subscriptionForm } from '../../src/channel/subscription-form.ts';
import { languageCodes } from '../../src/language/index.ts';
import { readKept, type Subscription } from '../../src/schedule/subscriptions.ts';
import { twoCompanies } from '../ask/library.ts';

const place = { platform: 'chat', channel: 'C1', thread: null };
const usual = { zone: 'Asia/Tokyo', language: 'ja' } as const;

function kept(given: object): Subscription {
  const one = readKept({ platform: 'chat', channel: 'C1', companies: ['meta'], ...given });
  if (one === null) throw new Error('no subscription');
  return one;
}

/** What is sent where nobody touches the form. */
function untouched({ fields }: Form): Filled {
  return Object.fromEntries(fields.map((field) => [field.id, valuesOf(field)]));
}

function valuesOf(field: Field): readonly string[] {
  if (field.kind === 'choice') return field.chosen;
  return [field.kind === 'text' ? field.value : field.chosen];
}

function after(one: Subscription, filled: Filled): Subscription | null {
  const wish = filledWish(twoCompanies, filled, one);
  if (wish === null) return null;
  const made = wishedEntry(wish, { ...place, thread: one.thread }, usual, [one]);
  return 'fault' in made ? null : made.after;
}

/** How many timings the form of a subscription offers, and which of them is chosen. */
function whens(when: string): readonly unknown[] {
  const changed = { one: kept({ when }), channel: '#news' };
  const { fields } = subscriptionForm(twoCompanies, changed, 'en');
  const field = fields.find(({ id }) => id === 'when');
  return field?.kind === 'choice' ? [field.options.length, ...field.chosen] : [];
}

const twoDigits = (most: number) => fc.nat(most).map((number) => String(number).padStart(2, '0'));

describe('the form for a subscription', () => {
  it('changes nothing of any subscription where nobody touches it', () => {
    const zone = fc.constantFrom('Asia/Tokyo', 'America/New_York', 'UTC');
    const time = fc.tuple(twoDigits(23), twoDigits(59)).map((parts) => parts.join(':'));
    const days = fc.constantFrom('daily', 'weekdays', 'weekly monday', 'weekly tuesday, sunday');
    const timed = fc.tuple(days, time, zone).map((parts) => parts.join(' '));
    const twice = fc
      .tuple(days, time, time, zone)
      .map(([on, first, second, in_]) => `${on} ${first}, ${second} ${in_}`);
    const entry = fc.record(
      {
        wanted: fc.constantFrom(
          { companies: 'all' },
          { companies: ['meta'] },
          { companies: ['alphabet', 'meta'] },
          { companies: ['nintendo'] },
          { companies: ['meta'], tags: ['tech'] },
          { companies: ['meta'], tags: ['gone'] },
        ),
        thread: fc.constant('17.5'),
        language: fc.constantFrom('ja', 'en', 'both'),
        when: fc.oneof(fc.constantFrom('on arrival', '*/10 * * * * Asia/Tokyo'), timed, twice),
        quiet: fc
          .tuple(time, time, zone, fc.constantFrom('', ' silent'))
          .filter(([from, to]) => from !== to)
          .map(([from, to, in_, mode]) => `${from}-${to} ${in_}${mode}`),
        cap: fc.integer({ min: 1, max: 99 }),
        catchUp: fc.constantFrom('1h', '36h', '2d', '99d'),
      },
      { requiredKeys: ['wanted'] },
    );
    fc.assert(
      fc.property(entry, fc.constantFrom(...languageCodes), ({ wanted, ...given }, lang) => {
        const one = kept({ ...wanted, ...given });
        const form = subscriptionForm(twoCompanies, { one, channel: '#news' }, lang);
        expect(after(one, untouched(form))).toEqual(one);
      }),
    );
  });

  it('offers a timing that it cannot tell as it is, and no other subscription’s', () => {
    expect(whens('weekly monday 09:00 UTC')).toEqual([4, 'same']);
    expect(whens('weekdays 09:00, 15:00 UTC')).toEqual([4, 'same']);
    expect(whens('daily 09:00 UTC')).toEqual([3, 'daily']);
    expect(whens('on arrival')).toEqual([3, 'arrival']);
  });

  it('keeps the zone of a subscription whose time changes', () => {
    const one = kept({ when: 'weekdays 09:00 Europe/London' });
    const form = subscriptionForm(twoCompanies, { one, channel: '#news' }, 'en');
    const filled = { ...untouched(form), when: ['daily'], time: ['10:30'] };
    expect(after(one, filled)?.when).toEqual({
      kind: 'timed',
      days: [1, 2, 3, 4, 5, 6, 7],
      times: ['10:30'],
      zone: 'Europe/London',
    });
  });

  it('takes everything for everything, whatever else is chosen', () => {
    const filled = { companies: ['meta', 'all', '#tech'], language: ['en'], when: ['arrival'] };
    expect(filledWish(twoCompanies, filled, null)).toMatchObject({
      companies: 'all',
      tags: [],
      unlisted: [],
    });
  });
});
