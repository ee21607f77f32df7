import { currencyOf, isUnit, type Unit } from '../language/amount.ts';
import { metricUnit, type MetricId } from '../metrics.ts';
import type { Draft } from './draft.ts';
import type { Accounting, Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import {
  cueIn,
  nameAfter,
  type MetricOrLoss,
  type QuantityToken,
  type Thread,
  type Walk,
} from './walk.ts';

/** The value of a metric: a new figure, where the amount has a name that it fits. */
export function readValue(walk: Walk, token: QuantityToken, after: readonly Token[]): void {
  const { quantity } = token;
  const named = nameAfter(walk, token, after);
  const own =
    walk.metric && !walk.metric.used && fits(walk.metric.metric, quantity) ? walk.metric : null;
  const dangling = own || named ? null : danglingFor(walk, token);
  const metric =
    named && fits(named.name.metric, quantity) ? named.name : (own ?? dangling?.metric);
  if (!metric) return;
  if (named) walk.consumed.add(named.token);
  if (walk.metric && metric === walk.metric) walk.metric.used = true;
  if (walk.foreign) return;
  const entity =
    walk.entity ?? dangling?.entity ?? segmentAfter(walk, token) ?? inheritedSegment(walk, metric);
  const id =
    metric.metric === 'loss'
      ? entity === null
        ? 'net_income'
        : 'operating_income'
      : metric.metric;
  const draft: Draft = {
    metric: id,
    label: metric.label,
    segment: entity,
    period: walk.cumulative && walk.period === undefined ? null : (walk.period ?? dangling?.period),
    basis: !walk.reported && cueIn(walk.clause, ['guidance']) ? 'guidance' : 'actual',
    accounting: accountingOf(walk),
    quantity: { ...quantity, unit: unitFor(id, quantity.unit) },
    loss: metric.metric === 'loss' || isLoss(walk, metric.label),
    garbled: dangling !== null,
    quoteSpan: { start: dangling?.start ?? walk.sentence.start, end: walk.sentence.end },
    comparisons: walk.pending.splice(0),
    problems: [],
  };
  walk.thread.drafts.push(draft);
  walk.last = draft;
}

/** The metric the sentence before left without a number, where this one begins with a number that fits it. */
function danglingFor(walk: Walk, token: QuantityToken): Thread['dangling'] {
  const { dangling } = walk.thread;
  if (!dangling || walk.tokens[0] !== token || token.start !== walk.sentence.start) return null;
  return fits(dangling.metric.metric, token.quantity) ? dangling : null;
}

/** 累積損失が316億ドルに上るメタバース プロジェクト: the owner may come after. */
function segmentAfter(walk: Walk, token: QuantityToken): string | null {
  if (walk.entity !== undefined) return null;
  const next = walk.clause
    .slice(walk.clause.indexOf(token) + 1)
    .find(({ kind }) => kind === 'segment' || kind === 'company');
  return next?.kind === 'segment' ? next.slug : null;
}

/** A fragment about a loss that names nobody goes on about the segment before it. */
function inheritedSegment(walk: Walk, metric: MetricOrLoss): string | null {
  const { last } = walk.thread;
  return walk.entity === undefined && metric.metric === 'loss' && last?.loss ? last.segment : null;
}

function fits(metric: MetricId | 'loss', quantity: Quantity): boolean {
  const money = currencyOf(quantity.unit) !== null;
  const perShare = quantity.unit.endsWith('_per_share');
  if (metric === 'loss') return money && !perShare;
  const kind = metricUnit(metric);
  switch (kind) {
    case 'money':
      return money && !perShare;
    case 'per_share':
      return perShare || (money && quantity.step.length <= 4);
    case 'count':
      return quantity.unit === 'count' && !quantity.bare;
    case 'percent':
      return quantity.unit === 'percent';
    default:
      return kind satisfies never;
  }
}

function unitFor(metric: MetricId, unit: Unit): Unit {
  const currency = currencyOf(unit);
  const share = `${unit}_per_share`;
  return metricUnit(metric) === 'per_share' && currency !== null && isUnit(share) ? share : unit;
}

function isLoss(walk: Walk, label: string): boolean {
  return new RegExp(walk.thread.reading.cues.loss.join('|'), 'iu').test(label);
}

function accountingOf(walk: Walk): Accounting | null {
  const hit = cueIn(walk.clause, ['adjusted', 'gaap']);
  return hit ? hit.cue : null;
}
