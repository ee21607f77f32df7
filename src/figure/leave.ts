import type { Span } from '../article/article.ts';
import { type Draft, isAsBefore, isBetween, unchanged } from './draft.ts';
import type { Token } from './lexer.ts';
import { revisions } from './origin.ts';
import { isSubject, isTopic, ownerAtEnd } from './ownership.ts';
import { patternOf, perReading } from './per-reading.ts';
import { inFiscalYear, type NamedPeriod, resolved } from './period.ts';
import { cover, cueIn, draftsHere, type Walk, withoutBrackets } from './walk.ts';

/** What a sentence leaves to the next one. */
export function leave(walk: Walk): void {
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
  const owner = ownerAtEnd(walk);
  if (owner !== null) for (const draft of here) draft.segment ??= owner;
  revisedLater(walk, here);
  datedLater(walk, here);
  basedLater(walk, here);
  if (here.length > 0) thread.lately = [...here, ...thread.lately].slice(0, maxLately);
  thread.last = walk.last ?? (numbers && !walk.metric ? thread.last : null);
  foretold(walk);
  keptOn(walk, here);
  // A sentence on both of them turns to neither.
  const names = (kind: Token['kind']) => tokens.some((token) => token.kind === kind);
  if (!walk.unnamed && (!names('company') || !names('other') || here.length > 0))
    thread.foreign = walk.foreign;
  const isRated = here.some(({ metric: id }) => id === walk.metric?.metric);
  // 売上高は33%増えた: of what only a rate was told, too.
  if (walk.metric && (walk.metric.used || isRated))
    thread.carried = walk.together.length > 0 ? walk.together : [walk.metric];
  const topic = walk.unnamed ? null : topicOf(walk);
  if (topic !== undefined) thread.topic = topic;
}

/** 売上高は3兆5200億円(従来予想3兆6000億円)…にそれぞれ下げた: a verb of revision at the end makes forecasts of what stands beside the ones before. */
function revisedLater(walk: Walk, here: readonly Draft[]): void {
  const { thread, sentence, tokens, reported } = walk;
  if (!reported) for (const draft of here) if (isRevised(walk, draft)) foresee(walk, draft);
  const last = tokens.findLast(({ kind }) => kind === 'quantity' || kind === 'bracket');
  if (!last || reported) return;
  const tail = thread.text.slice(last.end, sentence.end);
  if (tail.length > longestTail || !revisions(thread.reading).test(tail)) return;
  const told = tokens.some((token) => token.kind === 'cue' && token.cue === 'priorGuidance');
  for (const draft of here)
    if (told || draft.comparisons.some(({ kind }) => kind === 'prior_guidance'))
      draft.basis = 'guidance';
}

function foresee({ thread }: Walk, draft: Draft): void {
  draft.basis = 'guidance';
  draft.period ??= thread.mood;
}

/** 営業利益は140億円(従来は300億円): the forecast before in brackets behind an amount, where no outcome is told. */
function isRevised({ thread, sentence }: Walk, { quantity, comparisons, partner }: Draft): boolean {
  const { text, reading } = thread;
  const held = comparisons.find(({ kind }) => kind === 'prior_guidance')?.comparator;
  // "€820 million – €850 million (prior: €790 million – €830 million)": behind both ends.
  const end = Math.max(quantity.end, partner?.quantity.end ?? 0);
  if (!held || held.start < end || outcome(reading).test(sentence.text)) return false;
  return bracketed.test(text.slice(end, held.start));
}

