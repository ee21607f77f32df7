import type { Digest, Library } from '../digest/digest.ts';
import type { AspectId } from '../language/asking.ts';
import type { HearingWords } from '../language/hearing.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import { answerQuestion } from './answer.ts';
import { languageAsked, type Question, type Turn, understand } from './question.ts';
import { foldWords, wordPattern } from './words.ts';

/** Where something was said that does not call the bot. */
export interface Talk {
  readonly library: Library;
  /** What the thread is about; null where it is about nothing alone. */
  readonly digest: Digest | null;
  /** What was asked in the thread before, oldest first. */
  readonly turns: readonly Turn[];
  /** True where the bot has just answered there. */
  readonly following: boolean;
}

/** Longer messages were pasted; longer sentences are talk, without a question mark shorter ones are. */
const longestMessage = 1000;
const longest = 200;
const longestUnmarked = 80;

/** Words of things that a question may name, though the reading of the digest does not know them. */
const mostUnknown = 2;

const patternOf = (key: keyof HearingWords, before = '', after = '') => {
  const source = languageCodes.map((code) => languageOf(code).asking.hearing[key]).join('|');
  return new RegExp(`${before}${wordPattern(source).source}${after}`, 'u');
};
const leads = patternOf('leads', '^');
const begins = patternOf('begins', '^');
const ends = patternOf('ends', '', '$');
const anywhere = patternOf('anywhere');
const requests = patternOf('requests');
const talks = patternOf('talk');
const tags = patternOf('tags', '', '$');
const tells = patternOf('tells');
const beside = new RegExp(patternOf('beside').source, 'gu');

/** What a digest holds, whatever was said before. */
const subjects: readonly AspectId[] = [
  'consensus',
  'beat',
  'guidance',
  'risks',
  'outlook',
  'author',
  'published',
  'publisher',
  'noted',
];
/** What tells where nothing asks: "EPS beat", 売上高は増えた. */
const verbs: readonly AspectId[] = ['beat', 'fell', 'rose'];
/** What goes on only from an answer just given: "why?"; "when?" alone people ask each other. */
const afterAnswers: readonly AspectId[] = ['why', 'amount'];
const bareWords: readonly AspectId[] = [...afterAnswers, 'when'];

/**
 * True for what a digest may answer, or what goes on from an answer; false for people's talk with each other, and
 * wherever that is not sure.
 */
export function isQuestion(text: string, talk: Talk): boolean {
  if (text.length > longestMessage) return false;
  const said = text
    .replace(/```[^]*?(?:```|$)|^\s*>.*$/gm, ' ')
    .replace(/https?:\/\/\S+|:[a-z0-9_+-]+:/gi, ' ');
  if (/(?:^|\s)@[\p{L}\p{N}]/u.test(said)) return false;
  return said
    .split(/(?<=[.!?])\s+|(?<=[。!?！？])(?![!?！？])|\n+/u)
    .some((sentence) => asks(sentence, talk));
}

function asks(sentence: string, talk: Talk): boolean {
  const whole = withoutLeads(foldWords(sentence));
  const plain = whole.replace(/[\s.。!?…]+$/u, '');
  if (plain === '' || plain.length > longest) return false;
  const requested = requests.test(plain);
  if (talks.test(plain) && !requested) return false;
  const mark = /[!?]?\s*$/.exec(whole)?.[0].trim();
  if ((mark === '!' && !requested) || (mark === '' && plain.length > longestUnmarked)) return false;
  const lang = languageAsked(sentence, talk.turns.at(-1)?.lang ?? null);
  const question = understand(plain, talk.library, talk.digest, [], lang);
  // Who puts an amount forward wants to know whether it is right.
  if (tags.test(whole) && !question.terms.some(({ kind }) => kind === 'claim')) return false;
  const inForm = requested || [begins, ends, anywhere].some((pattern) => pattern.test(plain));
  if (mark === '' && !inForm) return isAskOfWords(question, plain, talk);
  return isAnswerable(question, sentence, inForm, talk);
}

function withoutLeads(folded: string): string {
  let left = folded;
  for (let hit = leads.exec(left); hit !== null && hit[0] !== ''; hit = leads.exec(left))
    left = left.slice(hit[0].length).trim();
  return left;
}

function isAnswerable(question: Question, said: string, inForm: boolean, talk: Talk): boolean {
  const { metrics, segments, companies, aspects, terms } = question;
  const named = metrics.length > 0 || segments.length > 0;
  if (named || subjects.some((aspect) => aspects.has(aspect))) {
    if (terms.length === 0) return true;
    const sure = metrics.some((ids) => ids.length === 1) && inForm && terms.length <= mostUnknown;
    return sure || isAnswered(said, question, talk);
  }
  if (terms.length > 0) return inForm && isAnswered(said, question, talk);
  if (companies.length > 0 && aspects.size > 0) return true;
  // 増収の要因は何ですか: what it is about is in the same words.
  return goesOn(question, talk) || (inForm && aspects.size > 1 && isAnswered(said, question, talk));
}

/** "前年は?" goes on from what was asked before; "why?" only from what was answered just now. */
function goesOn({ aspects, companies, period, segments }: Question, talk: Talk): boolean {
  if (talk.turns.length === 0) return false;
  if (companies.length > 0 || segments.length > 0 || period !== null) return true;
  const told = [...aspects];
  if (told.some((aspect) => !bareWords.includes(aspect))) return true;
  return talk.following && told.some((aspect) => afterAnswers.includes(aspect));
}

/** "EPS", "and revenue": an ask without a mark names what it wants, and says nothing else. */
function isAskOfWords(question: Question, plain: string, talk: Talk): boolean {
  const { aspects, metrics, terms, rest } = question;
  if (tells.test(plain) || verbs.some((aspect) => aspects.has(aspect))) return false;
  if (/[^\s、。,・&+/:;'"()-]/u.test(rest.replace(beside, ' '))) return false;
  // Who gives a number asks for none.
  if (terms.some(({ kind }) => kind !== 'name')) return false;
  if (terms.length > 0) return isAnswered(plain, question, talk);
  if (metrics.length > 0 || subjects.some((aspect) => aspects.has(aspect))) return true;
  return goesOn(question, talk);
}

/** True where the digest holds an answer. */
function isAnswered(text: string, { lang }: Question, { library, digest }: Talk): boolean {
  return digest !== null && !answerQuestion(text, { library, digest, turns: [], lang }).refused;
}
