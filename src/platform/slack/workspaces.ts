import type { AuthorizeResult } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Installation, Installations, Place } from '../platform.ts';
import type { Client } from './client.ts';
import type { Homes } from './home.ts';
import { type Access, accessOf } from './installed.ts';
import type { Refusal } from './refusals.ts';
import { installationIn } from './told.ts';
import { whereIs } from './where.ts';

/** A workspace that the bot is in: how it is spoken to, and what is asked there. */
export interface Workspace extends Homes {
  /** Null for the one of SLACK_BOT_TOKEN. */
  readonly id: string | null;
  readonly client: Client;
  /** The ids of the bot there; null for the one of a token, of which Bolt asks Slack. */
  readonly bot: Access['bot'] | null;
}

/** The workspaces that the bot is in. */
export interface Workspaces {
  /** Null where the app is not installed (any more). Throws where the store does. */
  of(id: string | null): Promise<Workspace | null>;
  /** The id of the workspace for which Slack sent something. */
  idOf(body: object): string | null;
  /**
   * Forgets a workspace that the app was shown out of at a time (epoch ms); false where it was let in again since.
   * Throws where the store does.
   */
  remove(id: string | null, at: number): Promise<boolean>;
}

/** The one workspace of a bot token. */
export function oneWorkspace(client: Client, homes: Homes): Workspaces {
  const workspace = { id: null, client, ...homes, bot: null };
  return {
    of: (id) => Promise.resolve(id === null ? workspace : null),
    idOf: () => null,
    remove: () => Promise.resolve(true),
  };
}

/** What opens a workspace; `isDead` turns true once its token serves no more. */
export type OpenWorkspace = (
  id: string,
  access: Access,
) => { readonly workspace: Workspace; readonly isDead: () => boolean };

/** What many workspaces are made of. */
interface ManyParts {
  readonly installations: Installations;
  readonly open: OpenWorkspace;
  readonly now: () => number;
  readonly log: Log;
}

/** How long an installation that was read is taken as it was, ms: another process may change it. */
const trusted = 30_000;

/** How far our clock and Slack's may be apart, ms. */
const clockSkew = 5_000;

type Opened = ReturnType<OpenWorkspace> & { readonly kept: Installation; readonly read: number };

/** The workspaces that installed the app, each opened on its first use, and anew where its installation is renewed. */
export function manyWorkspaces({ installations, open, now, log }: ManyParts): Workspaces {
  const opened = new Map<string, Opened>();

  function use(id: string, kept: Installation): Workspace | null {
    const there = opened.get(id);
    const same = there?.kept.at === kept.at && there.kept.secret === kept.secret;
    const access = accessOf(kept);
    if (access === null) {
      log.warn({ platform: 'slack', workspace: id }, 'installation not readable');
      return null;
    }
    const one = same ? there : open(id, access);
    opened.set(id, { ...one, kept, read: now() });
    return one.workspace;
  }

  return {
    async of(id) {
      if (id === null) return null;
      const there = opened.get(id);
      if (there && !there.isDead() && now() - there.read < trusted) return there.workspace;
      const kept = await installations.get('slack', id);
      if (kept !== null) return use(id, kept);
      opened.delete(id);
      return null;
    },
    idOf: installationIn,
    async remove(id, at) {
      if (id === null) return false;
      const kept = await installations.get('slack', id);
      // Word of an older removal may come late, after the app was let in again.
      if (kept !== null && kept.at > at + clockSkew) return false;
      opened.delete(id);
      // One that another SECRET_KEY sealed cannot be read, but goes all the same.
      await installations.remove('slack', id);
      return true;
    },
  };
}

/** Who the bot is where something was heard, for Bolt: no token, since ours is the client that speaks. Never throws. */
export async function authorized(
  workspaces: Workspaces,
  body: object,
  log: Log,
): Promise<AuthorizeResult> {
  try {
    const bot = (await workspaces.of(workspaces.idOf(body)))?.bot;
    return bot ? { botId: bot.id, botUserId: bot.user } : {};
  } catch (err) {
    // Bolt would acknowledge the event and be done; its listener decides what becomes of it.
    log.warn({ platform: 'slack', err }, 'workspace not looked up');
    return {};
  }
}

/** The workspace of a place, or why nothing can be done there; `remedy` says how the app is installed. Never throws. */
export async function workspaceAt(
  workspaces: Workspaces,
  { channel }: Place,
  { remedy, log }: { readonly remedy: string; readonly log: Log },
): Promise<Workspace | Refusal> {
  const absent = { state: 'refused', retryAfter: null, scope: 'channel' } as const;
  try {
    const { workspace: id } = whereIs(channel);
    const found = await workspaces.of(id);
    if (found !== null) return found;
    if (id !== null) return { ...absent, reason: notIn, grant: remedy };
    const reason = 'The channel names no workspace.';
    return { ...absent, reason, grant: 'Write it with its workspace, as T0123/C0123.' };
  } catch (err) {
    log.error({ platform: 'slack', channel, err }, 'workspace not looked up');
    const reason = 'The installation of the workspace could not be read.';
    return { ...absent, reason, grant: 'Nothing: it is tried again.', retryAfter: storeWait };
  }
}

const notIn = 'The app is not installed in the workspace (any more).';

/** How long a post waits where the store gave no answer, ms. */
const storeWait = 10_000;
