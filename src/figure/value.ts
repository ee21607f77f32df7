import { fold } from '../article/fold.ts';
import { currencyOf, isUnit, type Unit } from '../language/amount.ts';
import { metricUnit, type MetricId } from '../metrics.ts';
import type { Change, Draft, DraftComparison } from './draft.ts';
import type { Basis, ComparisonKind, Quantity, RangeEnd } from './figure.ts';
import type { Token } from './lexer.ts';
import { isOwnerBefore } from './ownership.ts';
import { inFiscalYear, resolved, type NamedPeriod } from './period.ts';
import { perReading } from './per-reading.ts';
import { isGrouped } from './quantity.ts';
import {
  around,
  attach,
  cover,
  cueIn,
  draftsHere,
  endsOf,
  gap,
  heldAgainst,
  isSum,
  nameAfter,
  sameMeasure,
  type MetricOrLoss,
  type MetricToken,
  type QuantityToken,
  type Thread,
  type Walk,
} from './walk.ts';

/** The value of a metric: a new figure, where the amount has a name that it fits. */
export function readValue(walk: Walk, token: QuantityToken, after: readonly Token[]): void {
  const { quantity } = token;
  const named = nameAfter(walk, token, after);
  const free = walk.metric && (!walk.metric.used || isTwin(walk, token, after));
  const own = walk.metric && free && fits(walk.metric.metric, quantity) ? walk.metric : null;
  const dangling = own || named ? null : danglingFor(walk, token);
  const metric =
    metricFor(named?.name ?? null, own, quantity) ??
    dangling?.metric ??
    ofShare(walk, token) ??
    counted(walk, token) ??
    onceMore(walk, token) ??
    ofOwnerAfter(walk, token);
  if (!metric) {
    walk.loose.push({ token, period: walk.period, guidance: walk.guidance });
    return;
  }
  if (named) {
    walk.consumed.add(named.token);
    walk.named.add(named.token.start);
  }
  if (walk.metric && metric === own) walk.metric.used = true;
  walk.named.add(metric.at);
  nextTogether(walk, metric);
  record(walk, token, metric, after, { named: named?.name ?? null, dangling });
}

/** "Revenue of $330 million in the third quarter and of $1.3 billion for 2014": the same for another period. */
function onceMore(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { metric, thread } = walk;
  const before = thread.text.slice(Math.max(walk.sentence.start, token.start - 12), token.start);
  const goesOn = metric?.used && fits(metric.metric, token.quantity) && andMore(thread.reading);
  if (!goesOn || (!goesOn.test(before) && !isForetold(walk, token))) return null;
  const period = periodAfter(walk, token);
  if (!period) return null;
  walk.period = period;
  return metric;
}

/** "It came to $1.38 billion and is set to reach $7 billion in fiscal 2023": a result, then what is expected. */
function isForetold({ last, tokens, depth }: Walk, token: QuantityToken): boolean {
  if (!last || last.basis !== 'actual') return false;
  return tokens.some(
    (other) =>
      other.kind === 'cue' &&
      other.cue === 'guidance' &&
      depth.get(other) === 0 &&
      other.start > last.quantity.end &&
      other.end <= token.start,
  );
}

const andMore = perReading((reading) => new RegExp(reading.andMore, 'iu'));

/** Of names that stand together the next one has the next amount. */
function nextTogether(walk: Walk, metric: MetricOrLoss): void {
  const at = walk.together.findIndex((name) => name.at === metric.at);
  const next = at < 0 ? undefined : walk.together[at + 1];
  if (next) walk.metric = { ...next, used: false };
}

interface Naming {
  /** The name right after the number. */
  readonly named: MetricOrLoss | null;
  /** The metric that the sentence before left without a number. */
  readonly dangling: Thread['dangling'];
}

