import type { Token } from './lexer.ts';
import { additionOf } from './naming.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { cueIn, gap, sameMeasure, standings, type Walk } from './walk.ts';

/** 127億円減の10億円, up $5.8 million: how much it changed, not how much it is. */
export function isSizeOfChange(
  walk: Walk,
  token: QuantityToken,
  before: readonly Token[],
  after: readonly Token[],
): boolean {
  if (additionOf(walk, token) !== null) return false;
  const links = changeLinks(walk.thread.reading);
  const word = cueIn(after.slice(0, 1), ['increase', 'decrease', 'delta']);
  const next = word && isNoun(walk, word.token) ? word : null;
  // 記念配当10円を上乗せ: what has its name right before it is an amount of its own.
  const [name] = before;
  // 4月に公表した1兆5800億円を引き下げ: the forecast that was lowered.
  const old = name && cueIn([name], ['priorGuidance']);
  if (old && gap(walk, old.token, token) === '') return false;
  const isNamed = name?.kind === 'metric' && name.end === token.start;
  if (
    next &&
    !(isNamed && gap(walk, token, next.token) !== '') &&
    links.test(gap(walk, token, next.token).trim())
  )
    return true;
  const { text, reading } = walk.thread;
  const rest = text.slice(token.end, token.end + 40);
  if (sizeBefore(reading).test(rest) || rateFollows(reading).test(rest)) return true;
  // 1,043名(前年同期末比+156名)
  const isSigned = /^[+＋]/.test(token.quantity.text) && token.quantity.unit !== 'percent';
  if (isSigned && cueIn(before, ['yoy', 'qoq', 'same'])) return true;
  if (isDoneTo(walk, token, before) || isBeforeAmount(walk, token)) return true;
  if (isMargin(walk, token, after)) return true;
  const last = cueIn(before.slice(0, 1), ['increase', 'decrease']);
  return (
    last !== null &&
    changeLinksBefore(walk.thread.reading).test(gap(walk, last.token, token).trimEnd())
  );
}

/** 32億円(1.7%)増加の192億円: the rate in brackets behind the size of a change has its word of change outside. */
export function behindSize({ tokens, depth, at }: Walk, token: QuantityToken) {
  const [size, opening, closing, word] = [at - 2, at - 1, at + 1, at + 2].map(
    (near) => tokens[near],
  );
  const isAlone =
    depth.get(token) === 1 &&
    size?.kind === 'quantity' &&
    size.quantity.unit !== 'percent' &&
    opening?.kind === 'bracket' &&
    opening.start - size.end <= 1 &&
    closing?.kind === 'bracket' &&
    word !== undefined &&
    word.start - closing.end <= 1;
  return isAlone ? cueIn([word], ['increase', 'decrease']) : null;
}

/** 売上高を340億円、営業利益を45億円押し上げた: the verb behind the last amount is said of them all. */
function isDoneTo(walk: Walk, token: QuantityToken, [name]: readonly Token[]): boolean {
  const link = doneTo(walk.thread.reading);
  const { tokens } = walk;
  if (name?.kind !== 'metric' || !link.test(gap(walk, name, token))) return false;
  const rest = tokens.slice(tokens.indexOf(token) + 1);
  const verb = rest.find((other) => cueIn([other], ['delta', 'increase', 'decrease']) !== null);
  if (!verb) return false;
  const [last, before] = rest.slice(0, rest.indexOf(verb)).toReversed();
  return (
    last?.kind === 'quantity' &&
    before?.kind === 'metric' &&
    gap(walk, last, verb) === '' &&
    link.test(gap(walk, before, last))
  );
}

/** マイナス160億円の140億円: of two amounts of a kind that stand together the first is no value. */
function isBeforeAmount(walk: Walk, token: QuantityToken): boolean {
  const next = walk.clause[walk.clause.indexOf(token) + 1];
  return (
    next?.kind === 'quantity' &&
    sameMeasure(next.quantity, token.quantity) &&
    beforeAmount(walk.thread.reading).test(gap(walk, token, next))
  );
}

const beforeAmount = patternOf('beforeAmount');
const rateFollows = patternOf('rateFollows');
const doneTo = patternOf('doneTo');

/** "Beating estimates by 4 cents", 予想を90億円上回り: by how much, not what. */
function isMargin(walk: Walk, token: QuantityToken, after: readonly Token[]): boolean {
  const { behind, ahead } = margins(walk.thread.reading);
  const next = cueIn(after.slice(0, 1), standings);
  if (next && gap(walk, token, next.token) === '') {
    const { start, end } = next.token;
    if (behind.test(walk.thread.text.slice(start, end))) return true;
  }
  // "Cut revenue by $70 million", "raised its forecast by $200 million": whatever the verb.
  return ahead.test(walk.thread.text.slice(walk.sentence.start, token.start));
}

const margins = perReading(({ beatenBy: { after, before } }) => ({
  behind: new RegExp(after, 'iu'),
  ahead: new RegExp(before, 'iu'),
}));

/** "A $5 million increase", and not "EBITDA of $5 million fell". */
function isNoun({ thread }: Walk, { start, end }: Token): boolean {
  return changeNouns(thread.reading)?.test(thread.text.slice(start, end)) ?? true;
}

const changeNouns = perReading(({ changeNouns: nouns }) =>
  nouns === null ? null : new RegExp(nouns, 'iu'),
);
const sizeBefore = patternOf('sizeBefore');
const changeLinksBefore = patternOf('changeLinksBefore');
const changeLinks = patternOf('changeLinks');
