import { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { splitSentences } from '../article/sentences.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Problem, ProblemArg, ProblemCode } from '../language/problem.ts';
import {
  type Derived,
  differenceInterval,
  growth,
  growthInterval,
  intervalOf,
  overlap,
  total,
} from './arithmetic.ts';
import type { ReadingContext } from './context.ts';
import { withSegmentsOf } from './discover.ts';
import type { Comparison, Figure } from './figure.ts';
import { createLexer, type Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import { yearBefore } from './period.ts';
import { clausesOf } from './walk.ts';

/** One thing that was computed again: what the text states, what comes out, and whether they agree. */
export interface Check {
  readonly kind: 'growth' | 'surprise' | 'total';
  /** Ids of the figures concerned, the one that is checked first. */
  readonly figures: readonly string[];
  readonly computed: Derived;
  /** The stated decimal it was held against; null where the text states none (a surprise). */
  readonly stated: string | null;
  readonly agrees: boolean;
}

/** Every check that the figures of one article allow, and a Problem for each that does not hold. */
export function checkFigures(figures: readonly Figure[]): { checks: Check[]; problems: Problem[] } {
  const found = [
    ...figures.flatMap((figure) =>
      figure.comparisons.map((comparison) => checkComparison(figure, comparison)),
    ),
    ...totalsOf(figures),
  ].filter((each) => each !== null);
  return {
    checks: found.map(({ check }) => check),
    problems: found.flatMap((each) => each.problem ?? []),
  };
}

interface Outcome {
  readonly check: Check;
  readonly problem: Problem | null;
}

function checkComparison(figure: Figure, comparison: Comparison): Outcome | null {
  if (comparison.value === null || comparison.step === null) return null;
  const computed = growth(figure.value, comparison.value);
  if (!computed) return null;
  return comparison.kind === 'consensus' || comparison.kind === 'prior_guidance'
    ? checkStanding(figure, comparison, comparison.value, computed)
    : checkGrowth(figure, comparison, comparison.value, comparison.step, computed);
}

/** Stated growth must be one that amounts printed so can have: both roundings count. */
function checkGrowth(
  figure: Figure,
  comparison: Comparison,
  value: string,
  step: string,
  computed: Derived,
): Outcome | null {
  const { changePct, changeStep } = comparison;
  if (changePct === null || changeStep === null) return null;
  const [now, before] = [intervalOf(figure.value, figure.step), intervalOf(value, step)];
  const possible = growthInterval(now, before);
  if (!possible) return null;
  const stated = intervalOf(changePct, changeStep);
  // A margin that went from 30.2% to 35.1% is up 4.9 points, which tables and some texts print as per cent.
  const points = figure.unit === 'percent' && overlap(differenceInterval(now, before), stated);
  const agrees = points || overlap(possible, stated);
  const args = {
    subject: subjectOf(figure),
    stated: percent(changePct),
    computed: percent(new Big(computed.value).round(1).toFixed()),
  };
  return {
    check: { kind: 'growth', figures: [figure.id], computed, stated: changePct, agrees },
    problem: agrees ? null : problem('growth_mismatch', 'high', figure, comparison, args),
  };
}

/** "Above" or "below" the forecast must be what the two amounts say. */
function checkStanding(
  figure: Figure,
  comparison: Comparison,
  value: string,
  computed: Derived,
): Outcome {
  const difference = new Big(figure.value).minus(value);
  const { direction } = comparison;
  const wrong =
    (direction === 'above' && difference.lt(0)) || (direction === 'below' && difference.gt(0));
  const amount = (decimal: string): ProblemArg => ({
    amount: { value: decimal, unit: figure.unit, bound: 'exact' },
  });
  const args = {
    subject: subjectOf(figure),
    actual: amount(figure.value),
    expected: amount(value),
    word: { text: comparison.quote },
  };
  return {
    check: { kind: 'surprise', figures: [figure.id], computed, stated: null, agrees: !wrong },
    problem: wrong ? problem('verdict_mismatch', 'high', figure, comparison, args) : null,
  };
}

/**
 * A total since the start against the periods the text gives. Parts may be missing, so only parts that
 * add up to more than the total contradict it.
 */
function totalsOf(figures: readonly Figure[]): Outcome[] {
  return figures
    .filter((figure) => figure.period === null && figure.basis === 'actual')
    .flatMap((whole) => {
      const parts = disjoint(
        figures.filter((figure) => figure.period !== null && sameThing(figure, whole)),
      );
      if (parts.length < 2) return [];
      const computed = total(
        parts.map(({ value }) => value),
        whole.unit,
      );
      const room = intervalOf(whole.value, whole.step);
      const sum = intervalOf(
        computed.value,
        parts.reduce((step, part) => step.plus(part.step), new Big(0)).toFixed(),
      );
      const agrees = overlap(room, sum);
      const exceeds = !agrees && new Big(computed.value).abs().gt(new Big(whole.value).abs());
      const args = {
        stated: amountOf(whole),
        computed: { amount: { value: computed.value, unit: whole.unit, bound: 'exact' } },
      } as const;
      return [
        {
          check: {
            kind: 'total',
            figures: [whole.id, ...parts.map(({ id }) => id)],
            computed,
            stated: whole.value,
            agrees,
          },
          problem: exceeds
            ? {
                code: 'total_mismatch',
                severity: 'high',
                spans: [whole.quoteSpan],
                figures: [whole.id],
                args,
              }
            : null,
        } satisfies Outcome,
      ];
    });
}

function sameThing(a: Figure, b: Figure): boolean {
  return (
    a.metric === b.metric &&
    a.segment === b.segment &&
    a.basis === b.basis &&
    a.accounting === b.accounting &&
    a.unit === b.unit
  );
}

/** Whole years and the quarters of other years: periods that do not count anything twice. */
function disjoint(figures: readonly Figure[]): Figure[] {
  const years = new Set(
    figures
      .filter(({ period }) => period?.endsWith('-fy'))
      .map(({ period }) => period?.slice(0, -3)),
  );
  return figures.filter(({ period }) => {
    const [year, part] = [
      period?.slice(0, period.lastIndexOf('-')),
      period?.slice(period.lastIndexOf('-') + 1),
    ];
    return part === 'fy' || (part?.startsWith('q') && !years.has(year));
  });
}

/** "Two years of losses" against a year-ago profit that stands in the same text. */
export function checkStreaks(
  text: string,
  language: LanguageCode,
  context: ReadingContext,
  figures: readonly Figure[],
): Problem[] {
  const income = figures.find(
    (figure) => figure.metric === 'net_income' && figure.segment === null && figure.headline,
  );
  const before = income?.comparisons.find(
    ({ kind, value }) => kind === 'yoy' && value !== null,
  )?.value;
  if (!income?.period || !before || new Big(before).lte(0)) return [];
  // Few sentences speak of a streak, and only theirs need to be looked at closely.
  const sentences = splitSentences(text, language).filter(
    (sentence) => fold(sentence.text).search(streakWords(languageOf(language).reading)) >= 0,
  );
  if (sentences.length === 0) return [];
  const { lexAll } = createLexer(language, withSegmentsOf(text, language, context));
  const tokens = lexAll(sentences.map((sentence) => sentence.text));
  const claims = sentences.flatMap(({ start }, at) => companyLossStreak(tokens[at] ?? [], start));
  if (claims.length === 0) return [];
  const first = claims[0];
  return [
    {
      code: 'streak_mismatch',
      severity: 'medium',
      spans: claims,
      figures: [income.id],
      args: {
        word: { text: first ? text.slice(first.start, first.end) : '' },
        subject: subjectOf(income),
        period: { period: yearBefore(income.period) ?? income.period },
        actual: { amount: { value: before, unit: income.unit, bound: 'exact' } },
      },
    },
  ];
}

const streakWords = perReading(({ cues }) => new RegExp(cues.streak.join('|'), 'iu'));

/** The span of 「2年連続で赤字」 said of the company itself: no segment in its clause, no amount between. */
function companyLossStreak(
  tokens: readonly Token[],
  offset: number,
): { start: number; end: number }[] {
  return clausesOf(tokens).flatMap((clause) => {
    if (clause.some((token) => token.kind === 'segment')) return [];
    return clause.flatMap((token, index) => {
      const next = clause[index + 1];
      const isStreak = token.kind === 'cue' && token.cue === 'streak';
      const isLoss = next?.kind === 'cue' && next.cue === 'loss' && next.start - token.end <= 4;
      return isStreak && isLoss ? [{ start: offset + token.start, end: offset + next.end }] : [];
    });
  });
}

function subjectOf(figure: Figure): ProblemArg {
  return { metric: figure.metric, segment: figure.segment };
}

function amountOf({ value, unit, bound }: Figure): ProblemArg {
  return { amount: { value, unit, bound } };
}

function percent(value: string): ProblemArg {
  return { amount: { value, unit: 'percent', bound: 'exact' } };
}

function problem(
  code: ProblemCode,
  severity: Problem['severity'],
  figure: Figure,
  comparison: Comparison,
  args: Problem['args'],
): Problem {
  return { code, severity, spans: [comparison.span, figure.quoteSpan], figures: [figure.id], args };
}
