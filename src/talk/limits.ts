import type { Card } from '../card/card.ts';
import { noticeCard } from '../card/notice-card.ts';
import { momentText } from '../channel/next.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Speaker } from '../platform/platform.ts';
import type { AskLimit } from '../store/people.ts';
import { toldKey } from '../store/people.ts';
import type { HandlerParts } from './parts.ts';

/** The time in which questions are counted, ms. */
const hour = 3_600_000;
const minute = 60_000;

/** Counts a question of a person, once however often it is worked on; the card that says until when there are too many of them, else null. */
export async function overLimit(
  parts: HandlerParts,
  speaker: Speaker,
  lang: LanguageCode,
): Promise<Card | null> {
  const { place, person, again = false } = speaker;
  if (again) return null;
  const who = { platform: place.platform, channel: place.channel, person };
  const limits = { ...parts.limits, within: hour };
  const reached = await parts.store.people.ask(who, limits, parts.room.now());
  return reached === null ? null : limitCard(parts, speaker, reached, lang);
}

/** True the first time in an hour of the clock that a person is to be told so. */
export function isFirstTold({ store, room }: HandlerParts, speaker: Speaker): Promise<boolean> {
  const now = room.now();
  return store.once(
    `${toldKey(speaker.place.platform, speaker.person)}${Math.floor(now / hour)}`,
    now,
  );
}

async function limitCard(
  { limits, room }: HandlerParts,
  speaker: Speaker,
  { whose, until }: AskLimit,
  lang: LanguageCode,
): Promise<Card> {
  const { notice, talk } = languageOf(lang).wording;
  const { zone } = await speaker.home();
  // Up to the next whole minute: at the time that is told there is an answer again.
  const at = Math.ceil(until / minute) * minute;
  const count = String(Math.max(1, Math.ceil((until - room.now()) / minute)));
  const when =
    zone === null
      ? fillBlanks(talk.limit.minutes, { count })
      : fillBlanks(talk.limit.at, { at: momentText(at, zone, lang) });
  const said = fillBlanks(talk.limit[whose], { count: String(limits[whose]), when });
  return noticeCard(lang, notice.title, [said]);
}
