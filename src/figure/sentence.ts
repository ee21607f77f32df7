import type { Sentence, Span } from '../article/article.ts';
import type { Cue } from '../language/reading.ts';
import { notAResult, readChange, readMultiple, readUnchanged, readWord } from './change.ts';
import { comparatorOf, labelOnly, leadsOn, settleOpen } from './comparator.ts';
import type { Token } from './lexer.ts';
import type { MetricId } from '../metrics.ts';
import type { Draft } from './draft.ts';
import { distanceBetween, inFiscalYear, resolved, type NamedPeriod } from './period.ts';
import { isTopic, owns } from './ownership.ts';
import { perReading } from './per-reading.ts';
import { isGrouped } from './quantity.ts';
import { pairLoose, readHighEnd, readRate, readValue } from './value.ts';
import {
  around,
  clausesOf,
  cover,
  cueIn,
  depthsOf,
  draftsHere,
  gap,
  heldAgainst,
  nameAfter,
  standings,
  withoutBrackets,
  type MetricToken,
  type QuantityToken,
  type Thread,
  type Walk,
} from './walk.ts';

/** Reads one sentence's tokens and adds its figures and comparisons to the thread. */
export function readSentence(thread: Thread, sentence: Sentence, found: readonly Token[]): void {
  const tokens = found.map((token) => heldPeriod(thread, token));
  const has = (cue: Cue) => tokens.some((token) => token.kind === 'cue' && token.cue === cue);
  const walk: Walk = {
    thread,
    sentence,
    tokens,
    depth: depthsOf(tokens),
    reported: has('reported'),
    cumulative: has('cumulative'),
    consumed: new Set(),
    named: new Set(),
    loose: [],
    pending: [],
    outside: [],
    clause: [],
    at: 0,
    metric: null,
    together: [],
    entity: undefined,
    foreign: thread.several && thread.foreign,
    period: undefined,
    accounting: null,
    accountingOf: null,
    guidance: thread.section.guidance,
    expecting: false,
    held: heldThroughout(tokens, thread.text),
    last: null,
    against: null,
    compared: null,
    from: null,
    cameFrom: null,
  };
  const clauses = clausesOf(tokens);
  settleOpen(walk, clauses[0] ?? []);
  for (const clause of clauses) {
    walk.clause = clause;
    for (const token of clause) {
      walk.at = tokens.indexOf(token, walk.at);
      step(walk, token);
    }
  }
  pairLoose(walk);
  flushRates(walk);
  leave(walk);
}

/** 上期よりも, 第1四半期比: a period that something is compared with is no period of what follows. */
function heldPeriod(thread: Thread, token: Token): Token {
  if (token.kind !== 'period') return token;
  const rest = thread.text.slice(token.end, token.end + 8);
  const lead = thread.text.slice(Math.max(0, token.start - 16), token.start);
  const follows = thanBefore(thread.reading).test(lead);
  if (!follows && !thanAfter(thread.reading).test(rest)) return token;
  const own = thread.period;
  const period = inFiscalYear(token.period, thread.endMonth);
  const sameYear = { ...period, year: period.year ?? own?.year ?? null };
  const distance = own && distanceBetween(sameYear, own);
  // "From the third quarter on": only a period that is the one before is compared with by such words.
  if (follows && !distance) return token;
  const cue = distance ?? (period.part === own?.part ? 'yoy' : 'qoq');
  return { kind: 'cue', cue, start: token.start, end: token.end };
}

const thanBefore = perReading((reading) => new RegExp(reading.thanBefore, 'iu'));
const thanAfter = perReading((reading) => new RegExp(reading.thanAfter, 'iu'));

/**
 * "Twelve months earlier it had made $151 million", "lost $42 million, in the same period last year": a whole sentence
 * that tells of the time before; null where another amount is held against what it tells.
 */
