import { readLanguageValue } from '../card/buttons.ts';
import type { Form } from '../card/card.ts';
import { digestCard } from '../card/digest-card.ts';
import { askForm } from '../card/form.ts';
import { noticeCard } from '../card/notice-card.ts';
import { languageOf } from '../language/index.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { pressedIngest } from './ingest-form.ts';
import {
  cardLanguage,
  digestFor,
  digestsFor,
  type HandlerParts,
  singleLanguage,
  subjectOf,
  toPerson,
} from './parts.ts';
import { pressedSubscription } from './subscribe-form.ts';

/** What a pressed button brings: a card, or a form to fill in. */
export async function pressed(
  parts: HandlerParts,
  speaker: Speaker,
  action: string,
  value: string,
): Promise<Reply | { readonly form: Form }> {
  if (action === 'ingest') return pressedIngest(parts, speaker, value);
  const settled = await pressedSubscription(parts, speaker, action, value);
  if (settled !== null) return settled;
  const lang = singleLanguage(parts, speaker);
  const [first] = digestsFor(parts, value);
  if (action === 'ask' && first)
    return { form: askForm({ ...subjectOf(first), digest: value }, lang) };
  const digest = digestFor(parts, value);
  const history = parts.library().digests;
  if (!digest) {
    const { gone, title } = languageOf(lang).wording.notice;
    return toPerson(noticeCard(lang, title, [gone]));
  }
  if (action === 'language') {
    const wanted = readLanguageValue(value)?.lang ?? lang;
    return toPerson(digestCard(digest, { language: wanted, form: 'standard', history }));
  }
  if (action === 'evidence')
    return toPerson(
      digestCard(digest, { language: cardLanguage(parts, speaker), form: 'full', history }),
    );
  // What everyone sees is in the channel's language, not in that of the person who pressed.
  const { platform, channel } = speaker.place;
  const language = parts.channelLanguage(platform, channel) ?? cardLanguage(parts, speaker);
  return {
    card: digestCard(digest, { language, form: 'standard', history }),
    visibility: 'channel',
  };
}
