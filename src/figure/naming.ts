import { fold } from '../article/fold.ts';
import { currencyOf } from '../language/amount.ts';
import type { Quantity } from './figure.ts';
import { fits, profits } from './measure.ts';
import { isGrouped } from './quantity.ts';
import { isOwnerBefore, nextSegment, ownerOf } from './ownership.ts';
import { patternOf, perReading } from './per-reading.ts';
import { inFiscalYear, type NamedPeriod, resolved } from './period.ts';
import type { Token } from './lexer.ts';
import type { MetricOrLoss, QuantityToken, Thread } from './thread.ts';
import { cueIn, isSum, type Walk } from './walk.ts';

/** "Revenue of $330 million in the third quarter and of $1.3 billion for 2014": the same for another period. */
export function onceMore(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { metric, thread } = walk;
  const before = thread.text.slice(Math.max(walk.sentence.start, token.start - 12), token.start);
  const goesOn = metric?.used && fits(metric.metric, token.quantity) && andMore(thread.reading);
  if (!goesOn || (!goesOn.test(before) && !isForetold(walk, token))) return null;
  const period = periodAfter(walk, token);
  if (!period) return null;
  walk.period = period;
  return metric;
}

/** "It came to $1.38 billion and is set to reach $7 billion in fiscal 2023": a result, then what is expected. */
function isForetold({ last, tokens, depth }: Walk, token: QuantityToken): boolean {
  if (!last || last.basis !== 'actual') return false;
  return tokens.some(
    (other) =>
      other.kind === 'cue' &&
      other.cue === 'guidance' &&
      depth.get(other) === 0 &&
      other.start > last.quantity.end &&
      other.end <= token.start,
  );
}

const andMore = patternOf('andMore');

/** "$3.42 billion for 2026": the period right after its amount, before any other. */
export function periodAfter(walk: Walk, token: QuantityToken): NamedPeriod | undefined {
  for (const next of walk.clause.slice(walk.clause.indexOf(token) + 1)) {
    const isOtherEnd =
      token.quantity.range === 'low' && next.kind === 'quantity' && next.quantity.range === 'high';
    if (next.kind === 'quantity' && !isOtherEnd) return undefined;
    if (next.kind === 'period')
      return resolved(inFiscalYear(next.period, walk.thread.endMonth), walk.thread.period);
  }
  return undefined;
}

/** The name after a number wins over the one before it, unless it only says that it is a loss (営業損益は98億円の赤字). */
export function metricFor(
  named: MetricOrLoss | null,
  own: Walk['metric'],
  quantity: Quantity,
  nouns: readonly string[],
): MetricOrLoss | null {
  // 営業損益は4億5300万円の利益計上: a bare word for profits says as little beside a name of one.
  const isBare =
    own !== null && profits.has(own.metric) && named !== null && nouns.includes(named.label);
  if (named && !isBare && named.metric !== 'loss' && fits(named.metric, quantity)) return named;
  return own ?? (named && fits(named.metric, quantity) ? named : null);
}

/** "238.4 million subscribers": what is counted is the metric. */
export function counted(walk: Walk, given: QuantityToken): MetricOrLoss | null {
  // "3.02 million to 3.03 million subscribers": who they are stands behind the high end.
  const high = walk.tokens[walk.tokens.indexOf(given) + 1];
  const token = given.quantity.range === 'low' && high?.kind === 'quantity' ? high : given;
  const { quantity } = token;
  if (quantity.unit !== 'count' || (quantity.bare && !isGrouped(quantity))) return null;
  if (isOfJobs(walk, token)) return { metric: 'job_cuts', label: quantity.text, at: token.start };
  if (additionOf(walk, token) !== null)
    return { metric: 'user_additions', label: quantity.text, at: token.start };
  const known = walk.thread.metricOfUnit(quantity.text) ?? ofPeople(walk, token);
  // "23.41 million U.S. customers", "72 million postpaid phone subscribers"
  const metric = known ?? (areUsers(walk, token) ? 'users' : null);
  return metric ? { metric, label: quantity.text, at: token.start } : null;
}

/** "515 million people used it", "it employs 66,000 people": who the people are. */
function ofPeople(
  { thread: { reading, text }, sentence }: Walk,
  { quantity, start, end }: QuantityToken,
): 'users' | 'headcount' | null {
  // "It employed 38,400 at the end of June"
  if (
    isBareCount(quantity) &&
    employs(reading).test(text.slice(Math.max(sentence.start, start - 40), start))
  )
    return 'headcount';
  if (!people(reading).test(fold(quantity.text))) return null;
  if (usedBy(reading).test(text.slice(end, end + 24))) return 'users';
  const before = text.slice(Math.max(sentence.start, start - 40), start);
  return employs(reading).test(before) ? 'headcount' : null;
}

/** A number without a word for what it counts. */
function isBareCount({ text }: Quantity): boolean {
  return /\d$/.test(text);
}

const employs = patternOf('employs');
const usedBy = patternOf('usedBy');

