import type { Client } from './client.ts';
import type { Homes } from './home.ts';

/** A workspace that the bot is in: how it is spoken to, and what is asked there. */
export interface Workspace extends Homes {
  /** Null for the one of SLACK_BOT_TOKEN. */
  readonly id: string | null;
  readonly client: Client;
}

/** The workspaces that the bot is in. */
export interface Workspaces {
  /** Null where the app is not installed (any more). Throws where the store does. */
  of(id: string | null): Promise<Workspace | null>;
}

/** The one workspace of a bot token. */
export function oneWorkspace(client: Client, homes: Homes): Workspaces {
  const workspace = { id: null, client, ...homes };
  return { of: (id) => Promise.resolve(id === null ? workspace : null) };
}

/** Said where the app is not in a workspace (any more). */
export const notInstalled = {
  state: 'refused',
  reason: 'The app is not installed in the workspace (any more).',
  grant: 'Install it there again.',
  retryAfter: null,
  scope: 'channel',
} as const;
