import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFolder } from '../src/digests-folder.ts';
import { createLog } from '../src/log.ts';

let dir: string;
let lines: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-digests-'));
  await cp('digests', dir, { recursive: true });
  lines = [];
});
afterEach(() => rm(dir, { recursive: true }));

const folder = () =>
  openFolder(
    dir,
    createLog('info', (line) => lines.push(line)),
  );
const entry = '- { platform: slack, channel: C1, companies: all }\n';

it('keeps what subscriptions.yaml said while it is being edited, and says what is wrong', async () => {
  const digests = folder();
  const now = async (text: string) => {
    await writeFile(join(dir, 'subscriptions.yaml'), text);
    const { subscriptions, errors } = await digests.subscriptions();
    return [subscriptions.map(({ channel }) => channel), errors.length];
  };
  expect(await now('- {')).toEqual([[], 1]);
  expect(await now(entry)).toEqual([['C1'], 0]);
  expect(await now('- {')).toEqual([['C1'], 1]);
  // Of what can be read in part, the rest is left out.
  expect(await now(`${entry.replace('C1', 'C2')}- 5\n`)).toEqual([['C2'], 1]);
  expect(await now('')).toEqual([[], 0]);
});

it('tells once of a file that cannot be used, and gives the digests without it', async () => {
  const digests = folder();
  await writeFile(join(dir, 'meta/2023-q2/digest.yaml'), 'schema: [');
  for (const _ of [1, 2]) expect((await digests.refresh()).digests).toEqual([]);
  expect(digests.library().companies.map(({ slug }) => slug)).toEqual(['meta']);
  expect(digests.faults()).toHaveLength(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('digest.yaml');
});
