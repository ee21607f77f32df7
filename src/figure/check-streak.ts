import { Big } from 'big.js';
import type { Span } from '../article/article.ts';
import type { Problem } from '../language/problem.ts';
import { subjectOf } from './check-outcome.ts';
import type { Figure } from './figure.ts';
import type { Token } from './lexer.ts';
import { yearBefore } from './period.ts';
import type { Line } from './table-lines.ts';
import { clausesOf } from './walk.ts';

/** "Two years of losses" against a year-ago profit that stands in the same text, of which the lines are. */
export function checkStreaks(
  text: string,
  lines: readonly Line[],
  figures: readonly Figure[],
): Problem[] {
  const income = figures.find(
    (figure) => figure.metric === 'net_income' && figure.segment === null && figure.headline,
  );
  const before = income?.comparisons.find(
    ({ kind, value }) => kind === 'yoy' && value !== null,
  )?.value;
  if (!income?.period || !before || new Big(before).lte(0)) return [];
  const claims = lines.flatMap(({ tokens }) => companyLossStreak(tokens));
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

/** The span of 「2年連続で赤字」 said of the company itself: no segment in its clause, no amount between. */
function companyLossStreak(tokens: readonly Token[]): Span[] {
  return clausesOf(tokens).flatMap((clause) => {
    if (clause.some((token) => token.kind === 'segment')) return [];
    return clause.flatMap((token, index) => {
      const next = clause[index + 1];
      const isStreak = token.kind === 'cue' && token.cue === 'streak';
      const isLoss = next?.kind === 'cue' && next.cue === 'loss' && next.start - token.end <= 4;
      return isStreak && isLoss ? [{ start: token.start, end: next.end }] : [];
    });
  });
}
