import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { run } from '../../src/main.ts';
import { visitor } from '../platform/preview/visitor.ts';

function say(address: string, text: string) {
  return visitor(address).send('earnings', 'say', { text, thread: null });
}

it('a channel of the preview subscribes by command, and gets the card in its own way after a restart', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'kawaraban-rooms-'));
  await cp('digests/meta', join(dir, 'digests', 'meta'), { recursive: true });
  const env = { PORT: '0', DATA_DIR: join(dir, 'data'), DIGESTS_DIR: join(dir, 'digests') };
  const start = () => run(loadConfig(env), () => {}, createLog('silent'));
  const place = { platform: 'preview', channel: 'earnings', thread: null };

  let running = await start();
  try {
    await say(running.address, '/digest 購読 メタ 英語');
    const told = await visitor(running.address).drawn(place);
    expect(told.at(-1)?.text).toContain('購読を始めました');
    expect(told.at(-1)?.text).toContain('1分以内');
    await running.stop();

    running = await start();
    const [posted] = (await visitor(running.address).drawn(place)).slice(-1);
    expect(posted?.text).toContain('$32B');
    expect(posted?.text).not.toContain('320億ドル');
    await say(running.address, '/digest なぜ メタ q2');
    const why = (await visitor(running.address).drawn(place)).at(-1);
    expect(why?.text).toContain('投稿済み');
  } finally {
    await running.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
