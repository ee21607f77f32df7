import type { Sentence } from '../article/article.ts';
import type { Cue } from '../language/cue.ts';
import {
  endAside,
  isOfThem,
  isOfElse,
  isOneMonths,
  isPartOfWhole,
  isWholeOfPart,
  namesAside,
  saysMore,
  turnAside,
} from './aside.ts';
import { leadsOn } from './becoming.ts';
import { bracket, isBesideComparator } from './bracket.ts';
import { withCurrencies } from './elided.ts';
import { cameInstead } from './came-instead.ts';
import { readChange, readMultiple, readUnchanged, readWord } from './change.ts';
import { comparatorOf } from './comparator.ts';
import { isAllExpected, namesNext } from './expected.ts';
import {
  currentAsNext,
  heldPeriod,
  heldThroughout,
  isByMonths,
  isOfTimeBefore,
  isOwnByMonths,
  sinceStart,
} from './held.ts';
import { isLossOf, leavesOwner, metricMeant, metricOfChange } from './meant.ts';
import { endFormerList, isOfFormerList, isOfNoYear, verbOfFormer } from './former-verb.ts';
import { goesOnOfItem, isOfItem, nameItem, withTerms } from './item.ts';
import { isOnlyMeasured, leave } from './leave.ts';
import { readLevel } from './level.ts';
import type { Token } from './lexer.ts';
import { doneWith, isInName, takesOver } from './verb-named.ts';
import { isPerShareAlone } from './measure.ts';
import { isOfJobs } from './naming.ts';
import { labelOnly, settleOpen } from './open-label.ts';
import { isOfUnnamed, owns, subjectBefore, subjectOf, tellsOfAll } from './ownership.ts';
import { expectsFormer, isPartOfAmount, sameBusiness } from './part.ts';
import { isHeldUnsaid, isOfPassed, isOnlyHeldTo, isPassed, notAResult } from './passed.ts';
import { patternOf } from './per-reading.ts';
import { inFiscalYear, resolved } from './period.ts';
import { isGrouped } from './quantity.ts';
import { readRateEnds } from './rate-ends.ts';
import { flushRates } from './rate.ts';
import { isOfRival, isWhoseRival } from './rival.ts';
import { namedTogether, sharedAmong, shareOut } from './shared.ts';
import { isSizeOfChange } from './size-of-change.ts';
import type { MetricToken, QuantityToken, Thread } from './thread.ts';
import { readFormer, tellsFormer } from './was.ts';
import { pairLoose } from './loose.ts';
import { readHighEnd, readValue } from './value.ts';
import { around, clausesOf, cueIn, depthsOf, heldAgainst, nameAfter, type Walk } from './walk.ts';

/** Reads one sentence's tokens and adds its figures and comparisons to the thread. */
export function readSentence(thread: Thread, sentence: Sentence, lexed: readonly Token[]): void {
  const found = withCurrencies(withTerms(lexed, thread, sentence), thread);
  const ahead = thread.section.guidance || cueIn(found, ['guidance']) !== null;
  const tokens = found.map((token, at) =>
    heldPeriod(thread, ahead ? currentAsNext(token) : token, at, found),
  );
  const has = (cue: Cue) => tokens.some((token) => token.kind === 'cue' && token.cue === cue);
  const rival = isOfRival(thread, sentence, tokens);
  const unnamed = isOfUnnamed(thread.reading, sentence, tokens);
  const formerVerb = verbOfFormer(thread, tokens);
  const walk: Walk = {
    thread,
    sentence,
    tokens,
    depth: depthsOf(tokens),
    reported: has('reported'),
    cumulative: has('cumulative'),
    consumed: new Set(),
    shared: new Set(),
    named: new Set(),
    loose: [],
    pending: [],
    ahead: null,
    outside: [],
    clause: [],
    at: 0,
    metric: null,
    item: null,
    owners: [],
    part: false,
    together: [],
    entity: subjectBefore(thread, sentence),
    rival,
    foreign: unnamed || (thread.several ? thread.foreign : rival),
    unnamed,
    period: thread.since,
    accounting: null,
    accountingOf: null,
    guidance: thread.section.guidance,
    expecting: formerVerb
      ? 'prior_guidance'
      : isAllExpected(thread, sentence, tokens)
        ? 'consensus'
        : null,
    formerVerb,
    former: null,
    aside: null,
    waiting: null,
    held: tellsFormer(thread, tokens) ? null : heldThroughout(tokens, sentence, thread),
    last: null,
    against: null,
    heldLast: null,
    compared: null,
    share: null,
    from: null,
    cameFrom: null,
  };
  const clauses = clausesOf(tokens);
  settleOpen(walk, clauses[0] ?? []);
  for (const clause of clauses) {
    walk.clause = clause;
    if (walk.aside && !saysMore(walk, clause)) endAside(walk);
    if (walk.item === 'clause' && !goesOnOfItem(clause)) walk.item = null;
    for (const token of clause) {
      walk.at = tokens.indexOf(token, walk.at);
      step(walk, token);
    }
  }
  pairLoose(walk);
  flushRates(walk);
  leave(walk);
  thread.subject = subjectOf(walk);
  thread.since = sinceStart(thread, tokens);
}

