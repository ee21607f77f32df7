import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sieved } from '../../src/figure/sieved.ts';

const finds = (pattern: RegExp, text: string) =>
  Array.from(text.matchAll(pattern), ({ 0: found, index }) => [found, index]);

describe('a pattern of many alternatives', () => {
  it.each([
    ['減|増(?:収|益)', '(?=[減増])'],
    ['(?<!大)幅|(?=増)増|^先', '(?=[幅増先])'],
    ['[+-]\\d|a-b|[^)]*?(?:か|き)', '[+-]\\d|a-b'],
    ['[+-]\\d|a-b', '(?=[+\\-a])'],
    ['(?:約|およそ)?(?:大|小){0,2}円', '(?=[約お大小円])'],
    ['\\p{Lu}|\\.5|(?<year>\\d{4})年', '(?=[\\p{Lu}\\.\\d])'],
  ])('%s is tried at what it may begin with alone', (source, start) => {
    expect(sieved(source, 'giu').source.startsWith(start)).toBe(true);
  });

  it.each(['x*', '(?:a|b?)', '.a|b', '[^a]b', '(?<a>b)?\\k<a>', '\\u{61}b', '(?!)', '[^,(]*|a'])(
    '%s is left as it is, which may begin with anything',
    (source) => {
      expect(sieved(source, 'giu').source).toBe(source);
    },
  );

  it('finds what it finds without', () => {
    const atoms = 'a|B|減|-|\\d|\\s|[ab]|[+-]|[^a]|(?<!a)|(?=b)|\\.|$|(?-i:a)|^|\\b|[-1]|.|\\p{Lu}';
    const atom = fc.constantFrom(...atoms.split('|'), '(?:a|b)', '(?<=a|^)', '(?:|1)');
    const times = fc.constantFrom('', '', '', '?', '*', '+', '{0,2}', '{2}', '??');
    const one = fc
      .tuple(atom, times)
      .map(([each, often]) => (/^(?:\(\?<?[=!]|[$^]|\\b)/.test(each) ? each : each + often));
    const row = fc.array(one, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
    const source = fc.array(row, { minLength: 1, maxLength: 4 }).map((all) => all.join('|'));
    const text = fc
      .array(fc.constantFrom(...'aAbB減-+1. \n'.split('')), { maxLength: 12 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(source, text, (each, said) => {
        expect(finds(sieved(each, 'giu'), said)).toEqual(finds(new RegExp(each, 'giu'), said));
      }),
      { numRuns: 2000 },
    );
  });
});
