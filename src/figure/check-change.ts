import { Big } from 'big.js';
import { splitSentences } from '../article/sentences.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Problem, ProblemCode } from '../language/problem.ts';
import { metricUnit } from '../metrics.ts';
import {
  changeInPoints,
  differenceInterval,
  growth,
  growthInterval,
  type Interval,
  intervalOf,
  overlap,
} from './arithmetic.ts';
import { exactly, type Outcome, subjectOf } from './check-outcome.ts';
import { endsProse } from './draft.ts';
import type { Comparison, Figure, Quantity } from './figure.ts';
import { readQuantities } from './quantity.ts';

/** A comparison that states both amounts, against what it says of them. */
export function checkComparison(
  figure: Figure,
  comparison: Comparison,
  { figures, language }: Pick<Held, 'figures' | 'language'>,
): Outcome | null {
  const { kind, value, step } = comparison;
  if (value === null || step === null) return null;
  const held = { figure, comparison, value, step, figures, language };
  return kind === 'consensus' || kind === 'prior_guidance'
    ? checkStanding(held)
    : checkGrowth(held);
}

/** A figure and the amount that it is compared with, printed to `step`. */
interface Held {
  readonly figure: Figure;
  readonly comparison: Comparison;
  readonly value: string;
  readonly step: string;
  /** All figures of its digest. */
  readonly figures: readonly Figure[];
  readonly language: LanguageCode | null;
}

/** Stated growth must be one that amounts printed so can have: both roundings count. */
function checkGrowth(held: Held): Outcome | null {
  const { figure, comparison, value, step } = held;
  const { changePct, changeStep } = comparison;
  const computed = growth(figure.value, value);
  if (changePct === null || changeStep === null || !computed) return null;
  const [now, before] = [intervalOf(figure.value, figure.step), intervalOf(value, step)];
  const possible = growthInterval(now, before);
  if (!possible) return null;
  const stated = intervalOf(changePct, changeStep);
  const fits = overlap(possible, stated);
  if (figure.unit === 'percent') {
    const inPoints = overlap(differenceInterval(now, before), stated);
    const told = printedAs(comparison.quote, held.language, changePct);
    if (told?.unit === 'points' ? inPoints || fits : inPoints && !fits)
      return checkPoints(held, changePct, { told, inPoints });
  }
  if (!fits && !isToldTogether(held, changePct, possible)) return null;
  const args = {
    subject: subjectOf(figure),
    stated: exactly(changePct, 'percent'),
    computed: exactly(new Big(computed.value).round(1).toFixed(), 'percent'),
  };
  return {
    check: { kind: 'growth', figures: [figure.id], computed, stated: changePct, agrees: fits },
    problem: fits ? null : problem('growth_mismatch', 'high', held, args),
  };
}

/**
 * A margin that went from 30.2% to 35.1% is up 4.9 points. Tables and many texts print that as per cent, so only
 * a sentence that says so of a rate is held to it, and one that calls per cent points.
 */
function checkPoints(
  held: Held,
  stated: string,
  { told, inPoints }: { told: Quantity | null; inPoints: boolean },
): Outcome {
  const { figure, value } = held;
  const computed = changeInPoints(figure.value, value);
  const isMistold = told?.unit === 'points' ? !inPoints : endsProse.test(figure.quote);
  const isWrong = told !== null && isMistold && metricUnit(figure.metric) === 'percent';
  const args = {
    subject: subjectOf(figure),
    stated: { text: told?.text ?? stated },
    before: exactly(value, 'percent'),
    now: exactly(figure.value, 'percent'),
    computed: exactly(computed.value, 'points'),
  };
  return {
    check: { kind: 'points', figures: [figure.id], computed, stated, agrees: !isWrong },
    problem: isWrong ? problem('points_mismatch', 'medium', held, args) : null,
  };
}

/**
 * Whether it is the text that holds a change against both amounts, and not the reader: the change stands in the
 * same words or in the figure's sentence, no change beside it is the one that comes out, and what is compared is
 * of one unit.
 */
