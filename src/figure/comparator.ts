import { fold } from '../article/fold.ts';
import { currencyOf, type Unit } from '../language/amount.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { ComparisonKind } from './figure.ts';
import type { Token } from './lexer.ts';
import {
  attach,
  comparedWith,
  cover,
  cueIn,
  directionOf,
  draftsHere,
  gap,
  lastBefore,
  nameAfter,
  sameMeasure,
  standings,
  type QuantityToken,
  type Walk,
} from './walk.ts';

const kinds = {
  yoy: 'yoy',
  qoq: 'qoq',
  consensus: 'consensus',
  priorGuidance: 'prior_guidance',
} as const;
const cueKinds = ['yoy', 'qoq', 'same', 'consensus', 'priorGuidance', 'versus'] as const;

/** Takes an amount as the comparator of a figure, where the words beside it say so; true when it was one. */
export function comparatorOf(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  const found = kindOf(walk, token, before, after);
  if (!found) return alsoAgainst(walk, token) || besideComparator(walk, token);
  const target = targetOf(walk, token);
  const rate = walk.pending.find(({ kind, comparator }) => kind === found.kind && !comparator);
  if (rate && !walk.metric?.used) {
    // Up 93% from about $1 billion: the figure itself is stated elsewhere.
    rate.comparator = token.quantity;
    rate.span = cover(rate.span, token);
    return true;
  }
  // 従来予想の1兆円から1兆500億円に: the figure itself comes after; without one it is still no result.
  if (!target) {
    const outer = walk.outside.at(-1) ?? walk.metric;
    if (outer && !outer.used) {
      walk.consumed.add(found.token);
      walk.pending.push(pendingOf(found, token));
    }
    return true;
  }
  walk.consumed.add(found.token);
  const standing = cueIn(after, standings) ?? cueIn(before, standings);
  const sign =
    cueIn(after.slice(0, 1), ['loss', 'profit']) ?? cueIn(before.slice(0, 1), ['loss', 'profit']);
  const worded =
    found.token.kind === 'cue' && found.token.cue === 'versus' ? signIn(walk, found.token) : null;
  if (sign) walk.consumed.add(sign.token);
  // "against a loss of $1.5 million" names no metric of its own.
  if (walk.metric?.metric === 'loss' && walk.metric.at === sign?.token.start) walk.metric = null;
  walk.against = found.kind;
  walk.compared = { token, kind: found.kind };
  attach(
    target,
    {
      kind: found.kind,
      comparator: { ...token.quantity, unit: target.quantity.unit },
      change: null,
      direction: standing ? directionOf(standing.cue) : null,
      sign: sign?.cue ?? worded,
      span: cover(
        found.token,
        token,
        ...(standing ? [standing.token] : []),
        ...(sign ? [sign.token] : []),
      ),
    },
    walk,
  );
  return true;
}

/** 前年同期は14億5000万ドル(1株あたり3.19ドル): what stands in brackets beside a comparator is of its time. */
function besideComparator(walk: Walk, token: QuantityToken): boolean {
  const { compared, metric, clause } = walk;
  if (!compared || !metric || metric.metric === 'loss' || walk.depth.get(token) === 0) return false;
  const opening = clause.findLastIndex(
    (near, at) => near.kind === 'bracket' && near.opens && at < clause.indexOf(token),
  );
  if (clause[opening - 1] !== compared.token) return false;
  const target = walk.thread.drafts.findLast((draft) => draft.metric === metric.metric);
  if (!target || !sameMeasure(target.quantity.unit, token.quantity.unit)) return false;
  const comparator = { ...token.quantity, unit: target.quantity.unit };
  const span = { start: token.start, end: token.end };
  attach(
    target,
    { kind: compared.kind, comparator, change: null, direction: null, sign: null, span },
    walk,
  );
  return true;
}

/** The figure that an amount can be held against: one of its own unit before one that it could be converted to. */
/** The sign that the words before a comparator give it: from a profit of, against a loss of. */
function signIn({ thread: { text, reading } }: Walk, token: Token): DraftComparison['sign'] {
  const said = text.slice(token.start, token.end);
  const names = (words: readonly string[]) =>
    new RegExp(`(?<![a-z])(?:${words.join('|')})`, 'iu').test(said);
  if (names(reading.cues.loss)) return 'loss';
  return names(reading.profitNouns) ? 'profit' : null;
}

