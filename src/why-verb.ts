import { loadConfig } from './config.ts';
import { inputError, ownLanguage, subscriptionsIn } from './input.ts';
import type { Subscription } from './schedule/subscriptions.ts';
import { whyOf } from './schedule/why.ts';
import { whyText } from './schedule/why-words.ts';
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
    for (const subscription of subscriptions) {
      const { platform, channel } = subscription;
      print(
        `${platform} ${channel}: ${whyText(whyOf(subscription, input), subscription, ownLanguage())}`,
      );
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
