import { listText } from '../ask/phrase.ts';
import { companyText, periodText } from '../card/naming.ts';
import type { Digest } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { ownZone } from '../schedule/day.ts';
import { recordsOf } from '../schedule/records.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { type Upcoming, upcoming } from '../schedule/upcoming.ts';
import type { Records } from '../schedule/why.ts';
import { whyText } from '../schedule/why-words.ts';
import { type Room, wordsOf } from './room.ts';

/** The next post of a subscription, with its digests. */
export interface NextPost extends Omit<Upcoming, 'digests'> {
  readonly digests: readonly Digest[];
}

/** What a subscription posts next, as far as that is known now. */
export async function nextPost(room: Room, subscription: Subscription): Promise<NextPost> {
  const { digests } = room.library();
  const next = upcoming(subscription, await recordsFor(room, [subscription]));
  return {
    ...next,
    digests: next.digests.flatMap((id) => digests.find((digest) => digest.id === id) ?? []),
  };
}

/** What is known of some subscriptions, and of the digest that is asked about. */
export async function recordsFor(
  { store, library, now }: Room,
  subscriptions: readonly Subscription[],
  about: string | null = null,
): Promise<Records> {
  const [records, pauses, channels] = await Promise.all([
    recordsOf(store, subscriptions, library().digests, now(), about),
    store.channels.pauses(),
    store.channels.facts(),
  ]);
  return { ...records, pauses, channels };
}

/** The same in words: メタ 2023年第2四半期 · 11月24日(火) 8:30（Asia/Tokyo）. */
export function nextText(
  { at, digests, waits }: NextPost,
  one: Subscription,
  zone: string | null,
  now: number,
  lang: LanguageCode,
): string {
  const words = wordsOf(lang);
  if (one.paused) return words.nextPaused;
  if (at === null) return waits === null ? words.nextOnArrival : whyText(waits, one, lang);
  const list = listText(
    digests.map((digest) => digestText(digest, lang)),
    lang,
  );
  if (at <= now && list !== '') return fillBlanks(words.nextNow, { list });
  const when = momentText(at, ownZone(one) ?? zone ?? 'UTC', lang);
  return fillBlanks(list === '' ? words.nextAt : words.nextWith, { at: when, list });
}

/** A digest by its company and period: メタ 2023年第2四半期. */
export function digestText({ company, period }: Digest, lang: LanguageCode): string {
  return `${companyText(company, lang)} ${periodText(period, lang, company)}`;
}

/** A local moment with its zone: Tue, Nov 24, 08:30 (Asia/Tokyo). */
export function momentText(at: number, zone: string, lang: LanguageCode): string {
  const { digits, zoned } = languageOf(lang).wording.timing;
  const when = new Intl.DateTimeFormat(lang, {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: digits === 2 ? '2-digit' : 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at);
  return fillBlanks(zoned, { when, zone });
}
