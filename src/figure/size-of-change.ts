import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { cueIn, gap, type Walk } from './walk.ts';

/** 127億円減の10億円, up $5.8 million: how much it changed, not how much it is. */
export function isSizeOfChange(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  const links = changeLinks(walk.thread.reading);
  const next = cueIn(after.slice(0, 1), ['increase', 'decrease', 'delta']);
  // 記念配当10円を上乗せ: what has its name right before it is an amount of its own.
  const [name] = before;
  const isNamed = name?.kind === 'metric' && name.end === token.start;
  if (
    next &&
    !(isNamed && gap(walk, token, next.token) !== '') &&
    links.test(gap(walk, token, next.token).trim())
  )
    return true;
  const last = cueIn(before.slice(0, 1), ['increase', 'decrease']);
  return (
    last !== null &&
    changeLinksBefore(walk.thread.reading).test(gap(walk, last.token, token).trimEnd())
  );
}

const changeLinksBefore = perReading((reading) => new RegExp(reading.changeLinksBefore, 'iu'));
const changeLinks = perReading((reading) => new RegExp(reading.changeLinks, 'iu'));