function heldThroughout(tokens: readonly Token[], text: string): 'yoy' | 'qoq' | null {
  const [first] = tokens;
  if (!first || cueIn(tokens, ['versus', 'consensus', 'increase', 'decrease'])) return null;
  const last = tokens.at(-1);
  const leads = cueIn([first], ['yoy', 'qoq']);
  if (leads) return /^[\s,]*\p{L}/u.test(text.slice(first.end, first.end + 3)) ? leads.cue : null;
  const before = tokens.at(-2);
  const ends = last && before?.kind === 'break' ? cueIn([last], ['yoy', 'qoq']) : null;
  return ends ? ends.cue : null;
}

/** What a sentence leaves to the next one. */
function leave(walk: Walk): void {
  const { thread, metric, tokens } = walk;
  thread.dangling =
    metric && !metric.used && !walk.foreign
      ? {
          metric,
          entity: walk.entity ?? null,
          period: walk.period,
          start: clauseStart(walk, metric.at),
        }
      : null;
  const numbers = tokens.some((token) => token.kind === 'quantity');
  const here = draftsHere(walk);
  datedLater(walk, here);
  basedLater(walk, here);
  if (here.length > 0) thread.lately = [...here, ...thread.lately].slice(0, maxLately);
  thread.last = walk.last ?? (numbers && !walk.metric ? thread.last : null);
  foretold(walk);
  keptOn(walk, here);
  // A sentence on both of them turns to neither.
  const names = (kind: Token['kind']) => tokens.some((token) => token.kind === kind);
  if (!names('company') || !names('other') || here.length > 0) thread.foreign = walk.foreign;
  if (walk.metric?.used) thread.carried = walk.together.length > 0 ? walk.together : [walk.metric];
  const topic = topicOf(walk);
  if (topic !== undefined) thread.topic = topic;
}

/** "A loss of $1.26 to $1.12 a share on revenue of … for the fourth quarter": forecasts of one sentence are for one period. */
function datedLater({ tokens, thread }: Walk, here: readonly Draft[]): void {
  const named = tokens.filter((token) => token.kind === 'period');
  const [only, ...more] = named;
  if (!only || more.length > 0) return;
  const period = resolved(inFiscalYear(only.period, thread.endMonth), thread.period);
  for (const draft of here) if (draft.basis === 'guidance') draft.period ??= period;
}

/**
 * いずれも期初に示したまま: forecasts of the sentence before, or after it, that stay what they were; of this one
 * where it gives a single forecast.
 */
function keptOn(walk: Walk, here: readonly Draft[]): void {
  const { thread, tokens, sentence } = walk;
  const kept = cueIn(tokens, ['unchanged']);
  const numbers = tokens.some(({ kind }) => kind === 'quantity');
  const forecasts = (drafts: readonly Draft[]) =>
    drafts.filter(({ basis }) => basis === 'guidance');
  const stay = (drafts: readonly Draft[], span: Span, said: Span) => {
    for (const draft of forecasts(drafts)) keep(draft, span, said);
  };
  const { kept: before } = thread;
  thread.kept = null;
  if (before && numbers) stay(here, before.span, before.said);
  if (!kept || before) return;
  const { start, end } = kept.token;
  const lows = forecasts(here).filter(({ quantity }) => quantity.range !== 'high');
  if (numbers && lows.length === 1) stay(here, { start, end }, sentence);
  if (numbers) return;
  if (forecasts(thread.lately).length > 0) stay(thread.lately, { start, end }, sentence);
  else if (cueIn(tokens, ['guidance', 'priorGuidance']) || walk.period)
    thread.kept = { span: { start, end }, said: { start: sentence.start, end: sentence.end } };
}

/** A forecast that was the same before; its quote goes on to the sentence that says so. */
function keep(draft: Draft, span: Span, said: Span): void {
  if (draft.comparisons.some(({ kind }) => kind === 'prior_guidance')) return;
  const change = { value: '0', step: '1' };
  const comparator = draft.quantity;
  draft.comparisons.push({
    kind: 'prior_guidance',
    comparator,
    change,
    direction: null,
    sign: null,
    span: cover(span, draft.quantity),
  });
  draft.quoteSpan = {
    start: Math.min(draft.quoteSpan.start, said.start),
    end: Math.max(draft.quoteSpan.end, said.end),
  };
}

