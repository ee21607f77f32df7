import type { Sentence } from '../article/article.ts';
import type { Reading } from '../language/reading.ts';
import type { Token } from './lexer.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { Thread } from './thread.ts';
import { gap, type Walk } from './walk.ts';

/**
 * Whether a business named in a sentence owns the numbers after it: as the subject of its clause, or as the
 * owner of the metric beside it. "The burden of mobile" names a business that owns nothing.
 */
export function owns(walk: Walk, token: Token): boolean {
  const { subject, owning, ownedBy, coordinates, head } = patternsOf(walk.thread.reading);
  const { text } = walk.thread;
  const at = walk.tokens.indexOf(token);
  if (isOwnerBefore(walk, token)) return false;
  if (apart(walk.thread.reading).test(text.slice(Math.max(0, token.start - 24), token.start)))
    return false;
  const depth = walk.depth.get(token);
  const next = walk.tokens
    .slice(at + 1)
    .find(
      (other) =>
        other.kind !== 'bracket' && other.kind !== 'period' && walk.depth.get(other) === depth,
    );
  const before = walk.tokens.slice(0, at).findLast(({ kind }) => kind !== 'company');
  if (isApposition(walk, at)) return false;
  if (subject.test(text.slice(token.end, token.end + 40))) return true;
  const names = next && (next.kind === 'metric' || next.kind === 'quantity');
  if (names && next.start - token.end < 40 && owning.test(withoutPeriod(walk, token, next)))
    return true;
  // "Losses at its streaming unit": a loss is named as a metric is.
  const lost = before?.kind === 'cue' && before.cue === 'loss';
  const named = lost || before?.kind === 'metric' || before?.kind === 'segment';
  if (named && ownedBy.test(gap(walk, before, token))) return true;
  const start = clauseFrom(walk, token);
  if (head?.test(text.slice(start, token.start))) return true;
  // "Up 8 percent at $2.9 billion and equities rose": a clause of its own, without a comma.
  const amount = walk.tokens.slice(0, at).findLast(({ kind }) => kind === 'quantity');
  const link = amount && amount.start > start ? text.slice(amount.end, token.start) : '';
  return coordinates.test(link) && (head?.test(link) ?? false);
}

/** The characters between a name and what it owns, without the period it had it in (ジーンラボの2023年12月期の売上高). */
function withoutPeriod(walk: Walk, from: Token, to: Token): string {
  const period = walk.tokens[walk.tokens.indexOf(from) + 1];
  if (period?.kind !== 'period' || period.end > to.start) return gap(walk, from, to);
  return gap(walk, from, period) + gap(walk, period, to);
}

/** "AWS, Acme's cloud unit, posted": what a business is stands between commas right behind its name. */
function isApposition({ tokens, entity }: Walk, at: number): boolean {
  const before = tokens.slice(0, at).findLast(({ kind }) => kind !== 'company');
  const named = tokens.slice(0, at).findLast(({ kind }) => kind !== 'company' && kind !== 'break');
  return (
    before?.kind === 'break' &&
    tokens[at + 1]?.kind === 'break' &&
    named?.kind === 'segment' &&
    named.slug === entity
  );
}

/** "Its most profitable business posted": figures of a business that has no name here. */
export function isOfUnnamed(
  reading: Reading,
  { start, text }: Sentence,
  tokens: readonly Token[],
): boolean {
  const isOurs = tokens.some(({ kind }) => kind === 'company');
  // "Sales of electric cars rose 21%, the trade group said"
  if (!isOurs && surveys(reading).test(text)) return true;
  const hit = patternsOf(reading).unnamed.exec(text);
  const end = start + (hit?.[0].length ?? 0);
  // アルファ証券は…と予想する: the company itself, where the subject comes first.
  const hasName = ({ kind }: Token) =>
    kind === 'segment' || (kind === 'company' && reading.ownership.head === null);
  return hit !== null && !tokens.some((token) => token.start < end && hasName(token));
}

/** Whether a company's name turns a sentence about one of its businesses to all of it. */
export function tellsOfAll(walk: Walk, token: Token): boolean {
  const at = walk.tokens.indexOf(token);
  const [before, next] = [walk.tokens[at - 1], walk.tokens[at + 1]];
  const place = walk.tokens[at - 2];
  const isPlace = before?.kind === 'break' && place?.kind === 'segment' && at === 2;
  // "In Greater China, where Acme's sales were": of that place.
  if (before?.kind === 'break' && place?.kind === 'segment' && isSubject(walk, place)) return false;
  const isOwner = possessive(walk.thread.reading).test(walk.thread.text.slice(token.end));
  const { head } = patternsOf(walk.thread.reading);
  const lead = walk.thread.text.slice(clauseFrom(walk, token), token.start);
  // "E-commerce sales climbed 40 percent at Acme": who it all belongs to is no subject there.
  if (head !== null && !isOwner && !head.test(lead)) return false;
  return isOwner ? next?.kind === 'metric' : !isPlace;
}

