import { answerQuestion } from '../ask/answer.ts';
import { resolveCommand } from '../ask/command.ts';
import { languageAsked } from '../ask/question.ts';
import { type Setting, settingOf } from '../ask/setting.ts';
import { answerCard } from '../card/answer-card.ts';
import { withPostButton } from '../card/buttons.ts';
import type { Card } from '../card/card.ts';
import { digestCard } from '../card/digest-card.ts';
import { noticeCard } from '../card/notice-card.ts';
import { answerSetting } from '../channel/settings.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { overLimit } from './limits.ts';
import { cardLanguage, type HandlerParts, singleLanguage, subjectOf, toPerson } from './parts.ts';

/** What `/name text` is answered with, for the person alone. */
export async function answerCommand(
  parts: HandlerParts,
  speaker: Speaker,
  name: string,
  text: string,
): Promise<Reply> {
  const lang = singleLanguage(parts, speaker, text);
  const setting = settingOf(parts.library(), name, text);
  if (setting !== null) return toPerson(await settle(parts, speaker, setting, lang));
  const result = resolveCommand(parts.library(), name, text, lang);
  switch (result.kind) {
    case 'digest':
      return toPerson(
        withPostButton(
          digestCard(result.digest, {
            language: result.language ?? cardLanguage(parts, speaker),
            form: 'standard',
            history: parts.library().digests,
          }),
        ),
      );
    case 'question': {
      const tooMany = await overLimit(parts, speaker, languageAsked(result.text, lang));
      if (tooMany) return toPerson(tooMany);
      const answer = answerQuestion(result.text, {
        library: parts.library(),
        digest: result.digest,
        turns: [],
        lang,
      });
      return toPerson(answerCard(answer, subjectOf(result.digest), parts.library().digests));
    }
    case 'notice':
      return toPerson(noticeCard(lang, result.title, result.lines));
    default:
      return result satisfies never;
  }
}

async function settle(
  { room }: HandlerParts,
  { place, person, home }: Speaker,
  setting: Setting,
  lang: LanguageCode,
): Promise<Card> {
  const by = `${place.platform}/${person}`;
  return answerSetting(room, { place, by, lang, home: await home() }, setting);
}
