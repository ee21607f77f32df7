import { describe, expect, it } from 'vitest';
import { languageCodes } from '../../src/language/index.ts';
import { arrivalSlot } from '../../src/schedule/offer.ts';
import { upcoming } from '../../src/schedule/upcoming.ts';
import { type Why, whyOf, type WhyInput } from '../../src/schedule/why.ts';
import { whyText } from '../../src/schedule/why-words.ts';
import { day, digest, hour, minute, stored, subscribed, world } from './world.ts';

const q1 = digest('meta/2023-q1');
const q2 = digest('meta/2023-q2');
const q3 = digest('meta/2023-q3');
const mine = subscribed('companies: [meta]');
const now = Date.parse('2026-11-20T12:00Z'); // Friday 21:00 in Tokyo

const input: WhyInput = {
  digest: q2,
  digests: [q1, q2],
  arrivals: new Map([
    ['meta/2023-q1', 10],
    ['meta/2023-q2', now - hour],
  ]),
  progress: new Map([[mine.id, { since: 15, until: 15 }]]),
  lastTick: now - minute,
  missed: new Map(),
  posts: new Map(),
  deliveries: [],
  now,
};

const given = (rest: string) => subscribed(`companies: [meta]${rest}`);
const alone = { code: 'delivery', lead: null, missed: null, through: null } as const;

