// Takes the pictures of the README: starts the product on a free port with an empty store, asks, and looks.

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { stringify } from 'yaml';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run } from '../src/main.ts';
import { findChromium, launchChromium } from '../test/support/chromium.ts';

const questions = ['Reality Labs の損失は?', 'Did EPS beat?', '配当は?'];

/** A channel each: its card as a chat draws it. */
const chats = [
  { channel: 'slack', language: 'en', locale: 'en-US' },
  { channel: 'discord', language: 'ja', locale: 'ja-JP' },
] as const;

const chromium = findChromium();
if ('missing' in chromium) throw new Error(chromium.missing);
const data = await mkdtemp(join(tmpdir(), 'kawaraban-pictures-'));
const browser = await launchChromium(chromium);
try {
  await whileRunning({ DATA_DIR: join(data, 'preview') }, pictureThread);
  await whileRunning(
    { DATA_DIR: join(data, 'chats'), DIGESTS_DIR: await digestsForChats() },
    pictureCards,
  );
} finally {
  await browser.close();
  await rm(data, { recursive: true });
}

async function whileRunning(
  settings: Readonly<Record<string, string>>,
  take: (browser: Browser, address: string) => Promise<void>,
): Promise<void> {
  const config = loadConfig({ PORT: '0', ...settings });
  const running = await run(config, () => {}, createLog('silent'));
  try {
    await take(browser, running.address);
  } finally {
    await running.stop();
  }
}

/** The preview with a card, its thread open beside it. */
async function pictureThread(from: Browser, address: string): Promise<void> {
  const file = 'docs/preview.png';
  const page = await from.newPage({ locale: 'en-US', viewport: { width: 1360, height: 1120 } });
  await page.goto(address);
  await page.waitForSelector('body[data-ready]');
  await askInThread(page);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
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

/** The digests of the checkout, for a channel in each chat's language. */
async function digestsForChats(): Promise<string> {
  const dir = join(data, 'digests');
  await cp('digests', dir, { recursive: true });
  const subscriptions = chats.map(({ channel, language }) => ({
    platform: 'preview',
    channel,
    companies: 'all',
    language,
    when: 'on arrival',
  }));
  await writeFile(join(dir, 'subscriptions.yaml'), stringify(subscriptions));
  return dir;
}

/** The card alone as Slack and as Discord show it. */
async function pictureCards(from: Browser, address: string): Promise<void> {
  for (const { channel, locale } of chats) {
    const file = `docs/card-${channel}.png`;
    const viewport = { width: 1000, height: 3000 };
    const page = await from.newPage({ locale, viewport, deviceScaleFactor: 1.25 });
    await page.goto(`${address}/channels/${channel}?as=${channel}`);
    await page.waitForSelector('body[data-ready]');
    // The way into the thread is this page's: a chat shows none under a message without replies.
    await page.locator('.thread-link').evaluateAll((links) => links.map((link) => link.remove()));
    await page.screenshot({ path: file, clip: await around(page) });
    process.stdout.write(`${file}\n`);
  }
}

/** The message with a margin, no wider than its card. */
async function around(page: Page) {
  const margin = 16;
  const message = await boxOf(page, '.message');
  const card = await boxOf(page, '.slack-message, .discord-container');
  return {
    x: message.x - margin,
    y: message.y - margin / 2,
    width: card.x + card.width - message.x + 2 * margin,
    height: message.height + margin,
  };
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`nothing on the page is ${selector}`);
  return box;
}
