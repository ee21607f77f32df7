import type { LanguageCode } from '../language/index.ts';

/** A place in an article: [start, end) in UTF-16 code units of the stored text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What was published. Its text never changes after ingest; quotes refer to it alone. */
export interface Article {
  readonly title: string | null;
  readonly author: string | null;
  readonly editor: string | null;
  readonly publisher: string | null;
  readonly url: string | null;
  /** ISO date, null when the text does not say. */
  readonly published: string | null;
  readonly language: LanguageCode;
  readonly text: string;
}

/** A piece of an article with its exact place: text.slice(start, end) === sentence.text. */
export interface Sentence extends Span {
  readonly text: string;
}