const bracketed = /^[^\S\n]?[(（][^()（）]*$/;
const outcome = patternOf('outcomes');

/** How long the words behind the last amount may be (UTF-16 units). */
const longestTail = 24;

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
  const found = cueIn(tokens, ['unchanged']);
  // 前期と同じ60円: a change of nothing, and no forecast that stays.
  const kept = found && walk.consumed.has(found.token) ? null : found;
  const numbers = tokens.some(({ kind }) => kind === 'quantity');
  const stay = (drafts: readonly Draft[], span: Span, said: Span) => {
    for (const draft of forecasts(drafts)) keep(draft, span, said);
  };
  const { kept: before } = thread;
  thread.kept = null;
  if (before && numbers) stay(here, before.span, before.said);
  // "30 cents, unchanged from the quarter before" is no forecast that stays.
  const next = kept && tokens[tokens.indexOf(kept.token) + 1];
  if (!kept || before || (next && cueIn([next], ['yoy', 'qoq']))) return;
  const { start, end } = kept.token;
  const lows = forecasts(here).filter(({ quantity }) => quantity.range !== 'high');
  // 業績予想は従来のまま動かさず、営業収益…: said of all that come after it.
  const [number] = tokens.filter(({ kind }) => kind === 'quantity');
  const leads =
    number !== undefined && kept.token.end < number.start && saysForecast(walk, number.start);
  // 売上高1兆円、営業利益1000億円とする予想を据え置いた: all of them, where the sentence revises none.
  const all =
    lows.length > 1 &&
    saysForecast(walk, sentence.end) &&
    !revises(thread.reading).test(sentence.text);
  if (numbers && (lows.length === 1 || leads || all)) stay(here, { start, end }, sentence);
  if (numbers || walk.foreign || !speaksOfForecasts(walk)) return;
  const named = tokens.flatMap((token) => (token.kind === 'metric' ? [token.metric] : []));
  const meant = thread.lately.filter(({ metric }) => named.length === 0 || named.includes(metric));
  if (forecasts(thread.lately).length > 0) stay(meant, { start, end }, sentence);
  else thread.kept = { span: { start, end }, said: { start: sentence.start, end: sentence.end } };
}

/** What is unchanged may be anything: a rate of interest, a dividend. Forecasts are named, or meant by a word for all of them. */
function speaksOfForecasts({ thread, sentence }: Walk): boolean {
  const { guidance, each } = forecastWords(thread.reading);
  return guidance.test(sentence.text) || each.test(sentence.text);
}

/** Whether words for forecasts stand before a place in the sentence. */
function saysForecast({ thread, sentence }: Walk, at: number): boolean {
  const lead = thread.text.slice(sentence.start, at);
  return forecastWords(thread.reading).guidance.test(lead);
}

const revises = patternOf('revises');

const forecastWords = perReading((reading) => ({
  guidance: new RegExp(reading.cues.guidance.join('|'), 'iu'),
  each: new RegExp(reading.each, 'iu'),
}));

function forecasts(drafts: readonly Draft[]): Draft[] {
  return drafts.filter(({ basis }) => basis === 'guidance');
}

/** A forecast that was the same before; its quote goes on to the sentence that says so. */
function keep(draft: Draft, span: Span, said: Span): void {
  if (isAsBefore(draft) || draft.comparisons.some(({ kind }) => kind === 'prior_guidance')) return;
  draft.comparisons.push(unchanged(draft, cover(span, draft.quantity)));
  draft.quoteSpan = cover(draft.quoteSpan, said);
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
      said &&
      rest
        .slice(rest.indexOf(said.token))
        .some((other, at, all) => other.kind === 'quantity' && !isAside(all[at + 1]));
    if (said && !more && after?.kind !== 'metric') draft.accounting = said.cue;
  }
}

/** "Leaving out $67 million of special items": the size of what is left out is nothing more. */
function isAside(token: Token | undefined): boolean {
  return token?.kind === 'cue' && token.cue === 'aside';
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
      !isOnlyMeasured(walk, token),
  );
  const here = draftsHere(walk);
  for (const draft of here) {
    if (draft.basis !== 'actual') continue;
    const past = here.some(
      (other) => isYearBefore(draft, other) || isOwnBefore(draft, other, thread.period),
    );
    const later = !walk.reported && !past && verbs.some((verb) => foretells(walk, draft, verb));
    const ahead = verbs.length > 0 && isAhead(draft, thread.period);
    const said = later || isAnnounced(walk);
    const open = !walk.reported && isBetween(draft);
    if (said || open || (ahead && !past) || isUnfinished(draft, thread.period))
      draft.basis = 'guidance';
    if (said) draft.period ??= thread.mood;
  }
  const numbers = tokens.some(({ kind }) => kind === 'quantity');
  const last = here.find(({ basis }) => basis === 'guidance');
  // "It also gave a forecast for the year." What follows is of that year.
  const speaksAhead =
    verbs.length > 0 || (walk.period !== undefined && isBeyond(walk.period, thread.period));
  if (speaksAhead && (!numbers || (here.length === 0 && walk.period))) thread.mood = walk.period;
  else if (last) thread.mood = last.period ?? thread.mood;
  else if (here.length > 0) thread.mood = undefined;
}

