import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { splitSentences } from '../../src/article/sentences.ts';
import { answerQuestion } from '../../src/ask/answer.ts';
import { isQuestion, type Talk } from '../../src/ask/is-question.ts';
import { bareArticle, digestsOf } from '../../src/digest/bare.ts';
import { AnnotatedArticle } from '../../src/eval/schema.ts';
import { languageCodes } from '../../src/language/index.ts';
import { digest, twoCompanies } from './library.ts';

const Spec = z.object({
  asks: z.array(z.string()),
  follows: z.array(z.string()),
  talk: z.array(z.string()),
  /** Written apart from the patterns, and counted, not looked at one by one. */
  unseen: z.object({ asks: z.array(z.string()), talk: z.array(z.string()) }),
});

/** How much of what was never looked at one by one is heard as it should be, at least. */
const floors = { recall: 0.95, precision: 0.95 };

const before: Talk = { library: twoCompanies, digest, turns: [], following: false };
const after: Talk = { ...before, turns: [{ question: '純利益は?', lang: 'ja' }], following: true };

describe.each(languageCodes)('what is said in a thread (%s)', (code) => {
  const spec = Spec.parse(
    JSON.parse(readFileSync(`test/ask/specs/questions.${code}.json`, 'utf8')),
  );

  it.each(spec.asks)('is a question: %s', (text) => {
    expect(isQuestion(text, before)).toBe(true);
    expect(isQuestion(text, after)).toBe(true);
  });

  it.each(spec.follows)('is a question after an answer alone: %s', (text) => {
    expect(isQuestion(text, before)).toBe(false);
    expect(isQuestion(text, after)).toBe(true);
  });

  it.each(spec.talk)('is talk between people: %s', (text) => {
    expect(isQuestion(text, before)).toBe(false);
    expect(isQuestion(text, after)).toBe(false);
  });

  it.each([
    ['of a card that nobody asked about yet', before],
    ['in which an answer was given just now', after],
  ])('is told apart where nobody looked, in a thread %s', (_name, talk) => {
    const { asks, talk: chatter } = spec.unseen;
    const missed = asks.filter((text) => !isQuestion(text, talk));
    const wrong = chatter.filter((text) => isQuestion(text, talk));
    const heard = asks.length - missed.length;
    expect(heard / asks.length, missed.join('\n')).toBeGreaterThanOrEqual(floors.recall);
    expect(heard / (heard + wrong.length), wrong.join('\n')).toBeGreaterThanOrEqual(
      floors.precision,
    );
  });
});

describe('a long message', () => {
  it('was pasted, whatever it asks', () => {
    const question = 'What was revenue? ';
    expect(isQuestion(question.repeat(3), before)).toBe(true);
    expect(isQuestion(question.repeat(300), before)).toBe(false);
  });
});

describe.each(languageCodes)('annotated articles (%s)', (code) => {
  const articles = globSync(`test/eval/articles/${code}/*.json`).map((path) =>
    AnnotatedArticle.parse(JSON.parse(readFileSync(path, 'utf8'))),
  );

  it('have questions that are heard where they can be answered, and sentences that are not', () => {
    const missed: string[] = [];
    const wrong: string[] = [];
    let answerable = 0;
    let sentences = 0;
    for (const article of articles) {
      const { talk, said } = threadOf(article);
      const given = article.questions.filter(
        ({ q, lang }) => !answerQuestion(q, { ...talk, lang }).refused,
      );
      answerable += given.length;
      sentences += said.length;
      missed.push(...given.map(({ q }) => q).filter((q) => !isQuestion(q, talk)));
      wrong.push(...said.filter((text) => isQuestion(text, talk)));
    }
    expect(answerable).toBeGreaterThan(100);
    expect(missed.length / answerable, missed.join('\n')).toBeLessThanOrEqual(0.02);
    expect(wrong.length / sentences, wrong.join('\n')).toBeLessThanOrEqual(0.02);
  }, 60_000);
});

/** A thread under the card of an article, and the article's sentences as somebody might paste them there. */
function threadOf({ text, lang, title, publishedAt, company }: AnnotatedArticle) {
  const names = typeof company === 'string' ? [company] : (company ?? []);
  const digests = digestsOf(bareArticle(text, lang, title, publishedAt), names);
  const library = { companies: digests.map((each) => each.company), digests };
  const talk: Talk = { library, digest: digests[0] ?? null, turns: [], following: false };
  return { talk, said: splitSentences(text, lang).map(({ start, end }) => text.slice(start, end)) };
}
