import type { EventParts } from '../channel/events.ts';
import { readLanguageValue } from '../card/buttons.ts';
import type { Card, CardLanguage, Subject } from '../card/card.ts';
import { subjectIds } from '../card/merged-card.ts';
import { noticeCard } from '../card/notice-card.ts';
import type { Digest, Library } from '../digest/digest.ts';
import {
  detectLanguage,
  isLanguageCode,
  languageOf,
  type LanguageCode,
} from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import type { Handlers, Reply, Speaker } from '../platform/platform.ts';
import type { AskLimits } from '../store/people.ts';
import type { Store } from '../store/store.ts';

/** A text of a chat that a digest is to be made of: of a company by its slug (and names, where it is new). */
export interface Offered {
  readonly text: string;
  readonly company: string;
  readonly names: readonly string[];
  readonly period: string;
}

/** What became of it; where it is doubtful nothing was written. */
export type Ingested =
  | { readonly state: 'exists' | 'empty' }
  | { readonly state: 'doubtful'; readonly digest: Digest; readonly problems: readonly Problem[] }
  | { readonly state: 'written'; readonly digest: Digest; readonly isNewCompany: boolean };

/** What the handlers of people's doings are handed. */
export interface HandlerParts extends EventParts {
  /** The digests as they are now. */
  readonly library: () => Library;
  readonly store: Pick<
    Store,
    'conversations' | 'kept' | 'once' | 'people' | 'reports' | 'revisions'
  >;
  readonly inbox: Handlers['inbox'];
  /** Makes a digest of a text from a chat; null where the operator lets nobody. Throws where files cannot be written. */
  readonly ingest: ((offered: Offered) => Promise<Ingested>) | null;
  /** How many questions are answered in an hour. */
  readonly limits: Omit<AskLimits, 'within'>;
  /** The language of a channel's own cards, where it has a subscription. */
  readonly channelLanguage: (platform: string, channel: string) => CardLanguage | null;
}

/** A reply for the person alone. */
export function toPerson(card: Card): Reply {
  return { card, visibility: 'private' };
}

/** Who did something, as it is kept: slack/U0123456789. */
export function signature({ place, person }: Pick<Speaker, 'place' | 'person'>): string {
  return `${place.platform}/${person}`;
}

/** The language that a person settled for themselves; null for none. */
export async function settledLanguage(
  { store }: Pick<HandlerParts, 'store'>,
  { place, person }: Speaker,
): Promise<LanguageCode | null> {
  const own = await store.people.language(place.platform, person);
  return own !== null && isLanguageCode(own) ? own : null;
}

/** What a digest's card is about. */
export function subjectOf({ id, revision }: Digest): Subject {
  return { digest: id, revision };
}

/** The digests that a subject or a button's value names, those that are no longer here left out. */
export function digestsFor(parts: HandlerParts, value: string): readonly Digest[] {
  return subjectIds(value).flatMap((id) => digestFor(parts, id) ?? []);
}

/** The digest that a button's value names; a language may follow its id. */
export function digestFor({ library }: HandlerParts, value: string): Digest | null {
  const id = readLanguageValue(value)?.digest ?? value;
  return library().digests.find((digest) => digest.id === id) ?? null;
}

/** The person's language where they or the platform tell it; then the channel's; both where nothing is known. */
export function cardLanguage(
  { channelLanguage }: HandlerParts,
  { place, language }: Speaker,
): CardLanguage {
  return language ?? channelLanguage(place.platform, place.channel) ?? 'both';
}

/** The language of what everyone sees: the channel's own, not that of the person who posts it. */
export function channelCardLanguage(parts: HandlerParts, speaker: Speaker): CardLanguage {
  const { platform, channel } = speaker.place;
  return parts.channelLanguage(platform, channel) ?? cardLanguage(parts, speaker);
}

/** Says that a digest is no longer there. */
export function goneReply(lang: LanguageCode): Reply {
  const { gone, title } = languageOf(lang).wording.notice;
  return toPerson(noticeCard(lang, title, [gone]));
}

/** The one language a person is answered in; that of what they typed where nothing else is known. */
export function singleLanguage(parts: HandlerParts, speaker: Speaker, text = ''): LanguageCode {
  const channel = cardLanguage(parts, speaker);
  if (channel !== 'both') return channel;
  return detectLanguage(text);
}
