import { listText } from '../ask/phrase.ts';
import { businessName } from '../ask/business.ts';
import type { Card } from '../card/card.ts';
import { companyText } from '../card/naming.ts';
import { noticeCard } from '../card/notice-card.ts';
import type { Digest, Library } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Hearing, SettingVerb } from '../language/setting.ts';
import type { ChannelWording } from '../language/channel.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Home, Place } from '../platform/platform.ts';
import { channelKey, type Roster } from '../schedule/roster.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { shellWord } from '../terminal.ts';
import type { ChannelFacts } from '../store/channels.ts';
import type { Store } from '../store/store.ts';

/** What the settings of channels are answered from. */
export interface Room {
  /** The digests as they are now. */
  readonly library: () => Library;
  /** Every subscription there is now. */
  readonly roster: () => Promise<Roster>;
  readonly store: Pick<Store, 'acts' | 'channels' | 'planning' | 'outbox'>;
  /** Of channels whose platform tells none. */
  readonly defaults: {
    readonly language: LanguageCode;
    readonly zone: string | null;
    /** What is answered in threads where the channel settled nothing. */
    readonly hears: Hearing;
  };
  readonly card: (digest: Digest, language: Card['language']) => Card;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Who settles something, of which channel, and in which language they read. */
export interface Asker {
  readonly place: Place;
  /** A person as `platform/id`, or the operator's name. */
  readonly by: string;
  readonly lang: LanguageCode;
  readonly home: Home;
  /** True on the command line. */
  readonly operator?: boolean;
}

/** What a setting is answered with: a line as text, more as a list. */
export interface Said {
  readonly title: string;
  readonly lines: readonly string[];
  /** True where nothing was changed, as the lines say why. */
  readonly refused?: boolean;
}

/** What channels are told, in a language. */
export function wordsOf(lang: LanguageCode): ChannelWording {
  return languageOf(lang).wording.channel;
}

/** An answer after which all is as it was: a sentence, and what may help. */
export function unchanged(lang: LanguageCode, ...lines: readonly string[]): Said {
  return { title: wordsOf(lang).titles.notChanged, lines, refused: true };
}

/** An answer as a card. */
export function cardOf({ title, lines }: Said, lang: LanguageCode): Card {
  return noticeCard(lang, title, lines);
}

/** What the asker types to settle something: /digest 購読解除 メタ, or a verb of the command line. */
export function commandText(
  { operator, place: { platform, channel, thread }, lang }: Asker,
  verb: SettingVerb,
  rest = '',
): string {
  const word = languageOf(lang).asking.settings.offered[verb];
  if (!operator) return `/digest ${word} ${rest}`.trim();
  const where = [platform, channel, thread].filter((part) => part !== null).join('/');
  return ['npx kawaraban', verb, ...[where, ...(rest === '' ? [] : [rest])].map(shellWord)].join(
    ' ',
  );
}

/** The subscriptions of a channel, its threads' included. */
export async function subscriptionsOf(
  room: Room,
  { platform, channel }: Place,
): Promise<readonly Subscription[]> {
  const { subscriptions } = await room.roster();
  return subscriptions.filter((one) => channelKey(one) === channelKey({ platform, channel }));
}

/** What the platform told of a channel; null for nothing. */
export async function factsOf(room: Room, place: Place): Promise<ChannelFacts | null> {
  const [facts = null] = await room.store.channels.facts(place);
  return facts;
}

/** Names of companies, by their slugs, as a language puts them in a row. */
export function companiesText(
  library: Library,
  slugs: readonly string[],
  lang: LanguageCode,
): string {
  const names = slugs.map((slug) => {
    const company = library.companies.find((one) => one.slug === slug);
    return company === undefined ? businessName(slug, lang) : companyText(company, lang);
  });
  return listText(names, lang);
}

/** A template with the digests it names in a row. */
export function withList(template: string, items: readonly string[], lang: LanguageCode): string {
  return fillBlanks(template, { list: listText(items, lang) });
}
