import { Big } from 'big.js';
import { resultText } from '../card/amount.ts';
import type { Evidence } from '../card/card.ts';
import { problemText } from '../card/problem-text.ts';
import { comparisonStand, isJudged, standOf, verdictOf, type Stand } from '../card/verdict.ts';
import type { Digest } from '../digest/digest.ts';
import { growth } from '../figure/arithmetic.ts';
import type { Comparison, ComparisonKind, Figure } from '../figure/figure.ts';
import type { PhraseId } from '../language/asking.ts';
import type { LanguageCode } from '../language/index.ts';
import { metricUnit } from '../metrics.ts';
import { companyOf, figureLabel, figurePeriod, figureValue, phrase, type Piece } from './phrase.ts';
import type { Question } from './question.ts';

/** The fact a figure states with what the question asks about it; null where the digest does not say that. */
export function figurePiece(figure: Figure, digest: Digest, question: Question): Piece | null {
  const details = tellingsOf(figure, question).map((detail) => detail(figure, question));
  if (details.length > 0 && details.every((detail) => detail === null)) return null;
  const told = details.flatMap((detail) => detail ?? []);
  const premise = deniedPremise(figure, digest, question);
  const { lang } = question;
  const put = premise === null ? [] : (growthDetail(figure, question) ?? []);
  const claim = deniesClaim(figure, question) ? [phrase(lang, 'other_number')] : [];
  const stated = [
    ...claim,
    ...(premise === null ? [] : [premise]),
    valueText(figure, digest, lang),
    ...unique([...put, ...told].map(({ text }) => text)),
  ];
  return {
    text: [...stated, ...notes(figure, digest, lang)].join(phrase(lang, 'sentence_gap')),
    evidence: evidenceOf(
      figure,
      told.flatMap(({ comparison }) => comparison),
      digest,
    ),
    figures: [`${digest.id}#${figure.id}`],
  };
}

interface Detail {
  readonly text: string;
  readonly comparison: Comparison;
}
type Telling = (figure: Figure, question: Question) => readonly Detail[] | null;

function tellingsOf({ metric, value }: Figure, { aspects }: Question): Telling[] {
  // Subscribers lost are a change themselves.
  if (metricUnit(metric) === 'count' && value.startsWith('-')) return [];
  const tellings: Telling[] = [];
  if (aspects.has('beat') || aspects.has('consensus')) tellings.push(expectationDetail);
  if (aspects.has('qoq')) tellings.push(quarterDetail);
  if (aspects.has('year_ago')) tellings.push(yearAgoDetail);
  const moved = aspects.has('growth') || aspects.has('fell') || aspects.has('rose');
  if (moved && !aspects.has('beat') && !aspects.has('qoq')) tellings.push(growthDetail);
  return tellings;
}

function valueText(figure: Figure, digest: Digest, lang: LanguageCode): string {
  const blanks = {
    company: companyOf(digest, lang),
    what: figureLabel(figure, digest, lang),
    period: figurePeriod(figure, digest, lang),
    value: figureValue(figure, digest, lang),
  };
  if (figure.basis === 'guidance') return phrase(lang, 'company_expects', blanks);
  return phrase(lang, figure.period === null ? 'value_undated' : 'value', blanks);
}

function comparisonsOf(figure: Figure, kind: ComparisonKind): readonly Comparison[] {
  return figure.comparisons.filter((comparison) => comparison.kind === kind);
}

function comparatorText(value: string, figure: Figure, lang: LanguageCode): string {
  return resultText({ ...figure, value, bound: 'exact' }, lang, figure.metric);
}

function yearAgoDetail(figure: Figure, { lang }: Question): readonly Detail[] | null {
  const known = comparisonsOf(figure, 'yoy').filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  return known.map((comparison) => ({
    comparison,
    text: phrase(lang, 'year_ago', { value: comparatorText(comparison.value ?? '', figure, lang) }),
  }));
}

function growthDetail(figure: Figure, question: Question): readonly Detail[] | null {
  const year = changeDetails(figure, question.lang, 'yoy', [
    'growth_up',
    'growth_down',
    'growth_flat',
    'year_ago',
  ]);
  return year ?? quarterDetail(figure, question);
}

function quarterDetail(figure: Figure, { lang }: Question): readonly Detail[] | null {
  return changeDetails(figure, lang, 'qoq', ['qoq_up', 'qoq_down', 'qoq_flat', 'quarter_ago']);
}

type ChangePhrases = readonly [up: PhraseId, down: PhraseId, flat: PhraseId, before: PhraseId];

function changeDetails(
  figure: Figure,
  lang: LanguageCode,
  kind: ComparisonKind,
  phrases: ChangePhrases,
): readonly Detail[] | null {
  const known = comparisonsOf(figure, kind).filter(
    ({ value, changePct }) => value !== null || changePct !== null,
  );
  if (known.length === 0) return null;
  const stated = known.some(({ changePct }) => changePct !== null);
  return known.map((comparison) => ({
    comparison,
    text: changeText(figure, comparison, lang, phrases, stated),
  }));
}

function changeText(
  figure: Figure,
  comparison: Comparison,
  lang: LanguageCode,
  [up, down, flat, before]: ChangePhrases,
  stated: boolean,
): string {
  const { changePct, value } = comparison;
  const texts: string[] = [];
  if (changePct !== null) {
    const change = new Big(changePct);
    texts.push(
      phrase(lang, change.eq(0) ? flat : change.gt(0) ? up : down, {
        change: changePct.replace(/^[-+]/, ''),
      }),
    );
  }
  if (value !== null)
    texts.push(phrase(lang, before, { value: comparatorText(value, figure, lang) }));
  if (value !== null && !stated) texts.push(...computedGrowth(figure, value, lang));
  return texts.join(phrase(lang, 'sentence_gap'));
}

