import { expect, it } from 'vitest';
import { annotate } from '../../src/figure/annotate.ts';
import { readFigures } from '../../src/figure/read.ts';

const context = {
  company: { slug: 'alpha', names: ['Alpha'] },
  segments: [],
  period: '2023-q2',
};

it.each([
  ['en', 'Alpha added 1.2 million new subscribers.', 'user_additions'],
  ['en', 'Daily active users reached 420 million.', 'daily_users'],
  ['ja', '日次アクティブユーザー数は4億2,000万人だった。', 'daily_users'],
] as const)('annotated articles in %s know users by one name: %s', (language, text, metric) => {
  const { figures } = readFigures(text, language, context);
  expect(figures.map((figure) => figure.metric)).toEqual([metric]);
  const [figure] = figures;
  expect(figure && annotate(figure, language, (slug) => slug, null).metric).toBe('users');
});

it.each([
  ['en', 'The board declared a dividend of $0.25 per share.', null],
  ['en', 'The dividend for the second quarter was $0.25 per share.', '2023-Q2'],
  ['en', 'Alpha declared an annual dividend of $1.20 a share.', '2023-FY'],
  ['en', 'Alpha will cut 3,700 jobs.', null],
  ['en', 'Alpha had 71,469 employees.', '2023-Q2'],
  ['ja', '配当は1株30円とした。', '2023-Q2'],
  ['ja', '年間配当は60円を予想する。', '2023-FY'],
  ['ja', '中間配当は30円とした。', '2023-H1'],
] as const)(
  'what a board decides on in %s is of the period its words name: %s',
  (language, text, period) => {
    const [figure] = readFigures(text, language, context).figures;
    expect(figure && annotate(figure, language, (slug) => slug, null).period).toBe(period);
  },
);
