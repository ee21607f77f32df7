import type { Setting } from '../ask/setting.ts';
import { resolveCommand } from '../ask/command.ts';
import { anyCompanyCommand } from '../ask/lexicon.ts';
import type { Card } from '../card/card.ts';
import { companyText } from '../card/naming.ts';
import type { LanguageCode } from '../language/index.ts';
import type { SettingVerb } from '../language/setting.ts';
import { fillBlanks } from '../language/wording.ts';
import { channelKey } from '../schedule/roster.ts';
import { whyOf } from '../schedule/why.ts';
import { whyText } from '../schedule/why-words.ts';
import { wants } from '../schedule/shelf.ts';
import { summaryText, whatText } from './describe.ts';
import { digestText, nextPost, nextText, recordsFor } from './next.ts';
import {
  type Asker,
  cardOf,
  commandText,
  factsOf,
  type Room,
  type Said,
  subscriptionsOf,
  unchanged,
  wordsOf,
} from './room.ts';
import { replies, repliesText } from './replies.ts';
import { subscribe } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

type Verb = Extract<Setting, { kind: 'verb' }>;

/** The verbs that change what a channel gets: for those who may manage it. */
const changing: readonly SettingVerb[] = ['subscribe', 'unsubscribe', 'pause', 'resume'];

/** What a command about the channel is answered with; only those who may manage it change anything. */
export async function answerSetting(room: Room, asker: Asker, setting: Setting): Promise<Card> {
  const { lang, home } = asker;
  if (setting.kind === 'slip') {
    const words = wordsOf(lang);
    const lines = [fillBlanks(words.meant, { command: `/digest ${setting.meant}` })];
    return cardOf({ title: fillBlanks(words.unknownVerb, { word: setting.word }), lines }, lang);
  }
  if (changes(setting) && !home.manages) return cardOf(unchanged(lang, wordsOf(lang).mayNot), lang);
  if (setting.verb === 'preview') return previewed(room, asker);
  return cardOf(await said(room, asker, setting), lang);
}

/** `/digest replies` alone asks, with a word behind it it changes something. */
function changes({ verb, rest }: Verb): boolean {
  return changing.includes(verb) || (verb === 'replies' && rest !== '');
}

async function said(room: Room, asker: Asker, { verb, rest }: Verb): Promise<Said> {
  switch (verb) {
    case 'subscribe':
      return subscribe(room, asker, rest);
    case 'unsubscribe':
      return unsubscribe(room, asker, rest);
    case 'subscriptions':
      return listed(room, asker);
    case 'pause':
      return pause(room, asker, rest);
    case 'resume':
      return resume(room, asker);
    case 'replies':
      return replies(room, asker, rest);
    case 'why':
      return why(room, asker, rest);
    case 'preview':
      return (await preview(room, asker)).said;
    case 'help':
      return help(room, asker.lang);
    default:
      return verb satisfies never;
  }
}

/** What the channel gets, a line for each subscription. */
async function listed(room: Room, asker: Asker): Promise<Said> {
  const { place, lang } = asker;
  const words = wordsOf(lang);
  const here = await subscriptionsOf(room, place);
  const inThreads = await repliesText(room, place, lang);
  if (here.length === 0) {
    const lines = [words.nothingHere, exampleOf(room, asker), inThreads];
    return { title: words.titles.list, lines };
  }
  const library = room.library();
  const { overridden } = await room.roster();
  const lines = here.map((one) => {
    const line = summaryText(one, library, lang);
    return overridden.has(one.id) ? `${line} · ${words.overrides}` : line;
  });
  return { title: words.titles.list, lines: [...lines, inThreads] };
}

function exampleOf(room: Room, asker: Asker): string {
  const { lang } = asker;
  const [company] = room.library().companies;
  const what = company === undefined ? '' : companyText(company, lang);
  return fillBlanks(wordsOf(lang).example, { command: commandText(asker, 'subscribe', what) });
}

/** Stops every post to the channel. */
async function pause({ store, now, library }: Room, asker: Asker, rest: string): Promise<Said> {
  const { place, by, lang } = asker;
  const words = wordsOf(lang);
  const named = library().companies.find(({ slug }) => rest.split(/[\s,]+/).includes(slug));
  if (named !== undefined)
    return unchanged(
      lang,
      fillBlanks(words.pauseIsWhole, {
        command: commandText(asker, 'unsubscribe', companyText(named, lang)),
      }),
    );
  const done = await store.channels.pause(channelKey(place), by, now());
  return done
    ? { title: words.titles.paused, lines: [words.pausedNow] }
    : unchanged(lang, words.alreadyPaused);
}

