import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settings } from '../src/config.ts';

const Bound = z.object({ port: z.number() });
const Command = z.array(z.string()).min(1);

/** The instructions of the Dockerfile, continued lines joined, comments dropped. */
const instructions = readFileSync('Dockerfile', 'utf8')
  .replace(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ verb: line.split(' ')[0]!, rest: line.slice(line.indexOf(' ') + 1) }));

function all(verb: string): readonly string[] {
  return instructions.filter((line) => line.verb === verb).map(({ rest }) => rest);
}

const runs = all('RUN').map((line) => line.replaceAll(/--mount=\S+ /g, ''));
const copied = all('COPY').flatMap((line) => line.split(' ').slice(0, -1));
const healthcheck = Command.parse(JSON.parse(all('HEALTHCHECK')[0]!.replace(/^.*?CMD /, '')));
const command = Command.parse(JSON.parse(all('CMD')[0]!));

/** As in the image: no setting of ours, and nothing of the npm that runs these tests (it names this checkout). */
const settled = new Set<string>(settings.keyof().options);
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !settled.has(name) && !/^npm_/i.test(name)),
  ),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
};

describe('Dockerfile', () => {
  it('stands on the official image of the Node that package.json asks for', () => {
    const Package = z.object({ engines: z.object({ node: z.string() }) });
    const { engines } = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(all('FROM')).toEqual([`node:${engines.node.match(/\d+/)![0]}-slim`]);
  });

  it('runs the product in exec form, not as root, with its data in a volume of its owner', () => {
    expect(command).toEqual(['node', 'src/main.ts']);
    expect(all('USER')).toEqual(['node']);
    expect(all('ENV')).toEqual(['NODE_ENV=production DATA_DIR=/data']);
    expect(all('VOLUME')).toEqual(['/data']);
    expect(runs.slice(1)).toEqual(['mkdir /data && chown node:node /data']);
    expect(instructions.findIndex(({ verb }) => verb === 'USER')).toBeGreaterThan(
      instructions.findLastIndex(({ verb }) => verb === 'RUN'),
    );
  });

  it('copies what .dockerignore lets through, and that is all there', () => {
    const through = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+/gm);
    expect(through?.toSorted()).toEqual(copied.toSorted());
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('the health check', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('takes an answer of %i as exit code %i', async (status, code) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = Bound.parse(server.address());
      expect(await health(port)).toBe(code);
      expect(asked).toEqual(['/healthz']);
    } finally {
      server.close();
    }
  });

  it('fails where nothing listens', async () => {
    expect(await health(1)).toBe(1);
  });
});

const whyNot = whyNotInstalled();
const note = whyNot === null ? '' : ` (skipped: ${whyNot})`;

describe.skipIf(whyNot !== null)(`the image${note}`, () => {
  let app = '';
  beforeAll(() => {
    app = mkdtempSync(join(tmpdir(), 'kawaraban-image-'));
    for (const path of copied) cpSync(path, join(app, path), { recursive: true });
    // What the checkout's own `npm ci` fetched is in npm's cache, as --mount=type=cache has it.
    const cached = { ...env, npm_config_prefer_offline: 'true' };
    const done = spawnSync('sh', ['-ec', runs[0]!], { cwd: app, env: cached, encoding: 'utf8' });
    expect(done).toMatchObject({ status: 0, stderr: '' });
  }, 300_000);
  afterAll(() => rmSync(app, { recursive: true, force: true }));

  it('has no second Node in it, and node-cron still', () => {
    const packages = readdirSync(join(app, 'node_modules')).filter((name) =>
      name.startsWith('node-'),
    );
    expect(packages).toEqual(['node-cron']);
    expect(existsSync(join(app, 'node_modules/.bin/node'))).toBe(false);
  });

  it('has every package that src/ loads', () => {
    const starts = ['main.ts', 'cli.ts'];
    const files = globSync('**/*.ts', { cwd: join(app, 'src') }).filter(
      (path) => !starts.includes(path),
    );
    const script = files.map((path) => `await import('./src/${path}');`).join('\n');
    const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: app,
      env,
      encoding: 'utf8',
    });
    expect(files.length).toBeGreaterThan(20);
    expect(done).toMatchObject({ status: 0, stderr: '' });
  });

  it('starts, is healthy, and ends at once on SIGTERM', async () => {
    const given = { NODE_ENV: 'production', DATA_DIR: join(app, 'data'), PORT: '0' };
    const child = spawn(process.execPath, command.slice(1), {
      cwd: app,
      env: { ...env, ...given },
    });
    try {
      expect(await health(await portOf(child))).toBe(0);
      child.kill('SIGTERM');
      expect(await ended(child)).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

/** Why nothing is installed here a second time; null where it can be. */
function whyNotInstalled(): string | null {
  if (process.env['KAWARABAN_BARE'] === '1') return 'KAWARABAN_BARE=1 asks for no registry';
  const asked = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000'], { env });
  return asked.status === 0 ? null : 'the npm registry is out of reach';
}

/** The exit code of the health check, asked of this port. */
function health(port: number): Promise<number | null> {
  return ended(
    spawn(process.execPath, healthcheck.slice(1), { env: { ...env, PORT: String(port) } }),
  );
}

/** The port of the address that kawaraban prints once it is ready. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const port = said.match(/http:\/\/127\.0\.0\.1:(\d+)/)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended before it was ready: ${said}`)));
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}
