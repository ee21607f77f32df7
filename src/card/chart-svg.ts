import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  MarkLineComponent,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Bar, BarRole, Chart, Panel, Theme } from './card.ts';
import { em, pictureFont, wrapped } from './type-setting.ts';

use([BarChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | TitleComponentOption>;

/** Width of a chart, px; it is as high as its panels need. */
const width = 800;
const margin = 36;
const inner = width - 2 * margin;
const sizes = { title: 28, panel: 24, note: 20, bar: 22, source: 17 } as const;
const leading = 1.4;
const row = { height: 38, bar: 24 } as const;
const gap = { column: 16, panel: 22 } as const;

const inks = {
  light: {
    paper: '#fffdf8',
    text: '#1d1b16',
    faint: '#5f5a50',
    axis: '#8d877a',
    result: '#1f5f99',
    earlier: '#b5ad9c',
  },
  dark: {
    paper: '#1f2126',
    text: '#f3f1ea',
    faint: '#b3b0a8',
    axis: '#8a8880',
    result: '#7db7f0',
    earlier: '#6d6a63',
  },
} as const satisfies Record<Theme, Record<string, string>>;
type Ink = (typeof inks)[Theme];

/**
 * The chart as an SVG picture, 800 px wide. Bars start at zero and are as long as their figures; roles are told
 * apart by their names and by filled, outlined and grey bars, so that colour is not needed.
 */
export function chartSvg(chart: Chart, theme: Theme): string {
  const { option, height } = chartOption(chart, theme);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption(option);
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

/** What ECharts draws, and how high it is, px. The data of series n are the values of panel n. */
export function chartOption(chart: Chart, theme: Theme): { option: Option; height: number } {
  const ink = inks[theme];
  const head = titleOf(
    wrapped(chart.title, sizes.title, inner),
    margin,
    sizes.title,
    ink.text,
    true,
  );
  const columns = [columnOf(chart, 'label', 0.34), columnOf(chart, 'text', 0.4)] as const;
  let y = head.end;
  const panels = chart.panels.map((panel) => {
    const drawn = panelAt(panel, y + gap.panel, columns, ink);
    y = drawn.end;
    return drawn;
  });
  const sources = chart.sources.flatMap((text) => wrapped(text, sizes.source, inner));
  const foot = titleOf(sources, y + gap.panel, sizes.source, ink.faint, false);
  return {
    option: {
      animation: false,
      backgroundColor: ink.paper,
      textStyle: { fontFamily: pictureFont },
      title: [head.title, ...panels.flatMap(({ titles }) => titles), foot.title],
      grid: panels.map(({ grid }) => grid),
      xAxis: panels.map(({ values }, gridIndex) => ({
        gridIndex,
        type: 'value',
        show: false,
        min: Math.min(0, ...values),
        max: Math.max(0, ...values),
      })),
      yAxis: panels.flatMap(({ axes }, gridIndex) => axes.map((axis) => ({ ...axis, gridIndex }))),
      series: panels.map(({ series }, at) => ({ ...series, xAxisIndex: at, yAxisIndex: 2 * at })),
    },
    height: Math.ceil(foot.end + margin - gap.column),
  };
}

/** A panel's title, note and bars from `top` on. */
function panelAt(
  panel: Panel,
  top: number,
  [left, right]: readonly [left: number, right: number],
  ink: Ink,
) {
  const { title, note, bars } = panel;
  const head = titleOf(wrapped(title, sizes.panel, inner), top, sizes.panel, ink.text, true);
  const beside = em(title) * sizes.panel + em(note) * sizes.note + gap.column <= inner;
  const notes = wrapped(note, sizes.note, inner);
  const under = titleOf(notes, beside ? top + 4 : head.end, sizes.note, ink.faint, false);
  const lines = Math.max(
    ...bars.flatMap(({ label, text }) => [
      wrapped(label, sizes.bar, left).length,
      wrapped(text, sizes.bar, right).length,
    ]),
  );
  const height = bars.length * (row.height + (lines - 1) * sizes.bar * leading);
  const values = bars.map(({ value }) => Number(value));
  const at = Math.max(head.end, under.end) + gap.column / 2;
  const sides = { left: margin + left + gap.column, right: margin + right + gap.column };
  return {
    titles: [
      head.title,
      ...(notes.length === 0 ? [] : [beside ? toTheRight(under.title) : under.title]),
    ],
    grid: { ...sides, top: at, height, outerBoundsMode: 'none' as const },
    axes: [
      axisOf(bars, 'label', left, 'left', ink),
      axisOf(bars, 'text', right, 'right', ink),
    ] as const,
    series: seriesOf(bars, values, ink),
    values,
    end: at + height,
  };
}

/** A text in lines from `top` on. */
function titleOf(
  lines: readonly string[],
  top: number,
  size: number,
  color: string,
  bold: boolean,
): { title: TitleComponentOption; end: number } {
  const lineHeight = Math.round(size * leading);
  const textStyle = { fontFamily: pictureFont, fontSize: size, lineHeight, color };
  const title = { text: lines.join('\n'), left: margin, top, padding: 0 };
  return {
    title: { ...title, textStyle: { ...textStyle, fontWeight: bold ? 'bold' : 'normal' } },
    end: top + lines.length * lineHeight,
  };
}

function toTheRight(title: TitleComponentOption): TitleComponentOption {
  return { ...title, left: 'auto', right: margin };
}

/** How wide the names or the written values of all bars are, px; `most` is the share of the picture they may take. */
function columnOf({ panels }: Chart, text: 'label' | 'text', most: number): number {
  const longest = Math.max(...panels.flatMap(({ bars }) => bars.map((bar) => em(bar[text]))));
  return Math.min(Math.ceil(longest * sizes.bar), inner * most);
}

/** The names on the left or the written values on the right, the result's in bold. */
function axisOf(
  bars: readonly Bar[],
  text: 'label' | 'text',
  column: number,
  position: 'left' | 'right',
  ink: Ink,
) {
  return {
    type: 'category' as const,
    position,
    inverse: true,
    axisLine: { show: false, onZero: false },
    axisTick: { show: false },
    axisLabel: {
      interval: 0,
      margin: gap.column,
      fontFamily: pictureFont,
      fontSize: sizes.bar,
      lineHeight: Math.round(sizes.bar * leading),
      color: ink.text,
    },
    data: bars.map((bar) => ({
      value: wrapped(bar[text], sizes.bar, column).join('\n'),
      textStyle: { fontWeight: bar.role === 'actual' ? ('bold' as const) : ('normal' as const) },
    })),
  };
}

function seriesOf(bars: readonly Bar[], values: readonly number[], ink: Ink): BarSeriesOption {
  const line = { color: ink.axis, width: 1.5, type: 'solid' as const };
  return {
    type: 'bar',
    barWidth: row.bar,
    data: bars.map(({ role }, at) => ({ value: values[at] ?? 0, itemStyle: fillOf(role, ink) })),
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: line,
      data: [{ xAxis: 0 }],
    },
  };
}

/** Filled for results, outlined for what was only expected, grey for what was before. */
function fillOf(role: BarRole, ink: Ink): NonNullable<BarSeriesOption['itemStyle']> {
  if (role === 'actual') return { color: ink.result };
  if (role === 'before') return { color: ink.earlier };
  const dashed = role === 'guidance';
  return {
    color: ink.paper,
    borderColor: ink.result,
    borderWidth: 2.5,
    borderType: dashed ? 'dotted' : 'dashed',
  };
}
