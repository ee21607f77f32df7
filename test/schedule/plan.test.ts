import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan, type PlanInput, type PlannedDigest } from '../../src/schedule/plan.ts';
import { readSubscriptions, type Subscription } from '../../src/schedule/subscriptions.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function subscribed(rest: string, channel = 'C1'): Subscription {
  const { subscriptions, errors } = readSubscriptions(
    `- {platform: slack, channel: ${channel}, ${rest}}`,
  );
  if (subscriptions[0] === undefined) throw new Error(errors.join(' '));
  return subscriptions[0];
}

function digest(id: string, given: Partial<PlannedDigest> = {}): PlannedDigest {
  const [slug = '', period = ''] = id.split('/');
  return { id, revision: 1, period, company: { slug, tags: [], fiscalYearEnd: '12-31' }, ...given };
}

/** A small world in which ticks happen: what is due counts as planned from then on. */
function world(subscriptions: readonly Subscription[]) {
  const arrivals = new Map<string, number>();
  const since = new Map<string, number>();
  const planned: PlanInput['planned'][number][] = [];
  let lastTick: number | null = null;
  return {
    planned,
    tick(now: number, digests: readonly PlannedDigest[]): string[] {
      for (const { id } of digests) if (!arrivals.has(id)) arrivals.set(id, now);
      for (const { id } of subscriptions) if (!since.has(id)) since.set(id, now);
      const due = plan({
        subscriptions,
        digests,
        arrivals,
        since,
        planned: [...planned],
        lastTick,
        now,
      });
      planned.push(
        ...due.map(({ subscription: { id, platform, channel }, digest: given }) => ({
          subscription: id,
          platform,
          channel,
          digest: given,
        })),
      );
      lastTick = now;
      return due.map((one) => `${one.subscription.channel} ${one.digest} ${one.slot}`);
    },
  };
}

const q1 = digest('meta/2023-q1');
const q2 = digest('meta/2023-q2');
const q3 = digest('meta/2023-q3');
const nvidia = digest('nvidia/fy2024-q2', {
  company: { slug: 'nvidia', tags: ['chips'], fiscalYearEnd: '01-31' },
});
const noon = Date.parse('2026-11-02T03:00Z'); // Monday 12:00 in Tokyo

describe('quiet hours', () => {
  const night = Date.parse('2026-11-02T14:00Z'); // 23:00 in Tokyo
  const entry = 'companies: [meta], quiet: "22:00-07:00 Asia/Tokyo"';

  it('hold what arrives until they end', () => {
    const here = world([subscribed(entry)]);
    expect(here.tick(noon, [q1])).toEqual(['C1 meta/2023-q1 on arrival']);
    expect(here.tick(night, [q2, q1])).toEqual([]);
    expect(here.tick(night + 7 * hour + 59 * minute, [q2, q1])).toEqual([]);
    expect(here.tick(night + 8 * hour, [q3, q2, q1])).toEqual([
      'C1 meta/2023-q2 on arrival',
      'C1 meta/2023-q3 on arrival',
    ]);
  });

  it('hold a new subscription’s first digest too, and no other channel’s', () => {
    const here = world([subscribed(entry), subscribed('companies: [meta]', 'C2')]);
    expect(here.tick(night, [q1])).toEqual(['C2 meta/2023-q1 on arrival']);
    expect(here.tick(night + 8 * hour, [q1])).toEqual(['C1 meta/2023-q1 on arrival']);
  });

  it('leave alone a time of day that somebody chose', () => {
    const here = world([subscribed(`${entry}, when: "daily 23:30 Asia/Tokyo"`)]);
    expect(here.tick(night, [q1])).toEqual([]);
    expect(here.tick(night + 30 * minute, [q1])).toEqual([
      'C1 meta/2023-q1 2026-11-02T23:30[Asia/Tokyo]',
    ]);
  });
});

