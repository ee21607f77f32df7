import { describe, expect, it } from 'vitest';
import { readSubscriptions, type Subscription } from '../../src/schedule/subscriptions.ts';
import { whyOf, type WhyInput } from '../../src/schedule/why.ts';
import type { Delivery } from '../../src/store/delivery.ts';

const company = { slug: 'meta', tags: ['tech'], fiscalYearEnd: '12-31' };
const [q1, q2]: WhyInput['digests'] = ['2023-q1', '2023-q2'].map((period) => ({
  id: `meta/${period}`,
  revision: 1,
  withdrawn: null,
  period,
  company,
}));

function subscription(given = '', companies = '[meta]'): Subscription {
  const text = `- {platform: slack, channel: C1, companies: ${companies}${given}}`;
  return readSubscriptions(text).subscriptions[0]!;
}

const mine = subscription();
const input: WhyInput = {
  digest: q2!,
  digests: [q1!, q2!],
  arrivals: new Map([
    ['meta/2023-q1', 10],
    ['meta/2023-q2', 20],
  ]),
  since: new Map([[mine.id, 15]]),
  deliveries: [],
  now: Date.parse('2026-11-20T12:00Z'), // Friday 21:00 in Tokyo
};

function deliveryTo(channel: string): Delivery {
  return {
    key: 'k',
    subscription: mine.id,
    slot: 'on arrival',
    place: { platform: 'slack', channel, thread: null },
    digest: 'meta/2023-q2',
    revision: 1,
    card: {},
    corrects: null,
    silent: false,
    carriedBy: null,
    state: 'posted',
    owner: null,
    leaseUntil: null,
    attempt: 1,
    lookups: 0,
    notBefore: 0,
    firstSentAt: 0,
    message: null,
    blocks: 0,
    reason: null,
    createdAt: 0,
    updatedAt: 0,
  };
}

describe('why a channel has a digest, or has it not', () => {
  it('is its delivery where there is one, whatever else holds', () => {
    const delivery = deliveryTo('C1');
    const others = { ...input, deliveries: [deliveryTo('C2'), delivery], since: new Map() };
    expect(whyOf(subscription('', '[sony]'), others)).toEqual({ code: 'delivery', delivery });
  });

  it('is that it wants others', () => {
    expect(whyOf(subscription('', '[sony]'), input)).toEqual({ code: 'no_match' });
  });

  it('is that no tick has seen the subscription', () => {
    expect(whyOf(mine, { ...input, since: new Map() })).toEqual({ code: 'not_started' });
  });

  it('is that the subscription began with a newer one', () => {
    const later = { ...input, since: new Map([[mine.id, 30]]) };
    expect(whyOf(mine, { ...later, digest: q1! })).toEqual({
      code: 'before_start',
      newest: 'meta/2023-q2',
    });
    expect(whyOf(mine, later)).toEqual({ code: 'next_tick' });
  });

  it('is that the channel is quiet', () => {
    const quiet = subscription(', quiet: "20:00-07:00 Asia/Tokyo"');
    expect(whyOf(quiet, input)).toEqual({
      code: 'quiet',
      until: Date.parse('2026-11-20T22:00Z'),
    });
  });

  it('is its next time, or the next tick', () => {
    expect(whyOf(mine, input)).toEqual({ code: 'next_tick' });
    const timed = subscription(', when: weekdays 08:30 Asia/Tokyo');
    expect(whyOf(timed, input)).toEqual({
      code: 'slot',
      slot: '2026-11-23T08:30[Asia/Tokyo]',
    });
  });
});
