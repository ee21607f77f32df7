/** What the pages of an installation say, and what the operator is told of one that cannot be used. */
export interface InstallWording {
  /** What the page is called. */
  readonly title: string;
  readonly done: string;
  readonly cancelled: string;
  /** And the {url} where to begin again. */
  readonly failed: string;
  /** The token of a {workspace} was kept under another key; the {url} to install again. */
  readonly lost: string;
}
