import type { Sentence, Span } from '../article/article.ts';
import { currencyOf, type Unit } from '../language/amount.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Cue, Reading } from '../language/reading.ts';
import type { MetricId } from '../metrics.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import type { NamedPeriod } from './period.ts';

export type QuantityToken = Extract<Token, { kind: 'quantity' }>;
export type MetricOrLoss = {
  readonly metric: MetricId | 'loss';
  readonly label: string;
  readonly at: number;
};

/** What one sentence hands to the next: the figures so far and what was left open. */
export interface Thread {
  readonly text: string;
  readonly reading: Reading;
  readonly period: NamedPeriod | null;
  readonly drafts: Draft[];
  /** A metric that its sentence gave no number; a fragment that begins with one may. */
  dangling: {
    metric: MetricOrLoss;
    entity: string | null;
    period: NamedPeriod | undefined;
    start: number;
  } | null;
  /** The last figure of the sentence before. */
  last: Draft | null;
  /** A comparator that only a period label names (2023年の28億ドルを上回ります). */
  open: {
    draft: Draft;
    quantity: Quantity;
    label: Span;
    direction: DraftComparison['direction'];
  } | null;
}

/** A thread at the beginning of a text whose own period is `period`. */
export function startThread(
  text: string,
  language: LanguageCode,
  period: NamedPeriod | null,
): Thread {
  return {
    text,
    reading: languageOf(language).reading,
    period,
    drafts: [],
    dangling: null,
    last: null,
    open: null,
  };
}

/** The state inside one sentence. */
export interface Walk {
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

/** The tokens of the clause right before this one back to the number before it, and right after it up to the next. */
export function around(walk: Walk, token: QuantityToken): { before: Token[]; after: Token[] } {
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

export const changeCues = ['increase', 'decrease'] as const;
export const comparedWith = ['yoy', 'qoq'] as const;
export const standings = ['above', 'below', 'inLine'] as const;

/** A sentence that names no metric goes on about the figure before it. */
export function lastBefore(walk: Walk): Draft | null {
  return walk.metric ? null : walk.thread.last;
}

export function attach(draft: Draft | null, comparison: DraftComparison, walk: Walk): void {
  if (!draft) return;
  const known = draft.comparisons.find(({ kind }) => kind === comparison.kind);
  if (known && known.comparator && comparison.comparator) return;
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
export function sameMeasure(have: Unit, other: Unit): boolean {
  const isMoney = currencyOf(have) !== null;
  return isMoney ? currencyOf(have) === currencyOf(other) : have === other;
}

/** 1億人以上の登録ユーザー, 37億ドルの損失, 316億ドルを失い: the name right after its number. */
export function nameAfter(
  walk: Walk,
  token: QuantityToken,
  after: readonly Token[],
): { name: MetricOrLoss; token: Token } | null {
  const next = after[0];
  if (!next || next.start - token.end > 4) return null;
  const label = walk.thread.text.slice(next.start, next.end);
  if (next.kind === 'metric')
    return { name: { metric: next.metric, label, at: next.start }, token: next };
  if (next.kind === 'cue' && (next.cue === 'loss' || next.cue === 'lossVerb')) {
    return { name: { metric: 'loss', label, at: next.start }, token: next };
  }
  return null;
}

/** The tokens of a sentence, cut at its commas. */
export function clausesOf(tokens: readonly Token[]): Token[][] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'break') clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses.filter((clause) => clause.length > 0);
}
