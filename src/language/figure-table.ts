/** What stands over the columns of a table of figures. */
export interface FigureTableWording {
  readonly figure: string;
  readonly value: string;
  /** Year on year, consensus, guidance. */
  readonly comparison: string;
}