function targetOf(walk: Walk, token: QuantityToken): Draft | null {
  const unit = unitOf(walk, token);
  const candidates = [...draftsHere(walk), walk.last, lastBefore(walk)].filter(
    (draft) => draft !== null,
  );
  const found =
    candidates.find((draft) => draft.quantity.unit === unit) ??
    candidates.find((draft) => sameMeasure(draft.quantity.unit, unit));
  // A range is held against another by its low end; the high end follows.
  return (found?.quantity.range === 'high' ? found.partner : found) ?? null;
}

/** "A forecast of 1.85 billion" is of the money of the figure it is held against. */
function unitOf(walk: Walk, { quantity }: QuantityToken): Unit {
  const bareScale = Object.keys(walk.thread.reading.scales).some((scale) =>
    new RegExp(`\\d ?${scale}$`, 'iu').test(fold(quantity.text)),
  );
  const money = walk.last?.quantity.unit;
  return quantity.unit === 'count' && bareScale && money && currencyOf(money) !== null
    ? money
    : quantity.unit;
}

/** "$0.05 per share, against $8.7 million, or $0.11 per share": the share's figure is held against the same. */
function alsoAgainst(walk: Walk, token: QuantityToken): boolean {
  const { unit } = token.quantity;
  const kind = walk.against;
  if (kind === null || !unit.endsWith('_per_share')) return false;
  const target = walk.thread.drafts.findLast(
    (draft) => draft.metric === 'eps' && draft.quantity.unit === unit,
  );
  const money = walk.last?.comparisons.find((comparison) => comparison.kind === kind);
  if (!target) return false;
  const comparison: DraftComparison = {
    kind,
    comparator: token.quantity,
    change: null,
    direction: null,
    sign:
      walk.thread.drafts
        .findLast(({ metric }) => metric === 'net_income')
        ?.comparisons.find((each) => each.kind === kind)?.sign ??
      money?.sign ??
      null,
    span: { start: token.start, end: token.end },
  };
  attach(target, comparison, walk);
  return true;
}

/** What an amount is compared as, by the words beside it; null where it is no comparator. */
function kindOf(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  // A metric between the cue and the number makes the number that metric's value.
  const metric = before.findIndex((near) => near.kind === 'metric');
  const cueBefore = cueIn(metric < 0 ? before : before.slice(0, metric), cueKinds);
  const first = after[0];
  // 110億円で前年同期比50%増: the cue belongs to the rate that follows it, not to the amount.
  const ofRate =
    first !== undefined && walk.clause[walk.clause.indexOf(first) + 1]?.kind === 'quantity';
  const close = first && !ofRate && first.start - token.end <= 12;
  const cueAfter = close ? cueIn([first], ['yoy', 'qoq', 'consensus', 'priorGuidance']) : null;
  const hit = notOfRates(walk, cueBefore) ?? cueAfter ?? outsideCue(walk, token);
  if (!hit) return forecastBeaten(walk, token, before);
  if (hit.cue === 'same') {
    // 同403億円の黒字 stands in brackets beside its figure; elsewhere 同 begins something else.
    return walk.depth.get(token) === 0 ? null : { kind: walk.thread.lastKind, token: hit.token };
  }
  if (hit.cue === 'versus') return versusOf(walk, hit.token, before, after);
  const kind = kinds[hit.cue];
  if (kind === 'yoy' || kind === 'qoq') walk.thread.lastKind = kind;
  return { kind, token: hit.token };
}

/** 前年同期比微増の3000億円: words that compare rates make no amount a comparator. */
function notOfRates<T extends { readonly cue: string; readonly token: Token }>(
  walk: Walk,
  hit: T | null,
): T | null {
  if (!hit || (hit.cue !== 'yoy' && hit.cue !== 'qoq')) return hit;
  const said = walk.thread.text.slice(hit.token.start, hit.token.end);
  return walk.thread.reading.rateOnly.some((end) => said.endsWith(end)) ? null : hit;
}

