import type { Sentence } from '../article/article.ts';
import type { MetricId } from '../metrics.ts';
import type { Draft, DraftComparison } from './draft.ts';
import type { ComparisonKind } from './figure.ts';
import { namesLoss, namesProfit } from './measure.ts';
import type { MetricOrLoss, QuantityToken, Thread } from './thread.ts';
import { patternOf } from './per-reading.ts';
import type { Token } from './lexer.ts';
import { around, cueIn, draftsHere, hold, nameAfter, sameMeasure, type Walk } from './walk.ts';

/** What analysts expect, or what it was a year before, of a figure told just before; true where it is no value of its own. */
export function heldAgainstLast(
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
  const find = (wanted: (draft: Draft) => boolean) =>
    told.find((each) => wanted(each) && isOwned(each)) ??
    told.find((each) => wanted(each) && isAny());
  const draft =
    find(({ metric }) => metric === id) ??
    // "There had been a profit of £54m": a profit by no other name is the one just told.
    (id === 'net_income' ? find(({ metric }) => besideNet.has(metric)) : undefined);
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
  const sign = signOfIncome(told, draft, kind) ?? signOf(walk, name);
  for (const each of new Set([draft, ...twins])) {
    const low = each.quantity.range === 'high' ? (each.partner ?? each) : each;
    hold(walk, low, kind, token.quantity, span, { sign });
  }
  return true;
}

/** "A net profit of $16.8 million, or 5 cents per share": a share's is what the whole is. */
function signOfIncome(
  told: readonly Draft[],
  { metric, quoteSpan }: Draft,
  kind: ComparisonKind,
): DraftComparison['sign'] {
  if (metric !== 'eps') return null;
  const income = told.find(
    (each) => each.metric === 'net_income' && each.quoteSpan.end === quoteSpan.end,
  );
  return income?.comparisons.find((each) => each.kind === kind)?.sign ?? null;
}

/** "It was $4.4 million, or 63 cents, a year ago": of the last figure that it can be held against. */
export function heldAgainstAlike(walk: Walk, token: QuantityToken, kind: ComparisonKind): boolean {
  if (walk.tokens.some((other) => other.kind === 'metric' || other.kind === 'segment'))
    return false;
  const draft = walk.thread.lately.find(({ quantity }) => sameMeasure(quantity, token.quantity));
  if (!draft) return false;
  hold(walk, draft, kind, token.quantity, { start: token.start, end: token.end });
  return true;
}

const besideNet: ReadonlySet<MetricId> = new Set([
  'pretax_income',
  'operating_income',
  'ordinary_income',
  'ebitda',
]);

/** "Consensus had been for a loss of $0.18 per share": told before the figure, and kept for it. */
export function expectLater(
  walk: Walk,
  { start, end, quantity: comparator }: QuantityToken,
  name: MetricOrLoss,
  metric: MetricId,
): void {
  const { awaited } = walk.thread;
  const span = { start, end };
  const sign = signOf(walk, name);
  awaited.push({
    metric,
    segment: walk.entity ?? null,
    period: walk.period,
    comparator,
    span,
    sign,
  });
  if (awaited.length > longestMemory) awaited.shift();
}

/** The sign that the name of an amount gives it. */
function signOf(walk: Walk, name: MetricOrLoss): DraftComparison['sign'] {
  return namesLoss(walk, name) ? 'loss' : namesProfit(walk, name) ? 'profit' : null;
}

/** Holds a result against what was expected of it before. */
export function meetExpectations(walk: Walk, draft: Draft): void {
  if (draft.basis !== 'actual') return;
  for (const { metric, segment, period, comparator, span, sign } of walk.thread.awaited) {
    if (metric !== draft.metric || segment !== draft.segment) continue;
    // "Fourth-quarter revenue had been expected at $5 billion": not of the third.
    if (period && draft.period && period.part !== draft.period.part) continue;
    if (!sameMeasure(draft.quantity, comparator)) continue;
    hold(walk, draft, 'consensus', comparator, span, { sign });
  }
}

/** How many figures back expectations may speak of. */
const longestMemory = 40;

/** "The average view, according to estimates, had been for earnings of": what is expected is named before any number. */
export function namesNext(walk: Walk, token: Token): boolean {
  const { tokens } = walk;
  const next = tokens
    .slice(tokens.indexOf(token) + 1)
    .find((other) => other.kind === 'metric' || other.kind === 'quantity' || isLink(other));
  // "Better than the consensus, on revenues of": what is measured by it was told before.
  const before = tokens[tokens.indexOf(token) - 1];
  if (before && cueIn([before], ['above', 'below', 'inLine', 'versus', 'increase', 'decrease']))
    return false;
  // "Clear of estimates, earnings were $1 billion": what one comma sets off says nothing of what comes next.
  const between = next ? tokens.slice(tokens.indexOf(token) + 1, tokens.indexOf(next)) : [];
  if (between.filter(({ kind }) => kind === 'break').length === 1) return false;
  if (next?.kind === 'quantity') return nameAfter(walk, next, around(walk, next).after) !== null;
  return next?.kind === 'metric' || (next !== undefined && cueIn([next], ['loss']) !== null);
}

/** What ends the search for a name: a loss is one, and a change or a comparison is of what was told before. */
function isLink(token: Token): boolean {
  return (
    token.kind === 'bracket' ||
    cueIn(
      [token],
      [
        'loss',
        'versus',
        'yoy',
        'qoq',
        'above',
        'below',
        'inLine',
        'increase',
        'decrease',
        'reported',
      ],
    ) !== null
  );
}

/** "Analysts had expected Acme to earn 6 cents on revenue of $761 million": all of the sentence is what they expect. */
export function isAllExpected(
  { reading }: Thread,
  { text }: Sentence,
  tokens: readonly Token[],
): boolean {
  // "Analysts expected $5 billion, above": what it says of how it came out is no expectation.
  const measured = ['above', 'below', 'inLine', 'versus', 'reported', 'guidance'] as const;
  return expectsAll(reading).test(text) && cueIn(tokens, measured) === null;
}

const expectsAll = patternOf('expectsAll');
