import type { LanguageCode } from '../language/index.ts';
import type { Problem, ProblemArg } from '../language/problem.ts';
import type { Derived } from './arithmetic.ts';
import type { Figure } from './figure.ts';

/** One thing that was computed again: what the text states, what comes out, and whether they agree. */
export interface Check {
  readonly kind: 'growth' | 'points' | 'surprise' | 'total' | 'margin';
  /** Ids of the figures concerned, the one that is checked first. */
  readonly figures: readonly string[];
  readonly computed: Derived;
  /** The stated decimal it was held against; null where the text states none (a surprise). */
  readonly stated: string | null;
  readonly agrees: boolean;
}

/** A check and what is wrong where it does not hold. */
export interface Outcome {
  readonly check: Check;
  readonly problem: Problem | null;
}

/** A text that figures were read from, by the id they know it by. */
export interface CheckedSource {
  readonly id: string;
  readonly language: LanguageCode;
}

/** What a figure is of. */
export function subjectOf(figure: Figure): ProblemArg {
  return { metric: figure.metric, segment: figure.segment };
}

/** What a figure comes to. */
export function amountOf({ value, unit, bound }: Figure): ProblemArg {
  return { amount: { value, unit, bound } };
}

/** A decimal as an amount of its own, as it was computed or stated. */
export function exactly(value: string, unit: Figure['unit']): ProblemArg {
  return { amount: { value, unit, bound: 'exact' } };
}

/** True where two figures are of the same business and time, and claim the same kind of thing. */
export function sameScope(a: Figure, b: Figure): boolean {
  return (
    a.company === b.company &&
    a.segment === b.segment &&
    a.period === b.period &&
    a.basis === b.basis
  );
}
