import type { Wish } from '../ask/wish.ts';
import { fillBlanks } from '../language/wording.ts';
import { readKept, type Subscription } from '../schedule/subscriptions.ts';
import { settingLines, newlyTyped, summaryText, whatText, whatTyped } from './describe.ts';
import {
  type Asker,
  commandText,
  companiesText,
  type Room,
  type Said,
  subscriptionsOf,
  unchanged,
  wordsOf,
} from './room.ts';
import { entryOf, readTyped, settingsOf } from './entry.ts';

/** Ends what was typed of the channel's own subscriptions, or takes companies out of one; the only one where nothing was typed. */
export async function unsubscribe(room: Room, asker: Asker, typed: string): Promise<Said> {
  const { lang, place } = asker;
  const words = wordsOf(lang);
  const library = room.library();
  const here = (await subscriptionsOf(room, place)).filter(
    ({ thread }) => place.thread === null || thread === place.thread,
  );
  const wish = readTyped(library, typed);
  const [unknown] = wish.unknown;
  if (unknown !== undefined) return unchanged(lang, ...unknownLines(unknown, here, room, asker));
  if (here.length === 0) return unchanged(lang, words.nothingHere);
  const chosen = chosenOf(wish, here);
  if (chosen === 'which')
    return unchanged(
      lang,
      words.whichOne,
      ...here.map((one) => commandText(asker, 'unsubscribe', whatTyped(one, library, lang))),
    );
  if (chosen.length === 0) {
    const what = whatText(wantedBy(wish), library, lang);
    const list = here.map((one) => summaryText(one, library, lang));
    return unchanged(lang, fillBlanks(words.notSubscribed, { what }), ...list);
  }
  return endAll(room, asker, chosen, (one) => remaining(one, wish));
}

/** Ends one subscription whole; one of the operator's file stays, and the answer says so. */
export function endOne(room: Room, asker: Asker, one: Subscription): Promise<Said> {
  return endAll(room, asker, [one], () => null);
}

/** Ends subscriptions, or leaves something of each; those of the operator's file stay. */
async function endAll(
  room: Room,
  asker: Asker,
  chosen: readonly Subscription[],
  leftOf: (one: Subscription) => What | null,
): Promise<Said> {
  const { lang } = asker;
  const words = wordsOf(lang);
  const own = chosen.filter(({ origin }) => origin === 'channel');
  const held = chosen
    .filter(({ origin }) => origin === 'file')
    .map((one) =>
      fillBlanks(asker.operator ? words.operator.inFile : words.inFile, {
        what: whatText(one, room.library(), lang),
      }),
    );
  if (own.length === 0) return unchanged(lang, ...held);
  const lines: string[] = [];
  for (const one of own) lines.push(...(await end(room, asker, one, leftOf(one))));
  return { title: words.titles.ended, lines: [...lines, ...held] };
}

type What = Pick<Subscription, 'companies' | 'tags'>;

function unknownLines(
  { word, meant }: Wish['unknown'][number],
  here: readonly Subscription[],
  room: Room,
  asker: Asker,
): readonly string[] {
  const { lang } = asker;
  const words = wordsOf(lang);
  const command =
    meant && commandText(asker, 'unsubscribe', companiesText(room.library(), [meant], lang));
  return [
    fillBlanks(words.unknownWord, { word }),
    ...(command === null ? [] : [fillBlanks(words.meant, { command })]),
    ...here.map((one) => summaryText(one, room.library(), lang)),
  ];
}

function wantedBy({ companies, unlisted, tags }: Wish): What {
  if (companies === 'all') return { companies, tags };
  return { companies: [...companies, ...unlisted], tags };
}

/** The subscriptions that want what was named: the very same, else those that want it among others. */
function chosenOf(wish: Wish, here: readonly Subscription[]): readonly Subscription[] | 'which' {
  const { companies, tags } = wantedBy(wish);
  if (companies === 'all') return here;
  const own = here.filter(({ origin }) => origin === 'channel');
  if (companies.length + tags.length === 0) {
    const likely = own.length > 0 ? own : here;
    return likely.length === 1 ? likely : 'which';
  }
  const same = here.filter((one) => whatSet(one) === whatSet({ companies, tags }));
  if (same.length > 0) return same;
  return here.filter(
    (one) =>
      one.companies !== 'all' &&
      (one.companies.some((slug) => companies.includes(slug)) ||
        one.tags.some((tag) => tags.includes(tag))),
  );
}

/** What is wanted, in one spelling whatever its order. */
export function whatSet({ companies, tags }: What): string {
  return JSON.stringify([companies === 'all' ? companies : companies.toSorted(), tags.toSorted()]);
}

/** Ends a subscription, or leaves something of it; says what was and what is. */
async function end(
  room: Room,
  asker: Asker,
  one: Subscription,
  left: What | null,
): Promise<readonly string[]> {
  const { lang, by } = asker;
  const words = wordsOf(lang);
  const library = room.library();
  const { overridden } = await room.roster();
  await room.store.channels.unsubscribe(one.id, by, room.now());
  const kept = left === null ? null : await keep(room, asker, one, left);
  const file = overridden.get(one.id);
  const again = [whatTyped(one, library, lang), newlyTyped(one, lang)].join(' ');
  return [
    ...(kept === null
      ? [summaryText({ ...one, paused: false }, library, lang)]
      : settingLines(kept, one, library, lang)),
    ...(file === undefined
      ? []
      : [fillBlanks(words.fileRemains, { settings: summaryText(file, library, lang) })]),
    fillBlanks(words.undo, { command: commandText(asker, 'subscribe', again) }),
  ];
}

/** What a subscription wants beside what was named; null where that is nothing, or all of it was named. */
function remaining({ companies, tags }: Subscription, wish: Wish): What | null {
  const named = wantedBy(wish);
  if (companies === 'all' || named.companies === 'all') return null;
  if (named.companies.length + named.tags.length === 0) return null;
  const left = {
    companies: companies.filter((slug) => !named.companies.includes(slug)),
    tags: tags.filter((tag) => !named.tags.includes(tag)),
  };
  return left.companies.length + left.tags.length === 0 ? null : left;
}

async function keep(
  room: Room,
  { place, by }: Asker,
  one: Subscription,
  left: What,
): Promise<Subscription | null> {
  const entry = entryOf({ ...place, thread: one.thread }, left, settingsOf(one));
  const kept = readKept(entry);
  if (kept === null) return null;
  const { platform, channel } = place;
  const known = (await room.roster()).subscriptions.some(({ id }) => id === kept.id);
  const row = { id: kept.id, platform, channel, spec: entry, by, at: room.now() };
  await room.store.channels.subscribe(row, !known);
  return { ...kept, paused: one.paused };
}
