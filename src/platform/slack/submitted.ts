import { questionField } from '../../card/form.ts';
import type { Reply, Speaker } from '../platform.ts';
import { answer } from './answer.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { readFilled } from './fields.ts';
import { answerPerson, refreshHome } from './home-tab.ts';
import { actionPrefix } from './ids.ts';
import { FormAction, FormContext, parseJson, Submission } from './schema.ts';
import { channelIn } from './where.ts';

/** A form that was sent, answered where it was opened: by a question's answer, or by what became of it. */
export async function submitted(context: Context, body: unknown): Promise<void> {
  const sent = readAs(context, Submission, body);
  if (!sent) return;
  const form = parseJson(FormContext, sent.view.private_metadata) ?? nowhere(sent.user.id);
  const action = FormAction.safeParse(sent.view.callback_id.slice(actionPrefix.length)).data;
  if (action === undefined)
    return context.log.info({ platform: 'slack' }, 'form dropped: it is not known');
  const speaker = await speakerOf(context, form.channel, form.thread, sent.user.id);
  const reply = await replyTo(context, sent, form, action, speaker);
  if (reply) await answered(context, sent, form, speaker, reply);
  await refreshHome(context, sent.user.id, action);
}

/** What another version wrote is not known any more: the form is as one of the person's own page. */
function nowhere(channel: string): FormContext {
  return { channel, thread: null, within: null, response_url: null, subject: null, value: '' };
}

function replyTo(
  { handlers, workspace }: Context,
  { view }: Submission,
  form: FormContext,
  action: FormAction,
  speaker: Speaker,
): Promise<Reply | null> {
  const filled = readFilled(view.state, (channel) => channelIn(workspace.id, channel));
  if (action === 'ask')
    return handlers.question(speaker, filled[questionField]?.[0] ?? '', form.subject);
  return handlers.submit(speaker, action, form.value, filled);
}

async function answered(
  context: Context,
  { user, trigger_id: trigger }: Submission,
  { channel, within, response_url: url }: FormContext,
  { place }: Speaker,
  reply: Reply,
): Promise<void> {
  // A card that one person alone sees is answered to that person alone.
  // The form may have been open for longer than Slack takes answers at its URL.
  const ear = { url: url ?? '', person: user.id };
  if (url !== null) return answer(context, place, { ...reply, visibility: 'private' }, ear);
  if (channel === user.id) return answerPerson(context, user.id, trigger, reply);
  const at = reply.visibility === 'private' ? { ...place, thread: within } : place;
  await answer(context, at, reply, { person: user.id });
}
