import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalSlot } from '../../src/schedule/offer.ts';
import { whyOf } from '../../src/schedule/why.ts';
import { day, digest, hour, minute, subscribed, world } from './world.ts';

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

describe('quiet hours that let posts go out without a sound', () => {
  const night = Date.parse('2026-11-02T14:00Z'); // 23:00 in Tokyo

  it.each(['on arrival', 'daily 23:00 Asia/Tokyo'])('hold nothing back: %s', (when) => {
    const own = subscribed(`companies: [meta], quiet: "22:00-07:00 Asia/Tokyo", when: ${when}`);
    const quiet = { ...own.quiet!, mode: 'silent' as const };
    const here = world([{ ...own, quiet }]);
    here.tick(noon, []);
    here.tick(noon + minute, []);
    expect(here.tick(night - hour, [q1]).concat(here.tick(night, [q1]))).toEqual([
      expect.stringMatching(/^C1 meta\/2023-q1 .* silently$/),
    ]);
    const day2 = here.tick(noon + day, [q1, q2]).concat(here.tick(night + day, [q1, q2]));
    expect(day2).toEqual([expect.stringMatching(when === 'on arrival' ? /arrival$/ : /silently$/)]);
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
    here.tick(noon + minute, [chips]);
    here.subscribe(subscribed('companies: [meta, nvidia]'));
    expect(here.tick(noon + 2 * minute, [chips])).toEqual([]);
    expect(here.tick(noon + 3 * minute, [chips, nvidia])).toEqual([
      'C1 nvidia/fy2024-q2 on arrival',
      'C2 nvidia/fy2024-q2 on arrival',
    ]);
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
    const here = world([]);
    here.tick(nextSlot - minute, [q1]);
    here.subscribe(subscribed('companies: all, when: daily 08:30 Asia/Tokyo'));
    expect(here.tick(nextSlot + minute, [q1])).toEqual([]);
    expect(here.tick(nextSlot + day, [q1])).toHaveLength(1);
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

describe('a pause', () => {
  it('plans nothing, and is caught up in one post', () => {
    const here = world([subscribed('companies: [meta]')]);
    here.tick(noon, [q1]);
    here.change({ paused: true });
    expect(here.tick(noon + minute, [q1, q2])).toEqual([]);
    expect(here.tick(noon + hour, [q1, q2, q3])).toEqual([]);
    here.change({ paused: false });
    expect(here.tick(noon + 2 * hour, [q1, q2, q3])).toEqual([
      'C1 meta/2023-q2 on arrival',
      'C1 meta/2023-q3 on arrival',
    ]);
    expect(here.tick(noon + 3 * hour, [q1, q2, q3])).toEqual([]);
  });

  it('lets go what came before the time that is caught up, and says so once', () => {
    const here = world([subscribed('companies: [meta], catchUp: 6h')]);
    here.tick(noon, [q1]);
    const [paused] = here.change({ paused: true });
    here.tick(noon + hour, [q1, q2]);
    here.tick(noon + 5 * hour, [q1, q2, q3]);
    here.tick(noon + 8 * hour, [q1, q2, q3]);
    here.tick(noon + 9 * hour, [q1, q2, q3]);
    const row = `${paused!.id} ${arrivalSlot('meta/2023-q2')} missed`;
    expect(here.slots).toEqual([row]);
    here.change({ paused: false });
    expect(here.tick(noon + 10 * hour, [q1, q2, q3])).toEqual(['C1 meta/2023-q3 on arrival']);
  });

  it('lets a first digest go too that is too old when it ends, and begins with what comes then', () => {
    const here = world([{ ...subscribed('companies: [meta], catchUp: 6h'), paused: true }]);
    here.tick(noon, [q1]);
    here.tick(noon + 7 * hour, [q1]);
    here.change({ paused: false });
    expect(here.tick(noon + 8 * hour, [q1])).toEqual([]);
    expect(here.tick(noon + 9 * hour, [q1, q2])).toEqual(['C1 meta/2023-q2 on arrival']);
  });

  it('gives the digests of slots that went by to the last of them', () => {
    const here = world([subscribed('companies: all, when: daily 08:30 Asia/Tokyo')]);
    const nine = Date.parse('2026-11-03T00:00Z');
    here.tick(noon, [q1]);
    const [paused] = here.change({ paused: true });
    here.tick(nine, [q1, q2]);
    here.tick(nine + 3 * day, [q1, q2]);
    here.change({ paused: false });
    expect(here.tick(nine + 3 * day + hour, [q1, q2])).toEqual([
      'C1 meta/2023-q1 2026-11-06T08:30[Asia/Tokyo]',
      'C1 meta/2023-q2 2026-11-06T08:30[Asia/Tokyo]',
    ]);
    expect(here.slots).toEqual([
      `${paused!.id} 2026-11-03T08:30[Asia/Tokyo] missed`,
      `${paused!.id} 2026-11-04T08:30[Asia/Tokyo] missed`,
      `${paused!.id} 2026-11-06T08:30[Asia/Tokyo] planned`,
    ]);
  });
});

describe('an outage', () => {
  const night = Date.parse('2026-11-02T14:00Z'); // 23:00 in Tokyo
  const quiet = 'companies: all, quiet: "22:00-07:00 Asia/Tokyo"';

  it('is not taken for one where quiet hours are longer than what is caught up', () => {
    const here = world([subscribed(`${quiet}, catchUp: 1h`)]);
    here.tick(noon, [q1]);
    here.tick(night, [q1, q2]);
    for (let at = night; at < night + 8 * hour; at += minute) here.tick(at, [q1, q2]);
    expect(here.tick(night + 8 * hour, [q1, q2])).toEqual(['C1 meta/2023-q2 on arrival']);
  });

  it('lets go what quiet hours held that ended too long before it did', () => {
    const here = world([subscribed(quiet)]);
    here.tick(noon, [q1]);
    here.tick(night, [q1, q2]);
    expect(here.tick(night + 4 * day, [q1, q2, q3])).toEqual([]); // quiet again
    expect(here.tick(night + 4 * day + 8 * hour, [q1, q2, q3])).toEqual([
      'C1 meta/2023-q3 on arrival',
    ]);
    expect(here.slots).toHaveLength(1);
  });

  it('says which slot was missed when its digests go with the next', () => {
    const here = world([subscribed('companies: all, when: weekly tuesday 08:30 Asia/Tokyo')]);
    const tuesday = Date.parse('2026-11-02T23:30Z');
    here.tick(noon, [q1]);
    here.tick(tuesday + day + minute, [q1]);
    here.tick(tuesday + 7 * day, [q1]);
    expect(here.slots.map((line) => line.slice(line.indexOf('2026')))).toEqual([
      '2026-11-03T08:30[Asia/Tokyo] missed',
      '2026-11-10T08:30[Asia/Tokyo] planned',
    ]);
  });
});

describe('a limit of posts a day', () => {
  const entry = 'companies: all, cap: 1, quiet: "02:00-03:00 Asia/Tokyo"';

  it('holds what comes after it until the next local day, then gives it at once', () => {
    const here = world([subscribed(entry)]);
    expect(here.tick(noon, [q1])).toHaveLength(1);
    expect(here.tick(noon + hour, [q1, q2])).toEqual([]);
    expect(here.tick(noon + 12 * hour - 1, [q1, q2, q3])).toEqual([]);
    expect(here.tick(noon + 12 * hour, [q1, q2, q3])).toEqual([
      'C1 meta/2023-q2 on arrival',
      'C1 meta/2023-q3 on arrival',
    ]);
  });

  it('is none of what several digests in one post reach', () => {
    const here = world([subscribed(entry)]);
    here.tick(noon, []);
    expect(here.tick(noon + minute, [q1, q2, q3])).toHaveLength(3);
  });

  it('is each subscription’s own', () => {
    const here = world([subscribed(entry), subscribed('companies: all', 'C2')]);
    here.tick(noon, [q1]);
    expect(here.tick(noon + hour, [q1, q2])).toEqual(['C2 meta/2023-q2 on arrival']);
  });

  it('holds what an outage kept back no longer than that', () => {
    const here = world([subscribed(`${entry}, catchUp: 1h`)]);
    here.tick(noon, [q1]);
    here.tick(noon + hour, [q1, q2]);
    here.tick(noon + 10.5 * hour, [q1, q2]);
    expect(here.tick(noon + 12.5 * hour, [q1, q2])).toEqual(['C1 meta/2023-q2 on arrival']);
  });
});

describe('what is not settled yet', () => {
  it('waits where it has no card, and holds up nothing else', () => {
    const here = world([subscribed('companies: all')]);
    here.tick(noon, [q1]);
    here.hide('meta/2023-q2');
    expect(here.tick(noon + minute, [q1, q2])).toEqual([]);
    expect(here.tick(noon + 2 * minute, [q1, q2, q3])).toEqual(['C1 meta/2023-q3 on arrival']);
    here.hide();
    expect(here.tick(noon + 3 * minute, [q1, q2, q3])).toEqual(['C1 meta/2023-q2 on arrival']);
    expect(here.tick(noon + 4 * minute, [q1, q2, q3])).toEqual([]);
  });

  it('does not become everything where the first digest has no card', () => {
    const here = world([subscribed('companies: all')]);
    here.hide('meta/2023-q3');
    expect(here.tick(noon, [q1, q2, q3])).toEqual([]);
    here.hide();
    expect(here.tick(noon + minute, [q1, q2, q3])).toEqual(['C1 meta/2023-q3 on arrival']);
  });

  it('comes with the checkout that has it, though another saw it first', () => {
    const here = world([subscribed('companies: all, when: daily 08:30 Asia/Tokyo')]);
    const slot = Date.parse('2026-11-02T23:30Z');
    here.tick(noon, [q1]);
    here.tick(noon + hour, [q1, q2]);
    here.tick(slot, [q1, q2].slice(0, 1)); // the other checkout lacks it
    expect(here.tick(slot + minute, [q1, q2])).toEqual([
      'C1 meta/2023-q2 2026-11-03T08:30[Asia/Tokyo]',
    ]);
  });
});

it('gives each thread of a channel its own', () => {
  const here = world([
    subscribed('companies: all, thread: "1.5"'),
    subscribed('companies: all'),
    subscribed('companies: [meta]'),
  ]);
  expect(here.tick(noon, [q1])).toHaveLength(2);
});

describe('every digest that is wanted', () => {
  const digests = Array.from({ length: 12 }, (_, i) =>
    digest(`meta/${2020 + Math.floor(i / 4)}-q${(i % 4) + 1}`),
  );
  const steps = fc.array(
    fc.record({
      wait: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 4 * 24 * 60 })),
      arrive: fc.integer({ min: 0, max: 2 }),
      pause: fc.boolean(),
      hide: fc.boolean(),
    }),
    { minLength: 5, maxLength: 40 },
  );
  const times = fc.constantFrom(
    'on arrival',
    'daily 02:30 America/New_York',
    'daily 01:30 Europe/London',
    'weekdays 08:30 Asia/Tokyo',
    'weekly friday 00:00 America/Sao_Paulo',
  );
  const settings = fc.constantFrom(
    '',
    ', cap: 1',
    ', catchUp: 1h',
    ', quiet: "20:00-09:00 Asia/Tokyo"',
    ', catchUp: 2h, cap: 1, quiet: "20:00-09:00 Asia/Tokyo"',
  );

  it('is posted once, waits, or is missed, however ticks, pauses and outages fall', () => {
    fc.assert(
      fc.property(
        steps,
        times,
        settings,
        fc.integer({ min: 0, max: 400 }),
        (moves, when, rest, first) => {
          const own = subscribed(`companies: all, when: ${when}${rest}`);
          const here = world([own]);
          let now = Date.parse('2018-01-01T00:00Z') + first * day;
          let known = 3;
          const isIn = () => {
            const planned = here.planned();
            expect(new Set(planned).size).toBe(planned.length);
            const wanted = digests.slice(2, known).map(({ id }) => id);
            const missed = wanted.filter((id) => here.missedOf(own.id).has(arrivalSlot(id)));
            expect(planned.filter((id) => missed.includes(id) || !wanted.includes(id))).toEqual([]);
            const records = here.records(now, digests.slice(0, known));
            const [current] = here.change({});
            for (const id of wanted) {
              const asked = { ...records, digest: digests.find((one) => one.id === id)! };
              const { code } = whyOf(current!, asked);
              if (planned.includes(id)) expect(code).toBe('delivery');
              else if (missed.includes(id)) expect(code).toBe('missed');
              else expect(['paused', 'quiet', 'cap', 'slot', 'next_tick']).toContain(code);
            }
            return { wanted, settled: [...planned, ...missed].toSorted() };
          };
          here.tick(now, digests.slice(0, known));
          for (const { wait, arrive, pause, hide } of moves) {
            now += wait * minute;
            known = Math.min(digests.length, known + arrive);
            here.change({ paused: pause });
            here.hide(...(hide ? digests.slice(known - 1, known).map(({ id }) => id) : []));
            here.tick(now, digests.slice(0, known));
            isIn();
          }
          // An hourly week without pauses and outages: every slot comes, and nothing waits any more.
          here.change({ paused: false });
          here.hide();
          for (let i = 0; i < 8 * 24; i++) here.tick((now += hour), digests.slice(0, known));
          const { wanted, settled } = isIn();
          expect(settled).toEqual(wanted.toSorted());
        },
      ),
      { numRuns: 200 },
    );
  });
});
