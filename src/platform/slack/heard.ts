import { answer } from './answer.ts';
import { type Context, isNew, readAs, speakerOf } from './context.ts';
import { MessageEvent } from './schema.ts';
import { channelIn } from './where.ts';
import { wordsOf } from './words.ts';

/** A message: a question where it is for us, answered where it was asked. */
export async function heard(context: Context, body: unknown): Promise<void> {
  const read = readAs(context, MessageEvent, body);
  if (!read) return;
  const { bot, workspace } = context;
  const { event, event_id: id } = read;
  const text = event.text ?? '';
  const direct = event.channel_type === 'im';
  const mentioned = event.type === 'app_mention' || (bot !== '' && text.includes(`<@${bot}>`));
  const inThread = event.thread_ts !== undefined && event.thread_ts !== event.ts;
  if (!event.user || event.user === bot || event.bot_id || !isSpoken(event.subtype)) return;
  if (!direct && !mentioned && !inThread) return;
  if (!(await isNew(context.handlers, `event:${id}`))) return;
  // A mention arrives twice, as message and as app_mention, under two event ids.
  if (
    !(await isNew(
      context.handlers,
      `message:${channelIn(workspace.id, event.channel)}:${event.ts}`,
    ))
  )
    return;
  const thread = event.thread_ts ?? (direct ? null : event.ts);
  const addressed = direct || mentioned;
  const speaker = { ...speakerOf(context, event.channel, thread, event.user), addressed };
  const reply = await context.handlers.question(speaker, wordsOf(text, bot), null);
  if (reply) await answer(context, speaker.place, reply, { person: event.user }, direct);
}

/** Edits, deletions, joins and what bots write are not spoken to us. */
function isSpoken(subtype: string | undefined): boolean {
  return subtype === undefined || subtype === 'thread_broadcast' || subtype === 'file_share';
}
