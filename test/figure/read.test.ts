import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ReadingContext } from '../../src/figure/context.ts';
import { readQuantities } from '../../src/figure/quantity.ts';
import { readFigures } from '../../src/figure/read.ts';
import { languageCodes } from '../../src/language/index.ts';

const Spec = z.object({
  quantities: z.array(
    z.object({
      text: z.string(),
      read: z.array(
        z.object({
          text: z.string(),
          value: z.string(),
          unit: z.string(),
          step: z.string(),
          bound: z.string().default('exact'),
        }),
      ),
    }),
  ),
  not_quantities: z.array(z.string()),
  figures: z.array(
    z.object({
      why: z.string(),
      text: z.string(),
      read: z.array(z.tuple([z.string(), z.string(), z.string()])),
      comparisons: z.array(
        z.tuple([z.string(), z.string(), z.string().nullable(), z.string().nullable()]),
      ),
    }),
  ),
});

const context: ReadingContext = {
  company: { slug: 'meta', names: ['メタ', 'Meta'] },
  segments: [{ slug: 'labs', names: ['リアリティ・ラボ', 'Reality Labs'] }],
  period: '2023-q2',
};

describe.each(languageCodes)('the grammar of %s', (language) => {
  const spec = Spec.parse(JSON.parse(readFileSync(`test/figure/specs/${language}.json`, 'utf8')));

  it.each(spec.quantities)('reads $text', ({ text, read }) => {
    const found = readQuantities(text, language);
    expect(
      found.map(({ text: own, value, unit, step, bound }) => ({
        text: own,
        value,
        unit,
        step,
        bound,
      })),
    ).toEqual(read);
    for (const { start, end, text: own } of found) expect(text.slice(start, end)).toBe(own);
  });

  it.each(spec.not_quantities)('takes %s for no quantity', (text) => {
    expect(readQuantities(text, language).filter(({ bare }) => !bare)).toEqual([]);
  });

  it.each(spec.figures)('$why', ({ text, read, comparisons }) => {
    const { figures } = readFigures(text, language, context);
    expect(figures.map(({ id, value, unit }) => [id, value, unit])).toEqual(read);
    expect(
      figures.flatMap((figure) =>
        figure.comparisons.map(({ kind, value, changePct }) => [figure.id, kind, value, changePct]),
      ),
    ).toEqual(comparisons);
  });
});

describe('any text', () => {
  it.each([
    ['a long run of digits', '9'.repeat(20_000)],
    ['nested brackets', '('.repeat(20_000)],
    ['many commas', '1,'.repeat(20_000)],
    ['scales without end', '1兆億万千百'.repeat(5_000)],
    ['spaces', ' '.repeat(50_000)],
  ])('is read to its end: %s', (_what, text) => {
    for (const language of languageCodes)
      expect(readFigures(text, language, context).figures).toEqual([]);
  });
});
