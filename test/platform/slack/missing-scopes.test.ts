import { once } from 'node:events';
import { createServer } from 'node:http';
import { webApi } from '@slack/bolt';
import { expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { tellMissingScopes } from '../../../src/platform/slack/missing-scopes.ts';
import { botScopes } from '../../../src/platform/slack/scopes.ts';

/** What is logged where Slack answers auth.test with such a header and body. */
async function toldOf(scopes: string | null, body: unknown = { ok: true }): Promise<string[]> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    if (scopes !== null) response.setHeader('x-oauth-scopes', scopes);
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const lines: string[] = [];
  try {
    const slackApiUrl = `http://127.0.0.1:${port}/api/`;
    const web = new webApi.WebClient('xoxb-1', { slackApiUrl, retryConfig: { retries: 0 } });
    await tellMissingScopes(
      web,
      createLog('info', (line) => lines.push(line)),
    );
  } finally {
    server.close();
  }
  return lines;
}

it('tells which scopes an app lacks that was made before they were needed, and what to do', async () => {
  const lines = await toldOf('chat:write,commands, users:read');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('npx kawaraban manifest slack');
  expect(lines[0]).toContain('im:history');
  expect(lines[0]).not.toMatch(/chat:write|users:read|xoxb-1/);
});

it('says nothing where the app has them all, or more, or Slack does not tell', async () => {
  expect(await toldOf([...botScopes, 'channels:join'].join(','))).toEqual([]);
  expect(await toldOf(null)).toEqual([]);
  expect(await toldOf('chat:write', { ok: false, error: 'fatal_error' })).toEqual([]);
});
