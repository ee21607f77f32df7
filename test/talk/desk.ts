import { createHandlers } from '../../src/talk/handlers.ts';
import type { Card, CardLanguage, Form } from '../../src/card/card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Digest, Library } from '../../src/digest/digest.ts';
import {
  type Handlers,
  type Place,
  type Reply,
  type Speaker,
  unknownHome,
} from '../../src/platform/platform.ts';
import type { Store } from '../../src/store/store.ts';
import { handlerParts } from '../support/handlers.ts';
import { metaDigest } from '../support/meta-digest.ts';

export const channel: Place = { platform: 'slack', channel: 'C1', thread: null };

/** Somebody who speaks in a channel, in no language that is known. */
export function speaker(place: Place = channel, given: Partial<Speaker> = {}): Speaker {
  return {
    place,
    person: 'U1',
    language: null,
    addressed: true,
    toOthers: false,
    home: unknownHome,
    homeOf: unknownHome,
    ...given,
  };
}

/** Handlers over a store; `language` is that of every channel. */
export function handlersOf(
  store: Store,
  library: Library,
  language: CardLanguage | null = null,
): Handlers {
  return createHandlers({ ...handlerParts(store, library), channelLanguage: () => language });
}

/** Meta's digest of another period, with a revenue of its own. */
export function quarter(period: string, revenue: string, given: Partial<Digest> = {}): Digest {
  const id = `${given.company?.slug ?? 'meta'}/${period}`;
  return {
    ...metaDigest,
    id,
    period,
    figures: metaDigest.figures
      .filter((figure) => figure.id === 'revenue')
      .map((figure) => ({ ...figure, period, value: revenue, comparisons: [] })),
    statements: [],
    problems: [],
    ...given,
  };
}

/** A library of these digests. */
export function libraryOf(...digests: readonly Digest[]): Library {
  return { companies: [...new Set(digests.map(({ company }) => company))], digests };
}

/** The card of a private reply; fails for another. */
export function privateCard(reply: Reply | { readonly form: Form } | null): Card {
  if (!reply || 'form' in reply || reply.visibility !== 'private')
    throw new Error(`no private card: ${JSON.stringify(reply)}`);
  return reply.card;
}

/** The form of an answer; fails for a card. */
export function formOf(reply: Reply | { readonly form: Form }): Form {
  if (!('form' in reply)) throw new Error(`no form: ${cardText(reply.card)}`);
  return reply.form;
}

/** The value of a card's button. */
export function valueOf(card: Card, action: string): string | undefined {
  return card.buttons.find((button) => button.action === action)?.value;
}
