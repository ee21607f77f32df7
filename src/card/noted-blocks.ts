import type { Digest } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { problemId, type Problem } from '../language/problem.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Block } from './card.ts';
import { figureLabel } from './figure-row.ts';
import { namesSubject, problemText } from './problem-text.ts';

/**
 * What did not add up or could not be read, as sentences; what a person has looked at stays, marked so
 * (with the reason where asked for).
 */
export function notedBlocks(digest: Digest, lang: LanguageCode, withReason: boolean): Block[] {
  if (digest.problems.length === 0) return [];
  const { card } = languageOf(lang).wording;
  const items = digest.problems.map((problem) => {
    const sentence = noteText(problem, digest, lang);
    const accepted = digest.accepted.find((one) => one.problem === problemId(problem));
    if (accepted === undefined) return sentence;
    return fillBlanks(withReason ? card.acceptedBecause : card.accepted, {
      sentence,
      reason: accepted.reason,
    });
  });
  return [
    { type: 'heading', lang, text: card.noted },
    { type: 'list', lang, items },
  ];
}

/** A problem's sentence, with the labels of its figures before it where it does not say what it is about. */
export function noteText(problem: Problem, digest: Digest, lang: LanguageCode): string {
  const { wording } = languageOf(lang);
  const figures = digest.figures.filter(({ id }) => problem.figures.includes(id));
  const sentence = problemText(problem, digest.company, lang, figures[0]?.metric ?? null);
  const labels = new Set(figures.map((figure) => figureLabel(figure, digest, lang)));
  if (labels.size === 0 || namesSubject(problem, lang)) return sentence;
  return fillBlanks(wording.card.about, { about: [...labels].join(wording.partsJoin), sentence });
}
