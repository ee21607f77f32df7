import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bareArticle, digestsOf } from '../../src/digest/bare.ts';
import { AnnotatedArticle } from '../../src/eval/schema.ts';
import { type LanguageCode, languageCodes } from '../../src/language/index.ts';
import { sharedAt } from '../support/shared.ts';

const shared = sharedAt('articles');
const own = join(import.meta.dirname, '../eval/articles');

/** Everything that is flagged in them, with the places it is about. Each is a real one. */
const flagged: Readonly<Record<string, readonly (readonly [code: string, ...places: string[]])[]>> =
  {
    // The headline has ten times the loss that the body has.
    'ja-coinbase-2022-q2': [
      [
        'duplicate_value',
        '純損失は約11億ドルであり、前四半期比で250%拡大し、上場から今日に至るまでの最も苦しい成績を再度塗り替えました。',
        'Coinbaseの第2四半期財報を分解する:利用者の数は初めて1億の関門を突破、純損は110億ドルで歴史の記録を書き換え',
      ],
    ],
  };

/** The same of the articles that are written for the tests. */
const flaggedOfOwn: typeof flagged = {
  // 23.4% of the two amounts.
  'en-celgene-2008-q2': [
    [
      'growth_mismatch',
      'up 34% sequentially from $462.6 million, and up 64%',
      'Revenues were $571 million, up 34% sequentially from $462.6 million, and up 64% from $348 million in the year-earlier quarter.',
    ],
  ],
  // 53.8% of the two amounts.
  'en-lges-samsung-sdi-2023-q2': [
    [
      'growth_mismatch',
      'increased its consolidated sales by 73.0 percent to 8.7735 trillion won (US$6.8426 billion) in the second quarter of this year, from 5.706 trillion won',
      'The bigger of the two increased its consolidated sales by 73.0 percent to 8.7735 trillion won (US$6.8426 billion) in the second quarter of this year, from 5.706 trillion won.',
    ],
  ],
  // 億 and 47,000万 are no one number.
  'ja-pioneer-fy2006': [
    [
      'growth_mismatch',
      '47,000万円から1.4%増え',
      '営業収入こそ前年同期の3,450億47,000万円から1.4%増えて3,500億円に届くものの、営業利益は133億9,800万円(前年同期)から165億円の損失へ、純利益は48億900万円(同)から125億円の赤字へと転じる見込みだ。',
    ],
  ],
};

describe.skipIf(shared.missing)(
  `problems found in ${shared.missing ?? 'the annotated articles'}`,
  () => {
    it.each(languageCodes)(
      'in %s are real ones',
      (language) => {
        expect(foundIn(join(shared.path, language))).toEqual(of(flagged, language));
      },
      60_000,
    );
  },
);

describe('problems found in the articles of the tests', () => {
  it.each(languageCodes)(
    'in %s are real ones',
    (language) => {
      expect(foundIn(join(own, language))).toEqual(of(flaggedOfOwn, language));
    },
    60_000,
  );
});

function of(all: typeof flagged, language: LanguageCode): typeof flagged {
  return Object.fromEntries(Object.entries(all).filter(([id]) => id.startsWith(`${language}-`)));
}

/** Problems of the articles of a folder, what is only hard to read left out. */
function foundIn(folder: string): typeof flagged {
  const found = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const article = AnnotatedArticle.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      return [article.id, problemsOf(article)] as const;
    });
  return Object.fromEntries(found.filter(([, problems]) => problems.length > 0));
}

function problemsOf({ text, lang, title, publishedAt, company }: AnnotatedArticle) {
  const names = typeof company === 'string' ? [company] : (company ?? []);
  return digestsOf(bareArticle(text, lang, title, publishedAt), names)
    .flatMap(({ problems }) => problems)
    .filter(({ severity }) => severity !== 'low')
    .map(({ code, spans }): [string, ...string[]] => [
      code,
      ...spans.map(({ start, end }) => text.slice(start, end)),
    ]);
}