/** "It came up short in revenue. The target had been $3.1 billion; it ended up at $3.0 billion": what was told before. */
export function itCameTo(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { thread, sentence, tokens } = walk;
  const told = thread.dangling?.metric ?? thread.carried[0];
  const before = thread.text.slice(Math.max(sentence.start, token.start - 40), token.start);
  if (!told || tokens.some(({ kind }) => kind === 'metric')) return null;
  return fits(told.metric, token.quantity) && itCame(thread.reading).test(before) ? told : null;
}

const itCame = patternOf('itCame');

/** "It added 2.4 million subscribers", "lost 200,000 users": those who came or went, and not how many there are. */
export function additionOf(walk: Walk, token: QuantityToken): 'gained' | 'lost' | null {
  const { thread, sentence } = walk;
  const { quantity } = token;
  if (
    quantity.unit !== 'count' ||
    !(
      thread.metricOfUnit(quantity.text) === 'users' ||
      isOfUsers(walk, token) ||
      areUsers(walk, token)
    )
  )
    return null;
  const before = thread.text.slice(Math.max(sentence.start, token.start - 48), token.start);
  const { gained, lost, left } = comings(thread.reading);
  if (left.test(thread.text.slice(token.end, token.end + 24))) return 'lost';
  return gained.test(before) ? 'gained' : lost.test(before) ? 'lost' : null;
}

/** "30.1 million broadband customers": what kind of people they are, which is whose they are. */
export function kindOfPeople({ thread }: Walk, { end, quantity }: QuantityToken): string | null {
  if (quantity.unit !== 'count') return null;
  const { people: who, plain } = comings(thread.reading);
  const words =
    who
      .exec(thread.text.slice(end, end + 60))
      ?.groups?.['who']?.trim()
      .split(' ') ?? [];
  const named = words.filter((word) => !plain.test(word));
  return named.length > 0 ? named.join(' ') : null;
}

/** "1.2 million new subscribers": who they are stands right behind. */
function areUsers({ thread }: Walk, { end }: QuantityToken): boolean {
  return comings(thread.reading).people.test(thread.text.slice(end, end + 60));
}

/** "247 million subscribers after adding 8.8 million": people who were named before. */
function isOfUsers({ last, thread }: Walk, { quantity, end }: QuantityToken): boolean {
  const told = last ?? thread.last;
  const isBare = quantity.scaled && /\p{L}$/u.test(quantity.text) && told?.metric === 'users';
  return isBare && comings(thread.reading).ends.test(thread.text.slice(end, end + 12));
}

const comings = perReading(({ additions: { gained, lost, left, ends, people: who, plain } }) => ({
  left: new RegExp(left, 'iu'),
  plain: new RegExp(plain, 'iu'),
  people: new RegExp(who, 'iu'),
  ends: new RegExp(ends, 'iu'),
  gained: new RegExp(gained, 'iu'),
  lost: new RegExp(lost, 'iu'),
}));

/** "More than 1,500 employees": people, where the sentence says that they lose their jobs. */
export function isOfJobs(walk: Walk, token: QuantityToken): boolean {
  const { reading } = walk.thread;
  if (token.quantity.unit !== 'count' || !people(reading).test(fold(token.quantity.text)))
    return false;
  const isJobs = jobs(reading).test(fold(token.quantity.text));
  const near = isJobs ? walk.tokens : walk.clause;
  const farthest = isJobs ? maxJobs : maxDismissal;
  const cues = near.filter((other) => other.kind === 'cue' && other.cue === 'dismissed');
  // "4,000 people are to lose their jobs": words with the jobs in them may come after.
  const losing = cues.filter(({ start, end }) =>
    jobs(reading).test(walk.thread.text.slice(start, end)),
  );
  const isClose = ({ start }: Token) => start >= token.end && start - token.end <= maxJobs * 2;
  if (walk.tokens.some((other) => losing.includes(other) && isClose(other))) return true;
  return cues.some((cue) =>
    reading.dismissals === 'before'
      ? cue.end <= token.start && token.start - cue.end <= farthest
      : cue.start >= token.end && cue.start - token.end <= farthest,
  );
}

/** How far people may stand from the word that says that they go. */
const maxDismissal = 16;
/** How far where they are called jobs: cut 10 percent of its staff, or about 6,600 jobs. */
const maxJobs = 60;

const jobs = perReading((reading) => endingIn(reading.jobs));
const people = perReading((reading) => endingIn(reading.people));

function endingIn(words: readonly string[]): RegExp {
  return words.length > 0 ? new RegExp(`(?:${words.join('|')})$`, 'iu') : /^(?!)/;
}

const shareBefore = patternOf('shareBefore');

