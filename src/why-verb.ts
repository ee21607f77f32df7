import { loadConfig } from './config.ts';
import { subscriptionsIn } from './shelf.ts';
import { inputError, ownLanguage } from './input.ts';
import { wordsOf } from './channel/room.ts';
import { loadRoster, type Roster, rosterOf } from './schedule/roster.ts';
import { languageOf } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import { recordsOf } from './schedule/records.ts';
import type { Subscription, SubscriptionList } from './schedule/subscriptions.ts';
import { whyOf } from './schedule/why.ts';
import { whyText } from './schedule/why-words.ts';
import type { Store } from './store/store.ts';
import { inKeptStore } from './kept-store.ts';
import { digestNamed, print } from './verbs.ts';

interface WhyOptions {
  readonly channel?: string;
  readonly digests: string;
}

/** Prints, channel by channel, why a digest was posted there, waits, or was not posted. */
export async function why(slug: string, period: string, options: WhyOptions): Promise<void> {
  const { digest, library } = await digestNamed(options.digests, [slug, period]);
  const lang = ownLanguage();
  await inKeptStore(loadConfig(), async (store) => {
    const roster = await rosterIn(options.digests, store);
    const subscriptions = wantedBy(options, roster);
    const records = await recordsOf(store, subscriptions, library.digests, Date.now(), digest.id);
    const [pauses, channels] = store
      ? await Promise.all([store.channels.pauses(), store.channels.facts()])
      : [[], []];
    if (digest.withdrawn)
      print(fillBlanks(languageOf(lang).wording.why.withdrawnBy, { ...digest.withdrawn }));
    for (const subscription of subscriptions) {
      const { platform, channel, id } = subscription;
      const reason = whyOf(subscription, { ...records, pauses, channels, digest });
      const own = roster.overridden.has(id) ? ` ${wordsOf(lang).overrides}` : '';
      const isOne = subscriptions.filter((each) => sameChannel(each, subscription)).length === 1;
      const which = isOne ? '' : ` (${id.slice(`${platform}/${channel}/`.length)})`;
      print(`${platform} ${channel}${which}: ${whyText(reason, subscription, lang)}${own}`);
    }
  });
}

function sameChannel(one: Subscription, other: Subscription): boolean {
  return one.platform === other.platform && one.channel === other.channel;
}

/** Every subscription there is; without a store those of the file. */
async function rosterIn(digests: string, store: Store | null): Promise<Roster> {
  const file = await subscriptionsIn(digests);
  return store
    ? loadRoster(store.channels, file)
    : rosterOf({ file, kept: [], pauses: [], facts: [] });
}

/** The subscriptions of the channel that was named, or all; throws InputError where there is none. */
function wantedBy(
  { channel, digests }: WhyOptions,
  { subscriptions, errors }: SubscriptionList,
): readonly Subscription[] {
  for (const error of errors) print(`✗ ${error}`);
  const wanted = subscriptions.filter(
    (each) => channel === undefined || channel === `${each.platform}/${each.channel}`,
  );
  if (wanted.length > 0) return wanted;
  const channels = subscriptions.map((each) => `${each.platform}/${each.channel}`);
  const list = [...new Set(channels)].join(', ');
  throw channel === undefined || list === ''
    ? inputError('noSubscriptions', { dir: digests })
    : inputError('noSuchChannel', { channel, list });
}
