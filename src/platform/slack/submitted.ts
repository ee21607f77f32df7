import { questionField } from '../../card/form.ts';
import type { Reply } from '../platform.ts';
import { answer } from './answer.ts';
import { type Context, isNew, readAs, speakerOf } from './context.ts';
import { answerPerson, personIn, refreshHome } from './home-tab.ts';
import { actionPrefix } from './render.ts';
import { FormAction, FormContext, parseJson, Submission } from './schema.ts';
import { readFilled } from './fields.ts';
import { channelIn } from './where.ts';

/** A form that was sent, answered where it was opened: by a question's answer, or by what became of it. */
export async function submitted(context: Context, body: unknown): Promise<void> {
  const sent = readAs(context, Submission, body);
  if (!sent || !(await isNew(context.handlers, `form:${sent.view.id}`))) return;
  const form = parseJson(FormContext, sent.view.private_metadata);
  const action = FormAction.safeParse(sent.view.callback_id.slice(actionPrefix.length)).data;
  if (!form || action === undefined) return;
  const reply = await replyTo(context, sent, form, action);
  if (reply) await answered(context, sent, form, reply);
  await refreshHome(context, sent.user.id, action);
}

async function replyTo(
  context: Context,
  { user, view }: Submission,
  form: FormContext,
  action: FormAction,
): Promise<Reply | null> {
  const { handlers, workspace } = context;
  const own = await personIn(context, user.id);
  const speaker = {
    ...speakerOf(context, form.channel, form.thread, user.id),
    ...(action === 'ask' ? {} : { language: own.language }),
  };
  const filled = readFilled(view.state, (channel) => channelIn(workspace.id, channel));
  if (action === 'ask')
    return handlers.question(speaker, filled[questionField]?.[0] ?? '', form.subject);
  return handlers.submit(speaker, action, form.value, filled);
}

async function answered(
  context: Context,
  { user, trigger_id: trigger }: Submission,
  { channel, thread, response_url: url }: FormContext,
  reply: Reply,
): Promise<void> {
  const { place } = speakerOf(context, channel, thread, user.id);
  // A card that one person alone sees is answered to that person alone.
  if (url !== null) return answer(context, place, { ...reply, visibility: 'private' }, { url });
  if (channel === user.id) return answerPerson(context, user.id, trigger, reply);
  await answer(context, place, reply, { person: user.id });
}
