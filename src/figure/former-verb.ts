import type { Token } from './lexer.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { Thread } from './thread.ts';
import { cueIn, type Walk } from './walk.ts';

/**
 * 売上高860億円、純利益8億円と予想しておりましたが、…: the verb that makes several names and amounts before it those of the
 * forecast before; null where a sentence has none. A list that tells a name twice, or a result, is none of that.
 */
export function verbOfFormer({ reading, text }: Thread, tokens: readonly Token[]): Token | null {
  const at = tokens.findIndex(
    (token) =>
      token.kind === 'cue' &&
      token.cue === 'priorGuidance' &&
      formerVerb(reading).test(text.slice(token.start, token.end)),
  );
  const verb = tokens[at];
  const before = tokens.slice(0, Math.max(at, 0));
  const names = before.flatMap((token, index) =>
    token.kind === 'metric' && before[index + 1]?.kind === 'quantity' ? [token] : [],
  );
  const [first] = names;
  if (!verb || !first || names.length < 2) return null;
  const isOnce = new Set(names.map(({ metric }) => metric)).size === names.length;
  const isTold = before.some((token) => token.kind === 'cue' && others.has(token.cue));
  const result = outcomes(reading).test(text.slice(first.start, verb.start));
  return isOnce && !isTold && !result ? verb : null;
}

/** What makes amounts before such a verb something else. */
const others: ReadonlySet<string> = new Set(['consensus', 'priorGuidance', 'versus', 'reported']);

const formerVerb = patternOf('formerVerb');
const outcomes = patternOf('outcomes');
const ends = perReading(({ outcomes: said }) => new RegExp(`(?:${said})\\P{L}*$`, 'iu'));

/** Whether an amount stands before that verb. */
export function isOfFormerList({ formerVerb: verb }: Walk, { start }: Token): boolean {
  return verb !== null && start < verb.start;
}

/** What comes after the verb is what it became. */
export function endFormerList(walk: Walk): void {
  walk.expecting = null;
  walk.metric = null;
  walk.pending.length = 0;
}

/** …と予想しておりましたが、売上高861億円、純利益4億円となりました: results of all that was expected before, by the verb at the end. */
export function cameOut({ formerVerb: verb, sentence, thread }: Walk): boolean {
  return verb !== null && ends(thread.reading).test(sentence.text);
}

/** 売上高861億円(0.2%増)となりました: in such a sentence rates tell nothing of the year before that it does not name. */
export function isOfNoYear({ formerVerb: verb, tokens }: Walk): boolean {
  return verb !== null && cueIn(tokens, ['yoy', 'qoq']) === null;
}
