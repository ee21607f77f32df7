import { languagesOf } from '../../card/buttons.ts';
import type { Card } from '../../card/card.ts';
import { refusalText } from '../../card/refusal-text.ts';
import type { Place, Posted, PostOutcome, Reply } from '../platform.ts';
import * as slack from './client.ts';
import type { Context } from './context.ts';
import { lookFor } from './thinking.ts';

/**
 * Where a private answer goes: a URL Slack gave for it (works where the bot is no member), or the place; to the place too
 * where both are known and Slack takes no more at the URL.
 */
export type Ear = { readonly url: string; readonly person?: string } | { readonly person: string };

/** How long Slack takes answers at a URL, ms. */
const urlLife = 30 * 60_000;

/** Sends a reply where it belongs; a public one that Slack refuses is told to the person alone. */
export async function answer(
  context: Context,
  place: Place,
  reply: Reply,
  ear: Ear,
): Promise<void> {
  if (reply.visibility === 'private') return tell(context, place, reply.card, ear);
  const begun = context.turn.again
    ? await lookFor(context, place)
    : ({ state: 'open', standing: null } as const);
  if (begun.state === 'cannot_tell') return context.turn.later();
  // Whoever posted it may have been stopped before its thread was noted.
  if (begun.state === 'answered') return opened(context, begun.ref, reply.card);
  await publish(context, place, reply.card, ear, begun.standing);
}

/** Posts an answer for all to see, in the place of the message that stands for it. */
export async function publish(
  context: Context,
  place: Place,
  card: Card,
  ear: Ear,
  standing: Posted | null,
): Promise<void> {
  if (!(await context.turn.isOurs())) return;
  const outcome = await put(context, place, card, standing);
  if (outcome.state !== 'posted') {
    context.log.info({ platform: 'slack', place, outcome }, 'answer not posted');
    // Whether it stands there is looked up, and what asks for patience tried again, in a later turn.
    if (outcome.state === 'unknown' || outcome.retryAfter !== null) return context.turn.later();
    if (standing) await slack.remove(context.workspace.client, standing);
    return tell(context, place, apology(card, outcome.reason), ear);
  }
  await opened(context, outcome.ref, card);
}

/** The thread under an answer that stands in a channel takes questions about what it is about. */
async function opened({ handlers }: Context, ref: Posted, { subject }: Card): Promise<void> {
  if (ref.place.thread === null && subject) await handlers.posted(ref, subject);
}

async function put(
  { workspace: { client }, turn }: Context,
  place: Place,
  card: Card,
  standing: Posted | null,
): Promise<PostOutcome> {
  if (standing === null) return slack.postAnswer(client, place, card, turn.key);
  const edited = await slack.edit(client, standing, card, turn.key);
  // An edit may be made twice, a post may not.
  const sure =
    edited.state === 'unknown' ? await slack.edit(client, standing, card, turn.key) : edited;
  if (sure.state !== 'refused' || sure.retryAfter !== null) return sure;
  const posted = await slack.postAnswer(client, place, card, turn.key);
  if (posted.state === 'posted') await slack.remove(client, standing);
  return posted;
}

/**
 * Shows a card to the person alone. Such a message cannot be looked up: where it is not known whether it was shown, it
 * is shown again. Seen twice by one person it does less harm than not at all.
 */
async function tell(context: Context, place: Place, card: Card, ear: Ear): Promise<void> {
  const { workspace, turn, log, now } = context;
  if (!(await turn.isOurs())) return;
  if ('url' in ear && now() - turn.at > urlLife) {
    log.info({ platform: 'slack', place }, 'private answer dropped: Slack takes it no more');
    return;
  }
  const outcome =
    'url' in ear
      ? await slack.respond(workspace.client, ear.url, place, card)
      : await slack.whisper(workspace.client, place, ear.person, card);
  if (outcome.state === 'refused' && 'url' in ear && ear.person !== undefined)
    return tell(context, place, card, { person: ear.person });
  if (outcome.state === 'posted') return;
  log.info({ platform: 'slack', place, outcome }, 'private answer not shown');
  if (outcome.state === 'unknown') turn.later();
}

/** The card that could not be posted, with the reason on top in the languages of the card. */
function apology(card: Card, reason: string): Card {
  const notes = languagesOf(card.language).map((lang) => {
    return { type: 'note', text: refusalText(reason, lang), lang } as const;
  });
  return { ...card, blocks: [...notes, ...card.blocks], buttons: [] };
}
