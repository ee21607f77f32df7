import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { CardLanguage } from '../src/card/card.ts';
import { resultText } from '../src/card/amount.ts';
import type { Form } from '../src/card/digest-card.ts';
import { headlineFigures } from '../src/card/figure-groups.ts';
import type { Digest } from '../src/digest/digest.ts';
import { loadLibrary } from '../src/digest/files.ts';
import { languageCodes } from '../src/language/index.ts';
import { printCard } from '../src/card-verb.ts';
import { ingest } from '../src/verbs.ts';
import { nonceOf } from '../src/platform/discord/mark.ts';
import { judge as judgeDiscord } from './platform/discord/judge.ts';
import { judge as judgeSlack } from './platform/slack/judge.ts';
import { sharedAt } from './support/shared.ts';

const { path: shared, missing } = sharedAt('articles');
const forms = ['headline', 'standard', 'full'] as const satisfies readonly Form[];
const cardLanguages = [...languageCodes, 'both'] as const satisfies readonly CardLanguage[];

/** What a user gives on the command line: an article on two companies is taken in once for each. */
interface Given {
  readonly name: string;
  readonly file: string;
  readonly slug: string;
  readonly period: string;
}

/** The periods of an article on several companies, which each have their own. */
const periods: Readonly<Record<string, string>> = { alibaba: '2016-q4', tencent: '2017-q1' };

const Annotated = z.object({
  company: z.union([z.string().transform((name) => [name]), z.array(z.string())]),
  period: z.string().nullable(),
});

function givenFor(file: string): Given[] {
  const { company, period } = Annotated.parse(JSON.parse(readFileSync(file, 'utf8')));
  return company.map((named) => {
    const slug = named.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const name = company.length > 1 ? `${basename(file)} for ${slug}` : basename(file);
    return { name, file, slug, period: period === null ? (periods[slug] ?? '') : periodOf(period) };
  });
}

/** 2022-Q3, FY2024-Q4, FY2026/03-H1 and FY2025/03 as --period takes them. */
function periodOf(annotated: string): string {
  const [year = '', part = 'fy'] = annotated
    .toLowerCase()
    .replace(/\/\d\d/, '')
    .split('-');
  return `${year}-${part}`;
}

const articles = missing
  ? []
  : globSync('{ja,en}/*.json', { cwd: shared })
      .toSorted()
      .flatMap((file) => givenFor(join(shared, file)));

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kawaraban-articles-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** What a verb prints. */
async function printed(run: () => Promise<void>): Promise<string> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await run();
  } finally {
    write.mockRestore();
  }
  return out;
}

/** The one digest that `ingest` makes of an article in a fresh folder. */
async function ingested({ file, slug, period }: Given, digests: string): Promise<Digest> {
  await printed(() => ingest(file, { company: slug, period, digests }));
  const { library, faults } = await loadLibrary(digests);
  expect(faults).toEqual([]);
  expect(library.digests.map(({ id }) => id)).toEqual([`${slug}/${period}`]);
  return library.digests[0]!;
}

/** What is wrong with a digest's cards, drawn in every way there is. */
async function faultsOf(digest: Digest, digests: string): Promise<string[]> {
  const values = (language: CardLanguage) =>
    headlineFigures(digest)
      .slice(0, 3)
      .flatMap((figure) =>
        languageCodes
          .filter((code) => language === 'both' || language === code)
          .map((code) => resultText(figure, code, figure.metric)),
      );
  const faults: string[] = [];
  for (const lang of cardLanguages) {
    for (const form of forms) {
      const drawn = (as: string) =>
        printed(() =>
          printCard(digest.company.slug, digest.period, {
            as,
            lang,
            form,
            theme: 'light',
            with: [],
            digests,
          }),
        );
      // A page holds its pictures, which take a while to draw: once an article is enough.
      const isPage = form === 'headline' || (form === 'full' && lang === 'both');
      const shown = {
        text: await drawn('text'),
        ...(isPage ? { html: await drawn('html') } : {}),
      };
      const found = [
        ...Object.entries(shown).flatMap(([as, text]) =>
          values(lang).flatMap((value) => (text.includes(value) ? [] : [`${as} lacks ${value}`])),
        ),
        ...slackFaults(await drawn('slack')),
        ...discordFaults(await drawn('discord')),
      ];
      faults.push(...found.map((fault) => `${lang} ${form}: ${fault}`));
    }
  }
  return faults;
}

function slackFaults(json: string): string[] {
  const flags = { mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' };
  const body = z.looseObject({}).parse(JSON.parse(json));
  return [
    ...judgeSlack('chat.postMessage', { channel: 'C1', ...flags, ...body }),
    ...judgeSlack('chat.update', { channel: 'C1', ts: '1700000000.000100', ...body }),
  ];
}

function discordFaults(json: string): string[] {
  const bodies = z.array(z.looseObject({})).min(1).parse(JSON.parse(json));
  return bodies.flatMap((body) =>
    judgeDiscord('message', {
      ...body,
      nonce: nonceOf('1', 'k'),
      enforce_nonce: true,
    }),
  );
}

describe(missing ?? 'the first annotated articles, as a user takes them in', () => {
  it.skipIf(missing)('are all here', () => {
    expect(articles.length).toBeGreaterThan(19);
  });

  it.skipIf(missing).each(articles)('$name gives cards of every kind', async (article) => {
    const digests = join(dir, `${article.slug}-${article.period}`);
    const digest = await ingested(article, digests);
    expect(headlineFigures(digest).length).toBeGreaterThan(0);
    expect(await faultsOf(digest, digests)).toEqual([]);
  });

  it.skipIf(missing).each([
    ['alibaba', 'Alibaba', '38579000000', ['49552000000', '14500000000', '22811000000']],
    ['tencent', 'Tencent', '49552000000', ['38579000000', '31570000000', '2163000000']],
  ])('an article on two companies gives %s what is its own', async (slug, name, own, others) => {
    const article = articles.find((each) => each.slug === slug)!;
    const digest = await ingested(article, join(dir, `own-${slug}`));
    expect(digest.company.names.en).toBe(name);
    const values = digest.figures.map(({ value }) => value);
    expect(values).toContain(own);
    expect(values.filter((value) => others.includes(value))).toEqual([]);
  });
});
