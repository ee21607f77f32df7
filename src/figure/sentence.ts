import type { Sentence, Span } from '../article/article.ts';
import { currencyOf, isUnit, type Unit } from '../language/amount.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Cue, Reading } from '../language/reading.ts';
import { metricUnit, type MetricId } from '../metrics.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { Accounting, ComparisonKind, Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import type { NamedPeriod } from './period.ts';

type QuantityToken = Extract<Token, { kind: 'quantity' }>;
type MetricOrLoss = { readonly metric: MetricId | 'loss'; readonly label: string; readonly at: number };

/** What one sentence hands to the next: the figures so far and what was left open. */
export interface Thread {
  readonly text: string;
  readonly reading: Reading;
  readonly period: NamedPeriod | null;
  readonly drafts: Draft[];
  /** A metric that its sentence gave no number; a fragment that begins with one may. */
  dangling: { metric: MetricOrLoss; entity: string | null; period: NamedPeriod | undefined; start: number } | null;
  /** The last figure of the sentence before. */
  last: Draft | null;
  /** A comparator that only a period label names (2023年の28億ドルを上回ります). */
  open: { draft: Draft; quantity: Quantity; label: Span; direction: DraftComparison['direction'] } | null;
}

/** A thread at the beginning of a text whose own period is `period`. */
export function startThread(text: string, language: LanguageCode, period: NamedPeriod | null): Thread {
  return { text, reading: languageOf(language).reading, period, drafts: [], dangling: null, last: null, open: null };
}

/** The state inside one sentence. */
interface Walk {
  readonly thread: Thread;
  readonly sentence: Sentence;
  readonly tokens: readonly Token[];
  readonly reported: boolean;
  readonly cumulative: boolean;
  readonly consumed: Set<Token>;
  readonly pending: DraftComparison[];
  clause: readonly Token[];
  metric: (MetricOrLoss & { used: boolean }) | null;
  /** Segment slug, null for the company, undefined while nobody was named. */
  entity: string | null | undefined;
  foreign: boolean;
  period: NamedPeriod | undefined;
  last: Draft | null;
}

/** Reads one sentence's tokens and adds its figures and comparisons to the thread. */
export function readSentence(thread: Thread, sentence: Sentence, tokens: readonly Token[]): void {
  const has = (cue: Cue) => tokens.some((token) => token.kind === 'cue' && token.cue === cue);
  const walk: Walk = {
    thread,
    sentence,
    tokens,
    reported: has('reported'),
    cumulative: has('cumulative'),
    consumed: new Set(),
    pending: [],
    clause: [],
    metric: null,
    entity: undefined,
    foreign: false,
    period: undefined,
    last: null,
  };
  const clauses = clausesOf(tokens);
  settleOpen(walk, clauses[0] ?? []);
  for (const clause of clauses) {
    walk.clause = clause;
    for (const token of clause) step(walk, token);
  }
  const { metric } = walk;
  thread.dangling =
    metric && !metric.used && !walk.foreign
      ? { metric, entity: walk.entity ?? null, period: walk.period, start: clauseStart(walk, metric.at) }
      : null;
  thread.last = walk.last ?? (quantitiesIn(tokens) > 0 && !walk.metric ? thread.last : null);
}

function clausesOf(tokens: readonly Token[]): Token[][] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'break') clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses.filter((clause) => clause.length > 0);
}

function quantitiesIn(tokens: readonly Token[]): number {
  return tokens.filter((token) => token.kind === 'quantity').length;
}

function clauseStart(walk: Walk, at: number): number {
  const before = walk.tokens.filter((token) => token.kind === 'break' && token.end <= at).at(-1);
  const start = before?.end ?? walk.sentence.start;
  return start + (/^\s*/.exec(walk.thread.text.slice(start, at))?.[0].length ?? 0);
}

function step(walk: Walk, token: Token): void {
  switch (token.kind) {
    case 'metric':
      if (!walk.consumed.has(token)) walk.metric = { metric: token.metric, label: token.label, at: token.start, used: false };
      break;
    case 'company':
      walk.entity = null;
      walk.foreign = false;
      break;
    case 'segment':
      walk.entity = token.slug;
      walk.foreign = false;
      break;
    case 'other':
      walk.foreign = true;
      break;
    case 'period':
      walk.period = token.period;
      break;
    case 'cue':
      // 損失は137億ドル: a loss names its amount as a metric does.
      if (token.cue === 'loss' && !walk.consumed.has(token) && (!walk.metric || walk.metric.used)) {
        walk.metric = { metric: 'loss', label: walk.thread.text.slice(token.start, token.end), at: token.start, used: false };
      }
      break;
    case 'quantity':
      if (token.quantity.unit === 'percent' || token.quantity.unit === 'points') readChange(walk, token);
      else if (!token.quantity.bare && token.quantity.unit !== 'ratio') readAmount(walk, token);
      break;
    case 'break':
      break;
    default:
      token satisfies never;
  }
}

