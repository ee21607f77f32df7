import { isFromOf } from './becoming.ts';
import { fold } from '../article/fold.ts';
import { currencyOf, type Unit } from '../language/amount.ts';
import type { MetricId } from '../metrics.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { ComparisonKind, Quantity } from './figure.ts';
import { againNamed, firstOfTwo, ofBoth, ofTimeNamed, otherEnd } from './pairs.ts';
import { cueKinds, kindOf, kinds } from './kind.ts';
import type { Token } from './lexer.ts';
import { fits, namesLoss, namesProfit, profits } from './measure.ts';
import { perReading } from './per-reading.ts';
import { ofTimeBefore } from './bracket-held.ts';
import { isShareNow, ofShareHeld, pendingOf } from './share-held.ts';
import type { QuantityToken } from './thread.ts';
import {
  cover,
  cueIn,
  directionOf,
  draftsHere,
  gap,
  heldAgainst,
  hold,
  isNamedBy,
  isSum,
  lastBefore,
  sameMeasure,
  standings,
  type Walk,
} from './walk.ts';

/** Takes an amount as the comparator of a figure, where the words beside it say so; true when it was one. */
export function comparatorOf(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  if (
    ofTimeBefore(walk, token) ||
    inBrackets(walk, token, after) ||
    otherEnd(walk, token) ||
    againNamed(walk, token)
  )
    return true;
  if (ofShareHeld(walk, token) || ofTimeNamed(walk, token, before)) return true;
  if (isShareNow(walk, token)) return false;
  const found = kindOf(walk, token, before, after);
  if (!found) return alsoAgainst(walk, token) || besideComparator(walk, token);
  if (ofBoth(walk, token, found)) return true;
  const worded =
    found.token.kind === 'cue' && found.token.cue === 'versus' ? signIn(walk, found.token) : null;
  const held = targetOf(walk, token, found.kind, worded);
  const target = held && isOfAnother(walk, token, held, after) ? null : held;
  const sign =
    cueIn(after.slice(0, 1), ['loss', 'profit']) ??
    cueIn(before.slice(0, 1), ['loss', 'profit']) ??
    signOutside(walk, token) ??
    signBehind(walk, after);
  const rate = walk.pending.find(({ kind, comparator }) => kind === found.kind && !comparator);
  if (rate && !walk.metric?.used) {
    // Up 93% from about $1 billion: the figure itself is stated elsewhere.
    rate.comparator = token.quantity;
    rate.span = cover(rate.span, token);
    return true;
  }
  // "Consensus had been for a loss of $0.18": an expectation of what comes later has its name.
  if (!target && found.kind === 'consensus' && walk.expecting === 'consensus') return false;
  // 従来予想の1兆円から1兆500億円に: the figure itself comes after; without one it is still no result.
  if (!target) {
    const outer = walk.outside.at(-1) ?? walk.metric;
    walk.consumed.add(found.token);
    // 前年同期の140億円の赤字から: a loss said of the comparator names no metric of its own.
    if (sign) walk.consumed.add(sign.token);
    // 営業利益は期初に描いた80億円から…250億円の赤字に: what a profit was is one.
    const isProfit = isFromOf(walk, token) && outer !== null && namesProfit(walk, outer);
    const given = sign?.cue ?? worded ?? (isProfit ? 'profit' : null);
    const signed = { ...pendingOf(found, token), sign: given };
    const waits = outer && !outer.used;
    if (waits && fits(outer.metric, token.quantity)) {
      walk.pending.push(signed);
      walk.compared = { token, kind: found.kind };
    }
    // 従来は18円を予想していた期末配当を25円とする: its name comes after it, with what it became.
    else if (!outer || waits)
      walk.from = {
        quantity: token.quantity,
        period: null,
        sign: sign?.cue ?? worded,
        kind: found.kind,
        high: null,
      };
    return true;
  }
  walk.consumed.add(found.token);
  const standing = standingAfter(walk, token, after) ?? cueIn(before, standings);
  if (sign) walk.consumed.add(sign.token);
  // "against a loss of $1.5 million" names no metric of its own.
  const named = walk.metric?.used === false && !walk.metric.armed ? walk.metric : null;
  const told =
    named && (namesLoss(walk, named) ? 'loss' : namesProfit(walk, named) ? 'profit' : null);
  if (walk.metric?.metric === 'loss' && walk.metric.at === sign?.token.start) walk.metric = null;
  walk.against = found.kind;
  walk.heldLast = target;
  walk.compared = { token, kind: found.kind };
  const said = [standing, sign].flatMap((hit) => (hit ? [hit.token] : []));
  hold(walk, target, found.kind, token.quantity, cover(found.token, token, ...said), {
    direction: standing ? directionOf(standing.cue) : null,
    sign: sign?.cue ?? worded ?? told,
  });
  return true;
}

