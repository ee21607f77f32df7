import { Big } from 'big.js';
import type { AnnotatedFact } from '../figure/annotate.ts';
import { readQuantities } from '../figure/quantity.ts';
import type { Prediction } from './predict.ts';
import type { AnnotatedArticle, Fact, Question, Trap } from './schema.ts';

/** Hits out of a number that there are to hit. */
export interface Ratio {
  readonly hit: number;
  readonly of: number;
}

/** What is counted, in the order in which the table shows it. */
export const measures = [
  'values',
  'named',
  'other',
  'period',
  'comparisons',
  'risks',
  'outlook',
  'answered',
  'refused',
] as const;
export type Measure = (typeof measures)[number];

/** What must not happen; the aim is zero. */
export const faults = ['traps', 'invented', 'quotes'] as const;
export type FaultKind = (typeof faults)[number];

export interface Score {
  readonly id: string;
  readonly ratios: Readonly<Record<Measure, Ratio>>;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** A line for each miss and each fault. */
  readonly misses: readonly string[];
}

/** Scores a prediction against its article, by the rules of annotated articles. */
export function score(article: AnnotatedArticle, prediction: Prediction): Score {
  const misses: string[] = [];
  const tally = (measure: string, items: readonly (readonly [boolean, string])[]): Ratio => {
    for (const [hit, what] of items) if (!hit) misses.push(`${measure}: ${what}`);
    return { hit: items.filter(([hit]) => hit).length, of: items.length };
  };
  const matches = article.facts.map(
    (fact) => [fact, prediction.facts.filter((found) => sameFact(fact, found))] as const,
  );
  const found = matches.flatMap(([fact, hits]) => (hits.length > 0 ? [[fact, hits] as const] : []));
  const facts = (other: boolean) =>
    matches
      .filter(([fact]) => (fact.metric === 'other') === other)
      .map(([fact, hits]) => [hits.length > 0, factText(fact)] as const);
  const ratios = {
    values: tally(
      'value',
      expectedValues(article).map(([value, unit]) => [
        hasValue(prediction, value, unit),
        `${value} ${unit}`,
      ]),
    ),
    named: tally('figure', facts(false)),
    other: tally('other', facts(true)),
    period: tally(
      'period',
      found.map(([fact, hits]) => [
        hits.some(({ period }) => samePeriod(period, fact.period)),
        `${factText(fact)} ${fact.period ?? 'null'}, read ${hits[0]?.period ?? 'null'}`,
      ]),
    ),
    comparisons: tally(
      'comparison',
      found.flatMap(([fact, hits]) => comparisonsOf(fact, hits)),
    ),
    risks: tally(
      'risk',
      article.risks.map((risk) => [cites(prediction.risks, risk), risk]),
    ),
    outlook: tally(
      'outlook',
      article.outlook.map((outlook) => [cites(prediction.outlook, outlook), outlook]),
    ),
    ...answersOf(article.questions, prediction, tally),
  };
  const trapped = article.notOurNumbers.flatMap((trap) => violations(trap, article, prediction));
  const invented = [
    ...(article.risks.length === 0 ? prediction.risks : []),
    ...(article.outlook.length === 0 ? prediction.outlook : []),
  ];
  const loose = prediction.facts.filter(({ quote }) => !article.text.includes(quote));
  misses.push(
    ...trapped.map((what) => `trap: ${what}`),
    ...invented.map(({ quote }) => `invented: ${quote}`),
    ...loose.map(({ quote }) => `quote: ${quote}`),
  );
  return {
    id: article.id,
    ratios,
    faults: { traps: trapped.length, invented: invented.length, quotes: loose.length },
    misses,
  };
}

/** The sums of several scores. */
export function sum(scores: readonly Score[], id: string): Score {
  const ratio = (measure: Measure): Ratio => ({
    hit: scores.reduce((total, { ratios }) => total + ratios[measure].hit, 0),
    of: scores.reduce((total, { ratios }) => total + ratios[measure].of, 0),
  });
  return {
    id,
    ratios: record(measures, ratio),
    faults: record(faults, (kind) => scores.reduce((total, each) => total + each.faults[kind], 0)),
    misses: scores.flatMap(({ id: article, misses }) => misses.map((miss) => `${article} ${miss}`)),
  };
}

/** An object with a value for each key. */
function record<K extends string, T>(keys: readonly K[], give: (key: K) => T): Record<K, T> {
  const given: Partial<Record<K, T>> = {};
  for (const key of keys) given[key] = give(key);
  if (!hasAll(given, keys)) throw new Error('a key was given no value');
  return given;
}

function hasAll<K extends string, T>(
  given: Partial<Record<K, T>>,
  keys: readonly K[],
): given is Record<K, T> {
  return keys.every((key) => Object.hasOwn(given, key));
}

function factText({ metric, segment, value, unit }: Fact): string {
  return `${metric}${segment ? ` [${segment}]` : ''} ${value} ${unit}`;
}

function sameFact(fact: Fact, found: AnnotatedFact): boolean {
  if (fact.unit !== found.unit || !sameSegment(fact.segment, found.segment)) return false;
  const loose = fact.metric === 'users' || fact.metric === 'headcount' || fact.metric === 'other';
  const metric =
    fact.metric === found.metric ||
    (loose &&
      (found.metric === 'other' ||
        (fact.metric === 'other' && ['users', 'headcount'].includes(found.metric))));
  const either = fact.metric === 'other' || found.metric === 'other';
  return (
    metric &&
    (roundsTo(found.value, fact.value) ||
      (either && roundsTo(new Big(found.value).neg().toFixed(), fact.value)))
  );
}

