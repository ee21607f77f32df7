import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageCodes, type LanguageCode } from '../../src/language/index.ts';
import { timeFaultCodes } from '../../src/language/timing.ts';
import { parseQuiet, quietText, quietWords } from '../../src/schedule/quiet.ts';
import { faultText } from '../../src/schedule/time-fault.ts';
import { parseWhen, type When, whenText } from '../../src/schedule/when.ts';
import { whenWords } from '../../src/schedule/when-words.ts';
import { anyCron } from './cron-fields.ts';
import en from './specs/en.json' with { type: 'json' };
import ja from './specs/ja.json' with { type: 'json' };

interface Taken {
  readonly text: string;
  /** The canonical text, and what people are told. */
  readonly is: string;
  readonly words: string;
}
interface Refused {
  readonly text: string;
  /** Null where there is no zone to fall back on; Asia/Tokyo where it is left out. */
  readonly zone?: null;
  readonly says: string;
}
type Specs = Readonly<
  Record<'when' | 'quiet', readonly Taken[]> & Record<'notWhen' | 'notQuiet', readonly Refused[]>
>;
const specs: Readonly<Record<LanguageCode, Specs>> = { en, ja };
const zoneOf = ({ zone }: Refused) => (zone === null ? null : 'Asia/Tokyo');

function whenOf(text: string, zone: string | null = null): When {
  const parsed = parseWhen(text, zone);
  if ('fault' in parsed) throw new Error(faultText(parsed.fault, 'en'));
  return parsed.when;
}

describe.each(languageCodes)('times in %s', (code) => {
  it.each(specs[code].when)('post: $text', ({ text, is, words }) => {
    const when = whenOf(text, 'Asia/Tokyo');
    expect(whenText(when)).toBe(is);
    expect(whenWords(when, code)).toBe(words);
  });

  it.each(specs[code].notWhen)('do not post: $text', (spec) => {
    const parsed = parseWhen(spec.text, zoneOf(spec));
    expect('fault' in parsed && faultText(parsed.fault, code)).toBe(spec.says);
  });

  it.each(specs[code].quiet)('are quiet: $text', ({ text, is, words }) => {
    const parsed = parseQuiet(text, 'Asia/Tokyo');
    if ('fault' in parsed) throw new Error(faultText(parsed.fault, 'en'));
    expect(quietText(parsed.quiet)).toBe(is);
    expect(quietWords(parsed.quiet, code)).toBe(words);
    expect(parseQuiet(is)).toEqual(parsed);
    expect(parseQuiet(words)).toEqual(parsed);
  });

  it.each(specs[code].notQuiet)('are not quiet: $text', (spec) => {
    const parsed = parseQuiet(spec.text, zoneOf(spec));
    expect('fault' in parsed && faultText(parsed.fault, code)).toBe(spec.says);
  });

  it('have words for each fault, with every blank filled', () => {
    const { notWhen, notQuiet } = specs[code];
    const given = [
      ...notWhen.map((spec) => parseWhen(spec.text, zoneOf(spec))),
      ...notQuiet.map((spec) => parseQuiet(spec.text, zoneOf(spec))),
    ].flatMap((parsed) => ('fault' in parsed ? parsed.fault : []));
    expect(new Set(given.map((fault) => fault.code))).toEqual(new Set(timeFaultCodes));
    for (const fault of given) expect(faultText(fault, code)).not.toMatch(/[{}]/);
  });
});

describe('what a `when` is', () => {
  it.each<[string, When]>([
    ['on arrival', { kind: 'arrival' }],
    [
      'weekdays 15:00, 8:30 Asia/Tokyo',
      { kind: 'timed', days: [1, 2, 3, 4, 5], times: ['08:30', '15:00'], zone: 'Asia/Tokyo' },
    ],
    [
      '30 8 * * sun-tue us/eastern',
      { kind: 'timed', days: [1, 2, 7], times: ['08:30'], zone: 'America/New_York' },
    ],
    ['every 10 minutes utc', { kind: 'cron', pattern: '*/10 * * * *', zone: 'UTC' }],
    ['0 8 1 jan fri utc', { kind: 'cron', pattern: '0 8 1 1 5', zone: 'UTC' }],
  ])('%s', (text, when) => {
    expect(parseWhen(text)).toEqual({ when });
  });

  it('takes the zone it is given where the words have none, as people write it', () => {
    expect(whenText(whenOf('daily 8:30', 'us/eastern'))).toBe('daily 08:30 America/New_York');
    expect(whenText(whenOf('daily 8:30 UTC', 'us/eastern'))).toBe('daily 08:30 UTC');
    expect(parseWhen('daily 8:30', 'Tokyo')).toEqual({
      fault: { code: 'unknownZoneNear', args: { zone: 'Tokyo', near: 'Asia/Tokyo' } },
    });
    expect(parseWhen('on arrival', 'Tokyo')).toEqual({ when: { kind: 'arrival' } });
  });

  it('repeats no more of what somebody wrote than fits a sentence', () => {
    const parsed = parseWhen('daily '.repeat(500), 'UTC');
    expect('fault' in parsed && faultText(parsed.fault, 'en').length).toBeLessThan(150);
  });
});

