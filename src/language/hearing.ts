/**
 * How a language tells a question that a digest may answer from people's talk with each other. Patterns are regular
 * expression sources over folded text, as those of Asking are, one sentence at a time without its last mark.
 */
export interface HearingWords {
  /** What a sentence may begin with before it says what it wants: "and", ありがとう. */
  readonly leads: string;
  /** What makes a question without a question mark, at its beginning, at its end, and anywhere. */
  readonly begins: string;
  readonly ends: string;
  readonly anywhere: string;
  /** What asks the bot, though it names who asks: "tell me". */
  readonly requests: string;
  /** What is said between people, whatever else is named. */
  readonly talk: string;
  /** What wants no answer but agreement, at the end, with its mark: "…, right?" */
  readonly tags: string;
  /** What tells and asks nothing where no mark makes it a question: "EPS beat". */
  readonly tells: string;
  /** Small words beside what is named in an ask of a word or two: "and revenue". */
  readonly beside: string;
  /** A whole message that greets, or asks what the bot is there for: "hello", 使い方. */
  readonly greets: string;
  /** A whole message that thanks, or takes note: "got it", 了解です. */
  readonly thanks: string;
}
