import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver, type Logger, webApi, LogLevel } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { clientOptions } from './client.ts';

/** How long a new socket may take until Slack greets, ms. */
const helloTimeout = 30_000;

/** The first wait before another try, doubled each time up to the longest, ms. */
export interface Waits {
  readonly first: number;
  readonly longest: number;
}

/** Socket Mode that stays: the receiver for Bolt, its opening, and its end. */
export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Connects; rejects when the first connection fails. Later cuts are mended until `close`. */
  open(): Promise<void>;
  /** Ends the connection and all tries to mend it. */
  close(): Promise<void>;
}

/**
 * The connection to Slack. The client's own reconnecting stays off: one refused attempt ends it with
 * an unhandled rejection. Here every attempt is caught and followed by another.
 */
export function createSocket(appToken: string, apiUrl: string, waits: Waits, log: Log): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLogger(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(apiUrl) },
  });
  const { client } = receiver;
  const closing = new AbortController();
  let mending = false;

  async function connect(): Promise<void> {
    const late = setTimeout(() => void client.disconnect(), helloTimeout);
    try {
      await client.start();
      // stop() came while the address was asked for; the SDK opens the socket all the same.
      if (closing.signal.aborted) await client.disconnect();
    } finally {
      clearTimeout(late);
    }
  }

  async function mend(): Promise<void> {
    if (mending || closing.signal.aborted) return;
    mending = true;
    log.info({ platform: 'slack' }, 'connection lost');
    for (
      let wait: number = waits.first;
      !closing.signal.aborted;
      wait = Math.min(wait * 2, waits.longest)
    ) {
      try {
        await connect();
        log.info({ platform: 'slack' }, 'connected again');
        break;
      } catch (error) {
        log.warn({ platform: 'slack', reason: nameOf(error), wait }, 'cannot connect');
        await pause(wait, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
    mending = false;
  }

  return {
    receiver,
    async open() {
      await connect();
      client.on('disconnected', () => void mend());
    },
    async close() {
      closing.abort();
      await client.disconnect();
    },
  };
}

/** What went wrong, in a word without any address: those of sockets hold a ticket. */
function nameOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error.slice(0, 60);
  if (error instanceof webApi.WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  return error instanceof Error ? error.name : 'closed before it was ready';
}

/** The SDK's talk in our log: its "errors" are states of the network, its debug lines hold messages. */
export function sdkLogger(log: Log): Logger {
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => log.debug(detail(parts), 'slack sdk'),
    warn: (...parts: unknown[]) => log.debug(detail(parts), 'slack sdk warning'),
    error: (...parts: unknown[]) => log.warn(detail(parts), 'slack sdk error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function detail(parts: readonly unknown[]): { detail: string } {
  return { detail: parts.map(String).join(' ').slice(0, 300) };
}
