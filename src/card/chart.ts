import type { Digest } from '../digest/digest.ts';
import { latestFirst, periodLength } from '../digest/period.ts';
import type { Comparison, Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks, type ChartWording } from '../language/wording.ts';
import { changeText, resultText } from './amount.ts';
import type { Bar, BarRole, Block, Chart, Panel } from './card.ts';
import { comparatorOf, consensusOf } from './consensus.ts';
import { headlineFigures } from './figure-groups.ts';
import { consensusWords, figureLabel } from './figure-row.ts';
import { isWholeYear, periodText, sourceText } from './naming.ts';
import { type Measured, standOf } from './verdict.ts';

/** A chart of more panels is too small to read where chats shrink it. */
export const mostPanels = 3;

/** A trend takes the place of one panel, and goes over two years of quarters. */
const most = { trends: 1, periods: 8 } as const;

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
  const trends = figures
    .flatMap((figure) => trendPanel(figure, digest, history, lang))
    .slice(0, most.trends);
  return chartOf(
    title,
    [...against.slice(0, mostPanels - trends.length), ...trends],
    [digest],
    lang,
  );
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
export function barOf(role: BarRole, label: string, figure: Figure, lang: LanguageCode): Bar {
  return { ...plotted(figure, figure, lang), role, label };
}

function plotted(
  figure: Figure,
  { value, step, unit, bound }: Measured,
  lang: LanguageCode,
): Pick<Bar, 'value' | 'text' | 'figure'> {
  const text = resultText({ value, step, unit, bound }, lang, figure.metric);
  return { value, text, figure: figure.id };
}

function againstPanel(figure: Figure, digest: Digest, lang: LanguageCode): Panel[] {
  const words = languageOf(lang).wording.chart;
  const bars = [
    barOf('actual', words.actual, figure, lang),
    ...consensusBar(figure, digest, lang),
    ...figure.comparisons.flatMap((comparison) => comparatorBar(figure, comparison, lang)),
  ];
  if (bars.length < 2) return [];
  const shown = [...Map.groupBy(bars, ({ label }) => label).values()].flatMap((same) =>
    same.slice(0, 1),
  );
  return [
    { title: figureLabel(figure, digest, lang), note: noteOf(figure, digest, lang), bars: shown },
  ];
}

function consensusBar(figure: Figure, digest: Digest, lang: LanguageCode): Bar[] {
  const label = languageOf(lang).wording.chart.consensus;
  return consensusOf(figure, digest)
    .slice(0, 1)
    .flatMap(({ expected, stand }) =>
      expected === null || stand === 'not_comparable'
        ? []
        : [{ ...plotted(figure, expected, lang), role: 'consensus', label }],
    );
}

/** The year, the quarter or the guidance before, where it can be held against the figure. */
function comparatorBar(figure: Figure, comparison: Comparison, lang: LanguageCode): Bar[] {
  const expected = comparatorOf(figure, comparison);
  if (comparison.kind === 'consensus' || expected === null) return [];
  if (standOf(figure, expected) === 'not_comparable') return [];
  const role = comparison.kind === 'prior_guidance' ? 'guidance' : 'before';
  const label = comparatorLabel(figure, comparison, languageOf(lang).wording.chart);
  return [{ ...plotted(figure, expected, lang), role, label }];
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
  const changes = figure.comparisons.flatMap(({ kind, changePct }) =>
    changePct !== null && (kind === 'yoy' || kind === 'qoq')
      ? [
          fillBlanks((kind === 'qoq' ? words.qoq : yearly).change, {
            change: changeText(changePct, lang),
          }),
        ]
      : [],
  );
  const stands = consensusOf(figure, digest).flatMap(({ verdict, stand }) =>
    stand === null || stand === 'not_comparable'
      ? []
      : [consensusWords(verdict, stand, words).bare],
  );
  return [...changes.slice(0, 1), ...stands.slice(0, 1)].join(wording.clause);
}

/** The metric over the company's digests of periods of that length, oldest first; none for a single one. */
function trendPanel(
  figure: Figure,
  digest: Digest,
  history: readonly Digest[],
  lang: LanguageCode,
): Panel[] {
  const earlier = history
    .filter(
      ({ company, period }) =>
        company.slug === digest.company.slug && latestFirst(period, digest.period) > 0,
    )
    .toSorted((a, b) => latestFirst(b.period, a.period));
  const points = [...earlier, digest].flatMap((each) => {
    const point =
      each === digest ? figure : headlineFigures(each).find((other) => isPoint(other, figure));
    return point?.period === each.period && point.range === null ? [{ point, digest: each }] : [];
  });
  if (points.length < 2) return [];
  const bars = points
    .slice(-most.periods)
    .map(({ point, digest: each }) =>
      barOf(
        each === digest ? 'actual' : 'before',
        periodText(each.period, lang, each.company),
        point,
        lang,
      ),
    );
  const label = figureLabel(figure, digest, lang);
  return [{ title: fillBlanks(languageOf(lang).wording.chart.trend, { label }), note: '', bars }];
}

/** The same thing of a period as long, in the same unit and accounting. */
function isPoint(other: Figure, figure: Figure): boolean {
  const same =
    other.metric === figure.metric &&
    other.segment === figure.segment &&
    other.company === figure.company &&
    other.unit === figure.unit &&
    other.accounting === figure.accounting;
  const lengths = [other.period, figure.period].map((period) =>
    period === null ? null : periodLength(period),
  );
  return same && lengths[0] !== null && lengths[0] === lengths[1];
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
