import type { Reading } from '../language/reading.ts';
import { type MetricId, metricUnit } from '../metrics.ts';
import type { Accounting } from './figure.ts';
import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import type { TableLine } from './table-lines.ts';

/** What a row is of. */
export interface Subject {
  readonly metric: MetricId;
  readonly label: string;
  readonly segment: string | null;
  readonly accounting: Accounting | null;
  readonly loss: boolean;
}

export type MetricToken = Extract<Token, { kind: 'metric' }>;

/** The metric that a label names, where nothing around the name makes it another one (cost of revenue). */
export function metricOf(
  { laid, tokens, sentence }: TableLine,
  reading: Reading,
  stop = laid.length,
): MetricToken | null {
  const names = tokens.filter(
    (token): token is MetricToken => token.kind === 'metric' && token.end - sentence.start <= stop,
  );
  // "Net income per diluted share (EPS)" is of a share.
  const name = names.find(({ metric }) => metricUnit(metric) === 'per_share') ?? names[0];
  if (!name) return null;
  const label = laid.slice(0, stop);
  const around =
    label.slice(0, name.start - sentence.start) + ' # ' + label.slice(name.end - sentence.start);
  return notMetric(reading).test(around) ? null : name;
}

/** True for a label that makes its row one of something else: cost of revenue, eliminations. */
export function isUnder(label: string, reading: Reading): boolean {
  return notMetric(reading).test(label);
}

const notMetric = perReading(({ tableNotMetrics }) => new RegExp(tableNotMetrics.join('|'), 'iu'));

/** What a row's label says that it is of; null where it says nothing the reader knows. */
export function subjectOf(
  line: TableLine,
  stop: number,
  head: { readonly metric: MetricId | null; readonly section: MetricId | null },
  reading: Reading,
): Subject | null {
  const { laid, tokens, sentence } = line;
  const inLabel = tokens.filter((token) => token.end <= sentence.start + stop);
  const cue = inLabel.find(
    (token) => token.kind === 'cue' && (token.cue === 'gaap' || token.cue === 'adjusted'),
  );
  const accounting = cue?.kind === 'cue' ? (cue.cue === 'gaap' ? 'gaap' : 'adjusted') : null;
  const text = laid.slice(0, stop);
  const label = sentence.text
    .slice(0, stop)
    .replace(/[|_*•・■◆▪▽○●:\s]+/g, ' ')
    .replace(/\s*\((?:\$|¥|€|£)\w\)|\s*[$¥€£]\s*$/g, '')
    .trim();
  const named = inLabel.some(({ kind }) => kind === 'metric');
  // "Growth of Operating Cash Flow", "Change in revenue": a rate's row, not the metric's own.
  const rate = inLabel.some(
    (token) => token.kind === 'cue' && (token.cue === 'increase' || token.cue === 'decrease'),
  );
  if (named) {
    const name = metricOf(line, reading, stop);
    if (!name || rate) return null;
    // "Net profit (loss)" is a name for either.
    const loss = lossNames(reading).test(name.label) && !/\(\p{L}+\)/u.test(text);
    // "Revenue: Subscription" is a part of it, "Cloud: Revenue" of Cloud.
    const part = partAfter(text, name.end - sentence.start);
    const business = part ?? businessBefore(text.slice(0, name.end - sentence.start));
    return { metric: name.metric, label, segment: business, accounting, loss };
  }
  if (
    head.section !== null &&
    shareRows(reading).test(text.trim()) &&
    metricUnit(head.section) === 'per_share'
  )
    return { metric: head.section, label, segment: null, accounting, loss: false };
  if (head.metric === null || inLabel.some((token) => token.kind === 'cue')) return null;
  return metricUnit(head.metric) === 'money' && !notMetric(reading).test(text)
    ? { metric: head.metric, label, segment: label, accounting, loss: false }
    : null;
}

const lossNames = perReading(({ cues }) => new RegExp(cues.loss.join('|'), 'iu'));
const shareRows = perReading(
  ({ tableShareRows }) => new RegExp(`^(?:${tableShareRows.join('|')})$`, 'iu'),
);

/** What stands behind a metric's name and a colon: Revenue: Subscription. */
function partAfter(text: string, end: number): string | null {
  return /^\s?:\s*([\p{Lu}\p{Lo}][^:(\d]{1,39})$/u.exec(text.slice(end))?.[1]?.trim() ?? null;
}

/** "Cloud: Revenue": the business that a row is of. */
function businessBefore(text: string): string | null {
  const name = /^\s*[•*-]?\s*([^:(]{2,40}):\s*\S/u.exec(text)?.[1]?.trim() ?? null;
  return name !== null && /^\p{L}/u.test(name) ? name : null;
}

/** 潜在株式調整後: the less usual of two figures of a share. */
export function isLesser({ label }: Subject, reading: Reading): boolean {
  return lesserPattern(reading).test(label);
}

const lesserPattern = perReading(({ tableLesser }) => new RegExp(tableLesser.join('|'), 'iu'));
