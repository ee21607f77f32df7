import type { Sentence, Span } from '../article/article.ts';
import { currencyOf, type Unit } from '../language/amount.ts';
import type { Cue } from '../language/cue.ts';
import { heldTo, type SaidOf, type Change, type Draft, type DraftComparison } from './draft.ts';
import type { MetricId } from '../metrics.ts';
import type { Accounting, ComparisonKind, Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { NamedPeriod } from './period.ts';
import type { MetricOrLoss, QuantityToken, Thread } from './thread.ts';

/** The state inside one sentence. */
export interface Walk {
  readonly thread: Thread;
  readonly sentence: Sentence;
  readonly tokens: readonly Token[];
  /** How many brackets stand open around each token. */
  readonly depth: ReadonlyMap<Token, number>;
  readonly reported: boolean;
  readonly cumulative: boolean;
  readonly consumed: Set<Token>;
  /** Where the metrics stand that have had their number. */
  readonly named: Set<number>;
  /** Amounts that no metric was found for, with what the words before them said. */
  readonly loose: {
    readonly token: QuantityToken;
    readonly period: NamedPeriod | undefined;
    readonly guidance: boolean;
    readonly entity: Walk['entity'];
  }[];
  readonly pending: DraftComparison[];
  /** A rate of the metric that is named next: a 9 percent rise in sales. */
  ahead: DraftComparison | null;
  /** Metrics put aside while a bracket is open. */
  readonly outside: Walk['metric'][];
  clause: readonly Token[];
  /** Where the present token stands among the sentence's. */
  at: number;
  metric:
    | (MetricOrLoss & { used: boolean; /** Not named here but told before. */ armed?: boolean })
    | null;
  /** What amounts are of that are no metric's, and how far: see nameItem. */
  item: 'clause' | 'sentence' | null;
  /** True where amounts are a part of what was named, and nothing names the part (売上高のうち210億円は). */
  part: boolean;
  /** Numbers that were shared out among the figures before them. */
  readonly shared: Set<Token>;
  /** Businesses named together that still wait for their amounts of the next metric. */
  owners: readonly string[];
  /** Metrics named together that share out the amounts after them (売上高/営業利益は100億円/10億円). */
  together: readonly MetricOrLoss[];
  /** Segment slug, null for the company, undefined while nobody was named. */
  entity: string | null | undefined;
  foreign: boolean;
  /** True where the sentence says that it is about a competitor: its businesses are not ours. */
  readonly rival: boolean;
  /** True where it is about a business that it does not name: nobody's figures. */
  readonly unnamed: boolean;
  period: NamedPeriod | undefined;
  /** GAAP or adjusted, as the words so far say. */
  accounting: Accounting | null;
  /** The metric right after the words that said so; theirs alone. */
  accountingOf: Token | null;
  /** Forecasts follow, from a cue on. */
  guidance: boolean;
  /** What follows is of something that is no figure of the company's: costs, what a deal is worth. */
  aside: 'cost' | 'deal' | null;
  /** The metric that has its amount still to come after that. */
  waiting: Walk['metric'];
  /** The numbers that follow are what analysts expect, or what the company did before. */
  expecting: 'consensus' | 'prior_guidance' | null;
  /** The verb that makes all before it a forecast of before. */
  readonly formerVerb: Token | null;
  /** The last of those that no figure was told for. */
  former: Former | null;
  /** What all its amounts are held as, where the whole sentence tells of the time before. */
  held: 'yoy' | 'qoq' | null;
  last: Draft | null;
  /** What the last comparator was held against; a figure of a share that follows is held against the same. */
  against: ComparisonKind | null;
  /** The figure that the last comparator was one of. */
  heldLast: Draft | null;
  /** The last amount that was taken for a comparator. */
  compared: { readonly token: QuantityToken; readonly kind: ComparisonKind } | null;
  /** What a share earned when the comparator was: 前年同期の15億ドル(1株当たり1.20ドル). */
  share: {
    readonly metric: MetricOrLoss;
    readonly kind: ComparisonKind;
    readonly quantity: Quantity;
  } | null;
  /** Both ends of the range that the last figure's range came from. */
  cameFrom: { readonly low: Quantity; readonly high: Quantity } | null;
  /** Where the next amount came from (184億元から), with the period it is labelled with. */
  from: {
    readonly quantity: Quantity;
    readonly period: NamedPeriod | null;
    readonly sign: DraftComparison['sign'];
    /** What the words beside it say that it is to what comes. */
    readonly kind: ComparisonKind | null;
    /** The high end, where it is a range. */
    readonly high: Quantity | null;
  } | null;
}

/** An amount of the forecast before, whose figure is still to come. */
export interface Former {
  readonly metric: MetricId;
  readonly entity: string | null | undefined;
  readonly quantity: Quantity;
  high: Quantity | null;
  readonly others: Former | null;
}

/** How deep in brackets each token stands; a bracket itself is as deep as what is around it. */
export function depthsOf(tokens: readonly Token[]): Map<Token, number> {
  const depths = new Map<Token, number>();
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'bracket' && !token.opens) depth = Math.max(0, depth - 1);
    depths.set(token, depth);
    if (token.kind === 'bracket' && token.opens) depth += 1;
  }
  return depths;
}

