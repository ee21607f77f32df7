import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparisonCard } from '../../src/card/comparison-card.ts';
import { correctionCard } from '../../src/card/correction-card.ts';
import type { Card } from '../../src/card/card.ts';
import { chartSvg } from '../../src/card/chart-svg.ts';
import { digestCard } from '../../src/card/digest-card.ts';
import { mergedCard } from '../../src/card/merged-card.ts';
import { picturesOf } from '../../src/card/pictures.ts';
import { quietCard } from '../../src/card/quiet-card.ts';
import { bareArticle, digestsOf } from '../../src/digest/bare.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { AnnotatedArticle } from '../../src/eval/schema.ts';
import { type LanguageCode, languageCodes } from '../../src/language/index.ts';
import { marked, markOf, nonceOf } from '../../src/platform/discord/mark.ts';
import { renderMessages } from '../../src/platform/discord/render.ts';
import { render } from '../../src/platform/slack/render.ts';
import { sharedAt } from '../support/shared.ts';
import { wordsIn } from '../support/svg.ts';
import { judge as judgeDiscord } from './discord/judge.ts';
import { judge as judgeSlack } from './slack/judge.ts';

const { path: shared, missing } = sharedAt('articles');
const places: readonly (readonly [of: string, folder: string, skip: string | null])[] = [
  ['our annotated articles', join(import.meta.dirname, '../eval/articles'), null],
  [missing ?? 'the first annotated articles', shared, missing],
];

function articlesIn(folder: string): AnnotatedArticle[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => AnnotatedArticle.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

/** By a person who writes markup, and at length. */
const withdrawn: Digest['withdrawn'] = {
  by: 'sato',
  at: '2026-11-23T09:00:00+09:00',
  reason: '出典 <!channel> @everyone *が* 取り消した。'.repeat(40),
};

/** Every card of a digest: each form in each language, withdrawn, beside another, and against itself with one figure less. */
function cardsOf(digest: Digest, before: Digest): Card[] {
  const languages = [...languageCodes, 'both'] as const;
  return languages.flatMap((language) => [
    ...(['headline', 'standard', 'full'] as const).map((form) =>
      digestCard(digest, { language, form }),
    ),
    correctionCard({ ...digest, figures: digest.figures.slice(1) }, digest, { language }),
    ...(['headline', 'full'] as const).map((form) =>
      digestCard({ ...digest, withdrawn }, { language, form }),
    ),
    comparisonCard([before, digest], { language }),
    quietCard([digest.company], [digest], { language }),
  ]);
}

/** The first two to all of the digests in one card, in each language. */
function mergedCards(digests: readonly Digest[]): Card[] {
  return [2, 3, 4, 6, 8, 9, 13, digests.length].flatMap((count) =>
    [...languageCodes, 'both' as const].map((language) =>
      mergedCard(digests.slice(0, count), { language }),
    ),
  );
}

/** What people would miss of a card in one message. */
function cutsOf(card: Card): string[] {
  const parts = renderMessages(card).length;
  const [last] = render(card)
    .blocks.filter(({ type }) => type === 'context')
    .slice(-1);
  return [
    ...(parts === 1 ? [] : [`${card.title}: ${parts} messages on Discord`]),
    ...(JSON.stringify(last)?.includes('…') ? [`${card.title}: cut on Slack`] : []),
  ];
}

function complaintsOf(card: Card): string[] {
  const flags = { mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' };
  return [
    ...judgeSlack('chat.postMessage', { channel: 'C1', ...flags, ...render(card) }),
    ...renderMessages(card).flatMap((payload) =>
      judgeDiscord('message', {
        ...marked(payload, markOf('k')),
        nonce: nonceOf('1', 'k'),
        enforce_nonce: true,
      }),
    ),
  ];
}

/** What is wrong with a digest's chart: bars that are none of its figures, words that are not drawn. */
function chartFaults(digest: Digest, language: LanguageCode): string[] {
  const stated = new Map(
    digest.figures.map(({ id, value, comparisons }) => [
      `${digest.id}#${id}`,
      [value, ...comparisons.map((comparison) => comparison.value)],
    ]),
  );
  const forecasts = digest.figures.filter(({ basis }) => basis === 'consensus');
  return picturesOf(digestCard(digest, { language, form: 'standard' })).flatMap(
    ({ chart, alt }) => {
      const words = wordsIn(chartSvg(chart, 'dark'));
      return chart.panels.flatMap(({ bars }) =>
        bars.flatMap(({ figure, value, text }) => [
          ...(stated.get(figure)?.includes(value) || forecasts.some((each) => each.value === value)
            ? []
            : [`${digest.id}: ${value} is not stated`]),
          ...(words.includes(text.replaceAll(/\s/g, ''))
            ? []
            : [`${digest.id}: ${text} is not drawn`]),
          ...(alt.includes(text) ? [] : [`${digest.id}: ${text} is not told`]),
        ]),
      );
    },
  );
}

describe.each(places)('the cards of %s', (_of, folder, skip) => {
  it.skipIf(skip).each(languageCodes)(
    'are what Slack and Discord take: %s',
    { timeout: 240_000 },
    (language) => {
      const digests = articlesIn(join(folder, language)).flatMap(
        ({ text, lang, title, publishedAt, company }) =>
          digestsOf(
            bareArticle(text, lang, title, publishedAt),
            typeof company === 'string' ? [company] : (company ?? []),
          ),
      );
      expect(digests.length).toBeGreaterThan(8);
      const complaints = digests.flatMap((digest, at) =>
        cardsOf(digest, digests[at - 1] ?? digest)
          .flatMap(complaintsOf)
          .map((complaint) => `${digest.id}: ${complaint}`),
      );
      expect(complaints).toEqual([]);
      const merged = mergedCards(digests);
      expect(merged.flatMap((card) => [...complaintsOf(card), ...cutsOf(card)])).toEqual([]);
      expect(digests.flatMap((digest) => chartFaults(digest, language))).toEqual([]);
    },
  );
});
