import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, NewDelivery } from '../../src/store/delivery.ts';
import type { Wanted } from '../../src/store/outbox.ts';
import type { Claim } from '../../src/store/outbox-claim.ts';
import { withheldReason } from '../../src/store/outbox-withheld.ts';
import type { Books } from '../../src/store/planning.ts';
import type { Store } from '../../src/store/store.ts';

/** A database that stores can be opened on, again and again, as processes do. */
export interface StoreHome {
  open(): Promise<Store>;
  /** Runs a statement as somebody else would. */
  run(statement: string): Promise<void>;
  close(): Promise<void>;
}

export const lease = 60_000;

/** What waits because its channel takes no posts, the oldest first. */
export async function heldIn({ outbox }: Pick<Store, 'outbox'>): Promise<readonly Delivery[]> {
  return (await outbox.list(9, { state: 'held' })).toReversed();
}

export function newDelivery(key: string, given: Partial<NewDelivery> = {}): NewDelivery {
  return {
    key,
    subscription: 'preview/#digest/all',
    slot: 'on arrival',
    place: { platform: 'preview', channel: '#digest', thread: null },
    digest: 'meta/2023-q2',
    revision: 1,
    card: { title: 'メタ 2023年4〜6月期 決算', blocks: [{ type: 'divider' }] },
    ...given,
  };
}

const alone = (key: string) => ({ row: { key, carriedBy: null }, lead: { message: null } });
function inChannel(channel: string) {
  return { platform: 'preview', channel, thread: null };
}

function claim(owner: string, now: number, given: Partial<Claim> = {}): Claim {
  return { owner, now, platforms: ['preview'], lease, limit: 100, ...given };
}

/** A delivery to a channel of its own. */
function on(platform: string, key: string): NewDelivery {
  return newDelivery(key, { place: { platform, channel: `#${key}`, thread: null } });
}

const q2 = (revision: number) => [{ id: 'meta/2023-q2', revision }];

