import { loadConfig } from './config.ts';
import { inputError, ownLanguage, subscriptionsIn } from './input.ts';
import { languageOf } from './language/index.ts';
import { fillBlanks, type WhyWording } from './language/wording.ts';
import type { Subscription } from './schedule/subscriptions.ts';
import { type Why, whyOf } from './schedule/why.ts';
import type { Delivery } from './store/delivery.ts';
import { digestNamed, openKeptStore, print } from './verbs.ts';

interface WhyOptions {
  readonly channel?: string;
  readonly digests: string;
}

/** Prints, channel by channel, why a digest was posted there, waits, or was not posted. */
export async function why(slug: string, period: string, options: WhyOptions): Promise<void> {
  const { digest, library } = await digestNamed(options.digests, [slug, period]);
  const subscriptions = await wantedBy(options);
  const store = await openKeptStore(loadConfig());
  try {
    const [seen, deliveries] = store
      ? await Promise.all([store.planning.seen(), store.outbox.ofDigest(digest.id)])
      : [{ arrivals: new Map<string, number>(), since: new Map<string, number>() }, []];
    const input = { digest, digests: library.digests, ...seen, deliveries, now: Date.now() };
    if (digest.withdrawn)
      print(fillBlanks(languageOf(ownLanguage()).wording.why.withdrawnBy, { ...digest.withdrawn }));
    for (const subscription of subscriptions) {
      const { platform, channel } = subscription;
      print(`${platform} ${channel}: ${whyText(whyOf(subscription, input), subscription)}`);
    }
  } finally {
    await store?.close();
  }
}

/** The subscriptions of the channel that was named, or all; throws InputError where there is none. */
async function wantedBy({ channel, digests }: WhyOptions): Promise<readonly Subscription[]> {
  const { subscriptions, errors } = await subscriptionsIn(digests);
  for (const error of errors) print(`✗ ${error}`);
  const wanted = subscriptions.filter(
    (each) => channel === undefined || channel === `${each.platform}/${each.channel}`,
  );
  if (wanted.length > 0) return wanted;
  const list = subscriptions.map((each) => `${each.platform}/${each.channel}`).join(', ');
  throw channel === undefined || list === ''
    ? inputError('noSubscriptions', { dir: digests })
    : inputError('noSuchChannel', { channel, list });
}

function whyText(reason: Why, { companies, tags }: Subscription): string {
  const words = languageOf(ownLanguage()).wording.why;
  switch (reason.code) {
    case 'delivery':
      return deliveryText(reason.delivery, words);
    case 'no_match': {
      const wanted = [...(companies === 'all' ? [] : companies), ...tags.map((tag) => `#${tag}`)];
      return fillBlanks(words.noMatch, { list: wanted.join(', ') });
    }
    case 'withdrawn':
      return words.withdrawn;
    case 'not_started':
      return words.notStarted;
    case 'before_start':
      return fillBlanks(words.beforeStart, { digest: reason.newest });
    case 'slot':
      return fillBlanks(words.slot, { slot: reason.slot });
    case 'quiet':
      return fillBlanks(words.quiet, { at: momentText(reason.until) });
    case 'next_tick':
      return words.nextTick;
    default:
      return reason satisfies never;
  }
}

function deliveryText(delivery: Delivery, words: WhyWording): string {
  const { state, slot, revision, reason, blocks, notBefore, updatedAt } = delivery;
  const blanks = {
    slot,
    revision: String(revision),
    reason: reason ?? '',
    at: momentText(state === 'pending' || state === 'unknown' ? notBefore : updatedAt),
  };
  if (state === 'pending' && blocks > 0) return fillBlanks(words.held, blanks);
  if (state === 'pending' && reason === null) return fillBlanks(words.planned, blanks);
  return fillBlanks(words[state], blanks);
}

/** 2026-11-23 02:49 UTC: a log's time, that says its zone. */
function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
