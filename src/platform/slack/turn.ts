/** One time that something heard is worked on. */
export interface Turn {
  /** The key that its public answer carries. */
  readonly key: string;
  /** True where it may have been answered before by somebody who was stopped. */
  readonly again: boolean;
  /** When it was heard first, epoch ms. */
  readonly at: number;
  /** False where another process took it over meanwhile, which answers it. Throws where the store does. */
  isOurs(): Promise<boolean>;
  /** Leaves it for a later turn: something that it needs is not to be had now. */
  later(): void;
}