/** The tokens of the clause right before this one back to the number before it, and right after it up to the next. */
function around(walk: Walk, token: QuantityToken): { before: Token[]; after: Token[] } {
  const at = walk.clause.indexOf(token);
  const before: Token[] = [];
  for (let index = at - 1; index >= 0; index -= 1) {
    const near = walk.clause[index];
    if (!near || near.kind === 'quantity') break;
    if (!walk.consumed.has(near)) before.push(near);
  }
  const after: Token[] = [];
  for (const near of walk.clause.slice(at + 1)) {
    if (near.kind === 'quantity') break;
    if (!walk.consumed.has(near)) after.push(near);
  }
  return { before, after };
}

function cueIn<C extends Cue>(tokens: readonly Token[], wanted: readonly C[]): { cue: C; token: Token } | null {
  for (const token of tokens) {
    if (token.kind !== 'cue') continue;
    const cue = wanted.find((each) => each === token.cue);
    if (cue) return { cue, token };
  }
  return null;
}

const changeCues = ['increase', 'decrease'] as const;
const comparedWith = ['yoy', 'qoq'] as const;
const standings = ['above', 'below', 'inLine'] as const;

/** "前年比11%増加", "up 11% from a year earlier": the stated change of a figure before or after it. */
function readChange(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  const change = cueIn(after, changeCues) ?? cueIn(before, changeCues);
  const versus = cueIn(before, comparedWith) ?? cueIn(after, comparedWith);
  if (!change) return readAmount(walk, token);
  if (!versus || walk.metric?.metric === 'loss') return;
  walk.consumed.add(versus.token).add(change.token);
  const value = change.cue === 'decrease' && !token.quantity.value.startsWith('-') ? `-${token.quantity.value}` : token.quantity.value;
  const comparison: DraftComparison = {
    kind: versus.cue,
    comparator: null,
    change: { value, step: token.quantity.step },
    direction: null,
    span: cover(versus.token, token, change.token),
  };
  // 前年同期比14%減の7万1,469人: the figure comes after its change.
  if (walk.metric && !walk.metric.used && amountFollows(walk, token)) walk.pending.push(comparison);
  else attach(walk.last ?? lastBefore(walk), comparison, walk);
}

function amountFollows(walk: Walk, token: QuantityToken): boolean {
  return walk.clause
    .slice(walk.clause.indexOf(token) + 1)
    .some((next) => next.kind === 'quantity' && next.quantity.unit !== 'percent' && next.quantity.unit !== 'points');
}

/** A sentence that names no metric goes on about the figure before it. */
function lastBefore(walk: Walk): Draft | null {
  return walk.metric ? null : walk.thread.last;
}

function attach(draft: Draft | null, comparison: DraftComparison, walk: Walk): void {
  if (!draft) return;
  const known = draft.comparisons.find(({ kind }) => kind === comparison.kind);
  if (known && known.comparator && comparison.comparator) return;
  if (draft.garbled && comparison.span.start < walk.sentence.end) {
    draft.quoteSpan = { start: draft.quoteSpan.start, end: Math.max(draft.quoteSpan.end, clauseEnd(walk)) };
  }
  if (!known) {
    draft.comparisons.push(comparison);
    return;
  }
  known.comparator ??= comparison.comparator;
  known.change ??= comparison.change;
  known.direction ??= comparison.direction;
  known.span = cover(known.span, comparison.span);
}

/** Where the present clause ends, without the comma. */
function clauseEnd(walk: Walk): number {
  const last = walk.clause.at(-1);
  const stop = walk.tokens.find((token) => token.kind === 'break' && last && token.start >= last.end);
  return stop?.start ?? walk.sentence.end;
}

