/**
 * One way to name a period. Named groups: `year` (four digits, `shortYear` two), `quarter` (1-4 or a
 * word of `ordinals`), `from`/`to` (months by number) or `fromName`/`endName` (by name), `second` (of two halves),
 * `whole` (from the start of the year to the end of that quarter), `fiscalMonth` (last month of the fiscal year),
 * `interimMonth` (last month of its first half), `begun` (the year is the one that a fiscal year begins in).
 */
export interface PeriodPattern {
  readonly pattern: string;
  readonly kind: 'quarter' | 'half' | 'nineMonths' | 'year' | 'nextQuarter';
  /** True where the words name a fiscal year (2026年3月期, fiscal 2024). */
  readonly fiscal: boolean;
  /** True where such a quarter counts from the start of its year unless three months are named (26年3月期第3四半期). */
  readonly cumulative?: boolean;
  /** Years after the article's own that the words mean (来期: 1). */
  readonly offset?: number;
  /** Words for 1 to 4 where the quarter is not a digit. */
  readonly ordinals?: readonly string[];
}
