import type { z } from 'zod';
import type { Log } from '../../log.ts';
import { type Handlers, type Speaker, unknownHome } from '../platform.ts';
import type { Turn } from './turn.ts';
import { channelIn, isDirect, whereIs } from './where.ts';
import type { Workspace } from './workspaces.ts';

/** Where something was heard, and what it is answered with. */
export interface Context {
  readonly workspace: Workspace;
  /** The bot's user id there; empty where Slack did not say. */
  readonly bot: string;
  readonly handlers: Handlers;
  readonly turn: Turn;
  /** How long an answer may take before something stands for it, ms. */
  readonly thinkingAfter: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Who spoke, in a channel by Slack's own id. */
export async function speakerOf(
  {
    workspace,
    turn,
  }: {
    readonly workspace: Pick<Workspace, 'id' | 'homeOf' | 'languageOf'>;
    readonly turn: Pick<Turn, 'again'>;
  },
  channel: string,
  thread: string | null,
  person: string,
): Promise<Speaker> {
  const spelling = channelIn(workspace.id, channel);
  return {
    place: { platform: 'slack', channel: spelling, thread },
    person,
    language: await workspace.languageOf(person),
    addressed: true,
    toOthers: false,
    again: turn.again,
    home: () => workspace.homeOf(spelling, person),
    // Nobody manages what is of another workspace. Everybody would manage everybody's direct messages: whose they are
    // is not told.
    homeOf: (other) =>
      whereIs(other).workspace !== workspace.id || (isDirect(other) && other !== spelling)
        ? unknownHome()
        : workspace.homeOf(other, person),
  };
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