/** 営業損益は203億円の赤字だった。従来予想は100億円の最終黒字: the name behind a comparator may be another metric's. */
function isOfAnother(
  walk: Walk,
  token: QuantityToken,
  { metric }: Draft,
  [name]: readonly Token[],
): boolean {
  if (name?.kind !== 'metric' || name.metric === metric || !isNamedBy(walk, token, name))
    return false;
  return walk.metric === null && bothSums.has(name.metric) && bothSums.has(metric);
}

const bothSums: ReadonlySet<MetricId> = new Set([
  'revenue',
  'operating_income',
  'net_income',
  'ordinary_income',
]);

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
  // (前年同期は8,987千円の営業損失): its name may stand behind the amount.
  const [behind] = between.length === 0 ? after : [];
  const name =
    behind?.kind === 'metric' && isNamedBy(walk, token, behind) && closes(walk, behind)
      ? behind
      : null;
  const metric = between.find((near) => near.kind === 'metric') ?? name;
  if (!held || held.cue === 'versus' || !metric || between.length > 1) return false;
  const target = figureOf(walk, metric.metric, token);
  if (!target) return false;
  const kind = held.cue === 'same' ? thread.lastHeld : kinds[held.cue];
  heldAgainst(walk, kind);
  const said = cueIn(after.slice(0, 1), ['loss', 'profit']);
  if (said) walk.consumed.add(said.token);
  if (name) walk.consumed.add(name);
  walk.metric = null;
  const named = namesLoss(walk, { metric: metric.metric, label: metric.label, at: metric.start });
  const span = cover(held.token, token, ...(said ? [said.token] : []));
  hold(walk, target, kind, token.quantity, span, {
    sign: said?.cue ?? (named ? 'loss' : 'profit'),
  });
  return true;
}

function closes({ tokens }: Walk, name: Token): boolean {
  const next = tokens[tokens.indexOf(name) + 1];
  return next?.kind === 'bracket' && !next.opens;
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
  hold(walk, target, compared.kind, token.quantity, { start: token.start, end: token.end });
  return true;
}

/** The sign that the words before a comparator give it: from a profit of, against a loss of. */
function signIn({ thread: { text, reading } }: Walk, token: Token): DraftComparison['sign'] {
  const said = text.slice(token.start, token.end);
  const { loss, profit } = signWords(reading);
  if (loss.test(said)) return 'loss';
  return profit.test(said) ? 'profit' : null;
}

const signWords = perReading(({ cues, profitNouns }) => ({
  loss: new RegExp(`(?<![a-z])(?:${cues.loss.join('|')})`, 'iu'),
  profit: new RegExp(`(?<![a-z])(?:${profitNouns.join('|')})`, 'iu'),
}));

/** The figure that an amount can be held against: of this sentence, or of the one before where this one names none. */
function targetOf(
  walk: Walk,
  token: QuantityToken,
  kind: ComparisonKind,
  worded: DraftComparison['sign'],
): Draft | null {
  const quantity = { ...token.quantity, unit: unitOf(walk, token) };
  const { metric } = walk;
  if (metric && !metric.used && !metric.armed) {
    const ofLoss = isSum(quantity) ? 'net_income' : 'eps';
    const id = metric.metric === 'loss' ? ofLoss : metric.metric;
    const told = isFromOf(walk, token) ? null : toldBefore(walk, id, quantity, kind);
    if (told || (metric.metric !== 'loss' && fits(metric.metric, quantity))) return told;
  }
  const first = firstOfTwo(walk, token, quantity);
  if (first) return first;
  // "Fuel costs fell to $812 million from $1.02 billion": of an amount of this sentence that is no figure here.
  const isOfLoose = walk.loose.some((loose) => sameMeasure(loose.token.quantity, quantity));
  const before = lastBefore(walk) && !isOfLoose ? walk.thread.lately : [];
  const candidates = [...draftsHere(walk), walk.last, ...before].filter((draft) => draft !== null);
  const alike = candidates.filter((draft) => sameMeasure(draft.quantity, quantity));
  // "Earned $1.3 billion on sales of $16 billion, compared with a profit of $1 billion": of what is a profit itself.
  const found =
    (worded && alike.find((draft) => profits.has(draft.metric))) ??
    alike.find((draft) => draft.quantity.unit === quantity.unit) ??
    alike[0];
  // A range is held against another by its low end; the high end follows.
  return (found?.quantity.range === 'high' ? found.partner : found) ?? null;
}

