import type { Sentence } from '../article/article.ts';
import type { Draft } from './draft.ts';
import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import {
  amountOf,
  distanceTo,
  inFiscalYear,
  isThanBehind,
  type NamedPeriod,
  resolved,
} from './period.ts';
import type { Thread } from './thread.ts';
import { cueIn, lastBefore, type Walk } from './walk.ts';

/** 上期よりも, 第1四半期比: a period that something is compared with is no period of what follows. */
export function heldPeriod(thread: Thread, token: Token, at: number, all: readonly Token[]): Token {
  if (token.kind !== 'period') return token;
  const lead = thread.text.slice(Math.max(0, token.start - 16), token.start);
  const follows =
    thanBefore(thread.reading).test(lead) ||
    isOfHeldAmount(thread, token, at, all) ||
    isOfFromAmount(thread, token, all[at + 1]);
  if (!follows && !isThanBehind(thread.text, token.end, thread.reading)) return token;
  // Without a year in all the text its quarters are of one.
  const own = thread.period ?? (thread.part && { year: 2000, fiscal: false, part: thread.part });
  const distance = own && distanceTo(token.period, own, thread.endMonth);
  // "From the third quarter on": only a period that is the one before is compared with by such words.
  if (follows && !distance) return token;
  const { part } = inFiscalYear(token.period, thread.endMonth);
  const cue = distance ?? (part === own?.part ? 'yoy' : 'qoq');
  return { kind: 'cue', cue, start: token.start, end: token.end };
}

/** "From $3 billion in the second quarter of 2022": the period of the amount alone that a figure is held against. */
function isOfHeldAmount(
  { text, reading }: Thread,
  token: Token,
  at: number,
  all: readonly Token[],
): boolean {
  const amount = all[at - 1];
  const cue = all[at - 2];
  return (
    amount?.kind === 'quantity' &&
    cue?.kind === 'cue' &&
    cue.cue === 'versus' &&
    amountOf(reading).test(text.slice(amount.end, token.start))
  );
}

/** 第1四半期の1億9100万円から減った: the period of an amount that the figure before came from. */
function isOfFromAmount(
  { text, reading }: Thread,
  { end }: Token,
  next: Token | undefined,
): boolean {
  return (
    next?.kind === 'quantity' &&
    fromAmount(reading).test(
      `${text.slice(end, next.start)}#${text.slice(next.end, next.end + longestFrom)}`,
    )
  );
}

/** How much of what follows an amount tells that something came from it (UTF-16 units). */
const longestFrom = 40;

const aloneAfter = patternOf('aloneAfter');
const fromAmount = patternOf('fromAmount');
const comparesAll = patternOf('comparesAll');
const goesOn = patternOf('goesOn');
const thanBefore = patternOf('thanBefore');

/**
 * "Twelve months earlier it had made $151 million", "lost $42 million, in the same period last year": a whole sentence
 * that tells of the time before; null where another amount is held against what it tells, or of another time
 * (前期の売上高は2兆3,000億円、今期は2兆5,000億円を見込む).
 */
export function heldThroughout(
  all: readonly Token[],
  sentence: Sentence,
  { text, reading }: Thread,
): 'yoy' | 'qoq' | null {
  if (comparesAll(reading).test(sentence.text)) return heldFromStart(all);
  // "A year ago it earned $4.7 billion, which puts the gain at 13 percent": what it led to is of now.
  const on = all.findIndex(
    ({ kind, end }, at) =>
      kind === 'break' &&
      goesOn(reading).test(text.slice(end, end + 12)) &&
      !isOfShare(all[at + 1]),
  );
  const tokens = on < 0 ? all : all.slice(0, on);
  const first = tokens.find(({ kind }) => kind !== 'break');
  const isMixed = cueIn(tokens, ['versus', 'consensus', 'increase', 'decrease', 'guidance']);
  if (!first || isMixed) return null;
  const last = tokens.at(-1);
  const leads = cueIn([first], ['yoy', 'qoq']);
  if (isFormerAlone(tokens, text)) return cueIn(tokens, ['yoy', 'qoq'])?.cue ?? null;
  if (leads) return /^[\s,]*\p{L}/u.test(text.slice(first.end, first.end + 3)) ? leads.cue : null;
  const before = tokens.at(-2);
  // "Earnings of $960 million were what remained of the $1.7 billion, of a year ago": of the last amount alone.
  const units = tokens.flatMap((token) => (token.kind === 'quantity' ? [token.quantity.unit] : []));
  if (new Set(units).size < units.length) return null;
  // "…, nearly triple its result from the year before" tells of now.
  const isAlone =
    last !== undefined &&
    before?.kind === 'break' &&
    text.slice(before.end, last.start).trim() === '' &&
    // …、前年同期とほぼ同水準だった says what it is like now.
    !/^\p{L}/u.test(text.slice(last.end));
  const ends = isAlone ? cueIn([last], ['yoy', 'qoq']) : null;
  return ends ? ends.cue : null;
}