/** Lets the channel have posts again. */
async function resume({ store, now }: Room, { place, by, lang }: Asker): Promise<Said> {
  const words = wordsOf(lang);
  const done = await store.channels.resume(channelKey(place), by, now());
  const above = (await store.channels.pauses()).some(
    ({ scope }) => scope === 'all' || scope === place.platform,
  );
  const held = above ? [words.pausedByOperator] : [];
  if (done) return { title: words.titles.resumed, lines: above ? held : [words.resumedNow] };
  return unchanged(lang, ...(above ? held : [words.notPaused]));
}

/** What the next post of each subscription would be; the card itself where it is one digest. */
async function previewed(room: Room, asker: Asker): Promise<Card> {
  const { lang } = asker;
  const { said: words, cards } = await preview(room, asker);
  const [first, ...others] = cards;
  if (first === undefined || others.length > 0) return cardOf(words, lang);
  const head = cardOf(words, lang);
  return { ...first, blocks: [...head.blocks, { type: 'divider' }, ...first.blocks], buttons: [] };
}

/** What the next post of each subscription would be, in words and as its cards. */
export async function preview(
  room: Room,
  asker: Asker,
): Promise<{ readonly said: Said; readonly cards: readonly Card[] }> {
  const { place, lang } = asker;
  const words = wordsOf(lang);
  const here = await subscriptionsOf(room, place);
  if (here.length === 0)
    return {
      said: { title: words.titles.next, lines: [words.nothingHere, exampleOf(room, asker)] },
      cards: [],
    };
  const zone = (await factsOf(room, place))?.zone ?? room.defaults.zone;
  const cards: Card[] = [];
  const lines: string[] = [];
  for (const one of here) {
    const next = await nextPost(room, one);
    cards.push(...next.digests.map((digest) => room.card(digest, one.language)));
    const name = whatText(one, room.library(), lang);
    const value = nextText(next, one, zone, room.now(), lang);
    lines.push(fillBlanks(words.line, { name, value }));
  }
  return { said: { title: words.titles.next, lines }, cards };
}

/** Why a digest is in the channel, waits, or is not there, by each of its subscriptions. */
async function why(room: Room, asker: Asker, rest: string): Promise<Said> {
  const { place, lang } = asker;
  const words = wordsOf(lang);
  const library = room.library();
  const asked = resolveCommand(library, anyCompanyCommand, rest, lang);
  if (rest === '' || asked.kind !== 'digest') {
    const [digest] = library.digests;
    const example = digest === undefined ? '' : digestText(digest, lang);
    return { title: words.titles.help, lines: [fillBlanks(words.whyHow, { example })] };
  }
  const { digest } = asked;
  const title = fillBlanks(words.titles.why, { digest: digestText(digest, lang) });
  const here = await subscriptionsOf(room, place);
  if (here.length === 0) return { title, lines: [words.nothingHere, exampleOf(room, asker)] };
  const input = { ...(await recordsFor(room, here, digest.id)), digest };
  const { overridden } = await room.roster();
  const wanting = here.filter((one) => wants(one, digest.company));
  // What wants other companies says something only where nothing wants this one.
  const lines = (wanting.length === 0 ? here : wanting).map((one) => {
    const name = whatText(one, library, lang);
    const value = whyText(whyOf(one, input), one, lang);
    const line = fillBlanks(words.line, { name, value });
    return overridden.has(one.id) ? `${line} ${words.overrides}` : line;
  });
  return { title, lines };
}

/** What the commands do, with examples of companies there are. */
function help(room: Room, lang: LanguageCode): Said {
  const words = wordsOf(lang);
  const library = room.library();
  const [digest] = library.digests;
  const company = digest === undefined ? '' : companyText(digest.company, lang);
  const example = digest === undefined ? '' : digestText(digest, lang);
  const tag = digest?.company.tags[0] ?? 'tech';
  return {
    title: words.titles.help,
    lines: words.help.map((line) => fillBlanks(line, { company, example, tag })),
  };
}