/** Keeps a value as a figure, as an expectation of one, or not at all where it is another company's. */
function record(
  walk: Walk,
  token: QuantityToken,
  metric: MetricOrLoss,
  after: readonly Token[],
  { named, dangling }: Naming,
): void {
  const { quantity } = token;
  if (walk.foreign) return;
  const entity = entityOf(walk, token, metric, dangling);
  const id = idOf(metric, entity, quantity);
  if (walk.expecting) {
    heldAgainstLast(walk, token, metric, id, 'consensus');
    return;
  }
  if (walk.held !== null && heldAgainstLast(walk, token, metric, id, walk.held)) return;
  const basis = walk.pending.some(({ kind }) => kind === 'prior_guidance')
    ? 'guidance'
    : basisOf(walk, token, after);
  const draft: Draft = {
    ...draftOf(walk, metric, id, entity),
    accounting: saidAfter(walk, token, after) ?? walk.accounting,
    period:
      walk.cumulative && walk.period === undefined
        ? null
        : (walk.period ??
          dangling?.period ??
          periodAfter(walk, token) ??
          walk.thread.section.period ??
          (basis === 'guidance' ? walk.thread.mood : undefined)),
    basis,
    quantity: { ...quantity, unit: unitFor(id, quantity.unit) },
    loss: named?.metric === 'loss' || namesLoss(walk, metric) || id === 'job_cuts',
    garbled: dangling !== null,
    quoteSpan: { start: dangling?.start ?? walk.sentence.start, end: walk.sentence.end },
    comparisons: walk.pending.splice(0),
  };
  walk.thread.drafts.push(draft);
  walk.last = draft;
  keptAsItWas(walk, token, draft);
  cameFrom(walk, draft);
}

/** How far a number may stand from the metric that no number was read for. */
const farthest = 60;

/** "At $12.42 billion, revenue stood": numbers without a name, and names without a number, that stand beside each other. */
export function pairLoose(walk: Walk): void {
  const { tokens, loose, named, consumed } = walk;
  const free = tokens.filter(
    (token): token is MetricToken =>
      token.kind === 'metric' && !named.has(token.start) && !consumed.has(token),
  );
  for (const { token, period, guidance } of loose.splice(0)) {
    const near = free.filter(
      (metric) =>
        !named.has(metric.start) &&
        fits(metric.metric, token.quantity) &&
        isBeside(walk, metric, token),
    );
    const [metric] = near.toSorted((a, b) => distance(a, token) - distance(b, token));
    if (!metric) continue;
    named.add(metric.start);
    walk.period = period;
    walk.guidance = guidance;
    const name = { metric: metric.metric, label: metric.label, at: metric.start };
    record(walk, token, name, [], { named: null, dangling: null });
  }
}

function isBeside(walk: Walk, metric: Token, token: QuantityToken): boolean {
  const [from, to] = metric.start < token.start ? [metric, token] : [token, metric];
  const between = walk.tokens.slice(walk.tokens.indexOf(from) + 1, walk.tokens.indexOf(to));
  return (
    walk.depth.get(metric) === walk.depth.get(token) &&
    to.start - from.end <= farthest &&
    !between.some(({ kind }) => kind === 'quantity' || kind === 'metric' || kind === 'other')
  );
}

function distance(metric: Token, token: Token): number {
  return metric.start < token.start ? token.start - metric.end : metric.start - token.end;
}

/** 昨年第4四半期の184億元から今年第1四半期の228億元へ: what a figure was before, and what that is to it. */
function cameFrom(walk: Walk, draft: Draft): void {
  const { from } = walk;
  walk.from = null;
  walk.cameFrom = from?.high ? { low: from.quantity, high: from.high } : null;
  if (!from || !sameMeasure(draft.quantity, from.quantity)) return;
  const kind =
    from.kind ?? (isRevised(walk) ? 'prior_guidance' : changedSince(walk, draft, from.period));
  if (kind === 'prior_guidance') draft.basis = 'guidance';
  heldAgainst(walk, kind);
  const { start, end } = from.quantity;
  const comparator = { ...from.quantity, unit: draft.quantity.unit };
  attach(
    draft,
    { kind, comparator, change: null, direction: null, sign: from.sign, span: { start, end } },
    walk,
  );
}

/** Quarters in a row compare with each other, anything else with a year before. */
function changedSince(walk: Walk, draft: Draft, before: NamedPeriod | null): 'yoy' | 'qoq' {
  const now = draft.period ?? walk.thread.period;
  const parts = [before?.part, now?.part];
  return before && now && parts.every((part) => part?.startsWith('q')) && parts[0] !== parts[1]
    ? 'qoq'
    : 'yoy';
}

/** 1兆190億円から9680億円に下方修正: a forecast that was another one. */
function isRevised({ thread, sentence }: Walk): boolean {
  return revisions(thread.reading).test(sentence.text);
}

const revisions = perReading(
  (reading) => new RegExp(`(?<!\\p{Script=Latin})(?:${reading.revisions.join('|')})`, 'iu'),
);

