/** What stands for an answer while it is being made. */
export interface ThinkingWording {
  readonly note: string;
}
