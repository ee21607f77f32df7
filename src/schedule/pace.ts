import type { Pace } from '../platform/platform.ts';
import type { Clock } from './clock.ts';

/** The turns of one platform's calls, so that they stay under its limits. */
export interface Turns {
  /**
   * Resolves with true when so many requests may be made, with a channel as it is its turn. False where the signal ends
   * first or the platform asked to wait.
   */
  take(channel: string | null, requests: number, signal: AbortSignal): Promise<boolean>;
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
  readonly settle: (granted: boolean) => void;
}

/** How far (ms) turns may lag behind their plan and still catch up, and the time a platform counts over. */
const lag = 200;
const second = 1000;

/** Turns at a pace: spread evenly, never more in any second than the platform takes, a channel's with their distance. */
export function createTurns({ perSecond, channelEvery }: Pace, clock: Clock): Turns {
  const channels = new Map<string, number>();
  let waiting: Waiting[] = [];
  let granted: number[] = [];
  let [part, pausedUntil, planned] = [1, 0, 0];
  let callOff: (() => void) | null = null;

  const rate = () => (clock.now() < pausedUntil ? 0 : perSecond * part);

  /** When one may go. */
  function readyAt({ channel, requests }: Waiting, now: number): number {
    if (part === 0) return Infinity;
    granted = granted.filter((at) => at > now - second);
    const most = Math.max(requests, Math.floor(perSecond * part));
    const inTheWay = granted.at(requests - most - 1);
    return Math.max(
      pausedUntil,
      planned,
      inTheWay === undefined ? 0 : inTheWay + second,
      channel === null ? 0 : (channels.get(channel) ?? 0),
    );
  }

  function grant(next: Waiting, now: number): void {
    waiting = waiting.filter((other) => other !== next);
    granted.push(...Array.from({ length: next.requests }, () => now));
    planned = Math.max(planned, now - lag) + (next.requests * second) / (perSecond * part);
    if (next.channel !== null) channels.set(next.channel, now + channelEvery);
    next.settle(true);
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

  return {
    take(channel, requests, signal) {
      if (signal.aborted) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const end = () => {
        waiting = waiting.filter((other) => other !== one);
        one.settle(false);
      };
      const one: Waiting = {
        channel,
        requests,
        settle: (given) => {
          signal.removeEventListener('abort', end);
          resolve(given);
        },
      };
      signal.addEventListener('abort', end);
      waiting.push(one);
      pump();
      return promise;
    },
    pause(channel, ms) {
      const until = clock.now() + ms;
      if (channel !== null) channels.set(channel, Math.max(until, channels.get(channel) ?? 0));
      else {
        pausedUntil = Math.max(pausedUntil, until);
        // What waits is handed back: others may take it up when the wait is over.
        for (const one of waiting.splice(0)) one.settle(false);
      }
      pump();
    },
    share(given) {
      part = given;
      pump();
    },
    rate,
  };
}