const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((numbers) => numbers.map((one) => String(one).padStart(2, '0')).join(':'));
const anyZone = fc.constantFrom('Asia/Tokyo', 'UTC', 'America/New_York', 'Etc/GMT+9');
const anyTimed = fc.record({
  kind: fc.constant('timed' as const),
  days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  times: fc.uniqueArray(anyTime, { minLength: 1, maxLength: 4 }).map((times) => times.toSorted()),
  zone: anyZone,
});

describe('the text of a `when`', () => {
  it('is read as the same, whatever the days and times', () => {
    fc.assert(
      fc.property(anyTimed, (when) => {
        expect(parseWhen(whenText(when))).toEqual({ when });
      }),
    );
  });

  it('is read as the same, whatever the pattern', () => {
    fc.assert(
      fc.property(anyCron, anyZone, ({ text }, zone) => {
        const parsed = parseWhen(`${text} ${zone}`);
        if ('fault' in parsed) expect(parsed.fault.code).toBe('never');
        else expect(parseWhen(whenText(parsed.when))).toEqual(parsed);
      }),
    );
  });

  it('is the same for patterns that are spelt otherwise', () => {
    const texts = ['0 8 1-3 jan-mar *', '00 08 3,2,1 1,2,3 ?', '0 8 1,1-2,3 JAN,2-3 0-7'];
    expect(texts.map((text) => whenText(whenOf(text, 'UTC')))).toEqual(
      texts.map(() => '0 8 1-3 1-3 * UTC'),
    );
  });

  it('may also be what people are told: that can be typed again, in each language', () => {
    fc.assert(
      fc.property(anyTimed, fc.constantFrom(...languageCodes), (when, code) => {
        expect(parseWhen(whenWords(when, code))).toEqual({ when });
      }),
    );
    const often = ['every minute', 'every 20 minutes', 'hourly at :05', 'every 8 hours'];
    for (const text of [...often, ...often.map((one) => `mon, fri ${one}`), '0 8 1 * 1'])
      for (const code of languageCodes) {
        const when = whenOf(text, 'UTC');
        expect(parseWhen(whenWords(when, code)), text).toEqual({ when });
      }
  });
});

describe('words in any order', () => {
  const pieces =
    'daily weekdays monday fri to - 8:30 9am 25:00 noon hourly every 10 minutes * */5 1-5 0 ? @daily UTC Tokyo Asia/Tokyo silent on arrival , ( ) 毎日 月 金 から 8時半 午前 10分ごと 通知なし 東京 foo'.split(
      ' ',
    );
  it('are a `when` that is read as the same again, or have a fault with a sentence in each language', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 7 }),
        fc.constantFrom(null, 'UTC'),
        (words, zone) => {
          const parsed = parseWhen(words.join(' '), zone);
          if ('when' in parsed) expect(parseWhen(whenText(parsed.when))).toEqual(parsed);
          else
            for (const code of languageCodes)
              expect(faultText(parsed.fault, code)).toMatch(/[^{}\s].*[.?。]$/su);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a pattern that never comes', () => {
  it('is refused, and no other one', () => {
    fc.assert(
      fc.property(
        fc.subarray([2, 4, 6, 9, 11, 12], { minLength: 1 }),
        fc.subarray([28, 29, 30, 31], { minLength: 1 }),
        (months, days) => {
          // 2028 has a 29th of February.
          const comes = months.some((month) =>
            days.some((day) => new Date(Date.UTC(2028, month - 1, day)).getUTCDate() === day),
          );
          const parsed = parseWhen(`0 8 ${days.join(',')} ${months.join(',')} *`, 'UTC');
          expect('when' in parsed).toBe(comes);
        },
      ),
    );
  });
});
