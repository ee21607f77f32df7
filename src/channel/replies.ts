import { hearingTyped } from '../ask/hearing.ts';
import { listText } from '../ask/phrase.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { type Hearing, hearings } from '../language/setting.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Place } from '../platform/platform.ts';
import {
  type Asker,
  commandText,
  factsOf,
  type Room,
  type Said,
  unchanged,
  wordsOf,
} from './room.ts';

/** What is answered in the threads of a channel's cards: what the channel settled, else the operator's default. */
export async function hearingOf(room: Room, place: Place): Promise<Hearing> {
  const settled = (await factsOf(room, place))?.hears ?? null;
  return hearings.find((mode) => mode === settled) ?? room.defaults.hears;
}

/** Settles what is answered in the threads of the channel's cards; without words it says what is. */
export async function replies(room: Room, asker: Asker, rest: string): Promise<Said> {
  const { place, by, lang } = asker;
  const { title, told, always, before } = talkWords(lang);
  const how = howText(asker);
  if (rest === '') {
    return { title, lines: [told[await hearingOf(room, place)], always, how] };
  }
  const wanted = hearingTyped(rest);
  if (wanted === null)
    return unchanged(lang, fillBlanks(wordsOf(lang).unknownWord, { word: rest }), how);
  const changed = await room.store.channels.hear(place, wanted, by, room.now());
  return { title, lines: changed ? [told[wanted], always] : [before, told[wanted]] };
}

/** The same on one line among a channel's settings. */
export async function repliesText(room: Room, place: Place, lang: LanguageCode): Promise<string> {
  const { title, brief } = talkWords(lang);
  const value = brief[await hearingOf(room, place)];
  return fillBlanks(wordsOf(lang).line, { name: title, value });
}

function howText(asker: Asker): string {
  const { how, typed } = talkWords(asker.lang);
  const commands = hearings.map((mode) => commandText(asker, 'replies', typed[mode]));
  return fillBlanks(how, { list: listText(commands, asker.lang) });
}

function talkWords(lang: LanguageCode) {
  return languageOf(lang).wording.talk.hearing;
}
