/** What people tell the bot about their channel, by command. */
export const settingVerbs = [
  'subscribe',
  'subscriptions',
  'unsubscribe',
  'preview',
  'pause',
  'resume',
  'replies',
  'why',
  'help',
] as const;
export type SettingVerb = (typeof settingVerbs)[number];

/** What is answered in the threads of a channel's cards without a mention of the bot: nothing, questions, or all. */
export const hearings = ['mention', 'questions', 'all'] as const;
export type Hearing = (typeof hearings)[number];

/**
 * How people settle in one language what their channel gets. Patterns are regular expression sources over text in
 * plain forms (NFKC, lower case, single spaces) and match whole words as those of questions do.
 */
export interface SettingWords {
  /** What a command begins with. */
  readonly verbs: Readonly<Record<SettingVerb, string>>;
  /** The same at the end of what is typed: メタを購読. */
  readonly verbsAfter: Readonly<Partial<Record<SettingVerb, string>>>;
  /** The verb's own word, as commands are offered. */
  readonly offered: Readonly<Record<SettingVerb, string>>;
  /** The whole of what is typed for each of the modes of answering in threads. */
  readonly hearings: Readonly<Record<Hearing, string>>;
  /** What a person says of their own language: what it begins with, what it may end with, and that it is no one's. */
  readonly ownLanguage: {
    readonly verb: string;
    readonly offered: string;
    readonly tail: string;
    readonly automatic: string;
  };
  /** Every company. */
  readonly all: string;
  /** Words that are no company's name here, though a ticker may be spelled so: "on arrival". */
  readonly notNames: string;
  /** The most posts a day, as the group `cap`; and that there is no limit. */
  readonly cap: string;
  readonly noCap: string;
  /** How long what was missed is still posted: the group `hours` or `days`. */
  readonly catchUp: string;
  /** What stands before or after quiet hours, by what happens in them; and that there are none. */
  readonly quiet: Readonly<Record<'hold' | 'silent', string>>;
  readonly noQuiet: string;
  /** What shows that words tell a time, whether or not they can be read. */
  readonly times: string;
  /** Words that say nothing here; particles also stand at the ends of other words. */
  readonly noise: string;
  readonly particles: string;
}
