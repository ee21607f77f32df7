import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { bagOf, parsed } from './peer-bag.ts';
import type { Bag } from './peer-bag.ts';

/** Gateway close codes a test may ask for. */
export interface GatewayOptions {
  readonly token: string;
  /** READY's and GUILD_CREATE's data, made when somebody identifies. */
  ready(): Record<string, unknown>;
  guild(): Record<string, unknown>;
  /** A code to close with at IDENTIFY (4014), null to let in. */
  readonly closeAtIdentify: number | null;
}

interface Packet {
  readonly op: number;
  readonly s?: number;
  readonly t?: string;
  readonly d?: unknown;
}

/** A Discord gateway: hello, identify, ready, heartbeat, resume with replay, dispatch. */
export function createGateway(server: Server, options: GatewayOptions) {
  const wss = new WebSocketServer({ server });
  const sent: Packet[] = [];
  let socket: WebSocket | null = null;
  const counts = { identify: 0, resume: 0 };

  function send(packet: Packet): void {
    socket?.send(JSON.stringify({ s: null, t: null, d: null, ...packet }));
  }

  function dispatch(t: string, d: unknown): void {
    const packet = { op: 0, s: sent.length + 1, t, d };
    sent.push(packet);
    send(packet);
  }

  function identify(data: Bag): void {
    counts.identify += 1;
    if (data['token'] !== options.token) return socket?.close(4004);
    if (options.closeAtIdentify) return socket?.close(options.closeAtIdentify);
    dispatch('READY', options.ready());
    dispatch('GUILD_CREATE', options.guild());
  }

  function resume(data: Bag): void {
    counts.resume += 1;
    for (const packet of sent.slice(Number(data['seq']))) send(packet);
    dispatch('RESUMED', {});
  }

  wss.on('connection', (ws) => {
    socket = ws;
    send({ op: 10, d: { heartbeat_interval: 41_250 } });
    ws.on('message', (raw: Buffer) => {
      const { op, d } = bagOf(parsed(raw.toString('utf8')));
      if (op === 1) send({ op: 11 });
      if (op === 2) identify(bagOf(d));
      if (op === 6) resume(bagOf(d));
    });
  });
  return {
    dispatch,
    counts,
    /** How many connections are open. */
    open: () => [...wss.clients].filter((ws) => ws.readyState === ws.OPEN).length,
    /** Cuts the connection in a way that lets the client resume. */
    drop: () => socket?.close(4000),
    close: () =>
      new Promise<void>((done) => {
        for (const ws of wss.clients) ws.terminate();
        wss.close(() => done());
      }),
  };
}
