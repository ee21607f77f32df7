import type { Card, CardLanguage } from '../card/card.ts';
import { mergedCard } from '../card/merged-card.ts';
import type { Digest } from '../digest/digest.ts';

/** The cards of a tick, each made when it is first asked for. */
export interface Showcase {
  /** True where a digest has a card in a language. */
  readonly shows: (digest: string, language: CardLanguage) => boolean;
  /** The card of a digest that has one. Throws where it has none. */
  readonly card: (digest: string, language: CardLanguage) => Card;
  /** The card of several digests together; null where there is none. */
  readonly merged: (digests: readonly string[], language: CardLanguage) => Card | null;
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
  /** The card under its key, made once; null where it cannot be made. */
  function kept(key: string, work: () => Card | null): Card | null {
    const made = () => {
      try {
        return work();
      } catch (error) {
        faults.push(`${key}: ${error instanceof Error ? error.message : String(error)}`);
        return null;
      }
    };
    return cards.getOrInsertComputed(key, made);
  }
  const cardOf = (id: string, language: CardLanguage) =>
    kept(`${id} in ${language}`, () => {
      const digest = byId.get(id);
      return digest ? make(digest, language) : null;
    });
  return {
    shows: (digest, language) => cardOf(digest, language) !== null,
    card(digest, language) {
      const card = cardOf(digest, language);
      if (card === null) throw new Error(`${digest} has no card in ${language}`);
      return card;
    },
    merged: (ids, language) =>
      kept(`${ids.join(' ')} in ${language}`, () => {
        const known = ids.flatMap((id) => byId.get(id) ?? []);
        return mergedCard(known, { language });
      }),
    faults: () => faults,
  };
}