describe('on arrival', () => {
  it('gives a new subscription the newest digest it matches, then what arrives', () => {
    const here = world([subscribed('companies: [meta]')]);
    expect(here.tick(noon, [q2, q1, nvidia])).toEqual(['C1 meta/2023-q2 on arrival']);
    expect(here.tick(noon + minute, [q2, q1, nvidia])).toEqual([]);
    expect(here.tick(noon + 2 * minute, [q3, q2, q1, nvidia])).toEqual([
      'C1 meta/2023-q3 on arrival',
    ]);
    expect(here.tick(noon + 3 * minute, [q3, q2, q1, nvidia])).toEqual([]);
  });

  it('gives nothing while nothing matches', () => {
    const here = world([subscribed('companies: [sony]')]);
    expect(here.tick(noon, [q1])).toEqual([]);
    expect(here.tick(noon + day, [q1, digest('sony/2026-q1')])).toEqual([
      'C1 sony/2026-q1 on arrival',
    ]);
  });

  it('never gives a digest again, whatever its revision', () => {
    const here = world([subscribed('companies: all')]);
    expect(here.tick(noon, [q2])).toHaveLength(1);
    expect(here.tick(noon + minute, [{ ...q2, revision: 2 }])).toEqual([]);
  });

  it('does not begin anew when the first digest goes and an older one stays', () => {
    const here = world([subscribed('companies: all')]);
    here.tick(noon, [q1, q2]);
    expect(here.tick(noon + minute, [q1])).toEqual([]);
  });

  it('gives a channel a digest once, though two of its subscriptions match or a filter changes', () => {
    const chips = digest('meta/2023-q2', {
      company: { slug: 'meta', tags: ['chips'], fiscalYearEnd: '12-31' },
    });
    const both = [subscribed('companies: [meta]'), subscribed('tags: [chips]')];
    const here = world([...both, subscribed('tags: [chips]', 'C2')]);
    expect(here.tick(noon, [chips])).toEqual([
      'C1 meta/2023-q2 on arrival',
      'C2 meta/2023-q2 on arrival',
    ]);
    const wider = subscribed('companies: [meta, nvidia]');
    const since = new Map([[wider.id, noon + minute]]);
    const later = {
      arrivals: new Map([[chips.id, noon]]),
      since,
      lastTick: noon,
      now: noon + hour,
    };
    const digests = [chips, nvidia];
    expect(
      plan({ subscriptions: [wider], digests: [chips], planned: here.planned, ...later }),
    ).toEqual([]);
    later.arrivals.set(nvidia.id, noon + 2 * minute);
    const due = plan({ subscriptions: [wider], digests, planned: here.planned, ...later });
    expect(due.map((one) => one.digest)).toEqual([nvidia.id]);
  });

  it('goes by companies or tags', () => {
    const here = world([
      subscribed('tags: [chips]'),
      subscribed('companies: [meta], tags: [chips]', 'C2'),
      subscribed('companies: [meta]', 'C3'),
    ]);
    here.tick(noon, []);
    expect(here.tick(noon + minute, [q1, nvidia])).toEqual([
      'C1 nvidia/fy2024-q2 on arrival',
      'C2 meta/2023-q1 on arrival',
      'C2 nvidia/fy2024-q2 on arrival',
      'C3 meta/2023-q1 on arrival',
    ]);
  });

  it.each([
    [['a/2023-q4', 'a/2024-q1'], 'a/2024-q1'],
    [['a/2023-h1', 'a/2023-q3', 'a/2023-q1'], 'a/2023-q3'],
    [['a/2022-fy', 'a/2023-9m', 'a/2023-h1'], 'a/2023-9m'],
    [['a/fy2024-q4', 'a/2023-q4', 'a/fy2024-h1'], 'a/fy2024-q4'], // ends in March 2024
  ])('takes the latest period of %j as the newest', (ids, expected) => {
    const company = { slug: 'a', tags: [], fiscalYearEnd: '03-31' };
    const here = world([subscribed('companies: all')]);
    expect(
      here.tick(
        noon,
        ids.map((id) => digest(id, { company })),
      ),
    ).toEqual([`C1 ${expected} on arrival`]);
  });
});

const daily = () => world([subscribed('companies: all, when: daily 08:30 Asia/Tokyo')]);

