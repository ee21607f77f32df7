import type { Card } from '../../card/card.ts';
import { type LanguageCode, languageOf } from '../../language/index.ts';
import type { Place, Posted, PostOutcome } from '../platform.ts';
import { post } from './client.ts';
import type { Context } from './context.ts';
import { findAny } from './find.ts';
import { whereIs } from './where.ts';

/** What was found of an answer that somebody may have begun. */
export type Begun =
  /** A message stands for it, or nothing does. */
  | { readonly state: 'open'; readonly standing: Posted | null }
  | { readonly state: 'answered'; readonly ref: Posted }
  | { readonly state: 'cannot_tell' };

/** An answer that is being made. */
export interface Thinking {
  /** From now on nothing is shown any more; gives the message that stands for the answer, if there is one. */
  done(): Promise<Posted | null>;
}

/** Shows that an answer is being made where it takes long; `standing` is a message that says so already. */
export function startThinking(
  context: Context,
  place: Place,
  lang: LanguageCode,
  standing: Posted | null,
): Thinking {
  const { workspace, turn, thinkingAfter } = context;
  let shown: Promise<PostOutcome | null> | null = null;
  async function show(): Promise<PostOutcome | null> {
    const ours = await turn.isOurs().catch(() => false);
    return ours ? post(workspace.client, place, thinkingCard(lang), standInKey(turn.key)) : null;
  }
  const timer = setTimeout(() => {
    shown = show();
  }, thinkingAfter);
  if (standing !== null) clearTimeout(timer);
  return {
    async done() {
      clearTimeout(timer);
      const outcome = await shown;
      if (outcome?.state === 'posted') return outcome.ref;
      if (outcome?.state !== 'unknown') return standing;
      const begun = await lookFor(context, place);
      return begun.state === 'open' ? begun.standing : standing;
    },
  };
}

/** Shows nothing while an answer is being made. */
export function noThinking(standing: Posted | null): Thinking {
  return { done: () => Promise.resolve(standing) };
}

/** Looks for what this turn's answer has become of before. */
export async function lookFor({ workspace, turn, log }: Context, place: Place): Promise<Begun> {
  // A person's own id is good to write to them, not to read: what they alone see may be shown twice.
  if (/^[UW]/.test(whereIs(place.channel).channel)) return { state: 'open', standing: null };
  const keys = [turn.key, standInKey(turn.key)];
  const found = await findAny(workspace.client.web, place, keys, turn.at);
  if (found.state === 'none') return { state: 'open', standing: null };
  if (found.state === 'found')
    return found.key === turn.key
      ? { state: 'answered', ref: found.ref }
      : { state: 'open', standing: found.ref };
  log.info({ platform: 'slack', place, reason: found.reason }, 'answered or not, that is unknown');
  return found;
}

/** The key of what stands for an answer until it is there; the answer itself takes its own. */
function standInKey(key: string): string {
  return `thinking:${key}`;
}

function thinkingCard(lang: LanguageCode): Card {
  const { note: text } = languageOf(lang).wording.thinking;
  return {
    language: lang,
    title: '',
    blocks: [{ type: 'note', text, lang }],
    buttons: [],
    subject: null,
  };
}
