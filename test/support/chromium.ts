import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser on this machine, or why tests that need one are skipped. */
export type Chromium = { readonly path: string } | { readonly missing: string };

/** Looks at CHROMIUM_PATH, then at the usual places; throws where everything is required. */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Chromium {
  const named = env['CHROMIUM_PATH'];
  const path = (named ? [named] : usual).find(runs);
  if (path !== undefined) return { path };
  const missing = named
    ? `CHROMIUM_PATH names ${named}, which cannot be run`
    : 'no chromium found: install one or set CHROMIUM_PATH';
  if (env['KAWARABAN_REQUIRE_ALL'] === '1') throw new Error(missing);
  return { missing };
}

/** Starts it headless and without calls of its own to the network. */
export function launchChromium({ path }: { readonly path: string }): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath: path, args });
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
