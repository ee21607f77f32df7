import { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { amountOf, sameScope } from './check-outcome.ts';
import type { Figure } from './figure.ts';
import { cuePatterns } from './lexer.ts';
import { patternOf } from './per-reading.ts';

/**
 * Earnings per share against net income. How many shares there are is hardly ever told, so only the signs can
 * contradict each other, and only where both are surely of the same result: of one sentence, or of one named
 * accounting. What is left for common shares, or of continuing operations, may be a loss where the whole is none.
 */
export function checkShares(
  figures: readonly Figure[],
  languageIn: (figure: Figure) => LanguageCode | null,
): Problem[] {
  const incomes = figures.filter((figure) => figure.metric === 'net_income' && isAmount(figure));
  return figures
    .filter((figure) => figure.metric === 'eps' && isAmount(figure))
    .flatMap((share) => {
      const income = incomes.find(
        (other) =>
          sameScope(other, share) &&
          other.accounting === share.accounting &&
          isOfOneResult(other, share, languageIn(share)) &&
          new Big(other.value).times(share.value).lt(0),
      );
      if (!income || [income, share].some((each) => isOfPart(each, languageIn(each)))) return [];
      return [mismatch(share, income)];
    });
}

function isAmount({ unit, range }: Figure): boolean {
  return unit !== 'percent' && range === null;
}

/** Of two sentences that each say how they count, or of one that does not: what says so of one amount may not of the other. */
function isOfOneResult(a: Figure, b: Figure, language: LanguageCode | null): boolean {
  const isOneSentence = a.source === b.source && a.quoteSpan.start === b.quoteSpan.start;
  return isOneSentence ? language !== null && !saysHowCounted(a, language) : a.accounting !== null;
}

function saysHowCounted({ quote }: Figure, language: LanguageCode): boolean {
  const folded = fold(quote);
  return cuePatterns(languageOf(language).reading).some(
    ([cue, pattern]) => (cue === 'gaap' || cue === 'adjusted') && folded.search(pattern) >= 0,
  );
}

function isOfPart({ quote }: Figure, language: LanguageCode | null): boolean {
  return language === null || partOfResult(languageOf(language).reading).test(fold(quote));
}

const partOfResult = patternOf('partOfResult');

function mismatch(share: Figure, income: Figure): Problem {
  return {
    code: 'per_share_mismatch',
    severity: 'high',
    spans: [share.quoteSpan, income.quoteSpan],
    figures: [share.id, income.id],
    args: {
      subject: { metric: 'eps', segment: share.segment },
      share: {
        amount: { value: share.value, unit: share.unit, bound: share.bound, step: share.step },
      },
      income: amountOf(income),
    },
  };
}