/** "A profit of $0.02, on the adjusted basis": the words for the basis may end the sentence. */
function basedLater({ tokens }: Walk, here: readonly Draft[]): void {
  for (const draft of here) {
    if (draft.accounting !== null) continue;
    const rest = tokens.filter(({ start }) => start >= draft.quantity.end);
    const next = rest.find(({ kind }) => kind !== 'break' && kind !== 'bracket');
    const said = next && cueIn([next], ['adjusted', 'gaap']);
    const after = said && rest[rest.indexOf(said.token) + 1];
    // "..., adjusted EBITDA of" begins something else.
    const more =
      said && rest.slice(rest.indexOf(said.token)).some(({ kind }) => kind === 'quantity');
    if (said && !more && after?.kind !== 'metric') draft.accounting = said.cue;
  }
}

/** How many figures back a sentence that names none of its own may speak of. */
const maxLately = 8;

/** 営業収益が48兆円、営業利益が3兆円になるとみている: the verb at the end makes forecasts of all that is still to come. */
function foretold(walk: Walk): void {
  const { thread, tokens, depth } = walk;
  const verbs = tokens.filter(
    (token) =>
      token.kind === 'cue' &&
      token.cue === 'guidance' &&
      depth.get(token) === 0 &&
      !onlyMeasured(thread.reading).test(thread.text.slice(token.end, token.end + 12)),
  );
  const here = draftsHere(walk);
  for (const draft of here) {
    if (draft.basis !== 'actual') continue;
    const later = !walk.reported && verbs.some((verb) => foretells(walk, draft, verb));
    if (later || (verbs.length > 0 && isAhead(draft, thread.period))) draft.basis = 'guidance';
    if (later) draft.period ??= thread.mood;
  }
  const numbers = tokens.some(({ kind }) => kind === 'quantity');
  const last = here.find(({ basis }) => basis === 'guidance');
  // "It also gave a forecast for the year." What follows is of that year.
  if (verbs.length > 0 && !numbers) thread.mood = walk.period;
  else if (last) thread.mood = last.period ?? thread.mood;
  else if (here.length > 0) thread.mood = undefined;
}

/** Whether a figure comes before a verb of forecast with nothing between that says it happened. */
function foretells(walk: Walk, draft: Draft, verb: Token): boolean {
  const between = resultBefore(walk.thread.reading);
  if (between === null || verb.start < draft.quantity.end) return false;
  const stretch = walk.thread.text.slice(draft.quantity.end, verb.start);
  return !between.test(withoutBrackets(stretch));
}

function isAhead({ period }: Draft, now: NamedPeriod | null): boolean {
  return Boolean(now?.year && period?.year && period.year > now.year);
}

const onlyMeasured = perReading((reading) => new RegExp(reading.onlyMeasured, 'iu'));
const resultBefore = perReading(({ resultBefore: said }) =>
  said === null ? null : new RegExp(said, 'iu'),
);

/** What the sentence makes its paragraph be about: a business named as one, or one whose figures it gave. */
function topicOf(walk: Walk): string | null | undefined {
  const { entity, last, tokens, thread } = walk;
  if (entity === undefined || entity === null) return entity;
  const named = tokens.some((token) => {
    if (token.kind !== 'segment' || token.slug !== entity) return false;
    const tail = thread.text.slice(token.end - 8, token.end + 8);
    return (
      thread.reading.segmentSuffixes.some((suffix) => tail.includes(suffix)) || isTopic(walk, token)
    );
  });
  return named || (last?.segment === entity && !isPartOfName(walk, entity)) ? entity : undefined;
}

/** 有料課金収入: a name that only makes up that of a metric is nothing a paragraph is about. */
function isPartOfName({ tokens }: Walk, entity: string): boolean {
  return tokens.some(
    (token, at) =>
      token.kind === 'segment' &&
      token.slug === entity &&
      tokens[at + 1]?.kind === 'metric' &&
      tokens[at + 1]?.start === token.end,
  );
}

