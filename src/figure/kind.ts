import type { ComparisonKind } from './figure.ts';
import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import { amountOf, distanceBetween, distanceTo, inFiscalYear } from './period.ts';
import type { QuantityToken } from './thread.ts';
import {
  cueIn,
  draftsHere,
  gap,
  heldAgainst,
  lastBefore,
  sameMeasure,
  standings,
  type Walk,
} from './walk.ts';

export const kinds = {
  yoy: 'yoy',
  qoq: 'qoq',
  consensus: 'consensus',
  priorGuidance: 'prior_guidance',
} as const;
export const cueKinds = ['yoy', 'qoq', 'same', 'consensus', 'priorGuidance', 'versus'] as const;

/** What an amount is compared as, by the words beside it; null where it is no comparator. */
export function kindOf(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  // A metric between the cue and the number makes the number that metric's value.
  const metric = before.findIndex((near) => near.kind === 'metric');
  const cueBefore =
    cueIn(metric < 0 ? before : before.slice(0, metric), cueKinds) ??
    forecastBeforeRate(walk, token);
  // 34億円の赤字を見込んでいた: the sign is no part of what it is.
  const first = after.find((near, at) => at > 0 || !cueIn([near], ['loss', 'profit']));
  // 110億円で前年同期比50%増: the cue belongs to the rate that follows it, not to the amount.
  const ofRate =
    first !== undefined && walk.clause[walk.clause.indexOf(first) + 1]?.kind === 'quantity';
  // "$56 billion instead of the $57 billion": said of the next one.
  const isOfNext = ofRate && first !== undefined && cueIn([first], ['priorGuidance']) !== null;
  const isLabel =
    first !== undefined &&
    !isOfNext &&
    labelledBy(walk.thread.reading).test(gap(walk, token, first));
  // 6100億円と従来予想(6000億円)から上方修正した: the forecast labels nothing there.
  const isBeside =
    first !== undefined &&
    besideOnly(walk.thread.reading).test(walk.thread.text.slice(token.end, first.end));
  const close = first && !isBeside && (!ofRate || isLabel) && gap(walk, token, first).length <= 12;
  // 15億ドルと前年を超えている: the time before is what is exceeded, and labels nothing.
  const cueAfter = close
    ? (cueIn([first], ['consensus', 'priorGuidance']) ??
      (isLabel ? notOfRates(walk, cueIn([first], ['yoy', 'qoq'])) : null))
    : null;
  const nearer = beaten(walk, token, before, after);
  if (nearer && cueBefore && cueBefore.token.start < nearer.token.start) return nearer;
  const hit =
    notOfRates(walk, cueBefore, token) ??
    cueAfter ??
    outsideCue(walk, token) ??
    heldBehind(walk, token);
  if (!hit)
    return (
      ofTimeBefore(walk, token, before) ??
      forecastBeaten(walk, token, before) ??
      nearer ??
      labelled(walk, token, before, after)
    );
  if (hit.cue === 'same') {
    // 同403億円の黒字 stands in brackets beside its figure; elsewhere 同 begins something else.
    return walk.depth.get(token) === 0 ? null : { kind: walk.thread.lastHeld, token: hit.token };
  }
  // 予想した340億ドルに対し337億4000万ドル: what comes after is the value, where its comparator has come.
  const isMeasured = walk.pending.some(({ comparator }) => comparator !== null);
  if (hit.cue === 'versus' && isMeasured && walk.metric?.used === false) return null;
  if (hit.cue === 'versus') {
    const label = after.length === 0 ? labelBehindShare(walk, token) : [];
    return versusOf(walk, hit.token, before, [...after, ...label]);
  }
  const kind = kinds[hit.cue];
  heldAgainst(walk, kind);
  return { kind, token: hit.token };
}

/** "Projected $160 billion, upgraded from $145 billion estimated in November": the company's own, where it told a forecast. */
function isOwnBefore(
  walk: Walk,
  { cue, token }: { readonly cue: string; readonly token: Token },
): boolean {
  const others = walk.tokens.filter((other) => cueIn([other], ['consensus']));
  return (
    cue === 'consensus' &&
    walk.last?.basis === 'guidance' &&
    others.every((other) => other === token) &&
    !analysts(walk.thread.reading).test(walk.thread.text.slice(token.start, token.end))
  );
}

