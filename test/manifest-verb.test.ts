import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../src/config.ts';
import { run } from '../src/main.ts';
import { visitor } from './platform/preview/visitor.ts';
import { openSlackPeer, tokens } from './platform/slack/peer.ts';
import { behindDigests, noteFirstCommands, wantedFirst } from '../src/app-commands.ts';
import type { Digest, Library } from '../src/digest/digest.ts';
import { commandNotices } from '../src/operator-notices.ts';
import type { Manifest, Manifests } from '../src/store/manifests.ts';
import { log } from './store/homes.ts';
import { metaDigest } from './support/meta-digest.ts';
import { ownFolder } from './support/own-folder.ts';

const { at, kawaraban, inStore } = ownFolder('manifest');

/** Another company, by its folder's name, as its operator would add it. */
async function addCompany(slug: string): Promise<void> {
  await cp(at('digests/meta'), at(`digests/${slug}`), { recursive: true });
  for (const file of ['company.yaml', '2023-q2/digest.yaml']) {
    const path = at(`digests/${slug}/${file}`);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/^(slug|company): .*$/m, `$1: ${slug}`));
  }
}

const App = z.object({
  features: z.object({ slash_commands: z.array(z.object({ command: z.string() })) }),
});
const commandsOf = (app: unknown) =>
  App.parse(app).features.slash_commands.map(({ command }) => command);

describe('manifest slack', () => {
  it('prints what can be pasted, as YAML or JSON, and makes no store', async () => {
    const yaml = await kawaraban(['manifest', 'slack']);
    expect([yaml.code, yaml.err]).toEqual([0, '']);
    const json = await kawaraban(['manifest', 'slack', '--json']);
    expect(parse(yaml.out)).toEqual(JSON.parse(json.out));
    expect(commandsOf(parse(yaml.out))).toEqual(['/digest', '/meta']);
    expect(await readdir(at(''))).not.toContain('data');
  });

  it('says on stderr what is to be done about it, in the operator’s language', async () => {
    await addCompany('a-company-of-a-very-long-name-indeed');
    const http = { SLACK_SIGNING_SECRET: 's3cret', SLACK_BOT_TOKEN: 'xoxb-1' };
    const { out, err, code } = await kawaraban(['manifest', 'slack'], http);
    expect(code).toBe(0);
    expect(err.trim().split('\n')).toEqual([
      'Slack takes no command called /a-company-of-a-very-long-name-indeed (lower case, no spaces, 32 characters at most): those companies are reached by /digest.',
      'Put the address at which Slack reaches kawaraban in the place of https://YOUR-ADDRESS, or set SLACK_PUBLIC_URL and print this again.',
    ]);
    expect(`${out}${err}`).not.toMatch(/s3cret|xoxb-/);
    const ja = await kawaraban(['manifest', 'slack'], { ...http, LANG: 'ja' });
    expect(ja.err).toContain('SLACK_PUBLIC_URL を設定して出力し直しても構いません。');
    expect(parse(ja.out)).not.toEqual(parse(out));
  });

  it('is refused where there is no such folder of digests: the app would have no companies', async () => {
    const { out, err, code } = await kawaraban(['manifest', 'slack', '--digests', '/no/such']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^\/no\/such cannot be read: make the folder/);
  });

  it('is refused for a chat that has none', async () => {
    const { code, err } = await kawaraban(['manifest', 'irc']);
    expect(code).toBe(2);
    expect(err).toContain('slack');
  });

  it('is behind when a company comes after it, as status says, until it is printed again', async () => {
    await inStore(async () => {});
    await kawaraban(['manifest', 'slack']);
    const before = await inStore(({ manifests }) => manifests.of('slack'));
    expect(before?.commands).toEqual(['/digest', '/meta']);
    expect((await kawaraban(['status'])).out).not.toContain('✗');
    await addCompany('nvidia');
    await inStore(({ manifests }) =>
      manifests.note('slack', before!.commands, Date.parse('2026-11-23T03:00Z')),
    );
    expect((await kawaraban(['status'])).out).toContain(
      '✗ The Slack app has no /nvidia yet: its manifest was printed 2026-11-23 12:00+09:00. Run npx kawaraban manifest slack and paste the result under App Manifest at api.slack.com/apps; /digest nvidia q2 works meanwhile.\n',
    );
    expect((await kawaraban(['status'], { LANG: 'ja' })).out).toContain(
      '✗ Slack アプリには /nvidia がまだありません（マニフェストの出力は 2026-11-23 12:00+09:00）。',
    );
    await kawaraban(['manifest', 'slack', '--json']);
    expect((await kawaraban(['status'])).out).not.toContain('✗');
  });
});