function clauseStart(walk: Walk, at: number): number {
  const before = walk.tokens.filter((token) => token.kind === 'break' && token.end <= at).at(-1);
  const start = before?.end ?? walk.sentence.start;
  return start + (/^\s*/.exec(walk.thread.text.slice(start, at))?.[0].length ?? 0);
}

function step(walk: Walk, token: Token): void {
  switch (token.kind) {
    case 'metric':
      if (walk.consumed.has(token)) break;
      flushRates(walk);
      walk.against = null;
      if (walk.accountingOf !== null && walk.accountingOf !== token) walk.accounting = null;
      nameMetric(walk, token);
      break;
    case 'company':
      // "The company" beside a segment is who speaks, not whose number it is.
      if (token.self && walk.entity !== undefined) break;
      walk.entity = null;
      walk.foreign = false;
      break;
    case 'segment':
      if (!owns(walk, token)) break;
      flushRates(walk);
      walk.entity = token.slug;
      armAgain(walk, token);
      // A business of another company stays that company's.
      if (!walk.thread.several) walk.foreign = false;
      break;
    case 'other':
      walk.foreign = true;
      break;
    case 'period':
      if (isOwnByMonths(walk, token.period)) break;
      walk.period = resolved(inFiscalYear(token.period, walk.thread.endMonth), walk.thread.period);
      break;
    case 'bracket':
      bracket(walk, token.opens);
      break;
    case 'cue':
      readCue(walk, token, token.cue);
      break;
    case 'quantity':
      readQuantity(walk, token);
      break;
    case 'break':
      break;
    default:
      token satisfies never;
  }
}

/** A metric's name: the next amount is its value, or those after it are shared out among names that stand together. */
function nameMetric(walk: Walk, token: MetricToken): void {
  const { metric, label, start } = token;
  const before = walk.metric;
  const beside =
    before !== null &&
    !before.used &&
    together(walk.thread.reading).test(
      walk.thread.text.slice(before.at + before.label.length, start),
    );
  const name = { metric, label, at: start };
  const amounts = walk.tokens.filter(
    (other) =>
      other.kind === 'quantity' && other.start > start && other.quantity.unit !== 'percent',
  );
  walk.together =
    beside && amounts.length > 1
      ? [...(walk.together.length ? walk.together : [before]), name]
      : [];
  walk.metric = { ...(walk.together[0] ?? name), used: false };
}

const together = perReading((reading) => new RegExp(reading.together, 'iu'));

/** 売上高は電子が100億円、素材が80億円: a business whose amount comes without a metric has the one before it. */
function armAgain(walk: Walk, token: Token): void {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const next = rest.find(
    ({ kind }) => kind === 'metric' || kind === 'quantity' || kind === 'segment',
  );
  if (next?.kind !== 'quantity' || (walk.metric && !walk.metric.used)) return;
  const told =
    walk.together.length > 0 ? walk.together : walk.metric ? [walk.metric] : walk.thread.carried;
  const [first] = told;
  if (!first) return;
  walk.together = told.length > 1 ? told : [];
  walk.metric = { ...first, used: false, armed: true };
}

/** "The three months to September" of an article on a fiscal quarter: the same one by its months. */
function isOwnByMonths({ thread }: Walk, { year, part, fromMonth }: NamedPeriod): boolean {
  const own = thread.period;
  const isNumbered = own?.part.startsWith('q') === true && own.fromMonth === undefined;
  return (
    isNumbered && own.fiscal && year === null && fromMonth !== undefined && part.startsWith('q')
  );
}

