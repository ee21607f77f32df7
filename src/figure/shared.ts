import { currencyOf } from '../language/amount.ts';
import type { Draft, DraftComparison } from './draft.ts';
import { kinds } from './kind.ts';
import type { Token } from './lexer.ts';
import { isSubject } from './ownership.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { MetricToken, QuantityToken } from './thread.ts';
import { record } from './value.ts';
import { attach, cover, cueIn, draftsHere, heldAgainst, sameMeasure, type Walk } from './walk.ts';

/**
 * "…と、それぞれ5%、10%、12%増えた", "アナリスト予想はそれぞれ1.40ドル、121億ドル": what is shared out among the figures told
 * just before, as many as there are of them. True where the number is one of these.
 */
export function sharedAmong(walk: Walk, token: QuantityToken): boolean {
  if (walk.shared.has(token)) return true;
  const said = saysEach(walk, token);
  if (!said) return false;
  const parts = partsFrom(walk, token);
  const told = toldJustBefore(walk);
  const held = cueIn(said, ['yoy', 'qoq', 'consensus', 'priorGuidance']);
  const isRates = token.quantity.unit === 'percent';
  if (
    parts.length < 2 ||
    (!isRates && !held && (walk.owners.length > 0 || walk.together.length > 0))
  )
    return false;
  if (!isRates && !held && ofNextPeriod(walk, parts, told)) return true;
  // Fewer or more than there are figures, or amounts of nothing told: nobody's.
  if (parts.length !== told.length || (!isRates && !held)) {
    for (const part of parts) walk.shared.add(part);
    return true;
  }
  const kind = held ? kinds[held.cue] : walk.thread.lastKind;
  const shares = parts.map((part, at) => ({ part, draft: told[at] }));
  const fit = shares.every(
    ({ part, draft }) => isRates || (draft && sameMeasure(draft.quantity, part.quantity)),
  );
  const way = isRates ? directionsOf(walk, parts) : [];
  if (!fit || way === null) return false;
  heldAgainst(walk, kind);
  for (const [at, { part, draft }] of shares.entries()) {
    walk.shared.add(part);
    if (!draft || (isRates && draft.loss)) continue;
    const span = cover(part, ...(held ? [held.token] : []));
    const comparison: DraftComparison = {
      kind,
      comparator: isRates ? null : { ...part.quantity, unit: draft.quantity.unit },
      change: isRates ? rateOf(part, way[at] ?? 'increase') : null,
      direction: null,
      sign: null,
      span,
    };
    attach(draft, comparison, walk);
  }
  if (held) walk.consumed.add(held.token);
  return true;
}

/** 今期はそれぞれ5600億円、420億円を計画している: the metrics of the sentence before, of the period that this one begins with. */
function ofNextPeriod(
  walk: Walk,
  parts: readonly QuantityToken[],
  told: readonly Draft[],
): boolean {
  const [period] = walk.tokens;
  const isOther =
    period?.kind === 'period' &&
    draftsHere(walk).length === 0 &&
    isSubject(walk, period) &&
    // 今期は広告と開発にそれぞれ…を投じる: of something that the sentence names.
    saidAlone(walk, period, parts);
  const fit = parts.every((part, at) => {
    const draft = told[at];
    return draft && !draft.loss && !draft.partner && sameMeasure(draft.quantity, part.quantity);
  });
  if (!isOther || !fit || parts.length !== told.length) return false;
  for (const [at, part] of parts.entries()) {
    const draft = told[at];
    walk.shared.add(part);
    if (!draft) continue;
    walk.entity = draft.segment;
    const name = { metric: draft.metric, label: draft.label, at: part.start };
    record(walk, part, name, [], { named: null, dangling: null });
  }
  return true;
}

function saidAlone({ thread }: Walk, period: Token, [first]: readonly Token[]): boolean {
  const between = thread.text.slice(period.end, first?.start ?? period.end);
  return between.replace(each(thread.reading), '').length <= longestSubject;
}

/** は, では、: how long what follows the subject may be (UTF-16 units). */
const longestSubject = 4;

function rateOf({ quantity: { value, step } }: QuantityToken, way: 'increase' | 'decrease') {
  return { value: way === 'decrease' ? `-${value}` : value, step };
}

/** The words between the number before and this one, where they share out what comes. */
function saysEach(walk: Walk, token: QuantityToken): Token[] | null {
  const { tokens, thread, sentence } = walk;
  const before = tokens.slice(0, tokens.indexOf(token));
  const last = before.findLastIndex(({ kind }) => kind === 'quantity' || kind === 'metric');
  const from = Math.max(before[last]?.end ?? sentence.start, token.start - longestLead);
  const end = partsFrom(walk, token).at(-1)?.end ?? token.end;
  const isSaid =
    each(thread.reading).test(thread.text.slice(from, token.start)) ||
    ((before[last]?.kind !== 'metric' || walk.named.has(before[last].start)) &&
      eachAfter(thread.reading).test(thread.text.slice(end, end + longestLead)));
  return isSaid ? before.slice(last + 1) : null;
}

