import { withShareButton } from '../card/buttons.ts';
import type { Card, CardLanguage } from '../card/card.ts';
import { noticeCard } from '../card/notice-card.ts';
import { parseCard } from '../card/schema.ts';
import { languageOf } from '../language/index.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { cardLanguage, type HandlerParts, singleLanguage, toPerson } from './parts.ts';

/**
 * A reply for the person alone that they may post to the channel: the card in their language (or the one they typed),
 * and kept until then in the language of the channel.
 */
export async function toPersonOrAll(
  parts: HandlerParts,
  speaker: Speaker,
  card: (language: CardLanguage) => Card,
  typed: CardLanguage | null = null,
): Promise<Reply> {
  const { platform, channel } = speaker.place;
  const own = typed ?? cardLanguage(parts, speaker);
  const ofAll = parts.channelLanguage(platform, channel) ?? own;
  const id = await parts.store.kept.put(card(ofAll), parts.room.now());
  return toPerson(withShareButton(card(own), id));
}

/** What a person posts to the channel of what they were answered; told to them alone where it is not kept any more. */
export async function shared(parts: HandlerParts, speaker: Speaker, id: string): Promise<Reply> {
  const card = readCard(await parts.store.kept.get(id));
  if (card !== null) return { card, visibility: 'channel' };
  const lang = singleLanguage(parts, speaker);
  const { notice, deeds } = languageOf(lang).wording;
  return toPerson(noticeCard(lang, notice.title, [deeds.shareGone]));
}

/** Null for what is no card: gone, something else that is kept, or of another version. */
function readCard(json: unknown): Card | null {
  try {
    return json === null ? null : parseCard(json);
  } catch {
    return null;
  }
}
