import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** The secret that requests of the peer are signed with. */
export const signingSecret = 'peer-signing-secret';

/** A request as Slack sends it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How Slack sends what happens: events as JSON, commands as a form, everything else as JSON in a form. */
export function signed(
  kind: string,
  payload: object,
  { secret = signingSecret, at = Date.now() }: { secret?: string; at?: number } = {},
): SignedRequest {
  const isEvent = kind === 'events_api';
  const fields = kind === 'slash_commands' ? { ...payload } : { payload: JSON.stringify(payload) };
  const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(fields).toString();
  const time = String(Math.floor(at / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
  const type = isEvent ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${hash}`,
    },
    body,
  };
}

/** What a request gets: its HTTP status; null where nobody is there, or nobody answers in the 3 s that Slack waits. */
export async function statusOf(
  address: string | null,
  { headers, body }: SignedRequest,
): Promise<number | null> {
  if (address === null) return null;
  try {
    const signal = AbortSignal.timeout(3000);
    const sent = { method: 'POST', headers, body, signal };
    const response = await fetch(`${address}/slack/events`, sent);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

/** Slack's requests to wherever the app is, in place of a socket. */
export function requestsTo(address: () => string | null) {
  const sent: SignedRequest[] = [];
  const closing = new AbortController();
  return {
    /** All that was sent, in order, as it was sent. */
    sent,
    close: () => closing.abort(),
    /** Sends until it is acknowledged; Slack sends only events again (sooner here than there). */
    async send(kind: string, payload: object): Promise<void> {
      const request = signed(kind, payload);
      for (let again = 0; !closing.signal.aborted; again += 1) {
        const retry = { 'x-slack-retry-num': String(again), 'x-slack-retry-reason': 'http_error' };
        const headers = { ...request.headers, ...(again === 0 ? {} : retry) };
        sent.push({ ...request, headers });
        if ((await statusOf(address(), { ...request, headers })) === 200) return;
        if (kind !== 'events_api') return;
        await pause(100);
      }
    },
  };
}
