import { type MetricId, metricUnit } from '../metrics.ts';
import { type Draft, isAsBefore, unchanged } from './draft.ts';
import { expectLater, heldAgainstAlike, heldAgainstLast, meetExpectations } from './expected.ts';
import type { Basis, Quantity } from './figure.ts';
import { formerOf, fromFormer, keepFormer } from './former.ts';
import type { Token } from './lexer.ts';
import { fits, namesLoss, profits, unitOfMetric } from './measure.ts';
import { patternOf } from './per-reading.ts';
import {
  additionOf,
  counted,
  danglingFor,
  itCameTo,
  isOfJobs,
  kindOfPeople,
  ofBusiness,
  metricFor,
  ofOwnerAfter,
  ofShare,
  onceMore,
  periodAfter,
  segmentAfter,
  segmentBehind,
} from './naming.ts';
import { cameFrom } from './origin.ts';
import { isOutcome, ofNextPeriod, ofOtherPeriod } from './other-period.ts';
import { sectionPeriod } from './held.ts';
import type { MetricOrLoss, QuantityToken, Thread } from './thread.ts';
import {
  around,
  attach,
  cover,
  cueIn,
  draftsHere,
  endsOf,
  gap,
  isSum,
  nameAfter,
  type Walk,
} from './walk.ts';

/** The value of a metric: a new figure, where the amount has a name that it fits. */
export function readValue(walk: Walk, token: QuantityToken, after: readonly Token[]): void {
  const { quantity } = token;
  const named = nameAfter(walk, token, after);
  const free = walk.metric && (!walk.metric.used || isTwin(walk, token, after));
  const own = walk.metric && free && fits(walk.metric.metric, quantity) ? walk.metric : null;
  const dangling = own || named ? null : danglingFor(walk, token);
  // 従業員の5%にあたる400人を削減: how many go, or came, is not how many there are.
  const metric =
    (isOfJobs(walk, token) || additionOf(walk, token) !== null ? counted(walk, token) : null) ??
    metricFor(named?.name ?? null, own, quantity, walk.thread.reading.profitNouns) ??
    dangling?.metric ??
    ofShare(walk, token) ??
    counted(walk, token) ??
    onceMore(walk, token) ??
    ofOwnerAfter(walk, token) ??
    ofBusiness(walk, token) ??
    itCameTo(walk, token) ??
    ofOtherPeriod(walk, token, after) ??
    ofNextPeriod(walk, token);
  if (!metric) {
    if (walk.held !== null && heldAgainstAlike(walk, token, walk.held)) return;
    // "Analysts had looked for 51 cents a share and $11.8 billion"
    if (walk.expecting === 'consensus' && heldAgainstAlike(walk, token, 'consensus')) return;
    walk.loose.push({ token, period: walk.period, guidance: walk.guidance, entity: walk.entity });
    return;
  }
  // 営業損益は98億円の赤字: the loss is no name of its own; revenue behind the profit made on it is.
  if (named && (metric === named.name || named.name.metric === 'loss')) {
    walk.consumed.add(named.token);
    walk.named.add(named.token.start);
  }
  if (walk.metric && (metric === own || isVerbOf(walk.metric, token))) walk.metric.used = true;
  walk.named.add(metric.at);
  nextTogether(walk, metric);
  const [owner, ...owners] = walk.owners;
  if (owner !== undefined) walk.entity = owner;
  record(walk, token, metric, after, { named: named?.name ?? null, dangling });
  walk.owners = owners;
  if (owners.length > 0 && walk.metric) walk.metric.used = false;
}

/** "Made $312 million in revenue": the verb has said all it says of the amount. */
function isVerbOf({ at, label }: MetricOrLoss, { start }: QuantityToken): boolean {
  return start - at - label.length === 1;
}

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

/** "Without it, subscribers grew by 500,000": accounts know profits without items; people left out make no count. */
function isWithoutSome({ accounting }: Walk, { metric }: MetricOrLoss): boolean {
  return accounting === 'adjusted' && metric !== 'loss' && metricUnit(metric) === 'count';
}

