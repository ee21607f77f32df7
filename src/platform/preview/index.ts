import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { languageOf, operatorLanguage } from '../../language/index.ts';
import { fillBlanks } from '../../language/wording.ts';
import type { Log } from '../../log.ts';
import { type DrawPicture, type Handlers, type Platform, PlatformError } from '../platform.ts';
import { type Board, createBoard } from './board.ts';
import type { ChatDrawings } from './looks.ts';
import type { PreviewChannel, PreviewMessages } from './messages.ts';
import type { PreviewNotice } from './notices.ts';
import { routes } from './routes.ts';
import { createWatchers, type Watchers } from './watchers.ts';

export type { ChatDrawings, PreviewChannel, PreviewMessages, PreviewNotice };

/** What the preview is handed: where it listens, its memory, the channels it shows, and how chats would. */
export interface PreviewOptions {
  /** A loopback address: 127.0.0.1, localhost or ::1. */
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The operator's LANG. */
  readonly lang: string;
  /** The zone of those who open the page, IANA. */
  readonly zone: string;
  readonly log: Log;
  readonly draw: DrawPicture;
  readonly messages: PreviewMessages;
  readonly channels: readonly PreviewChannel[];
  readonly drawings: ChatDrawings;
  /** What of posting, on any platform, needs the operator now. */
  readonly notices: () => Promise<readonly PreviewNotice[]>;
}

/** How long what is in flight may take once the preview stops, in ms. */
const patience = 10_000;

/** The chat channel on a local page; `address()` is its URL once it has started. */
export function createPreview(options: PreviewOptions): Platform & { address(): string } {
  const watchers = createWatchers();
  const board = createBoard({ ...options, watchers });
  let server: Listening | null = null;
  return {
    start: async (handlers) => {
      if (handlers) server = await listen(options, board, watchers, handlers);
      if (server) options.log.info({ address: server.address }, 'the preview listens');
    },
    stop: async () => {
      await server?.stop();
      server = null;
    },
    post: (place, card, key) => board.post(place, card, key),
    edit: (ref, card) => board.edit(ref, card),
    find: (place, key, since) => board.find(place, key, since),
    probe: (place) => Promise.resolve(board.probe(place)),
    address: () => {
      if (server === null)
        throw new PlatformError('The preview has no address before it has started.');
      return server.address;
    },
  };
}

interface Listening {
  readonly address: string;
  stop(): Promise<void>;
}

async function listen(
  options: PreviewOptions,
  board: Board,
  watchers: Watchers,
  handlers: Handlers,
): Promise<Listening> {
  const { host, zone, draw, log, drawings, notices } = options;
  const work = createWork();
  let port = options.port;
  const app = routes({
    board,
    watchers,
    handlers,
    draw,
    log,
    drawings,
    zone,
    notices,
    port: () => port,
    during: (doing) => work.during(doing),
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  try {
    server.listen(options.port, host);
    await once(server, 'listening');
  } catch (err) {
    throw cannotListen(err, options);
  }
  const bound = server.address();
  if (typeof bound === 'object' && bound !== null) port = bound.port;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await work.end();
      watchers.close();
      await Promise.race([closed, delay(200, undefined, { ref: false })]); // answers go out
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

/** Work in flight: none begins once `end` is called, which waits for what has begun. */
function createWork() {
  const inFlight = new Set<Promise<unknown>>();
  let ending = false;
  return {
    during<Result>(work: () => Promise<Result>): Promise<Result> | null {
      if (ending) return null;
      const running = work().finally(() => inFlight.delete(running));
      inFlight.add(running);
      return running;
    },
    async end(): Promise<void> {
      ending = true;
      await Promise.race([
        Promise.allSettled(inFlight),
        delay(patience, undefined, { ref: false }),
      ]);
    },
  };
}

function cannotListen(cause: unknown, { host, port, lang }: PreviewOptions): PlatformError {
  const says = languageOf(operatorLanguage(lang)).wording.operator;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const sentence =
    code === 'EADDRINUSE'
      ? says.portInUse
      : code === 'EACCES'
        ? says.portForbidden
        : says.cannotListen;
  return new PlatformError(fillBlanks(sentence, { host, port: String(port) }), { cause });
}