/** Our own arithmetic, marked so; of two losses it is the loss that grew. */
function computedGrowth(figure: Figure, value: string, lang: LanguageCode): string[] {
  const derived = growth(figure.value, value);
  const [now, before] = [new Big(figure.value), new Big(value)];
  if (figure.bound !== 'exact' || derived === null || now.lt(0) !== before.lt(0)) return [];
  const up = now.abs().gt(before.abs());
  const result: PhraseId = up ? 'computed_up' : 'computed_down';
  const loss: PhraseId = up ? 'computed_loss_up' : 'computed_loss_down';
  const [left, right] = [
    comparatorText(figure.value, figure, lang),
    comparatorText(value, figure, lang),
  ];
  const change = new Big(derived.value).abs().toFixed(1);
  return [phrase(lang, now.lt(0) ? loss : result, { change, left, right })];
}

function expectationDetail(figure: Figure, question: Question): readonly Detail[] | null {
  const { lang } = question;
  const market = comparisonsOf(figure, 'consensus');
  const own = comparisonsOf(figure, 'prior_guidance');
  // "the company's own forecast" asks for the guidance; anything else for what analysts expected, where known.
  const known =
    question.aspects.has('guidance') && !question.aspects.has('consensus') && own.length > 0
      ? own
      : market.length > 0
        ? market
        : own;
  if (known.length === 0) return null;
  return known.map((comparison) => ({
    comparison,
    text: expectationText(figure, comparison, lang),
  }));
}

function expectationText(figure: Figure, comparison: Comparison, lang: LanguageCode): string {
  const stand = comparisonStand(figure, comparison);
  const verdict = stand === null ? null : verdictText(figure, stand);
  const texts = verdict === null ? [] : [phrase(lang, verdict)];
  if (comparison.value !== null) {
    const value = comparatorText(comparison.value, figure, lang);
    texts.push(
      phrase(lang, comparison.kind === 'consensus' ? 'consensus' : 'prior_guidance', { value }),
    );
    texts.push(...differenceText(figure, comparison.value, lang));
  }
  return texts.join(phrase(lang, 'sentence_gap'));
}

function verdictText(figure: Figure, stand: Stand): PhraseId | null {
  const verdict = verdictOf(figure.metric, stand);
  if (verdict !== null) return verdict;
  // Headcount above a forecast is neither good nor bad: it was above.
  if (stand === 'in_line') return 'in_line';
  return isJudged(figure.metric) ? null : stand === 'above' ? 'above' : 'below';
}

function differenceText(figure: Figure, value: string, lang: LanguageCode): string[] {
  const other = { ...figure, value, bound: 'exact' as const, step: null };
  if (figure.bound !== 'exact' || standOf(figure, other) === 'not_comparable') return [];
  const size = new Big(figure.value).minus(value).abs();
  if (size.eq(0)) return [];
  const [left, right] = [
    comparatorText(figure.value, figure, lang),
    comparatorText(value, figure, lang),
  ];
  return [
    phrase(lang, 'difference', {
      value: comparatorText(size.toFixed(), figure, lang),
      left,
      right,
    }),
  ];
}

/** "Why did revenue fall?" of a revenue that rose: the sentence that says so; null where nothing is wrong. */
export function deniedPremise(
  figure: Figure,
  digest: Digest,
  { aspects, lang }: Question,
): string | null {
  const direction = directionOf(figure);
  const what = figureLabel(figure, digest, lang);
  if (aspects.has('fell') && !aspects.has('rose') && direction > 0)
    return phrase(lang, 'not_fallen', { what });
  if (aspects.has('rose') && !aspects.has('fell') && direction < 0)
    return phrase(lang, 'not_risen', { what });
  return null;
}

/** "Was revenue $50 billion?" of a figure that neither is that nor is compared with it. */
function deniesClaim(figure: Figure, { terms }: Question): boolean {
  const sizes = figure.comparisons.flatMap(({ value, changePct }) => [value, changePct]);
  const known = [figure.value, ...sizes].flatMap((value) =>
    value === null ? [] : [new Big(value).abs()],
  );
  const claims = terms
    .filter(({ kind }) => kind === 'claim')
    .map(({ text }) => new Big(text).abs());
  return claims.some((claim) => !known.some((value) => value.eq(claim)));
}

function directionOf(figure: Figure): number {
  const [known] = comparisonsOf(figure, 'yoy');
  // A loss that "grew 20%" is not a result that rose.
  if (known === undefined || figure.value.startsWith('-')) return 0;
  if (known.changePct !== null) return new Big(known.changePct).cmp(0);
  return known.value === null ? 0 : new Big(figure.value).cmp(known.value);
}

function notes(figure: Figure, digest: Digest, lang: LanguageCode): string[] {
  return digest.problems
    .filter(({ figures }) => figures.includes(figure.id))
    .map((problem) =>
      phrase(lang, 'noted', { problem: problemText(problem, digest.company, lang, figure.metric) }),
    );
}

/** The figure's sentence, and those of its comparisons that stand elsewhere. */
function evidenceOf(
  figure: Figure,
  comparisons: readonly Comparison[],
  digest: Digest,
): Evidence[] {
  const place = { digest: digest.id, source: figure.source };
  const { start, end } = figure.quoteSpan;
  const elsewhere = comparisons.filter(({ span }) => span.start < start || span.end > end);
  return [
    { quote: figure.quote, start, end, ...place },
    ...elsewhere.map(({ quote, span }) => ({ quote, start: span.start, end: span.end, ...place })),
  ];
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