/** Keeps a value as a figure, as an expectation of one, or not at all where it is another company's. */
export function record(
  walk: Walk,
  token: QuantityToken,
  metric: MetricOrLoss,
  after: readonly Token[],
  { named, dangling }: Naming,
): void {
  const { quantity } = token;
  if (walk.foreign || isWithoutSome(walk, metric)) return;
  const entity = entityOf(walk, token, metric, dangling);
  const id = idOf(walk, metric, entity, quantity);
  if (walk.expecting === 'consensus') {
    if (!heldAgainstLast(walk, token, metric, id, 'consensus'))
      expectLater(walk, token, metric, id);
    return;
  }
  const former = formerOf(walk, id);
  if (walk.expecting === 'prior_guidance' && !former && walk.from === null) {
    keepFormer(walk, token, metric, id);
    return;
  }
  if (former) walk.from = fromFormer(former);
  if (walk.held !== null && heldAgainstLast(walk, token, metric, id, walk.held)) return;
  const revised = walk.pending.some(({ kind }) => kind === 'prior_guidance');
  const basis = revised && !isOutcome(walk, token) ? 'guidance' : basisOf(walk, token, after);
  const draft: Draft = {
    ...draftOf(walk, metric, id, entity),
    accounting: saidAfter(walk, token, after) ?? walk.accounting,
    period:
      walk.cumulative && walk.period === undefined
        ? null
        : (walk.period ??
          dangling?.period ??
          periodAfter(walk, token) ??
          sectionPeriod(walk) ??
          (basis === 'guidance' ? walk.thread.mood : undefined)),
    basis,
    quantity: { ...quantity, unit: unitOfMetric(id, quantity.unit) },
    loss:
      named?.metric === 'loss' ||
      namesLoss(walk, metric) ||
      isLossBefore(walk, token, metric) ||
      id === 'job_cuts' ||
      additionOf(walk, token) === 'lost',
    garbled: dangling !== null,
    quoteSpan: { start: dangling?.start ?? walk.sentence.start, end: walk.sentence.end },
    comparisons: walk.pending.splice(0),
  };
  walk.thread.drafts.push(draft);
  meetExpectations(walk, draft);
  walk.last = draft;
  keptAsItWas(walk, token, draft);
  cameFrom(walk, draft);
}

/** "Its profit amounted to a loss of 4 cents": what stands right before the amount says its sign. */
function isLossBefore(walk: Walk, token: QuantityToken, { metric, at }: MetricOrLoss): boolean {
  const before = walk.tokens[walk.tokens.indexOf(token) - 1];
  const hit = before && profits.has(metric) && before.start > at && cueIn([before], ['loss']);
  return (
    Boolean(hit) &&
    walk.depth.get(token) === 0 &&
    ofLoss(walk.thread.reading).test(gap(walk, before ?? token, token))
  );
}

const ofLoss = patternOf('ofLoss');

/** "$1.28 under GAAP and $2.12 on a non-GAAP basis": one name, two bases. */
function isTwin(walk: Walk, token: QuantityToken, after: readonly Token[]): boolean {
  const said = saidAfter(walk, token, after) ?? walk.accounting;
  const twin = draftsHere(walk).find(({ metric }) => metric === walk.metric?.metric);
  return said !== null && twin !== undefined && twin.accounting !== said;
}

/** 41 cents adj., $1.28 under GAAP: the basis right after the number. */
function saidAfter(walk: Walk, token: QuantityToken, after: readonly Token[]): Draft['accounting'] {
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  // "$1.02 per share, adjusted vs. 96 cents": between commas it is of the amount before, where a comparison follows.
  const beside = next?.kind === 'break' ? walk.tokens.slice(walk.at + 2, walk.at + 4) : [];
  const closes = beside[1] && cueIn([beside[1]], ['versus']) ? beside.slice(0, 1) : [];
  const hit = cueIn([...after.slice(0, 1), ...closes], ['adjusted', 'gaap']);
  return hit && gap(walk, token, hit.token).length <= 12 ? hit.cue : null;
}

/** The high end goes where its low end went: to the figure, or to the comparator of the high end. */
export function readHighEnd(walk: Walk, token: QuantityToken): void {
  const { last, heldLast, against } = walk;
  const high = (last ?? heldLast)?.partner;
  if (!high || against === null) return highEndOf(walk, token);
  const known = high.comparisons.find(({ kind }) => kind === against);
  if (!known) return;
  known.comparator = { ...token.quantity, unit: high.quantity.unit };
  known.span = cover(known.span, token);
}