/** "That compared with a profit of $988 million on $21.9 billion in revenue": each is held against its own. */
function heldFromStart(tokens: readonly Token[]): 'yoy' | 'qoq' | null {
  const compared = tokens.filter((token) => cueIn([token], ['versus']));
  const isMixed = cueIn(tokens, ['consensus', 'increase', 'decrease', 'guidance', 'priorGuidance']);
  if (isMixed || compared.length > 1) return null;
  return cueIn(tokens, ['qoq'])?.cue ?? 'yoy';
}

/** "$4.4 million, or 63 cents per share, a year ago": once more, of a share. */
function isOfShare(token: Token | undefined): boolean {
  return token?.kind === 'quantity' && token.quantity.unit.endsWith('_per_share');
}

/** 特許料を含めない前期の粗利益率は45%だった: the metric of the time before, and one amount after it. */
function isFormerAlone(tokens: readonly Token[], text: string): boolean {
  const at = tokens.findIndex((token) => cueIn([token], ['yoy', 'qoq']) !== null);
  const [cue, metric, ...rest] = tokens.slice(Math.max(at, 0));
  const isOwned =
    cue && metric?.kind === 'metric' && /^\p{L}$/u.test(text.slice(cue.end, metric.start));
  const amounts = tokens.filter(({ kind }) => kind === 'quantity');
  return isOwned === true && amounts.length === 1 && rest[0] === amounts[0];
}

/** "For the current quarter it expects": after one has ended, the quarter that runs is the next one. */
export function currentAsNext(token: Token): Token {
  if (token.kind !== 'period' || token.period.ahead !== 0) return token;
  return { ...token, period: { ...token.period, ahead: 1 } };
}

/** Tokens of a line with quarters told from the one reported on (the current quarter, next quarter) as what they are. */
export function withQuartersTold(tokens: readonly Token[], own: NamedPeriod | null): Token[] {
  const ahead = cueIn(tokens, ['guidance']) !== null;
  return tokens.map((token) => {
    const told = ahead ? currentAsNext(token) : token;
    if (told.kind !== 'period') return told;
    return { ...told, period: resolved(told.period, own) ?? told.period };
  });
}

/** "The three months to September" of an article on a fiscal quarter: the same one by its months. */
export function isOwnByMonths(thread: Thread, { year, part, fromMonth }: NamedPeriod): boolean {
  const own = thread.period;
  const isNumbered = own?.part.startsWith('q') === true && own.fromMonth === undefined;
  return (
    isNumbered && own.fiscal && year === null && fromMonth !== undefined && part.startsWith('q')
  );
}

/** 前四半期(22年10~12月): a bracket right behind the time before, which says when that was. */
export function isOfTimeBefore({ tokens, at }: Pick<Walk, 'tokens' | 'at'>): boolean {
  const [cue, opening] = [tokens[at - 2], tokens[at - 1]];
  return (
    opening?.kind === 'bracket' &&
    opening.opens &&
    cue?.end === opening.start &&
    cueIn([cue], ['yoy', 'qoq']) !== null
  );
}

/** 2009年3月期通期(2008年4月~2009年3月): a bracket right behind a period that only says it by its months. */
export function isByMonths(tokens: readonly Token[], token: Token): boolean {
  const at = tokens.indexOf(token);
  const [named, opening] = [tokens[at - 2], tokens[at - 1]];
  return (
    opening?.kind === 'bracket' &&
    opening.opens &&
    opening.end === token.start &&
    named?.kind === 'period' &&
    named.end === opening.start &&
    tokens[at + 1]?.kind === 'bracket'
  );
}

/**
 * "For the nine months net income was $3 million. Earnings per share were 20 cents": a sentence that begins with
 * more than the quarter reported on, and those after it that name no period, are of all that time.
 */
export function sinceStart(thread: Thread, tokens: readonly Token[]): NamedPeriod | undefined {
  const [first] = tokens;
  const named = tokens.find(
    (token, at) => token.kind === 'period' && !isOfTimeBefore({ tokens, at }),
  );
  if (named?.kind !== 'period' || !first) return thread.since;
  const own = thread.period;
  // 1~3月期だけを切り出すと、: a part of the time reported on, and what comes is of it alone.
  const isAlone = aloneAfter(thread.reading).test(thread.text.slice(named.end, named.end + 40));
  if (named === first && isAlone && named.period.part.startsWith('q'))
    return resolved(inFiscalYear(named.period, thread.endMonth), own) ?? undefined;
  if (named !== first || !own?.part.startsWith('q')) return undefined;
  const { part, year } = named.period;
  const isYear = part === 'fy' && own.part === 'q4';
  const isLonger =
    (part === '9m' || part === 'h1' || isYear) && (year === null || year === own.year);
  return isLonger ? inFiscalYear(named.period, thread.endMonth) : undefined;
}

/** The period of the list's heading. */
export function sectionPeriod({ thread }: Walk): NamedPeriod | undefined {
  const { period } = thread.section;
  return period && resolved(inFiscalYear(period, thread.endMonth), thread.period);
}

/** The figure that a sentence without one goes on about; "for fiscal 2026 it sees growth of 2%" is of no result. */
export function lastTold(walk: Walk): Draft | null {
  const before = lastBefore(walk);
  const foretells = cueIn(walk.tokens, ['guidance']) !== null;
  return foretells && before?.basis === 'actual' ? null : before;
}
