import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Log } from '../log.ts';
import type { Distance } from './wakes.ts';

const channel = 'kawaraban_due';
/** After a lost connection this long (ms), then twice as long each time. */
const firstWait = 500;
const longestWait = 30_000;

/** Other processes on the same PostgreSQL, by NOTIFY and LISTEN; a connection that is lost is made anew. */
export function postgresDistance(
  notify: (channel: string, payload: string) => Promise<unknown>,
  connection: () => Client,
  log: Log,
): Distance {
  const own = randomUUID();
  return {
    async tell() {
      await notify(channel, own);
    },
    async hear(run) {
      const over = new AbortController();
      const { promise: listening, resolve } = Promise.withResolvers<void>();
      const heard = (from: string | undefined) => {
        if (from !== own) run();
      };
      const kept = keepListening(connection, heard, () => resolve(), over.signal, log);
      await listening;
      return async () => {
        over.abort();
        await kept;
      };
    },
  };
}

/** `tried` is called after each try to listen. What was told while nobody listened counts as heard. */
async function keepListening(
  connection: () => Client,
  heard: (from: string | undefined) => void,
  tried: () => void,
  over: AbortSignal,
  log: Log,
): Promise<void> {
  let wait = 0;
  while (!over.aborted) {
    const client = connection();
    const lost = once(client, 'end');
    lost.catch(() => {}); // it may break before anybody waits for that
    client.on('error', (err) => log.debug({ err }, 'the connection that listens was lost'));
    client.on('notification', ({ payload }) => heard(payload));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (wait > 0) heard(undefined);
      wait = 0;
      tried();
      await Promise.race([lost, once(over, 'abort')]);
    } catch (err) {
      log.debug({ err }, 'what is due elsewhere cannot be heard');
    }
    tried();
    await client.end().catch(() => {});
    wait = Math.min(longestWait, wait === 0 ? firstWait : wait * 2);
    await pause(wait, undefined, { signal: over }).catch(() => {});
  }
}
