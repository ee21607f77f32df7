import type { FigureTableWording } from './figure-table.ts';
import type {
  DeskWording,
  KeepingWording,
  OperatorWording,
  StoreWording,
  UsageWording,
  WhyWording,
} from './operator.ts';
import type { MetricId } from '../metrics.ts';
import type { Bound, Currency } from './amount.ts';
import type { ChannelWording } from './channel.ts';
import type { HomeWording } from './home.ts';
import type { IngestWording } from './ingesting.ts';
import type { InstallWording } from './install.ts';
import type { ThinkingWording } from './thinking.ts';
import type { DeedsWording } from './deeds.ts';
import type { ManifestWording } from './manifest.ts';
import type { RefusalWording } from './refusals.ts';
import type { TalkWording } from './talk.ts';
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

export interface ButtonWording {
  readonly ask: string;
  /** Shows the whole card with the sentence of each number. */
  readonly evidence: string;
  readonly post: string;
  /** Where it was read, beside others, what was corrected, and "wrong number?". */
  readonly sources: string;
  readonly compare: string;
  readonly history: string;
  readonly report: string;
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

/** How cards and errors say things in one language. Templates have {blanks}. */
export interface Wording {
  /** Quotation marks around {text}. */
  readonly quotation: string;
  /** Between the clauses of a line. */
  readonly clause: string;
  /** {label} and {value} of a figure on one line. */
  readonly row: string;
  readonly figureTable: FigureTableWording;
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
  readonly thinking: ThinkingWording;
  readonly deeds: DeedsWording;
  readonly why: WhyWording;
  readonly channel: ChannelWording;
  readonly home: HomeWording;
  readonly ingest: IngestWording;
  readonly talk: TalkWording;
  readonly refusals: RefusalWording;
  readonly timing: TimingWording;
  readonly install: InstallWording;
  readonly usage: UsageWording;
  readonly store: StoreWording;
  readonly keeping: KeepingWording;
  readonly manifest: ManifestWording;
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
