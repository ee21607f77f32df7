/** What is said of wrong use of the command line; each says what to do, the hint where to look. */
export interface UsageWording {
  readonly hint: string;
  readonly badChoice: string;
  /** And {why}: `badPeriod`. */
  readonly badValue: string;
  readonly badPeriod: string;
  /** What `forget` is to forget is not said. */
  readonly forgetWhat: string;
  /** And {why} of a channel or person; the {list} of platforms. */
  readonly badTarget: string;
  /** And {why} of a number. */
  readonly badNumber: string;
  readonly missingOption: string;
  readonly missingValue: string;
  readonly conflict: string;
  readonly missingArgument: string;
  readonly unknownOption: string;
  readonly unknownVerb: string;
  readonly tooMany: string;
}

/** Why a digest was posted in a channel, waits, or was not: after `platform channel:`. */
export interface WhyWording {
  /** At {at}, for its {slot}, in its {revision}. */
  readonly posted: string;
  readonly planned: string;
  /** Tried, and to be tried again {at} a time; the {reason}. */
  readonly pending: string;
  readonly held: string;
  readonly sending: string;
  readonly unknown: string;
  readonly failed: string;
  /** The subscription wants the companies and tags of {list}. */
  readonly noMatch: string;
  /** The digest was withdrawn; above all channels: {by} whom, {at} what time, for which {reason}. */
  readonly withdrawn: string;
  readonly withdrawnBy: string;
  readonly notStarted: string;
  /** The {digest} that the subscription began with. */
  readonly beforeStart: string;
  readonly slot: string;
  /** The same after a slot was {missed}. */
  readonly slotAfterMiss: string;
  /** Quiet hours until {at}. */
  readonly quiet: string;
  /** The {day} has had its {cap} posts; the next goes out {at} a time. */
  readonly cap: string;
  readonly nextTick: string;
  /** The same without anybody being notified. */
  readonly nextTickSilent: string;
  /** Not caught up: a pause or an outage lasted longer than the {hours}. */
  readonly missed: string;
  /** It could not be read, or was not wanted, when its turn came. */
  readonly passed: string;
  /** The platform takes no posts there. */
  readonly channel: Readonly<Record<'closed' | 'gone', string>>;
  readonly paused: string;
  /** By somebody, {at} a time. */
  readonly pausedBy: string;
  /** A delivery's {text} with {notes} on it, and those notes. */
  readonly noted: string;
  readonly notes: {
    /** In one post, under the {lead} digest. */
    readonly merged: string;
    readonly afterMiss: string;
    /** The {id} of another subscription of the channel. */
    readonly through: string;
    readonly silent: string;
  };
}

/** What can be wrong with the {store}: a file, or the host, port and database of PostgreSQL; each says what to do. */
export interface StoreWording {
  /** DATA_DIR cannot be made; it is a file. */
  readonly dataFolder: string;
  readonly dataFile: string;
  readonly locked: string;
  readonly readOnly: string;
  readonly unreadable: string;
  readonly damaged: string;
  readonly diskFull: string;
  readonly cannotOpen: string;
  readonly notDatabase: string;
  readonly badAddress: string;
  /** PostgreSQL does not answer, refuses the user, has no such database, no connection left, is a stand-by, or full. */
  readonly away: string;
  readonly userRefused: string;
  readonly noDatabase: string;
  readonly noRoom: string;
  readonly serverReadOnly: string;
  readonly serverFull: string;
  /** Written by a newer program, with its {schema}. */
  readonly newer: string;
  readonly notUpgraded: string;
  /** The {copy} that comes before an upgrade cannot be written. */
  readonly upgradeNotCopied: string;
  readonly copyExists: string;
  readonly copyNotWritten: string;
}

/** What is said of what is kept: copies, and what is forgotten. */
export interface KeepingWording {
  /** A {copy} was written, of so many {bytes}. */
  readonly copied: string;
  /** So many {questions} and {messages} were deleted; of the {name} that was asked for. */
  readonly forgotten: string;
  readonly nothingKept: string;
  /** After a person: their questions in threads, where no name is kept. */
  readonly threadsNameless: string;
  /** The {list} of copies that were made before upgrades. */
  readonly copiesHold: string;
}

