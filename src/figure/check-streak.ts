import { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { splitSentences } from '../article/sentences.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { subjectOf } from './check-outcome.ts';
import type { ReadingContext } from './context.ts';
import { withSegmentsOf } from './discover.ts';
import type { Figure } from './figure.ts';
import { createLexer, type Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import { yearBefore } from './period.ts';
import { clausesOf } from './walk.ts';

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
