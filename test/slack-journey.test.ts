import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run } from '../src/main.ts';
import { openStore } from '../src/store/store.ts';
import type { SeenMessage } from './platform/contract.ts';
import { oauthApp, openBrowser, publicUrl } from './platform/slack/oauth.ts';
import { type Mode, modes, openSlackPeer, type SlackPeer, tokens } from './platform/slack/peer.ts';
import { signingSecret } from './platform/slack/signed.ts';
import { log } from './store/homes.ts';
import { bytesIn } from './support/bytes.ts';

const soon = { timeout: 20_000, interval: 50 };
/** A slot comes with the next minute, and its post with the tick after it. */
const slot = { timeout: 100_000, interval: 200 };
const workspace = 'T000000001';
const key = 'a key of the tests that nobody can guess';

/** Everything a workspace needs, and a person's ways through it. */
async function openJourney(mode: Mode) {
  const folder = await mkdtemp(join(tmpdir(), 'kawaraban-slack-journey-'));
  const digests = join(folder, 'digests');
  await cp('digests', digests, { recursive: true });
  await rm(join(digests, 'subscriptions.yaml'));
  const logged: string[] = [];
  let address: string | null = null;
  const peer = await openSlackPeer({ mode, address: () => address });
  const way =
    mode === 'http' ? { SLACK_SIGNING_SECRET: signingSecret } : { SLACK_APP_TOKEN: tokens.app };
  const running = await run(
    loadConfig({
      ...way,
      PORT: '0',
      DATA_DIR: folder,
      DIGESTS_DIR: digests,
      SLACK_CLIENT_ID: oauthApp.client_id,
      SLACK_CLIENT_SECRET: oauthApp.client_secret,
      SLACK_PUBLIC_URL: publicUrl,
      SLACK_HTTP_PORT: '0',
      SLACK_API_URL: peer.url,
      SECRET_KEY: key,
    }),
    () => {},
    createLog('info', (line) => logged.push(line)),
  );
  const line = logged.find((each) => each.includes('listening for Slack')) ?? '';
  address = /"address":"(http:[^"]+)"/.exec(line)?.[1] ?? null;
  return { peer, digests, folder, running, logged, browser: openBrowser(address ?? '') };
}

type Journey = Awaited<ReturnType<typeof openJourney>>;

async function install({ browser, peer }: Journey): Promise<string> {
  const started = await browser.get(`${publicUrl}/slack/install`);
  const authorize = started.headers.get('location') ?? '';
  const page = await (await browser.get(authorize)).text();
  const back = (await browser.send(page, authorize)).headers.get('location') ?? '';
  expect((await browser.get(back)).status).toBe(200);
  return peer.calls.findLast(({ method }) => method === 'auth.test')?.token ?? '';
}

/** The newest message of a kind that says all of it. */
async function sees(
  peer: SlackPeer,
  thread: string | null,
  visibility: SeenMessage['visibility'],
  parts: readonly string[],
  within = soon,
): Promise<SeenMessage> {
  return vi.waitFor(async () => {
    const messages = await peer.seen({ ...peer.channel, thread });
    const found = messages.findLast(
      (message) =>
        message.visibility === visibility && parts.every((part) => message.text.includes(part)),
    );
    if (!found) throw new Error(`${parts.join(', ')} not there yet: ${messages.at(-1)?.text}`);
    return found;
  }, within);
}

const yamlOf = ({ digests }: Journey) => join(digests, 'meta', '2023-q2', 'digest.yaml');

/** The operator finds that a number was typed wrongly, and mends it. */
async function correct(journey: Journey, from: string, to: string, revision: number) {
  const yaml = await readFile(yamlOf(journey), 'utf8');
  expect(yaml.includes(from)).toBe(true);
  const mended = yaml.replace(from, to).replace(/^revision: \d+$/m, `revision: ${revision}`);
  await writeFile(yamlOf(journey), mended);
}

describe.concurrent.each(modes)('a workspace that hears by %s', (mode) => {
  // Both at a time: most of it is waiting for the next minute.
  it('installs, subscribes, reads, asks, is corrected, and takes the app out again', async () => {
    const journey = await openJourney(mode);
    const { peer, running, folder, logged } = journey;
    try {
      const token = await install(journey);
      expect(token).toMatch(/^xoxb-/);

      await correct(journey, 'value: "2.98"', 'value: "2.91"', 1);
      peer.manage?.(true);
      await peer.command('digest', 'subscribe meta both every minute UTC');
      await sees(peer, null, 'private', ['Meta', 'every minute']);

      const card = await sees(peer, null, 'channel', ['320億ドル', '$32B', '2.91'], slot);
      await vi.waitFor(async () => {
        const [there] = (await peer.seen(peer.channel)).filter(({ id }) => id === card.id);
        expect(there?.pictures.length).toBeGreaterThan(0);
      }, soon);

      await peer.press(card, 'evidence');
      await sees(peer, null, 'private', ['純利益は77億8,800万ドル、市場は75億4,000万ドルと予想']);

      const under = { place: peer.channel, message: card.id };
      await peer.say('純利益は?', { thread: card.id });
      await sees(peer, card.id, 'channel', ['77億8,800万ドル']);
      await peer.ask(under, 'How many employees are there?');
      await sees(peer, card.id, 'channel', ['71,469']);
      await peer.say('ランチどう?', { thread: card.id });

      await correct(journey, 'value: "2.91"', 'value: "2.98"', 2);
      await sees(peer, null, 'channel', ['2.91', '2.98', '訂正'], slot);
      await sees(peer, card.id, 'channel', ['訂正', '2.98'], slot);
      const posted = (await peer.seen(peer.channel)).filter(
        ({ visibility, text }) => visibility === 'channel' && text.includes('320億ドル'),
      );
      expect(posted.map(({ id }) => id)).toEqual([card.id]);
      const talk = await peer.seen({ ...peer.channel, thread: card.id });
      // Two questions, each with its answer; talk that is not for the bot; one word of the correction.
      expect(talk).toHaveLength(6);

      await peer.event({ type: 'app_uninstalled' });
      await running.stop(); // which waits for what is at work
      const store = await openStore({ dataDir: folder, databaseUrl: undefined, log });
      expect(await store.installations.list('slack')).toEqual([]);
      expect(await store.channels.pauses()).toEqual([
        expect.objectContaining({ scope: `slack/${workspace}` }),
      ]);
      await store.close();
      const bytes = await bytesIn(folder);
      for (const secret of [token, key, oauthApp.client_secret]) {
        expect(bytes).not.toContain(secret);
        expect(logged.join('\n')).not.toContain(secret);
      }
    } finally {
      await running.stop();
      // Throws where anything that was sent would be refused.
      await peer.close();
      await rm(folder, { recursive: true });
    }
  }, 300_000);
});
