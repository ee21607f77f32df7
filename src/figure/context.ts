/** A thing the article may speak of, with every name it goes by. */
export interface Named {
  readonly slug: string;
  readonly names: readonly string[];
}

/** What the reader is told before it reads: whose results these are, and the names that may turn up. */
export interface ReadingContext {
  readonly company: Named | null;
  readonly segments: readonly Named[];
  /** `2023-q2`, the period reported on; null lets the reader take the first one the text names. */
  readonly period: string | null;
  /** When the article was published (ISO date): the year of a quarter that the text names without one. */
  readonly published?: string | null;
  /** The last month of the company's fiscal year, where that is known and not December. */
  readonly yearEnd?: number | null;
  /** Names of the other companies that the article reports on as well; none for an article on one. */
  readonly others?: readonly string[];
}
