import type { MetricId } from '../metrics.ts';
import type { Bound, Currency } from './amount.ts';
import type { ChannelWording } from './channel.ts';
import type { TimingWording } from './timing.ts';

/** The parts of a year that a period names: 2023-q2, 2022-fy. */
export type PeriodPart = 'q1' | 'q2' | 'q3' | 'q4' | 'h1' | 'h2' | '9m' | 'fy';

/** A word that stands for a power of ten: 億 is 8 zeros, B is 9. */
export interface Scale {
  readonly zeros: number;
  readonly word: string;
}

/** How numbers with their units are written. Units have {sign} and {number}, bounds and losses {amount}. */
export interface AmountWording {
  /** chain: 77億8,800万, every scale in turn. decimal: 7.788B, one scale with a few decimals. */
  readonly scaling: 'chain' | 'decimal';
  /** Largest first: of money, and of counts (where $100M is "100 million" people). */
  readonly moneyScales: readonly Scale[];
  readonly countScales: readonly Scale[];
  readonly bounds: Readonly<Record<Bound, string>>;
  readonly money: Readonly<Record<Currency, string>>;
  readonly percent: string;
  readonly points: string;
  readonly ratio: string;
  readonly count: string;
  /** Counts that name what they count: 7万1,469人. */
  readonly counted: Readonly<Partial<Record<MetricId, string>>>;
  /** A negative result in words: 37億3,000万ドルの赤字. */
  readonly loss: string;
}

/** How periods are called: a {part} of a {year}; {month} is the one in which the company's year ends. */
export interface PeriodWording {
  readonly parts: Readonly<Record<PeriodPart, string>>;
  /** The {months} of a part where the company's year is the calendar's. */
  readonly months: Readonly<Partial<Record<PeriodPart, string>>>;
  readonly calendar: string;
  /** With the months, for titles. */
  readonly titled: string;
  /** A fiscal year named by the year in which it ends, and the same where the month is known. */
  readonly fiscal: string;
  readonly fiscalEnding: string;
  /** A total since the start. */
  readonly none: string;
}

/** A comparison as the source states it: its {change}, the comparator's {value}, or both. */
export interface ChangeWording {
  readonly change: string;
  readonly value: string;
  readonly both: string;
}

/** How a figure stands to another: without the other's value, and with it as {expected}. */
export interface StandWording {
  readonly bare: string;
  readonly against: string;
}

/** Comparisons of a row. Verdicts carry a word and a symbol. */
export interface ComparisonWording {
  readonly yoy: ChangeWording;
  /** Year on year of a whole year. */
  readonly yearly: ChangeWording;
  readonly qoq: ChangeWording;
  readonly beat: StandWording;
  readonly miss: StandWording;
  readonly inLine: StandWording;
  /** Both are losses; {expected} is then the size of the expected loss. */
  readonly narrowerLoss: string;
  readonly widerLoss: string;
  readonly notComparable: string;
  /** Consensus where higher is neither good nor bad (headcount), or of a forecast. */
  readonly above: StandWording;
  readonly below: StandWording;
  readonly consensusChange: string;
  readonly priorAbove: StandWording;
  readonly priorBelow: StandWording;
  readonly priorInLine: StandWording;
  readonly priorChange: string;
  /** Guidance against the guidance before it. */
  readonly raised: StandWording;
  readonly lowered: StandWording;
  readonly kept: StandWording;
  /** Our own arithmetic, marked so. */
  readonly surprise: string;
}

/** What the bars and panels of a chart are called, and how a chart is told in words. */
export interface ChartWording {
  readonly actual: string;
  readonly consensus: string;
  readonly guidance: string;
  readonly yearAgo: string;
  /** Of a whole year. */
  readonly yearBefore: string;
  readonly quarterBefore: string;
  /** A metric's {label} over several periods. */
  readonly trend: string;
  /** {label} and {value} of a bar; {title} and {parts} of a panel; all {panels}, one after the other. */
  readonly bar: string;
  readonly panel: string;
  readonly alt: string;
}

