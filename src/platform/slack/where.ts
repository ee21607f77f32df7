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