/** "$3.42 billion for 2026": the period right after its amount, before any other. */
function periodAfter(walk: Walk, token: QuantityToken): NamedPeriod | undefined {
  for (const next of walk.clause.slice(walk.clause.indexOf(token) + 1)) {
    const isOtherEnd =
      token.quantity.range === 'low' && next.kind === 'quantity' && next.quantity.range === 'high';
    if (next.kind === 'quantity' && !isOtherEnd) return undefined;
    if (next.kind === 'period')
      return resolved(inFiscalYear(next.period, walk.thread.endMonth), walk.thread.period);
  }
  return undefined;
}

/** "$1.28 under GAAP and $2.12 on a non-GAAP basis": one name, two bases. */
function isTwin(walk: Walk, token: QuantityToken, after: readonly Token[]): boolean {
  const said = saidAfter(walk, token, after) ?? walk.accounting;
  const twin = draftsHere(walk).find(({ metric }) => metric === walk.metric?.metric);
  return said !== null && twin !== undefined && twin.accounting !== said;
}

/** 41 cents adj., $1.28 under GAAP: the basis right after the number. */
function saidAfter(walk: Walk, token: QuantityToken, after: readonly Token[]): Draft['accounting'] {
  const hit = cueIn(after.slice(0, 1), ['adjusted', 'gaap']);
  return hit && gap(walk, token, hit.token).length <= 12 ? hit.cue : null;
}

/** The high end of a range: the same figure as its low end, with another amount. */
export function readHighEnd(walk: Walk, token: QuantityToken): void {
  const low = walk.last;
  if (low?.quantity.range !== 'low' || low.partner) return;
  const before = walk.cameFrom;
  const comparisons = low.comparisons.map((each) => {
    const change = endsOf(each).most ?? each.change;
    if (!before || each.comparator?.start !== before.low.start) return { ...each, change };
    const comparator = { ...before.high, unit: each.comparator.unit };
    return { ...each, change, comparator, span: cover(each.span, before.high) };
  });
  const unit = unitFor(low.metric, token.quantity.unit);
  const high: Draft = {
    ...low,
    quantity: { ...token.quantity, unit },
    comparisons,
    partner: low,
    problems: [],
  };
  low.partner = high;
  walk.thread.drafts.push(high);
}

