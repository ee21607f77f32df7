import { answer } from './answer.ts';
import { readAction } from './button.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { showForm } from './form.ts';
import { Press } from './schema.ts';

/** A pressed button of a message: a reply, or a form. */
export async function pressed(context: Context, body: unknown): Promise<void> {
  const press = readAs(context, Press, body);
  if (!press) return;
  const { container, user, channel, response_url: url } = press;
  const [action] = press.actions;
  const button = action === undefined ? null : readAction(action);
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
  await showForm(context, press.trigger_id, result.form, {
    channel: channel.id,
    thread,
    within,
    response_url: container.is_ephemeral ? url : null,
    subject: button.subject,
  });
}

/** The thread a pressed button stands in; the root of a thread names its own thread, but stands in the channel. */
function threadOf({ container, message }: Press): string | null {
  const thread = container.thread_ts ?? message?.thread_ts ?? null;
  return thread === container.message_ts ? null : thread;
}
