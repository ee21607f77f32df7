import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { guard, showPage } from '../../../src/platform/slack/install-page.ts';

it('shows what the operator’s address holds as text, on a page that loads and keeps nothing', async () => {
  const url = 'https://bot.example.com/"<b>&amp;';
  const server = createServer((_request, response) => {
    guard(response);
    showPage(response, 'failed', url);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' ? bound?.port : 0;
  const response = await fetch(`http://127.0.0.1:${port}`);
  const page = await response.text();
  server.close();
  expect(response.status).toBe(400);
  expect(page).toContain('https://bot.example.com/&quot;&lt;b>&amp;amp;');
  expect(page).not.toContain('<b>');
  const headers = Object.fromEntries(response.headers);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
});