/** What the operator reads of deliveries and digests. */
export interface DeskWording {
  readonly states: Readonly<
    Record<'pending' | 'held' | 'sending' | 'posted' | 'failed' | 'unknown', string>
  >;
  /** What a delivery is that corrects another: an edit of its message, a message under it. */
  readonly edit: string;
  readonly notice: string;
  readonly noDeliveries: string;
  /** A {digest} was withdrawn, in its new {revision}, or stands again; beside one that was withdrawn. */
  readonly withdrawn: string;
  readonly standsAgain: string;
  readonly gone: string;
  /** What was done with the delivery {key}. */
  readonly settled: Readonly<Record<'posted' | 'failed' | 'again', string>>;
  /** A {channel}, and {count} others with the same trouble. */
  readonly andOthers: string;
  /** {count} deliveries wait in a {channel}, with the {reason} and what to grant. */
  readonly heldLine: string;
  /** With the {command} that settles it. */
  readonly unknownLine: string;
  readonly failedLine: string;
  /** The {slot} of a {subscription} that was due {at} a time. */
  readonly missedLine: string;
}

/** What the operator is told on the command line and at the start; each says what to do. */
export interface OperatorWording {
  /** A PNG would go to the terminal. */
  readonly pictureToFile: string;
  /** --with or --before beside another {form}; a form that lacks its digests. */
  readonly withForm: string;
  readonly beforeForm: string;
  readonly noBefore: string;
  readonly nothingToCompare: string;
  /** What `why` finds no channel in; a {channel} that nobody subscribed, and the {list} of those. */
  readonly noSubscriptions: string;
  readonly noSuchChannel: string;
  /** A {channel} that nothing is known of, and the {list} of those known. */
  readonly unknownChannel: string;
  /** `backup` without a store, and on PostgreSQL with the {command} that does it. */
  readonly noStore: string;
  readonly backupPostgres: string;
  /** --before names no folder; --with is no period and no company with one. */
  readonly beforeMissing: string;
  readonly badWith: string;
  /** A {digest} is to be compared with itself. */
  readonly withItself: string;
  /** A {digest} that was withdrawn is to be compared. */
  readonly withWithdrawn: string;
  /** What `withdraw` cannot do: no reason was given; the {digest} is withdrawn already, or is not. */
  readonly noReason: string;
  readonly withdrawnBefore: string;
  readonly notWithdrawn: string;
  /** What `settle` cannot do: no delivery has that {key}; the {near} one; it is in a {state} that needs nobody. */
  readonly noSuchDelivery: string;
  readonly nearDelivery: string;
  readonly settleState: string;
  readonly settledMeanwhile: string;
  /** It goes with its {carrier}; it waits for its {digest}, which was withdrawn. */
  readonly settleCarrier: string;
  readonly settleWithheld: string;
  readonly noSuchFile: string;
  readonly isFolder: string;
  readonly emptyFile: string;
  /** A web page rather than its text. */
  readonly isMarkup: string;
  /** What `read` says of a text that it read nothing in. */
  readonly nothingRead: string;
  readonly notText: string;
  readonly notAnnotated: string;
  readonly badSlug: string;
  readonly noFigures: string;
  /** After a company or period that is unknown: the {list} of those there are. */
  readonly noSuchDigest: string;
  readonly thereAre: string;
  readonly noAnnotated: string;
  readonly toMend: string;
  /** A {file} of digests/ that is left out, and why. */
  readonly leftOut: string;
  readonly noDigestsFolder: string;
  /** One of two settings that belong together is {set}, the other is {missing}. */
  readonly missingToken: string;
  readonly portInUse: string;
  readonly portForbidden: string;
  readonly cannotListen: string;
  readonly ownError: string;
  /** The company of an article that nobody named. */
  readonly anyCompany: string;
}
