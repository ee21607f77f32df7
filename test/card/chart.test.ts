import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chartOption, chartSvg } from '../../src/card/chart-svg.ts';
import { digestChart, pictureBlocks } from '../../src/card/chart.ts';
import type { Chart } from '../../src/card/card.ts';
import { comparisonCard } from '../../src/card/comparison-card.ts';
import { digestCard } from '../../src/card/digest-card.ts';
import { picturesOf } from '../../src/card/pictures.ts';
import type { Digest } from '../../src/digest/digest.ts';
import type { LanguageCode } from '../../src/language/index.ts';
import { pngOf } from '../../src/pictures.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { pngSignature } from '../support/pictures.ts';
import { wordsIn } from '../support/svg.ts';

const themes = ['light', 'dark'] as const;

function chartIn(
  digest: Digest,
  history: readonly Digest[] = [],
  lang: LanguageCode = 'ja',
): Chart {
  const chart = digestChart(digest, history, 'title', lang);
  if (!chart) throw new Error('no chart');
  return chart;
}

/** The digest as if it were of another period, with its revenue as given. */
function revenueOf(
  period: string,
  value: string,
  changes: Partial<Digest['figures'][number]> = {},
) {
  return {
    ...metaDigest,
    id: `meta/${period}`,
    period,
    figures: metaDigest.figures
      .filter(({ metric }) => metric === 'revenue')
      .map((figure) => ({ ...figure, period, value, ...changes })),
  };
}

/** The figure of each panel of a digest that holds these. */
function figuresIn(figures: Digest['figures']) {
  return chartIn({ ...metaDigest, figures }).panels.map(({ bars }) => bars[0]?.figure);
}

/** Every decimal that the digest states for a figure: its own and those of its comparisons. */
function statedOf(digest: Digest, id: string): readonly (string | null)[] {
  const figure = digest.figures.find((each) => each.id === id);
  return figure ? [figure.value, ...figure.comparisons.map(({ value }) => value)] : [];
}