describe('at a local time', () => {
  const nextSlot = Date.parse('2026-11-02T23:30Z');

  it('waits for the slot, then gives the newest and what has arrived since', () => {
    const here = daily();
    expect(here.tick(noon, [q1, q2])).toEqual([]);
    expect(here.tick(noon + hour, [q1, q2, q3])).toEqual([]);
    expect(here.tick(nextSlot - 1, [q1, q2, q3])).toEqual([]);
    const slot = '2026-11-03T08:30[Asia/Tokyo]';
    expect(here.tick(nextSlot, [q1, q2, q3])).toEqual([
      `C1 meta/2023-q2 ${slot}`,
      `C1 meta/2023-q3 ${slot}`,
    ]);
    expect(here.tick(nextSlot + minute, [q1, q2, q3, nvidia])).toEqual([]);
    expect(here.tick(nextSlot + day, [q1, q2, q3, nvidia])).toEqual([
      'C1 nvidia/fy2024-q2 2026-11-04T08:30[Asia/Tokyo]',
    ]);
  });

  it('does not catch up a slot from before the subscription', () => {
    expect(daily().tick(nextSlot + minute, [q1])).toEqual([]);
    const late = subscribed('companies: all, when: daily 08:30 Asia/Tokyo');
    const now = nextSlot + minute;
    const since = new Map([[late.id, now]]);
    const input = { subscriptions: [late], digests: [q1], arrivals: new Map(), since, planned: [] };
    expect(plan({ ...input, lastTick: nextSlot - minute, now })).toEqual([]);
    expect(plan({ ...input, lastTick: nextSlot - minute, now: now + day })).toHaveLength(1);
  });

  it('catches up once after an outage', () => {
    const here = daily();
    here.tick(noon, [q1]);
    expect(here.tick(nextSlot + 3 * day + 5 * hour, [q1, q2])).toEqual([
      'C1 meta/2023-q1 2026-11-06T08:30[Asia/Tokyo]',
      'C1 meta/2023-q2 2026-11-06T08:30[Asia/Tokyo]',
    ]);
    expect(here.tick(nextSlot + 3 * day + 6 * hour, [q1, q2])).toEqual([]);
  });

  it('lets a slot go that is older than a day; its digests come with the next', () => {
    const here = world([subscribed('companies: all, when: weekly tuesday 08:30 Asia/Tokyo')]);
    here.tick(noon, [q1]);
    expect(here.tick(nextSlot + day + minute, [q1])).toEqual([]);
    expect(here.tick(nextSlot + 7 * day, [q1])).toEqual([
      'C1 meta/2023-q1 2026-11-10T08:30[Asia/Tokyo]',
    ]);
  });
});

it('never plans a pair twice and loses none, however ticks, digests and outages fall', () => {
  const digests = Array.from({ length: 12 }, (_, i) =>
    digest(`meta/${2020 + Math.floor(i / 4)}-q${(i % 4) + 1}`),
  );
  const steps = fc.array(
    fc.record({
      wait: fc.integer({ min: 1, max: 3 * 24 * 60 }),
      arrive: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 5, maxLength: 40 },
  );
  const times = fc.constantFrom(
    'on arrival',
    'daily 02:30 America/New_York',
    'daily 01:30 Europe/London',
    'weekdays 08:30 Asia/Tokyo',
    'daily 00:00 America/Sao_Paulo',
  );
  fc.assert(
    fc.property(steps, times, fc.integer({ min: 0, max: 400 }), (moves, when, firstDay) => {
      const here = world([subscribed(`companies: all, when: ${when}`)]);
      let now = Date.parse('2018-01-01T00:00Z') + firstDay * day;
      let known = 3;
      here.tick(now, digests.slice(0, known));
      for (const { wait, arrive } of moves) {
        now += wait * minute;
        known = Math.min(digests.length, known + arrive);
        here.tick(now, digests.slice(0, known));
      }
      // An hourly week without outages: every slot comes.
      for (let i = 0; i < 8 * 24; i++) here.tick((now += hour), digests.slice(0, known));
      const pairs = here.planned.map(({ digest: id }) => id);
      expect(new Set(pairs).size).toBe(pairs.length);
      expect(pairs.toSorted()).toEqual(
        digests
          .slice(2, known)
          .map(({ id }) => id)
          .toSorted(),
      );
    }),
    { numRuns: 100 },
  );
});