/** A metric of which only the rate of change is stated. */
export function readRate(
  walk: Walk,
  metric: MetricOrLoss,
  comparisons: readonly DraftComparison[],
): void {
  const [first] = comparisons;
  if (!first?.change || metric.metric === 'loss' || walk.foreign) return;
  const entity = walk.entity === undefined ? walk.thread.topic : walk.entity;
  const { span } = first;
  const { metric: id } = metric;
  const { change, most } = endsOf(first);
  const rate = (end: Change, range: RangeEnd | null): Draft => ({
    ...draftOf(walk, metric, id, entity),
    period: walk.period,
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

type Fresh = Pick<Draft, 'metric' | 'label' | 'segment' | 'accounting' | 'partner' | 'problems'>;

function draftOf(
  walk: Walk,
  { label }: MetricOrLoss,
  metric: MetricId,
  segment: string | null,
): Fresh {
  return { metric, label, segment, accounting: walk.accounting, partner: null, problems: [] };
}

/** The name after a number wins over the one before it, unless it only says that it is a loss (営業損益は98億円の赤字). */
function metricFor(
  named: MetricOrLoss | null,
  own: Walk['metric'],
  quantity: Quantity,
): MetricOrLoss | null {
  if (named && named.metric !== 'loss' && fits(named.metric, quantity)) return named;
  return own ?? (named && fits(named.metric, quantity) ? named : null);
}

/** "238.4 million subscribers": what is counted is the metric. */
function counted(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { quantity } = token;
  if (quantity.unit !== 'count' || quantity.bare) return null;
  if (isOfJobs(walk, quantity))
    return { metric: 'job_cuts', label: quantity.text, at: token.start };
  const metric = walk.thread.metricOfUnit(quantity.text);
  return metric ? { metric, label: quantity.text, at: token.start } : null;
}

/** "More than 1,500 employees": people, where the sentence says that they lose their jobs. */
function isOfJobs({ tokens, thread }: Walk, { text }: Quantity): boolean {
  return cueIn(tokens, ['dismissed']) !== null && people(thread.reading).test(fold(text));
}

const people = perReading((reading) => new RegExp(`(?:${reading.people.join('|')})$`, 'iu'));

/** "$4.3 million, or $0.05 per share": the same income once more, of a share. */
function ofShare(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { last, thread } = walk;
  if (!token.quantity.unit.endsWith('_per_share')) return null;
  if (last?.metric === 'net_income') return { metric: 'eps', label: last.label, at: token.start };
  // "Take out the charges, and it was 52 cents per share": after earnings, what a share has is earnings.
  const before = [last, ...thread.lately].find(
    (draft) => draft?.metric === 'eps' || draft?.metric === 'net_income',
  );
  const names = walk.tokens.some(({ kind }) => kind === 'metric');
  const isTold = !names || walk.accounting !== null || walk.guidance || walk.held !== null;
  const isPrice = cueIn(walk.tokens, ['price']) !== null;
  return before && isTold && !isPrice
    ? { metric: 'eps', label: before.label, at: token.start }
    : null;
}

function idOf(metric: MetricOrLoss, entity: string | null, quantity: Quantity): MetricId {
  const { unit } = quantity;
  const ofBusiness =
    entity !== null && (metric.metric === 'net_income' || metric.metric === 'loss');
  if (ofBusiness) return 'operating_income';
  if (metric.metric === 'loss') return unit.endsWith('_per_share') ? 'eps' : 'net_income';
  // Earnings of a share are earnings per share, whatever they are called.
  if (metric.metric === 'net_income' && unit.endsWith('_per_share')) return 'eps';
  if (metric.metric === 'net_income' && !isSum(quantity)) return 'eps';
  return unit.endsWith('_per_share') && metricUnit(metric.metric) !== 'per_share'
    ? 'eps'
    : metric.metric;
}

function entityOf(
  walk: Walk,
  token: QuantityToken,
  metric: MetricOrLoss,
  dangling: Thread['dangling'],
): string | null {
  if (walk.entity !== undefined) return walk.entity;
  return dangling?.entity ?? segmentAfter(walk, token) ?? inherited(walk, metric);
}

/** What analysts expect, or what it was a year before, of a figure told just before; true where it is no value of its own. */
function heldAgainstLast(
  walk: Walk,
  token: QuantityToken,
  name: MetricOrLoss,
  id: MetricId,
  kind: ComparisonKind,
): boolean {
  const told = [
    ...draftsHere(walk),
    ...walk.thread.lately,
    ...walk.thread.drafts.slice(-longestMemory).toReversed(),
  ];
  const owner = walk.entity ?? walk.thread.topic ?? null;
  const isOwned = ({ segment }: Draft) => segment === owner;
  const isAny = () => walk.entity === undefined;
  const find = (fits: (draft: Draft) => boolean) =>
    told.find((each) => fits(each) && isOwned(each)) ?? told.find((each) => fits(each) && isAny());
  const draft =
    find(({ metric }) => metric === id) ??
    // "There had been a profit of £54m": a profit by no other name is the one just told.
    (id === 'net_income' ? find(({ metric }) => profits.has(metric)) : undefined);
  if (!draft) return kind !== 'consensus';
  // Expectations do not say whether they are of the GAAP figure or of its adjusted twin.
  const twins =
    kind === 'consensus'
      ? told.filter(
          (each) =>
            each.metric === draft.metric &&
            each.segment === draft.segment &&
            each.basis === draft.basis &&
            each.accounting !== draft.accounting,
        )
      : [];
  const span = { start: token.start, end: token.end };
  const sign = namesLoss(walk, name) ? 'loss' : namesProfit(walk, name) ? 'profit' : null;
  for (const each of new Set([draft, ...twins])) {
    const low = each.quantity.range === 'high' ? (each.partner ?? each) : each;
    const comparator = { ...token.quantity, unit: each.quantity.unit };
    attach(low, { kind, comparator, change: null, direction: null, sign, span }, walk);
  }
  return true;
}

const profits: ReadonlySet<MetricId> = new Set([
  'pretax_income',
  'operating_income',
  'ordinary_income',
  'ebitda',
]);

/** How many figures back expectations may speak of. */
const longestMemory = 40;

/** True for names that are profits themselves: a profit of 27 cents, where the figure is a loss. */
function namesProfit({ thread }: Walk, { label }: MetricOrLoss): boolean {
  return thread.reading.profitNouns.some((noun) => new RegExp(`(?:${noun})`, 'iu').test(label));
}

function basisOf(walk: Walk, token: QuantityToken, after: readonly Token[]): Basis {
  if (walk.reported && !walk.guidance) return 'actual';
  const said = cueIn(after, ['guidance']);
  return (walk.guidance && !walk.reported) ||
    (said && gap(walk, token, said.token).length <= 8 && !walk.reported)
    ? 'guidance'
    : 'actual';
}

/** 通期見通しは1兆2,000億円に変化なし: a forecast that stays is the one before it too. */
function keptAsItWas(walk: Walk, token: QuantityToken, draft: Draft): void {
  if (draft.basis !== 'guidance') return;
  const { before, after } = around(walk, token);
  const kept = cueIn(after.slice(0, 1), ['unchanged']) ?? cueIn(before.slice(0, 1), ['unchanged']);
  if (!kept) return;
  const span = {
    start: Math.min(kept.token.start, token.start),
    end: Math.max(kept.token.end, token.end),
  };
  const change = { value: '0', step: '1' };
  attach(
    draft,
    {
      kind: 'prior_guidance',
      comparator: draft.quantity,
      change,
      direction: null,
      sign: null,
      span,
    },
    walk,
  );
}

/** The metric the sentence before left without a number, where this one begins with a number that fits it. */
function danglingFor(walk: Walk, token: QuantityToken): Thread['dangling'] {
  const { dangling } = walk.thread;
  if (!dangling || walk.tokens[0] !== token || token.start !== walk.sentence.start) return null;
  return fits(dangling.metric.metric, token.quantity) ? dangling : null;
}

/** 累積損失が316億ドルに上るメタバース プロジェクト: the owner may come after. */
function segmentAfter(walk: Walk, token: QuantityToken): string | null {
  const depth = walk.depth.get(token);
  const next = walk.clause
    .slice(walk.clause.indexOf(token) + 1)
    .filter((other) => walk.depth.get(other) === depth)
    .find(({ kind }) => kind === 'segment' || kind === 'company' || kind === 'quantity');
  return next?.kind === 'segment' ? next.slug : null;
}

/** "Revenue was $1,389 million in Compute, $912 million in Embedded": the same of each business named behind its amount. */
function ofOwnerAfter(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { metric } = walk;
  const next = walk.tokens
    .slice(walk.tokens.indexOf(token) + 1)
    .find((other) => other.kind === 'segment');
  const goesOn = metric?.used && next && isOwnerBefore(walk, next);
  return goesOn && segmentAfter(walk, token) === next.slug && fits(metric.metric, token.quantity)
    ? metric
    : null;
}

/** What businesses report for themselves. */
const ofSegments: ReadonlySet<string> = new Set(['revenue', 'operating_income', 'users', 'loss']);

/** A paragraph goes on about its segment, and a fragment about a loss about the segment that made one. */
function inherited(walk: Walk, metric: MetricOrLoss): string | null {
  const { last, topic } = walk.thread;
  if (metric.metric === 'loss' && last?.loss) return last.segment;
  return ofSegments.has(metric.metric) ? topic : null;
}

/** Whether a metric can have such a value. */
export function fits(metric: MetricId | 'loss', quantity: Quantity): boolean {
  const money = currencyOf(quantity.unit) !== null;
  const perShare = quantity.unit.endsWith('_per_share');
  if (metric === 'loss') return perShare || (money && isSum(quantity));
  // A profit of $0.02 is one of a share.
  if (metric === 'net_income' && money && !isSum(quantity)) return isOfOneShare(quantity);
  const kind = metricUnit(metric);
  switch (kind) {
    case 'money':
      return money && isSum(quantity);
    case 'per_share':
      return perShare || (money && quantity.step.length <= 4);
    case 'count':
      return quantity.unit === 'count' && (!quantity.bare || isGrouped(quantity));
    case 'percent':
      return quantity.unit === 'percent';
    default:
      return kind satisfies never;
  }
}

/** $0.02, 41 cents: an amount with a fraction of its unit, too small to be a company's. */
function isOfOneShare({ step, value }: Quantity): boolean {
  return Number(step) < 1 && Math.abs(Number(value)) < 1000;
}

function unitFor(metric: MetricId, unit: Unit): Unit {
  const currency = currencyOf(unit);
  const share = `${unit}_per_share`;
  return metricUnit(metric) === 'per_share' && currency !== null && isUnit(share) ? share : unit;
}

/** True for names that are losses themselves: 純損失, net loss. */
export function namesLoss(walk: Walk, { metric, label }: MetricOrLoss): boolean {
  return metric === 'loss' || new RegExp(walk.thread.reading.cues.loss.join('|'), 'iu').test(label);
}