/** "$4.3 million, or $0.05 per share": the same income once more, of a share. */
export function ofShare(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { last, thread } = walk;
  const told = thread.text.slice(Math.max(walk.sentence.start, token.start - 8), token.start);
  const isOfShare = token.quantity.unit.endsWith('_per_share');
  if (
    !isOfShare &&
    !(last?.metric === 'net_income' && shareBefore(thread.reading).test(fold(told)))
  )
    return null;
  const at = token.start;
  if (last?.metric === 'net_income')
    return { metric: last.loss ? 'loss' : 'eps', label: last.label, at };
  // "Take out the charges, and it was 52 cents per share": after earnings, what a share has is earnings.
  const before = [last, ...thread.lately].find(
    (draft) => draft?.metric === 'eps' || draft?.metric === 'net_income',
  );
  const names = walk.tokens.some(({ kind }) => kind === 'metric');
  const isTold = !names || walk.accounting !== null || walk.guidance || walk.held !== null;
  const isPrice = cueIn(walk.tokens, ['price']) !== null;
  return before && isTold && !isPrice
    ? { metric: 'eps', label: before.label, at: token.start }
    : null;
}

/** The metric the sentence before left without a number, where this one begins with a number that fits it. */
export function danglingFor(walk: Walk, token: QuantityToken): Thread['dangling'] {
  const { dangling } = walk.thread;
  if (!dangling || walk.tokens[0] !== token || token.start !== walk.sentence.start) return null;
  return fits(dangling.metric.metric, token.quantity) ? dangling : null;
}

/** 累積損失が316億ドルに上るメタバース プロジェクト: the owner may come after. */
export function segmentAfter(walk: Walk, token: QuantityToken): string | null {
  const depth = walk.depth.get(token);
  const next = walk.clause
    .slice(walk.clause.indexOf(token) + 1)
    .filter((other) => walk.depth.get(other) === depth)
    .find(
      (other) =>
        other.kind === 'segment' ||
        other.kind === 'company' ||
        other.kind === 'quantity' ||
        // 総売上高5億ドルのうちサブスクリプションが: whose a part of it is.
        cueIn([other], ['part']) !== null,
    );
  return next?.kind === 'segment' ? next.slug : null;
}

/** "Search advertising was up 8% to $3.2 billion": what a business comes to is its revenue. */
export function ofBusiness(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { entity, tokens, thread } = walk;
  const { quantity } = token;
  if (!entity || currencyOf(quantity.unit) === null || !isSum(quantity)) return null;
  const before = tokens.slice(0, tokens.indexOf(token));
  const owner = before.findLast((each) => each.kind === 'segment' && each.slug === entity);
  if (!owner) return null;
  const named = { metric: 'revenue', label: thread.text.slice(owner.start, owner.end) } as const;
  const revenue = { ...named, at: owner.start };
  // "Condensers, at $5.1 million, were ahead"
  if (standsAt(thread.reading).test(thread.text.slice(owner.end, token.start))) return revenue;
  const change = cueIn(before.toReversed(), ['increase', 'decrease']);
  if (!change || before.some(({ kind }) => kind === 'metric')) return null;
  const between = thread.text.slice(change.token.end, token.start);
  return valueLinks(thread.reading).test(between) ? revenue : null;
}

const standsAt = patternOf('standsAt');
const valueLinks = patternOf('valueLinks');

/** "Sales of $8.2 billion in North America, $3.4 billion in Europe": whose an amount is, by the name right behind it. */
export function segmentBehind(walk: Walk, token: QuantityToken): string | null {
  const owner = ownerOf(walk, token);
  const next = nextSegment(walk, token);
  // "Zulu (35.2 million subscribers)"
  const at = walk.tokens.indexOf(token);
  const [name, opening] = [walk.tokens[at - 2], walk.tokens[at - 1]];
  if (
    name?.kind === 'segment' &&
    opening?.kind === 'bracket' &&
    opening.start - name.end <= 1 &&
    opening.end === token.start
  )
    return name.slug;
  // "23.41 million U.S. customers": what people are of stands between their number and their name.
  const isCount = token.quantity.unit === 'count';
  if (next && isCount && walk.thread.text.slice(token.end, next.start).trim() === '')
    return next.slug;
  if (owner !== null || !next || !walk.clause.includes(next)) return owner;
  const isNext = !walk.clause
    .slice(walk.clause.indexOf(token) + 1, walk.clause.indexOf(next))
    .some(
      (other) =>
        walk.depth.get(other) === walk.depth.get(token) &&
        (other.kind === 'quantity' || other.kind === 'metric'),
    );
  return isNext && isOwnerBefore(walk, next) ? next.slug : null;
}

/** "Revenue was $1,389 million in Compute, $912 million in Embedded": the same of each business named behind its amount. */
export function ofOwnerAfter(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { metric } = walk;
  const [told] = walk.thread.carried;
  const name = metric ?? told;
  if (name && ownerOf(walk, token) !== null && fits(name.metric, token.quantity)) return name;
  const next = nextSegment(walk, token);
  const goesOn = metric?.used && next && isOwnerBefore(walk, next);
  return goesOn && segmentAfter(walk, token) === next.slug && fits(metric.metric, token.quantity)
    ? metric
    : null;
}
