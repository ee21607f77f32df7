import type { types } from '@slack/bolt';
import type { Block, Button, Card } from '../../card/card.ts';
import type { Reply, Speaker } from '../platform.ts';
import { answer } from './answer.ts';
import { readAction } from './button.ts';
import * as slack from './client.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { showForm } from './form.ts';
import { isHashConflict, refusalOf } from './refusals.ts';
import { HomeOpened, ViewPress } from './schema.ts';
import { renderHome, renderModal } from './render.ts';

/** What a press or a form may change of what the page shows. */
const changing: readonly string[] = ['subscribe', 'unsubscribe', 'own_language'];
/** What the page itself answers, without a word beside it. */
const shownByPage: readonly string[] = ['own_language'];
/** What there is nothing for on a page that one person sees. */
const forChannels: readonly Button['action'][] = ['post', 'share'];

/** A person looks at their Home tab: it is published as things are now. */
export async function homeOpened(context: Context, body: unknown): Promise<void> {
  const opened = readAs(context, HomeOpened, body);
  if (opened?.event.tab !== 'home') return;
  await publishHome(context, opened.event.user, opened.event.view?.hash);
}

/** Publishes a person's Home tab; `hash` is that of the one they look at, so that an older state replaces no newer one. */
async function publishHome(context: Context, person: string, hash?: string): Promise<void> {
  const card = await context.handlers.overview(await personIn(context, person));
  const view = renderHome(card);
  try {
    const known = hash === undefined ? {} : { hash };
    await context.workspace.client.web.views.publish({ user_id: person, view, ...known });
  } catch (error) {
    // Somebody published meanwhile: what is to be seen now may be newer than either.
    if (hash !== undefined && isHashConflict(error)) return publishHome(context, person);
    explain(context, error);
  }
}

/** A pressed button of the Home tab or of a modal. */
export async function pressedInView(context: Context, body: unknown): Promise<void> {
  const press = readAs(context, ViewPress, body);
  if (!press) return;
  const { user, view, trigger_id: trigger } = press;
  const [element] = press.actions;
  const button = element === undefined ? null : readAction(element);
  if (!button) return;
  const speaker = await personIn(context, user.id);
  const result = await context.handlers.press(speaker, button.action, button.value);
  const isHome = view.type === 'home';
  if ('form' in result) {
    const at = {
      channel: user.id,
      thread: null,
      within: null,
      response_url: null,
      subject: button.subject,
    };
    const onTop = (form: types.ModalView) => pushed(context, trigger, form);
    return showForm(context, trigger, result.form, at, ...(isHome ? [] : [onTop]));
  }
  if (!isHome) await answerInModal(context, user.id, view, result);
  else if (!shownByPage.includes(button.action))
    await answerPerson(context, user.id, trigger, result);
  await refreshHome(context, user.id, button.action, isHome ? view.hash : undefined);
}

/** Publishes a person's Home tab anew after what may have changed it. */
export async function refreshHome(
  context: Context,
  person: string,
  action: string,
  hash?: string,
): Promise<void> {
  if (changing.includes(action)) await publishHome(context, person, hash);
}

/** Answers a person where no channel is: in a modal, or in their direct messages where it cannot be opened any more. */
export async function answerPerson(
  context: Context,
  person: string,
  trigger: string,
  reply: Reply,
): Promise<void> {
  const { web } = context.workspace.client;
  const view = renderModal(ofNoChannel(reply.card));
  const isLate = trigger === '' || context.turn.again;
  const fault = isLate ? 'The trigger is too old.' : await slack.openForm(web, trigger, view);
  if (fault === null) return;
  context.log.info({ platform: 'slack', reason: fault }, 'answer not opened');
  const { place } = await personIn(context, person);
  await answer(context, place, { ...reply, visibility: 'channel' }, { person });
}

/** Who speaks on their own page: its channel is that of their direct messages. */
export function personIn(context: Context, person: string): Promise<Speaker> {
  return speakerOf(context, person, null, person);
}

/** Puts an answer in the place of the modal that a button of was pressed. */
async function answerInModal(
  context: Context,
  person: string,
  { id, hash }: ViewPress['view'],
  reply: Reply,
): Promise<void> {
  const view = renderModal(ofNoChannel(reply.card));
  const known = hash === undefined ? {} : { hash };
  try {
    await context.workspace.client.web.views.update({ view_id: id, view, ...known });
  } catch (error) {
    // The modal was closed meanwhile.
    const { reason } = refusalOf(error);
    context.log.info({ platform: 'slack', reason }, 'modal not updated');
    const { place } = await personIn(context, person);
    await answer(context, place, { ...reply, visibility: 'channel' }, { person });
  }
}

/** Why a view was not put on top of the modal that is open; null where it was. */
async function pushed(
  { workspace }: Context,
  trigger: string,
  view: types.ModalView,
): Promise<string | null> {
  try {
    await workspace.client.web.views.push({ trigger_id: trigger, view });
    return null;
  } catch (error) {
    return refusalOf(error).reason;
  }
}

/** A card without the buttons that post to a channel. */
function ofNoChannel(card: Card): Card {
  const blocks = card.blocks.map((block): Block =>
    block.type === 'buttons' ? { ...block, buttons: forOne(block.buttons) } : block,
  );
  return { ...card, blocks, buttons: forOne(card.buttons) };
}

function forOne(buttons: readonly Button[]): readonly Button[] {
  return buttons.filter(({ action }) => !forChannels.includes(action));
}

/** Why the Home tab cannot be published is told once a workspace: nobody opens it to read our log. */
function explain({ workspace: { client }, log }: Context, error: unknown): void {
  const { reason, grant } = refusalOf(error);
  const known = told.get(client) ?? new Set();
  if (known.has(reason)) return;
  told.set(client, known.add(reason));
  log.warn({ platform: 'slack', reason, grant }, 'home tab not published');
}

const told = new WeakMap<object, Set<string>>();
