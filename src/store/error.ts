/** What can be wrong with a store; the language files have the sentence of each. */
export type StoreFault =
  // The embedded database.
  | 'dataFolder'
  | 'dataFile'
  | 'locked'
  | 'readOnly'
  | 'unreadable'
  | 'damaged'
  | 'diskFull'
  | 'cannotOpen'
  | 'notDatabase'
  // PostgreSQL.
  | 'badAddress'
  | 'away'
  | 'userRefused'
  | 'noDatabase'
  | 'noRoom'
  | 'serverReadOnly'
  | 'serverFull'
  // The schema.
  | 'newer'
  | 'notUpgraded'
  | 'upgradeNotCopied'
  // A copy.
  | 'copyExists'
  | 'copyNotWritten';

/**
 * A store that cannot be used, and what the sentence of its fault names (a file, an address without
 * user or password). The message itself is for logs; whoever tells a person picks the words.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;
  readonly facts: Readonly<Record<string, string>>;

  constructor(fault: StoreFault, facts: StoreError['facts'], options?: ErrorOptions) {
    super(`${fault} (${Object.values(facts).join(', ')})`, options);
    this.fault = fault;
    this.facts = facts;
  }
}
