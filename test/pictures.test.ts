import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { createPictures } from '../src/pictures.ts';
import { pngSignature, samplePicture } from './support/pictures.ts';

let folder: string;
const { chart } = samplePicture;
const log = createLog('silent');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kawaraban-pictures-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('pictures', () => {
  it('are drawn once for their content, whoever asks, and kept for the next start', async () => {
    const draw = createPictures(join(folder, 'pictures'), log);
    const [first, second] = await Promise.all([draw(chart, 'light'), draw(chart, 'light')]);
    expect([...first.bytes.subarray(0, 8)]).toEqual(pngSignature);
    expect(second.name).toBe(first.name);
    const path = join(folder, 'pictures', first.name);
    const { mtimeMs } = await stat(path);
    const again = await createPictures(join(folder, 'pictures'), log)(chart, 'light');
    expect(Buffer.from(again.bytes).equals(Buffer.from(first.bytes))).toBe(true);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(join(folder, 'pictures'))).toEqual([first.name]);
  });

  it('differ where their content or their theme does', async () => {
    const draw = createPictures(folder, log);
    const other = { ...chart, title: 'another' };
    const names = await Promise.all(
      [draw(chart, 'light'), draw(chart, 'dark'), draw(other, 'light')].map(
        async (drawn) => (await drawn).name,
      ),
    );
    expect(new Set(names).size).toBe(3);
  });

  it('are drawn all the same where they cannot be kept', async () => {
    const blocked = join(folder, 'blocked');
    await writeFile(blocked, '');
    const { bytes } = await createPictures(blocked, log)(chart, 'light');
    expect([...bytes.subarray(0, 8)]).toEqual(pngSignature);
  });

  it.each([0, 5000])('are drawn again where the file ends after %d bytes', async (length) => {
    const draw = createPictures(folder, log);
    const { name, bytes } = await draw(chart, 'light');
    await truncate(join(folder, name), length);
    expect((await draw(chart, 'light')).bytes.length).toBe(bytes.length);
    expect((await stat(join(folder, name))).size).toBe(bytes.length);
  });
});
