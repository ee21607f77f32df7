import type { SettingVerb } from './setting.ts';

/** What is said of a channel's own settings: after /digest subscribe and its like, and as a greeting. */
export interface ChannelWording {
  /** Titles of answers. */
  readonly titles: Readonly<
    Record<
      | 'subscribed'
      | 'changed'
      | 'unchanged'
      | 'ended'
      | 'list'
      | 'paused'
      | 'resumed'
      | 'next'
      | 'why'
      | 'help'
      | 'notChanged'
      | 'greeting',
      string
    >
  >;
  /** A setting's {name} and {value}, and the {old} and {new} of one that changed. */
  readonly line: string;
  readonly became: string;
  readonly names: Readonly<
    Record<'what' | 'language' | 'when' | 'quiet' | 'cap' | 'catchUp' | 'thread' | 'next', string>
  >;
  readonly everything: string;
  /** How settings are typed, so that a command can give them back. */
  readonly typed: Readonly<
    Record<
      'all' | 'both' | 'hold' | 'silent' | 'noQuiet' | 'cap' | 'noCap' | 'hours' | 'days',
      string
    >
  >;
  /** Both languages; a number of posts a day; a number of hours or days; none of something; the thread. */
  readonly bothLanguages: string;
  readonly perDay: string;
  readonly hours: string;
  readonly days: string;
  readonly none: string;
  readonly thisThread: string;
  /** When the next post goes out {at} a local time, with the {list} of digests or without. */
  readonly nextAt: string;
  readonly nextWith: string;
  readonly nextOnArrival: string;
  readonly nextPaused: string;
  readonly nextNow: string;
  /** How to take it back, by a {command}. */
  readonly undo: string;
  /** Another subscription of the channel wants some of the same. */
  readonly overlap: string;
  /** No digest of the {list} of companies yet. */
  readonly notYet: string;
  /** Nothing matches the subscription at present. */
  readonly matchesNothing: string;
  /** Where it was asked for. */
  readonly fromFile: string;
  readonly fromChannel: string;
  readonly pausedMark: string;
  /** The channel's own counts, not the operator's of the same. */
  readonly overrides: string;
  /** Faults; nothing was changed by what they answer. */
  readonly mayNot: string;
  readonly noWhat: string;
  readonly unknownWord: string;
  readonly unknownTag: string;
  readonly noTags: string;
  readonly knownTags: string;
  readonly knownCompanies: string;
  readonly meant: string;
  readonly example: string;
  readonly noZone: string;
  /** No posts a day; the {command} that stops them. */
  readonly badCap: string;
  readonly badCatchUp: string;
  readonly nothingHere: string;
  readonly notSubscribed: string;
  readonly whichOne: string;
  readonly inFile: string;
  readonly fileRemains: string;
  readonly pauseIsWhole: string;
  readonly alreadyPaused: string;
  readonly notPaused: string;
  readonly pausedByOperator: string;
  readonly pausedNow: string;
  readonly resumedNow: string;
  readonly whyHow: string;
  readonly unknownVerb: string;
  /** What the verbs do, each with its {example}. */
  readonly help: readonly string[];
  /** What stands beside the verbs in a list of commands. */
  readonly offers: Readonly<Record<SettingVerb, string>>;
  /** What the bot does, and how to begin, in a channel that let it in; {company} is one that has a digest. */
  readonly greeting: readonly string[];
  /** What the operator is told on the command line: of a {scope}, {by} somebody, {at} a time. */
  readonly operator: Readonly<
    Record<
      | 'paused'
      | 'alreadyPaused'
      | 'resumed'
      | 'notPaused'
      | 'asked'
      | 'none'
      | 'noneIn'
      | 'badChannel'
      | 'inFile'
      | 'badPlatform'
      | 'notConfigured'
      | 'act'
      | 'missed'
      | 'pauseNow',
      string
    >
  >;
}