/** What every store must do. `make` gives null where its database cannot run here. */
export function storeContract(name: string, make: () => Promise<StoreHome | null>): void {
  describe(`${name} keeps the store contract`, () => {
    let home: StoreHome | null = null;
    let store: Store;
    let other: Store;

    beforeEach(async (test) => {
      home = await make();
      if (home === null) test.skip('no PostgreSQL here');
      if (home === null) return;
      [store, other] = await Promise.all([home.open(), home.open()]);
    });
    afterEach(async () => {
      if (home === null) return;
      await Promise.all([store.close(), other.close()]);
      await home.close();
    });

    async function keysOf(wanted?: Wanted): Promise<readonly string[]> {
      return (await other.outbox.list(9, wanted)).map(({ key }) => key);
    }

    /** The one delivery that is due on a platform, claimed. */
    async function claimOn(platform: string, now = 10): Promise<Delivery> {
      const [row] = await store.outbox.claimPending(claim('w', now, { platforms: [platform] }));
      return row!;
    }

    it('keeps the arrival of a digest and the start of a subscription as first seen', async () => {
      const seen = await store.planning.arrivals([{ id: 'a', revision: 1 }], 1000);
      expect(seen).toEqual(new Map([['a', 1000]]));
      const both = [
        { id: 'a', revision: 2 },
        { id: 'b', revision: 1 },
      ];
      expect(await other.planning.arrivals(both, 2000)).toEqual(
        new Map([
          ['a', 1000],
          ['b', 2000],
        ]),
      );
      const first = { since: 1000, until: null };
      expect(await store.planning.progress(['s'], 1000)).toEqual(new Map([['s', first]]));
      expect(await store.planning.progress(['s', 't'], 5)).toEqual(
        new Map([
          ['s', first],
          ['t', { since: 5, until: null }],
        ]),
      );
    });

    it('lets nothing arrive at or before what arrived already, whatever the clocks say', async () => {
      await store.planning.arrivals([{ id: 'a', revision: 1 }], 1000);
      const slow = await other.planning.arrivals([{ id: 'b', revision: 1 }], 400);
      expect(slow.get('b')).toBe(1001);
    });

    it('settles a tick: deliveries, slots and marks that never go back', async () => {
      await store.planning.progress(['s', 't'], 5);
      const slot = { subscription: 's', slot: '08:30', at: 7, state: 'missed' } as const;
      const settled = {
        deliveries: [
          newDelivery('s:a', { subscription: 's' }),
          newDelivery('s:b', { subscription: 's', carriedBy: 's:a', digest: 'meta/2023-q1' }),
          newDelivery('s:c', { subscription: 's', corrects: 's:a', slot: 'notice' }),
        ],
        slots: [slot, { ...slot, slot: '09:30', state: 'planned' } as const],
        marks: [{ subscription: 's', until: 20 }],
      };
      expect(await store.planning.settle(settled, 9)).toBe(3);
      const again = {
        deliveries: settled.deliveries.slice(0, 1),
        slots: settled.slots.map((each) => ({
          ...each,
          state: each.slot === '08:30' ? ('planned' as const) : ('missed' as const),
        })),
        marks: [
          { subscription: 's', until: 19 },
          { subscription: 't', until: 19 },
        ],
      };
      expect(await other.planning.missed(['s', 't'])).toEqual(new Map([['s', new Set(['08:30'])]]));
      expect(await other.planning.settle(again, 10)).toBe(0);
      expect(await store.planning.missed(['s', 't'])).toEqual(new Map());
      expect((await other.planning.seen()).progress).toEqual(
        new Map([
          ['s', { since: 5, until: 20 }],
          ['t', { since: 5, until: 19 }],
        ]),
      );
      expect(await store.planning.posts(['s', 't'], 9)).toEqual(new Map([['s', [9]]]));
      expect(await store.planning.posts(['s'], 10)).toEqual(new Map());
      const place = newDelivery('x').place;
      expect(await store.planning.taken(['meta/2023-q1', 'unheard of'])).toEqual([
        { ...place, digest: 'meta/2023-q1' },
      ]);
      expect(await store.planning.taken([])).toEqual([]);
    });

    it('lets one plan at a time, and keeps nothing of one that fails', async () => {
      const order: string[] = [];
      const work = (who: string) => async (books: Books) => {
        order.push(`${who} begins`);
        const before = await books.lastTick();
        await books.ticked((before ?? 0) + 1);
        await new Promise((done) => setTimeout(done, 20));
        order.push(`${who} ends`);
      };
      await Promise.all([
        store.planning.exclusively(work('a')),
        other.planning.exclusively(work('b')),
      ]);
      expect(await store.planning.lastTick()).toBe(2);
      const [first] = order;
      expect(order).toEqual(
        first === 'a begins'
          ? ['a begins', 'a ends', 'b begins', 'b ends']
          : ['b begins', 'b ends', 'a begins', 'a ends'],
      );
      const killed = store.planning.exclusively(async (books) => {
        await books.settle({ deliveries: [newDelivery('k')], slots: [], marks: [] }, 9);
        throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      expect(await other.outbox.get('k')).toBeNull();
    });

    it('takes more rows at once than a statement has parameters', async () => {
      const many = Array.from({ length: 12_000 }, (_, i) => ({ id: `d${i}`, revision: 1 }));
      expect((await store.planning.arrivals(many, 1)).size).toBe(12_000);
    });

    it('remembers the last tick, never an earlier one', async () => {
      expect(await store.planning.lastTick()).toBeNull();
      const now = Date.UTC(2026, 10, 2);
      await store.planning.ticked(now);
      await other.planning.ticked(now - 1);
      expect(await store.planning.lastTick()).toBe(now);
    });

    it('tells who did what, the last first', async () => {
      const pause = { what: 'pause', target: 'slack/C1', by: 'slack/U1', at: 1000 };
      await store.acts.note(pause);
      await other.acts.note({ ...pause, what: 'resume', at: 2000 });
      expect(await store.acts.list(1)).toEqual([{ ...pause, what: 'resume', at: 2000 }]);
      expect((await store.acts.list(10)).at(-1)).toEqual(pause);
    });

    it('knows which workers are there, until they leave or were not seen for long', async () => {
      const one = { owner: 'one', platforms: ['slack'] };
      const two = { owner: 'two', platforms: ['slack', 'discord'] };
      await store.workers.seen(one, 1000, 0);
      await other.workers.seen({ ...two, platforms: [] }, 1000, 0);
      await other.workers.seen(two, 2000, 0);
      const there = async (time: number) => new Set(await store.workers.since(time));
      expect(await there(500)).toEqual(new Set([one, two]));
      expect(await there(1000)).toEqual(new Set([two]));
      await other.workers.seen(two, 3000, 1500);
      expect(await there(0)).toEqual(new Set([two]));
      await other.workers.leave('two');
      expect(await there(0)).toEqual(new Set());
    });

    it('wakes who listens in this process, and in others where they can be told', async () => {
      const heard: string[] = [];
      const unhear = await store.wakes.onWake(() => heard.push('here'));
      const unhearOther = await other.wakes.onWake(() => heard.push('there'));
      await store.wakes.wake();
      const far = store.kind === 'postgres' ? ['here', 'there'] : ['here'];
      await expect.poll(() => heard).toEqual(far);
      await unhear();
      await store.wakes.wake();
      await other.wakes.wake();
      const later = store.kind === 'postgres' ? ['there', 'there'] : ['there'];
      await expect.poll(() => heard).toEqual([...far, ...later]);
      await unhearOther();
    });

    it('stores a delivery once, whoever comes with its key', async () => {
      const added = await Promise.all([
        store.outbox.add([newDelivery('k'), newDelivery('l')], 1),
        other.outbox.add([newDelivery('k', { slot: 'another' }), newDelivery('m')], 2),
      ]);
      expect(added[0] + added[1]).toBe(3);
      expect((await store.outbox.list(10)).map((row) => row.key).toSorted()).toEqual([
        'k',
        'l',
        'm',
      ]);
    });

    it('takes places however they are written, and many of them', async () => {
      const swapped = { thread: '1.5', channel: 'C1', platform: 'slack' };
      const plain = { platform: 'slack', channel: 'C1', thread: '1.5' };
      const many = Array.from({ length: 1201 }, (_, at) =>
        newDelivery(`k${at}`, { place: at % 2 === 0 ? swapped : plain }),
      );
      expect(await store.outbox.add(many, 1)).toBe(1201);
      const taken = await store.planning.taken(['meta/2023-q2']);
      expect(taken).toHaveLength(1201);
      expect(new Set(taken.map((each) => JSON.stringify(each)))).toEqual(
        new Set([JSON.stringify({ ...plain, digest: 'meta/2023-q2' })]),
      );
    });

    it('gives a delivery back as it was planned', async () => {
      const given = newDelivery('k', {
        place: { platform: 'slack', channel: 'C1', thread: '17.5' },
      });
      await store.outbox.add([given], 1_777_000_000_000);
      expect(await other.outbox.get('k')).toEqual({
        ...given,
        corrects: null,
        silent: false,
        carriedBy: null,
        blocks: 0,
        state: 'pending',
        owner: null,
        leaseUntil: null,
        attempt: 0,
        lookups: 0,
        notBefore: 1_777_000_000_000,
        firstSentAt: null,
        message: null,
        reason: null,
        createdAt: 1_777_000_000_000,
        updatedAt: 1_777_000_000_000,
      });
      expect(await store.outbox.get('unheard of')).toBeNull();
    });

    it('gives each due delivery to one worker only', async () => {
      const keys = Array.from({ length: 60 }, (_, i) => `k${i}`);
      await store.outbox.add(
        keys.map((key) => newDelivery(key, { place: inChannel(`#${key}`) })),
        1,
      );
      const hands = await Promise.all(
        Array.from({ length: 12 }, (_, i) => {
          const worker = i % 2 === 0 ? store : other;
          return worker.outbox.claimPending(claim(`w${i}`, 10, { limit: 5 }));
        }),
      );
      const taken = hands.flat().map((row) => row.key);
      expect(new Set(taken).size).toBe(taken.length);
      while (taken.length < 60) {
        const more = await store.outbox.claimPending(claim('last', 10));
        expect(more.length).toBeGreaterThan(0);
        taken.push(...more.map((row) => row.key));
      }
      expect(taken.toSorted()).toEqual(keys.toSorted());
      expect(await store.outbox.claimPending(claim('late', 10))).toEqual([]);
    });

    it('claims what is due, of the platforms that run, the oldest of each channel first', async () => {
      const elsewhere = { platform: 'slack', channel: 'C1', thread: null };
      await store.outbox.add([newDelivery('later')], 500);
      await store.outbox.add(
        [newDelivery('b'), newDelivery('a'), newDelivery('s', { place: elsewhere })],
        10,
      );
      expect(await store.outbox.claimPending(claim('w', 9))).toEqual([]);
      expect(await store.outbox.claimPending(claim('w', 499, { platforms: [] }))).toEqual([]);
      expect(await store.outbox.nextDue(['preview'], 9)).toBe(10);
      const claimed = await store.outbox.claimPending(claim('w', 499));
      expect(claimed).toMatchObject([
        {
          key: 'b',
          state: 'sending',
          owner: 'w',
          attempt: 1,
          leaseUntil: 499 + lease,
          firstSentAt: 499,
        },
      ]);
      expect(await store.outbox.nextDue(['preview'], 499)).toBe(500);
      expect(await store.outbox.nextDue(['slack'], 9)).toBe(10);
      expect(await store.outbox.nextDue(['slack'], 10)).toBeNull();
      expect(await store.outbox.nextDue(['discord'], 9)).toBeNull();
    });

    it('sends in a channel one at a time and in order, whoever asks', async () => {
      await store.outbox.add([newDelivery('a'), newDelivery('b'), newDelivery('c')], 1);
      const next = async (now: number) =>
        (await other.outbox.claimPending(claim('v', now))).map(({ key }) => key);
      const [a] = await store.outbox.claimPending(claim('w', 10));
      expect(a?.key).toBe('a');
      expect(await next(10)).toEqual([]);
      // Asked to wait, it keeps its place; not begun, it is first again and was not tried.
      const waits = { state: 'pending', notBefore: 50, reason: 'slow down' } as const;
      await store.outbox.settle(a!, waits, 11);
      expect(await next(49)).toEqual([]);
      const [again] = await store.outbox.claimPending(claim('w', 50));
      const back = { state: 'pending', notBefore: 51, reason: null, untried: true } as const;
      await store.outbox.settle(again!, back, 51);
      expect(await store.outbox.get('a')).toMatchObject({ state: 'pending', attempt: 1 });
      const [third] = await store.outbox.claimPending(claim('w', 51));
      expect(third).toMatchObject({ key: 'a', attempt: 2 });
      // Nobody knows whether it stands there: the next waits until it was looked for, and no longer.
      await store.outbox.settle(third!, { state: 'unknown', notBefore: 60, reason: 'lost' }, 52);
      expect(await next(59)).toEqual([]);
      const [look] = await store.outbox.claimUnknown(claim('w', 60));
      expect(await next(60)).toEqual([]);
      await store.outbox.settle(look!, { state: 'unknown', notBefore: 999, reason: 'closed' }, 61);
      expect(await next(61)).toEqual(['b']);
    });

    it('lets each channel have its turn, however much waits in others', async () => {
      const channels = ['#a', '#b', '#c', '#d', '#e', '#f', '#g', '#h'];
      const many = channels.flatMap((channel) =>
        Array.from({ length: 40 }, (_, i) =>
          newDelivery(`${channel} ${i}`, { place: inChannel(channel) }),
        ),
      );
      // It comes last, behind all that waits elsewhere.
      await store.outbox.add([...many, newDelivery('last', { place: inChannel('#z') })], 1);
      const served: string[] = [];
      let after = '';
      for (let turn = 0; turn < 18; turn += 1) {
        const [row] = await store.outbox.claimPending(claim('w', 10, { limit: 1, after }));
        after = row!.place.channel;
        served.push(after);
        const message = { place: row!.place, message: 'm' };
        await store.outbox.settle(row!, { state: 'posted', message }, 11);
      }
      expect(served).toEqual([...channels, '#z', ...channels, '#a']);
    });

    it('goes past channels that wait, are closed or are paused', async () => {
      const channels = ['#a', '#b', '#c', '#d'];
      await store.outbox.add(
        channels.flatMap((channel) => [
          newDelivery(`${channel} 1`, { place: inChannel(channel) }),
          newDelivery(`${channel} 2`, { place: inChannel(channel) }),
        ]),
        1,
      );
      const next = async (now: number, given: Partial<Claim> = {}) =>
        (await other.outbox.claimPending(claim('v', now, given))).map(({ key }) => key);
      const [a, b] = await store.outbox.claimPending(claim('w', 10, { limit: 2 }));
      await store.outbox.settle(
        a!,
        { state: 'pending', notBefore: 99, reason: 'closed', blocks: 1 },
        11,
      );
      await store.outbox.settle(b!, { state: 'unknown', notBefore: 99, reason: 'lost' }, 11);
      expect((await heldIn(store)).map(({ key, reason }) => [key, reason])).toEqual([
        ['#a 1', 'closed'],
        ['#a 2', 'closed'],
      ]);
      await home!.run("insert into pauses values ('preview/#c', 'somebody', 1)");
      expect(await next(12)).toEqual(['#d 1']);
      await home!.run("insert into pauses values ('preview', 'somebody', 1)");
      const { key, place } = (await store.outbox.get('#d 1'))!;
      const message = { place, message: key };
      await store.outbox.settle((await store.outbox.get(key))!, { state: 'posted', message }, 13);
      expect(await next(14)).toEqual([]);
      await home!.run('delete from pauses');
      await home!.run("insert into pauses values ('all', 'somebody', 1)");
      expect(await next(14)).toEqual([]);
      await home!.run('delete from pauses');
      expect(await next(14)).toEqual(['#c 1', '#d 2']);
    });

    it('settles what a merged card carries with it, and never sends that itself', async () => {
      const carried = { carriedBy: 'lead' };
      await store.outbox.add(
        [newDelivery('lead'), newDelivery('one', carried), newDelivery('two', carried)],
        1,
      );
      const states = async () =>
        (await other.outbox.list(9)).map(({ key, state, message, attempt }) => [
          key,
          state,
          message?.message ?? null,
          attempt,
        ]);
      const [lead] = await store.outbox.claimPending(claim('w', 10));
      expect(lead?.key).toBe('lead');
      expect(await other.outbox.claimPending(claim('v', 10))).toEqual([]);
      const message = { place: lead!.place, message: 'm' };
      const posted = { state: 'posted', message } as const;
      expect(await store.outbox.settle({ ...lead!, owner: 'other' }, posted, 11)).toBe(false);
      const back = { state: 'pending', notBefore: 11, reason: null, untried: true } as const;
      expect(await store.outbox.settle(lead!, back, 11)).toBe(true);
      expect(await states()).toEqual([
        ['two', 'pending', null, 0],
        ['one', 'pending', null, 0],
        ['lead', 'pending', null, 0],
      ]);
      const [again] = await store.outbox.claimPending(claim('w', 12));
      expect(await store.outbox.settle(again!, posted, 13)).toBe(true);
      expect(await states()).toEqual([
        ['two', 'posted', 'm', 0],
        ['one', 'posted', 'm', 0],
        ['lead', 'posted', 'm', 1],
      ]);
    });

    it('is settled by hand only where nobody knows, or it failed', async () => {
      const keys = ['a', 'b', 'c', 'd'];
      await store.outbox.add(
        keys.map((key) => newDelivery(key, { place: inChannel(`#${key}`) })),
        1,
      );
      await store.outbox.add([newDelivery('b too', { carriedBy: 'b' })], 1);
      const [a, b, c] = await store.outbox.claimPending(claim('w', 10, { limit: 3 }));
      await store.outbox.settle(a!, { state: 'failed', reason: 'no' }, 11);
      await store.outbox.settle(b!, { state: 'unknown', notBefore: 99, reason: 'lost' }, 11);
      expect(await other.outbox.settleUnknown('c', 'posted', 12)).toBe(false);
      expect(await other.outbox.settleUnknown('d', 'failed', 12)).toBe(false);
      expect(await other.outbox.settleUnknown('nothing', 'again', 12)).toBe(false);
      expect(await other.outbox.settleUnknown('a', 'again', 12)).toBe(true);
      expect(await other.outbox.settleUnknown('b', 'posted', 12)).toBe(true);
      const states = await Promise.all(
        ['a', 'b', 'b too', 'c', 'd'].map(async (key) => (await store.outbox.get(key))?.state),
      );
      expect(states).toEqual(['pending', 'posted', 'posted', 'sending', 'pending']);
      const message = { place: c!.place, message: 'm' };
      expect(await store.outbox.settle(c!, { state: 'posted', message }, 13)).toBe(true);
      expect((await store.outbox.claimPending(claim('w', 13))).map(({ key }) => key)).toEqual([
        'a',
        'd',
      ]);
    });

    it('asks again at once where a channel says that it changed', async () => {
      const channels = ['#a', '#b', '#c'];
      await store.outbox.add(
        channels.map((channel) => newDelivery(channel, { place: inChannel(channel) })),
        1,
      );
      const [a, b, c] = await store.outbox.claimPending(claim('w', 10));
      const shut = { state: 'pending', notBefore: 999, reason: 'closed', blocks: 3 } as const;
      await store.outbox.settle(a!, shut, 11);
      await store.outbox.settle(b!, shut, 11);
      await store.outbox.settle(c!, { state: 'unknown', notBefore: 999, reason: 'lost' }, 11);
      expect(await other.outbox.recheck('slack', null, 12)).toBe(0);
      expect(await other.outbox.recheck('preview', '#a', 12)).toBe(1);
      expect(await store.outbox.get('#a')).toMatchObject({ notBefore: 12, blocks: 3 });
      expect(await other.outbox.recheck('preview', null, 13)).toBe(1);
      expect(await store.outbox.get('#b')).toMatchObject({ notBefore: 13 });
      // The worker that sent it may still be at it: it is not looked for before its time.
      expect(await store.outbox.get('#c')).toMatchObject({ notBefore: 999 });
    });

    it('settles only what is still held: state, owner and attempt', async () => {
      await store.outbox.add([newDelivery('k')], 1);
      const [mine] = await store.outbox.claimPending(claim('w', 10));
      expect(
        await other.outbox.settle(
          { ...mine!, owner: 'someone else' },
          { state: 'failed', reason: 'no' },
          11,
        ),
      ).toBe(false);
      expect(
        await other.outbox.settle({ ...mine!, attempt: 2 }, { state: 'failed', reason: 'no' }, 11),
      ).toBe(false);
      const message = { place: mine!.place, message: 'm1' };
      expect(await store.outbox.settle(mine!, { state: 'posted', message }, 12)).toBe(true);
      expect(await store.outbox.settle(mine!, { state: 'failed', reason: 'no' }, 13)).toBe(false);
      expect(await other.outbox.get('k')).toMatchObject({
        state: 'posted',
        message,
        reason: null,
        updatedAt: 12,
      });
      expect(await store.outbox.claimPending(claim('w', 1e9))).toEqual([]);
    });

    it('holds a delivery that is to be tried again until its time, and keeps its first sending', async () => {
      await store.outbox.add([newDelivery('k')], 1);
      const [mine] = await store.outbox.claimPending(claim('w', 10));
      await store.outbox.settle(
        mine!,
        { state: 'pending', notBefore: 100, reason: 'slow down' },
        11,
      );
      expect(await other.outbox.claimPending(claim('v', 99))).toEqual([]);
      const [again] = await other.outbox.claimPending(claim('v', 100));
      expect(again).toMatchObject({ attempt: 2, firstSentAt: 10, reason: 'slow down' });
      expect(await store.outbox.settle(mine!, { state: 'failed', reason: 'late' }, 101)).toBe(
        false,
      );
    });

    it('tells what waits because its channel takes no posts', async () => {
      const elsewhere = { place: inChannel('#z') };
      await store.outbox.add([newDelivery('a'), newDelivery('b', elsewhere)], 1);
      const [a, b] = await store.outbox.claimPending(claim('w', 10));
      const waits = { state: 'pending', notBefore: 99, reason: 'no way in' } as const;
      await store.outbox.settle(a!, { ...waits, blocks: 2 }, 11);
      await store.outbox.settle(b!, waits, 11);
      const held = await heldIn(other);
      expect(held.map(({ key, blocks, reason }) => [key, blocks, reason])).toEqual([
        ['a', 2, 'no way in'],
      ]);
      const [again] = await store.outbox.claimPending(claim('w', 100));
      const message = { place: again!.place, message: 'm' };
      await store.outbox.settle(again!, { state: 'posted', message }, 101);
      expect(await store.outbox.get('a')).toMatchObject({ state: 'posted', blocks: 0 });
    });

    it('turns what a dead worker held into unknown, to be looked for a lease later', async () => {
      await store.outbox.add([newDelivery('k')], 1);
      const [mine] = await store.outbox.claimPending(claim('dead', 10));
      expect(await other.outbox.expire(10 + lease, lease)).toBe(0);
      const now = 11 + lease;
      expect(await other.outbox.expire(now, lease)).toBe(1);
      expect(await other.outbox.get('k')).toMatchObject({
        state: 'unknown',
        notBefore: now + lease,
      });
      expect(await store.outbox.settle(mine!, { state: 'failed', reason: 'late' }, now)).toBe(
        false,
      );
      expect(await other.outbox.claimPending(claim('w', now + lease))).toEqual([]);
      expect(await other.outbox.claimUnknown(claim('w', now + lease - 1))).toEqual([]);
      const looks = await Promise.all([
        store.outbox.claimUnknown(claim('v', now + lease)),
        other.outbox.claimUnknown(claim('w', now + lease)),
      ]);
      expect(looks.flat()).toHaveLength(1);
      expect(looks.flat()[0]).toMatchObject({
        state: 'unknown',
        lookups: 1,
        attempt: 1,
        notBefore: now + 2 * lease,
      });
    });

    it('finds what is of an older revision, once, with the card its message was given last', async () => {
      const message = { place: newDelivery('a').place, message: 'm' };
      const posted = async (key: string, given: Partial<NewDelivery> = {}) => {
        await store.outbox.add([newDelivery(key, given)], 1);
        const [row] = await store.outbox.claimPending(claim('w', 10));
        await store.outbox.settle(row!, { state: 'posted', message }, 11);
      };
      await posted('a');
      await posted('new', { revision: 2 });
      await posted('other', { digest: 'meta/2023-q1' });
      const untried = { place: inChannel('#waits') };
      await store.outbox.add([newDelivery('waits', untried)], 1);
      const at = (revision: number) => store.outbox.outdated([{ id: 'meta/2023-q2', revision }]);
      const keys = async (revision: number) => (await at(revision)).map(({ row }) => row.key);
      expect(await keys(1)).toEqual([]);
      expect((await keys(2)).toSorted()).toEqual(['a', 'waits']);

      expect(await store.outbox.renew(alone('waits'), { title: 'new' }, 2, 12)).toBe(true);
      expect(await other.outbox.get('waits')).toMatchObject({
        card: { title: 'new' },
        revision: 2,
      });
      await store.outbox.claimPending(claim('w', 20));
      expect(await store.outbox.renew(alone('waits'), {}, 3, 21)).toBe(false);

      const second = { revision: 2, corrects: 'a' };
      const edit = { ...second, slot: 'correction', card: { title: 'edited' }, message };
      await posted('a:r2', edit);
      await posted('a:r2:notice', { ...second, slot: 'notice', card: { title: 'notice' } });
      expect(await keys(2)).toEqual([]);
      const [third] = (await at(3)).filter(({ row }) => row.key === 'a');
      expect(third?.lead).toMatchObject({
        key: 'a',
        revision: 1,
        card: { title: 'edited' },
        message,
      });
      expect(third?.digests).toEqual(['meta/2023-q2']);
    });

    it('renews nothing that was sent since it was looked at: that shows the old card', async () => {
      await store.outbox.add([newDelivery('a')], 1);
      const [seen] = await store.outbox.outdated(q2(2));
      const [row] = await other.outbox.claimPending(claim('w', 10));
      const message = { place: row!.place, message: 'm' };
      await other.outbox.settle(row!, { state: 'posted', message }, 11);
      expect(await store.outbox.renew(seen!, { title: 'new' }, 2, 12)).toBe(false);
      const [standing] = await store.outbox.outdated(q2(2));
      expect(standing).toMatchObject({ row: { key: 'a', revision: 1 }, lead: { message } });
      expect(standing?.lead.card).toEqual(newDelivery('a').card);
      expect(await store.outbox.renew(standing!, { title: 'same' }, 2, 13)).toBe(true);
      expect(await store.outbox.outdated(q2(2))).toEqual([]);
    });

    it('settles what a merged post carries with it, and sends that never by itself', async () => {
      const merged = [
        newDelivery('a'),
        newDelivery('b', { digest: 'meta/2023-q1', carriedBy: 'a' }),
        newDelivery('c', { digest: 'meta/2022-q4', carriedBy: 'a' }),
        newDelivery('d', { digest: 'meta/2022-q3', carriedBy: 'other' }),
      ];
      await store.outbox.add(merged, 1);
      const [lead, ...more] = await store.outbox.claimPending(claim('w', 10));
      expect([lead?.key, more]).toEqual(['a', []]);
      const states = async () =>
        Object.fromEntries(
          (await other.outbox.list(9)).map(({ key, state, reason }) => [key, [state, reason]]),
        );
      const late = { ...lead!, attempt: 7 };
      expect(await other.outbox.settle(late, { state: 'failed', reason: 'late' }, 11)).toBe(false);
      const wait = { state: 'pending', notBefore: 99, reason: 'no way in', blocks: 1 } as const;
      expect(await store.outbox.settle(lead!, wait, 12)).toBe(true);
      const waits = ['pending', 'no way in'];
      const untouched = ['pending', null];
      expect(await states()).toEqual({ a: waits, b: waits, c: waits, d: untouched });
      expect((await heldIn(store)).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
      const [again] = await store.outbox.claimPending(claim('w', 100));
      const message = { place: again!.place, message: 'm' };
      expect(await store.outbox.settle(again!, { state: 'posted', message }, 101)).toBe(true);
      const posted = ['posted', null];
      expect(await states()).toEqual({ a: posted, b: posted, c: posted, d: untouched });
      expect(await other.outbox.get('b')).toMatchObject({ message, blocks: 0, updatedAt: 101 });
    });

    it('finds a merged post by each digest on it, and renews it with any of them', async () => {
      const [a, b] = [newDelivery('a'), newDelivery('b', { digest: 'x/2023-q1', carriedBy: 'a' })];
      await store.outbox.add([a, b], 1);
      const at = (revision: number) => store.outbox.outdated([{ id: 'x/2023-q1', revision }]);
      const [untried] = await at(2);
      expect(untried).toMatchObject({
        row: { key: 'b' },
        lead: { key: 'a', message: null },
        digests: ['meta/2023-q2', 'x/2023-q1'],
      });
      expect(await other.outbox.renew(untried!, { title: 'new' }, 2, 5)).toBe(true);
      expect(await store.outbox.get('a')).toMatchObject({ card: { title: 'new' }, revision: 1 });
      expect(await store.outbox.get('b')).toMatchObject({ card: { title: 'new' }, revision: 2 });
      expect(await at(2)).toEqual([]);

      const [lead] = await store.outbox.claimPending(claim('w', 10));
      expect(await at(3)).toEqual([]); // while it is being sent nobody can tell what stands there
      expect(await other.outbox.renew(untried!, {}, 3, 11)).toBe(false);
      const message = { place: lead!.place, message: 'm' };
      await store.outbox.settle(lead!, { state: 'posted', message }, 12);
      const edit = { slot: 'correction', corrects: 'a', revision: 3, card: { title: 'edited' } };
      await store.outbox.add([newDelivery('a:r3', edit)], 13);
      const [shown] = await at(3);
      expect(shown).toMatchObject({ row: { key: 'b' }, lead: { card: { title: 'edited' } } });
      const own = { ...edit, digest: 'x/2023-q1' };
      await store.outbox.add([newDelivery('b:r3', own)], 14);
      expect(await at(3)).toEqual([]);
    });

    it('lists what is asked for, the newest first', async () => {
      await store.outbox.add([newDelivery('due'), on('slack', 'held')], 1);
      await store.outbox.add([on('discord', 'failed')], 2);
      const failed = await claimOn('discord');
      await store.outbox.settle(failed, { state: 'failed', reason: 'no' }, 50);
      const held = await claimOn('slack');
      const waits = { state: 'pending', notBefore: 999, reason: 'no way in', blocks: 1 } as const;
      await store.outbox.settle(held, waits, 60);
      expect(await keysOf()).toEqual(['failed', 'held', 'due']);
      expect(await keysOf({ state: 'pending' })).toEqual(['due']);
      expect(await keysOf({ state: 'held' })).toEqual(['held']);
      expect(await keysOf({ state: 'failed' })).toEqual(['failed']);
      expect(await keysOf({ platform: 'slack', channel: '#held' })).toEqual(['held']);
      expect(await keysOf({ state: 'failed', since: 50 })).toEqual(['failed']);
      expect(await keysOf({ state: 'failed', since: 51 })).toEqual([]);
      expect((await store.outbox.list(1)).map(({ key }) => key)).toEqual(['failed']);
    });

    it('tells channel by channel what is stuck there', async () => {
      const outbox = store.outbox;
      expect(await other.outbox.stuck()).toEqual([]);
      await outbox.add([on('slack', 'due'), on('a', 'x'), on('b', 'lost'), on('c', 'new')], 1);
      await outbox.add([newDelivery('part', { carriedBy: 'x' }), { ...on('a', 'x'), key: 'y' }], 1);
      const held = { state: 'pending', notBefore: 20, reason: 'no way in', blocks: 1 } as const;
      await outbox.settle(await claimOn('a'), held, 11);
      const unknown = { state: 'unknown', notBefore: 20, reason: 'cut' } as const;
      await outbox.settle(await claimOn('b'), unknown, 11);
      await outbox.settle(await claimOn('c'), unknown, 11);
      const stuckAt = async () =>
        (await other.outbox.stuck()).map((each) => [each.state, each.channel, each.count]);
      expect(await other.outbox.stuck()).toEqual([
        { state: 'held', platform: 'a', channel: '#x', count: 2, reason: 'no way in' },
      ]);
      const behind = (key: string, platform: string) => ({ ...on(platform, 'x'), key });
      await outbox.add([behind('z', 'a'), behind('other', 'e')], 12);
      expect(await stuckAt(), 'what is new waits behind it').toEqual([['held', '#x', 3]]);
      expect(await other.outbox.get('z')).toMatchObject({ reason: 'no way in', attempt: 0 });
      const [look] = await outbox.claimUnknown(claim('w', 20, { platforms: ['b'] }));
      expect(await stuckAt(), 'it is being looked for').toHaveLength(1);
      await outbox.settle(look!, { ...unknown, notBefore: 30 }, 21);
      expect(await stuckAt()).toEqual([
        ['held', '#x', 3],
        ['unknown', '#lost', 1],
      ]);
      await outbox.claimUnknown(claim('w', 30, { platforms: ['b'] }));
      expect(await stuckAt(), 'it was looked for in vain once').toHaveLength(2);
    });

    it('settles by hand what is unknown or failed, and what that carries, nothing else', async () => {
      await store.outbox.add([newDelivery('k'), newDelivery('part', { carriedBy: 'k' })], 1);
      const hand = (to: 'posted' | 'failed' | 'again', now: number) =>
        other.outbox.settleUnknown('k', to, now);
      const states = async () =>
        Promise.all(['k', 'part'].map(async (key) => (await store.outbox.get(key))?.state));
      expect(await hand('posted', 5)).toBe(false);
      expect(await states()).toEqual(['pending', 'pending']);
      expect(await other.outbox.settleUnknown('nobody', 'again', 5)).toBe(false);

      const sent = await claimOn('preview');
      expect(await hand('failed', 11)).toBe(false);
      await store.outbox.settle(sent, { state: 'unknown', notBefore: 20, reason: 'cut' }, 12);
      const [looked] = await store.outbox.claimUnknown(claim('w', 20));
      expect(await hand('again', 30)).toBe(true);
      expect(await states()).toEqual(['pending', 'pending']);
      expect(await store.outbox.get('k')).toMatchObject({
        notBefore: 30,
        reason: null,
        lookups: 1,
        blocks: 0,
      });
      const found = { state: 'posted', message: { place: sent.place, message: 'm' } } as const;
      expect(await store.outbox.settle(looked!, found, 31), 'the look came too late').toBe(false);

      const again = await claimOn('preview', 40);
      await store.outbox.settle(again, { state: 'failed', reason: 'refused' }, 41);
      expect(await hand('posted', 42)).toBe(true);
      expect(await states()).toEqual(['posted', 'posted']);
      expect(await store.outbox.get('k')).toMatchObject({ reason: null, updatedAt: 42 });
      expect(await hand('again', 43)).toBe(false);
    });

    it('withholds what is not sent of a withdrawn digest, and releases it once that stands again', async () => {
      const none = new Set<string>();
      const wait = { state: 'pending', notBefore: 99, reason: 'wait' } as const;
      await store.outbox.add(
        [
          on('a', 'untried'),
          on('b', 'held'),
          on('c', 'tried'),
          on('d', 'sending'),
          on('e', 'lead'),
          newDelivery('part', { carriedBy: 'lead', digest: 'meta/2023-q1' }),
          newDelivery('other', { digest: 'meta/2023-q1', subscription: 'night' }),
        ],
        1,
      );
      await store.outbox.settle(await claimOn('b'), { ...wait, blocks: 1 }, 11);
      await store.outbox.settle(await claimOn('c'), wait, 11);
      await claimOn('d');
      expect(await store.outbox.withhold(q2(1), 12), 'an older checkout').toBe(0);
      expect(await store.outbox.withhold(q2(2), 12)).toBe(2);
      expect(await other.outbox.withhold(q2(2), 13)).toBe(0);
      expect(await keysOf({ state: 'failed' })).toEqual(['held', 'untried']);
      const [row] = await other.outbox.list(1, { state: 'failed' });
      expect(row).toMatchObject({ reason: withheldReason, updatedAt: 12 });
      expect(await store.outbox.outdated(q2(2)), 'there is nothing to correct').toMatchObject([
        { row: { key: 'lead' } },
      ]);

      expect(await store.outbox.release(q2(2), none, 20), 'as it was withdrawn').toBe(0);
      expect(await store.outbox.release([{ id: 'meta/2023-q1', revision: 9 }], none, 20)).toBe(0);
      expect(await store.outbox.release(q2(3), new Set(['preview/#digest/all']), 20)).toBe(0);
      expect(await store.outbox.release(q2(3), none, 21)).toBe(2);
      expect(await keysOf({ state: 'failed' })).toEqual([]);
      expect(await store.outbox.get('untried')).toMatchObject({
        state: 'pending',
        notBefore: 21,
        reason: null,
        blocks: 0,
      });
      const outdated = await store.outbox.outdated(q2(3));
      expect(outdated.map((each) => each.row.key).toSorted()).toEqual(['lead', 'untried']);
    });

    it('tells what there is of a digest, and when all was first seen, without noting anything', async () => {
      expect(await store.planning.seen()).toEqual({ arrivals: new Map(), progress: new Map() });
      await store.planning.arrivals([{ id: 'meta/2023-q2', revision: 1 }], 5);
      await store.planning.progress(['s'], 6);
      expect(await other.planning.seen()).toEqual({
        arrivals: new Map([['meta/2023-q2', 5]]),
        progress: new Map([['s', { since: 6, until: null }]]),
      });
      await store.outbox.add(
        [
          newDelivery('a'),
          newDelivery('b', { digest: 'meta/2023-q1' }),
          newDelivery('c', { corrects: 'a', slot: 'notice' }),
        ],
        7,
      );
      const channel = { platform: 'preview', channel: '#digest' };
      const found = async (channels: (typeof channel)[], digests: string[]) =>
        (await store.outbox.inChannels(channels, digests)).map(({ key }) => key);
      expect(await found([channel], ['meta/2023-q2', 'meta/2023-q1'])).toEqual(['a', 'b']);
      expect(await found([{ ...channel, platform: 'slack' }], ['meta/2023-q2'])).toEqual([]);
    });

    it('knows what a thread is about and what was said in it', async () => {
      expect(await store.conversations.subject('slack:C1:1.5')).toBeNull();
      await store.conversations.attach('slack:C1:1.5', { digest: 'meta/2023-q1', revision: 1 }, 1);
      await other.conversations.attach('slack:C1:1.5', { digest: 'meta/2023-q2', revision: 3 }, 2);
      expect(await store.conversations.subject('slack:C1:1.5')).toEqual({
        digest: 'meta/2023-q2',
        revision: 3,
      });
      for (const n of [1, 2, 3]) {
        await store.conversations.addTurn('slack:C1:1.5', {
          question: `質問${n}\0`,
          answer: `答え${n}`,
          at: 7,
        });
      }
      await store.conversations.addTurn('elsewhere', { question: 'x', answer: 'y', at: 7 });
      expect(await other.conversations.turns('slack:C1:1.5', 2)).toEqual([
        { question: '質問2', answer: '答え2', at: 7 },
        { question: '質問3', answer: '答え3', at: 7 },
      ]);
    });

    it('sees a key once, in whichever process, until it is forgotten', async () => {
      const now = Date.UTC(2026, 10, 2);
      const answers = await Promise.all(
        [store, other, store, other].map((one) => one.once('event:1', now)),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.once('event:2', now)).toBe(true);
      const day = 24 * 3_600_000;
      expect(await store.once('event:1', now + 6 * day)).toBe(false);
      expect(await store.once('event:1', now + 8 * day)).toBe(true);
    });

    it('keeps the messages of the preview', async () => {
      const message = {
        id: 'm1',
        channel: '#digest',
        thread: null,
        author: 'kawaraban',
        visibility: 'channel',
        key: 'k',
        card: { title: '決算' },
        text: null,
        at: 5,
      } as const;
      const reply = {
        ...message,
        id: 'm2',
        thread: 'm1',
        author: 'you',
        visibility: 'private',
        key: null,
        card: null,
        text: '純利益は?\0',
      } as const;
      await store.messages.add(message);
      await store.messages.add(reply);
      await store.messages.add({ ...message, id: 'm3', channel: '#other' });
      expect(await other.messages.list('#digest')).toEqual([
        message,
        { ...reply, text: '純利益は?' },
      ]);
      await store.messages.update('m1', { title: '訂正' });
      expect((await other.messages.list('#digest'))[0]?.card).toEqual({ title: '訂正' });
    });

    it('still has everything after it was closed and opened again', async () => {
      await store.outbox.add([newDelivery('k')], 1);
      const again = await home!.open();
      expect(await again.outbox.get('k')).toMatchObject({ state: 'pending' });
      expect(again.kind).toBe(store.kind);
      await again.close();
    });
  });
}

/** Runs `work` once before the file's tests and hands out what it made. */
export function shared<T>(work: () => Promise<T>, undo: (made: T) => Promise<void>): () => T {
  let made: { readonly value: T } | null = null;
  beforeAll(async () => {
    made = { value: await work() };
  });
  afterAll(async () => {
    if (made !== null) await undo(made.value);
  });
  return () => {
    if (made === null) throw new Error('used before the tests began');
    return made.value;
  };
}
