import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run, type Running } from '../src/main.ts';
import { type DiscordPeer, openPeer } from './platform/discord/peer.ts';
import { goodToken, ids } from './platform/discord/peer-server.ts';
import { visitor } from './platform/preview/visitor.ts';
import { shared } from './store/contract.ts';
import { startPostgres } from './support/postgres.ts';

const server = shared(startPostgres, async (made) => made?.stop());
const soon = { timeout: 30_000, interval: 200 };

let folder: string;
let discord: DiscordPeer;
const running: Running[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kawaraban-roles-'));
  await cp('digests', join(folder, 'digests'), { recursive: true });
  await writeFile(
    join(folder, 'digests', 'subscriptions.yaml'),
    `- { platform: preview, channel: earnings, companies: [meta] }\n` +
      `- { platform: discord, channel: "${ids.open}", companies: [meta] }\n`,
  );
  discord = await openPeer();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await discord.close();
  await rm(folder, { recursive: true });
});

async function start(role: string, databaseUrl: string, digests: string): Promise<Running> {
  const config = loadConfig({
    ROLE: role,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    DATA_DIR: join(folder, role),
    DIGESTS_DIR: join(folder, digests),
    DISCORD_TOKEN: goodToken,
    DISCORD_API_URL: discord.discord.url,
  });
  const one = await run(config, () => {}, createLog('silent'));
  running.push(one);
  return one;
}

const cards = async () =>
  (await discord.seen(discord.channel)).filter(({ text }) => text.includes('320億ドル'));

describe('a gateway and a worker on one PostgreSQL', () => {
  it('share the work: one listens, plans and has the page, the other posts, woken at once', async (test) => {
    const databaseUrl = (await server()?.freshDatabase()) ?? test.skip('no PostgreSQL here');
    // It has no digests of its own, and sends what the other planned.
    const worker = await start('worker', databaseUrl, 'none');
    expect(worker.address).toBe('');
    expect(discord.discord.registered()).toEqual([]);
    const gateway = await start('gateway', databaseUrl, 'digests');
    await vi.waitFor(async () => expect(await cards()).toHaveLength(1), soon);
    const page = visitor(gateway.address);
    const place = { platform: 'preview', channel: 'earnings', thread: null };
    await vi.waitFor(async () => expect(await page.drawn(place)).toHaveLength(1), soon);
    // The worker knows to which digest the card belongs, and the gateway answers under it.
    const [card] = await cards();
    await discord.ask({ place: discord.channel, message: card!.id }, 'EPSは?');
    const thread = { ...discord.channel, thread: card!.id };
    const said = async () => (await discord.seen(thread)).map(({ text }) => text).join('\n');
    await vi.waitFor(async () => expect(await said()).toContain('2.98'), soon);
  });
});