/** Titles, headings and small print of cards. */
export interface CardWording {
  readonly title: string;
  readonly figures: string;
  readonly guidance: string;
  readonly consensus: string;
  readonly otherPeriods: string;
  readonly otherFigures: string;
  readonly highlight: string;
  readonly risk: string;
  readonly outlook: string;
  readonly noted: string;
  readonly evidence: string;
  readonly noFigures: string;
  /** Beside a figure that a problem concerns. */
  readonly flagged: string;
  /** {sentence} of a problem {about} figures. */
  readonly about: string;
  readonly accepted: string;
  readonly acceptedBecause: string;
  readonly original: string;
  readonly modelWritten: string;
  readonly consensusSource: string;
  readonly notAdvice: string;
  readonly answer: string;
  /** The periods of a {company}, or several companies, side by side; {list} of what is compared. */
  readonly comparisonOfPeriods: string;
  readonly comparisonOfCompanies: string;
  /** The {first} and the {second} of two things that are compared. */
  readonly pair: string;
  /** No figure that two of the digests have. */
  readonly nothingShared: string;
  /** A {text} that tells what the source does not state. */
  readonly computed: string;
  /** Two figures that cannot be held against each other, and why. */
  readonly notComparable: string;
  /** The {title} of a digest that says otherwise than it did. */
  readonly correction: string;
  readonly corrected: string;
  /** Over the figures of a posted card that changed. */
  readonly correctedHeading: string;
  readonly added: string;
  readonly withdrawn: string;
  readonly nothingCorrected: string;
  /** The {title} of a digest that somebody withdrew; what stands on top of its card, with {date} and {reason}. */
  readonly withdrawalTitle: string;
  readonly withdrawalHeading: string;
  readonly withdrawal: string;
  /** Under the card of one that stands again. */
  readonly standsAgainTitle: string;
  readonly standsAgain: string;
  /** No new results of the companies in {list}; what there is; that there is none yet. */
  readonly quiet: string;
  readonly quietSince: string;
  readonly quietSoFar: string;
  /** Over {count} results in one card; over those that have their {title} alone, with the {command} that shows one; how many more there are. */
  readonly merged: string;
  readonly mergedMore: string;
  readonly mergedTitle: string;
  readonly mergedRest: string;
  readonly mismatches: Readonly<Record<'accounting' | 'unit' | 'length' | 'bound', string>>;
}

/** The source line: its parts are joined, those that are not known are left out. */
interface SourceWording {
  readonly line: string;
  readonly title: string;
  readonly author: string;
  readonly editor: string;
  readonly undated: string;
  readonly language: string;
}

interface ButtonWording {
  readonly ask: string;
  /** Shows the whole card with the sentence of each number. */
  readonly evidence: string;
  readonly post: string;
  readonly formTitle: string;
  readonly formLabel: string;
  readonly formSubmit: string;
}

/** What people are told when something cannot be done. */
interface NoticeWording {
  readonly title: string;
  /** The digest a button stood for is no longer there. */
  readonly gone: string;
  /** An error of ours. */
  readonly failed: string;
  /** Asked back where a question may be about any of the results in {list}. */
  readonly which: string;
}

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

/** How cards and errors say things in one language. Templates have {blanks}. */
export interface Wording {
  /** Quotation marks around {text}. */
  readonly quotation: string;
  /** Between the clauses of a line. */
  readonly clause: string;
  /** {label} and {value} of a figure on one line. */
  readonly row: string;
  /** A {name} of a {segment}: リアリティ・ラボの営業損益, Reality Labs operating income. */
  readonly segmented: string;
  /** A {name} with what tells it apart: {parts}, joined by `partsJoin`. */
  readonly qualified: string;
  readonly partsJoin: string;
  readonly accounting: Readonly<Record<'gaap' | 'adjusted', string>>;
  /** Which end of a range an amount is. */
  readonly range: Readonly<Record<'low' | 'high', string>>;
  /** What a figure is that is no result. */
  readonly basis: Readonly<Record<'guidance' | 'prior_guidance' | 'consensus', string>>;
  /** What a result is called when it is negative. */
  readonly lossNames: Readonly<Partial<Record<MetricId, string>>>;
  readonly amount: AmountWording;
  readonly period: PeriodWording;
  readonly comparison: ComparisonWording;
  readonly card: CardWording;
  readonly chart: ChartWording;
  readonly source: SourceWording;
  readonly button: ButtonWording;
  readonly notice: NoticeWording;
  readonly why: WhyWording;
  readonly channel: ChannelWording;
  readonly timing: TimingWording;
  readonly usage: UsageWording;
  readonly store: StoreWording;
  readonly keeping: KeepingWording;
  readonly desk: DeskWording;
  readonly operator: OperatorWording;
}

/**
 * A template with its {blanks} filled; a blank without a text stays as it is. {name:mid} stands inside a
 * sentence: a capital that only begins its text becomes small (Users, but not EPS).
 */
export function fillBlanks(template: string, blanks: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)(:mid)?\}/g, (blank, name: string, mid?: string) => {
    const text = blanks[name] ?? blank;
    return mid === undefined
      ? text
      : text.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase());
  });
}
