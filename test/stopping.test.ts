import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { run } from '../src/main.ts';
import { log } from './store/homes.ts';

it('leaves nothing behind that goes on now and then when it is stopped', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'kawaraban-stop-'));
  const begun = vi.spyOn(globalThis, 'setInterval');
  const ended = vi.spyOn(globalThis, 'clearInterval');
  const running = await run(loadConfig({ DATA_DIR: dir, PORT: '0' }), () => {}, log);
  const beats = begun.mock.results.map(({ value }) => value);
  expect(beats).not.toEqual([]);
  await running.stop();
  const cleared = new Set(ended.mock.calls.map(([beat]) => beat));
  expect(beats.filter((beat) => !cleared.has(beat))).toEqual([]);
  await rm(dir, { recursive: true });
});
