import { languagesOf } from '../../card/buttons.ts';
import type { Card } from '../../card/card.ts';
import { refusalText } from '../../card/refusal-text.ts';
import type { Place, Reply } from '../platform.ts';
import * as slack from './client.ts';
import type { Context } from './context.ts';

/** Where a private answer goes: a URL Slack gave for it (works where the bot is no member), or the place. */
export type Ear = { readonly url: string } | { readonly person: string };

/** Sends a reply where it belongs; a public one that Slack refuses is told to the person alone. */
export async function answer(
  context: Context,
  place: Place,
  reply: Reply,
  ear: Ear,
  direct = false,
): Promise<void> {
  const { card, visibility } = reply;
  if (visibility === 'private' && !direct) return tell(context, place, card, ear);
  const outcome = await slack.postAnswer(context.workspace.client, place, card);
  if (outcome.state !== 'posted') {
    context.log.info({ platform: 'slack', place, outcome }, 'answer not posted');
    if (outcome.state === 'refused') await tell(context, place, apology(card, outcome.reason), ear);
    return;
  }
  if (place.thread === null && card.subject) {
    await context.handlers.posted(outcome.ref, card.subject);
  }
}

async function tell(context: Context, place: Place, card: Card, ear: Ear): Promise<void> {
  const outcome =
    'url' in ear
      ? await slack.respond(context.workspace.client, ear.url, place, card)
      : await slack.whisper(context.workspace.client, place, ear.person, card);
  if (outcome.state === 'posted') return;
  context.log.info({ platform: 'slack', place, outcome }, 'private answer not shown');
}

/** The card that could not be posted, with the reason on top in the languages of the card. */
function apology(card: Card, reason: string): Card {
  const notes = languagesOf(card.language).map((lang) => {
    return { type: 'note', text: refusalText(reason, lang), lang } as const;
  });
  return { ...card, blocks: [...notes, ...card.blocks], buttons: [] };
}