function cover(...spans: readonly Span[]): Span {
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

/** A comparator, or the value of a metric; anything else (a price, a milestone, a size of change) is left out. */
function readAmount(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  const { quantity } = token;
  const next = after[0];
  const sizeOfChange = next?.kind === 'cue' && changeCues.some((cue) => cue === next.cue) && next.start - token.end <= 1;
  if (sizeOfChange || notAResult(walk, quantity)) return consumeName(walk, token, after);
  const found = comparatorKind(walk, token, before, after);
  if (found) {
    const target = [walk.last, lastBefore(walk)].find((draft) => draft && sameMeasure(draft.quantity.unit, quantity.unit));
    if (!target) return;
    walk.consumed.add(found.token);
    const standing = cueIn(after, standings) ?? cueIn(before, standings);
    return attach(
      target,
      {
        kind: found.kind,
        comparator: { ...quantity, unit: target.quantity.unit },
        change: null,
        direction: standing ? directionOf(standing.cue) : null,
        span: cover(found.token, token, ...(standing ? [standing.token] : [])),
      },
      walk,
    );
  }
  if (labelOnly(walk, token, before, after)) return;
  readValue(walk, token, after);
}

function notAResult(walk: Walk, quantity: Quantity): boolean {
  const streak = cueIn(walk.clause, ['streak']) !== null && quantity.bound === 'over';
  return streak || cueIn(walk.clause, ['price', 'milestone', 'runRate']) !== null;
}

/** The name beside a number that is no result names nothing else. */
function consumeName(walk: Walk, token: QuantityToken, after: readonly Token[]): void {
  const name = nameAfter(walk, token, after);
  if (name) walk.consumed.add(name.token);
}

function comparatorKind(walk: Walk, token: QuantityToken, before: readonly Token[], after: readonly Token[]): { kind: ComparisonKind; token: Token } | null {
  const kinds = { yoy: 'yoy', qoq: 'qoq', consensus: 'consensus', priorGuidance: 'prior_guidance' } as const;
  const names = ['yoy', 'qoq', 'consensus', 'priorGuidance'] as const;
  // A metric between the cue and the number makes the number that metric's value.
  const near = before.findIndex(({ kind }) => kind === 'metric');
  const cueBefore = cueIn(near < 0 ? before : before.slice(0, near), names);
  const first = after[0];
  // 110億円で前年同期比50%増: the cue belongs to the rate that follows it, not to the amount.
  const ofRate = first !== undefined && walk.clause[walk.clause.indexOf(first) + 1]?.kind === 'quantity';
  const cueAfter = first && !ofRate && first.start - token.end <= 12 ? cueIn([first], names) : null;
  const hit = cueBefore ?? cueAfter;
  return hit ? { kind: kinds[hit.cue], token: hit.token } : null;
}

function directionOf(cue: (typeof standings)[number]): DraftComparison['direction'] {
  return cue === 'inLine' ? 'in_line' : cue;
}

/** Money compares with money, a share's earnings with an amount small enough to be one. */
function sameMeasure(have: Unit, other: Unit): boolean {
  const isMoney = currencyOf(have) !== null;
  return isMoney ? currencyOf(have) === currencyOf(other) : have === other;
}

/** 「2023年の28億米ドルを上回ります」: a comparator that only its period names; the next words may say which it is. */
function labelOnly(walk: Walk, token: QuantityToken, before: readonly Token[], after: readonly Token[]): boolean {
  const label = before[0];
  const standing = cueIn(after, standings);
  const draft = walk.last;
  if (label?.kind !== 'period' || !standing || !draft || !sameMeasure(draft.quantity.unit, token.quantity.unit)) return false;
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
function settleOpen(walk: Walk, clause: readonly Token[]): void {
  const { open, text } = walk.thread;
  walk.thread.open = null;
  const [only, ...more] = clause;
  if (!open || more.length > 0 || only?.kind !== 'cue') return;
  const kind = comparedWith.find((cue) => cue === only.cue);
  if (!kind || only.start !== walk.sentence.start) return;
  const span = cover(open.label, only);
  walk.consumed.add(only);
  walk.thread.last = open.draft;
  attach(open.draft, { kind, comparator: { ...open.quantity, unit: open.draft.quantity.unit }, change: null, direction: open.direction, span }, walk);
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

function readValue(walk: Walk, token: QuantityToken, after: readonly Token[]): void {
  const { quantity } = token;
  const named = nameAfter(walk, token, after);
  const own = walk.metric && !walk.metric.used && fits(walk.metric.metric, quantity) ? walk.metric : null;
  const dangling = own || named ? null : danglingFor(walk, token);
  const metric = named && fits(named.name.metric, quantity) ? named.name : (own ?? dangling?.metric);
  if (!metric) return;
  if (named) walk.consumed.add(named.token);
  if (walk.metric && metric === walk.metric) walk.metric.used = true;
  if (walk.foreign) return;
  const entity = walk.entity ?? dangling?.entity ?? segmentAfter(walk, token) ?? inheritedSegment(walk, metric);
  const id = metric.metric === 'loss' ? (entity === null ? 'net_income' : 'operating_income') : metric.metric;
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

/** 1億人以上の登録ユーザー, 37億ドルの損失, 316億ドルを失い: the name right after its number. */
function nameAfter(walk: Walk, token: QuantityToken, after: readonly Token[]): { name: MetricOrLoss; token: Token } | null {
  const next = after[0];
  if (!next || next.start - token.end > 4) return null;
  const label = walk.thread.text.slice(next.start, next.end);
  if (next.kind === 'metric') return { name: { metric: next.metric, label, at: next.start }, token: next };
  if (next.kind === 'cue' && (next.cue === 'loss' || next.cue === 'lossVerb')) {
    return { name: { metric: 'loss', label, at: next.start }, token: next };
  }
  return null;
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
  const next = walk.clause.slice(walk.clause.indexOf(token) + 1).find(({ kind }) => kind === 'segment' || kind === 'company');
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
