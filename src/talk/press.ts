import { readLanguageValue, withPostButton } from '../card/buttons.ts';
import type { CardLanguage, Form } from '../card/card.ts';
import { digestCard, type Form as CardForm } from '../card/digest-card.ts';
import { askForm, reportForm } from '../card/form.ts';
import { noticeCard } from '../card/notice-card.ts';
import { sourcesCard } from '../card/sources-card.ts';
import type { Digest } from '../digest/digest.ts';
import { languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { threadKey } from '../store/talk.ts';
import { besideReply } from './beside.ts';
import { historyReply } from './history.ts';
import {
  cardLanguage,
  channelCardLanguage,
  digestFor,
  digestsFor,
  goneReply,
  type HandlerParts,
  singleLanguage,
  subjectOf,
  toPerson,
} from './parts.ts';
import { shared, toPersonOrAll } from './share.ts';

type Pressed = Reply | { readonly form: Form };

/** What a pressed button brings: a card, or a form to fill in. */
export async function pressed(
  parts: HandlerParts,
  speaker: Speaker,
  action: string,
  value: string,
): Promise<Pressed> {
  // First those whose value need not be a digest.
  switch (action) {
    case 'ask':
      return asked(parts, speaker, value);
    case 'share':
      return shared(parts, speaker, value);
    default: {
      const digest = digestFor(parts, value);
      const lang = singleLanguage(parts, speaker);
      return digest ? ofDigest(parts, speaker, action, digest, value) : goneReply(lang);
    }
  }
}

/** What a button that names a digest brings. */
async function ofDigest(
  parts: HandlerParts,
  speaker: Speaker,
  action: string,
  digest: Digest,
  value: string,
): Promise<Pressed> {
  const lang = singleLanguage(parts, speaker);
  const own = cardLanguage(parts, speaker);
  const history = parts.library().digests;
  const card = (language: CardLanguage, form: CardForm = 'standard') =>
    digestCard(digest, { language, form, history });
  switch (action) {
    case 'language':
      return toPerson(card(readLanguageValue(value)?.lang ?? lang));
    case 'evidence':
      return toPerson(card(own, 'full'));
    case 'show':
      return toPerson(withPostButton(card(own)));
    case 'post':
      return { card: card(channelCardLanguage(parts, speaker)), visibility: 'channel' };
    case 'sources':
      return toPersonOrAll(parts, speaker, (language) => sourcesCard(digest, { language }));
    case 'compare':
      return besideReply(parts, speaker, digest);
    case 'history':
      return historyReply(parts, speaker, digest);
    case 'report':
      return { form: reportForm(digest, lang) };
    default:
      return goneReply(lang);
  }
}

/** The form for a question about the digests that a button names, or without any about what the thread is about. */
async function asked(parts: HandlerParts, speaker: Speaker, value: string): Promise<Pressed> {
  const lang = singleLanguage(parts, speaker);
  const about = value === '' ? await threadSubject(parts, speaker) : value;
  const [first] = digestsFor(parts, about);
  if (first) return { form: askForm({ ...subjectOf(first), digest: about }, lang) };
  if (value !== '') return goneReply(lang);
  const { notice, deeds } = languageOf(lang).wording;
  const company = parts.library().digests[0]?.company.slug ?? '';
  return toPerson(noticeCard(lang, notice.title, [fillBlanks(deeds.askHow, { company })]));
}

/** What the thread is about that a person speaks in; empty for nothing. */
async function threadSubject({ store }: HandlerParts, { place }: Speaker): Promise<string> {
  if (place.thread === null) return '';
  return (await store.conversations.subject(threadKey(place)))?.digest ?? '';
}
