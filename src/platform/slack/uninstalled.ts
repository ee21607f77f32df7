import { isFirstTwin } from '../platform.ts';
import { type Context, readAs } from './context.ts';
import { Uninstalling } from './schema.ts';
import type { Workspaces } from './workspaces.ts';

/** The events that end an installation. Bolt authorizes them with nothing: the token is gone. */
export const uninstallingEvents: readonly Uninstalling['event']['type'][] = [
  'app_uninstalled',
  'tokens_revoked',
];

/** What the end of an installation is heard with. */
interface Ending extends Pick<Context, 'handlers' | 'log' | 'turn'> {
  readonly workspaces: Workspaces;
}

/** The app was shown out of a workspace: its token is forgotten, and it is told once, though Slack says it twice. */
export async function uninstalled(
  { handlers, log, turn, workspaces }: Ending,
  body: object,
): Promise<void> {
  const read = readAs({ log }, Uninstalling, body);
  if (!read || !endsOurs(read.event)) return;
  const workspace = workspaces.idOf(body);
  const at = read.event_time * 1000;
  if (!(await workspaces.remove(workspace, at))) return;
  const twins = `slack:uninstalled:${workspace ?? ''}`;
  // Of twins only one is left by whoever was stopped.
  if (!turn.again && !(await isFirstTwin(handlers, twins, at))) return;
  await handlers.happened({ kind: 'uninstalled', platform: 'slack', workspace });
}

/** Tokens of people are none of ours; of bots Slack tells of our own alone. */
export function endsOurs(event: Uninstalling['event']): boolean {
  return event.type === 'app_uninstalled' || event.tokens.bot.length > 0;
}