describe('why a channel has a digest, or has it not', () => {
  it('is its delivery where there is one, whatever else holds', () => {
    const delivery = stored(mine, q2.id);
    const elsewhere = stored(subscribed('companies: [meta]', 'C2'), q2.id);
    const others = { ...input, deliveries: [elsewhere, delivery], progress: new Map() };
    expect(whyOf(mine, others)).toEqual({ ...alone, delivery });
    expect(whyOf(subscribed('companies: [sony]'), others)).toEqual({
      ...alone,
      delivery,
      through: mine.id,
    });
    expect(whyOf(given(', thread: "1.5"'), others).code).toBe('not_started');
  });

  it('is told in the zone of the subscription', () => {
    const weekly = subscribed('companies: [meta], when: weekly monday 08:30 Asia/Tokyo');
    const delivery = stored(weekly, q2.id, { updatedAt: Date.UTC(2026, 10, 22, 23, 30) });
    const why = whyOf(weekly, { ...input, deliveries: [delivery] });
    expect(whyText(why, weekly, 'en')).toContain('posted at 2026-11-23 08:30 (Asia/Tokyo)');
    expect(whyText(why, mine, 'en')).toContain('posted at 2026-11-22 23:30 UTC');
  });

  it('is the merged post that carries it', () => {
    const delivery = stored(mine, q2.id, { carriedBy: `${mine.id}:meta/2023-q1`, silent: true });
    const why = whyOf(mine, { ...input, deliveries: [delivery] });
    expect(why).toEqual({ ...alone, delivery, lead: 'meta/2023-q1' });
    expect(whyText(why, mine, 'en')).toMatch(
      /^posted at .* – in one post with meta\/2023-q1; without a notification$/,
    );
    expect(whyText(why, mine, 'ja')).toMatch(
      /^投稿済み.*（meta\/2023-q1 とまとめて1件で、通知なし）$/,
    );
  });

  it('is the merged post that carries it, also where the channel has another id since', () => {
    const delivery = stored(mine, q2.id, { carriedBy: 'slack/C0123456789/meta:meta/2023-q1' });
    expect(whyOf(mine, { ...input, deliveries: [delivery] })).toMatchObject({
      lead: 'meta/2023-q1',
    });
  });

  it('is that it wants others', () => {
    expect(whyOf(subscribed('companies: [sony]'), input)).toEqual({ code: 'no_match' });
  });

  it('is that no tick has seen the subscription', () => {
    expect(whyOf(mine, { ...input, progress: new Map() })).toEqual({ code: 'not_started' });
  });

  it('is that the subscription began with a newer one', () => {
    const later = { ...input, progress: new Map([[mine.id, { since: now, until: null }]]) };
    expect(whyOf(mine, { ...later, digest: q1 })).toEqual({
      code: 'before_start',
      newest: 'meta/2023-q2',
    });
    expect(whyOf(mine, later)).toEqual({ code: 'next_tick', silent: false });
  });

  it('is that the channel is quiet', () => {
    expect(whyOf(given(', quiet: "20:00-07:00 Asia/Tokyo"'), input)).toEqual({
      code: 'quiet',
      until: Date.parse('2026-11-20T22:00Z'),
    });
  });

  it('is its next time, or the next tick', () => {
    expect(whyOf(mine, input)).toEqual({ code: 'next_tick', silent: false });
    expect(whyOf(given(', when: weekdays 08:30 Asia/Tokyo'), input)).toEqual({
      code: 'slot',
      slot: '2026-11-23T08:30[Asia/Tokyo]',
      missed: null,
    });
  });

  it('is a pause, by whom where that is known', () => {
    const paused = { ...mine, paused: true };
    expect(whyOf(paused, input)).toEqual({ code: 'paused', by: null, at: null });
    const pauses = [
      { scope: 'slack/C2', by: 'slack/U2', at: 1 },
      { scope: 'slack/C1', by: 'slack/U1', at: 2 },
    ];
    expect(whyOf(paused, { ...input, pauses })).toEqual({ code: 'paused', by: 'slack/U1', at: 2 });
    expect(whyOf(paused, { ...input, pauses: [{ scope: 'all', by: 'ops', at: 3 }] })).toMatchObject(
      { by: 'ops' },
    );
    expect(
      whyOf(paused, { ...input, pauses: [{ scope: 'slack', by: 'sato', at: 4 }] }),
    ).toMatchObject({ by: 'sato' });
  });

  it('is a pause also of what was planned before, and not of what was posted', () => {
    const paused = { ...mine, paused: true };
    const pauses = [{ scope: 'all', by: 'sato', at: 4 }];
    const planned = stored(mine, q2.id, { state: 'pending' });
    expect(whyOf(paused, { ...input, pauses, deliveries: [planned] })).toEqual({
      code: 'paused',
      by: 'sato',
      at: 4,
    });
    const posted = stored(mine, q2.id, { state: 'posted' });
    expect(whyOf(paused, { ...input, pauses, deliveries: [posted] }).code).toBe('delivery');
  });

  it('is the day’s limit, and when the next post may go out', () => {
    const posts = new Map([[mine.id, [now - 3 * hour]]]);
    const limited = (rest: string) => whyOf(given(`, cap: 1${rest}`), { ...input, posts });
    expect(limited('')).toEqual({
      code: 'cap',
      cap: 1,
      day: '2026-11-20',
      at: Date.parse('2026-11-21T00:00Z'),
    });
    expect(limited(', quiet: "23:00-07:00 Asia/Tokyo"')).toMatchObject({
      day: '2026-11-20',
      at: Date.parse('2026-11-20T22:00Z'),
    });
    expect(limited(', when: daily 20:30 Asia/Tokyo')).toMatchObject({
      day: '2026-11-20',
      at: Date.parse('2026-11-21T11:30Z'),
    });
    expect(whyOf(given(', cap: 2'), { ...input, posts }).code).toBe('next_tick');
  });

  it('is that the channel is archived or gone', () => {
    const channels = [{ platform: 'slack', channel: 'C1', state: 'gone' }] as const;
    expect(whyOf(mine, { ...input, channels })).toEqual({ code: 'channel', state: 'gone' });
    const open = [{ platform: 'slack', channel: 'C1', state: 'open' }] as const;
    expect(whyOf(mine, { ...input, channels: open }).code).toBe('next_tick');
  });

  it('is that it was missed, or that its turn is over', () => {
    const missed = new Map([[mine.id, new Set([arrivalSlot(q2.id)])]]);
    const passed = { ...input, progress: new Map([[mine.id, { since: 15, until: now }]]) };
    expect(whyOf(mine, { ...passed, missed })).toEqual({ code: 'missed', catchUp: day });
    expect(whyOf(mine, passed)).toEqual({ code: 'passed' });
  });

  it('is the slot that was missed and the one after it, before that and after', () => {
    const weekly = subscribed('companies: all, when: weekly tuesday 08:30 Asia/Tokyo');
    const tuesday = Date.parse('2026-11-02T23:30Z');
    const here = world([weekly]);
    here.tick(tuesday - 20 * hour, [q1]);
    const down = tuesday + day + minute;
    here.tick(down, [q1]);
    const asked = { digest: q1 };
    const before = whyOf(weekly, { ...here.records(down, [q1]), ...asked });
    expect(before).toEqual({
      code: 'slot',
      slot: '2026-11-10T08:30[Asia/Tokyo]',
      missed: '2026-11-03T08:30[Asia/Tokyo]',
    });
    here.tick(tuesday + 7 * day, [q1]);
    const after = whyOf(weekly, { ...here.records(tuesday + 7 * day, [q1]), ...asked });
    expect(after).toMatchObject({ code: 'delivery', missed: '2026-11-03T08:30[Asia/Tokyo]' });
    expect(whyText(after, weekly, 'en')).toContain(
      '2026-11-10 08:30 (Asia/Tokyo), revision 1) – after its time 2026-11-03 08:30 (Asia/Tokyo) was missed',
    );
  });

  it('tells a refusal in the language of the reader', () => {
    const reason = 'The bot is not in the channel. Type /invite @kawaraban in the channel.';
    const delivery = { ...stored(mine, q2.id, { reason }), state: 'failed' as const };
    expect(whyText({ ...alone, delivery }, mine, 'en')).toContain(reason);
    expect(whyText({ ...alone, delivery }, mine, 'ja')).toContain(
      'チャンネルで /invite @kawaraban と入力してください。',
    );
  });

  it.each(languageCodes)('leaves no blank open in words: %s', (lang) => {
    const delivery = stored(mine, q2.id, { silent: true, reason: 'no way in' });
    const reasons: Why[] = [
      { ...alone, delivery, lead: 'a/2023-q1', missed: '08:30', through: 'other' },
      ...(['pending', 'sending', 'failed', 'unknown'] as const).map((state) => ({
        ...alone,
        delivery: { ...delivery, state },
      })),
      { code: 'no_match' },
      { code: 'not_started' },
      { code: 'before_start', newest: 'meta/2023-q2' },
      { code: 'missed', catchUp: day },
      { code: 'passed' },
      { code: 'channel', state: 'closed' },
      { code: 'channel', state: 'gone' },
      { code: 'paused', by: null, at: null },
      { code: 'paused', by: 'slack/U1', at: now },
      { code: 'slot', slot: '08:30', missed: null },
      { code: 'slot', slot: '08:30', missed: '07:30' },
      { code: 'quiet', until: now },
      { code: 'cap', cap: 3, day: '2026-11-20', at: now },
      { code: 'next_tick', silent: false },
      { code: 'next_tick', silent: true },
    ];
    const texts = reasons.map((reason) => whyText(reason, mine, lang));
    expect(texts.filter((text) => /[{}]|undefined|null/.test(text))).toEqual([]);
    expect(new Set(texts).size).toBe(reasons.length);
  });
});

