import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { predict, type Prediction } from './predict.ts';
import type { AnnotatedArticle } from './schema.ts';
import { score, sum, type Score } from './score.ts';

/** Predictions and scores of every annotated article (.json) below a folder, in the order of their paths. */
export async function evaluate(
  dir: string,
  parse: (path: string, text: string) => AnnotatedArticle,
): Promise<{ predictions: Prediction[]; scores: Score[]; total: Score }> {
  const paths = (await Array.fromAsync(glob('**/*.json', { cwd: dir }))).toSorted();
  const predictions: Prediction[] = [];
  const scores: Score[] = [];
  for (const path of paths) {
    const article = parse(join(dir, path), await readFile(join(dir, path), 'utf8'));
    const { id, text, lang, title, publishedAt, company, questions } = article;
    // Only what a reader would have is handed over.
    const prediction = predict({ id, text, lang, title, publishedAt, company, questions });
    predictions.push(prediction);
    scores.push(score(article, prediction));
  }
  return { predictions, scores, total: sum(scores, 'total') };
}
