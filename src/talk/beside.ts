import { askButton } from '../card/buttons.ts';
import type { Card, CardLanguage } from '../card/card.ts';
import { comparisonCard } from '../card/comparison-card.ts';
import { digestTitle } from '../card/digest-card.ts';
import { noticeCard } from '../card/notice-card.ts';
import { earlierOf, mostBeside, peersOf } from '../digest/beside.ts';
import type { Digest } from '../digest/digest.ts';
import { languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { type HandlerParts, singleLanguage, toPerson } from './parts.ts';
import { toPersonOrAll } from './share.ts';

/**
 * A digest beside its company's earlier ones; where there is none beside those of other companies for the same period,
 * else a sentence that says so.
 */
export function besideReply(parts: HandlerParts, speaker: Speaker, digest: Digest): Promise<Reply> {
  const { digests } = parts.library();
  const earlier = earlierOf(digest, digests);
  const others = earlier.length > 0 ? earlier : peersOf(digest, digests);
  if (digest.withdrawn === null && others.length > 0)
    return comparisonReply(parts, speaker, [digest, ...others.slice(0, mostBeside - 1)]);
  const lang = singleLanguage(parts, speaker);
  const { notice, deeds } = languageOf(lang).wording;
  const line = digest.withdrawn ? deeds.withdrawnBeside : deeds.nothingBeside;
  const text = fillBlanks(line, { title: digestTitle(digest, lang) });
  return Promise.resolve(toPerson(noticeCard(lang, notice.title, [text])));
}

/** Digests side by side for the person alone, in the language they typed where they did. */
export function comparisonReply(
  parts: HandlerParts,
  speaker: Speaker,
  digests: readonly Digest[],
  typed: CardLanguage | null = null,
): Promise<Reply> {
  return toPersonOrAll(
    parts,
    speaker,
    (language): Card => {
      const card = comparisonCard(digests, { language });
      return { ...card, buttons: card.subject ? [askButton(card.subject, language)] : [] };
    },
    typed,
  );
}
