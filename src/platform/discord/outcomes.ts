import { DiscordAPIError, RateLimitError } from 'discord.js';
import type { PostOutcome, RefusalScope } from '../platform.ts';

/** What the operator is told of a wrong token; the token itself is never shown. */
export const badToken =
  'Discord does not accept DISCORD_TOKEN: copy the bot’s token again from the Developer Portal (Bot, Reset Token) and start again.';

/** What the operator is told of close code 4014. */
export const badIntents =
  'Discord refuses an intent this bot asks for (close code 4014): in the Developer Portal, under Bot, turn on the privileged gateway intents it uses, then start again.';

/** What to do about a forum that takes no post without a tag. */
export const withoutTag =
  'Turn off “Require people to select tags when posting” in the settings of the forum.';

/** What to grant, by Discord's error code (doc: JSON Error Codes). */
const advice: Readonly<Record<number, string>> = {
  10003:
    'There is no such channel, or the bot is not in its server: invite the bot there and check the channel’s id.',
  10008: 'The message or thread is not there any more.',
  40067: `The forum asks for a tag on each post. ${withoutTag}`,
  40333: 'Discord’s edge turned the request away: try again later, and check DISCORD_API_URL.',
  50001: 'The bot does not see this channel: grant it View Channel and Read Message History there.',
  50007: 'This person takes no direct messages from the bot.',
  50008: 'Nothing can be posted into this kind of channel: choose a text channel or a forum.',
  50083: 'The thread is closed and locked: a moderator has to open it again.',
  50013:
    'The bot lacks a permission in this channel: grant it View Channel, Send Messages, Send Messages in Threads and Read Message History.',
};

/** What a failed request means for a post: refused where Discord said no, unknown where nobody knows. */
export function outcomeOf(error: unknown): Exclude<PostOutcome, { state: 'posted' }> {
  if (error instanceof RateLimitError) {
    const wait = Math.max(error.retryAfter, error.timeToReset, 1);
    const reason = 'Discord asks to wait before more is posted there.';
    return refused(reason, Math.ceil(wait), error.global ? 'platform' : 'channel');
  }
  if (isTokenGone(error)) return refused(badToken, null, 'platform');
  if (error instanceof DiscordAPIError) return refused(sentenceOf(error));
  return {
    state: 'unknown',
    reason: `Discord’s answer did not arrive (${causeOf(error)}): look before a second try.`,
  };
}

function refused(
  reason: string,
  retryAfter: number | null = null,
  scope: RefusalScope = 'channel',
) {
  return { state: 'refused', reason, retryAfter, scope } as const;
}

function sentenceOf(error: DiscordAPIError): string {
  const known = advice[Number(error.code)] ?? (error.status === 403 ? advice[50_013] : undefined);
  return (
    known ??
    `Discord refuses the request (${error.status}, code ${error.code}): ${error.message.split('\n')[0]}`
  );
}

/** A 401: the API client forgets its token after one, and says so from then on. */
function isTokenGone(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof Error && error.message.startsWith('Expected token to be set');
}

/** A failure in a word or two, for logs and reasons: a status, an errno or a class; never a URL or a body. */
export function causeOf(error: unknown): string {
  if (error instanceof DiscordAPIError) return `${error.status}, code ${error.code}`;
  if (!(error instanceof Error)) return 'unknown error';
  if ('status' in error && typeof error.status === 'number') return `status ${error.status}`;
  const cause = error.cause instanceof Error ? error.cause : error;
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : error.name;
}

/** Discord's own code of a refusal; null for anything else. */
export function codeOf(error: unknown): number | null {
  return error instanceof DiscordAPIError ? Number(error.code) : null;
}
