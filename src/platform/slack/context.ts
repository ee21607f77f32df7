import type { z } from 'zod';
import type { Log } from '../../log.ts';
import { type Handlers, type Speaker, unknownHome } from '../platform.ts';
import { channelIn, isDirect } from './where.ts';
import type { Workspace } from './workspaces.ts';

/** Where something was heard, and what it is answered with. */
export interface Context {
  readonly workspace: Workspace;
  /** The bot's user id there; empty where Slack did not say. */
  readonly bot: string;
  readonly handlers: Handlers;
  readonly log: Log;
}

/** Who spoke, in a channel by Slack's own id. */
export function speakerOf(
  { workspace }: Context,
  channel: string,
  thread: string | null,
  person: string,
): Speaker {
  const spelling = channelIn(workspace.id, channel);
  return {
    place: { platform: 'slack', channel: spelling, thread },
    person,
    language: null,
    addressed: true,
    toOthers: false,
    home: () => workspace.homeOf(spelling, person),
    // Everybody would manage everybody's direct messages: whose they are is not told.
    homeOf: (other) =>
      isDirect(other) && other !== spelling ? unknownHome() : workspace.homeOf(other, person),
  };
}

/** True the first time something is heard. */
export function isNew(handlers: Handlers, key: string): Promise<boolean> {
  return handlers.once(`slack:${key}`);
}

/** What Slack sent, as far as it is read; null, with a line in the log, where it is something else. */
export function readAs<T>(
  { log }: Pick<Context, 'log'>,
  shape: z.ZodType<T>,
  body: unknown,
): T | null {
  const read = shape.safeParse(body);
  if (!read.success) log.debug({ platform: 'slack', issues: read.error.issues }, 'event not read');
  return read.data ?? null;
}
