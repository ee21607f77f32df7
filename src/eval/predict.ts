import { answerQuestion } from '../ask/answer.ts';
import { bareArticle, digestsOf, reportOfAll, type ReadReport } from '../digest/bare.ts';
import type { Evidence } from '../card/card.ts';
import type { AnnotatedArticle } from './schema.ts';

/** What the product makes of an annotated article, in the shape that is scored. */
export interface Prediction extends ReadReport {
  readonly id: string;
  readonly answers: readonly PredictedAnswer[];
}

export interface PredictedAnswer {
  readonly q: string;
  readonly answer: string;
  readonly refused: boolean;
  readonly evidence: readonly Pick<Evidence, 'quote' | 'start' | 'end'>[];
}

/** Reads an article and answers its questions, from what a reader has of it and the questions' words alone. */
export function predict(
  article: Pick<
    AnnotatedArticle,
    'id' | 'text' | 'lang' | 'title' | 'publishedAt' | 'company' | 'questions'
  >,
): Prediction {
  const names = typeof article.company === 'string' ? [article.company] : (article.company ?? []);
  const { text, title, publishedAt } = article;
  const digests = digestsOf(bareArticle(text, article.lang, title, publishedAt), names);
  const library = { companies: digests.map(({ company }) => company), digests };
  const digest = digests.length === 1 ? (digests[0] ?? null) : null;
  const answers = article.questions.map(({ q, lang }): PredictedAnswer => {
    const { answer, refused, evidence } = answerQuestion(q, { library, digest, turns: [], lang });
    return {
      q,
      answer,
      refused,
      evidence: evidence.map(({ quote, start, end }) => ({ quote, start, end })),
    };
  });
  return { id: article.id, ...(reportOfAll(digests) ?? empty(article.lang)), answers };
}

function empty(lang: Prediction['lang']): ReadReport {
  return { lang, facts: [], risks: [], outlook: [], problems: [], quantities: [] };
}
