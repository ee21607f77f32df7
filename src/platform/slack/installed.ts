import { z } from 'zod';
import type { Installation } from '../platform.ts';
import { parseJson } from './schema.ts';

/** What speaking in a workspace needs: the secret of its installation. */
const Access = z.object({
  token: z.string(),
  bot: z.object({ id: z.string(), user: z.string() }),
  /** Null where a whole organisation installed the app. */
  team: z.string().nullable(),
  enterprise: z.string().nullable(),
});
export type Access = z.infer<typeof Access>;

const Named = z.object({ id: z.string(), name: z.string().default('') });

/** What Bolt makes of Slack's answer to an authorization, as far as it is kept. */
const Granted = z.object({
  isEnterpriseInstall: z.boolean().default(false),
  team: Named.optional(),
  enterprise: Named.optional(),
  bot: z.object({
    id: z.string(),
    userId: z.string(),
    token: z.string().startsWith('xox'),
    /** There where tokens rotate. */
    expiresAt: z.number().optional(),
  }),
});

/** What is kept of an authorization at a time (epoch ms), or in a word why it is of no use. Never holds more than that. */
export function installationOf(
  granted: unknown,
  at: number,
): Installation | 'unreadable' | 'token rotation is on' {
  const read = Granted.safeParse(granted).data;
  const own = read?.isEnterpriseInstall ? read.enterprise : read?.team;
  if (!read || !own) return 'unreadable';
  const { bot, team, enterprise, isEnterpriseInstall: wide } = read;
  // A token that serves twelve hours and no more: nobody here renews it, and the manifest turns it off.
  if (bot.expiresAt !== undefined) return 'token rotation is on';
  const access: Access = {
    token: bot.token,
    bot: { id: bot.id, user: bot.userId },
    team: wide ? null : (team?.id ?? null),
    enterprise: enterprise?.id ?? null,
  };
  return { workspace: own.id, name: own.name, secret: JSON.stringify(access), at };
}

/** What an installation lets us do; null where it holds something else. */
export function accessOf({ secret }: Installation): Access | null {
  return parseJson(Access, secret);
}
