import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawPixel } from '../../support/pictures.ts';
import { chatDrawings } from '../../../src/drawing.ts';
import { createLog } from '../../../src/log.ts';
import { createPreview } from '../../../src/platform/preview/index.ts';
import { answering, heldNotice, openPreview, unknownNotice } from './host.ts';
import { memoryMessages } from './memory.ts';
import { visitor } from './visitor.ts';

let open: Awaited<ReturnType<typeof openPreview>>;
beforeEach(async () => {
  open = await openPreview();
});
afterEach(() => open.preview.stop());

async function bar(path: string, language: string): Promise<string> {
  const html = await (await visitor(open.address, language).page(path)).text();
  return /<div class="notices" role="status">(.*?)<\/div>/s.exec(html)?.[1] ?? 'no bar';
}

it('the page says what needs the operator, in its language, with the command to run', async () => {
  expect(await bar('/', 'en')).toBe('');
  open.notices.push(heldNotice, unknownNotice);
  const english = await bar('/', 'en');
  expect(english).toContain('slack/C0123456789: no posts taken (2 waiting).');
  expect(english).toContain(`<span lang="en">${heldNotice.reason}</span>`);
  expect(english).toContain(`<code>${unknownNotice.command}</code>`);
  expect(await bar('/', 'ja')).toContain(
    'discord/123456789012345678 への 1 件が、投稿できたか不明です。',
  );
  expect(await bar('/notices', 'ja')).toBe(await bar('/channels/earnings', 'ja'));
});

it('the page says how many numbers people call wrong, and what lists them', async () => {
  open.notices.push({
    kind: 'reports',
    channel: 'slack/C1',
    others: 0,
    count: 2,
    reason: 'meta/2023-q2',
    command: 'npx kawaraban reports',
  });
  const english = await bar('/', 'en');
  expect(english).toContain('Reports of wrong numbers: 2 (the newest from slack/C1).');
  expect(english).toContain('meta/2023-q2');
  expect(english).toContain('<code>npx kawaraban reports</code>');
  expect(await bar('/', 'ja')).toContain(
    '「数字が違う?」の報告が 2 件あります（最新は slack/C1）。',
  );
});

it('shows three, and counts the rest', async () => {
  const channels = ['slack/C1', 'slack/C2', 'slack/C3', 'slack/C4', 'slack/C5'];
  for (const channel of channels) open.notices.push({ ...heldNotice, channel });
  const html = await bar('/', 'en');
  expect(channels.filter((channel) => html.includes(`${channel}: no posts`))).toHaveLength(3);
  expect(html).toContain('2 more: <code>npx kawaraban status</code>');
});

it('says of one trouble that it is that of many channels', async () => {
  open.notices.push({ ...heldNotice, others: 119, count: 240 });
  expect(await bar('/', 'en')).toContain(
    'slack/C0123456789 and 119 more: no posts taken (240 waiting).',
  );
  expect(await bar('/', 'ja')).toContain(
    'slack/C0123456789 ほか 119 チャンネル に投稿できません（240 件保留中）。',
  );
});

it('says which commands an app lacks, and what works meanwhile', async () => {
  open.notices.push({
    kind: 'commands',
    channel: 'Slack',
    others: 0,
    count: 2,
    reason: '/nvidia, /<b>',
    command: 'npx kawaraban manifest slack',
  });
  expect(await bar('/', 'en')).toContain(
    'The Slack app has no /nvidia, /&lt;b&gt; yet; /digest works meanwhile.</strong> <span class="notice-run">To print its manifest: <code>npx kawaraban manifest slack</code></span>',
  );
  expect(await bar('/', 'ja')).toContain(
    'Slack アプリに /nvidia, /&lt;b&gt; がまだありません。それまでは /digest が使えます。',
  );
});

it('lets nothing that a channel is called become markup', async () => {
  open.notices.push({ ...heldNotice, channel: 'slack/<b>', reason: '<script>', command: '"&' });
  const html = await bar('/', 'en');
  expect(html).not.toMatch(/<b>|<script>/);
  expect(html).toContain('&quot;&amp;');
});

it('the page is there where the store cannot tell', async () => {
  const logged: string[] = [];
  const preview = createPreview({
    zone: 'Asia/Tokyo',
    host: '127.0.0.1',
    port: 0,
    lang: 'en',
    draw: drawPixel,
    log: createLog('error', (line) => logged.push(line)),
    messages: memoryMessages(),
    channels: [{ id: 'earnings', name: 'earnings' }],
    drawings: chatDrawings,
    notices: () => Promise.reject(new Error('the disk is gone')),
  });
  await preview.start(answering());
  const response = await fetch(preview.address());
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('<div class="notices" role="status"></div>');
  expect(logged.join()).toContain('what needs the operator cannot be told');
  await preview.stop();
});
