import type { Sentence } from '../article/article.ts';
import type { Cue } from '../language/reading.ts';
import { comparatorKind, labelOnly, settleOpen } from './comparator.ts';
import type { DraftComparison } from './draft.ts';
import type { Quantity } from './figure.ts';
import type { Token } from './lexer.ts';
import { readValue } from './value.ts';
import {
  around,
  clausesOf,
  attach,
  changeCues,
  comparedWith,
  cover,
  cueIn,
  directionOf,
  lastBefore,
  nameAfter,
  sameMeasure,
  standings,
  type QuantityToken,
  type Thread,
  type Walk,
} from './walk.ts';

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
      ? {
          metric,
          entity: walk.entity ?? null,
          period: walk.period,
          start: clauseStart(walk, metric.at),
        }
      : null;
  thread.last = walk.last ?? (quantitiesIn(tokens) > 0 && !walk.metric ? thread.last : null);
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
      if (!walk.consumed.has(token))
        walk.metric = { metric: token.metric, label: token.label, at: token.start, used: false };
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
        walk.metric = {
          metric: 'loss',
          label: walk.thread.text.slice(token.start, token.end),
          at: token.start,
          used: false,
        };
      }
      break;
    case 'quantity':
      if (token.quantity.unit === 'percent' || token.quantity.unit === 'points')
        readChange(walk, token);
      else if (!token.quantity.bare && token.quantity.unit !== 'ratio') readAmount(walk, token);
      break;
    case 'break':
      break;
    default:
      token satisfies never;
  }
}

/** "前年比11%増加", "up 11% from a year earlier": the stated change of a figure before or after it. */
function readChange(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  const change = cueIn(after, changeCues) ?? cueIn(before, changeCues);
  const versus = cueIn(before, comparedWith) ?? cueIn(after, comparedWith);
  if (!change) return readAmount(walk, token);
  if (!versus || walk.metric?.metric === 'loss') return;
  walk.consumed.add(versus.token).add(change.token);
  const value =
    change.cue === 'decrease' && !token.quantity.value.startsWith('-')
      ? `-${token.quantity.value}`
      : token.quantity.value;
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
    .some(
      (next) =>
        next.kind === 'quantity' &&
        next.quantity.unit !== 'percent' &&
        next.quantity.unit !== 'points',
    );
}

/** A comparator, or the value of a metric; anything else (a price, a milestone, a size of change) is left out. */
function readAmount(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  const { quantity } = token;
  const next = after[0];
  const sizeOfChange =
    next?.kind === 'cue' &&
    changeCues.some((cue) => cue === next.cue) &&
    next.start - token.end <= 1;
  if (sizeOfChange || notAResult(walk, quantity)) return consumeName(walk, token, after);
  const found = comparatorKind(walk, token, before, after);
  if (found) {
    const target = [walk.last, lastBefore(walk)].find(
      (draft) => draft && sameMeasure(draft.quantity.unit, quantity.unit),
    );
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