function step(walk: Walk, token: Token): void {
  switch (token.kind) {
    case 'metric':
      if (walk.consumed.has(token) || isWholeOfPart(walk, token)) break;
      if (walk.aside === 'deal' && saysMore(walk, walk.clause)) break;
      walk.item = null;
      walk.part = false;
      if (!isBesideComparator(walk, token)) flushRates(walk);
      walk.aside = null;
      walk.against = null;
      if (walk.accountingOf !== null && walk.accountingOf !== token) walk.accounting = null;
      nameMetric(walk, token);
      if (walk.ahead) walk.pending.push(walk.ahead);
      walk.ahead = null;
      break;
    case 'company':
      // "The company" beside a segment is who speaks, not whose number it is.
      if (token.self && walk.entity !== undefined) break;
      // "In its cloud business, Acme posted", "which is most of Acme's total": it owns what it stands right before.
      if (walk.entity !== undefined && walk.entity !== null && !tellsOfAll(walk, token)) break;
      // 青葉電機のライバルの紅葉電機は: it only says whose rival.
      if (walk.rival && isWhoseRival(walk, token)) break;
      walk.entity = null;
      walk.foreign = walk.unnamed;
      break;
    case 'segment':
      walk.thread.named = token.slug;
      if (!owns(walk, token)) break;
      flushRates(walk);
      walk.entity = token.slug;
      walk.part = false;
      walk.owners = namedTogether(walk, token);
      armAgain(walk, token);
      // A business of another company stays that company's.
      if (!walk.thread.several && !walk.rival && !walk.unnamed) walk.foreign = false;
      break;
    case 'item':
      nameItem(walk, token);
      break;
    case 'other':
      walk.foreign = true;
      break;
    case 'period':
      if (walk.consumed.has(token) || isOwnByMonths(walk.thread, token.period)) break;
      if (isByMonths(walk.tokens, token) || isOfTimeBefore(walk)) break;
      if (isOfPassed(walk, token)) break;
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
  const { label, start } = token;
  const before = walk.metric;
  const metric = metricMeant(walk, token);
  if (leavesOwner(walk, token)) walk.entity = undefined;
  walk.part = isOfThem(walk, token) || isOneMonths(walk, token);
  if (walk.part) return;
  // 年間配当を1株あたり80円と: of what is of a share, it only says so again.
  if (before?.metric === 'dividend' && !before.used && isPerShareAlone(walk, token)) return;
  // 売上高、営業利益、純利益はそれぞれ: beside the one named last.
  const last = walk.together.at(-1) ?? before;
  const beside =
    before !== null &&
    last !== null &&
    !before.used &&
    together(walk.thread.reading).test(walk.thread.text.slice(last.at + last.label.length, start));
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
  shareOut(walk, token);
}

const together = patternOf('together');

/** 売上高は電子が100億円、素材が80億円: a business whose amount comes without a metric has the one before it. */
function armAgain(walk: Walk, token: Token): void {
  const rest = walk.tokens.slice(walk.tokens.indexOf(token) + 1);
  const next = rest.find(
    ({ kind }) => kind === 'metric' || kind === 'quantity' || kind === 'segment',
  );
  if (next?.kind !== 'quantity' || (walk.metric && !walk.metric.used)) return;
  // 資源事業で150億円など計900億円の減損損失: of what the sentence names at its end.
  if (!walk.metric && rest.some(({ kind }) => kind === 'item')) return;
  const told =
    walk.together.length > 0 ? walk.together : walk.metric ? [walk.metric] : walk.thread.carried;
  const [first] = told;
  if (!first) return;
  walk.together = told.length > 1 ? told : [];
  const metric = metricOfChange(walk, first, next);
  walk.metric = { ...first, metric, used: false, armed: true };
}

function readCue(walk: Walk, token: Token, cue: Cue): void {
  if (walk.consumed.has(token)) return;
  if (token === walk.formerVerb) return endFormerList(walk);
  if (walk.item !== null && changesOfAll.has(cue)) return;
  // 損失は137億ドル: a loss names its amount as a metric does.
  if (cue === 'loss' && walk.aside === 'cost') walk.aside = null;
  if (cue === 'loss' && (isInName(walk, token) || isLossOf(walk, token))) return;
  if (cue === 'loss' && takesOver(walk, token)) {
    const label = walk.thread.text.slice(token.start, token.end);
    walk.metric = { metric: 'loss', label, at: token.start, used: false };
  }
  if (cue === 'aside' || cue === 'deal') {
    flushRates(walk);
    turnAside(walk, cue === 'aside' ? 'cost' : 'deal');
  }
  doneWith(walk, token, cue);
  if (cue === 'again') sameBusiness(walk, token);
  if (cue === 'part') walk.part = isPartOfAmount(walk, token);
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
  if (cue === 'guidance' && walk.depth.get(token) === 0 && !isOnlyMeasured(walk, token))
    walk.guidance = true;
  if (cue === 'consensus') {
    // "The average view, according to estimates, had been for earnings of": said once for what follows.
    if (namesNext(walk, token)) walk.expecting = 'consensus';
    else if (walk.loose.length > 0 || walk.last) walk.expecting = null;
  }
  if (cue === 'priorGuidance') expectsFormer(walk, token);
}

/** What a change in one word would be said of. */
const changesOfAll: ReadonlySet<Cue> = new Set(['unchanged', 'halved', 'doubled']);

function readQuantity(walk: Walk, token: QuantityToken): void {
  if (isOfItem(walk, token) || walk.part || sharedAmong(walk, token)) return;
  const { unit, bare } = token.quantity;
  if (walk.aside || namesAside(walk, token)) return;
  const isRate = unit === 'percent' || unit === 'points';
  if (isRate && isPartOfWhole(walk, token)) return;
  if (isOfFormerList(walk, token) || (isRate && isOfNoYear(walk))) {
    if (!isRate) readValue(walk, token, []);
  } else if (isRate) {
    const isRead = readRateEnds(walk, token) || readLevel(walk, token) || readChange(walk, token);
    if (!isRead) readAmount(walk, token);
  } else if (unit === 'ratio') readMultiple(walk, token);
  // 71,469 without a word beside it may still be a headcount; 2 may be anything.
  else if (!bare || isGrouped(token.quantity)) readAmount(walk, token);
}

/** A comparator, or the value of a metric; anything else (a price, a milestone, a size of change) is left out. */
function readAmount(walk: Walk, token: QuantityToken): void {
  const { before, after } = around(walk, token);
  if (token.quantity.range === 'high') return readHighEnd(walk, token);
  if (isPassed(walk, token) || isHeldUnsaid(walk, token, before)) return;
  if (isOfElse(walk, token)) return;
  const isNone = notAResult(walk, token) && !isOfJobs(walk, token);
  if (isNone || isSizeOfChange(walk, token, before, after)) {
    const held = cueIn(before, ['yoy', 'qoq']);
    if (held) heldAgainst(walk, held.cue);
    // The name beside a number that is no result names nothing else.
    const name = nameAfter(walk, token, after);
    if (name) walk.consumed.add(name.token);
    return;
  }
  if (cameInstead(walk, token, after) || readFormer(walk, token, before, after)) return;
  if (comparatorOf(walk, token, before, after)) return;
  if (labelOnly(walk, token, before, after) || leadsOn(walk, token, before, after)) return;
  if (isOnlyHeldTo(walk, token)) return;
  readValue(walk, token, after);
}
