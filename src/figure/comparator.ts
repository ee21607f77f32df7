import { fold } from '../article/fold.ts';
import { currencyOf, type Unit } from '../language/amount.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { ComparisonKind, Quantity } from './figure.ts';
import type { MetricId } from '../metrics.ts';
import { fits, namesLoss } from './value.ts';
import type { Token } from './lexer.ts';
import { distanceBetween, inFiscalYear } from './period.ts';
import { perReading } from './per-reading.ts';
import {
  attach,
  comparedWith,
  cover,
  cueIn,
  directionOf,
  draftsHere,
  gap,
  heldAgainst,
  lastBefore,
  nameAfter,
  sameMeasure,
  standings,
  withoutBrackets,
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
  if (inBrackets(walk, token, after)) return true;
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
    walk.consumed.add(found.token);
    if (outer && !outer.used) walk.pending.push(pendingOf(found, token));
    // 従来は18円を予想していた期末配当を25円とする: its name comes after it, with what it became.
    else if (!outer)
      walk.from = {
        quantity: token.quantity,
        period: null,
        sign: null,
        kind: found.kind,
        high: null,
      };
    return true;
  }
  walk.consumed.add(found.token);
  const standing = standingAfter(walk, token, after) ?? cueIn(before, standings);
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

/**
 * 営業損失89億円(前年同四半期は営業利益80億円): what a bracket says first of an amount makes it the comparator of
 * the figure before the bracket, or of the one whose metric it names again.
 */
function inBrackets(walk: Walk, token: QuantityToken, after: readonly Token[]): boolean {
  const { thread, clause } = walk;
  if (walk.depth.get(token) !== 1) return false;
  const at = clause.indexOf(token);
  const opening = clause.findLastIndex(
    (near, index) => near.kind === 'bracket' && near.opens && index < at,
  );
  const held = cueIn(clause.slice(opening + 1, opening + 2), cueKinds);
  const between = clause.slice(opening + 2, at);
  const metric = between.find((near) => near.kind === 'metric');
  if (!held || held.cue === 'versus' || !metric || between.length > 1) return false;
  const target = figureOf(walk, metric.metric, token);
  if (!target) return false;
  const kind = held.cue === 'same' ? thread.lastHeld : kinds[held.cue];
  heldAgainst(walk, kind);
  const said = cueIn(after.slice(0, 1), ['loss', 'profit']);
  if (said) walk.consumed.add(said.token);
  walk.metric = null;
  const named = namesLoss(walk, { metric: metric.metric, label: metric.label, at: metric.start });
  attach(
    target,
    {
      kind,
      comparator: { ...token.quantity, unit: target.quantity.unit },
      change: null,
      direction: null,
      sign: said?.cue ?? (named ? 'loss' : 'profit'),
      span: cover(held.token, token, ...(said ? [said.token] : [])),
    },
    walk,
  );
  return true;
}

/** 前年同期の100億円を上回る: the verb right behind the comparator; "but short of the $1.37 billion" is of the next one. */
function standingAfter(walk: Walk, token: QuantityToken, after: readonly Token[]) {
  const hit = cueIn(after, standings);
  return hit && gap(walk, token, hit.token).length <= 4 ? hit : null;
}

