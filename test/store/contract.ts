import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewDelivery } from '../../src/store/delivery.ts';
import type { Claim } from '../../src/store/outbox-claim.ts';
import type { Store } from '../../src/store/store.ts';

/** A database that stores can be opened on, again and again, as processes do. */
export interface StoreHome {
  open(): Promise<Store>;
  /** Runs a statement as somebody else would. */
  run(statement: string): Promise<void>;
  close(): Promise<void>;
}

export const lease = 60_000;

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

function inChannel(channel: string) {
  return { platform: 'preview', channel, thread: null };
}

function claim(owner: string, now: number, given: Partial<Claim> = {}): Claim {
  return { owner, now, platforms: ['preview'], lease, limit: 100, ...given };
}

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
      expect(await store.planning.since(['s'], 1000)).toEqual(new Map([['s', 1000]]));
      expect(await store.planning.since(['s', 't'], 5)).toEqual(
        new Map([
          ['s', 1000],
          ['t', 5],
        ]),
      );
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
      const planned = await store.outbox.planned();
      expect(planned).toHaveLength(3);
      expect(planned[0]).toEqual({
        subscription: 'preview/#digest/all',
        digest: 'meta/2023-q2',
        platform: 'preview',
        channel: '#digest',
      });
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
      expect((await store.outbox.held(9)).map(({ key, reason }) => [key, reason])).toEqual([
        ['#a 1', 'closed'],
        ['#a 2', 'closed'],
      ]);
      await home!.run("insert into pauses values ('preview/#c', 'somebody', 1)");
      expect(await next(12)).toEqual(['#d 1']);
      await home!.run("insert into pauses values ('all', 'somebody', 1)");
      const { key, place } = (await store.outbox.get('#d 1'))!;
      const message = { place, message: key };
      await store.outbox.settle((await store.outbox.get(key))!, { state: 'posted', message }, 13);
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
      const held = await other.outbox.held(9);
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
      const keys = async (revision: number) => (await at(revision)).map(({ key }) => key);
      expect(await keys(1)).toEqual([]);
      expect((await keys(2)).toSorted()).toEqual(['a', 'waits']);

      expect(await store.outbox.renew('waits', { title: 'new' }, 2, 12)).toBe(true);
      expect(await other.outbox.get('waits')).toMatchObject({
        card: { title: 'new' },
        revision: 2,
      });
      await store.outbox.claimPending(claim('w', 20));
      expect(await store.outbox.renew('waits', {}, 3, 21)).toBe(false);

      const second = { revision: 2, corrects: 'a' };
      const edit = { ...second, slot: 'correction', card: { title: 'edited' }, message };
      await posted('a:r2', edit);
      await posted('a:r2:notice', { ...second, slot: 'notice', card: { title: 'notice' } });
      expect(await keys(2)).toEqual([]);
      const [third] = (await at(3)).filter(({ key }) => key === 'a');
      expect(third).toMatchObject({ key: 'a', revision: 1, card: { title: 'edited' }, message });
    });

    it('tells what there is of a digest, and when all was first seen, without noting anything', async () => {
      expect(await store.planning.seen()).toEqual({ arrivals: new Map(), since: new Map() });
      await store.planning.arrivals([{ id: 'meta/2023-q2', revision: 1 }], 5);
      await store.planning.since(['s'], 6);
      expect(await other.planning.seen()).toEqual({
        arrivals: new Map([['meta/2023-q2', 5]]),
        since: new Map([['s', 6]]),
      });
      await store.outbox.add(
        [
          newDelivery('a'),
          newDelivery('b', { digest: 'meta/2023-q1' }),
          newDelivery('c', { corrects: 'a', slot: 'notice' }),
        ],
        7,
      );
      expect((await other.outbox.ofDigest('meta/2023-q2')).map(({ key }) => key)).toEqual(['a']);
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
