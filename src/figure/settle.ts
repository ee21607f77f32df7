import { Big } from 'big.js';
import { type Amount, type Currency, currencyOf, type Unit } from '../language/amount.ts';
import type { Problem } from '../language/problem.ts';
import { type Interval, intervalOf, overlap, tenTo } from './arithmetic.ts';
import type { Draft } from './draft.ts';
import { merged } from './earlier.ts';
import type { Figure } from './figure.ts';

/**
 * One figure of all tellings of it: the value told most often, and where that does not decide the first
 * one of the body rather than of the headline. Another value is a problem, not a figure.
 */
export function settle(
  tellings: readonly [Draft, Figure][],
  headlineEnd: number,
  currency: Currency | null,
): { figure: Figure; problems: Problem[] } {
  const counts = countsOf(tellings);
  const times = ([, figure]: readonly [Draft, Figure]) => counts.get(figure) ?? 0;
  const inHeadline = ([, { span }]: readonly [Draft, Figure]) => Number(span.start < headlineEnd);
  // A headline may give 2.5兆円 for what the text tells in dollars.
  const converted = ([, { unit }]: readonly [Draft, Figure]) =>
    Number(currencyOf(unit) !== null && currencyOf(unit) !== currency);
  const late = tellings.toSorted(
    (a, b) =>
      converted(a) - converted(b) ||
      times(b) - times(a) ||
      inHeadline(a) - inHeadline(b) ||
      a[1].span.start - b[1].span.start,
  );
  const chosen = late[0]?.[1];
  const same = tellings.filter(([, figure]) => chosen && sameValue(figure, chosen));
  // 1316億9800万円 of the body says more than 1317億円 of its headline.
  const [first] = same.toSorted(([, a], [, b]) => new Big(a.step).cmp(b.step));
  if (!first || !chosen) throw new Error('a figure without a telling');
  const figure = same.reduce(
    (known, [, again]) => (known === again ? known : merged(known, again)),
    first[1],
  );
  const [draft] = first;
  const others = tellings.filter(([, other]) => !sameValue(other, chosen));
  return {
    figure,
    problems: [
      ...(draft.garbled ? [garbled(figure)] : []),
      ...same.flatMap(([telling]) =>
        telling.problems.map((problem) => ({ ...problem, figures: [figure.id] })),
      ),
      ...others
        .filter(([, other]) => isSlip(figure, other))
        .slice(0, 1)
        .map(([, other]) => duplicate(figure, other)),
    ],
  };
}

/** How many tellings give each figure's value; beyond a few dozen only equal decimals count as one. */
function countsOf(tellings: readonly [Draft, Figure][]): Map<Figure, number> {
  const byValue = [
    ...Map.groupBy(tellings, ([, { value, unit, step }]) => `${value} ${unit} ${step}`).values(),
  ];
  const few = byValue.length <= 40;
  const values = byValue.flatMap(([first, ...again]) =>
    first
      ? [{ ...amountTold(first[1]), times: 1 + again.length, tellings: [first, ...again] }]
      : [],
  );
  return new Map(
    values.flatMap((value) => {
      const others = few ? values.filter((other) => isSameTold(value, other)) : [value];
      const times = others.reduce((sum, other) => sum + other.times, 0);
      return value.tellings.map(([, figure]) => [figure, times] as const);
    }),
  );
}

function garbled(figure: Figure): Problem {
  return {
    code: 'garbled',
    severity: 'low',
    spans: [figure.quoteSpan],
    figures: [figure.id],
    args: {},
  };
}

/** An amount as it was told: equal amounts that were printed to another place are equal here. */
interface Told {
  readonly unit: Unit;
  readonly value: string;
  readonly interval: Interval;
}

function amountTold({ unit, value, step }: Figure): Told {
  return { unit, value, interval: intervalOf(value, step) };
}

/** Two tellings of one amount: $14.0 billion and $14,042 million agree within what is printed. */
function isSameTold(a: Told, b: Told): boolean {
  return a.unit === b.unit && (a.value === b.value || overlap(a.interval, b.interval));
}

function sameValue(a: Figure, b: Figure): boolean {
  if (a.unit !== b.unit || a.value === b.value) return a.unit === b.unit;
  return isSameTold(amountTold(a), amountTold(b));
}

/**
 * Whether two tellings of a figure differ as a slip of the pen does: by a power of ten (110億 against 11億, million
 * against billion) or by the sign alone. Any other difference is more often of two things than of one told wrongly.
 */
function isSlip(a: Figure, b: Figure): boolean {
  if (a.unit !== b.unit || !isSharp(a) || !isSharp(b)) return false;
  const other = sizeOf(b, 0);
  return [...slips, 0].some((power) => overlap(sizeOf(a, power), other));
}

/** Powers of ten that amounts are mistold by: a place or two, and the scale words of both languages. */
const slips = [1, 2, 3, 4, 6].flatMap((power) => [power, -power]);

/** A single digit (1 million) is like many other amounts. */
function isSharp({ value, step }: Figure): boolean {
  return new Big(step).times(10).lte(new Big(value).abs());
}

/** The size of an amount as it was printed, times a power of ten. */
function sizeOf({ value, step }: Figure, power: number): Interval {
  const by = tenTo(power);
  return intervalOf(new Big(value).abs().times(by).toFixed(), new Big(step).times(by).toFixed());
}

function duplicate(first: Figure, second: Figure): Problem {
  return {
    code: 'duplicate_value',
    severity: 'high',
    spans: [first.quoteSpan, second.quoteSpan],
    figures: [first.id],
    args: {
      subject: { metric: first.metric, segment: first.segment },
      first: amountOf(first),
      second: amountOf(second),
    },
  };
}

function amountOf({ value, unit, bound }: Amount): { readonly amount: Amount } {
  return { amount: { value, unit, bound } };
}
