import { answer } from './answer.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { formField } from './render.ts';
import { FormContext, parseJson, Submission } from './schema.ts';

/** A form that was sent: a question, answered where the form was opened. */
export async function submitted(context: Context, body: unknown): Promise<void> {
  const sent = readAs(context, Submission, body);
  if (!sent) return;
  const form = parseJson(FormContext, sent.view.private_metadata);
  const text = sent.view.state.values[formField.block]?.[formField.action]?.value ?? '';
  if (!form) return;
  const speaker = await speakerOf(context, form.channel, form.thread, sent.user.id);
  const reply = await context.handlers.question(speaker, text, form.subject);
  if (!reply) return;
  const { response_url: url } = form;
  if (url === null) return answer(context, speaker.place, reply, { person: sent.user.id });
  // A card that one person alone sees is answered to that person alone.
  await answer(context, speaker.place, { ...reply, visibility: 'private' }, { url });
}
