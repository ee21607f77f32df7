import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { languageWish } from '../src/ask/own-language.ts';
import { settingOf } from '../src/ask/setting.ts';
import { loadConfig, secretSettings, settings } from '../src/config.ts';
import { loadLibrary } from '../src/digest/files.ts';
import { knownKeys } from '../src/digest/schema.ts';
import { problemCodes } from '../src/language/problem.ts';
import { settingVerbs } from '../src/language/setting.ts';
import { appManifest } from '../src/platform/slack/manifest.ts';
import { botScopes } from '../src/platform/slack/scopes.ts';
import { parseQuiet } from '../src/schedule/quiet.ts';
import { readSubscriptions } from '../src/schedule/subscriptions.ts';
import { parseWhen } from '../src/schedule/when.ts';

const Package = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')));

const decisions = globSync('docs/decisions/*.md').toSorted();
const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/digests.md',
  ...decisions,
];
const all = [...guides, 'NOTICE', 'LICENSE', '.env.example', '.ci/run', 'Dockerfile'];
const texts = new Map(all.map((file) => [file, readFileSync(file, 'utf8')]));
const readme = texts.get('README.md') ?? '';

function helpOf(...words: readonly string[]): string {
  const ran = spawnSync(process.execPath, ['src/cli.ts', ...words, '--help'], { encoding: 'utf8' });
  return ran.stdout;
}

/** The verbs of the command line, as its help lists them. */
const help = helpOf();
const verbs = [...help.matchAll(/^ {2}([a-z]+)(?: \[options\])?(?: [<[\w].*)? {2,}/gm)].map(
  ([, verb]) => verb!,
);

/** Words in back quotes and lines of code blocks: what a reader takes at its word. */
function codeIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].flatMap(([, block]) =>
    block!.split('\n'),
  );
  const prose = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...blocks, ...[...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!)];
}

/** Paths of this checkout that a text names; a <name> in one stands for any. */
function pathsIn(text: string): readonly string[] {
  const words = codeIn(text).flatMap((code) => code.split(/[\s,:]+/));
  const places =
    /^(\.ci|bench|bin|digests|docs|scripts|src|test)\/[^…]*$|^(\.env\.example|package\.json|[A-Z]+\.md)$/;
  return words.filter((word) => places.test(word));
}

describe.each(guides)('%s', (file) => {
  const text = texts.get(file) ?? '';

  it('names only files that are there', () => {
    const missing = pathsIn(text).filter(
      (path) => globSync(path.replaceAll(/<\w+>/g, '*')).length === 0,
    );
    expect(missing).toEqual([]);
  });

  it('links only to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https:\/\/|#)([^)#]+)/g)].map(([, link]) =>
      join(dirname(file), link!),
    );
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  it('names only scripts that package.json has', () => {
    const ran = codeIn(text).flatMap((code) =>
      [...code.matchAll(/\bnpm (?:run )?([a-z:]+)/g)].map(([, name]) => name!),
    );
    expect(ran.filter((name) => !['ci', 'run'].includes(name) && !(name in scripts))).toEqual([]);
  });

  it('names only verbs that the command line has', () => {
    const used = codeIn(text).flatMap((code) =>
      [...code.matchAll(/\bkawaraban ([a-z]+)/g)].map(([, verb]) => verb!),
    );
    expect(used.filter((verb) => !verbs.includes(verb))).toEqual([]);
  });
});

