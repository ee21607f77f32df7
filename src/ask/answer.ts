import type { Answer } from '../card/card.ts';
import { digestsOf } from '../digest/beside.ts';
import type { Digest, Library } from '../digest/digest.ts';
import { firstValid, validOf } from '../digest/withdrawn.ts';
import type { LanguageCode } from '../language/index.ts';
import { deniedPremise, figurePiece } from './figure-answer.ts';
import { asksGuidance, figuresAsked, figuresAYearLater } from './figures.ts';
import { isPeriod } from './period.ts';
import { answerOf, phrase, type Piece } from './phrase.ts';
import { languageAsked, understand, type Question, type Turn } from './question.ts';
import { refuse, refuseCompany, refuseUnstated, refuseWithdrawn } from './refusal.ts';
import { causeAsked, sentenceAsked } from './sentences.ts';
import { answerAboutText } from './statements.ts';

/** What a question is asked against. */
export interface AskContext {
  readonly library: Library;
  /** The digest the thread is about; null finds it by the company that is named. */
  readonly digest: Digest | null;
  /** The turns before it in the thread, oldest first. */
  readonly turns: readonly Turn[];
  /** The asker's language where it is known; the question's own words come first. */
  readonly lang: LanguageCode | null;
}

/**
 * An answer in the asker's language that rests on sentences of the digests, or a refusal. Every
 * number in it stands in its evidence or in a figure, or is marked as computed; it never throws.
 */
export function answerQuestion(question: string, context: AskContext): Answer {
  const { library, turns, lang } = context;
  const first = understand(question, library, context.digest, turns, lang);
  const digests = digestsAsked(first, context);
  if (first.aspects.has('advice')) return refuse(first.lang, 'no_advice');
  if (digests[0]?.withdrawn) return refuseWithdrawn(digests[0], first.lang);
  const answers = validOf(digests).map((digest) =>
    answerFrom(digest, understand(question, library, digest, turns, lang)),
  );
  const given = answers.find(({ refused }) => !refused);
  if (given) return given;
  const gone = digests.find(({ withdrawn }) => withdrawn !== null);
  if (gone) return refuseWithdrawn(gone, first.lang);
  return answers[0] ?? refuseCompany(library, languageAsked(question, first.lang));
}

/** The digests that may answer, the likeliest first: the thread's, then those of the company and period named. */
function digestsAsked(question: Question, { library, digest }: AskContext): Digest[] {
  const only = library.companies.length === 1 ? library.companies[0]?.slug : undefined;
  const slug = question.companies[0] ?? digest?.company.slug ?? only;
  if (slug === undefined) return [];
  const others = digestsOf(slug, library.digests).filter(({ id }) => id !== digest?.id);
  const { period } = question;
  const newest = [firstValid(others)].flatMap((one) => one ?? []);
  const ofPeriod = period === null ? newest : others.filter((one) => isPeriod(one.period, period));
  if (digest?.company.slug === slug) {
    if (period === null) return [digest];
    // What the thread's digest said of another period went with it.
    const isOther = digest.withdrawn !== null && !isPeriod(digest.period, period);
    return isOther ? [...ofPeriod, digest] : [digest, ...ofPeriod];
  }
  // A period that has no digest of its own may still stand in a later one.
  return unique([...ofPeriod, ...newest]);
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function answerFrom(digest: Digest, question: Question): Answer {
  const aboutText = answerAboutText(digest, question);
  if (aboutText !== null) return aboutText;
  const pieces = question.aspects.has('why')
    ? causePieces(digest, question)
    : figurePieces(digest, question);
  if (pieces.length > 0) return answerOf(pieces, question.lang);
  const sentence = question.aspects.has('why') ? null : sentenceAsked(digest, question);
  if (sentence === null) return refuseUnstated(question, digest);
  const text = phrase(question.lang, 'sentence', { quote: sentence.quote });
  return answerOf([{ text, evidence: [sentence], figures: [] }], question.lang);
}

function figurePieces(digest: Digest, question: Question): Piece[] {
  if (asksForVerdictOfAll(question)) return verdictPieces(digest, question);
  const figures = figuresAsked(digest, question);
  const pieces = figures.flatMap((figure) => figurePiece(figure, digest, question) ?? []);
  if (pieces.length > 0) return pieces;
  const yearAgo = { ...question, aspects: new Set([...question.aspects, 'year_ago' as const]) };
  const later = figuresAYearLater(digest, question).flatMap(
    (figure) => figurePiece(figure, digest, yearAgo) ?? [],
  );
  if (later.length > 0) return later;
  // "What is the EPS forecast?": where the company gave none, what analysts expected, said to be theirs.
  return asksGuidance(question) ? expectationPieces(digest, question) : [];
}

function expectationPieces(digest: Digest, question: Question): Piece[] {
  if (
    question.aspects.has('outlook') ||
    question.aspects.has('next') ||
    question.companies.length > 0
  )
    return [];
  const asked = { ...question, aspects: new Set([...question.aspects, 'consensus' as const]) };
  return figuresAsked(digest, asked).flatMap((figure) => figurePiece(figure, digest, asked) ?? []);
}

/** "Did Meta beat?" names no figure: it asks for every one that was expected. */
function asksForVerdictOfAll({ metrics, segments, terms, aspects }: Question): boolean {
  return (
    metrics.length + segments.length + terms.length === 0 &&
    (aspects.has('beat') || aspects.has('consensus'))
  );
}

function verdictPieces(digest: Digest, question: Question): Piece[] {
  return digest.figures
    .filter(
      ({ headline, period }) =>
        headline && (question.period === null || isPeriod(period, question.period)),
    )
    .flatMap((figure) => figurePiece(figure, digest, question) ?? []);
}

/** A cause only where a sentence states one; a premise that the figures deny is put right instead. */
function causePieces(digest: Digest, question: Question): Piece[] {
  const figures = figuresAsked(digest, question);
  const denied = figures.filter((figure) => deniedPremise(figure, digest, question) !== null);
  if (denied.length > 0)
    return denied.flatMap((figure) => figurePiece(figure, digest, question) ?? []);
  const sentence = causeAsked(digest, question);
  if (sentence === null) return [];
  return [
    {
      text: phrase(question.lang, 'cause', { quote: sentence.quote }),
      evidence: [sentence],
      figures: [],
    },
  ];
}
