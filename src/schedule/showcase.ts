import type { Card, CardLanguage } from '../card/card.ts';
import type { Digest } from '../digest/digest.ts';

/** The cards of a tick, each made when it is first asked for. */
export interface Showcase {
  /** True where a digest has a card in a language. */
  readonly shows: (digest: string, language: CardLanguage) => boolean;
  /** The card of a digest that has one. Throws where it has none. */
  readonly card: (digest: string, language: CardLanguage) => Card;
  /** A sentence for each card that could not be made. */
  readonly faults: () => readonly string[];
}

/** The showcase of some digests. */
export function createShowcase(
  digests: readonly Digest[],
  make: (digest: Digest, language: CardLanguage) => Card,
): Showcase {
  const byId = new Map(digests.map((digest) => [digest.id, digest]));
  const cards = new Map<string, Card | null>();
  const faults: string[] = [];
  function made(id: string, language: CardLanguage): Card | null {
    const digest = byId.get(id);
    if (!digest) return null;
    try {
      return make(digest, language);
    } catch (error) {
      faults.push(`${id} (${language}): ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
  const cardOf = (id: string, language: CardLanguage) =>
    cards.getOrInsertComputed(`${language} ${id}`, () => made(id, language));
  return {
    shows: (digest, language) => cardOf(digest, language) !== null,
    card(digest, language) {
      const card = cardOf(digest, language);
      if (card === null) throw new Error(`${digest} has no card in ${language}`);
      return card;
    },
    faults: () => faults,
  };
}
