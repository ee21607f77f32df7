/** What a chat's app is said to do, and what the operator is told of the manifest that makes it; {chat} is its name. */
export interface ManifestWording {
  readonly app: string;
  /** What may be chosen on a message, or anywhere; the names have 24 characters at most. */
  readonly ask: string;
  readonly askDescription: string;
  readonly ingest: string;
  readonly ingestDescription: string;
  /** The {list} of commands that the chat does not take, by name or beyond the {most} it takes; {instead} works. */
  readonly unfit: string;
  readonly tooMany: string;
  /** It is not known where the chat is to call: the {address} is to be replaced, or a {setting} to be set. */
  readonly noAddress: string;
  /** The {list} of commands that are not in the manifest of {at} a time; {command} prints one for a {page}. */
  readonly behind: string;
}
