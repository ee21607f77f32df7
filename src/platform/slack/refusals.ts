import { webApi } from '@slack/bolt';
import { languageOf } from '../../language/index.ts';
import type { RefusalId, Remedied } from '../../language/refusals.ts';
import { fillBlanks } from '../../language/wording.ts';
import type { RefusalScope } from '../platform.ts';

/** Why a call to Slack did not go through, in English as it is kept; `grant` is what an operator or a channel's people can do. */
export interface Refusal extends Remedied {
  /** refused: Slack did nothing. unknown: it may have done it. */
  readonly state: 'refused' | 'unknown';
  /** Milliseconds Slack asked to wait; null where waiting does not help. */
  readonly retryAfter: number | null;
  readonly scope: RefusalScope;
}

/** What is Slack's own in the words of a refusal. */
const ours = {
  platform: 'Slack',
  invite: '/invite @kawaraban',
  token: 'SLACK_BOT_TOKEN',
  address: 'SLACK_API_URL',
  manual: 'docs.slack.dev',
};

/** What Slack's error codes say. */
const known: Readonly<Record<string, RefusalId>> = {
  not_in_channel: 'not_in_channel',
  channel_not_found: 'no_channel',
  is_archived: 'archived',
  restricted_action: 'may_not_post',
  restricted_action_read_only_channel: 'few_may_post',
  restricted_action_thread_locked: 'thread_locked',
  cannot_reply_to_message: 'no_replies',
  thread_not_found: 'no_thread',
  not_authed: 'no_token',
  invalid_auth: 'bad_token',
  token_revoked: 'token_revoked',
  token_expired: 'token_expired',
  account_inactive: 'app_removed',
  message_not_found: 'no_message',
  cant_update_message: 'not_ours',
  edit_window_closed: 'edits_closed',
  not_allowed_token_type: 'token_kind',
  not_enabled: 'no_home',
  messages_tab_disabled: 'no_direct_messages',
  missing_scope: 'scope',
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
    const status = { status: String(error.statusCode) };
    if (error.statusCode !== 401) return { ...refused, ...wordsOf('http', status) };
    return { ...refused, ...wordsOf('unauthorised', status), scope: 'platform' };
  }
  return { ...unknown, ...wordsOf('no_answer') };
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
  if (unsure.includes(code) || !/^[a-z_]{1,60}$/.test(code))
    return { ...unknown, ...wordsOf('own_fault') };
  const scope = ofToken.includes(code) ? 'platform' : 'channel';
  return { ...refused, ...wordsFor(code, 'needed' in data ? data.needed : null), scope };
}

/** The words for one of Slack's error codes; `needed` is the scope that missing_scope names. */
export function wordsFor(code: string, needed?: unknown): Remedied {
  const scope = typeof needed === 'string' ? needed : '';
  if (code === 'missing_scope' && scope === '') return wordsOf('some_scope');
  return wordsOf(known[code] ?? 'code', { code, scope });
}

function tooMany(retryAfter: number): Refusal {
  const seconds = String(Math.ceil(retryAfter / 1000));
  // Slack counts calls of a method in a workspace; a channel's own share our pace keeps.
  return { ...refused, ...wordsOf('wait', { seconds }), retryAfter, scope: 'platform' };
}

function wordsOf(id: RefusalId, blanks: Readonly<Record<string, string>> = {}): Remedied {
  const { reason, grant } = languageOf('en').wording.refusals[id];
  const all = { ...ours, ...blanks };
  return { reason: fillBlanks(reason, all), grant: fillBlanks(grant, all) };
}