/** あわせて来期の業績予想も公表した。売上高は120億円になる: what a sentence of that form tells after such a one. */
function isAnnounced({ thread, sentence, period, reported }: Walk): boolean {
  const follows = thread.mood !== undefined && period === undefined && !reported;
  return follows && foretelling(thread.reading).test(sentence.text);
}

const foretelling = patternOf('foretelling');

/** 24年3月期が410億円、25年3月期は450億円を見込む: a year before the one foretold is over. */
function isYearBefore(draft: Draft, other: Draft): boolean {
  const [from, to] = [draft.period, other.period];
  return (
    draft.metric === other.metric &&
    draft.quantity.end < other.quantity.start &&
    from?.part === to?.part &&
    (from?.year ?? 0) < (to?.year ?? 0) &&
    typeof from?.year === 'number'
  );
}

/** 1~3月期は30億円で、4~6月期は40億円に増える見通しだ: of the time reported on and one to come, only the second is foretold. */
function isOwnBefore(draft: Draft, other: Draft, own: NamedPeriod | null): boolean {
  const [from, to] = [draft.period, other.period];
  const isSame = from?.year === null || from?.year === own?.year;
  const isOwn = own?.year != null && from?.part === own.part && isSame;
  return (
    isOwn &&
    draft.metric === other.metric &&
    draft.quantity.end < other.quantity.start &&
    to != null &&
    to.part !== from.part
  );
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

/** "For 2013 as a whole that will not be enough": a year, where quarters are reported on. */
function isBeyond({ part }: NamedPeriod, now: NamedPeriod | null): boolean {
  return part === 'fy' && now !== null && now.part !== 'fy';
}

/** "Full-year 2008 revenue of $2.2 billion" beside the second quarter of 2008: a year that still runs has no result. */
function isUnfinished({ period }: Draft, now: NamedPeriod | null): boolean {
  const runs = now !== null && ['q1', 'q2', 'q3', 'h1', '9m'].includes(now.part);
  if (!runs || period?.part !== 'fy' || period.year === null) return false;
  return period.year === now.year && period.fiscal === now.fiscal;
}

/** 1株利益は予想を上回り、1.84ドル: what others foretold. */
export function isOnlyMeasured({ thread }: Walk, { end }: Token): boolean {
  return onlyMeasured(thread.reading).test(thread.text.slice(end, end + 12));
}

const onlyMeasured = patternOf('onlyMeasured');
const resultBefore = perReading(({ resultBefore: said }) =>
  said === null ? null : new RegExp(said, 'iu'),
);

/** What the sentence makes its paragraph be about: a business named as one, or one whose figures it gave. */
function topicOf(walk: Walk): string | null | undefined {
  const { entity, last, tokens, thread } = walk;
  if (entity === undefined || entity === null) return entity;
  // "U.S. stores took in $82 billion, International $29 billion": what comes next is of neither.
  const told = new Set(draftsHere(walk).flatMap(({ segment }) => segment ?? []));
  if (told.size > 1) return null;
  const named = tokens.some((token) => {
    if (token.kind !== 'segment' || token.slug !== entity) return false;
    const tail = thread.text.slice(Math.max(0, token.end - 8), token.end + 8);
    return (
      // 診断部門で11億ユーロの評価損を計上した names where it was, and is about no business.
      (thread.reading.segmentSuffixes.some((suffix) => tail.includes(suffix)) &&
        (isSubject(walk, token) || token.start === walk.sentence.start)) ||
      isTopic(walk, token)
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
