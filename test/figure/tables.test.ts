import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFigures } from '../../src/figure/read.ts';
import { languageCodes } from '../../src/language/index.ts';

/** A figure as one line: its id, value and unit, then kind, comparator and change of each comparison. */
const Spec = z.object({
  company: z.string(),
  tables: z.array(
    z.object({
      name: z.string(),
      others: z.array(z.string()).default([]),
      lines: z.array(z.string()),
      figures: z.array(z.string()),
    }),
  ),
});

const files = languageCodes.flatMap((language) =>
  ['tables', 'tables-more'].map((name) => ({ name, language })),
);

describe.each(files)('$name and lists in $language', ({ name, language }) => {
  const { company, tables } = Spec.parse(
    JSON.parse(readFileSync(`test/figure/specs/${name}.${language}.json`, 'utf8')),
  );

  it.each(tables)('$name', ({ lines, others, figures }) => {
    const context = {
      company: { slug: 'alpha', names: [company] },
      segments: [],
      period: null,
      others,
    };
    const text = lines.join('\n');
    const read = readFigures(text, language, context).figures;
    const found = read.map(({ id, value, unit, comparisons }) =>
      [
        `${id} ${value} ${unit}`,
        ...comparisons.map(
          ({ kind, value: other, changePct }) => `${kind} ${other ?? '-'} ${changePct ?? '-'}`,
        ),
      ].join(' | '),
    );
    expect(found).toEqual(figures);
    for (const { quote, quoteSpan } of read)
      expect(text.slice(quoteSpan.start, quoteSpan.end)).toBe(quote);
  });
});
