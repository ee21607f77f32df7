import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../../support/chromium.ts';
import { sampleCard } from '../contract.ts';
import { channel, type Heard, heldNotice, openPreview, unknownNotice } from './host.ts';

const chromium = findChromium();
const missing = 'missing' in chromium ? chromium.missing : null;
if (missing !== null) process.stderr.write(`skipped: the preview in a browser (${missing})\n`);

describe.skipIf(missing !== null)(
  `the preview in a browser${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let browser: Browser;
    let page: Page;
    let open: Awaited<ReturnType<typeof openPreview>>;
    let heard: Heard[];
    let root: string;
    let complaints: string[];
    let asked: Set<string>;

    beforeAll(async () => {
      if ('path' in chromium) browser = await launchChromium(chromium);
    });
    afterAll(() => browser?.close());

    beforeEach(async () => {
      heard = [];
      complaints = [];
      asked = new Set();
      open = await openPreview(heard);
      const outcome = await open.preview.post(channel, sampleCard(), 'k1');
      if (outcome.state !== 'posted') throw new Error(outcome.state);
      root = outcome.ref.message;
      page = await visit({});
    });
    afterEach(async () => {
      await page.context().close();
      await open.preview.stop();
      expect(complaints).toEqual([]);
      expect([...asked]).toEqual([open.address]);
    });

    async function visit(options: Parameters<Browser['newPage']>[0]): Promise<Page> {
      const visited = await browser.newPage({ locale: 'ja-JP', ...options });
      visited.setDefaultTimeout(5000);
      visited.on('console', (line) => complaints.push(line.text()));
      visited.on('pageerror', (error) => complaints.push(error.message));
      visited.on('request', (request) => asked.add(new URL(request.url()).origin));
      await visited.goto(open.address);
      await visited.waitForSelector('body[data-ready]');
      return visited;
    }
    const box = () => page.getByRole('textbox', { name: '#earnings に書く' });
    const inThread = () => page.getByRole('complementary');

    it('shows the card, and answers a command that was typed', async () => {
      await page.getByRole('heading', { level: 2, name: 'メタ 2023年第2四半期' }).waitFor();
      expect(
        await page.getByRole('row', { name: '純利益' }).getByRole('cell').first().innerText(),
      ).toBe('77億8,800万ドル');
      await box().pressSequentially('/meta q2');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '答え: meta q2' }).waitFor();
      expect(await page.getByText('あなただけに見えます').count()).toBe(2);
      expect(heard.map(({ said }) => said)).toEqual(['/meta q2']);
      expect(await box().inputValue()).toBe('');
    });

    it('offers commands at a slash, by keyboard and by pointer, in full-width letters too', async () => {
      const offered = () => page.getByRole('option').allInnerTexts();
      await box().pressSequentially('/');
      await page.getByRole('option').first().waitFor();
      expect((await offered()).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
        '/meta q2 2023年第2四半期',
        '/meta q1 2023年第1四半期',
        '/help 使い方',
      ]);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await box().getAttribute('aria-activedescendant')).toBe('compose-commands-1');
      await page.keyboard.press('Enter');
      expect(await box().inputValue()).toBe('/meta q1');
      expect(heard).toEqual([]);
      await box().fill('\uff0fｈ');
      await page.getByRole('option', { name: '/help' }).click();
      expect(await box().inputValue()).toBe('/help');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '答え: help' }).waitFor();
    });

    it('does not send while Japanese is still being composed', async () => {
      await box().fill('げんぶん');
      await box().dispatchEvent('keydown', { key: 'Enter', isComposing: true });
      await box().dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
      await page.waitForTimeout(100);
      expect(heard).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '返事: げんぶん' }).waitFor();
    });

    it('opens a card’s thread, asks there, and closes it again', async () => {
      await page.getByRole('link', { name: 'スレッドで質問する' }).click();
      await inThread().waitFor();
      expect(new URL(page.url()).searchParams.get('thread')).toBe(root);
      await page.keyboard.type('EPS は?');
      await page.keyboard.press('Enter');
      await inThread().getByRole('heading', { level: 3, name: '返事: EPS は?' }).waitFor();
      expect(heard[0]?.speaker.place.thread).toBe(root);
      await page.keyboard.press('Escape');
      await inThread().waitFor({ state: 'detached' });
      const link = page.getByRole('link', { name: '返信 2 件' });
      expect(
        await link.evaluate((element) => element === element.ownerDocument.activeElement),
      ).toBe(true);
      await page.goBack();
      await inThread().getByText('EPS は?', { exact: true }).waitFor();
    });

    it('offers no button to ask in the thread, whose box stands below', async () => {
      await page.getByRole('link', { name: 'スレッドで質問する' }).click();
      await inThread().waitFor();
      await page.keyboard.type('/meta q2');
      await page.keyboard.press('Enter');
      await inThread().getByRole('heading', { name: '答え: meta q2' }).waitFor();
      expect(await inThread().locator('.button').count()).toBeGreaterThan(0);
      expect(await inThread().getByRole('button', { name: '質問する' }).count()).toBe(0);
    });

    it('asks through the form that a button opens', async () => {
      await page.getByRole('button', { name: '質問する' }).click();
      const form = page.getByRole('dialog', { name: '質問' });
      await form.getByLabel('知りたいこと').fill('配当は?');
      await form.getByRole('button', { name: '送信する' }).click();
      await inThread().getByRole('heading', { name: '返事: 配当は?' }).waitFor();
      expect(await form.isVisible()).toBe(false);
      expect(heard.map(({ kind, said }) => [kind, said])).toEqual([
        ['press', 'ask'],
        ['question', '配当は?'],
      ]);
    });

    it('says in words when it stays silent and when something fails, and keeps what was typed', async () => {
      await box().fill('無視して');
      await page.keyboard.press('Enter');
      await page.getByText('kawaraban への質問とは受け取られませんでした。').waitFor();
      await open.preview.stop();
      await box().fill('聞こえる?');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('kawaraban に届きません').waitFor();
      expect(await box().inputValue()).toBe('聞こえる?');
      await page.getByText('つなぎ直しています').waitFor();
      complaints = complaints.filter((line) => !line.includes('ERR_CONNECTION_REFUSED'));
    });

    it('shows what arrives, and what is corrected, without a reload', async () => {
      const ref = { place: channel, message: root };
      await open.preview.edit(ref, sampleCard('訂正 メタ'));
      await page.getByRole('heading', { name: '訂正 メタ' }).waitFor();
      expect(await page.getByRole('heading', { name: 'メタ 2023年第2四半期' }).count()).toBe(0);
      await open.preview.post(channel, sampleCard('二枚目'), 'k2');
      await page.getByRole('heading', { name: '二枚目' }).waitFor();
      expect(await page.locator('#announce').innerText()).toBe('kawaraban: 二枚目');
      expect(await page.locator('.day').count()).toBe(1);
    });

    it.each([
      ['Slack', '.slack-message'],
      ['Discord', '.discord-container'],
    ])('shows its cards as %s does, and answers there', async (name, drawing) => {
      await page.getByRole('navigation', { name: '見え方' }).getByRole('link', { name }).click();
      await page.locator(drawing).waitFor();
      await page.waitForSelector('body[data-ready]');
      expect(await page.locator('.card').count()).toBe(0);
      expect(await page.getByRole('link', { name, exact: true }).getAttribute('aria-current')).toBe(
        'true',
      );
      await page.getByRole('button', { name: '質問する' }).click();
      const form = page.getByRole('dialog', { name: '質問' });
      await form.getByLabel('知りたいこと').fill('配当は?');
      await form.getByRole('button', { name: '送信する' }).click();
      await inThread().locator(drawing).getByText('返事: 配当は?').waitFor();
      expect(heard.map(({ kind, said }) => [kind, said])).toEqual([
        ['press', 'ask'],
        ['question', '配当は?'],
      ]);
      await page.keyboard.press('Escape');
      await inThread().waitFor({ state: 'detached' });
      expect(new URL(page.url()).searchParams.get('as')).toBe(name.toLowerCase());
    });

    it('shows what arrives, and what is corrected, in the look that was chosen', async () => {
      await page.getByRole('link', { name: 'Slack', exact: true }).click();
      await page.locator('.slack-message').waitFor();
      await page.waitForSelector('body[data-ready]');
      await open.preview.edit({ place: channel, message: root }, sampleCard('訂正 メタ'));
      await page.locator('.slack-message').getByText('訂正 メタ').waitFor();
      await open.preview.post(channel, sampleCard('二枚目'), 'k2');
      await page.locator('.slack-message').getByText('二枚目').waitFor();
      expect(await page.locator('.card').count()).toBe(0);
      await page.getByRole('link', { name: 'kawaraban', exact: true }).click();
      await page.getByRole('heading', { name: '二枚目' }).waitFor();
      expect(await page.locator('.card').count()).toBe(2);
    });

    it.each(['slack', 'discord'])('fits a phone as %s', async (look) => {
      await page.context().close();
      page = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      await page.goto(`${open.address}/?as=${look}`);
      await page.waitForSelector('body[data-ready]');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      const width = (part: string) =>
        page.locator(part).evaluate((element) => element.getBoundingClientRect().width);
      expect(await width(look === 'slack' ? '.slack-message' : '.discord-messages')).toBe(336);
    });

    it('shows what needs the operator when they come back to the page, and no more once it is seen to', async () => {
      const bar = page.getByRole('status').filter({ hasText: 'slack' });
      const comeBack = () => page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      expect(await page.locator('.notices').innerText()).toBe('');
      open.notices.push(heldNotice);
      await comeBack();
      await bar.getByRole('heading', { name: '確認が必要です' }).waitFor();
      expect(await bar.getByRole('listitem').innerText()).toContain('（2 件保留中）');
      expect(await bar.locator('code').innerText()).toBe(heldNotice.command);
      open.notices.length = 0;
      await comeBack();
      await bar.waitFor({ state: 'detached' });
    });

    it.each([1280, 360])(
      'keeps what needs the operator within a window %d px wide',
      async (width) => {
        open.notices.push(heldNotice, unknownNotice, heldNotice, heldNotice);
        await page.setViewportSize({ width, height: 740 });
        await page.reload();
        await page.waitForSelector('body[data-ready]');
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        const boxes = (part: string) =>
          page.locator(part).evaluate((element) => element.getBoundingClientRect().bottom);
        expect(await boxes('.composer')).toBeLessThanOrEqual(740);
        expect(await boxes('.notices')).toBeLessThan(740 / 2);
      },
    );

    it('speaks English once a person asks for it', async () => {
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'The beginning of #earnings' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('link', { name: 'Ask in the thread' }).waitFor();
    });

    it.each([1280, 1024, 360])(
      'keeps the thread within a window %d px wide, however long its card’s title',
      async (width) => {
        await page.setViewportSize({ width, height: 800 });
        const long = sampleCard('メタ 2023年第2四半期（4〜6月期）決算 / Meta Q2 2023 results');
        await open.preview.edit({ place: channel, message: root }, long);
        await page.getByRole('link', { name: 'スレッドで質問する' }).click();
        await inThread().waitFor();
        const right = (part: string) =>
          page.locator(part).evaluate((element) => element.getBoundingClientRect().right);
        for (const part of ['.thread', '.thread-close', '.thread .field', '.thread-empty'])
          expect(await right(part), part).toBeLessThanOrEqual(width);
      },
    );

    it('has nothing to scroll but its lists, however many cards there are', async () => {
      for (const key of ['k2', 'k3', 'k4']) await open.preview.post(channel, sampleCard(key), key);
      await page.getByRole('heading', { name: 'k4' }).waitFor();
      const beyond = await page.evaluate('document.documentElement.scrollHeight - innerHeight');
      expect(beyond).toBe(0);
    });

    it('fits a phone: nothing overflows, and the thread covers the channel', async () => {
      await page.context().close();
      page = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      const overflow = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(await overflow()).toBe(0);
      await page.getByRole('link', { name: 'スレッドで質問する' }).tap();
      await inThread().waitFor();
      expect(await overflow()).toBe(0);
      expect(await page.locator('main[inert]').count(), 'out of reach behind the thread').toBe(1);
      await page.getByRole('link', { name: 'スレッドを閉じる' }).tap();
      await page.locator('main:not([inert])').waitFor();
    });
  },
);