/**
 * The tokens of the clause before a number back to the number before it (nearest first), and after it up
 * to the next, at its own depth: what a bracket beside it holds is not between.
 */
export function around(walk: Walk, token: QuantityToken): { before: Token[]; after: Token[] } {
  const at = walk.clause.indexOf(token);
  return {
    before: near(walk, token, beforeRange(token, walk.clause.slice(0, at).toReversed())),
    after: near(walk, token, afterRange(token, walk.clause.slice(at + 1))),
  };
}

/** What stands before the high end of a range stands before its low end. */
function beforeRange(token: QuantityToken, rest: readonly Token[]): readonly Token[] {
  const [low] = rest;
  const isRange =
    token.quantity.range === 'high' && low?.kind === 'quantity' && low.quantity.range === 'low';
  return isRange ? rest.slice(1) : rest;
}

/** What follows the low end of a range follows its high end. */
function afterRange(token: QuantityToken, rest: readonly Token[]): readonly Token[] {
  const [high] = rest;
  const isRange =
    token.quantity.range === 'low' && high?.kind === 'quantity' && high.quantity.range === 'high';
  return isRange ? rest.slice(1) : rest;
}

function near(walk: Walk, token: QuantityToken, others: readonly Token[]): Token[] {
  const own = walk.depth.get(token) ?? 0;
  const found: Token[] = [];
  for (const other of others) {
    const depth = walk.depth.get(other) ?? 0;
    if (depth < own || (depth === own && other.kind === 'quantity')) break;
    if (depth === own && other.kind !== 'bracket' && !walk.consumed.has(other)) found.push(other);
  }
  return found;
}

/** The first of the wanted cues among tokens. */
export function cueIn<C extends Cue>(
  tokens: readonly Token[],
  wanted: readonly C[],
): { cue: C; token: Token } | null {
  for (const token of tokens) {
    if (token.kind !== 'cue') continue;
    const cue = wanted.find((each) => each === token.cue);
    if (cue) return { cue, token };
  }
  return null;
}

/** The characters between two tokens, brackets and what they hold left out. */
export function gap(walk: Walk, from: Token, to: Token): string {
  const high = walk.tokens[walk.tokens.indexOf(from) + 1];
  const isRange =
    from.kind === 'quantity' && from.quantity.range === 'low' && high?.kind === 'quantity';
  const start = isRange && high.end <= to.start ? high.end : from.end;
  return withoutBrackets(walk.thread.text.slice(start, to.start));
}

export function withoutBrackets(text: string): string {
  return text.replace(/ ?[(（][^()（）]*[)）]/g, '');
}

export const changeCues = ['increase', 'decrease', 'unchanged'] as const;
export const comparedWith = ['yoy', 'qoq', 'same'] as const;
export const standings = ['above', 'below', 'inLine'] as const;

/** A sentence that names no metric goes on about the figure before it. */
export function lastBefore(walk: Walk): Draft | null {
  const { thread, sentence, metric } = walk;
  return metric || !refersBack(thread.reading).test(sentence.text) ? null : thread.last;
}

/** Adds a comparison to a figure, and to the other end of its range; what was stated first stays. */
export function attach(draft: Draft | null, comparison: DraftComparison, walk: Walk): void {
  if (!draft) return;
  const { change, most } = endsOf(comparison);
  if (draft.partner) {
    const [low, high] =
      draft.quantity.range === 'low' ? [draft, draft.partner] : [draft.partner, draft];
    add(low, { ...comparison, change }, walk);
    if (most || draft === low) add(high, { ...comparison, change: most ?? change }, walk);
    return;
  }
  add(draft, comparison, walk);
}

/** Holds a figure against an amount, which is of the figure's own unit. */
export function hold(
  walk: Walk,
  draft: Draft,
  kind: ComparisonKind,
  comparator: Quantity,
  span: Span,
  said: SaidOf = {},
): void {
  const { unit } = draft.quantity;
  attach(draft, heldTo(kind, { ...comparator, unit }, span, said), walk);
}

/** The ends of a rate that is a range: the lower end of a range has the least. */
export function endsOf({ change }: DraftComparison): {
  change: Change | null;
  most: Change | null;
} {
  return change
    ? { change: { value: change.value, step: change.step }, most: change.most ?? null }
    : { change, most: null };
}

