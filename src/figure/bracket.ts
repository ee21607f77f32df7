import type { Token } from './lexer.ts';
import type { Walk } from './walk.ts';

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
function holdsValue({ metric, tokens, at }: Walk): boolean {
  const before = tokens[at - 1];
  return (
    metric !== null &&
    !metric.used &&
    before?.kind === 'metric' &&
    before.start === metric.at &&
    tokens[at + 1]?.kind === 'quantity'
  );
}

/** 前年同期の15億ドル(1株当たり1.20ドル)から: what stands in brackets beside a comparator parts it from no figure. */
export function isBesideComparator({ pending, depth }: Walk, token: Token): boolean {
  return depth.get(token) !== 0 && pending.some(({ comparator }) => comparator !== null);
}
