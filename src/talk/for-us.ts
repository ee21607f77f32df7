import { isQuestion } from '../ask/is-question.ts';
import type { Turn } from '../ask/question.ts';
import { hearingOf } from '../channel/replies.ts';
import type { Digest } from '../digest/digest.ts';
import type { Speaker } from '../platform/platform.ts';
import type { HandlerParts } from './parts.ts';

/** How long after an answer of ours "why?" is about it, ms. */
const justNow = 600_000;

/** A thread of ours: the digests it is about, and what was asked in it before, oldest first. */
interface Thread {
  readonly told: readonly Digest[];
  readonly turns: readonly (Turn & { readonly at: number })[];
}

/** True where something that was said in a thread of ours, without calling the bot, is answered all the same. */
export async function isForUs(
  { room, library }: HandlerParts,
  speaker: Speaker,
  text: string,
  { told, turns }: Thread,
): Promise<boolean> {
  const mode = await hearingOf(room, speaker.place);
  if (mode !== 'questions') return mode === 'all';
  if (speaker.toOthers) return false;
  const following = room.now() - (turns.at(-1)?.at ?? -Infinity) < justNow;
  const talk = { library: library(), turns, following };
  const digests = told.length > 0 ? told : [null];
  return digests.some((digest) => isQuestion(text, { ...talk, digest }));
}
