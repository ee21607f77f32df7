import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readQuantities } from '../../src/figure/quantity.ts';
import { languageCodes } from '../../src/language/index.ts';

/** What is read is said in one line: its text, value, unit, bound and end of a range, and its step. */
const Group = z.object({
  what: z.string(),
  reads: z.record(z.string(), z.array(z.string())),
  nothing: z.array(z.string()),
});

describe.each(languageCodes)('quantities of %s', (language) => {
  const spec = readFileSync(`test/figure/specs/quantities.${language}.json`, 'utf8');

  describe.each(z.array(Group).parse(JSON.parse(spec)))('$what', ({ reads, nothing }) => {
    it.each(Object.entries(reads))('%s', (text, read) => {
      const found = readQuantities(text, language);
      const lines = found.map(({ text: own, value, unit, bound, range, step }) =>
        [`${own} = ${value} ${unit}`, bound === 'exact' ? null : bound, range]
          .filter((part) => part)
          .join(' ')
          .concat(`, step ${step}`),
      );
      expect(lines).toEqual(read);
      for (const { start, end, text: own } of found) expect(text.slice(start, end)).toBe(own);
    });

    it.each(nothing)('nothing: %s', (text) => {
      expect(readQuantities(text, language).filter(({ bare }) => !bare)).toEqual([]);
    });
  });
});
