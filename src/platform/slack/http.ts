import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { sdkLogger } from './socket.ts';
import type { Route } from './web-door.ts';
import { paths } from './paths.ts';

/** How far the time of a request may be from ours, either way, s. */
const age = 300;

/** The longest body of a request, bytes: many times the largest that Slack sends. */
const longest = 1024 * 1024;

/** What is heard by requests that Slack signed. */
export interface Requests {
  readonly receiver: HTTPReceiver;
  readonly route: Route;
}

/**
 * Takes what Slack signed lately, and hands it to Bolt: 413 for too much of it, 401 for any other signature or time.
 * (Bolt's own check takes times that are yet to come.) `now` is in epoch ms.
 */
export function createRequests(signingSecret: string, log: Log, now: () => number): Requests {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [paths.requests],
    logger: sdkLogger(log),
    // Checked below, before anything is read of it.
    signatureVerification: false,
  });
  const told = new Set<string>();

  function refused(fault: Fault): number {
    // Anybody can reach the port: once is enough to tell what is wrong with ours.
    log[told.has(fault) ? 'debug' : 'warn']({ platform: 'slack' }, remedies[fault]);
    told.add(fault);
    return 401;
  }

  async function handle(...[request, response]: Parameters<Route['handle']>): Promise<void> {
    const rawBody = await bodyOf(request);
    if (rawBody === null) {
      // What is yet to come of it is not read.
      return void response.writeHead(413, { connection: 'close' }).end();
    }
    const fault = faultOf(request, rawBody, signingSecret, now());
    // Slack looks at our certificate in this way without a signature; nothing comes of it.
    if (fault === 'signature' && isCheck(rawBody)) return void response.writeHead(200).end();
    if (fault !== null) return void response.writeHead(refused(fault)).end();
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
    receiver.requestListener(Object.assign(request, { rawBody }), response);
  }

  return { receiver, route: { path: paths.requests, handle } };
}

/** What is wrong with a request; only what Slack signed has a wrong time. */
type Fault = 'signature' | 'time';

const remedies = {
  signature:
    'request not taken, Slack did not sign it: if Slack sent it, check SLACK_SIGNING_SECRET',
  time: 'request not taken, it is not of this time: if Slack sent it, set the clock of this machine',
} as const satisfies Readonly<Record<Fault, string>>;

/** The whole body as it came; null where it is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > longest) return null;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > longest) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** What Slack sends now and then to see whether the address of commands is there. */
function isCheck(body: Buffer): boolean {
  return new URLSearchParams(body.toString()).get('ssl_check') === '1';
}

/** Why a request is not one that Slack signed lately; null where it is. */
function faultOf(
  { headers }: IncomingMessage,
  body: Buffer,
  secret: string,
  now: number,
): Fault | null {
  const time = String(headers['x-slack-request-timestamp'] ?? '');
  const given = Buffer.from(String(headers['x-slack-signature'] ?? ''));
  const hash = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest('hex');
  const expected = Buffer.from(`v0=${hash}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'signature';
  const isNear = /^\d{1,12}$/.test(time) && Math.abs(now / 1000 - Number(time)) <= age;
  return isNear ? null : 'time';
}
