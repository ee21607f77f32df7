import { Big } from 'big.js';
import { currencyOf } from '../language/amount.ts';
import { type MetricId, metricUnit } from '../metrics.ts';
import { intervalOf, overlap, total } from './arithmetic.ts';
import { amountOf, exactly, type Outcome } from './check-outcome.ts';
import type { Figure } from './figure.ts';

/** Totals of time against the parts of it that the text gives as well. */
export function checkTotals(figures: readonly Figure[]): Outcome[] {
  const groups = Map.groupBy(
    figures.filter(({ basis, range }) => basis === 'actual' && range === null),
    ({ company, metric, segment, accounting, unit }) =>
      JSON.stringify([company, metric, segment, accounting, unit]),
  );
  return [...groups.values()].flatMap((same) =>
    same.flatMap((whole) =>
      whole.period === null ? sinceTheStart(whole, same) : overItsParts(whole, same),
    ),
  );
}

/**
 * A total since the start against the periods the text gives. Parts may be missing, so only parts that
 * add up to more than the total contradict it.
 */
function sinceTheStart(whole: Figure, same: readonly Figure[]): Outcome[] {
  const parts = disjoint(same.filter(({ period }) => period !== null));
  if (parts.length < 2) return [];
  const outcome = compare(whole, parts);
  const { computed, agrees } = outcome.check;
  const exceeds = !agrees && new Big(computed.value).abs().gt(new Big(whole.value).abs());
  return [{ ...outcome, problem: exceeds ? outcome.problem : null }];
}

/**
 * A year against its halves or its quarters, and any of its longer parts against the shorter ones that make it up.
 * What a business adds to the whole proves nothing: eliminations and overlaps make businesses come to more.
 */
function overItsParts(whole: Figure, same: readonly Figure[]): Outcome[] {
  if (!addsUp(whole)) return [];
  const [year, part] = yearAndPart(whole);
  const inYear = new Map(
    same
      .filter((each) => each.bound === 'exact' && yearAndPart(each)[0] === year)
      .map((each) => [yearAndPart(each)[1], each]),
  );
  return (partitions[part] ?? []).flatMap((names) => {
    const parts = names.flatMap((name) => inYear.get(name) ?? []);
    return parts.length === names.length ? [compare(whole, parts)] : [];
  });
}

/** What periods are made up of, each way in which they can be. */
const partitions: Readonly<Record<string, readonly (readonly string[])[]>> = {
  h1: [['q1', 'q2']],
  h2: [['q3', 'q4']],
  '9m': [
    ['h1', 'q3'],
    ['q1', 'q2', 'q3'],
  ],
  fy: [
    ['h1', 'h2'],
    ['9m', 'q4'],
    ['h1', 'q3', 'q4'],
    ['q1', 'q2', 'q3', 'q4'],
  ],
};

/** Money that comes or goes in the course of a period, and is counted once. */
function addsUp({ metric, unit, bound }: Figure): boolean {
  const isMoney = metricUnit(metric) === 'money' && currencyOf(unit) !== null;
  return isMoney && bound === 'exact' && !notOfTime.has(metric);
}

/** Amounts of a day, or of each user. */
const notOfTime: ReadonlySet<MetricId> = new Set(['cash', 'backlog', 'arpu']);

function compare(whole: Figure, parts: readonly Figure[]): Outcome {
  const computed = total(
    parts.map(({ value }) => value),
    whole.unit,
  );
  const step = parts.reduce((sum, part) => sum.plus(part.step), new Big(0)).toFixed();
  const agrees = overlap(intervalOf(whole.value, whole.step), intervalOf(computed.value, step));
  return {
    check: {
      kind: 'total',
      figures: [whole.id, ...parts.map(({ id }) => id)],
      computed,
      stated: whole.value,
      agrees,
    },
    problem: agrees
      ? null
      : {
          code: 'total_mismatch',
          severity: 'high',
          spans: [whole.quoteSpan],
          figures: [whole.id],
          args: { stated: amountOf(whole), computed: exactly(computed.value, whole.unit) },
        },
  };
}

/** Whole years and the quarters of other years: periods that do not count anything twice. */
function disjoint(figures: readonly Figure[]): Figure[] {
  const years = new Set(
    figures.filter((each) => yearAndPart(each)[1] === 'fy').map((each) => yearAndPart(each)[0]),
  );
  return figures.filter((each) => {
    const [year, part] = yearAndPart(each);
    return part === 'fy' || (part.startsWith('q') && !years.has(year));
  });
}

/** `fy2026-q1` as [`fy2026`, `q1`]. */
function yearAndPart({ period }: Figure): [year: string, part: string] {
  const at = period?.lastIndexOf('-') ?? -1;
  return [period?.slice(0, Math.max(at, 0)) ?? '', period?.slice(at + 1) ?? ''];
}