const eachAfter = patternOf('eachAfter');
const each = patternOf('each');

/** How far the words that share out may stand before the first number (UTF-16 units). */
const longestLead = 32;

/** The number and those after it of its kind that no name parts from it. */
function partsFrom({ tokens, depth }: Walk, token: QuantityToken): QuantityToken[] {
  const isRate = token.quantity.unit === 'percent';
  const parts: QuantityToken[] = [];
  for (const other of tokens.slice(tokens.indexOf(token))) {
    if (other.kind === 'metric' || other.kind === 'segment') break;
    if (other.kind !== 'quantity' || depth.get(other) !== depth.get(token)) continue;
    const { unit } = other.quantity;
    if (isRate ? unit !== 'percent' : currencyOf(unit) === null) break;
    parts.push(other);
  }
  return parts;
}

/** The figures of this sentence in their order, or of the one before where this one names none. */
function toldJustBefore(walk: Walk): Draft[] {
  const here = draftsHere(walk);
  if (here.length > 0) return here.toReversed();
  if (walk.tokens.some(({ kind }) => kind === 'metric')) return [];
  const [last] = walk.thread.lately;
  return walk.thread.lately
    .filter(({ quoteSpan }) => quoteSpan.end === last?.quoteSpan.end)
    .toReversed();
}

/** Each rate's own word of change, or the one at the end for all of them; null where one has none. */
function directionsOf(
  { tokens }: Walk,
  parts: readonly QuantityToken[],
): ('increase' | 'decrease')[] | null {
  const own = parts.map((part, at) => {
    const stop = parts[at + 1];
    const until = stop ? tokens.indexOf(stop) : tokens.length;
    return cueIn(tokens.slice(tokens.indexOf(part) + 1, until), ['increase', 'decrease'])?.cue;
  });
  const [first] = parts;
  // "Growth of 31 percent and 38 percent, respectively": told before them.
  const led = first
    ? cueIn(tokens.slice(0, tokens.indexOf(first)).toReversed(), ['increase', 'decrease'])
    : null;
  if (led && own.every((way) => way === undefined)) return own.map(() => led.cue);
  const last = own.at(-1);
  if (!last) return null;
  const isOne = own.slice(0, -1).every((way) => way === undefined);
  const all = own.map((way) => (isOne ? last : way));
  return all.every((way) => way !== undefined) ? all : null;
}

/**
 * "自動車部門と電子部門の営業利益はそれぞれ120億円、85億円": businesses named together share out the amounts after them;
 * one amount of all of them is none of theirs.
 */
export function namedTogether(walk: Walk, token: Token): string[] {
  const { tokens, thread } = walk;
  const names: string[] = [];
  for (let at = tokens.indexOf(token); at >= 0; at -= 1) {
    const name = tokens[at];
    // 電子部門、素材部門の: a comma may stand between.
    const isComma = name?.kind === 'break' && tokens[at - 1]?.kind === 'segment';
    if (isComma && names.length > 0) continue;
    const next = tokens.slice(at + 1, at + 3).find(({ kind }) => kind !== 'break');
    if (name?.kind !== 'segment') break;
    if (name !== token && (!next || !isLink(walk, thread.text.slice(name.end, next.start)))) break;
    names.unshift(name.slug);
  }
  return names.length > 1 ? names : [];
}

function isLink({ thread: { reading } }: Walk, between: string): boolean {
  const { suffix, together } = links(reading);
  return together.test(between.replace(suffix, ''));
}

const links = perReading(({ segmentSuffixes, together }) => ({
  suffix: new RegExp(`^ ?(?:${segmentSuffixes.join('|')})`, 'iu'),
  together: new RegExp(together, 'iu'),
}));

/** Businesses named together have an amount each of the metric after them; where there is one for all, it is none of theirs. */
export function shareOut(walk: Walk, token: MetricToken): void {
  if (walk.owners.length === 0) return;
  walk.part = amountsAfter(walk, token) !== walk.owners.length;
  if (walk.part) walk.owners = [];
}

/** How many amounts follow a metric's name before the next name. */
function amountsAfter({ tokens, depth }: Walk, token: Token): number {
  const rest = tokens.slice(tokens.indexOf(token) + 1);
  const stop = rest.findIndex(({ kind }) => kind === 'metric' || kind === 'segment');
  return rest
    .slice(0, stop < 0 ? rest.length : stop)
    .filter(
      (other) =>
        other.kind === 'quantity' && other.quantity.unit !== 'percent' && depth.get(other) === 0,
    ).length;
}
