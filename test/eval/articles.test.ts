import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { AnnotatedArticle } from '../../src/eval/schema.ts';
import {
  faults as faultKinds,
  measures,
  type FaultKind,
  type Measure,
  type Score,
} from '../../src/eval/score.ts';

const folder = join(import.meta.dirname, 'articles');

/** Shares of what there is to find that the reader does not fall below, and faults it does not go beyond. */
const floors: readonly (readonly [
  language: string,
  shares: Readonly<Partial<Record<Measure, number>>>,
  faults: Readonly<Record<FaultKind, number>>,
])[] = [
  [
    'ja',
    { values: 0.95, named: 0.82, period: 0.93, comparisons: 0.92, risks: 0.83, outlook: 0.87 },
    { traps: 8, invented: 1, quotes: 0 },
  ],
  [
    'en',
    { values: 0.98, named: 0.73, period: 0.91, comparisons: 0.79, risks: 0.75, outlook: 0.8 },
    { traps: 19, invented: 28, quotes: 0 },
  ],
];

describe.each(floors)('annotated articles in %s', (language, shares, faults) => {
  let total: Score;
  beforeAll(async () => {
    ({ total } = await evaluate(join(folder, language), (_path, text) =>
      AnnotatedArticle.parse(JSON.parse(text)),
    ));
  }, 60_000);

  it.each(measures.filter((measure) => shares[measure] !== undefined))(
    'has %s found as before',
    (measure) => {
      const { hit, of } = total.ratios[measure];
      expect(of).toBeGreaterThan(0);
      expect(hit / of).toBeGreaterThanOrEqual(shares[measure] ?? 1);
    },
  );

  it.each(faultKinds)('has no more %s than before', (fault) => {
    expect(total.faults[fault]).toBeLessThanOrEqual(faults[fault]);
  });
});
