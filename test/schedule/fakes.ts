import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Card } from '../../src/card/card.ts';
import type {
  FindOutcome,
  Place,
  Platform,
  PostOutcome,
  ProbeOutcome,
  RefusalScope,
} from '../../src/platform/platform.ts';
import type { Clock } from '../../src/schedule/clock.ts';

/** A clock that stands still until it is moved; what was to run meanwhile runs then, in its order. */
export function fakeClock(start = Date.parse('2026-11-02T03:00:00Z')) {
  let now = start;
  let waiting: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
  };
  function forward(ms: number): void {
    const until = now + ms;
    for (;;) {
      const next = waiting.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      waiting = waiting.filter((other) => other !== next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = until;
  }
  return { clock, forward, waiting: () => waiting.map(({ at }) => at - now) };
}

export interface Sent {
  readonly place: Place;
  readonly card: Card;
  readonly key: string;
  readonly at: number;
}

/** What happens to one post: it stands or not, and the answer arrives or not. */
export type Turn =
  | 'post'
  | 'lose the answer'
  | 'lose the request'
  | 'hang after accepting'
  | 'throw'
  | {
      readonly refuse: string;
      readonly retryAfter: number | null;
      readonly scope?: RefusalScope;
    };

/** A channel as the other side keeps it; `turns` say what happens to the next posts, then all goes well. */
export function fakePlatform(clock: Clock, name = 'preview') {
  const sent: Sent[] = [];
  const turns: Turn[] = [];
  const finds: { key: string; since: number }[] = [];
  let blind: FindOutcome | null = null;
  let closed: ProbeOutcome | null = null;
  let probes = 0;
  let refusals = 0;
  const ref = (one: Sent) => ({ place: one.place, message: `m-${one.key}` });
  const lost: PostOutcome = { state: 'unknown', reason: 'no answer' };

  async function post(place: Place, card: Card, key: string): Promise<PostOutcome> {
    const turn = turns.shift() ?? 'post';
    await Promise.resolve();
    if (closed?.state === 'cannot') {
      refusals += 1;
      return { state: 'refused', reason: closed.reason, retryAfter: null, scope: closed.scope };
    }
    if (typeof turn === 'object')
      return {
        state: 'refused',
        reason: turn.refuse,
        retryAfter: turn.retryAfter,
        scope: turn.scope ?? 'channel',
      };
    if (turn === 'lose the request') return lost;
    if (turn === 'throw') throw new Error('a platform must not do this');
    const one = { place, card, key, at: clock.now() };
    sent.push(one);
    if (turn === 'lose the answer') return lost;
    if (turn === 'hang after accepting') return new Promise(() => {});
    return { state: 'posted', ref: ref(one) };
  }

  const platform: Platform = {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    post,
    edit: (given) => Promise.resolve({ state: 'posted', ref: given }),
    find: (_place, key, since) => {
      finds.push({ key, since });
      const found = sent.find((one) => one.key === key && one.at >= since);
      return Promise.resolve(
        blind ?? (found ? { state: 'found', ref: ref(found) } : { state: 'none' }),
      );
    },
    probe: () => {
      probes += 1;
      return Promise.resolve(closed ?? { state: 'can' });
    },
  };
  return {
    name,
    platform,
    sent,
    turns,
    finds,
    blind: (outcome: FindOutcome | null) => {
      blind = outcome;
    },
    /** From now on the channel takes no posts, for this reason; null opens it again. */
    close: (reason: string | null, scope: RefusalScope = 'channel') => {
      closed = reason === null ? null : { state: 'cannot', reason, grant: 'Invite it.', scope };
    },
    probes: () => probes,
    refusals: () => refusals,
  };
}

/** A platform whose channel is a file, so that it outlives a worker that is killed. */
export function filePlatform(file: string, afterPost: () => void = () => {}): Platform {
  const keys = () =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return {
    ...fakePlatform(fakeClock().clock).platform,
    post: (place, _card, key) => {
      appendFileSync(file, `${key}\n`);
      afterPost();
      return Promise.resolve({ state: 'posted', ref: { place, message: key } });
    },
    find: (place, key) =>
      Promise.resolve(
        keys().includes(key) ? { state: 'found', ref: { place, message: key } } : { state: 'none' },
      ),
  };
}