function bracket(walk: Walk, opens: boolean): void {
  if (opens) {
    walk.outside.push(walk.metric);
    if (!holdsValue(walk)) walk.metric = null;
  } else if (walk.outside.length > 0) {
    walk.metric = walk.outside.pop() ?? null;
  }
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

function readCue(walk: Walk, token: Token, cue: Cue): void {
  if (walk.consumed.has(token)) return;
  // 損失は137億ドル: a loss names its amount as a metric does.
  if (cue === 'loss' && (!walk.metric || walk.metric.used || walk.metric.armed)) {
    const label = walk.thread.text.slice(token.start, token.end);
    walk.metric = { metric: 'loss', label, at: token.start, used: false };
  }
  doneWith(walk, token, cue);
  if (cue === 'unchanged') readUnchanged(walk, token);
  if (cue === 'halved' || cue === 'doubled')
    readWord(walk, token, cue === 'halved' ? '-50' : '100');
  if (cue === 'gaap' || cue === 'adjusted') {
    walk.accounting = cue;
    // コア営業利益 tells the basis of that one alone; "excluding items, it earned" that of all that follows.
    const next = walk.tokens[walk.tokens.indexOf(token) + 1];
    walk.accountingOf = next?.kind === 'metric' && next.start - token.end <= 1 ? next : null;
    armAgain(walk, token);
  }
  if (cue === 'guidance' && walk.depth.get(token) === 0) walk.guidance = true;
  if (cue === 'consensus') {
    const next = walk.tokens[walk.tokens.indexOf(token) + 1];
    const names = next && (next.kind === 'metric' || cueIn([next], ['loss']) !== null);
    walk.expecting = names === true;
  }
}

/** "Lost $68 million", "took in $1.28 billion": a verb right before an amount names it. */
function doneWith(walk: Walk, token: Token, cue: Cue): void {
  const metric = verbs[cue];
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  if (!metric || next?.kind !== 'quantity' || next.start - token.end > 1) return;
  if (walk.metric && !walk.metric.used && !walk.metric.armed) return;
  const label = walk.thread.text.slice(token.start, token.end);
  walk.metric = { metric, label, at: token.start, used: false };
}

const verbs: Readonly<Partial<Record<Cue, MetricId | 'loss'>>> = {
  lossVerb: 'loss',
  saleVerb: 'revenue',
  earnVerb: 'net_income',
};

function readQuantity(walk: Walk, token: QuantityToken): void {
  const { unit, bare } = token.quantity;
  const isRate = unit === 'percent' || unit === 'points';
  if (isRate) {
    if (!readChange(walk, token)) readAmount(walk, token);
  } else if (unit === 'ratio') readMultiple(walk, token);
  // 71,469 without a word beside it may still be a headcount; 2 may be anything.
  else if (!bare || isGrouped(token.quantity)) readAmount(walk, token);
}

/** Changes whose figure never came are figures of their own: the metric's rate. */
function flushRates(walk: Walk): void {
  const pending = walk.pending.splice(0);
  const metric = walk.outside.at(-1) ?? walk.metric;
  if (metric && !metric.used && pending.length > 0) readRate(walk, metric, pending);
}

/** A comparator, or the value of a metric; anything else (a price, a milestone, a size of change) is left out. */
function readAmount(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  if (token.quantity.range === 'high') return highEnd(walk, token);
  if (isSizeOfChange(walk, token, before, after) || notAResult(walk, token)) {
    const held = cueIn(before, ['yoy', 'qoq']);
    if (held) heldAgainst(walk, held.cue);
    // The name beside a number that is no result names nothing else.
    const name = nameAfter(walk, token, after);
    if (name) walk.consumed.add(name.token);
    return;
  }
  if (comparatorOf(walk, token, before, after)) return;
  if (labelOnly(walk, token, before, after) || leadsOn(walk, token, before, after)) return;
  readValue(walk, token, after);
}

/** The high end goes where its low end went: to the figure, or to the comparator of the high end. */
function highEnd(walk: Walk, token: QuantityToken): void {
  const { last, against } = walk;
  const high = last?.partner;
  if (!high || against === null) return readHighEnd(walk, token);
  const known = high.comparisons.find(({ kind }) => kind === against);
  if (!known) return;
  known.comparator = { ...token.quantity, unit: high.quantity.unit };
  known.span = cover(known.span, token);
}

/** 127億円減の10億円, up $5.8 million: how much it changed, not how much it is. */
function isSizeOfChange(
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
