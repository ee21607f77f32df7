import { Big } from 'big.js';
import type { Digest } from '../digest/digest.ts';
import { changeUnitOf } from '../figure/check-change.ts';
import type { Comparison, Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { problemId } from '../language/problem.ts';
import {
  fillBlanks,
  type ChangeWording,
  type ComparisonWording,
  type StandWording,
} from '../language/wording.ts';
import { metricUnit } from '../metrics.ts';
import { changeText, isLoss, resultText, sizeText } from './amount.ts';
import type { FigureRow, Verdict } from './card.ts';
import { computedChangeText, marginDetails } from './computed.ts';
import { comparatorOf, consensusOf, type Consensus } from './consensus.ts';
import { isWholeYear, labelText } from './naming.ts';
import { comparisonStand, type Stand } from './verdict.ts';

/** One figure of a digest as a row: label, value, comparisons in words, and whether something is to be checked. */
export function figureRow(figure: Figure, digest: Digest, lang: LanguageCode): FigureRow {
  const forecasts = consensusOf(figure, digest);
  return {
    label: figureLabel(figure, digest, lang),
    value: resultText(figure, lang, figure.metric),
    details: [
      ...figure.comparisons.flatMap((comparison) =>
        changeDetails(figure, comparison, digest, lang),
      ),
      ...forecasts.flatMap((consensus) => consensusDetails(figure, consensus, lang)),
      ...marginDetails(figure, digest, lang),
      ...(isOpen(figure, digest) ? [languageOf(lang).wording.card.flagged] : []),
    ],
    verdict: forecasts[0]?.verdict ?? null,
    figure: figure.id,
    quote: figure.quote,
  };
}

/** True where a problem concerns the figure that nobody has looked at. */
function isOpen(figure: Figure, digest: Digest): boolean {
  const accepted = digest.accepted.map(({ problem }) => problem);
  return digest.problems.some(
    (problem) => problem.figures.includes(figure.id) && !accepted.includes(problemId(problem)),
  );
}

/** A figure's label; its basis where it is no result, its period where that is not the digest's. */
export function figureLabel(figure: Figure, digest: Digest, lang: LanguageCode): string {
  const { basis } = languageOf(lang).wording;
  const besides = figure.basis === 'actual' ? [] : [basis[figure.basis]];
  const loss = isLoss(figure, lang, figure.metric);
  return labelText(figure, digest.company, lang, loss, digest.period, besides);
}

/** Changes against the year, the quarter or the guidance before, as stated. */
function changeDetails(
  figure: Figure,
  comparison: Comparison,
  digest: Digest,
  lang: LanguageCode,
): string[] {
  const words = languageOf(lang).wording.comparison;
  if (comparison.kind === 'consensus') return [];
  if (comparison.kind === 'prior_guidance') return priorDetails(figure, comparison, lang);
  // A figure that is itself the change: AWS's sales, +37%.
  if (isItsOwnChange(figure, comparison)) return [];
  const yearly = isWholeYear(figure.period) ? words.yearly : words.yoy;
  const change = statedChangeText(figure, comparison, digest, lang);
  return changed(comparison.kind === 'qoq' ? words.qoq : yearly, figure, comparison, change, lang);
}

/** The change as the source states it, in per cent or points; null where it states none. */
export function statedChangeText(
  figure: Figure,
  comparison: Comparison,
  { sources }: Pick<Digest, 'sources'>,
  lang: LanguageCode,
): string | null {
  const { changePct, changeStep } = comparison;
  if (changePct === null) return null;
  const language = sources.find(({ id }) => id === figure.source)?.language ?? null;
  const unit = changeUnitOf(figure, comparison, language);
  return changeText(changePct, lang, { unit, step: changeStep });
}

function isItsOwnChange(figure: Figure, { changePct, value }: Comparison): boolean {
  const isChange = figure.unit === 'percent' && metricUnit(figure.metric) !== 'percent';
  return isChange && value === null && changePct !== null && new Big(changePct).eq(figure.value);
}

/** Against the company's own forecast; where the bounds leave it open, the forecast alone. */
function priorDetails(figure: Figure, comparison: Comparison, lang: LanguageCode): string[] {
  const { wording } = languageOf(lang);
  const { changePct } = comparison;
  const stand = comparisonStand(figure, comparison);
  const value = comparatorText(figure, comparison, lang);
  const label = wording.basis[figure.basis === 'actual' ? 'guidance' : 'prior_guidance'];
  const open = value === null ? [] : [fillBlanks(wording.row, { label, value })];
  const known =
    stand === null || stand === 'not_comparable'
      ? null
      : priorWords(figure, stand, wording.comparison);
  // "Unchanged" says already that it is 0% off.
  const kept = changePct !== null && stand === 'in_line' && new Big(changePct).eq(0);
  const change = changePct === null || kept ? [] : [changeText(changePct, lang)];
  return [
    ...(known === null ? open : [standText(known, value)]),
    ...change.map((text) => fillBlanks(wording.comparison.priorChange, { change: text })),
  ];
}

function changed(
  words: ChangeWording,
  figure: Figure,
  comparison: Comparison,
  change: string | null,
  lang: LanguageCode,
): string[] {
  const value = comparatorText(figure, comparison, lang);
  if (change === null)
    return value === null
      ? []
      : [fillBlanks(words.value, { value }), ...computedChange(words, figure, comparison, lang)];
  return [
    value === null
      ? fillBlanks(words.change, { change })
      : fillBlanks(words.both, { change, value }),
  ];
}

/** The change that the source leaves to its readers. */
function computedChange(
  words: ChangeWording,
  figure: Figure,
  comparison: Comparison,
  lang: LanguageCode,
): string[] {
  const before = comparatorOf(figure, comparison);
  const change = before === null ? null : computedChangeText(figure, before, lang);
  if (change === null) return [];
  const text = fillBlanks(words.change, { change });
  return [fillBlanks(languageOf(lang).wording.card.computed, { text })];
}

function priorWords(figure: Figure, stand: Stand, words: ComparisonWording): StandWording {
  const guidance = figure.basis !== 'actual';
  if (stand === 'above') return guidance ? words.raised : words.priorAbove;
  if (stand === 'below') return guidance ? words.lowered : words.priorBelow;
  return guidance ? words.kept : words.priorInLine;
}

function consensusDetails(figure: Figure, consensus: Consensus, lang: LanguageCode): string[] {
  const words = languageOf(lang).wording.comparison;
  const { expected, changePct, stand } = consensus;
  // In line is in line: what is left between the two is rounding.
  const surprise =
    expected === null || stand === 'not_comparable' || stand === 'in_line'
      ? null
      : computedChangeText(figure, expected, lang);
  return [
    ...(stand === null ? [] : [consensusText(figure, consensus, stand, lang)]),
    ...(changePct === null
      ? []
      : [fillBlanks(words.consensusChange, { change: changeText(changePct, lang) })]),
    ...(surprise === null || changePct !== null
      ? []
      : [fillBlanks(words.surprise, { change: surprise })]),
  ];
}

function consensusText(
  figure: Figure,
  { expected, verdict }: Consensus,
  stand: Stand,
  lang: LanguageCode,
): string {
  const words = languageOf(lang).wording.comparison;
  if (
    expected !== null &&
    isLoss(figure, lang, figure.metric) &&
    isLoss({ ...figure, value: expected.value }, lang, figure.metric)
  ) {
    const size = sizeText(expected, lang, figure.metric);
    if (verdict === 'beat') return fillBlanks(words.narrowerLoss, { expected: size });
    if (verdict === 'miss') return fillBlanks(words.widerLoss, { expected: size });
  }
  const text = expected === null ? null : resultText(expected, lang, figure.metric);
  if (stand === 'not_comparable') return fillBlanks(words.notComparable, { expected: text ?? '' });
  return standText(consensusWords(verdict, stand, words), text);
}

/** What a verdict or a stand is called. */
export function consensusWords(
  verdict: Verdict | null,
  stand: Stand,
  words: ComparisonWording,
): StandWording {
  if (verdict === 'beat') return words.beat;
  if (verdict === 'miss') return words.miss;
  if (stand === 'in_line') return words.inLine;
  return stand === 'above' ? words.above : words.below;
}

function standText(words: StandWording, expected: string | null): string {
  return expected === null ? words.bare : fillBlanks(words.against, { expected });
}

function comparatorText(figure: Figure, comparison: Comparison, lang: LanguageCode): string | null {
  const comparator = comparatorOf(figure, comparison);
  return comparator === null ? null : resultText(comparator, lang, figure.metric);
}