const apart = patternOf('apart');
const cleft = patternOf('cleft');
const surveys = patternOf('surveys');
const possessive = patternOf('possessive');

/** The business named next in the sentence. */
export function nextSegment({ tokens }: Walk, token: Token) {
  return tokens.slice(tokens.indexOf(token) + 1).find((other) => other.kind === 'segment');
}

/** Where the clause that a token stands in begins. */
function clauseFrom({ tokens, sentence }: Walk, token: Token): number {
  const before = tokens.slice(0, tokens.indexOf(token));
  return before.findLast(({ kind }) => kind === 'break')?.end ?? sentence.start;
}

/** "Of that, $31.5 billion came from advertising": the name behind an amount and what makes it the amount's owner. */
export function ownerOf(walk: Walk, token: Token): string | null {
  const next = nextSegment(walk, token);
  if (!next) return null;
  return patternsOf(walk.thread.reading).cameFrom.test(gap(walk, token, next).replace(/\s+/g, ' '))
    ? next.slug
    : null;
}

/** "AOL had a patchy time": the business that a sentence is about, as its subject. */
export function subjectOf({ tokens, sentence, thread, entity }: Walk): string | null {
  const [first, next] = tokens;
  if (first?.kind !== 'segment' || tokens.some(({ kind }) => kind === 'company')) {
    const goesOn = first?.kind !== 'company' && typeof entity === 'string';
    return goesOn && sameSubject(thread.reading).test(sentence.text) ? entity : null;
  }
  const lead = thread.text.slice(sentence.start, first.start);
  const isNameOfMetric = next?.kind === 'metric' && next.start - first.end <= 1;
  return isNameOfMetric || /\p{L}/u.test(lead) ? null : first.slug;
}

/** "It shed 464,000 subscribers": whose a sentence is that only refers to whom the one before was about. */
export function subjectBefore(thread: Thread, sentence: Sentence): string | undefined {
  if (thread.subject === null || !sameSubject(thread.reading).test(sentence.text)) return undefined;
  return thread.subject;
}

const sameSubject = patternOf('sameSubject');

/** 営業利益が308億円となったのは電工・パナホームだ: whose all of the sentence is, told at its end. */
export function ownerAtEnd({ tokens, thread }: Walk): string | null {
  const last = tokens.at(-1);
  if (last?.kind !== 'segment') return null;
  const before = thread.text.slice(Math.max(0, last.start - 8), last.start);
  return cleft(thread.reading).test(before) ? last.slug : null;
}

/** "A 29% rise in operating income for Television": whose a metric is, by the name right behind it. */
export function ownerBehind(walk: Walk, at: number): string | null {
  const index = walk.tokens.findIndex(({ kind, start }) => kind === 'metric' && start === at);
  const [metric, next] = walk.tokens.slice(index, index + 2);
  if (index < 0 || !metric || next?.kind !== 'segment') return null;
  return patternsOf(walk.thread.reading).ownedBy.test(gap(walk, metric, next)) ? next.slug : null;
}

/** "$912 million (–36 percent) in Embedded": whose the amount before it is, and nothing after it. */
export function isOwnerBefore(walk: Walk, token: Token): boolean {
  const depth = walk.depth.get(token);
  const before = walk.tokens
    .slice(0, walk.tokens.indexOf(token))
    .findLast((other) => other.kind !== 'bracket' && walk.depth.get(other) === depth);
  return (
    before?.kind === 'quantity' &&
    patternsOf(walk.thread.reading).ownedBy.test(gap(walk, before, token).replace(/\s+/g, ' '))
  );
}

/** 2025年3月期は: what follows a name says that its sentence is about it. */
export function isSubject({ thread }: Walk, token: Token): boolean {
  return patternsOf(thread.reading).subject.test(thread.text.slice(token.end, token.end + 40));
}

/** 電子事業では, クラウドは: what its paragraph is about. */
export function isTopic({ thread }: Walk, token: Token): boolean {
  return patternsOf(thread.reading).topic.test(thread.text.slice(token.end, token.end + 40));
}

const patternsOf = perReading(
  ({
    ownership: { subject, topic, owns: owning, ownedBy, coordinates, unnamed, cameFrom, head },
  }) => ({
    cameFrom: new RegExp(cameFrom, 'iu'),
    coordinates: new RegExp(coordinates, 'iu'),
    unnamed: new RegExp(unnamed, 'iu'),
    subject: new RegExp(subject, 'iu'),
    topic: new RegExp(topic, 'iu'),
    owning: new RegExp(owning, 'iu'),
    ownedBy: new RegExp(ownedBy, 'iu'),
    head: head === null ? null : new RegExp(head, 'iu'),
  }),
);
