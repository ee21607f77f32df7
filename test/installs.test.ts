import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run, type Running } from '../src/main.ts';
import { sealedBy } from '../src/store/sealed.ts';
import { openStore } from '../src/store/store.ts';
import { log } from './store/homes.ts';
import { oauthApp, openBrowser, publicUrl } from './platform/slack/oauth.ts';
import { openSlackPeer, type SlackPeer } from './platform/slack/peer.ts';
import { signingSecret } from './platform/slack/signed.ts';

const soon = { timeout: 20_000, interval: 50 };
const key = 'a key of the tests that nobody can guess';
const workspace = 'T000000001';

let folder: string;
let peer: SlackPeer;
let running: Running;
let said: string[];
let logged: string[];

beforeEach(async () => {
  [said, logged] = [[], []];
  folder = await mkdtemp(join(tmpdir(), 'kawaraban-installs-'));
  await cp('digests', join(folder, 'digests'), { recursive: true });
  peer = await openSlackPeer();
  const { channel } = peer.channel;
  await writeFile(
    join(folder, 'digests', 'subscriptions.yaml'),
    `- { platform: slack, channel: "${workspace}/${channel}", companies: [meta] }\n`,
  );
  await keepUnderAnotherKey();
  running = await run(
    loadConfig({
      PORT: '0',
      DATA_DIR: folder,
      DIGESTS_DIR: join(folder, 'digests'),
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CLIENT_ID: oauthApp.client_id,
      SLACK_CLIENT_SECRET: oauthApp.client_secret,
      SLACK_PUBLIC_URL: publicUrl,
      SLACK_HTTP_PORT: '0',
      SLACK_API_URL: peer.url,
      SECRET_KEY: key,
    }),
    (line) => said.push(line),
    createLog('info', (line) => logged.push(line)),
  );
});
afterEach(async () => {
  await running.stop();
  await peer.close();
  await rm(folder, { recursive: true });
});

/** As it is after the operator changed SECRET_KEY. */
async function keepUnderAnotherKey(): Promise<void> {
  const store = await openStore({ dataDir: folder, databaseUrl: undefined, log });
  const former = sealedBy('the former key of the tests, long', store.installations, () => {});
  await former.keep('slack', { workspace, name: 'Emulate', secret: '{}', at: 1 });
  await store.close();
}

const cards = async () =>
  (await peer.seen(peer.channel)).filter(({ text }) => text.includes('320億ドル'));

it('tells of a token under another key, and posts what waited once the app is installed again', async () => {
  const lost = `The token of workspace ${workspace} cannot be read with this SECRET_KEY: restore the former key, or install the app there again at ${publicUrl}/slack/install.`;
  expect(said.filter((line) => line === lost)).toHaveLength(1);
  expect(said).toContain('connected to slack');
  const listening = logged.find((line) => line.includes('listening for Slack')) ?? '';
  const browser = openBrowser(/"address":"(http:[^"]+)"/.exec(listening)?.[1] ?? '');
  const started = await browser.get(`${publicUrl}/slack/install`);
  const authorize = started.headers.get('location') ?? '';
  const page = await (await browser.get(authorize)).text();
  const back = (await browser.send(page, authorize)).headers.get('location') ?? '';
  expect((await browser.get(back)).status).toBe(200);
  await vi.waitFor(async () => expect(await cards()).toHaveLength(1), soon);
  expect(said.filter((line) => line === lost)).toHaveLength(1);
  expect(logged.join('')).not.toMatch(/xoxb-|client-secret/);
});
