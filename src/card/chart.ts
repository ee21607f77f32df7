import type { Digest } from '../digest/digest.ts';
import { periodEnd, periodLength } from '../digest/period.ts';
import { validOf } from '../digest/withdrawn.ts';
import type { Comparison, Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks, type ChartWording } from '../language/wording.ts';
import { resultText } from './amount.ts';
import type { Bar, BarRole, Block, Chart, Panel } from './card.ts';
import { comparatorOf, consensusOf } from './consensus.ts';
import { headlineFigures } from './figure-groups.ts';
import { consensusWords, figureLabel, statedChangeText } from './figure-row.ts';
import { isWholeYear, periodText, sourceText } from './naming.ts';
import { type Measured, standOf } from './verdict.ts';

/** A chart of many panels is too small to read where chats shrink it; a trend comes on top of these. */
export const mostPanels = 3;

/** A trend goes over two years of quarters. */
const mostPeriods = 8;

/**
 * The chart of a digest's headline figures: each against its consensus and the period before, and over the periods
 * of `history` (other digests of the company). Null where nothing can be held against anything.
 */
export function digestChart(
  digest: Digest,
  history: readonly Digest[],
  title: string,
  lang: LanguageCode,
): Chart | null {
  const figures = headlineFigures(digest).filter(({ range }) => range === null);
  const against = figures.flatMap((figure) => againstPanel(figure, digest, lang));
  const [trend] = figures
    .map((figure) => ({ figure, points: pointsOf(figure, digest, history) }))
    .filter(({ points }) => points.length > 1);
  const panels = [
    ...oneEach(against).slice(0, mostPanels),
    ...(trend ? [trendPanel(trend.figure, trend.points, digest, lang)] : []),
  ];
  const drawn = new Set([digest, ...(trend?.points ?? []).map((point) => point.digest)]);
  return chartOf(
    title,
    panels.map(({ panel }) => panel),
    [...drawn],
    lang,
  );
}

/** A panel with the figure that it is of. */
interface FigurePanel {
  readonly figure: Figure;
  readonly panel: Panel;
}

/** One panel a metric: of GAAP and adjusted twins the one that a forecast stands beside. */
function oneEach(panels: readonly FigurePanel[]): FigurePanel[] {
  const isForecast = ({ panel }: FigurePanel) =>
    panel.bars.some(({ role }) => role === 'consensus');
  const groups = Map.groupBy(panels, ({ figure }) => `${figure.metric}/${figure.segment ?? ''}`);
  return [...groups.values()].flatMap((twins) => twins.find(isForecast) ?? twins.slice(0, 1));
}

/** A chart of these panels, with the sources of their digests; null for none. */
export function chartOf(
  title: string,
  panels: readonly Panel[],
  digests: readonly Digest[],
  lang: LanguageCode,
): Chart | null {
  const sources = digests.flatMap((digest) =>
    digest.sources.map((source) => sourceText(source, lang)),
  );
  return panels.length === 0 ? null : { title, panels, sources: [...new Set(sources)] };
}

/** The chart as a block of a card; none where there is no chart. */
export function pictureBlocks(chart: Chart | null, lang: LanguageCode): Block[] {
  return chart === null ? [] : [{ type: 'picture', lang, alt: altText(chart, lang), chart }];
}

/** One bar of a chart: the figure's very decimal, and how it is written. */
export function barOf(
  role: BarRole,
  label: string,
  figure: Figure,
  digest: Digest,
  lang: LanguageCode,
): Bar {
  return { ...plotted(figure, digest, figure, lang), role, label };
}

function plotted(
  figure: Figure,
  digest: Digest,
  { value, step, unit, bound }: Measured,
  lang: LanguageCode,
): Pick<Bar, 'value' | 'text' | 'figure'> {
  const text = resultText({ value, step, unit, bound }, lang, figure.metric);
  return { value, text, figure: `${digest.id}#${figure.id}` };
}

function againstPanel(figure: Figure, digest: Digest, lang: LanguageCode): FigurePanel[] {
  const words = languageOf(lang).wording.chart;
  const bars = [
    barOf('actual', words.actual, figure, digest, lang),
    ...consensusBar(figure, digest, lang),
    ...figure.comparisons.flatMap((comparison) => comparatorBar(figure, digest, comparison, lang)),
  ];
  if (bars.length < 2) return [];
  const shown = [...Map.groupBy(bars, ({ label }) => label).values()].flatMap((same) =>
    same.slice(0, 1),
  );
  const panel = {
    title: figureLabel(figure, digest, lang),
    note: noteOf(figure, digest, lang),
    bars: shown,
  };
  return [{ figure, panel }];
}

function consensusBar(figure: Figure, digest: Digest, lang: LanguageCode): Bar[] {
  const label = languageOf(lang).wording.chart.consensus;
  return consensusOf(figure, digest)
    .slice(0, 1)
    .flatMap(({ expected, stand }) =>
      expected === null || stand === 'not_comparable'
        ? []
        : [{ ...plotted(figure, digest, expected, lang), role: 'consensus', label }],
    );
}