function sameSegment(expected: string | null, found: string | null): boolean {
  if (expected === null || found === null) return expected === found;
  const [a, b] = [plain(expected), plain(found)];
  return a.includes(b) || b.includes(a);
}

/** Equal, or an exact table value that rounds to the annotated one at its last non-zero digit. */
function roundsTo(found: string, expected: string): boolean {
  const [a, b] = [new Big(found), new Big(expected)];
  if (a.eq(b)) return true;
  const digits = expected
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;
  return digits >= 2 && !a.eq(0) && a.prec(digits).eq(b);
}

function samePeriod(found: string | null, expected: string | null): boolean {
  return found === expected;
}

function comparisonsOf(fact: Fact, hits: readonly AnnotatedFact[]): (readonly [boolean, string])[] {
  return fact.comparisons
    .filter(({ value, changePct }) => value !== null || changePct !== null)
    .map((expected) => [
      hits.some(({ comparisons }) =>
        comparisons.some(
          (read) =>
            read.kind === expected.kind &&
            (sameDecimal(read.value, expected.value) ||
              sameDecimal(read.changePct, expected.changePct)),
        ),
      ),
      `${factText(fact)}: ${expected.kind} ${expected.value ?? ''} ${expected.changePct ?? ''}`,
    ]);
}

function sameDecimal(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && new Big(a).eq(b);
}

function expectedValues(article: AnnotatedArticle): [string, string][] {
  return article.facts.flatMap((fact) => [
    [fact.value, fact.unit] as [string, string],
    ...fact.comparisons.flatMap(({ value }): [string, string][] =>
      value === null ? [] : [[value, fact.unit]],
    ),
  ]);
}

function hasValue(prediction: Prediction, value: string, unit: string): boolean {
  const size = new Big(value).abs();
  const base = unit.replace('_per_share', '');
  return prediction.quantities.some(
    (quantity) =>
      quantity.unit.replace('_per_share', '') === base && new Big(quantity.value).abs().eq(size),
  );
}

function cites(items: Prediction['risks'], entry: string): boolean {
  return items.some(({ quote }) => quote.includes(entry) || entry.includes(quote));
}

/** Facts, or comparisons where the trap says so, that take a number for what it is not. */
function violations(trap: Trap, article: AnnotatedArticle, prediction: Prediction): string[] {
  const numbers = numbersOf(trap, article);
  const isTrap = (value: string | null, unit: string) =>
    value !== null &&
    numbers.some((number) => number.unit === unit && new Big(number.value).eq(value));
  const items = trap.notAs?.split('|').map((item) => item.split('@')) ?? null;
  const facts = prediction.facts.filter(
    (fact) =>
      isTrap(fact.value, fact.unit) &&
      (items === null ||
        items.some(([metric, where]) => metric === fact.metric && isThere(fact, where))),
  );
  const comparisons = prediction.facts.flatMap((fact) =>
    fact.comparisons.filter(
      ({ kind, value, changePct }) =>
        items?.some(([name]) => name === kind) &&
        (isTrap(value, fact.unit) || isTrap(changePct, 'percent')),
    ),
  );
  return [
    ...facts.map((fact) => `${fact.metric} ${fact.value} ${fact.unit} (${trap.why})`),
    ...comparisons.map(({ kind, quote }) => `${kind} ${quote} (${trap.why})`),
  ];
}

/** Japanese files name the number; English ones leave it to the quote, less what is a fact elsewhere. */
function numbersOf(trap: Trap, article: AnnotatedArticle): { value: string; unit: string }[] {
  if (trap.value !== undefined && trap.unit !== undefined)
    return [{ value: trap.value, unit: trap.unit }];
  return readQuantities(trap.quote, article.lang).filter(
    ({ value, unit }) =>
      !article.facts.some((fact) => fact.unit === unit && new Big(fact.value).eq(value)),
  );
}

function isThere(fact: AnnotatedFact, where: string | undefined): boolean {
  if (where === undefined) return true;
  if (where === 'company') return fact.segment === null;
  return fact.period === where || (fact.segment !== null && sameSegment(where, fact.segment));
}

function answersOf(
  questions: readonly Question[],
  prediction: Prediction,
  tally: (measure: string, items: readonly (readonly [boolean, string])[]) => Ratio,
): { answered: Ratio; refused: Ratio } {
  const pairs = questions.map((question, index) => [question, prediction.answers[index]] as const);
  return {
    answered: tally(
      'answer',
      pairs
        .filter(([{ answerable }]) => answerable)
        .map(([question, given]) => [
          given !== undefined &&
            !given.refused &&
            question.expect.some((text) => holds(given.answer, text)),
          `${question.q} -> ${given?.answer ?? ''}`,
        ]),
    ),
    refused: tally(
      'refusal',
      pairs
        .filter(([{ answerable }]) => !answerable)
        .map(([question, given]) => [
          given?.refused === true,
          `${question.q} -> ${given?.answer ?? ''}`,
        ]),
    ),
  };
}

/** True where the answer holds the expected words, not as part of a longer number. */
function holds(answer: string, expected: string): boolean {
  const [text, wanted] = [comparable(answer), comparable(expected)];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + wanted.length);
    const cutBefore = /^\d/.test(wanted) && /\d[.]?$/.test(before);
    const cutAfter = /\d$/.test(wanted) && /^[.]?\d/.test(after);
    if (!cutBefore && !cutAfter) return true;
  }
  return false;
}

function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d)/g, '')
    .replace(/−/g, '-');
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}
