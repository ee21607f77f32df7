import { z } from 'zod';
import type { Place, Platform, PostOutcome } from '../../../src/platform/platform.ts';

const Wait = z.object({ wait: z.number(), all: z.boolean() });
const Id = z.object({ id: z.string().nullable() });

/** Channels of a chaos peer as a platform; `timeout` is that of one call in ms. */
export function channelsPlatform(url: string, timeout: number): Platform {
  const call = (path: string, channel: string, key: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body: JSON.stringify({ channel, key }),
      signal: AbortSignal.timeout(timeout),
    });
  return {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    probe: () => Promise.resolve({ state: 'can' }),
    edit: (ref) => Promise.resolve({ state: 'posted', ref }),
    async post(place, _card, key) {
      try {
        const answer = await call('/post', place.channel, key);
        return posted(place, answer.status, await answer.json());
      } catch {
        return { state: 'unknown', reason: 'no answer' };
      }
    },
    async find(place, key) {
      try {
        const answer = await call('/find', place.channel, key);
        const { id } = Id.parse(await answer.json());
        return id === null ? { state: 'none' } : { state: 'found', ref: { place, message: id } };
      } catch {
        return { state: 'cannot_tell', reason: 'the channel cannot be read' };
      }
    },
  };
}

function posted(place: Place, status: number, body: unknown): PostOutcome {
  if (status === 429) {
    const { wait, all } = Wait.parse(body);
    const scope = all ? 'platform' : 'channel';
    return { state: 'refused', reason: 'slow down', retryAfter: wait, scope };
  }
  const { data } = Id.safeParse(body);
  return data?.id
    ? { state: 'posted', ref: { place, message: data.id } }
    : { state: 'unknown', reason: `status ${status}` };
}