/** "A year earlier revenue was $5 billion": the figure of the same metric in the sentences before. */
function toldBefore(
  walk: Walk,
  metric: MetricId,
  quantity: Quantity,
  kind: ComparisonKind,
): Draft | null {
  const { entity } = walk;
  // Last year's is of a result, and the forecast before of a forecast, where another sentence told it.
  const basis = kind === 'prior_guidance' ? 'guidance' : kind === 'consensus' ? null : 'actual';
  // "Made $1.08 a year ago": what is made of a share is earnings per share.
  const wanted = metric === 'net_income' && !isSum(quantity) ? 'eps' : metric;
  const found = [...draftsHere(walk), ...walk.thread.lately].find(
    (draft) =>
      draft.metric === wanted &&
      (basis === null || draft.basis === basis) &&
      (entity === undefined || draft.segment === entity) &&
      sameMeasure(draft.quantity, quantity),
  );
  return (found?.quantity.range === 'high' ? found.partner : found) ?? null;
}

/** "A forecast of 1.85 billion" is of the money of the figure it is held against. */
function unitOf(walk: Walk, { quantity }: QuantityToken): Unit {
  const money = walk.last?.quantity.unit;
  const isBare =
    quantity.unit === 'count' && bareScale(walk.thread.reading).test(fold(quantity.text));
  return isBare && money && currencyOf(money) !== null ? money : quantity.unit;
}

/** Digits with a scale and no unit: 3.36 bln. */
export const bareScale = perReading(
  ({ scales }) => new RegExp(`\\d ?(?:${Object.keys(scales).join('|')})$`, 'iu'),
);

/** "$0.05 per share, against $8.7 million, or $0.11 per share": the share's figure is held against the same. */
function alsoAgainst(walk: Walk, token: QuantityToken): boolean {
  const kind = walk.against;
  if (kind === null) return false;
  // "From $582 million, or 80 cents, in the year-ago quarter": what is of a share need not be told again.
  const { unit } = token.quantity;
  const isNext = walk.compared !== null && walk.compared.token === lastQuantity(walk, token);
  if (!unit.endsWith('_per_share') && !(isNext && walk.metric?.used !== false)) return false;
  const money = walk.last?.comparisons.find((comparison) => comparison.kind === kind);
  const target = walk.thread.drafts.findLast(
    (draft) => draft.metric === 'eps' && sameMeasure(draft.quantity, token.quantity),
  );
  if (!target) return false;
  const income = walk.thread.drafts
    .findLast(({ metric }) => metric === 'net_income')
    ?.comparisons.find((each) => each.kind === kind);
  const span = { start: token.start, end: token.end };
  hold(walk, target, kind, token.quantity, span, { sign: income?.sign ?? money?.sign ?? null });
  return true;
}

function lastQuantity(walk: Walk, token: QuantityToken): Token | undefined {
  return walk.tokens
    .slice(0, walk.tokens.indexOf(token))
    .findLast(({ kind }) => kind === 'quantity');
}

/** "Versus a $4.1 billion profit a year earlier": a name right behind the comparator that is a profit. */
function signBehind(walk: Walk, [name]: readonly Token[]): { cue: 'profit'; token: Token } | null {
  if (name?.kind !== 'metric' || walk.last?.loss !== true || !profits.has(name.metric)) return null;
  const told = { metric: name.metric, label: name.label, at: name.start };
  return namesProfit(walk, told) && !namesLoss(walk, told) ? { cue: 'profit', token: name } : null;
}

/** 前年同期の赤字(12億円): the word right before a bracket that begins with the comparator. */
function signOutside({ clause }: Walk, token: QuantityToken) {
  const at = clause.indexOf(token);
  const opening = clause[at - 1];
  const before = clause[at - 2];
  return opening?.kind === 'bracket' && opening.opens && before
    ? cueIn([before], ['loss', 'profit'])
    : null;
}
