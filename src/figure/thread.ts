import type { Span } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import type { Reading } from '../language/reading.ts';
import { type MetricId, metricIds, metricUnit } from '../metrics.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { ComparisonKind, Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import { perLanguage } from './per-reading.ts';
import type { NamedPeriod } from './period.ts';

export type QuantityToken = Extract<Token, { kind: 'quantity' }>;
export type MetricToken = Extract<Token, { kind: 'metric' }>;
export type MetricOrLoss = {
  readonly metric: MetricId | 'loss';
  readonly label: string;
  readonly at: number;
};

/** What a heading or the line above a list says of every item of the list. */
export interface Section {
  readonly topic: string | null;
  readonly guidance: boolean;
  readonly period: NamedPeriod | undefined;
}

export const noSection: Section = { topic: null, guidance: false, period: undefined };

/** An expectation told before what it is of. */
interface Awaited {
  readonly metric: MetricId;
  readonly segment: string | null;
  readonly period: NamedPeriod | undefined;
  readonly comparator: Quantity;
  readonly span: Span;
  readonly sign: DraftComparison['sign'];
}

/** What one sentence hands to the next: the figures so far and what was left open. */
export interface Thread {
  readonly text: string;
  readonly reading: Reading;
  readonly period: NamedPeriod | null;
  /** The part of a year that the text reports on, where it names no year. */
  readonly part: NamedPeriod['part'] | null;
  readonly endMonth: number | null;
  readonly drafts: Draft[];
  /** The metric whose name ends a counted quantity (238.4 million subscribers). */
  readonly metricOfUnit: (text: string) => MetricId | null;
  /** A metric that its sentence gave no number; a fragment that begins with one may. */
  dangling: {
    metric: MetricOrLoss;
    entity: string | null;
    period: NamedPeriod | undefined;
    start: number;
  } | null;
  /** The figures of the sentences just before that gave any, the last first. */
  lately: readonly Draft[];
  /** The last figure of the sentence before. */
  last: Draft | null;
  /** What the last stated change was held against: 同 stands for it. */
  lastKind: 'yoy' | 'qoq';
  /** What the last comparator, or else the last change, was held against: 同 before an amount stands for it. */
  lastHeld: ComparisonKind;
  /** True in an article on several companies while it speaks of another one. */
  foreign: boolean;
  readonly several: boolean;
  section: Section;
  /** Where the sentence before says that the forecasts to come are unchanged. */
  kept: { readonly span: Span; readonly said: Span } | null;
  /** The period that the paragraph's forecasts are for. */
  mood: NamedPeriod | undefined;
  /** What the paragraph speaks of since a sentence that began with it: half a year, nine months. */
  since: NamedPeriod | undefined;
  /** The metrics that the paragraph told last: businesses named after them have theirs (売上高は…、商事は218億円). */
  carried: readonly MetricOrLoss[];
  /** The segment that the paragraph is about. */
  topic: string | null;
  /** The business that the sentence before was about, as its subject. */
  subject: string | null;
  /** The segment that the text named last. */
  named: string | null;
  /** What analysts expect of figures that are still to come. */
  readonly awaited: Awaited[];
  /** A comparator that only a period label names (2023年の28億ドルを上回ります). */
  open: {
    draft: Draft;
    quantity: Quantity;
    label: Span;
    /** The period that the label names. */
    period: NamedPeriod;
    direction: DraftComparison['direction'];
  } | null;
}

/** A thread at the beginning of a text, with the article's own period and the end of its fiscal year. */
export function startThread(
  text: string,
  language: LanguageCode,
  frame: Pick<Thread, 'period' | 'part' | 'endMonth'>,
  several = false,
): Thread {
  return {
    text,
    reading: languageOf(language).reading,
    ...frame,
    drafts: [],
    metricOfUnit: unitMetrics(language),
    dangling: null,
    lately: [],
    last: null,
    lastKind: 'yoy',
    lastHeld: 'yoy',
    foreign: false,
    several,
    section: noSection,
    kept: null,
    mood: undefined,
    since: undefined,
    carried: [],
    subject: null,
    topic: null,
    awaited: [],
    named: null,
    open: null,
  };
}

/** Finds a metric's name at the end of a counted quantity. */
const unitMetrics = perLanguage((language): Thread['metricOfUnit'] => {
  const { metricNames } = languageOf(language);
  const { countedUsers } = languageOf(language).reading;
  const counted = metricIds
    .filter((id) => metricUnit(id) === 'count')
    .map((id) => ({
      id,
      ends: [...metricNames[id], ...(id === 'users' ? countedUsers : [])].map(
        (name) => ` ${name.toLowerCase()}`,
      ),
    }));
  return (text) => {
    const lower = fold(text).toLowerCase();
    return counted.find(({ ends }) => ends.some((end) => lower.endsWith(end)))?.id ?? null;
  };
});
