/** Why a chat did not do what it was asked, whichever chat it is. */
export const refusalIds = [
  'not_in_channel',
  'no_channel',
  'archived',
  'may_not_post',
  'few_may_post',
  'thread_locked',
  'no_replies',
  'no_thread',
  'no_token',
  'bad_token',
  'token_revoked',
  'token_expired',
  'app_removed',
  'token_kind',
  'no_message',
  'not_ours',
  'edits_closed',
  'no_direct_messages',
  'no_home',
  'scope',
  'some_scope',
  'code',
  'http',
  'unauthorised',
  'wait',
  'no_answer',
  'own_fault',
] as const;
export type RefusalId = (typeof refusalIds)[number];

/** Why, and what people or the operator can do about it. */
export interface Remedied {
  readonly reason: string;
  readonly grant: string;
}

/**
 * Refusals in words. Blanks are what is the chat's own: its {platform}, how the bot is {invite}d, the settings of its
 * {token} and {address}, its {manual}; and the {scope} that lacks, an error's {code} or {status}, the {seconds} to wait.
 */
export type RefusalWording = Readonly<Record<RefusalId, Remedied>>;
