import type { LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { checkComparison } from './check-change.ts';
import { checkMargins } from './check-margin.ts';
import type { Check, CheckedSource } from './check-outcome.ts';
import { checkShares } from './check-share.ts';
import { checkSign } from './check-sign.ts';
import { checkTotals } from './check-total.ts';
import type { Figure } from './figure.ts';

/** Every check that the figures of one article allow, and a Problem for each that does not hold. */
export function checkFigures(
  figures: readonly Figure[],
  sources: readonly CheckedSource[],
): { checks: Check[]; problems: Problem[] } {
  const languages = new Map(sources.map(({ id, language }) => [id, language]));
  const languageIn = ({ source }: Figure): LanguageCode | null => languages.get(source) ?? null;
  const outcomes = [
    ...figures.flatMap((figure) =>
      figure.comparisons.map((comparison) =>
        checkComparison(figure, comparison, { figures, language: languageIn(figure) }),
      ),
    ),
    ...checkMargins(figures),
    ...checkTotals(figures),
  ].filter((outcome) => outcome !== null);
  return {
    checks: outcomes.map(({ check }) => check),
    problems: [
      ...outcomes.flatMap(({ problem }) => problem ?? []),
      ...figures.flatMap((figure) => checkSign(figure, languageIn(figure)) ?? []),
      ...checkShares(figures, languageIn),
    ],
  };
}
