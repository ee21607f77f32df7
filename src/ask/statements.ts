import type { Answer, Evidence } from '../card/card.ts';
import { problemText } from '../card/problem-text.ts';
import type { Digest, Source, Statement, StatementKind } from '../digest/digest.ts';
import type { LanguageCode } from '../language/index.ts';
import { answerOf, phrase, type Piece } from './phrase.ts';
import type { Question } from './question.ts';
import { refuse } from './refusal.ts';

/** The answer to a question about risks, the outlook, the source or what was noted; null for any other question. */
export function answerAboutText(digest: Digest, question: Question): Answer | null {
  const { aspects, lang } = question;
  if (question.metrics.length > 0 || question.terms.length > 0) return null;
  if (aspects.has('published')) return sourceAnswer(digest, lang, 'published');
  if (aspects.has('author')) return sourceAnswer(digest, lang, 'author');
  if (aspects.has('publisher')) return sourceAnswer(digest, lang, 'publisher');
  if (aspects.has('noted')) return notedAnswer(digest, lang);
  if (aspects.has('risks')) return statementsAnswer(digest, lang, 'risk');
  return aspects.has('outlook') ? statementsAnswer(digest, lang, 'outlook') : null;
}

function statementsAnswer(digest: Digest, lang: LanguageCode, kind: StatementKind): Answer {
  const stated = digest.statements.filter((statement) => statement.kind === kind);
  if (stated.length === 0)
    return refuse(lang, 'not_stated', { what: phrase(lang, kind === 'risk' ? 'risk' : 'outlook') });
  return answerOf(
    stated.map((statement) => statementPiece(statement, digest, lang)),
    lang,
  );
}

/** A statement in the asker's language; one that has no words in it stands as its sentence. */
function statementPiece(statement: Statement, digest: Digest, lang: LanguageCode): Piece {
  const text = statement.text[lang]?.text ?? phrase(lang, 'sentence', { quote: statement.quote });
  const { quote, quoteSpan, source } = statement;
  return {
    text: `- ${text}`,
    evidence: [{ quote, ...quoteSpan, digest: digest.id, source }],
    figures: [],
  };
}

type SourceFact = 'author' | 'published' | 'publisher';

function sourceAnswer(digest: Digest, lang: LanguageCode, fact: SourceFact): Answer {
  const pieces = digest.sources.flatMap((source) => sourcePiece(source, digest, lang, fact));
  if (pieces.length > 0) return answerOf(pieces, lang);
  const what = {
    author: 'author_name',
    published: 'publication_date',
    publisher: 'publisher_name',
  } as const;
  return refuse(lang, 'not_stated', { what: phrase(lang, what[fact]) });
}

function sourcePiece(
  source: Source,
  digest: Digest,
  lang: LanguageCode,
  fact: SourceFact,
): Piece[] {
  const known = source[fact];
  if (known === null) return [];
  const text = phrase(lang, fact, { name: known, date: known });
  return [{ text, evidence: placeOf(known, source, digest), figures: [] }];
}

/** The by-line stands in the text in many sources; elsewhere it comes with the article and has no place. */
function placeOf(known: string, source: Source, digest: Digest): Evidence[] {
  const start = source.text.indexOf(known);
  if (start < 0) return [];
  return [{ quote: known, start, end: start + known.length, digest: digest.id, source: source.id }];
}

function notedAnswer(digest: Digest, lang: LanguageCode): Answer {
  if (digest.problems.length === 0)
    return answerOf([{ text: phrase(lang, 'no_problems'), evidence: [], figures: [] }], lang);
  return answerOf(
    digest.problems.map((problem) => {
      const figure = digest.figures.find(({ id }) => id === problem.figures[0]);
      const text = problemText(problem, digest.company, lang, figure?.metric ?? null);
      const source = digest.sources.find(
        ({ id }) => id === (figure?.source ?? digest.sources[0]?.id),
      );
      const spans = source === undefined ? [] : problem.spans;
      const evidence = spans.map(({ start, end }) => ({
        quote: source?.text.slice(start, end) ?? '',
        start,
        end,
        digest: digest.id,
        source: source?.id ?? null,
      }));
      return {
        text: `- ${text}`,
        evidence,
        figures: problem.figures.map((id) => `${digest.id}#${id}`),
      };
    }),
    lang,
  );
}
