import { detectLanguage } from '../../language/index.ts';
import type { Posted, Reply, Speaker } from '../platform.ts';
import { addressOf, namesOthers } from './addressed.ts';
import { answer, publish } from './answer.ts';
import { remove } from './client.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { MessageEvent } from './schema.ts';
import { lookFor, noThinking, startThinking } from './thinking.ts';
import { wordsOf } from './words.ts';

/** A message: a question where it is for us, answered where it was asked. */
export async function heard(context: Context, body: unknown): Promise<void> {
  const read = readAs(context, MessageEvent, body);
  const address = read && addressOf(read.event, context.bot);
  if (!read || !address) return;
  const { bot } = context;
  const { event } = read;
  const { person, direct, mentioned } = address;
  const thread = event.thread_ts ?? (direct ? null : event.ts);
  const text = event.text ?? '';
  const speaker = {
    ...(await speakerOf(context, event.channel, thread, person)),
    addressed: direct || mentioned,
    toOthers: namesOthers(text, bot),
  };
  const begun = context.turn.again ? await lookFor(context, speaker.place) : fresh;
  if (begun.state === 'answered') return;
  if (begun.state === 'cannot_tell') return context.turn.later();
  // Talk in a thread that is not ours, or among others, is hardly for us: no sign is given before it is known to be.
  const isOurs = speaker.addressed || (bot !== '' && event.parent_user_id === bot);
  const { standing, reply } = await replied(
    context,
    speaker,
    wordsOf(text, bot),
    isOurs && !speaker.toOthers,
    begun.standing,
  );
  await answered(context, speaker, reply, standing, { direct, within: event.thread_ts ?? null });
}

const fresh = { state: 'open', standing: null } as const;

/** The answer, and what stands for it where it took long. */
async function replied(
  context: Context,
  speaker: Speaker,
  question: string,
  shown: boolean,
  before: Posted | null,
): Promise<{ readonly standing: Posted | null; readonly reply: Reply | null }> {
  const { place } = speaker;
  const thinking = shown
    ? startThinking(context, place, detectLanguage(question), before)
    : noThinking(before);
  try {
    const reply = await context.handlers.question(speaker, question, null);
    return { standing: await thinking.done(), reply };
  } catch (error) {
    await thinking.done(); // nothing is shown any more
    throw error;
  }
}

async function answered(
  context: Context,
  { place, person }: Speaker,
  reply: Reply | null,
  standing: Posted | null,
  { direct, within }: { readonly direct: boolean; readonly within: string | null },
): Promise<void> {
  // In a direct message nobody else is there to see.
  const isPublic = reply !== null && (direct || reply.visibility === 'channel');
  if (isPublic) return publish(context, place, reply.card, { person }, standing);
  if (standing) await remove(context.workspace.client, standing);
  // Slack shows nothing private in a thread that has no reply yet.
  if (reply) await answer(context, { ...place, thread: within }, reply, { person });
}