function add(draft: Draft, comparison: DraftComparison, walk: Walk): void {
  const known = draft.comparisons.find(({ kind }) => kind === comparison.kind);
  if (known?.comparator && comparison.comparator) return;
  if (draft.garbled && comparison.span.start < walk.sentence.end) {
    draft.quoteSpan = {
      start: draft.quoteSpan.start,
      end: Math.max(draft.quoteSpan.end, clauseEnd(walk)),
    };
  }
  if (!known) {
    draft.comparisons.push(comparison);
    return;
  }
  known.comparator ??= comparison.comparator;
  known.change ??= comparison.change;
  known.direction ??= comparison.direction;
  known.sign ??= comparison.sign;
  known.span = cover(known.span, comparison.span);
}

/** Where the present clause ends, without the comma. */
function clauseEnd(walk: Walk): number {
  const last = walk.clause.at(-1);
  const stop = walk.tokens.find(
    (token) => token.kind === 'break' && last && token.start >= last.end,
  );
  return stop?.start ?? walk.sentence.end;
}

/** Remembers what a change or a comparator was held against, for the words that say: the same. */
export function heldAgainst({ thread }: Walk, kind: ComparisonKind): void {
  thread.lastHeld = kind;
  if (kind === 'yoy' || kind === 'qoq') thread.lastKind = kind;
}

/** The smallest span that holds all of these. */
export function cover(...spans: readonly Span[]): Span {
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
}

export function directionOf(cue: (typeof standings)[number]): DraftComparison['direction'] {
  return cue === 'inLine' ? 'in_line' : cue;
}

/** Money compares with money, a share's earnings with an amount small enough to be one. */
export function sameMeasure(have: Quantity, other: Quantity): boolean {
  const currency = currencyOf(have.unit);
  if (currency === null) return have.unit === other.unit;
  const alike = ofShare(have.unit) ? !isSum(other) : !ofShare(other.unit);
  return currency === currencyOf(other.unit) && alike && isSum(have) === isSum(other);
}

/** Companies count in thousands at least: 4円 is a rate or a price. */
export function isSum({ scaled, value }: Pick<Quantity, 'scaled' | 'value'>): boolean {
  return scaled || Math.abs(Number(value)) >= 1000;
}

function ofShare(unit: Unit): boolean {
  return unit.endsWith('_per_share');
}

/** 1億人以上の登録ユーザー, 37億ドルの損失, 316億ドルを失い, $2 in adjusted earnings: the name right after its number. */
export function nameAfter(
  walk: Walk,
  token: QuantityToken,
  after: readonly Token[],
): { name: MetricOrLoss; token: Token } | null {
  const at = after.findIndex(
    (other) => other.kind !== 'period' && !cueIn([other], ['adjusted', 'gaap']),
  );
  const next = after[at];
  if (!next) return null;
  const way = [token, ...after.slice(0, at + 1)];
  const between = way.slice(1).map((other, index) => gap(walk, way[index] ?? token, other));
  const link = between.join('').replace(/ +/g, ' ');
  if (!nameLinks(walk.thread.reading).test(link)) return null;
  const label = walk.thread.text.slice(next.start, next.end);
  if (next.kind === 'metric') {
    // "1.2 million new users": those who came.
    const isFresh = next.metric === 'users' && fresh(walk.thread.reading).test(link);
    const metric = isFresh ? 'user_additions' : next.metric;
    return { name: { metric, label, at: next.start }, token: next };
  }
  if (next.kind !== 'cue') return null;
  if (next.cue === 'loss' || next.cue === 'lossVerb')
    return { name: { metric: 'loss', label, at: next.start }, token: next };
  // 広告は7億ドルを稼いだ, after sales: what a business takes in.
  const waits = walk.metric?.metric === 'revenue' && !walk.metric.used;
  const earned = waits || walk.thread.carried[0]?.metric === 'revenue' ? 'revenue' : 'net_income';
  const done = next.cue === 'saleVerb' ? 'revenue' : next.cue === 'earnVerb' ? earned : null;
  return done ? { name: { metric: done, label, at: next.start }, token: next } : null;
}

/** Whether what stands right after a number is what it is of. */
export function isNamedBy(walk: Walk, token: QuantityToken, next: Token): boolean {
  return nameLinks(walk.thread.reading).test(gap(walk, token, next).replace(/ +/g, ' '));
}

const fresh = perReading((reading) => new RegExp(reading.additions.fresh, 'iu'));
const refersBack = patternOf('refersBack');
const nameLinks = patternOf('nameLinks');

/** The tokens of a sentence, cut at the commas that stand outside brackets. */
export function clausesOf(tokens: readonly Token[]): Token[][] {
  const depths = depthsOf(tokens);
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'break' && depths.get(token) === 0) clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses.filter((clause) => clause.length > 0);
}

/** The figures of this sentence, the last first; looks back no further than it must. */
export function draftsHere({ thread, sentence }: Walk): Draft[] {
  const here: Draft[] = [];
  for (let at = thread.drafts.length - 1; at >= 0; at -= 1) {
    const draft = thread.drafts[at];
    if (!draft || draft.quoteSpan.end < sentence.start) break;
    if (draft.quoteSpan.end === sentence.end) here.push(draft);
  }
  return here;
}