/** 市場予想(5200億円)を下回る: what stands right before the bracket says what it holds. */
function outsideCue(walk: Walk, token: QuantityToken) {
  const at = walk.clause.indexOf(token);
  const opening = walk.clause[at - 1];
  const before = walk.clause[at - 2];
  if (opening?.kind !== 'bracket' || !opening.opens || !before || before.end < opening.start - 2)
    return null;
  return notOfRates(walk, cueIn([before], ['yoy', 'qoq', 'consensus', 'priorGuidance']));
}

function pendingOf(
  found: { readonly kind: ComparisonKind; readonly token: Token },
  token: QuantityToken,
): DraftComparison {
  return {
    kind: found.kind,
    comparator: token.quantity,
    change: null,
    direction: null,
    sign: null,
    span: cover(found.token, token),
  };
}

/** "beat the forecast of $1.8 billion": the company's own, where no analyst is named. */
function forecastBeaten(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  const [near] = before;
  const forecast = near ? cueIn([near], ['guidance']) : null;
  if (!forecast || !cueIn(before, standings) || gap(walk, forecast.token, token).trim().length > 4)
    return null;
  return { kind: 'prior_guidance', token: forecast.token };
}

/** "against $5 million a year earlier", "vs. $1.80 billion expected": what it is held against stands after it. */
function versusOf(
  walk: Walk,
  token: Token,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } {
  const named =
    cueIn(after, ['consensus', 'yoy', 'qoq', 'priorGuidance']) ??
    cueIn(before, ['consensus', 'yoy', 'qoq', 'priorGuidance']);
  if (named) return { kind: kinds[named.cue], token };
  return { kind: walk.last?.basis === 'guidance' ? 'prior_guidance' : walk.thread.lastKind, token };
}

/** 184億元から228億元へ: where it came from; what it is held against shows in its period. */
export function leadsOn(walk: Walk, token: QuantityToken, before: readonly Token[]): boolean {
  const links = walk.thread.reading.fromAfter;
  const at = walk.clause.indexOf(token);
  const depth = walk.depth.get(token);
  const next = walk.clause
    .slice(at + 1)
    .find((other) => other.kind === 'quantity' && walk.depth.get(other) === depth);
  if (next?.kind !== 'quantity' || next.quantity.unit !== token.quantity.unit || links.length === 0)
    return false;
  if (!new RegExp(`^\\s*(?:${links.join('|')})`, 'u').test(gap(walk, token, next))) return false;
  const label = before.find((near) => near.kind === 'period');
  walk.from = { quantity: token.quantity, period: label?.kind === 'period' ? label.period : null };
  return true;
}

/** 「2023年の28億米ドルを上回ります」: a comparator that only its period names; the next words may say which it is. */
export function labelOnly(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  const label = before[0];
  const standing = cueIn(after, standings);
  const draft = walk.last;
  if (
    label?.kind !== 'period' ||
    !standing ||
    !draft ||
    !sameMeasure(draft.quantity.unit, token.quantity.unit)
  )
    return false;
  if (nameAfter(walk, token, after)) return false;
  walk.thread.open = {
    draft,
    quantity: token.quantity,
    label: { start: label.start, end: label.end },
    direction: directionOf(standing.cue),
  };
  return true;
}

/** A fragment that begins with a lone 前年同期比 says what the comparator before it was. */
export function settleOpen(walk: Walk, clause: readonly Token[]): void {
  const { open, text, lastKind } = walk.thread;
  walk.thread.open = null;
  const [only, ...more] = clause;
  if (!open || more.length > 0 || only?.kind !== 'cue') return;
  const cue = comparedWith.find((each) => each === only.cue);
  if (!cue || only.start !== walk.sentence.start) return;
  const span = cover(open.label, only);
  walk.consumed.add(only);
  walk.thread.last = open.draft;
  const comparison: DraftComparison = {
    kind: cue === 'same' ? lastKind : cue,
    comparator: { ...open.quantity, unit: open.draft.quantity.unit },
    change: null,
    direction: open.direction,
    sign: null,
    span,
  };
  attach(open.draft, comparison, walk);
  const { value, unit, bound } = open.quantity;
  open.draft.problems.push({
    code: 'period_label',
    severity: 'medium',
    spans: [span],
    figures: [],
    args: {
      amount: { amount: { value: open.draft.loss ? `-${value}` : value, unit, bound } },
      labelled: { text: text.slice(open.label.start, open.label.end) },
      described: { text: text.slice(only.start, only.end) },
    },
  });
}