const analysts = patternOf('analysts');

/** "The $1.7 billion, or $2.54 per share, of a year ago": what both are stands behind the second one. */
function heldBehind(walk: Walk, token: QuantityToken) {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const [share, cue] = rest.filter(({ kind }) => kind !== 'break');
  const isTwice = draftsHere(walk).some(({ quantity }) => sameMeasure(quantity, token.quantity));
  if (!isTwice || share?.kind !== 'quantity' || !cue || !isShare(share)) return null;
  const between = walk.thread.text.slice(token.end, share.start);
  const isNear = cue.start - share.end <= 4;
  return isNear && orElse(walk.thread.reading).test(between) ? cueIn([cue], ['yoy', 'qoq']) : null;
}

/** "Compared with $139.9 million, or $1.24 per share, in the prior quarter": when both were stands behind the second one. */
function labelBehindShare({ tokens, thread }: Walk, token: QuantityToken): Token[] {
  const [share, label] = tokens
    .slice(tokens.indexOf(token) + 1)
    .filter(({ kind }) => kind !== 'break');
  if (share?.kind !== 'quantity' || !label || !isShare(share)) return [];
  const isBeside = orElse(thread.reading).test(thread.text.slice(token.end, share.start));
  return isBeside && label.start - share.end <= farthestLabel ? [label] : [];
}

/** UTF-16 units between a share's amount and when it was: in the. */
const farthestLabel = 14;

function isShare({ quantity: { unit } }: QuantityToken): boolean {
  return unit.endsWith('_per_share');
}

const orElse = patternOf('orElse');

/** 前期の売上高は2兆3,000億円、今期は2兆5,000億円を見込む: what a sentence begins with is only what its next amount is held against. */
function ofTimeBefore(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
): { kind: ComparisonKind; token: Token } | null {
  const [metric, cue, ...more] = before;
  const held = cue && cueIn([cue], ['yoy', 'qoq']);
  if (!held || more.length > 0 || metric?.kind !== 'metric' || walk.tokens[0] !== cue) return null;
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const stop = rest.findIndex(({ kind }) => kind === 'quantity' || kind === 'metric');
  const next = rest[stop];
  const isLater = rest.slice(0, stop).some(({ kind }) => kind === 'period');
  if (!isLater || next?.kind !== 'quantity' || !sameMeasure(next.quantity, token.quantity))
    return null;
  return { kind: kinds[held.cue], token: cue };
}

/** 従来予想は8%増の276億円: what stands before a rate that is of the amount right behind it. */
function forecastBeforeRate(walk: Walk, token: QuantityToken) {
  const { clause } = walk;
  const at = clause.indexOf(token);
  const [rate, word] = [clause[at - 2], clause[at - 1]];
  const change = word && cueIn([word], ['increase', 'decrease']);
  const isRate = rate?.kind === 'quantity' && rate.quantity.unit === 'percent';
  return change && isRate ? forecastRightBefore(walk, rate) : null;
}

/** What others or the company expected, right before a number; a bracket may open between (従来予想(8%増の85億円)). */
export function forecastRightBefore({ clause }: Walk, token: Token) {
  const at = clause.indexOf(token);
  const before = clause[at - 1];
  const cue = before?.kind === 'bracket' && before.opens ? clause[at - 2] : before;
  return cue ? cueIn([cue], ['consensus', 'priorGuidance']) : null;
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
  if (!token && comesFrom(walk.thread.reading).test(said)) return null;
  return walk.thread.reading.rateOnly.some((end) => said.endsWith(end)) ? null : hit;
}

const comesFrom = patternOf('comesFrom');
const besideOnly = patternOf('besideOnly');
const labelledBy = patternOf('labelledBy');
const valueLinks = patternOf('valueLinks');