/** The year, the quarter or the guidance before, where it can be held against the figure. */
function comparatorBar(
  figure: Figure,
  digest: Digest,
  comparison: Comparison,
  lang: LanguageCode,
): Bar[] {
  const expected = comparatorOf(figure, comparison);
  if (comparison.kind === 'consensus' || expected === null) return [];
  if (standOf(figure, expected) === 'not_comparable') return [];
  const role = comparison.kind === 'prior_guidance' ? 'guidance' : 'before';
  const label = comparatorLabel(figure, comparison, languageOf(lang).wording.chart);
  return [{ ...plotted(figure, digest, expected, lang), role, label }];
}

function comparatorLabel(figure: Figure, { kind }: Comparison, words: ChartWording): string {
  if (kind === 'prior_guidance') return words.guidance;
  if (kind === 'qoq') return words.quarterBefore;
  return isWholeYear(figure.period) ? words.yearBefore : words.yearAgo;
}

/** What the source says of the figure, without amounts: +11% year on year, beat consensus. */
function noteOf(figure: Figure, digest: Digest, lang: LanguageCode): string {
  const { wording } = languageOf(lang);
  const words = wording.comparison;
  const yearly = isWholeYear(figure.period) ? words.yearly : words.yoy;
  // The year says more than the quarter, which the seasons are in.
  const ordered = figure.comparisons.toSorted(
    (x, y) => Number(x.kind === 'qoq') - Number(y.kind === 'qoq'),
  );
  const changes = ordered.flatMap((comparison) => {
    const { kind } = comparison;
    const change =
      kind === 'yoy' || kind === 'qoq' ? statedChangeText(figure, comparison, digest, lang) : null;
    if (change === null) return [];
    return [fillBlanks((kind === 'qoq' ? words.qoq : yearly).change, { change })];
  });
  const stands = consensusOf(figure, digest).flatMap(({ verdict, stand }) =>
    stand === null || stand === 'not_comparable'
      ? []
      : [consensusWords(verdict, stand, words).bare],
  );
  return [...changes.slice(0, 1), ...stands.slice(0, 1)].join(wording.clause);
}

/** A figure of one of the company's digests. */
interface Point {
  readonly figure: Figure;
  readonly digest: Digest;
}

/** The figure and those of the periods right before it, as long and without a gap, oldest first. */
function pointsOf(figure: Figure, digest: Digest, history: readonly Digest[]): readonly Point[] {
  const length = periodLength(digest.period);
  const points: Point[] = [{ figure, digest }];
  if (length === null || figure.period !== digest.period) return points;
  while (points.length < mostPeriods) {
    const before = pointBefore(points[0] ?? { figure, digest }, history, length);
    if (before === null) break;
    points.unshift(before);
  }
  return points;
}

function pointBefore(
  { figure, digest }: Point,
  history: readonly Digest[],
  length: number,
): Point | null {
  const end = periodEnd(digest.period) - length;
  for (const other of validOf(history)) {
    const follows =
      other.company.slug === digest.company.slug &&
      other.period.startsWith('fy') === digest.period.startsWith('fy') &&
      periodLength(other.period) === length &&
      periodEnd(other.period) === end;
    if (!follows) continue;
    const point = headlineFigures(other).find(
      (each) => each.period === other.period && each.range === null && isPoint(each, figure),
    );
    if (point) return { figure: point, digest: other };
  }
  return null;
}

function trendPanel(
  figure: Figure,
  points: readonly Point[],
  digest: Digest,
  lang: LanguageCode,
): FigurePanel {
  const bars = points.map((point) =>
    barOf(
      point.digest === digest ? 'actual' : 'before',
      periodText(point.digest.period, lang, point.digest.company),
      point.figure,
      point.digest,
      lang,
    ),
  );
  const label = figureLabel(figure, digest, lang);
  const title = fillBlanks(languageOf(lang).wording.chart.trend, { label });
  return { figure, panel: { title, note: '', bars } };
}

/** The same thing in the same unit and accounting. */
function isPoint(other: Figure, figure: Figure): boolean {
  return (
    other.metric === figure.metric &&
    other.segment === figure.segment &&
    other.company === figure.company &&
    other.unit === figure.unit &&
    other.accounting === figure.accounting
  );
}

/** The chart in words: each panel with its numbers. */
function altText({ panels }: Chart, lang: LanguageCode): string {
  const { wording } = languageOf(lang);
  const words = wording.chart;
  const told = panels.map(({ title, note, bars }) => {
    const list = bars.map(({ label, text }) => fillBlanks(words.bar, { label, value: text }));
    const parts = [...list, ...(note === '' ? [] : [note])].join(wording.clause);
    return fillBlanks(words.panel, { title, parts });
  });
  return fillBlanks(words.alt, { panels: told.join('') }).trim();
}
