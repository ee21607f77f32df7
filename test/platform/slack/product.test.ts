import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../../src/config.ts';
import { run, type Running } from '../../../src/main.ts';
import { PlatformError } from '../../../src/platform/platform.ts';
import { log } from '../../store/homes.ts';
import { openSlackPeer, type SlackPeer, tokens } from './peer.ts';
import { signingSecret } from './signed.ts';

const soon = { timeout: 20_000, interval: 50 };

let dir: string;
let port: number;
let peer: SlackPeer;
let running: Running | null;

const start = (): Promise<Running> =>
  run(
    loadConfig({
      DATA_DIR: dir,
      PORT: '0',
      SLACK_BOT_TOKEN: tokens.bot,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_HTTP_PORT: String(port),
      SLACK_API_URL: peer.url,
    }),
    () => {},
    log,
  );

const answersUnder = async (thread: string) =>
  (await peer.seen({ ...peer.channel, thread })).filter(({ text }) => text.includes('77億'));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-slack-'));
  port = await freePort();
  running = null;
  peer = await openSlackPeer({ mode: 'http', address: () => `http://127.0.0.1:${port}` });
});
afterEach(async () => {
  await running?.stop();
  await peer.close();
  await rm(dir, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: free } = z.object({ port: z.number() }).parse(server.address());
  await new Promise((done) => server.close(done));
  return free;
}

it('hears by SLACK_HTTP_PORT, and answers what was asked while it was restarted, once', async () => {
  running = await start();
  const first = await peer.say('<@UBOT> メタの2023年第2四半期の純利益は?');
  await vi.waitFor(async () => expect(await answersUnder(first)).toHaveLength(1), soon);
  await running.stop();
  const asked = peer.say('<@UBOT> メタの2023年第2四半期の純利益は?');
  running = await start();
  const second = await asked;
  await vi.waitFor(async () => expect(await answersUnder(second)).toHaveLength(1), soon);
  expect(await answersUnder(first)).toHaveLength(1);
});

it('does not start where SLACK_HTTP_PORT is taken, and says so in one sentence', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done));
  const error: unknown = await start().catch((thrown: unknown) => thrown);
  await new Promise((done) => taken.close(done));
  expect(error).toBeInstanceOf(PlatformError);
  expect(error instanceof Error && error.message).toBe(
    `Something else listens on 127.0.0.1:${port} already; stop it, or set another SLACK_HTTP_PORT.`,
  );
});
