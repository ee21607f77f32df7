import type { Form } from '../../card/card.ts';
import type { Reply, Speaker } from '../platform.ts';
import { answer } from './answer.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { showForm } from './form.ts';
import { answerPerson, personIn } from './home-tab.ts';
import { textOf } from './message-text.ts';
import { actionPrefix, shortcutIds } from './ids.ts';
import { type FormContext, Shortcut } from './schema.ts';
import { isDirect } from './where.ts';

type OnMessage = Extract<Shortcut, { type: 'message_action' }>;

/** A shortcut: on a message, to ask about its digest or to make one of it; or one that stands everywhere. */
export async function shortcut(context: Context, body: unknown): Promise<void> {
  const used = readAs(context, Shortcut, body);
  if (!used) return;
  const action = used.callback_id.slice(actionPrefix.length);
  if (used.type === 'message_action') {
    if (action === shortcutIds.ask) await asked(context, used);
    if (action === shortcutIds.ingest) await offered(context, used);
    return;
  }
  if (action !== shortcutIds.everywhere) return;
  const person = used.user.id;
  const result = await context.handlers.press(await personIn(context, person), 'ingest', '');
  if (!('form' in result)) return answerPerson(context, person, used.trigger_id, result);
  await opened(context, used, result.form, { channel: person });
}

/** A question about the digest of a message, or of the thread that it stands in. */
async function asked(context: Context, used: OnMessage): Promise<void> {
  const { message, channel } = used;
  const root = message.thread_ts ?? message.ts;
  const within = threadOf(message);
  const speaker = await speakerOf(context, channel.id, root, used.user.id);
  const result = await context.handlers.press(speaker, 'ask', '');
  if (!('form' in result)) return answered(context, used, speaker, result);
  await opened(context, used, result.form, { channel: channel.id, thread: root, within });
}

/** A digest of what a message says. */
async function offered(context: Context, used: OnMessage): Promise<void> {
  const { message, channel, user, response_url: url } = used;
  // Everybody manages their own direct messages; a digest is for all channels.
  const at = isDirect(channel.id) ? user.id : channel.id;
  const speaker = await speakerOf(context, at, null, user.id);
  const result = await context.handlers.press(speaker, 'ingest', textOf(message));
  if (!('form' in result)) return answered(context, used, speaker, result);
  await opened(context, used, result.form, { channel: at, response_url: url });
}

/** An answer beside the message, for the person alone. */
function answered(
  context: Context,
  { message, response_url: url }: OnMessage,
  { place }: Speaker,
  reply: Reply,
): Promise<void> {
  const beside = { ...place, thread: threadOf(message) };
  return answer(context, beside, { ...reply, visibility: 'private' }, { url });
}

/** The thread a message is a reply in; its first message stands in the channel. */
function threadOf({ ts, thread_ts: thread }: OnMessage['message']): string | null {
  return thread === undefined || thread === ts ? null : thread;
}

function opened(
  context: Context,
  { trigger_id: trigger }: Shortcut,
  form: Form,
  at: Pick<FormContext, 'channel'> & Partial<FormContext>,
): Promise<void> {
  const usual = { thread: null, within: null, response_url: null, subject: null };
  return showForm(context, trigger, form, { ...usual, ...at });
}