describe('the chart of a digest', () => {
  it('sets the headline figures against consensus and the year before', () => {
    const chart = chartIn(metaDigest);
    expect(chart.panels.map(({ title, note }) => [title, note])).toEqual([
      ['売上高', '前年同期比 +11%、▲ 市場予想を上回る'],
      ['純利益', '前年同期比 +16%、▲ 市場予想を上回る'],
      ['1株利益', '前年同期比 +21%、▲ 市場予想を上回る'],
    ]);
    expect(chart.panels[1]?.bars.map(({ label, text }) => [label, text])).toEqual([
      ['実績', '77億8,800万ドル'],
      ['市場予想', '75億4,000万ドル'],
      ['前年同期', '66億8,700万ドル'],
    ]);
  });

  it('plots the very decimals that the digest states', () => {
    for (const { bars } of chartIn(metaDigest).panels) {
      for (const { value, figure } of bars) {
        const [of, id = ''] = figure.split('#');
        expect(of).toBe(metaDigest.id);
        expect(statedOf(metaDigest, id)).toContain(value);
      }
    }
  });

  it('tells its numbers in words', () => {
    const [picture] = pictureBlocks(chartIn(metaDigest, [], 'en'), 'en');
    expect(picture).toMatchObject({
      type: 'picture',
      alt: 'Bar chart. Revenue: actual $32B; consensus $31.06B; +11% year on year; ▲ beat consensus. Net income: actual $7.788B; consensus $7.54B; year ago $6.687B; +16% year on year; ▲ beat consensus. EPS: actual $2.98; consensus $2.91; +21% year on year; ▲ beat consensus.',
    });
  });

  it('draws nothing where nothing stands beside a figure', () => {
    const bare = metaDigest.figures.map((figure) => ({ ...figure, comparisons: [] }));
    expect(digestChart({ ...metaDigest, figures: bare }, [], 'title', 'ja')).toBeNull();
    const card = digestCard({ ...metaDigest, figures: bare }, { language: 'ja', form: 'full' });
    expect(picturesOf(card)).toEqual([]);
  });

  it('holds nothing against a forecast of another accounting', () => {
    const [revenue] = metaDigest.figures;
    const stated = { ...revenue!, accounting: 'gaap' as const, comparisons: [] };
    const forecast = { ...stated, id: 'f', basis: 'consensus' as const };
    const chartWith = (accounting: 'gaap' | 'adjusted') =>
      digestChart(
        { ...metaDigest, figures: [stated, { ...forecast, accounting }] },
        [],
        'title',
        'ja',
      );
    expect(chartWith('gaap')?.panels[0]?.bars).toHaveLength(2);
    expect(chartWith('adjusted')).toBeNull();
  });

  it('shows how a figure went over the periods as long right before it, oldest first', () => {
    const history = [
      revenueOf('2023-q1', '28645000000'),
      revenueOf('2022-q4', '32165000000'),
      revenueOf('2022-q2', '28822000000'),
      revenueOf('2022-fy', '116609000000'),
      revenueOf('2023-q3', '34146000000'),
      revenueOf('2022-q3', '27714000000', { unit: 'EUR' }),
    ];
    const trend = chartIn(metaDigest, history).panels.at(-1);
    expect(trend?.title).toBe('売上高の推移');
    expect(trend?.bars.map(({ label, value, role }) => [label, value, role])).toEqual([
      ['2022年第4四半期', '32165000000', 'before'],
      ['2023年第1四半期', '28645000000', 'before'],
      ['2023年第2四半期', '32000000000', 'actual'],
    ]);
    expect(trend?.bars.map(({ figure }) => figure)).toEqual([
      'meta/2022-q4#revenue',
      'meta/2023-q1#revenue',
      'meta/2023-q2#revenue',
    ]);
    expect(chartIn(metaDigest, history).panels).toHaveLength(4);
  });

  it('names the sources of every digest that it draws', () => {
    const earlier = revenueOf('2023-q1', '28645000000');
    const sources = earlier.sources.map((source) => ({ ...source, publisher: '第一報' }));
    expect(chartIn(metaDigest, [{ ...earlier, sources }]).sources).toEqual([
      '出典: ジンク・ファイナンス、孫鵬岳（文）、ゲイル（編集）、公開日不明',
      '出典: 第一報、孫鵬岳（文）、ゲイル（編集）、公開日不明',
    ]);
  });

  it('gives one panel to GAAP and adjusted twins: that with a forecast', () => {
    const [revenue] = metaDigest.figures;
    const yoy = { ...revenue!.comparisons[0]!, value: '28822000000', step: '1000000' };
    const gaap = { ...revenue!, id: 'a', accounting: 'gaap' as const, comparisons: [yoy] };
    const adjusted = { ...revenue!, id: 'b', accounting: 'adjusted' as const };
    expect(figuresIn([gaap, adjusted])).toEqual(['meta/2023-q2#b']);
    expect(figuresIn([gaap, { ...adjusted, comparisons: [yoy] }])).toEqual(['meta/2023-q2#a']);
  });

  it('tells the change on the year before that on the quarter', () => {
    const [revenue] = metaDigest.figures;
    const [yoy, consensus] = revenue!.comparisons;
    const qoq = { ...yoy!, kind: 'qoq' as const, changePct: '3' };
    const figures = [{ ...revenue!, comparisons: [qoq, yoy!, consensus!] }];
    expect(chartIn({ ...metaDigest, figures }).panels[0]?.note).toBe(
      '前年同期比 +11%、▲ 市場予想を上回る',
    );
  });

  it('is in the card once a language, in a part that has room for it', () => {
    const languages = (['headline', 'standard', 'full'] as const).map((form) =>
      picturesOf(digestCard(metaDigest, { language: 'both', form })).map(({ lang }) => lang),
    );
    expect(languages).toEqual([[], ['ja', 'en'], ['ja', 'en']]);
  });
});

describe('the chart of a comparison', () => {
  it('has a bar for each digest', () => {
    const card = comparisonCard([metaDigest, revenueOf('2023-q1', '28645000000')], {
      language: 'en',
    });
    const [picture] = picturesOf(card);
    expect(picture?.chart.panels).toHaveLength(1);
    expect(picture?.chart.panels[0]?.bars.map(({ label, text }) => [label, text])).toEqual([
      ['Q1 2023', '$28.645B'],
      ['Q2 2023', '$32B'],
    ]);
  });

  it('leaves out what cannot be compared', () => {
    const card = comparisonCard([metaDigest, revenueOf('2022-fy', '116609000000')], {
      language: 'en',
    });
    expect(picturesOf(card)).toEqual([]);
  });
});

