import type { Change, Draft, DraftComparison } from './draft.ts';
import type { RangeEnd } from './figure.ts';
import { sectionPeriod } from './held.ts';
import { ownerBehind } from './ownership.ts';
import type { MetricOrLoss } from './thread.ts';
import { draftOf } from './value.ts';
import { endsOf, type Walk } from './walk.ts';

/** A metric of which only the rate of change is stated. */
export function readRate(
  walk: Walk,
  metric: MetricOrLoss,
  comparisons: readonly DraftComparison[],
  owner: string | null = null,
): void {
  const [first] = comparisons;
  if (!first?.change || metric.metric === 'loss' || walk.foreign || walk.expecting) return;
  const entity = owner ?? (walk.entity === undefined ? walk.thread.topic : walk.entity);
  const { span } = first;
  // What a business earns is its operating income.
  const id = entity !== null && metric.metric === 'net_income' ? 'operating_income' : metric.metric;
  const { change, most } = endsOf(first);
  const rate = (end: Change, range: RangeEnd | null): Draft => ({
    ...draftOf(walk, metric, id, entity),
    period: walk.period ?? sectionPeriod(walk),
    basis: walk.guidance && !walk.reported ? 'guidance' : 'actual',
    quantity: {
      ...span,
      text: walk.thread.text.slice(span.start, span.end),
      value: end.value,
      step: end.step,
      unit: 'percent',
      bound: 'exact',
      bare: false,
      scaled: false,
      ...(range ? { range } : {}),
    },
    loss: false,
    garbled: false,
    quoteSpan: { start: walk.sentence.start, end: walk.sentence.end },
    comparisons: comparisons.map((each, at) => (at === 0 ? { ...each, change: end } : { ...each })),
  });
  if (change) walk.thread.drafts.push(rate(change, most ? 'low' : null));
  if (most) walk.thread.drafts.push(rate(most, 'high'));
}

/** Changes whose figure never came are figures of their own: the metric's rate. */
export function flushRates(walk: Walk): void {
  const pending = walk.pending.splice(0);
  const metric = walk.outside.at(-1) ?? walk.metric;
  if (metric && !metric.used && pending.length > 0)
    readRate(walk, metric, pending, ownerBehind(walk, metric.at));
}
