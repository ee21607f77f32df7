import { webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { type Refusal, Refused, refusalOf } from './refusals.ts';

/** Why calls of one workspace are not made for now, or ever again with its token. */
export interface Gate {
  /** Null where a method may be called. */
  closedTo(method: string): Refusal | null;
  /** What the error of a call means for the workspace, and is kept in mind; null where it says nothing of it. */
  heed(method: string, error: unknown): Refusal | null;
  /** True once Slack does not take the token any more. */
  isDead(): boolean;
}

/** What a gate is told: the id of its workspace, and what to do there once its token serves no more. */
interface GateParts {
  readonly workspace: string;
  readonly remedy: string;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The gate of one of many workspaces: what Slack says of its token and of its calls concerns no other. Slack counts
 * calls by method and workspace (docs.slack.dev/apis/web-api/rate-limits).
 */
export function createGate({ workspace, remedy, now, log }: GateParts): Gate {
  const until = new Map<string, number>();
  let dead: Refusal | null = null;

  function waits(method: string): Refusal | null {
    const left = Math.ceil(((until.get(method) ?? 0) - now() - early) / 1000);
    if (left <= 0) return null;
    const reason = `Slack asks to wait ${left} s in this workspace.`;
    return { ...held, reason, grant: 'Nothing: it is tried again.', retryAfter: left * 1000 };
  }

  return {
    closedTo: (method) => dead ?? waits(method),
    heed(method, error) {
      const refusal = refusalOf(error);
      if (refusal.retryAfter !== null) {
        until.set(method, now() + refusal.retryAfter);
        return { ...refusal, scope: 'channel' };
      }
      if (refusal.scope !== 'platform') return null;
      const { reason } = refusal;
      if (dead === null) log.warn({ platform: 'slack', workspace, reason }, 'token not accepted');
      dead = { ...held, reason, grant: remedy, retryAfter: null };
      return dead;
    },
    isDead: () => dead !== null,
  };
}

/** How early a timer may be that was set for the end of a wait, ms. */
const early = 50;

const held = { state: 'refused', scope: 'channel' } as const;

/** A client of the Web API that asks a gate before each call, uploads too, and tells it what went wrong. */
export class GatedClient extends webApi.WebClient {
  readonly #gate: Gate;

  constructor(token: string, options: webApi.WebClientOptions, gate: Gate) {
    super(token, options);
    this.#gate = gate;
  }

  override async apiCall(
    method: string,
    options?: Record<string, unknown>,
  ): Promise<webApi.WebAPICallResult> {
    const closed = this.#gate.closedTo(method);
    if (closed !== null) throw new Refused(closed);
    try {
      return await super.apiCall(method, options);
    } catch (error) {
      const refusal = this.#gate.heed(method, error);
      throw refusal === null ? error : new Refused(refusal);
    }
  }
}
