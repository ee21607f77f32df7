import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPictures } from '../src/pictures.ts';
import { pngSignature, samplePicture } from './support/pictures.ts';

let folder: string;
const { chart } = samplePicture;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kawaraban-pictures-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('pictures', () => {
  it('are drawn once for their content, whoever asks, and kept for the next start', async () => {
    const draw = createPictures(join(folder, 'pictures'));
    const [first, second] = await Promise.all([draw(chart, 'light'), draw(chart, 'light')]);
    expect([...first.bytes.subarray(0, 8)]).toEqual(pngSignature);
    expect(second.name).toBe(first.name);
    const path = join(folder, 'pictures', first.name);
    const { mtimeMs } = await stat(path);
    const again = await createPictures(join(folder, 'pictures'))(chart, 'light');
    expect(Buffer.from(again.bytes).equals(Buffer.from(first.bytes))).toBe(true);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(join(folder, 'pictures'))).toEqual([first.name]);
  });

  it('differ where their content or their theme does', async () => {
    const draw = createPictures(folder);
    const other = { ...chart, title: 'another' };
    const names = await Promise.all(
      [draw(chart, 'light'), draw(chart, 'dark'), draw(other, 'light')].map(
        async (drawn) => (await drawn).name,
      ),
    );
    expect(new Set(names).size).toBe(3);
  });

  it('fail with an error where they cannot be kept, and are drawn at the next try', async () => {
    const blocked = join(folder, 'blocked');
    await writeFile(blocked, '');
    const draw = createPictures(blocked);
    await expect(draw(chart, 'light')).rejects.toThrow(/ENOTDIR|EEXIST/);
    await rm(blocked);
    expect((await draw(chart, 'light')).bytes.length).toBeGreaterThan(1000);
  });
});
