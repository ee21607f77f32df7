/** Where something is on Slack: a channel's id, and the workspace that installed the app (null: the one of the token). */
export interface Where {
  readonly workspace: string | null;
  readonly channel: string;
}

/**
 * The one spelling of a channel outside of this folder: `C0123` where there is one workspace, `T0123/C0123` where many
 * installed the app (`E0123/C0123` for a whole organisation): a channel that two of them share is each one's own.
 */
export function channelIn(workspace: string | null, channel: string): string {
  return workspace === null ? channel : `${workspace}/${channel}`;
}

/** What a channel's spelling says. */
export function whereIs(spelling: string): Where {
  const [first = '', second] = spelling.split('/');
  return second === undefined
    ? { workspace: null, channel: first }
    : { workspace: first, channel: second };
}

/** Whether an id is that of a workspace, or of a whole organisation. */
export function isWorkspace(id: string): boolean {
  return /^[TE][A-Z0-9]+$/.test(id);
}

/** Whether a spelling is that of somebody's direct messages with the bot. */
export function isDirect(spelling: string): boolean {
  return whereIs(spelling).channel.startsWith('D');
}

/** Whether a spelling is that of a person, who stands for the direct messages with them. */
export function isPerson(spelling: string): boolean {
  return /^[UW]/.test(whereIs(spelling).channel);
}
