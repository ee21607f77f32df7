import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Chart, Theme } from './card/card.ts';
import { pictureFont } from './card/type-setting.ts';
import type { Log } from './log.ts';
import type { DrawPicture } from './platform/platform.ts';

/** Raised when the drawing changes, so that what older versions kept is not shown. */
const drawingVersion = 1;

/** Pixels of the PNG for each of the SVG: what chats shrink stays sharp. */
const zoom = 2;

/** Draws into a folder, by content: `pictures/<hash>.png`; a file that is there whole is not drawn again. */
export function createPictures(folder: string, log: Log): DrawPicture {
  const underWay = new Map<string, Promise<Uint8Array>>();
  return async (chart, theme) => {
    const name = `${hashOf(chart, theme)}.png`;
    const job = underWay.get(name) ?? keptOrDrawn(join(folder, name), chart, theme, log);
    underWay.set(name, job);
    try {
      return { name, bytes: await job };
    } finally {
      underWay.delete(name);
    }
  };
}

async function keptOrDrawn(
  path: string,
  chart: Chart,
  theme: Theme,
  log: Log,
): Promise<Uint8Array> {
  const kept = await readFile(path).catch(() => null);
  if (kept !== null && isWhole(kept)) return kept;
  const bytes = await chartPng(chart, theme);
  // A full disk is no reason to post no picture.
  await keep(path, bytes).catch((err: unknown) => {
    log.warn({ err, path }, 'a picture could not be kept');
  });
  return bytes;
}

async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  // A half-written file never has the name.
  const part = `${path}.${randomUUID()}.part`;
  await writeFile(part, bytes);
  await rename(part, path);
}

/** True for a PNG from its signature to its last chunk. */
function isWhole(bytes: Buffer): boolean {
  return bytes.subarray(1, 4).toString('latin1') === 'PNG' && bytes.includes('IEND', -12, 'latin1');
}

/** The chart as a PNG; ECharts loads on first use. */
export async function chartPng(chart: Chart, theme: Theme): Promise<Uint8Array> {
  const { chartSvg } = await import('./card/chart-svg.ts');
  return await pngOf(chartSvg(chart, theme));
}

/** An SVG as a PNG, set in the font that comes with the product and in no other. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = ['400Regular', '700Bold'].map((weight) =>
    resolve(`@expo-google-fonts/ibm-plex-sans-jp/${weight}/IBMPlexSansJP_${weight}.ttf`),
  );
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: pictureFont };
  const drawn = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: zoom } });
  return drawn.asPng();
}

function hashOf(chart: Chart, theme: Theme): string {
  return createHash('sha256')
    .update(JSON.stringify([drawingVersion, theme, chart]))
    .digest('hex')
    .slice(0, 32);
}
