import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import { namesLoss, namesProfit } from './measure.ts';
import { amountOf } from './period.ts';
import type { QuantityToken } from './thread.ts';
import { cueIn, gap, nameAfter, sameMeasure, type Walk, withoutBrackets } from './walk.ts';

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
  // "61 trillion won in sales turned into 14 trillion won in operating profit": each has a name of its own.
  if (after[0]?.kind === 'metric' && after[0].end <= pair.to.start && nameAfter(walk, token, after))
    return false;
  if (!links.some((link) => link.test(between)) || !(became?.test(tail) ?? true)) return false;
  const [next] = after;
  const isDated =
    next?.kind === 'period' && amountOf(walk.thread.reading).test(gap(walk, token, next));
  const label = isDated ? next : before.find((near) => near.kind === 'period');
  // "In Q2 2020 it has become": the time before is of the amount before alone.
  if (isDated) walk.consumed.add(next);
  const sign = cueIn(after.slice(0, 1), ['loss', 'profit']);
  if (sign && gap(walk, pair.from, sign.token).length <= 2) walk.consumed.add(sign.token);
  walk.from = {
    quantity: token.quantity,
    period: label?.kind === 'period' ? label.period : null,
    sign: sign?.cue ?? (turnsToLoss(walk, pair.to) || isProfit(walk) ? 'profit' : null),
    kind: isForecast(walk, pair.from) ? 'prior_guidance' : null,
    high: pair.from === token ? null : pair.from.quantity,
  };
  return true;
}

/** 8億円の黒字予想から62億円の赤字に: the words between say that it was a forecast. */
function isForecast({ tokens }: Walk, from: QuantityToken): boolean {
  const [sign, next] = tokens.slice(tokens.indexOf(from) + 1);
  const isSigned = sign !== undefined && cueIn([sign], ['loss', 'profit']) !== null;
  const [before, word] = isSigned ? [sign, next] : [from, sign];
  const isNext = word !== undefined && word.start - before.end <= 1;
  return isNext && cueIn([word], ['guidance', 'priorGuidance']) !== null;
}

/** 6.1億円の黒字→15.1億円の赤字: an amount whose next one is what it became. */
export function isFromOf(walk: Walk, token: QuantityToken): boolean {
  const pair = becoming(walk, token);
  const { links } = linksOf(walk.thread.reading);
  return pair !== null && links.some((link) => link.test(gap(walk, pair.from, pair.to)));
}

/** "Net income of $23 million has become a net loss of $102 million": a profit is named first, a loss then. */
function turnsToLoss(walk: Walk, to: QuantityToken): boolean {
  const named = walk.tokens[walk.tokens.indexOf(to) - 1];
  return (
    walk.metric?.used === false &&
    !namesLoss(walk, walk.metric) &&
    named?.kind === 'metric' &&
    namesLoss(walk, { metric: named.metric, label: named.label, at: named.start })
  );
}

/** 純利益は10億円が240億円の損失に: what a profit was is one, unless the words say that it was none. */
function isProfit(walk: Walk): boolean {
  const { metric } = walk;
  return metric !== null && namesProfit(walk, metric) && !namesLoss(walk, metric);
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
