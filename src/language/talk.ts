import type { Hearing } from './setting.ts';

/** What people are told of how the bot talks with them: in threads, how much, and in which language. */
export interface TalkWording {
  readonly hearing: {
    readonly title: string;
    /** Each mode in a few words, as it is typed, and as a sentence. */
    readonly brief: Readonly<Record<Hearing, string>>;
    readonly typed: Readonly<Record<Hearing, string>>;
    readonly told: Readonly<Record<Hearing, string>>;
    /** What is answered whatever the mode. */
    readonly always: string;
    /** The commands that settle it, in {list}. */
    readonly how: string;
    /** Nothing was changed, as it was so before. */
    readonly before: string;
  };
  readonly limit: {
    /** No more than {count} questions an hour are answered, again {when}. */
    readonly person: string;
    readonly channel: string;
    /** {at} a local time, or in so many minutes. */
    readonly at: string;
    readonly minutes: string;
  };
  readonly language: {
    readonly title: string;
    /** The {language} a person settled, now or before; the same where they settled none. */
    readonly settled: string;
    readonly present: string;
    readonly automatic: string;
    readonly questions: string;
    readonly how: string;
    /** How automatic is typed, and what stands beside the command. */
    readonly typed: string;
    readonly offer: string;
  };
}
