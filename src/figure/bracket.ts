import type { Token } from './lexer.ts';
import { cueIn, type Walk } from './walk.ts';

/** A bracket puts the metric before it aside until it closes. */
export function bracket(walk: Walk, opens: boolean): void {
  if (opens) {
    walk.outside.push(walk.metric);
    if (!holdsValue(walk)) walk.metric = null;
  } else if (walk.outside.length > 0) {
    walk.metric = walk.outside.pop() ?? nameInBracket(walk);
  }
}

/** デイリー・アクティブ・ピープル(DAP)は: a bracket before any number may hold the name that is known. */
function nameInBracket({ metric, tokens, at }: Walk): Walk['metric'] {
  const isFirst = !tokens.slice(0, at).some(({ kind }) => kind === 'quantity');
  return isFirst && metric?.used === false && !metric.armed ? metric : null;
}

/** "Net interest revenue ($411 million, +39%)": a bracket right behind a name begins with its value. */
function holdsValue(walk: Walk): boolean {
  const { metric, tokens, at } = walk;
  if (holdsForecast(walk)) return true;
  const before = tokens[at - 1];
  return (
    metric !== null &&
    !metric.used &&
    before?.kind === 'metric' &&
    before.start === metric.at &&
    tokens[at + 1]?.kind === 'quantity'
  );
}

/** 純利益予想(210億円)は: a bracket behind a word of forecast holds it, where no other amount of the metric comes. */
function holdsForecast({ metric, tokens, at, depth }: Walk): boolean {
  const [cue, amount, closing] = [at - 1, at + 1, at + 2].map((near) => tokens[near]);
  const isWaiting = metric !== null && !metric.used && !metric.armed;
  if (!isWaiting || !cue || cueIn([cue], ['guidance']) === null) return false;
  if (amount?.kind !== 'quantity' || closing?.kind !== 'bracket') return false;
  const rest = tokens.slice(at + 3);
  const stop = rest.find((token) => token.kind === 'metric' || isAmount(token, depth));
  const named = tokens.findLast((token, index) => index < at && token.kind === 'metric');
  return named?.start === metric.at && stop?.kind !== 'quantity';
}

function isAmount(token: Token, depth: Walk['depth']): boolean {
  return token.kind === 'quantity' && depth.get(token) === 0 && token.quantity.unit !== 'percent';
}

/** 前年同期の15億ドル(1株当たり1.20ドル)から: what stands in brackets beside a comparator parts it from no figure. */
export function isBesideComparator({ pending, depth }: Walk, token: Token): boolean {
  return depth.get(token) !== 0 && pending.some(({ comparator }) => comparator !== null);
}
