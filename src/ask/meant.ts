import type { Digest, Library } from '../digest/digest.ts';
import type { AskContext } from './answer.ts';
import { type CommandResult, resolveCommand } from './command.ts';
import { anyCompanyCommand } from './lexicon.ts';
import { isPeriod } from './period.ts';
import { understand } from './question.ts';

/**
 * Which of several digests that stand together a question is about: those of the company, the business or the period
 * it names, else the one that the questions before it were about. None where it names another company; all where
 * nothing tells.
 */
export function digestsMeant(
  question: string,
  digests: readonly Digest[],
  { library, turns, lang }: Omit<AskContext, 'digest'>,
): readonly Digest[] {
  const own = named(question, digests, { library, lang });
  if (own !== null) return own;
  for (const turn of turns.toReversed()) {
    const before = named(turn.question, digests, { library, lang: turn.lang });
    if (before?.length === 1) return before;
  }
  return digests;
}

/** The digests that the words of one question tell; null where they tell none from the others. */
function named(
  question: string,
  digests: readonly Digest[],
  { library, lang }: Pick<AskContext, 'library' | 'lang'>,
): readonly Digest[] | null {
  const { companies, period } = understand(question, library, null, [], lang);
  const ofPeriod = (list: readonly Digest[]) => {
    const found = period === null ? [] : list.filter((one) => isPeriod(one.period, period));
    return found.length > 0 ? found : list;
  };
  if (companies.length > 0)
    return ofPeriod(digests.filter(({ company }) => companies.includes(company.slug)));
  const own = digests.filter(
    (digest) => understand(question, library, digest, [], lang).segments.length > 0,
  );
  const told = ofPeriod(own.length > 0 ? own : digests);
  return told.length < digests.length ? told : null;
}

/**
 * The digest that a message calls by its company and period, and the language it names; null where it asks anything:
 * "meta q2?" may go on from the question before.
 */
export function digestNamed(
  library: Library,
  text: string,
): Extract<CommandResult, { kind: 'digest' }> | null {
  const { companies, period } = understand(text, library, null, [], null);
  if (companies.length !== 1 || period === null || /[?？]/.test(text)) return null;
  const result = resolveCommand(library, anyCompanyCommand, text, 'en');
  return result.kind === 'digest' ? result : null;
}