/** 市場予想(5200億円)を下回る: what stands right before the bracket says what it holds. */
function outsideCue(walk: Walk, token: QuantityToken) {
  const at = walk.clause.indexOf(token);
  const opening = walk.clause[at - 1];
  const sign = walk.clause[at - 2];
  // 前年同期の赤字(12億円)
  const isSign = sign !== undefined && cueIn([sign], ['loss', 'profit']) !== null;
  const before = walk.clause[at - (isSign ? 3 : 2)];
  if (
    opening?.kind !== 'bracket' ||
    !opening.opens ||
    !before ||
    before.end < (isSign ? sign.start : opening.start) - 2
  )
    return null;
  return notOfRates(walk, cueIn([before], ['yoy', 'qoq', 'consensus', 'priorGuidance']));
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
  const loose =
    walk.metric?.used === false
      ? walk.loose.findLast((each) => sameMeasure(each.token.quantity, token.quantity))?.token
      : undefined;
  const measured = last?.quantity ?? loose?.quantity ?? lastBefore(walk)?.quantity;
  if (!standing || !measured || !sameMeasure(measured, token.quantity)) return null;
  if (token.start - standing.token.end > maxBeaten) return null;
  const named = cueIn(after.slice(0, 2), ['consensus', 'yoy', 'qoq', 'priorGuidance']);
  // "Edged past the $3.69 billion of the second quarter"
  const [next] = after;
  const isDated =
    next?.kind === 'period' && amountOf(walk.thread.reading).test(gap(walk, token, next));
  const since = isDated && sinceOf(walk, [standing.token, next]);
  if (since) return { kind: since, token: standing.token };
  if (named) return { kind: kinds[named.cue], token: standing.token };
  const isMeant = cueIn(walk.tokens, ['consensus']) !== null || lastBefore(walk) !== null;
  return isMeant ? { kind: 'consensus', token: standing.token } : null;
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
  const label = inside && near?.kind === 'period' ? near : after[0];
  if (label?.kind !== 'period' || Math.abs(label.start - token.end) > 12 + token.end - token.start)
    return null;
  const own = walk.last?.period ?? walk.thread.period;
  const kind = own ? distanceBetween(inFiscalYear(label.period, walk.thread.endMonth), own) : null;
  // "Versus $5.4 million in Q4FY16 (up 13%) and $5.9 million in Q3FY17": what it was in the quarter before.
  const isDated =
    label === after[0] &&
    walk.metric?.used !== false &&
    amountOf(walk.thread.reading).test(gap(walk, token, label)) &&
    draftsHere(walk).some(({ quantity }) => sameMeasure(quantity, token.quantity));
  return kind && (inside || isDated) ? { kind, token: label } : null;
}

/** "against $5 million a year earlier", "vs. $1.80 billion expected": what it is held against stands after it. */
function versusOf(
  walk: Walk,
  token: Token,
  before: readonly Token[],
  after: readonly Token[],
): { kind: ComparisonKind; token: Token } {
  const behind = cueIn(after, ['consensus', 'yoy', 'qoq', 'priorGuidance']);
  // "A gain of 8% from $3 billion a year earlier left it with $3.2 billion": the time before is of the one amount.
  if (behind && (behind.cue === 'yoy' || behind.cue === 'qoq')) walk.consumed.add(behind.token);
  const named = behind ?? cueIn(before, ['consensus', 'yoy', 'qoq', 'priorGuidance']);
  if (named && isOwnBefore(walk, named)) return { kind: 'prior_guidance', token };
  if (named) return { kind: kinds[named.cue], token };
  // "It squeaked past the estimates, $12.3 billion against $12.27 billion"
  const says = (...cues: readonly (typeof beatenCues)[number][]) =>
    cueIn(walk.tokens, cues) !== null;
  if (
    says('consensus') &&
    says('above', 'below', 'inLine') &&
    !says('increase', 'decrease', 'yoy', 'qoq')
  )
    return { kind: 'consensus', token };
  const guided = walk.last
    ? walk.last.basis === 'guidance'
    : walk.guidance && walk.pending.length > 0;
  return {
    kind: guided
      ? 'prior_guidance'
      : (sinceOf(walk, before) ?? sinceOf(walk, [token, ...after]) ?? walk.thread.lastKind),
    token,
  };
}

const beatenCues = [
  'consensus',
  'above',
  'below',
  'inLine',
  'increase',
  'decrease',
  'yoy',
  'qoq',
] as const;

/** "In the first quarter it had been $3 billion": how the period right before the words stands to the figure's own. */
function sinceOf(walk: Walk, [, period]: readonly Token[]): 'yoy' | 'qoq' | null {
  const own = walk.last?.period ?? walk.thread.period;
  if (period?.kind !== 'period' || !own) return null;
  return distanceTo(period.period, own, walk.thread.endMonth);
}
