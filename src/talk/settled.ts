import type { Setting } from '../ask/setting.ts';
import type { Card } from '../card/card.ts';
import { answerSetting } from '../channel/settings.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Speaker } from '../platform/platform.ts';
import { type HandlerParts, signature } from './parts.ts';

/** What a person's word on the channel's settings is answered with. */
export async function settled(
  { room }: HandlerParts,
  speaker: Speaker,
  setting: Setting,
  lang: LanguageCode,
): Promise<Card> {
  const { place, home } = speaker;
  return answerSetting(room, { place, by: signature(speaker), lang, home: await home() }, setting);
}
