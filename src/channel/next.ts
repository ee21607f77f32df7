import { listText } from '../ask/phrase.ts';
import { companyText, periodText } from '../card/naming.ts';
import type { Digest } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { plan } from '../schedule/plan.ts';
import { quietUntil } from '../schedule/quiet.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { nextSlot } from '../schedule/slots.ts';
import { type Room, wordsOf } from './room.ts';

/** The next post of a subscription: when (epoch ms; null for the moment something arrives) and with what. */
export interface NextPost {
  readonly at: number | null;
  readonly digests: readonly Digest[];
}

/** What a subscription posts next, as far as that is known now. */
export async function nextPost(room: Room, subscription: Subscription): Promise<NextPost> {
  const now = room.now();
  const { digests } = room.library();
  const { arrivals, since } = await room.store.planning.seen();
  const { when, quiet } = subscription;
  const at =
    when.kind === 'arrival' ? (quietUntil(quiet, now) ?? now) : (nextSlot(when, now)?.at ?? null);
  const due = plan({
    subscriptions: [subscription],
    digests,
    arrivals: new Map(digests.map(({ id }) => [id, arrivals.get(id) ?? now])),
    since: new Map([[subscription.id, since.get(subscription.id) ?? now]]),
    planned: await room.store.outbox.planned(),
    lastTick: (at ?? now) - 1,
    now: at ?? now,
  });
  const ids = new Set(due.map(({ digest }) => digest));
  return {
    at: when.kind === 'arrival' && ids.size === 0 ? null : at,
    digests: digests.filter(({ id }) => ids.has(id)),
  };
}

/** The same in words: メタ 2023年第2四半期 · 11月24日(火) 8:30（Asia/Tokyo）. */
export function nextText(
  { at, digests }: NextPost,
  one: Subscription,
  zone: string | null,
  now: number,
  lang: LanguageCode,
): string {
  const words = wordsOf(lang);
  if (one.paused) return words.nextPaused;
  if (at === null) return words.nextOnArrival;
  const list = listText(
    digests.map((digest) => digestText(digest, lang)),
    lang,
  );
  if (at <= now && list !== '') return fillBlanks(words.nextNow, { list });
  const when = momentText(at, zoneOf(one) ?? zone ?? 'UTC', lang);
  return fillBlanks(list === '' ? words.nextAt : words.nextWith, { at: when, list });
}

/** A digest by its company and period: メタ 2023年第2四半期. */
export function digestText({ company, period }: Digest, lang: LanguageCode): string {
  return `${companyText(company, lang)} ${periodText(period, lang, company)}`;
}

function zoneOf({ when, quiet }: Subscription): string | null {
  return when.kind === 'arrival' ? (quiet?.zone ?? null) : when.zone;
}

/** A local moment with its zone: Tue, Nov 24, 08:30 (Asia/Tokyo). */
function momentText(at: number, zone: string, lang: LanguageCode): string {
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
