import type { Receiver } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { createRequests } from './http.ts';
import { createSocket, type Waits } from './socket.ts';
import { createWebDoor, type Listen, type Route } from './web-door.ts';

/** How what people do reaches us: through a socket that we open, or by requests that Slack signs. */
export type Way =
  /** xapp-…, from SLACK_APP_TOKEN. */
  | { readonly appToken: string }
  /** From SLACK_SIGNING_SECRET. */
  | { readonly signingSecret: string };

/** A way in for what people do on Slack. */
export interface Door {
  /** What hands it to Bolt. */
  readonly receiver: Receiver;
  /** Lets in; rejects where that cannot be. */
  open(): Promise<void>;
  /** Lets nothing in any more. */
  close(): Promise<void>;
  /** Where requests are heard, as http://127.0.0.1:3001; null where none are. */
  address(): string | null;
}

/** What a door is made with. */
interface DoorParts {
  readonly listen: Listen;
  /** What is served beside what people do, whichever way that comes. */
  readonly routes: readonly Route[];
  readonly apiUrl: string;
  readonly waits: Waits;
  readonly log: Log;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The way in, closed yet. A server runs only where there is something to serve. */
export function createDoor(way: Way, { listen, routes, apiUrl, waits, log, now }: DoorParts): Door {
  if ('signingSecret' in way) {
    const { receiver, route } = createRequests(way.signingSecret, log, now);
    return { receiver, ...createWebDoor(listen, [route, ...routes], log) };
  }
  const socket = createSocket(way.appToken, apiUrl, waits, log);
  if (routes.length === 0) return { ...socket, address: () => null };
  const web = createWebDoor(listen, routes, log);
  return {
    receiver: socket.receiver,
    address: () => web.address(),
    async open() {
      await web.open();
      await socket.open();
    },
    async close() {
      await Promise.all([web.close(), socket.close()]);
    },
  };
}
