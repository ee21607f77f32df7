import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { predict } from '../../src/eval/predict.ts';
import { AnnotatedArticle } from '../../src/eval/schema.ts';
import { languageCodes } from '../../src/language/index.ts';
import { sharedAt } from '../support/shared.ts';

const { path: folder, missing } = sharedAt('articles');

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

describe.skipIf(missing)(`problems found in ${missing ?? 'the annotated articles'}`, () => {
  it.each(languageCodes)('in %s are real ones', (language) => {
    const found = readdirSync(join(folder, language))
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        const article = AnnotatedArticle.parse(
          JSON.parse(readFileSync(join(folder, language, name), 'utf8')),
        );
        const problems = predict(article).problems.filter(({ severity }) => severity !== 'low');
        return problems.length === 0
          ? []
          : [
              [
                article.id,
                problems.map(({ code, spans }) => [
                  code,
                  ...spans.map(({ start, end }) => article.text.slice(start, end)),
                ]),
              ] as const,
            ];
      });
    const expected = Object.entries(flagged).filter(([id]) => id.startsWith(`${language}-`));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});
