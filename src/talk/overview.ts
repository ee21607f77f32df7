import { listText } from '../ask/phrase.ts';
import type { Block, Button, Card } from '../card/card.ts';
import { digestTitle } from '../card/digest-card.ts';
import { companyText, languageName } from '../card/naming.ts';
import { type Managed, managedChannels } from '../channel/managed.ts';
import { wordsOf } from '../channel/room.ts';
import type { Library } from '../digest/digest.ts';
import { latestFirst } from '../digest/period.ts';
import { type LanguageCode, languageCodes, languageOf } from '../language/index.ts';
import type { HomeWording } from '../language/home.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Speaker } from '../platform/platform.ts';
import { type HandlerParts, settledLanguage, singleLanguage } from './parts.ts';

/** How many digests a person's own page shows. */
const newest = 5;
/** How many subscriptions it shows: a page takes a hundred blocks. */
const mostSubscriptions = 20;

/** What a person's own page shows: the channels they manage, the newest digests, their language. */
export async function overviewOf(parts: HandlerParts, speaker: Speaker): Promise<Card> {
  const { library, room } = parts;
  const lang = singleLanguage(parts, speaker);
  const words = languageOf(lang).wording.home;
  const channels = await managedChannels(room, speaker.place, speaker.homeOf, lang);
  const own = await settledLanguage(parts, speaker);
  const blocks: readonly Block[] = [
    { type: 'text', lang, text: words.intro },
    { type: 'heading', lang, text: words.channels },
    ...channelBlocks(channels, library(), lang),
    buttons({ action: 'subscribe', label: words.subscribe, value: '' }),
    { type: 'heading', lang, text: words.digests },
    ...digestBlocks(library(), lang),
    { type: 'heading', lang, text: words.language },
    ...languageBlocks(own, lang),
  ];
  return { language: lang, title: words.title, blocks, buttons: [], subject: null };
}

function channelBlocks(
  channels: readonly Managed[],
  library: Library,
  lang: LanguageCode,
): readonly Block[] {
  const words = languageOf(lang).wording.home;
  const all = channels.flatMap((channel) => subscriptionBlocks(channel, words, lang));
  if (all.length === 0) {
    const [company] = library.companies;
    const name = company === undefined ? wordsOf(lang).typed.all : companyText(company, lang);
    const text = fillBlanks(words.begin, { company: name });
    return [{ type: 'text', lang, text }, ...bareBlocks(channels, lang)];
  }
  const shown = all.slice(0, mostSubscriptions);
  const more = all.length - shown.length;
  const rest = fillBlanks(words.more, { count: String(more) });
  return [
    ...shown.flat(),
    ...(more > 0 ? [{ type: 'note', lang, text: rest } as const] : []),
    ...bareBlocks(channels, lang),
  ];
}

/** The blocks of each subscription of a channel; the channel's own button stands under its last one. */
function subscriptionBlocks(
  { channel, name, subscriptions }: Managed,
  words: HomeWording,
  lang: LanguageCode,
): readonly (readonly Block[])[] {
  return subscriptions.map(({ id, summary, next, own }, at): Block[] => {
    const lines = [
      ...(at === 0 ? [fillBlanks(words.channel, { channel: name })] : []),
      summary,
      fillBlanks(words.next, { next }),
    ];
    const isLast = at === subscriptions.length - 1;
    return [
      { type: 'text', lang, text: lines.join('\n') },
      buttons(
        { action: 'subscribe', label: words.change, value: id },
        ...(own ? [{ action: 'unsubscribe', label: words.end, value: id } as const] : []),
        ...(isLast ? [{ action: 'preview', label: words.preview, value: channel } as const] : []),
      ),
    ];
  });
}

/** The channels that get nothing yet, on one line. */
function bareBlocks(channels: readonly Managed[], lang: LanguageCode): readonly Block[] {
  const words = languageOf(lang).wording.home;
  const bare = channels.filter(({ subscriptions }) => subscriptions.length === 0);
  if (bare.length === 0) return [];
  const names = bare.map(({ name }) => fillBlanks(words.channel, { channel: name }));
  return [{ type: 'note', lang, text: fillBlanks(words.bare, { list: listText(names, lang) }) }];
}

function digestBlocks({ digests }: Library, lang: LanguageCode): readonly Block[] {
  const words = languageOf(lang).wording.home;
  const latest = digests
    .filter(({ withdrawn }) => withdrawn === null)
    .toSorted((a, b) => latestFirst(a.period, b.period))
    .slice(0, newest);
  if (latest.length === 0) return [{ type: 'text', lang, text: words.noDigests }];
  return [
    { type: 'text', lang, text: words.digestsHint },
    buttons(
      ...latest.map((digest): Button => ({
        action: 'show',
        label: digestTitle(digest, lang),
        value: digest.id,
      })),
    ),
  ];
}

function languageBlocks(own: LanguageCode | null, lang: LanguageCode): readonly Block[] {
  const words = languageOf(lang).wording.home;
  const text = fillBlanks(own === null ? words.platformLanguage : words.ownLanguage, {
    language: languageName(own ?? lang, lang),
  });
  const others = languageCodes.filter((code) => code !== own);
  return [
    { type: 'text', lang, text },
    buttons(
      ...others.map((code): Button => ({
        action: 'own_language',
        label: languageOf(code).name,
        value: code,
      })),
      ...(own === null
        ? []
        : [{ action: 'own_language', label: words.asPlatform, value: '' } as const]),
    ),
  ];
}

function buttons(...list: readonly Button[]): Block {
  return { type: 'buttons', buttons: list };
}
