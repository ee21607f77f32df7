import { z } from 'zod';

const id = z.string().nullish();

/** Slack's ways to say for which installation it sends something: an event, a command, or what was pressed or sent. */
const Told = z.object({
  authorizations: z
    .array(
      z.object({ team_id: id, enterprise_id: id, is_enterprise_install: z.boolean().nullish() }),
    )
    .default([]),
  team_id: id,
  enterprise_id: id,
  /** Of commands a word. */
  is_enterprise_install: z.union([z.boolean(), z.string()]).nullish(),
  /** Null where a whole organisation installed the app. */
  team: z.object({ id, enterprise_id: id }).nullish(),
  enterprise: z.object({ id }).nullish(),
  user: z.object({ team_id: id }).nullish().catch(null),
  /** A form that was opened in a channel which several workspaces share is sent from the workspace of the person. */
  view: z.object({ app_installed_team_id: id }).nullish(),
});

/**
 * The id of the installation that Slack sends something for: of a workspace, or of the organisation that installed the
 * app for all of its own; null where Slack does not say. What happens in a channel that several workspaces share names
 * the one that installed the app.
 */
export function installationIn(body: object): string | null {
  const told = Told.safeParse(body).data;
  if (!told) return null;
  const [authorization] = told.authorizations;
  const { team, view, user } = told;
  const enterprise = authorization
    ? authorization.enterprise_id
    : (told.enterprise_id ?? told.enterprise?.id ?? team?.enterprise_id);
  const wide = authorization?.is_enterprise_install ?? told.is_enterprise_install;
  if (enterprise && (wide === true || wide === 'true')) return enterprise;
  const workspace = authorization?.team_id ?? told.team_id ?? view?.app_installed_team_id;
  return workspace ?? team?.id ?? user?.team_id ?? enterprise ?? null;
}
