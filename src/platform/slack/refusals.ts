import { webApi } from '@slack/bolt';
import type { RefusalScope } from '../platform.ts';

/** Why a call to Slack did not go through; `grant` is what an operator or a channel's people can do. */
export interface Refusal {
  /** refused: Slack did nothing. unknown: it may have done it. */
  readonly state: 'refused' | 'unknown';
  readonly reason: string;
  readonly grant: string;
  /** Milliseconds Slack asked to wait; null where waiting does not help. */
  readonly retryAfter: number | null;
  readonly scope: RefusalScope;
}

const invite = 'Type /invite @kawaraban in the channel.';
const token = 'Check SLACK_BOT_TOKEN and restart.';

/** Slack's error codes in words: why, and what to do. */
const known: Readonly<Record<string, readonly [reason: string, grant: string]>> = {
  not_in_channel: ['The bot is not in the channel.', invite],
  channel_not_found: [
    'Slack knows no such channel, or it is private and the bot is not in it.',
    `Check the channel's id. ${invite}`,
  ],
  is_archived: ['The channel is archived.', 'Unarchive it, or choose another channel.'],
  restricted_action: [
    'The workspace does not let the app post there.',
    'Ask a workspace admin to allow it.',
  ],
  restricted_action_read_only_channel: [
    'Only some people may post in the channel.',
    'Let the app post there: Settings, Posting permissions.',
  ],
  restricted_action_thread_locked: ['The thread is locked.', 'Unlock it.'],
  cannot_reply_to_message: ['Nothing can be posted under that message.', 'Choose another thread.'],
  thread_not_found: ['The thread is not there any more.', 'Choose another one, or the channel.'],
  not_authed: ['Slack got no bot token.', token],
  invalid_auth: ['Slack does not accept the bot token.', token],
  token_revoked: ['The bot token was revoked.', token],
  token_expired: ['The bot token has expired.', token],
  account_inactive: ['The app was removed from the workspace.', `Install it again. ${token}`],
  message_not_found: ['The message is no longer there.', 'Nothing can be done about this one.'],
  cant_update_message: ['The message was not posted by this bot.', token],
  edit_window_closed: [
    'The workspace does not allow edits any more.',
    'Ask a workspace admin to allow edits by apps.',
  ],
  not_allowed_token_type: ['Slack takes another kind of token for this.', token],
  not_enabled: ['The app has no Home tab.', 'Turn on the Home Tab under App Home.'],
  messages_tab_disabled: [
    'The app takes no direct messages.',
    'Turn on the Messages Tab under App Home.',
  ],
};

/** Codes that say of the token itself that it serves no more, whatever the channel. */
const ofToken = [
  'not_authed',
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_allowed_token_type',
];

/** Codes after which the call may still have been carried out (fatal_error says so in its documentation). */
const unsure = ['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'];

/** The wait where Slack says "too many" without saying how long: its limits are counted by the minute. */
const aMinute = 60_000;

/** Codes that say that Slack does not take the blocks of a message; a second table is told of as a bad attachment. */
const ofBlocks = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'invalid_attachments',
  'only_one_table_allowed',
];

/** What Slack answered to a private answer at the URL it gave for it: an HTTP status, and a code where it named one. */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused';
  readonly status: number;
  readonly code: string | null;

  constructor(status: number, code: string | null) {
    super(`Slack refused a private answer with HTTP status ${status}.`);
    this.status = status;
    this.code = code;
  }
}

/** True where Slack does not take the blocks of a message, which then was not posted. */
export function refusesBlocks(error: unknown): boolean {
  if (error instanceof webApi.WebAPIPlatformError) return ofBlocks.includes(error.data.error);
  if (!(error instanceof AnswerRefused)) return false;
  // Often no more than a status is told. 404: the URL serves no more.
  return error.code === null ? error.status === 400 : ofBlocks.includes(error.code);
}

/** True where a view is another one by now than the one whose hash was given. */
export function isHashConflict(error: unknown): boolean {
  return error instanceof webApi.WebAPIPlatformError && error.data.error === 'hash_conflict';
}

/** A call that was not made, or whose error was understood already. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** What an error thrown by Slack's client means. Never holds a token. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof webApi.WebAPIRateLimitedError) return tooMany(error.retryAfter * 1000);
  if (error instanceof webApi.WebAPIPlatformError) return byCode(error);
  if (error instanceof AnswerRefused) {
    return { ...refused, reason: error.message, grant: 'Nothing: it is shown nowhere else.' };
  }
  if (error instanceof webApi.WebAPIHTTPError && error.statusCode < 500) {
    const reason = `Slack answered with HTTP status ${error.statusCode}.`;
    if (error.statusCode === 401) return { ...refused, reason, grant: token, scope: 'platform' };
    return { ...refused, reason, grant: 'Check SLACK_API_URL.' };
  }
  const reason = 'Slack gave no answer; the message may stand there or not.';
  return { ...unknown, reason, grant: 'Check the network to Slack.' };
}

const refused = { state: 'refused', retryAfter: null, scope: 'channel' } as const;
const unknown = { ...refused, state: 'unknown' } as const;

function byCode({ data }: webApi.WebAPIPlatformError): Refusal {
  const code = data.error;
  if (/^rate_?limited$/.test(code)) {
    const seconds = data.response_metadata?.retryAfter;
    return tooMany(seconds ? seconds * 1000 : aMinute);
  }
  // A page of a proxy that is no JSON arrives as its "code".
  if (unsure.includes(code) || !/^[a-z_]{1,60}$/.test(code)) {
    const reason = 'Slack had an error of its own; the message may stand there or not.';
    return { ...unknown, reason, grant: 'Try again later.' };
  }
  const scope = ofToken.includes(code) ? 'platform' : 'channel';
  return { ...refused, ...wordsFor(code, 'needed' in data ? data.needed : null), scope };
}

/** The words for one of Slack's error codes; `needed` is the scope that missing_scope names. */
export function wordsFor(code: string, needed?: unknown): { reason: string; grant: string } {
  const [reason, grant] = known[code] ?? [
    `Slack refused with ${code}.`,
    "Look the code up on the method's page at docs.slack.dev.",
  ];
  if (code !== 'missing_scope') return { reason, grant };
  const scope = typeof needed === 'string' && needed !== '' ? needed : 'a scope';
  return {
    reason: `The app lacks the scope ${scope}.`,
    grant: `Add ${scope} under OAuth & Permissions and install the app again.`,
  };
}

function tooMany(retryAfter: number): Refusal {
  const reason = `Slack asks to wait ${Math.ceil(retryAfter / 1000)} s.`;
  // Slack counts calls of a method in a workspace; a channel's own share our pace keeps.
  return {
    ...refused,
    reason,
    grant: 'Nothing: it is tried again.',
    retryAfter,
    scope: 'platform',
  };
}
