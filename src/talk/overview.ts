import type { Card } from '../card/card.ts';
import { digestTitle } from '../card/digest-card.ts';
import { noticeCard } from '../card/notice-card.ts';
import type { Speaker } from '../platform/platform.ts';
import { type HandlerParts, singleLanguage } from './parts.ts';

/** How many digests a person's own page shows. */
const newest = 5;

/** What a person's own page shows: the newest digests. */
export function overviewOf(parts: HandlerParts, speaker: Speaker): Promise<Card> {
  const lang = singleLanguage(parts, speaker);
  const digests = parts.library().digests.slice(0, newest);
  return Promise.resolve(
    noticeCard(
      lang,
      'kawaraban 瓦版',
      digests.map((digest) => digestTitle(digest, lang)),
    ),
  );
}
