import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFigures } from '../../src/figure/read.ts';
import { languageCodes } from '../../src/language/index.ts';

const Comparison = z.tuple([z.string(), z.string().nullable(), z.string().nullable()]);
const Spec = z.object({
  company: z.string(),
  sentences: z.array(
    z.object({
      text: z.string(),
      figures: z.array(
        z.object({
          id: z.string(),
          value: z.string(),
          unit: z.string(),
          comparisons: z.array(Comparison).default([]),
        }),
      ),
    }),
  ),
});

/** What news says plainly, its turns of phrase, and what each rule of a language reads or leaves out. */
const files = ['news', 'news-turns', 'everyday'].flatMap((file) =>
  languageCodes.map((language) => [file, language] as const),
);

describe.each(files)('sentences of earnings %s in %s', (file, language) => {
  const spec = Spec.parse(
    JSON.parse(readFileSync(`test/figure/specs/${file}.${language}.json`, 'utf8')),
  );
  const context = {
    company: { slug: 'alpha', names: [spec.company] },
    segments: [],
    period: '2023-q2',
  };

  it.each(spec.sentences)('$text', ({ text, figures }) => {
    const read = readFigures(text, language, context).figures;
    const found = read.map(({ id, value, unit, comparisons }) => ({
      id,
      value,
      unit,
      comparisons: comparisons.map(({ kind, value: other, changePct }) => [kind, other, changePct]),
    }));
    expect(found).toEqual(figures);
  });
});