function isToldTogether(held: Held, changePct: string, possible: Interval): boolean {
  const { figure, comparison, language } = held;
  const isRateOfAmounts = figure.unit === 'percent' && metricUnit(figure.metric) !== 'percent';
  if (language === null || isRateOfAmounts || isOfAnother(held)) return false;
  // Between a change and an amount that are sentences apart something else is told.
  if (splitSentences(comparison.quote, language).length > 2) return false;
  const rates = [comparison.quote, figure.quote].flatMap((quote) =>
    readQuantities(quote, language).filter(({ unit }) => unit === 'percent' || unit === 'points'),
  );
  const [size, most] = [new Big(changePct).abs(), sizeOf(possible)];
  const isStated = rates.some(({ value }) => new Big(value).abs().eq(size));
  const isOther = rates.some(({ value, step }) => overlap(sizeOf(intervalOf(value, step)), most));
  return isStated && !isOther;
}

/** "Sales there missed the $2.09 billion expected, coming in at $1.99 billion": what a sentence holds against its own figure. */
function isOfAnother({ figure, comparison, figures }: Held): boolean {
  const holdsIt = ({ source, metric, quoteSpan }: Figure) =>
    source === figure.source &&
    metric === figure.metric &&
    quoteSpan.start <= comparison.span.start &&
    comparison.span.end <= quoteSpan.end;
  return !holdsIt(figure) && figures.some(holdsIt);
}

/** The same without signs, for changes that words alone tell the direction of. */
function sizeOf({ low, high }: Interval): Interval {
  const [a, b] = [low.abs(), high.abs()];
  const least = low.lte(0) && high.gte(0) ? new Big(0) : a.lt(b) ? a : b;
  return { low: least, high: a.gt(b) ? a : b };
}

/** How a change is printed: as the one rate of its quote that has its size; null where several do, or none. */
function printedAs(
  quote: string,
  language: LanguageCode | null,
  changePct: string,
): Quantity | null {
  if (language === null) return null;
  const size = new Big(changePct).abs();
  const [told = null, ...more] = readQuantities(quote, language).filter(
    ({ unit, value }) => (unit === 'percent' || unit === 'points') && new Big(value).abs().eq(size),
  );
  return more.length > 0 ? null : told;
}

/**
 * What the stated change of a rate is in: points where its words say so, or where tables that print no unit leave
 * nothing else that fits both rates.
 */
export function changeUnitOf(
  figure: Figure,
  comparison: Comparison,
  language: LanguageCode | null,
): 'percent' | 'points' {
  const { changePct, changeStep, value, step } = comparison;
  if (figure.unit !== 'percent' || changePct === null || changeStep === null) return 'percent';
  const told = printedAs(comparison.quote, language, changePct);
  if (told) return told.unit === 'points' ? 'points' : 'percent';
  if (value === null || step === null) return 'percent';
  const [now, before] = [intervalOf(figure.value, figure.step), intervalOf(value, step)];
  const stated = intervalOf(changePct, changeStep);
  const possible = growthInterval(now, before);
  const fits = possible !== null && overlap(possible, stated);
  return !fits && overlap(differenceInterval(now, before), stated) ? 'points' : 'percent';
}

/** "Above" or "below" the forecast must be what the two amounts say. */
function checkStanding(held: Held): Outcome | null {
  const { figure, comparison, value } = held;
  const computed = growth(figure.value, value);
  if (!computed) return null;
  const difference = new Big(figure.value).minus(value);
  const { direction } = comparison;
  const wrong =
    (direction === 'above' && difference.lt(0)) || (direction === 'below' && difference.gt(0));
  if (wrong && isOfAnother(held)) return null;
  const args = {
    subject: subjectOf(figure),
    actual: exactly(figure.value, figure.unit),
    expected: exactly(value, figure.unit),
    word: { text: comparison.quote },
  };
  return {
    check: { kind: 'surprise', figures: [figure.id], computed, stated: null, agrees: !wrong },
    problem: wrong ? problem('verdict_mismatch', 'high', held, args) : null,
  };
}

function problem(
  code: ProblemCode,
  severity: Problem['severity'],
  { figure, comparison }: Held,
  args: Problem['args'],
): Problem {
  return { code, severity, spans: [comparison.span, figure.quoteSpan], figures: [figure.id], args };
}
