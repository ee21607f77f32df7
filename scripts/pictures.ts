// Takes the pictures of the README: starts the product on a free port with an empty store, asks, and looks.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run } from '../src/main.ts';
import { findChromium, launchChromium } from '../test/support/chromium.ts';

const file = 'docs/preview.png';
const questions = ['Reality Labs の損失は?', 'Did EPS beat?', '配当は?'];

const chromium = findChromium();
if ('missing' in chromium) throw new Error(chromium.missing);
const data = await mkdtemp(join(tmpdir(), 'kawaraban-pictures-'));
const config = loadConfig({ PORT: '0', DATA_DIR: data });
const running = await run(config, () => {}, createLog('silent'));
const browser = await launchChromium(chromium);
try {
  const page = await browser.newPage({
    locale: 'en-US',
    viewport: { width: 1360, height: 1120 },
  });
  await page.goto(running.address);
  await page.waitForSelector('body[data-ready]');
  await askInThread(page);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
} finally {
  await browser.close();
  await running.stop();
  await rm(data, { recursive: true });
}

/** Opens the card's thread and asks there; then shows the card from its head and the answers to their end. */
async function askInThread(page: Page): Promise<void> {
  await page.locator('a.thread-link').click();
  const box = page.locator('.thread textarea');
  for (const [before, question] of questions.entries()) {
    await box.fill(question);
    await box.press('Enter');
    await page
      .locator('.thread .row')
      .nth(before * 2 + 1)
      .waitFor();
  }
  await page
    .locator('.channel .message')
    .first()
    .evaluate((row) => row.scrollIntoView());
  await box.blur();
}
