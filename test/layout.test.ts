import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mayImport, offences, parseFile, roomOf, type SourceFile } from './support/layout.ts';

const src: readonly SourceFile[] = globSync('**/*.{ts,js,mjs,cts,mts}', { cwd: 'src' })
  .toSorted()
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

describe('src/', () => {
  it('keeps to the layout', () => {
    expect(src.length).toBeGreaterThan(20);
    expect(offences(src)).toEqual([]);
  });

  it('imports only files that are there', () => {
    const paths = new Set(src.map(({ path }) => path));
    const missing = src.flatMap((file) => {
      const own = parseFile(file).imports.filter(
        (wanted) => wanted.own && !paths.has(wanted.target),
      );
      return own.map(({ target }) => `${file.path} imports ${target}`);
    });
    expect(missing).toEqual([]);
  });

  it('runs on packages that are installed without the development ones', () => {
    const Package = z.object({ dependencies: z.record(z.string(), z.string()) });
    const { dependencies } = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const used = src.flatMap((file) =>
      parseFile(file).imports.filter(({ own, kind }) => !own && kind !== 'type'),
    );
    const names = used.map(({ target }) => target).filter((name) => !name.startsWith('node:'));
    const packages = names.map((name) => name.match(/^(@[^/]+\/)?[^/]+/)![0]);
    expect(packages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  });
});

describe('the layout', () => {
  it('has no two rooms that may import each other, on whatever way round', () => {
    const order: string[] = [];
    const visit = (room: string, way: readonly string[]): void => {
      expect(way).not.toContain(room);
      if (order.includes(room)) return;
      for (const next of mayImport[room]!.filter((name) => name !== '*'))
        visit(next, [...way, room]);
      order.push(room);
    };
    for (const room of Object.keys(mayImport)) visit(room, []);
    expect(order).toHaveLength(Object.keys(mayImport).length);
  });

  it.each([
    ['main.ts', 'main.ts'],
    ['figure/number.ts', 'figure'],
    ['platform/platform.ts', 'platform/platform.ts'],
    ['platform/slack/index.ts', 'platform/slack'],
    ['platform/preview/page/client.ts', 'platform/preview'],
  ])('puts src/%s into the room %s', (path, room) => {
    expect(roomOf(path)).toBe(room);
  });
});

describe('the check', () => {
  it.each<[string, string, string, string]>([
    [
      'an import up the river',
      'figure/read.ts',
      `import { load } from '../digest/files.ts';`,
      'src/figure/read.ts may not import digest/files.ts (value)',
    ],
    [
      'a type up the river',
      'article/article.ts',
      `import type { Figure } from '../figure/figure.ts';`,
      'src/article/article.ts may not import figure/figure.ts (type)',
    ],
    [
      'an inline type',
      'card/text.ts',
      `let x: import('../ask/answer.ts').Answer;`,
      'src/card/text.ts may not import ask/answer.ts (type)',
    ],
    [
      'an export from',
      'store/rows.ts',
      `export * from '../card/card.ts';`,
      'src/store/rows.ts may not import card/card.ts (value)',
    ],
    [
      'an export of a name from',
      'language/ja.ts',
      `export { read } from '../figure/read.ts';`,
      'src/language/ja.ts may not import figure/read.ts (value)',
    ],
    [
      'an import for its effects',
      'store/rows.ts',
      `import '../card/card.ts';`,
      'src/store/rows.ts may not import card/card.ts (value)',
    ],
    [
      'an import at run time',
      'desk/page.ts',
      `await import('../platform/slack/render.ts');`,
      'src/desk/page.ts may not import platform/slack/render.ts (lazy)',
    ],
    [
      'an import nobody can read',
      'desk/page.ts',
      'await import(name);',
      'src/desk/page.ts may not import an unreadable place (lazy)',
    ],
    [
      'another platform',
      'platform/slack/index.ts',
      `import { limits } from '../discord/limits.ts';`,
      'src/platform/slack/index.ts may not import platform/discord/limits.ts (value)',
    ],
    [
      'a platform that knows the figures',
      'platform/slack/render.ts',
      `import type { Figure } from '../../figure/figure.ts';`,
      'src/platform/slack/render.ts may not import figure/figure.ts (type)',
    ],
    [
      'a platform loaded at start',
      'platform/index.ts',
      `import { slack } from './slack/index.ts';`,
      'src/platform/index.ts may not import platform/slack/index.ts (value)',
    ],
    [
      'a platform by its back door',
      'platform/index.ts',
      `await import('./slack/socket.ts');`,
      'src/platform/index.ts may not import platform/slack/socket.ts (lazy)',
    ],
    [
      'a scheduler that knows one platform',
      'schedule/deliver.ts',
      `import { post } from '../platform/preview/post.ts';`,
      'src/schedule/deliver.ts may not import platform/preview/post.ts (value)',
    ],
    [
      'a core that logs',
      'card/text.ts',
      `import { createLog } from '../log.ts';`,
      'src/card/text.ts may not import log.ts (value)',
    ],
    [
      'a store that loads the configuration',
      'store/open.ts',
      `import { loadConfig } from '../config.ts';`,
      'src/store/open.ts may not import config.ts (value)',
    ],
    [
      'a part that imports main',
      'schedule/tick.ts',
      `import { run } from '../main.ts';`,
      'src/schedule/tick.ts may not import main.ts (value)',
    ],
    [
      'a test brought into the product',
      'card/text.ts',
      `import { sample } from '../../test/support/meta-digest.ts';`,
      'src/card/text.ts may not import ../test/support/meta-digest.ts (value)',
    ],
    [
      'an unknown folder',
      'utils/strings.ts',
      '',
      'src/utils/strings.ts stands in no room of the layout',
    ],
    [
      'an unknown file beside the folders',
      'helpers.ts',
      '',
      'src/helpers.ts stands in no room of the layout',
    ],
    [
      'an unknown file beside the platforms',
      'platform/shared.ts',
      '',
      'src/platform/shared.ts stands in no room of the layout',
    ],
    [
      'an SDK outside its folder',
      'schedule/deliver.ts',
      `import type { App } from '@slack/bolt';`,
      'src/schedule/deliver.ts may not import the package @slack/bolt',
    ],
    [
      'an SDK in another folder',
      'platform/preview/index.ts',
      `import { Client } from 'discord.js';`,
      'src/platform/preview/index.ts may not import the package discord.js',
    ],
    [
      'SQL outside the store',
      'main.ts',
      `import { sql } from 'kysely';`,
      'src/main.ts may not import the package kysely',
    ],
    [
      'SQLite outside the store',
      'ask/memory.ts',
      `import type { DatabaseSync } from 'node:sqlite';`,
      'src/ask/memory.ts may not import the package node:sqlite',
    ],
    [
      'the environment',
      'main.ts',
      'const port = process.env.PORT;',
      'src/main.ts reads process.env; only config.ts may',
    ],
    [
      'the environment, in brackets',
      'main.ts',
      `const port = process['env']['PORT'];`,
      'src/main.ts reads process.env; only config.ts may',
    ],
    [
      'the environment, by the long way',
      'main.ts',
      'globalThis.process.env;',
      'src/main.ts reads process.env; only config.ts may',
    ],
    [
      'the environment, taken apart',
      'cli.ts',
      'const { env } = process;',
      'src/cli.ts reads process.env; only config.ts may',
    ],
    [
      'the environment, imported',
      'store/open.ts',
      `import { env } from 'node:process';`,
      'src/store/open.ts reads node:process; only config.ts may',
    ],
    [
      'a core that reads files',
      'figure/read.ts',
      `import { readFileSync } from 'node:fs';`,
      'src/figure/read.ts is pure and may not use node:fs',
    ],
    [
      'a core that fetches',
      'ask/answer.ts',
      `await fetch('http://127.0.0.1');`,
      'src/ask/answer.ts is pure and may not use fetch',
    ],
    [
      'a core with a clock',
      'card/text.ts',
      'const now = Date.now();',
      'src/card/text.ts is pure and may not use Date.now',
    ],
    [
      'a core with another clock',
      'card/text.ts',
      'const now = new Date();',
      'src/card/text.ts is pure and may not use new Date()',
    ],
    [
      'a core with the newest clock',
      'digest/build.ts',
      'Temporal.Now.instant();',
      'src/digest/build.ts is pure and may not use Temporal.Now',
    ],
    [
      'a core that throws dice',
      'digest/build.ts',
      `import { randomUUID } from 'node:crypto'; const id = randomUUID();`,
      'src/digest/build.ts is pure and may not use randomUUID',
    ],
    [
      'a core that knows a platform',
      'card/split.ts',
      'export const slackLimit = 3000;',
      'src/card/split.ts names a platform: slackLimit',
    ],
    [
      'a core that says a platform',
      'card/text.ts',
      'const hint = `in Discord: ${text}`;',
      'src/card/text.ts names a platform: in Discord: ',
    ],
    [
      'a store that knows a platform',
      'store/rows.ts',
      `const platform = 'discord';`,
      'src/store/rows.ts names a platform: discord',
    ],
  ])('catches %s', (_, path, text, offence) => {
    expect(offences([{ path, text }])).toContain(offence);
  });

  it('catches two folders that import each other, through a type and a value', () => {
    const files = [
      { path: 'card/card.ts', text: `import type { Slot } from '../schedule/slot.ts';` },
      { path: 'schedule/slot.ts', text: `import { title } from '../card/card.ts';` },
    ];
    expect(offences(files)).toContain('card and schedule import each other');
  });

  it.each(['main.ts', 'platform/slack/render.ts'])(
    'catches an SDK that src/%s loads through others',
    (door) => {
      const files = [
        { path: 'main.ts', text: `import { x } from './platform/slack/render.ts';` },
        { path: 'platform/slack/render.ts', text: `import { y } from './blocks.ts';` },
        { path: 'platform/slack/blocks.ts', text: `import { z } from '@slack/web-api';` },
      ];
      expect(offences(files)).toContain(`src/${door} loads @slack/web-api at start`);
    },
  );

  it.each([
    ['the same room', 'language/ja.ts', `import { money } from './amount.ts';`],
    ['down the river', 'ask/answer.ts', `import { wording } from '../card/wording.ts';`],
    [
      'a log from the store down',
      'platform/slack/index.ts',
      `import { masked } from '../../log.ts';`,
    ],
    [
      'the type of the configuration',
      'store/open.ts',
      `import type { Config } from '../config.ts';`,
    ],
    ['a platform, lazily', 'platform/index.ts', `await import('./slack/index.ts');`],
    ['the SDK in its folder', 'platform/slack/index.ts', `import { App } from '@slack/bolt';`],
    ['the environment in its place', 'config.ts', 'const { PORT } = process.env;'],
    [
      'files where digests are loaded',
      'digest/files.ts',
      `import { readFileSync } from 'node:fs';`,
    ],
    ['a hash in the core', 'digest/build.ts', `import { createHash } from 'node:crypto';`],
    [
      'a clock that is handed in',
      'card/text.ts',
      'const at = new Date(0); const then = clock.now();',
    ],
    [
      'words in comments and strings',
      'card/text.ts',
      `// import '../ask/x.ts' for Slack\nconst s = "import '../ask/x.ts'";`,
    ],
    [
      'all of it in main',
      'main.ts',
      `import { tick } from './schedule/tick.ts'; import type { Config } from './config.ts';`,
    ],
  ])('lets %s pass', (_, path, text) => {
    expect(offences([{ path, text }])).toEqual([]);
  });
});
