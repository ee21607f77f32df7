import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** What a channel is told, and asked for. */
export const Call = z.object({ channel: z.string(), key: z.string() });

/** What went wrong on purpose, by kind. */
export type Faults = Readonly<Record<(typeof faults)[number] | 'look failed', number>>;

/** What may happen to a post; each is as likely as the others. */
const faults = [
  'answer lost',
  'request lost',
  '5xx, accepted',
  '5xx, not accepted',
  '429',
  '429 for all',
  'never answered',
] as const;

export interface ChaosOptions {
  readonly random: () => number;
  /** How many of a thousand posts go wrong. */
  readonly wrong: number;
  /** Keys whose first post loses its answer and whose look-up always fails. */
  readonly blind: ReadonlySet<string>;
  /** The longest (ms) that an answer takes. */
  readonly latency: number;
}

/** Channels on a port, with our key in each message, that lose, refuse and break what they are told to. */
export async function openChannels({ random, wrong, blind, latency }: ChaosOptions) {
  const messages: { readonly channel: string; readonly key: string }[] = [];
  const counts = new Map<string, number>();
  const count = (kind: keyof Faults) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  let whole = false;

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = Call.parse(await json(request));
    await pause(random() * latency);
    if (request.url === '/find') return find(call, response);
    const bad = blind.has(call.key) ? 'answer lost' : trouble();
    if (bad !== null) count(bad);
    if (bad === '429' || bad === '429 for all')
      return answer(response, 429, { wait: 20 + random() * 200, all: bad === '429 for all' });
    if (bad === '5xx, not accepted') return answer(response, 503, {});
    if (bad !== 'request lost') messages.push(call);
    if (bad === 'answer lost' || bad === 'request lost') return void request.socket.destroy();
    if (bad === '5xx, accepted') return answer(response, 502, {});
    if (bad !== 'never answered') answer(response, 200, { id: `m-${call.key}` });
  }

  function trouble(): (typeof faults)[number] | null {
    if (whole || random() * 1000 >= wrong) return null;
    return faults[Math.floor(random() * faults.length)] ?? null;
  }

  function find({ channel, key }: z.infer<typeof Call>, response: ServerResponse): void {
    if (blind.has(key) || (!whole && random() * 1000 < wrong)) {
      count('look failed');
      return answer(response, 500, {});
    }
    const found = messages.some((one) => one.key === key && one.channel === channel);
    answer(response, 200, { id: found ? `m-${key}` : null });
  }

  return {
    url: `http://127.0.0.1:${port}`,
    messages,
    counts: () => Object.fromEntries(counts),
    /** From now on only the blind look-ups fail. */
    heal: () => {
      whole = true;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