describe('README.md', () => {
  it('lists the verbs that there are, each once', () => {
    const table = [...readme.matchAll(/^\| `([a-z]+)[^`]*` \|/gm)].map(([, verb]) => verb!);
    const listed = table.filter((word) => verbs.includes(word));
    expect(listed.toSorted()).toEqual(verbs.filter((verb) => verb !== 'help').toSorted());
  });

  it.each(verbs.filter((verb) => verb !== 'help'))(
    'names every option of %s, and no other',
    (verb) => {
      const row = readme.match(new RegExp(`^\\| \`(${verb}\\b[^\`]*)\` \\|`, 'm'))?.[1] ?? '';
      const offered = [...helpOf(verb).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
        ([, name]) => name!,
      );
      // These two stand above the table, for all verbs.
      const own = offered.filter((name) => !['--help', '--digests'].includes(name));
      const named = [...row.matchAll(/--[a-z-]+/g)].map(([name]) => name);
      expect(named.toSorted()).toEqual(own.toSorted());
    },
  );

  it('lists every setting with its default and its meaning', () => {
    const rows = settings.keyof().options.map((name) => {
      const given = secretSettings.includes(name) ? '' : loadConfig({})[name];
      const value = given === '' ? '| |' : `| \`${given}\` |`;
      return `| \`${name}\` ${value} ${settings.shape[name].description} |`;
    });
    expect(readme.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line))).toEqual(rows);
  });

  it('explains each scope that the Slack app asks for, and no other', () => {
    const [, table = ''] = /\| scope \| what it is for \|\n(.+?)\n\n/s.exec(readme) ?? [];
    const explained = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([^`]+)`/g)].map(([, scope]) => scope!),
    );
    expect(explained.toSorted()).toEqual([...botScopes, 'connections:write'].toSorted());
  });

  it('names the address that the Slack manifest gives to Slack', () => {
    const url = 'https://bot.example.com';
    const given = loadConfig({ SLACK_PUBLIC_URL: url });
    const { interactivity } = appManifest([], given, 'en').settings;
    const [named] = readme.match(/https:\/\/bot\.example\.com\/[a-z_/]+/) ?? [];
    expect(interactivity).toMatchObject({ request_url: named });
  });

  it('has a subscription that can be used in each entry of its sample', () => {
    const { subscriptions, errors } = readSubscriptions(yamlWith('- platform'));
    expect(errors).toEqual([]);
    expect(subscriptions.map(({ platform }) => platform)).toEqual(['slack', 'discord']);
  });

  it('explains every key of a subscription, and so does the file itself', () => {
    const errors = readSubscriptions('- nothingAlike: 1').errors.join(' ');
    const keys = /there are ([\w, ]+)/.exec(errors)?.[1]?.split(', ') ?? [];
    expect(keys).toContain('catchUp');
    const file = readFileSync('digests/subscriptions.yaml', 'utf8');
    expect(keys.filter((key) => !readme.includes(`| \`${key}\` |`))).toEqual([]);
    expect(keys.filter((key) => !new RegExp(`^# {3}${key} `, 'm').test(file))).toEqual([]);
  });

  it('names times and quiet hours that can be read', () => {
    const [, ...times] = codeIn(readme.match(/^\| `when` .*/m)![0]);
    const file = readFileSync('digests/subscriptions.yaml', 'utf8');
    const written = /# {3}when {6}(.+)\n# {13}(.+)/.exec(file)!.slice(1).join(' | ').split(' | ');
    expect([...times, ...written].filter((text) => !('when' in parseWhen(text)))).toEqual([]);
    expect(times).toHaveLength(6);
    expect('quiet' in parseQuiet(codeIn(readme.match(/^\| `quiet` .*/m)![0])[1]!)).toBe(true);
  });

  it('types commands that do what it says, in both languages', async () => {
    const { library } = await loadLibrary('digests');
    const rows = [...readme.matchAll(/^\| [^|`]+ \| (`[^|]+) \| (`[^|]+) \|$/gm)];
    const verbsIn = (cell = '') =>
      codeIn(cell).map((text) => {
        const setting = settingOf(library, 'digest', text);
        if (setting?.kind === 'verb') return setting.verb;
        return languageWish(library, 'digest', text) === null ? text : 'language';
      });
    const [english, japanese] = [1, 2].map((at) => rows.flatMap((row) => verbsIn(row[at])));
    expect(new Set(english)).toEqual(new Set([...settingVerbs, 'language']));
    expect(japanese).toEqual(english);
  });

  it('shows a line of digest.yaml that stands in the sample digest', () => {
    const [line] = z.array(FigureLine).parse(parse(yamlWith('metric: headcount')));
    const sample = DigestFile.parse(
      parse(readFileSync('digests/meta/2023-q2/digest.yaml', 'utf8')),
    );
    expect(sample.figures).toContainEqual(expect.objectContaining(line));
  });

  it('asks on Discord for the five permissions it names', () => {
    const bits = {
      viewChannel: 10n,
      sendMessages: 11n,
      attachFiles: 15n,
      readMessageHistory: 16n,
      sendMessagesInThreads: 38n,
    };
    const sum = Object.values(bits).reduce((total, bit) => total + (1n << bit), 0n);
    expect(readme.match(/permissions=(\d+)/)?.[1]).toBe(String(sum));
  });

  it('says in both languages that it is no investment advice', () => {
    expect(readme).toContain('Not investment advice. 投資助言ではありません。');
  });
});

describe('docs/digests.md', () => {
  const text = texts.get('docs/digests.md') ?? '';

  it('explains every key of digest.yaml and company.yaml', () => {
    expect(knownKeys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });

  it('lists every problem that there is', () => {
    // Of a text without any figure no digest is made.
    const kept = problemCodes.filter((code) => code !== 'no_figures' && code !== 'unread');
    const listed = [...text.matchAll(/^\| `([a-z_]+)` \| (?:high|medium|low) \|/gm)];
    expect(listed.map(([, code]) => code!).toSorted()).toEqual(kept.toSorted());
  });
});

describe('all of them', () => {
  it.each([
    [
      'a place outside the checkout',
      /\.\.\/shared|(?<![\w.])\/(?:work|tmp|home|root(?!\/\.npm))\//,
    ],
    ['a registry by its address', /registry\.npmjs|deb\.debian|npmjs\.(?:org|com)/],
    ['what is still to be done', /\b(?:TODO|FIXME|XXX|TBD)\b/],
  ])('name nowhere %s', (_, words) => {
    const named = [...texts].filter(([, text]) => words.test(text)).map(([file]) => file);
    expect(named).toEqual([]);
  });

  it('have the decisions numbered without a gap', () => {
    expect(decisions.map((file) => Number(file.match(/(\d{4})-/)![1]))).toEqual(
      decisions.map((_, index) => index + 1),
    );
  });
});

const FigureLine = z.record(z.string(), z.string());
const DigestFile = z.object({ figures: z.array(z.record(z.string(), z.unknown())) });

/** The YAML block of the README that holds a word. */
function yamlWith(word: string): string {
  const blocks = [...readme.matchAll(/^ *```yaml\n([\s\S]*?)^ *```$/gm)].map(([, block]) => block!);
  return blocks.find((block) => block.includes(word)) ?? '';
}