it('takes the app that Slack starts with for up to date, and says on the page what came after', async () => {
  const slack = await openSlackPeer();
  const env = {
    PORT: '0',
    DATA_DIR: at('data'),
    DIGESTS_DIR: at('digests'),
    SLACK_BOT_TOKEN: tokens.bot,
    SLACK_APP_TOKEN: tokens.app,
    SLACK_API_URL: slack.url,
  };
  const bar = async () => {
    const running = await run(loadConfig(env), () => {}, log);
    const html = await (await visitor(running.address, 'en').page('/')).text();
    await running.stop();
    return /<div class="notices" role="status">(.*?)<\/div>/s.exec(html)?.[1];
  };
  try {
    expect(await bar()).toBe('');
    await addCompany('nvidia');
    expect(await bar()).toContain('The Slack app has no /nvidia yet; /digest works meanwhile.');
  } finally {
    await slack.close();
  }
});

/** Manifests in memory. */
function memory(last: Manifest | null = null): Manifests {
  let kept = last;
  return {
    async note(_, commands, time) {
      kept = { commands, at: time };
    },
    of: async () => kept,
  };
}

/** A digest of a company by its slug, of an article of that day. */
function digest(slug: string, period: string, published: string | null): Digest {
  const company = { ...metaDigest.company, slug };
  const sources = metaDigest.sources.map((source) => ({ ...source, published }));
  return { ...metaDigest, id: `${slug}/${period}`, company, period, sources };
}

function library(digests: readonly Digest[], bare: readonly string[] = []): Library {
  const slugs = [...bare, ...new Set(digests.map(({ company }) => company.slug))];
  const companies = slugs.map((slug) => ({ ...metaDigest.company, slug }));
  return { companies, digests };
}

describe('the commands of the Slack app', () => {
  it('are /digest, and then the companies with the newest articles, or else periods, first', () => {
    const shelf = library(
      [
        digest('old', '2023-q4', '2023-10-01'),
        digest('undated', '2024-q1', null),
        digest('older-undated', '2023-q1', null),
        digest('new', '2023-q2', '2023-07-26'),
        digest('new', '2023-q4', '2024-02-01'),
      ],
      ['bare'],
    );
    expect(wantedFirst(shelf).map(({ name }) => name)).toEqual([
      'digest',
      'new',
      'old',
      'undated',
      'older-undated',
      'bare',
    ]);
  });

  it('are fifty at most, so that of sixty companies eleven go by /digest, and none of those is missed', async () => {
    const digests = Array.from({ length: 60 }, (_, n) =>
      digest(`c${n}`, '2023-q2', `2023-07-${String((n % 28) + 1).padStart(2, '0')}`),
    );
    const shelf = library(digests);
    const kept = memory();
    await noteFirstCommands(kept, shelf, 5);
    expect((await kept.of('slack'))?.commands).toHaveLength(50);
    expect(await behindDigests(kept, shelf)).toBeNull();
  });

  it('are taken for up to date at the first start, and never again', async () => {
    const kept = memory();
    expect(await behindDigests(kept, library([]))).toBeNull();
    await noteFirstCommands(kept, library([digest('meta', '2023-q2', null)]), 5);
    const more = library([digest('meta', '2023-q2', null), digest('nvidia', 'fy2026-q1', null)]);
    await noteFirstCommands(kept, more, 6);
    expect(await behindDigests(kept, more)).toEqual({
      missing: ['/nvidia'],
      instead: '/digest nvidia q1',
      at: 5,
    });
    // A company that left digests/ makes nobody paste anything.
    expect(await behindDigests(kept, library([]))).toBeNull();
  });

  it('that are missing stand on the page', async () => {
    const kept = memory({ commands: ['/digest'], at: 5 });
    const shelf = library([digest('meta', '2023-q2', null)], ['bare']);
    expect(await commandNotices(kept, shelf)).toEqual([
      {
        kind: 'commands',
        channel: 'Slack',
        others: 0,
        count: 2,
        reason: '/meta, /bare',
        command: 'npx kawaraban manifest slack',
      },
    ]);
    expect(await commandNotices(memory(), shelf)).toEqual([]);
  });
});
