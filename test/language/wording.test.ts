import { describe, expect, it } from 'vitest';
import { languageCodes, languageOf } from '../../src/language/index.ts';
import { fillBlanks } from '../../src/language/wording.ts';

/** Every text of a language's wording and problems with the path to it. */
function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => texts(part, `${path}.${key}`));
}
const wordingOf = (code: (typeof languageCodes)[number]) => {
  const { wording, problems } = languageOf(code);
  return new Map([...texts(wording, 'wording'), ...texts(problems, 'problems')]);
};
const blanksOf = (text: string) =>
  new Set([...text.matchAll(/\{(\w+)(?::mid)?\}/g)].map(([, name]) => name));

describe.each(languageCodes)('the wording of %s', (code) => {
  it('leaves nothing empty', () => {
    for (const [path, text] of wordingOf(code)) expect(text, path).not.toBe('');
  });

  it('has no half-width kana, no full-width letters or digits', () => {
    for (const [path, text] of wordingOf(code))
      expect(text, path).not.toMatch(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF61-\uFF9F]/u);
  });
});

describe('the languages', () => {
  it('say the same: each sentence has the same blanks in each', () => {
    // Which languages name the months, the fiscal year's end or the counted thing is their own affair.
    const free = /^wording\.(period|amount\.(moneyScales|countScales|counted)|lossNames)/;
    const [first, ...others] = languageCodes.map(wordingOf);
    for (const other of others) {
      for (const [path, text] of first!)
        if (!free.test(path)) expect(blanksOf(other.get(path) ?? ''), path).toEqual(blanksOf(text));
    }
  });

  it('agree on which results are called a loss', () => {
    const named = languageCodes.map((code) =>
      Object.keys(languageOf(code).wording.lossNames).toSorted(),
    );
    for (const one of named) expect(one).toEqual(named[0]);
  });
});

describe('fillBlanks', () => {
  it('fills once, and takes no text for a pattern', () => {
    expect(fillBlanks('{a}と{b}', { a: '$&{b}', b: '2' })).toBe('$&{b}と2');
    expect(fillBlanks('{a} {c}', { a: '1' })).toBe('1 {c}');
  });

  it('takes the capital from what stands inside a sentence, but not from an abbreviation', () => {
    const names = ['Users', 'EPS', '利用者数'];
    expect(names.map((name) => fillBlanks('Threads {name:mid}', { name }))).toEqual([
      'Threads users',
      'Threads EPS',
      'Threads 利用者数',
    ]);
    expect(fillBlanks('{c:mid}', {})).toBe('{c:mid}');
  });
});