/** The last figure of a metric in this sentence, or the last one of all where they are of one kind of profit. */
function figureOf(walk: Walk, metric: MetricId, token: QuantityToken): Draft | null {
  const here = draftsHere(walk);
  const same = here.find((draft) => draft.metric === metric);
  const found = same ?? walk.last;
  return found && sameMeasure(found.quantity, token.quantity) ? found : null;
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
  if (!target || !sameMeasure(target.quantity, token.quantity)) return false;
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

/** The figure that an amount can be held against: of this sentence, or of the one before where this one names none. */
function targetOf(walk: Walk, token: QuantityToken): Draft | null {
  const quantity = { ...token.quantity, unit: unitOf(walk, token) };
  const { metric } = walk;
  if (metric && !metric.used && !metric.armed && metric.metric !== 'loss') {
    const told = toldBefore(walk, metric.metric, quantity);
    if (told || fits(metric.metric, quantity)) return told;
  }
  const before = lastBefore(walk) ? walk.thread.lately : [];
  const candidates = [...draftsHere(walk), walk.last, ...before].filter((draft) => draft !== null);
  const found =
    candidates.find(
      (draft) => draft.quantity.unit === quantity.unit && sameMeasure(draft.quantity, quantity),
    ) ?? candidates.find((draft) => sameMeasure(draft.quantity, quantity));
  // A range is held against another by its low end; the high end follows.
  return (found?.quantity.range === 'high' ? found.partner : found) ?? null;
}

/** "A year earlier revenue was $5 billion": the figure of the same metric in the sentences before. */
function toldBefore(walk: Walk, metric: MetricId, quantity: Quantity): Draft | null {
  const { entity } = walk;
  const found = walk.thread.lately.find(
    (draft) =>
      draft.metric === metric &&
      (entity === undefined || draft.segment === entity) &&
      sameMeasure(draft.quantity, quantity),
  );
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
  const isLabel =
    first !== undefined && labelledBy(walk.thread.reading).test(gap(walk, token, first));
  const close = first && (!ofRate || isLabel) && first.start - token.end <= 12;
  // 15億ドルと前年を超えている: the time before is what is exceeded, and labels nothing.
  const cueAfter = close
    ? (cueIn([first], ['consensus', 'priorGuidance']) ??
      (isLabel ? cueIn([first], ['yoy', 'qoq']) : null))
    : null;
  const nearer = beaten(walk, token, before, after);
  if (nearer && cueBefore && cueBefore.token.start < nearer.token.start) return nearer;
  const hit = notOfRates(walk, cueBefore, token) ?? cueAfter ?? outsideCue(walk, token);
  if (!hit)
    return (
      forecastBeaten(walk, token, before) ??
      beaten(walk, token, before, after) ??
      labelled(walk, token, before, after)
    );
  if (hit.cue === 'same') {
    // 同403億円の黒字 stands in brackets beside its figure; elsewhere 同 begins something else.
    return walk.depth.get(token) === 0 ? null : { kind: walk.thread.lastHeld, token: hit.token };
  }
  // 予想した340億ドルに対し337億4000万ドル: what comes after is the value, where its comparator has come.
  const isMeasured = walk.pending.some(({ comparator }) => comparator !== null);
  if (hit.cue === 'versus' && isMeasured && walk.metric?.used === false) return null;
  if (hit.cue === 'versus') return versusOf(walk, hit.token, before, after);
  const kind = kinds[hit.cue];
  heldAgainst(walk, kind);
  return { kind, token: hit.token };
}

/** 前年同期比微増の3000億円: words that compare rates make no amount a comparator. */
function notOfRates<T extends { readonly cue: string; readonly token: Token }>(
  walk: Walk,
  hit: T | null,
  token?: QuantityToken,
): T | null {
  if (!hit || (hit.cue !== 'yoy' && hit.cue !== 'qoq')) return hit;
  // "4.5% ahead of last year's at $2.31 billion": the amount is what it came to.
  if (token && hit.token.end <= token.start) {
    const between = gap(walk, hit.token, token);
    if (valueLinks(walk.thread.reading).test(between)) return null;
  }
  const said = walk.thread.text.slice(hit.token.start, hit.token.end);
  return walk.thread.reading.rateOnly.some((end) => said.endsWith(end)) ? null : hit;
}

const labelledBy = perReading((reading) => new RegExp(reading.labelledBy, 'iu'));
const valueLinks = perReading((reading) => new RegExp(reading.valueLinks, 'iu'));

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

/** "topped the $0.63 estimate", "fell short of the $833 million": what a figure just given is measured by. */
function beaten(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  const [near] = before;
  const standing = near ? cueIn([near], standings) : null;
  const [last] = draftsHere(walk);
  // "At $1.67 billion, sales exceeded the $1.52 billion": the amount stands before its name.
  const loose = walk.metric?.used === false ? walk.loose.at(-1)?.token : undefined;
  const measured = last?.quantity ?? loose?.quantity;
  if (!standing || !measured || !sameMeasure(measured, token.quantity)) return null;
  if (token.start - standing.token.end > maxBeaten) return null;
  const named = cueIn(after.slice(0, 2), ['consensus', 'yoy', 'qoq', 'priorGuidance']);
  return { kind: named ? kinds[named.cue] : 'consensus', token: standing.token };
}

/** How far an amount may stand from the words that say it was beaten. */
const maxBeaten = 24;

/** "(Q4 2024: $1.01)", 前四半期の: an amount of a figure just given, labelled with the period before its own. */
function labelled(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  const inside = walk.depth.get(token) !== 0;
  const [near] = before.filter(({ kind }) => kind !== 'break');
  const label = near?.kind === 'period' ? near : inside ? after[0] : undefined;
  if (label?.kind !== 'period' || Math.abs(label.start - token.end) > 12 + token.end - token.start)
    return null;
  const own = walk.last?.period ?? walk.thread.period;
  const kind = own ? distanceBetween(inFiscalYear(label.period, walk.thread.endMonth), own) : null;
  return kind && inside ? { kind, token: label } : null;
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

/** 184億元から228億元へ, 20円としていた配当は30円に: where it came from; what it is held against shows later. */
export function leadsOn(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  const pair = becoming(walk, token);
  const { links, became } = linksOf(walk.thread.reading);
  if (!pair || links.length === 0) return false;
  const between = gap(walk, pair.from, pair.to);
  const last = highOf(walk, pair.to);
  const tail = withoutBrackets(walk.thread.text.slice(last.end, walk.sentence.end));
  if (!links.some((link) => link.test(between)) || !(became?.test(tail) ?? true)) return false;
  const label = before.find((near) => near.kind === 'period');
  const sign = cueIn(after.slice(0, 1), ['loss', 'profit']);
  if (sign && gap(walk, pair.from, sign.token).length <= 2) walk.consumed.add(sign.token);
  walk.from = {
    quantity: token.quantity,
    period: label?.kind === 'period' ? label.period : null,
    sign: sign?.cue ?? null,
    kind: null,
    high: pair.from === token ? null : pair.from.quantity,
  };
  return true;
}

/** An amount (or the high end of its range) and the next one of its kind in the sentence, outside brackets. */
function becoming(
  walk: Walk,
  token: QuantityToken,
): { readonly from: QuantityToken; readonly to: QuantityToken } | null {
  const depth = walk.depth.get(token);
  const beside = walk.tokens
    .slice(walk.tokens.indexOf(token) + 1)
    .flatMap((other) =>
      other.kind === 'quantity' &&
      walk.depth.get(other) === depth &&
      sameMeasure(other.quantity, token.quantity)
        ? [other]
        : [],
    );
  const [first, second] = beside;
  const isRange = token.quantity.range === 'low' && first?.quantity.range === 'high';
  const [from, to] = isRange ? [first, second] : [token, first];
  return from && to && to.start - from.end < 60 ? { from, to } : null;
}

/** The high end of a range by its low end; any other amount itself. */
function highOf(walk: Walk, token: QuantityToken): QuantityToken {
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  const isRange = token.quantity.range === 'low' && next?.kind === 'quantity';
  return isRange ? next : token;
}

const linksOf = perReading(({ fromAfter, became }) => ({
  links: fromAfter.map((link) => new RegExp(link, 'iu')),
  became: became === null ? null : new RegExp(became, 'iu'),
}));

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
    !sameMeasure(draft.quantity, token.quantity)
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