/** The high end of a range: the same figure as its low end, with another amount. */
function highEndOf(walk: Walk, token: QuantityToken): void {
  const { last: low, former } = walk;
  const isFormer = former?.quantity.range === 'low' && former.high === null;
  if (isFormer && (!low || low.quantity.end < former.quantity.start)) {
    former.high = token.quantity;
    return;
  }
  if (low?.quantity.range !== 'low' || low.partner) return;
  const before = walk.cameFrom;
  const comparisons = low.comparisons.map((each) => {
    const change = endsOf(each).most ?? each.change;
    if (!before || each.comparator?.start !== before.low.start) return { ...each, change };
    const comparator = { ...before.high, unit: each.comparator.unit };
    return { ...each, change, comparator, span: cover(each.span, before.high) };
  });
  const unit = unitOfMetric(low.metric, token.quantity.unit);
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

type Fresh = Pick<Draft, 'metric' | 'label' | 'segment' | 'accounting' | 'partner' | 'problems'>;

export function draftOf(
  walk: Walk,
  { label }: MetricOrLoss,
  metric: MetricId,
  segment: string | null,
): Fresh {
  return { metric, label, segment, accounting: walk.accounting, partner: null, problems: [] };
}

/** 傘下の化学会社の最終損益: what is left of all, of a part too. */
function isNet({ thread }: Walk, { label }: MetricOrLoss): boolean {
  return netNames(thread.reading).test(label);
}

const netNames = patternOf('netNames');

function idOf(
  walk: Walk,
  metric: MetricOrLoss,
  entity: string | null,
  quantity: Quantity,
): MetricId {
  const { unit } = quantity;
  const isOfBusiness =
    entity !== null &&
    !unit.endsWith('_per_share') &&
    (metric.metric === 'loss' || (metric.metric === 'net_income' && !isNet(walk, metric)));
  if (isOfBusiness) return 'operating_income';
  if (metric.metric === 'loss')
    return unit.endsWith('_per_share') || !isSum(quantity) ? 'eps' : 'net_income';
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
  if (walk.owners.length > 0 && walk.entity) return walk.entity;
  const behind = segmentBehind(walk, token) ?? kindOfPeople(walk, token);
  if (behind !== null) return behind;
  // "UK sales fell 2%, while pre-tax profit dropped": no business has what the next clause tells of the whole.
  const isWhole = ofCompany.has(metric.metric) && !namedWith(walk, metric);
  if (walk.entity !== undefined) return isWhole ? null : walk.entity;
  return dangling?.entity ?? ownerAfter(walk, token) ?? inherited(walk, metric);
}

/** メタバース behind its loss; where what stands before a name tells of its owner, "on the back of cars" does not. */
function ownerAfter(walk: Walk, token: QuantityToken): string | null {
  return walk.thread.reading.ownership.head === null ? segmentAfter(walk, token) : null;
}

/** What only companies have. */
const ofCompany: ReadonlySet<string> = new Set([
  'pretax_income',
  'eps',
  'dividend',
  'buyback',
  'cash',
]);

/** Whether a business stands in the clause that names a metric. */
function namedWith({ clause, entity }: Walk, { at }: MetricOrLoss): boolean {
  return (
    clause.some((token) => token.kind === 'segment' && token.slug === entity) ||
    !clause.some((token) => token.start === at)
  );
}

function basisOf(walk: Walk, token: QuantityToken, after: readonly Token[]): Basis {
  if (walk.reported && !walk.guidance) return 'actual';
  const said = cueIn(after, ['guidance']);
  return (walk.guidance && !walk.reported) ||
    isKept(walk, after) ||
    (said && gap(walk, token, said.token).length <= 8 && !walk.reported)
    ? 'guidance'
    : 'actual';
}

/** 営業利益を430億円(同395億円)とした。純利益は300億円で変わらない: what stays beside forecasts is one of them. */
function isKept(walk: Walk, [next]: readonly Token[]): boolean {
  const { thread, tokens, reported } = walk;
  if (!next || reported || thread.last?.basis !== 'guidance') return false;
  const others = cueIn(tokens, ['yoy', 'qoq', 'consensus']);
  return others === null && walk.period === undefined && cueIn([next], ['unchanged']) !== null;
}

/** 通期見通しは1兆2,000億円に変化なし: a forecast that stays is the one before it too. */
function keptAsItWas(walk: Walk, token: QuantityToken, draft: Draft): void {
  if (draft.basis !== 'guidance' || isAsBefore(draft)) return;
  const { before, after } = around(walk, token);
  const kept = cueIn(after.slice(0, 1), ['unchanged']) ?? cueIn(before.slice(0, 1), ['unchanged']);
  // "30 cents, unchanged from the quarter before": no forecast that stays.
  if (!kept || cueIn(after.slice(1, 2), ['yoy', 'qoq'])) return;
  attach(draft, unchanged(draft, cover(kept.token, token)), walk);
}

/** What businesses report for themselves. */
const ofSegments: ReadonlySet<string> = new Set(['revenue', 'operating_income', 'users', 'loss']);

/** A paragraph goes on about its segment, and a fragment about a loss about the segment that made one. */
function inherited(walk: Walk, metric: MetricOrLoss): string | null {
  const { last, topic } = walk.thread;
  if (metric.metric === 'loss' && last?.loss) return last.segment;
  // 2013年第2四半期については、売上高64億ドルと予測している: forecasts for a period of their own are of all.
  const [first] = walk.tokens;
  const isAhead = first?.kind === 'period' && first.period.year !== null;
  if (isAhead && cueIn(walk.tokens, ['guidance'])) return null;
  return ofSegments.has(metric.metric) ? topic : null;
}