describe('the next post of a subscription', () => {
  const idle = { at: null, slot: null, digests: [], waits: null };

  it('is nothing while nothing waits, but its next time where it has times', () => {
    const settled = { ...input, progress: new Map([[mine.id, { since: 15, until: now }]]) };
    expect(upcoming(mine, settled)).toEqual(idle);
    expect(upcoming(given(', when: weekdays 08:30 Asia/Tokyo'), settled)).toEqual({
      ...idle,
      at: Date.parse('2026-11-22T23:30Z'),
      slot: '2026-11-23T08:30[Asia/Tokyo]',
    });
  });

  it('is what a subscription that nobody has seen yet would begin with', () => {
    expect(upcoming(mine, { ...input, progress: new Map() })).toEqual({
      at: now,
      slot: null,
      digests: [q2.id],
      waits: null,
    });
  });

  it('leaves out what the channel has', () => {
    expect(upcoming(mine, { ...input, deliveries: [stored(mine, q2.id)] })).toEqual(idle);
  });

  it('is all that waits together, and what for', () => {
    const arrivals = new Map([...input.arrivals, ['meta/2023-q3', now - minute]]);
    const both = { ...input, digests: [q1, q2, q3], arrivals };
    const digests = [q2.id, q3.id];
    expect(upcoming(mine, both)).toEqual({ at: now, slot: null, digests, waits: null });
    const quiet = given(', quiet: "20:00-07:00 Asia/Tokyo"');
    const until = Date.parse('2026-11-20T22:00Z');
    expect(upcoming(quiet, both)).toEqual({
      at: until,
      slot: null,
      digests,
      waits: { code: 'quiet', until },
    });
    expect(upcoming({ ...mine, paused: true }, both)).toMatchObject({
      at: null,
      digests,
      waits: { code: 'paused' },
    });
    const posts = new Map([[mine.id, [now - 3 * hour]]]);
    expect(upcoming(given(', cap: 1'), { ...both, posts })).toMatchObject({
      at: Date.parse('2026-11-21T00:00Z'),
      digests,
      waits: { code: 'cap' },
    });
  });

  it('is that of the slot that is due, without what came after it', () => {
    const timed = given(', when: daily 20:30 Asia/Tokyo');
    const arrivals = new Map([...input.arrivals, ['meta/2023-q3', now - 5 * minute]]);
    expect(upcoming(timed, { ...input, digests: [q1, q2, q3], arrivals })).toEqual({
      at: now,
      slot: '2026-11-20T20:30[Asia/Tokyo]',
      digests: [q2.id],
      waits: null,
    });
  });
});
