import type { Filled, Form } from '../card/card.ts';
import { noticeCard } from '../card/notice-card.ts';
import { languageOf } from '../language/index.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { type HandlerParts, singleLanguage, toPerson } from './parts.ts';
import { reported } from './report.ts';

/** What a form that was filled in brings: what became of it, for the person alone. */
export function submitted(
  parts: HandlerParts,
  speaker: Speaker,
  action: Form['action'],
  value: string,
  filled: Filled,
): Promise<Reply> {
  if (action === 'report') return reported(parts, speaker, value, filled);
  const lang = singleLanguage(parts, speaker);
  const { gone, title } = languageOf(lang).wording.notice;
  return Promise.resolve(toPerson(noticeCard(lang, title, [gone])));
}
