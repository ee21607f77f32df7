import type { Pace } from '../platform/platform.ts';
import type { Clock } from './clock.ts';

/** Ends a turn, once its calls are answered or given up. */
export type EndTurn = () => void;

/** The turns of one platform's calls, so that they stay under its limits. */
export interface Turns {
  /**
   * Resolves when so many requests may be made, with a channel as it is its turn. Null where the signal ends first or
   * the platform asked to wait.
   */
  take(channel: string | null, requests: number, signal: AbortSignal): Promise<EndTurn | null>;
  /** Lets no request go for so many ms: to a channel, or with null to anywhere. */
  pause(channel: string | null, ms: number): void;
  /** This worker's part of the limit, from 0 to 1. */
  share(part: number): void;
  /** Requests a second as things stand; 0 while nothing may go. */
  rate(): number;
}

interface Waiting {
  readonly channel: string | null;
  readonly requests: number;
  readonly settle: (end: EndTurn | null) => void;
}

/** A turn that counts until so long (epoch ms), for ever while it lasts. */
interface Turn {
  readonly requests: number;
  until: number;
}

/** How far (ms) turns may lag behind their plan and still catch up. */
const lag = 200;
const second = 1000;

/**
 * Turns at a pace, spread evenly, a channel's with their distance. A request counts until a second after its answer:
 * whenever it arrived, no second at the platform then sees more than the limit. `onFree` is called when turns are given
 * again after a time without any.
 */
export function createTurns(
  { perSecond, channelEvery }: Pace,
  clock: Clock,
  onFree: () => void = () => {},
): Turns {
  const channels = new Map<string, number>();
  let waiting: Waiting[] = [];
  let counted: Turn[] = [];
  let [part, pausedUntil, planned] = [1, 0, 0];
  let callOff: (() => void) | null = null;
  let callOffFree: (() => void) | null = null;

  /** When one may go; Infinity where nobody can say. */
  function readyAt({ channel, requests }: Waiting, now: number): number {
    if (part === 0) return Infinity;
    const at = channel === null ? 0 : (channels.get(channel) ?? 0);
    return Math.max(pausedUntil, planned, at, roomAt(requests, now));
  }

  /** When so many requests more are within the limit. */
  function roomAt(requests: number, now: number): number {
    counted = counted.filter(({ until }) => until > now);
    let over = requests - Math.max(requests, Math.floor(perSecond * part));
    for (const turn of counted) over += turn.requests;
    if (over <= 0) return 0;
    for (const turn of counted.toSorted((a, b) => a.until - b.until)) {
      over -= turn.requests;
      if (over <= 0) return turn.until;
    }
    return Infinity;
  }

  function grant(next: Waiting, now: number): void {
    waiting = waiting.filter((other) => other !== next);
    const turn: Turn = { requests: next.requests, until: Infinity };
    counted.push(turn);
    planned = Math.max(planned, now - lag) + (next.requests * second) / (perSecond * part);
    if (next.channel !== null) channels.set(next.channel, now + channelEvery);
    next.settle(() => {
      turn.until = clock.now() + second;
      pump();
    });
  }

  function pump(): void {
    callOff?.();
    callOff = null;
    const now = clock.now();
    for (const [channel, at] of channels) if (at <= now) channels.delete(channel);
    for (const one of waiting) if (readyAt(one, now) <= now) grant(one, now);
    const at = Math.min(...waiting.map((one) => readyAt(one, now)));
    if (at < Infinity) callOff = clock.after(Math.max(1, at - now), pump);
  }

  /** What waits is handed back: others may take it up when the wait is over. */
  function pauseAll(ms: number): void {
    pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    for (const one of waiting.splice(0)) one.settle(null);
    callOffFree?.();
    callOffFree = clock.after(pausedUntil - clock.now(), onFree);
  }

  return {
    take(channel, requests, signal) {
      if (signal.aborted) return Promise.resolve(null);
      const { promise, resolve } = Promise.withResolvers<EndTurn | null>();
      const giveUp = () => {
        waiting = waiting.filter((other) => other !== one);
        one.settle(null);
      };
      const one: Waiting = {
        channel,
        requests,
        settle: (end) => {
          signal.removeEventListener('abort', giveUp);
          resolve(end);
        },
      };
      signal.addEventListener('abort', giveUp);
      waiting.push(one);
      pump();
      return promise;
    },
    pause(channel, ms) {
      if (channel === null) return pauseAll(ms);
      channels.set(channel, Math.max(clock.now() + ms, channels.get(channel) ?? 0));
      pump();
    },
    share(given) {
      const isFree = part === 0 && given > 0;
      part = given;
      pump();
      if (isFree) onFree();
    },
    rate: () => (clock.now() < pausedUntil ? 0 : perSecond * part),
  };
}