describe('the drawing of a chart', () => {
  it.each(themes)('gives ECharts the stored figures: %s', (theme) => {
    const chart = chartIn(metaDigest);
    const { option } = chartOption(chart, theme);
    const plotted = [option.series].flat().map((series) => dataOf(series));
    expect(plotted).toEqual(chart.panels.map(({ bars }) => bars.map(({ value }) => Number(value))));
  });

  it('draws bars as long as their figures, losses to the left of zero', () => {
    const labs = metaDigest.figures.filter(({ segment, comparisons }) => segment && comparisons[0]);
    const chart = chartIn({ ...metaDigest, figures: labs });
    const bars = chart.panels[0]!.bars.map(({ value }) => Number(value));
    const drawn = barsIn(chartSvg(chart, 'light'));
    expect(drawn).toHaveLength(bars.length);
    const lengths = drawn.map(({ left, right }) => right - left);
    for (const [at, { right }] of drawn.entries()) {
      // The line around an outlined bar is drawn within it.
      expect(Math.abs(lengths[at]! - (lengths[0]! * bars[at]!) / bars[0]!)).toBeLessThan(3);
      expect(Math.abs(right - drawn[0]!.right)).toBeLessThan(3);
    }
    expect(bars.every((value) => value < 0)).toBe(true);
  });

  it.each(themes)('holds every word of the chart, and no markup of it: %s', (theme) => {
    const { panels, ...rest } = chartIn(metaDigest);
    const chart = { ...rest, title: '<script>alert("1")</script> & more', panels };
    const svg = chartSvg(chart, theme);
    expect(svg).not.toContain('<script');
    const words = wordsIn(svg);
    for (const text of [
      chart.title,
      ...panels.flatMap(({ title, note, bars }) => [
        title,
        note,
        ...bars.flatMap((bar) => [bar.label, bar.text]),
      ]),
      ...chart.sources,
    ])
      expect(words).toContain(text.replaceAll(/\s/g, ''));
  });

  it('leaves out what no SVG may hold, and what turns the reading direction', async () => {
    const { panels, ...rest } = chartIn(metaDigest);
    const bad = 'a\u0000b\u001Bc\u202Ed\uD800e\uFFFEf\ng';
    const bars = panels[0]!.bars.map((bar) => ({ ...bar, label: bad }));
    const chart = { ...rest, title: bad, panels: [{ title: bad, note: bad, bars }] };
    const svg = chartSvg(chart, 'light');
    expect(svg).toContain('abcd\uFFFDef g');
    expect(['\u0000', '\u001B', '\u202E', '\uFFFE'].filter((each) => svg.includes(each))).toEqual(
      [],
    );
    expect([...(await pngOf(svg)).subarray(0, 8)]).toEqual(pngSignature);
  });

  it.each(themes)('can be read: every ink stands out from its paper: %s', (theme) => {
    const { option } = chartOption(chartIn(metaDigest), theme);
    const paper = String(option.backgroundColor);
    const inks = [option.title]
      .flat()
      .flatMap((title) =>
        typeof title?.textStyle?.color === 'string' ? [title.textStyle.color] : [],
      );
    expect(inks.length).toBeGreaterThan(4);
    for (const ink of inks) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
  });
});

const Series = z.object({ data: z.array(z.object({ value: z.number() })) });

function dataOf(series: unknown): readonly number[] {
  return Series.parse(series).data.map(({ value }) => value);
}

/** The left and right ends of the bars of an SVG: closed paths of four corners that are painted. */
function barsIn(svg: string): { left: number; right: number }[] {
  return [
    ...svg.matchAll(/<path d="M([\d.]+) [\d.]+l(-?[\d.]+) 0l0 [\d.]+l-?[\d.]+ 0Z" fill="#/g),
  ].map(([, x, width]) => {
    const ends = [Number(x), Number(x) + Number(width)].toSorted((a, b) => a - b);
    return { left: ends[0]!, right: ends[1]! };
  });
}

/** The contrast of two colours by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
