import type { types } from '@slack/bolt';
import type { Form, Subject } from '../../card/card.ts';
import * as slack from './client.ts';
import type { Context } from './context.ts';
import type { FormContext } from './schema.ts';
import { renderForm } from './render.ts';

/** Where a form was asked for, and what the card there is about. */
type Origin = Omit<FormContext, 'value'>;

/** Shows a form within the 3 s that a trigger lives: as a modal, or on top of the one that is open. */
export async function showForm(
  context: Context,
  trigger: string,
  form: Form,
  { subject, ...at }: Origin,
  open: (view: types.ModalView) => Promise<string | null> = (view) =>
    slack.openForm(context.workspace.client.web, trigger, view),
): Promise<void> {
  if (context.turn.again) {
    context.log.info({ platform: 'slack' }, 'form dropped: the press is too old to open one');
    return;
  }
  const remembered: FormContext = {
    ...at,
    value: form.value,
    subject: subjectOf(form.value, subject),
  };
  const fault = await open(renderForm(form, JSON.stringify(remembered)));
  if (fault !== null) context.log.info({ platform: 'slack', reason: fault }, 'form not opened');
}

/** What a form is about: the digest its value names, in the card's revision where it is the card's. */
function subjectOf(digest: string, of: Subject | null): Subject | null {
  if (digest === '' || digest === of?.digest) return of;
  return { digest, revision: 0 };
}
