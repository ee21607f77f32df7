import type { Subject } from '../../card/card.ts';
import { answer } from './answer.ts';
import { readButton } from './button.ts';
import * as slack from './client.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { renderForm } from './render.ts';
import { type FormContext, Press } from './schema.ts';

/** A pressed button of a message: a reply, or a form. */
export async function pressed(context: Context, body: unknown): Promise<void> {
  const press = readAs(context, Press, body);
  if (!press) return;
  const { container, user, channel, response_url: url } = press;
  const [action] = press.actions;
  const button = readButton(action?.action_id ?? '', action?.value ?? '');
  if (!button) return;
  const within = threadOf(press);
  const thread = within ?? (container.is_ephemeral ? null : container.message_ts);
  const speaker = await speakerOf(context, channel.id, thread, user.id);
  const result = await context.handlers.press(speaker, button.action, button.value);
  if (!('form' in result)) {
    // What a press makes public stands in the channel itself, a private answer beside the button.
    const beside = result.visibility === 'private' ? within : null;
    return answer(context, { ...speaker.place, thread: beside }, result, { url });
  }
  if (context.turn.again) {
    context.log.info({ platform: 'slack' }, 'form dropped: the press is too old to open one');
    return;
  }
  const form: FormContext = {
    channel: channel.id,
    thread,
    response_url: container.is_ephemeral ? url : null,
    subject: subjectOf(result.form.value, button.subject),
  };
  const view = renderForm(result.form, JSON.stringify(form));
  const opened = await slack.openForm(context.workspace.client.web, press.trigger_id, view);
  if (opened !== null) context.log.info({ platform: 'slack', reason: opened }, 'form not opened');
}

/** The thread a pressed button stands in; the root of a thread names its own thread, but stands in the channel. */
function threadOf({ container, message }: Press): string | null {
  const thread = container.thread_ts ?? message?.thread_ts ?? null;
  return thread === container.message_ts ? null : thread;
}

/** What a form is about: the digest its value names, in the card's revision where it is the card's. */
function subjectOf(digest: string, of: Subject | null): Subject | null {
  if (digest === '' || digest === of?.digest) return of;
  return { digest, revision: 0 };
}
