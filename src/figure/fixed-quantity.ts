import { matchesOf } from '../article/matches.ts';
import { Big } from 'big.js';
import type { Reading } from '../language/reading.ts';
import { perReading } from './per-reading.ts';
import type { Measured } from './range.ts';
import { boundBefore } from './unit.ts';

/** A fraction in words is rough: a fifth is said of anything from 17.5 to 22.5 per cent. */
const fractionStep = '5';

interface Words {
  /** Null in a language without such words. */
  readonly pattern: RegExp | null;
  readonly before: RegExp;
  readonly after: RegExp;
  readonly unless: RegExp;
}

const latin = '\\p{Script=Latin}';

const wordsOf = perReading(({ multiples, fractions, cues, boundsBefore }): Words => {
  const list = [...Object.keys(multiples), ...Object.keys(fractions.words)];
  const source = list.toSorted((a, b) => b.length - a.length).join('|');
  const changes = [...cues.increase, ...cues.decrease, ...fractions.before].join('|');
  const bounds = Object.keys(boundsBefore).join('|');
  return {
    pattern: list.length === 0 ? null : new RegExp(`(?<!${latin})(?:${source})(?!${latin})`, 'giu'),
    before: new RegExp(`(?<!${latin})(?:${changes})(?: (?:${bounds}))? $`, 'iu'),
    after: new RegExp(`^ (?:${fractions.after.join('|')})(?!${latin})`, 'iu'),
    unless: new RegExp(`^(?:${fractions.unless.join('|')})`, 'iu'),
  };
});

/** Words that are whole amounts: tripled is 3 times, and beside a word of change a fifth is 20 per cent. */
export function findFixed(
  text: string,
  folded: string,
  reading: Reading,
  taken: (at: number) => boolean,
): Measured[] {
  const { pattern } = wordsOf(reading);
  if (!pattern) return [];
  return matchesOf(folded, pattern).flatMap((hit): Measured[] => {
    const start = hit.index;
    const end = start + hit[0].length;
    const word = hit[0].toLowerCase();
    const multiple = reading.multiples[word];
    const value = multiple ?? reading.fractions.words[word];
    if (value === undefined || taken(start)) return [];
    if (multiple === undefined && !isOfChange(folded, start, end, reading)) return [];
    return [
      {
        scale: null,
        hasUnit: true,
        power: 0,
        quantity: {
          text: text.slice(start, end),
          start,
          end,
          value: new Big(value).toFixed(),
          step: multiple === undefined ? fractionStep : '1',
          unit: multiple === undefined ? 'percent' : 'ratio',
          bound: boundBefore(folded, start, reading) ?? 'exact',
          bare: false,
          scaled: false,
        },
      },
    ];
  });
}

/** Down a quarter, by a fifth, a tenth higher; but not down a quarter of a point. */
function isOfChange(folded: string, start: number, end: number, reading: Reading): boolean {
  const { before, after, unless } = wordsOf(reading);
  const next = folded.slice(end, end + 24);
  if (unless.test(next)) return false;
  return before.test(folded.slice(Math.max(0, start - 40), start)) || after.test(next);
}
