import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folders = (process.env['PATH'] ?? '').split(delimiter);
const older = folders.map((folder) => join(folder, 'node')).find(isOlderNode);
const whyNot = 'no Node from 20 up to 26.9 is on PATH, so nothing has to start again';

/** A stand-in for src/cli.ts: says who runs it with what, then does as its first argument says. */
const cli = `
import { createInterface } from 'node:readline';
const [verb, ...rest]: string[] = process.argv.slice(2);
if (verb === 'fail') process.exitCode = 2;
if (verb === 'wait' || verb === 'die') {
  const timer = setInterval(() => {}, 1000);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    if (verb === 'wait')
      process.on(signal, () => { console.log(signal); clearInterval(timer); process.exitCode = 7; });
}
console.log(JSON.stringify({ version: process.versions.node, verb, rest }));
if (verb === 'echo') for await (const line of createInterface(process.stdin)) console.log(line);
`;

let checkout = '';
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'kawaraban-launcher-'));
  for (const file of ['bin', 'package.json', '.npmrc'])
    cpSync(file, join(checkout, file), { recursive: true });
  mkdirSync(join(checkout, 'src'));
  mkdirSync(join(checkout, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(checkout, 'src/cli.ts'), cli);
  symlinkSync(process.execPath, join(checkout, 'node_modules/.bin/node'));
});
afterAll(() => rmSync(checkout, { recursive: true }));

describe('bin/kawaraban.js', () => {
  it('goes straight on where Node is new enough', () => {
    const done = launch(process.execPath, ['check', '--digests', 'a b']);
    expect(done).toEqual({
      status: 0,
      stderr: '',
      said: { version: process.versions.node, verb: 'check', rest: ['--digests', 'a b'] },
    });
  });

  describe.skipIf(!older)(`under an older Node${older ? '' : ` (skipped: ${whyNot})`}`, () => {
    const old = older ?? '';

    it('starts again with the Node of the checkout, arguments as they were', () => {
      const done = launch(old, ['read', 'a b.txt', '--json', '日本語']);
      const said = {
        version: process.versions.node,
        verb: 'read',
        rest: ['a b.txt', '--json', '日本語'],
      };
      expect(done).toEqual({ status: 0, stderr: '', said });
    });

    it('ends with the same exit code', () => {
      expect(launch(old, ['fail']).status).toBe(2);
    });

    it('hands standard input on', () => {
      const options = { cwd: checkout, input: '配当は?\n', encoding: 'utf8' } as const;
      const done = spawnSync(old, ['bin/kawaraban.js', 'echo'], options);
      expect(done.stdout.split('\n').slice(1)).toEqual(['配当は?', '']);
    });

    it.each(['SIGINT', 'SIGTERM'] as const)(
      'passes %s on and waits for the end',
      async (signal) => {
        const { child, output } = await started(old, 'wait');
        child.kill(signal);
        expect(await ended(child)).toBe(7);
        expect(await output).toContain(signal);
      },
    );

    it('ends as a shell would where a signal ended the command', async () => {
      const { child } = await started(old, 'die');
      child.kill('SIGTERM');
      expect(await ended(child)).toBe(128 + 15);
    });

    it('says what to do where the checkout has no Node yet', () => {
      const bare = mkdtempSync(join(tmpdir(), 'kawaraban-bare-'));
      try {
        for (const file of ['bin', 'package.json', 'src'])
          cpSync(join(checkout, file), join(bare, file), { recursive: true });
        const done = spawnSync(old, ['bin/kawaraban.js', 'run'], { cwd: bare, encoding: 'utf8' });
        expect(done).toMatchObject({ status: 1, stdout: '' });
        expect(done.stderr).toMatch(
          /^kawaraban needs Node 26\.10 .* run "npm ci" in the checkout[^\n]*\n$/,
        );
      } finally {
        rmSync(bare, { recursive: true });
      }
    });
  });

  it('is what `npx kawaraban` runs inside the checkout, with an empty cache and no network', () => {
    const clean = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)); // it names this checkout
    const env = {
      ...Object.fromEntries(clean),
      npm_config_cache: join(checkout, 'cache'),
      npm_config_offline: 'true',
    };
    const done = spawnSync('npx', ['kawaraban', 'check', 'x'], {
      cwd: checkout,
      env,
      encoding: 'utf8',
    });
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(done.stdout)).toMatchObject({ verb: 'check', rest: ['x'] });
  });
});

/** Runs the launcher to its end: how it ended, and what the stand-in said. */
function launch(node: string, args: readonly string[]) {
  const done = spawnSync(node, ['bin/kawaraban.js', ...args], { cwd: checkout, encoding: 'utf8' });
  return { status: done.status, stderr: done.stderr, said: JSON.parse(done.stdout) as unknown };
}

/** The launcher, from the moment on at which the stand-in spoke. */
async function started(node: string, verb: string) {
  const child = spawn(node, ['bin/kawaraban.js', verb], { cwd: checkout });
  const output = text(child.stdout);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { child, output };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

function isOlderNode(path: string): boolean {
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.match(
    /^v(\d+)\.(\d+)/,
  );
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major >= 20 && (major < 26 || (major === 26 && minor < 10));
}
