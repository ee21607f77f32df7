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
