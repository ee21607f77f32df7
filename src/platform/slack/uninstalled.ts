import { type Handlers, isFirstTwin } from '../platform.ts';
import { Uninstalling } from './schema.ts';
import { readAs } from './context.ts';
import type { Listening } from './listen.ts';

/** The events that end an installation. Bolt authorizes them with nothing: the token is gone. */
export const uninstallingEvents: readonly Uninstalling['event']['type'][] = [
  'app_uninstalled',
  'tokens_revoked',
];

/** The app was shown out of a workspace: its token is forgotten, and it is told once, though Slack says it twice. */
export async function uninstalled(
  { handlers, workspaces, log }: Pick<Listening, 'handlers' | 'workspaces' | 'log'>,
  body: object,
): Promise<void> {
  const read = readAs({ log }, Uninstalling, body);
  if (!read || !isOurs(read.event)) return;
  const workspace = workspaces.idOf(body);
  const at = read.event_time * 1000;
  // Before it is remembered as seen: what ends here is done again, and nothing is lost with it.
  if (!(await workspaces.remove(workspace, at))) return;
  if (!(await isNews(handlers, read.event_id, workspace, at))) return;
  await handlers.happened({ kind: 'uninstalled', platform: 'slack', workspace });
}

async function isNews(handlers: Handlers, id: string, workspace: string | null, at: number) {
  if (!(await handlers.once(`slack:event:${id}`))) return false;
  return isFirstTwin(handlers, `slack:uninstalled:${workspace ?? ''}`, at);
}

/** Tokens of people are none of ours; of bots Slack tells of our own alone. */
function isOurs(event: Uninstalling['event']): boolean {
  return event.type === 'app_uninstalled' || event.tokens.bot.length > 0;
}
