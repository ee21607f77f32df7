import type { webApi } from '@slack/bolt';
import type { FindOutcome, Place, Posted } from '../platform.ts';
import { limits } from './limits.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import { History } from './schema.ts';
import { whereIs } from './where.ts';

/** The type of the metadata that carries the key of a delivery, or of an answer. */
export const deliveryMetadata = 'kawaraban_delivery';

/** How far our clock may be ahead of Slack's when we look for a message by its age, ms. */
const clockSkew = 300_000;

/** What a look for several keys gave. */
type KeyFound =
  | { readonly state: 'found'; readonly ref: Posted; readonly key: string }
  | Exclude<FindOutcome, { readonly state: 'found' }>;

/** Looks through the messages since then for one with the key. Never throws. */
export async function find(
  client: webApi.WebClient,
  place: Place,
  key: string,
  since: number,
): Promise<FindOutcome> {
  const found = await findAny(client, place, [key], since);
  return found.state === 'found' ? { state: 'found', ref: found.ref } : found;
}

/** Looks for one with any of the keys, in one look: apps outside the Marketplace have one a minute. Never throws. */
export async function findAny(
  client: webApi.WebClient,
  place: Place,
  keys: readonly string[],
  since: number,
): Promise<KeyFound> {
  const oldest = (Math.max(0, since - clockSkew) / 1000).toFixed(6);
  try {
    let cursor: string | undefined;
    for (let pages = 0; pages < limits.historyPages; pages += 1) {
      const page = await pageOf(client, place, oldest, cursor);
      const [hit] = keys.flatMap((key) => withKey(page, key));
      if (hit) return { state: 'found', ref: { place, message: hit.ts }, key: hit.key };
      cursor = page.response_metadata?.next_cursor;
      if (!page.has_more || !cursor) return { state: 'none' };
    }
    return { state: 'cannot_tell', reason: 'The channel holds too many messages since then.' };
  } catch (error) {
    return notFound(refusalOf(error));
  }
}

/** What a look that did not go through comes to. */
export function notFound({ reason, grant }: Refusal) {
  return { state: 'cannot_tell', reason: `${reason} ${grant}` } as const;
}

/** History does not show what stands in threads; those are read on their own. */
async function pageOf(
  client: webApi.WebClient,
  place: Place,
  oldest: string,
  cursor: string | undefined,
): Promise<History> {
  const range = {
    channel: whereIs(place.channel).channel,
    include_all_metadata: true,
    oldest,
    inclusive: true,
    limit: limits.historyPage,
    ...(cursor ? { cursor } : {}),
  };
  const answer =
    place.thread === null
      ? await client.conversations.history(range)
      : await client.conversations.replies({ ...range, ts: place.thread });
  return History.parse(answer);
}

function withKey({ messages }: History, key: string): readonly { ts: string; key: string }[] {
  return messages.flatMap(({ ts, metadata }) =>
    metadata?.event_type === deliveryMetadata && metadata.event_payload.key === key
      ? [{ ts, key }]
      : [],
  );
}
