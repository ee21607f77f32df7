import type { Chart, Picture } from '../../src/card/card.ts';
import type { DrawPicture } from '../../src/platform/platform.ts';

/** The first bytes of every PNG. */
export const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** One transparent pixel, whatever the chart: for tests of everything but the drawing. */
export const drawPixel: DrawPicture = (chart, theme) =>
  Promise.resolve({
    name: `${Buffer.from(chart.title).toString('hex').slice(0, 16)}-${theme}.png`,
    bytes: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  });

const chart: Chart = {
  title: 'メタ 2023年第2四半期',
  panels: [
    {
      title: '純利益',
      note: '前年同期比 +16%',
      bars: [
        {
          role: 'actual',
          label: '実績',
          value: '7788000000',
          text: '77億8,800万ドル',
          figure: 'net_income',
        },
        {
          role: 'consensus',
          label: '市場予想',
          value: '7540000000',
          text: '75億4,000万ドル',
          figure: 'net_income',
        },
      ],
    },
  ],
  sources: ['出典: 例'],
};

/** A picture of two bars. */
export const samplePicture: Picture = {
  type: 'picture',
  lang: 'ja',
  alt: '棒グラフ。純利益: 実績 77億8,800万ドル、市場予想 75億4,000万ドル。<!channel> @everyone',
  chart,
};
