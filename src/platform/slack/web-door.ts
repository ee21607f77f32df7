import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../log.ts';
import { PlatformError } from '../platform.ts';

/** Where a server listens; port 0 takes any that is free. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** What is served at one path, whatever the method. */
export interface Route {
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The server behind SLACK_HTTP_PORT. */
export interface WebDoor {
  /** Throws PlatformError where nothing can listen there. */
  open(): Promise<void>;
  /** http://127.0.0.1:3001; null while it is closed. */
  address(): string | null;
  /** Takes no more requests and ends those that are under way. */
  close(): Promise<void>;
}

/** The longest that one request may take to arrive, and how often is looked for slower ones (Node: each 30 s), ms. */
const arrival = 10_000;
const lookEvery = 2000;

/** Serves these routes, and 404 elsewhere. */
export function createWebDoor({ host, port }: Listen, routes: readonly Route[], log: Log): WebDoor {
  const timeouts = {
    requestTimeout: arrival,
    headersTimeout: arrival,
    connectionsCheckingInterval: lookEvery,
  };
  const server = createServer(timeouts, (request, response) => void serve(request, response));
  let open = false;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request.url);
    const route = routes.find((each) => each.path === path);
    if (route === undefined) return void response.writeHead(404).end();
    try {
      await route.handle(request, response);
    } catch (err) {
      // Anybody can reach the port, and leave in the middle of a request: that is no fault of ours.
      if (request.complete) log.error({ platform: 'slack', path, err }, 'request failed');
      else log.debug({ platform: 'slack', path }, 'request cut off');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  }

  return {
    async open() {
      await listening(server, host, port);
      server.on('error', (err) => log.error({ platform: 'slack', err }, 'server error'));
      open = true;
      log.info({ platform: 'slack', address: addressOf(server.address()) }, 'listening for Slack');
    },
    address: () => (open ? addressOf(server.address()) : null),
    async close() {
      if (!open) return;
      open = false;
      await new Promise((done) => server.close(done));
    },
  };
}

function listening(server: ReturnType<typeof createServer>, host: string, port: number) {
  return new Promise<void>((done, fail) => {
    const failed = (error: Error) => fail(cannotListen(error, host, port));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

function cannotListen(cause: Error, host: string, port: number): PlatformError {
  const code = 'code' in cause ? cause.code : null;
  const where = `${host}:${port}`;
  const why =
    code === 'EADDRINUSE'
      ? `Something else listens on ${where} already; stop it, or set another SLACK_HTTP_PORT.`
      : code === 'EACCES'
        ? `The system does not let kawaraban listen on ${where}; set SLACK_HTTP_PORT to 1024 or more.`
        : `Nothing can listen on ${where}; check SLACK_HTTP_HOST and SLACK_HTTP_PORT.`;
  return new PlatformError(why, { cause });
}

function pathOf(url: string | undefined): string | null {
  return URL.parse(url ?? '/', 'http://localhost')?.pathname ?? null;
}

function addressOf(bound: AddressInfo | string | null): string | null {
  if (bound === null || typeof bound === 'string') return null;
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return `http://${host}:${bound.port}`;
}
