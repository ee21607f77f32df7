import type { Span } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import { allNamesOf, companies } from '../language/companies.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import { type Cue, cueNames } from '../language/cue.ts';
import type { Reading } from '../language/reading.ts';
import { isMetricId, type MetricId, metricIds } from '../metrics.ts';
import type { ReadingContext } from './context.ts';
import type { Quantity } from './figure.ts';
import { nameFinder, type NameFinder, plain, type SpacelessText, withoutSpaces } from './names.ts';
import { perLanguage, perReading } from './per-reading.ts';
import { findPeriodsIn, type NamedPeriod } from './period.ts';
import { findQuantities } from './quantity.ts';
import { sieved } from './sieved.ts';

/** A word or number of a sentence that means something to the reader, with its place in the text. */
export type Token = Span &
  (
    | { readonly kind: 'metric'; readonly metric: MetricId; readonly label: string }
    | { readonly kind: 'quantity'; readonly quantity: Quantity }
    | { readonly kind: 'period'; readonly period: NamedPeriod }
    | { readonly kind: 'cue'; readonly cue: Cue }
    | { readonly kind: 'company'; readonly self: boolean }
    | { readonly kind: 'segment'; readonly slug: string }
    | { readonly kind: 'item' }
    | { readonly kind: 'other' }
    | { readonly kind: 'break' }
    | { readonly kind: 'bracket'; readonly opens: boolean }
  );

/** What gives the tokens of a text in order, without overlaps. */
interface Lexer {
  lex(this: void, text: string): Token[];
  /** The same for each of several texts, which is faster than one by one. */
  lexAll(this: void, texts: readonly string[]): Token[][];
}

/** A lexer of a language and a set of names. */
export function createLexer(language: LanguageCode, context: ReadingContext): Lexer {
  const { reading } = languageOf(language);
  const metrics = metricVocabulary(language).find;
  const company = nameFinder([
    { slug: 'company', names: context.company?.names ?? [] },
    { slug: 'self', names: reading.selfNames },
  ]);
  const segments = nameFinder(context.segments);
  const rivals = rivalsOf(reading, context);
  const tokensOf = (
    text: string,
    folded: string,
    periods: readonly Extract<Token, { kind: 'period' }>[],
    cues: readonly Token[],
  ) => {
    const spaceless = withoutSpaces(folded);
    const taken = (start: number, end: number) =>
      periods.some((hit) => start < hit.end && hit.start < end);
    // 第1四半期純利益: the name that goes on behind the period's.
    const besidePeriods = (hit: ReturnType<typeof metrics>[number]) => {
      const period = periods.find(({ start, end }) => start <= hit.start && hit.start < end);
      if (!period || period.end >= hit.end) return [hit];
      const stop = period.end;
      return metrics(withoutSpaces(folded.slice(stop, hit.end))).map((each) => ({
        ...each,
        start: each.start + stop,
        end: each.end + stop,
      }));
    };
    const found: Token[] = [
      ...findQuantities(text, folded, reading, taken).map((quantity): Token => ({
        kind: 'quantity',
        quantity,
        start: quantity.start,
        end: quantity.end,
      })),
      ...metrics(spaceless)
        .flatMap(besidePeriods)
        .flatMap(({ slug, start, end }): Token[] =>
          isMetricId(slug)
            ? [{ kind: 'metric', metric: slug, label: text.slice(start, end), start, end }]
            : [],
        ),
      ...segments(spaceless).map((name): Token => ({
        kind: 'segment',
        ...name,
      })),
      ...company(spaceless).map(({ slug, start, end }): Token => ({
        kind: 'company',
        self: slug === 'self',
        start,
        end,
      })),
      ...rivals(spaceless).map((place): Token => ({ kind: 'other', ...place })),
      ...cues,
      ...matchesOf(folded, /[、;:]|,(?!\d)|(?<=\s)-(?=\s)/g).map((hit): Token => ({
        kind: 'break',
        start: hit.index,
        end: hit.index + 1,
      })),
      ...matchesOf(folded, /[()]/g).map((hit): Token => ({
        kind: 'bracket',
        opens: hit[0] === '(',
        start: hit.index,
        end: hit.index + 1,
      })),
    ];
    return withoutOverlaps([...periods, ...found]);
  };
  const lexAll = (texts: readonly string[]) => {
    const folded = texts.map(fold);
    const periods = findPeriodsIn(folded, reading);
    const cues = cuesIn(folded, reading);
    return texts.map((text, at) =>
      tokensOf(
        text,
        folded[at] ?? '',
        (periods[at] ?? []).map((hit) => ({ kind: 'period', ...hit })),
        cues[at] ?? [],
      ),
    );
  };
  return { lex: (text) => lexAll([text])[0] ?? [], lexAll };
}

/** The cues of each of several texts, pattern by pattern: a processor does that faster than text by text. */
function cuesIn(texts: readonly string[], reading: Reading): Token[][] {
  const found = texts.map((folded) => ({ folded, cues: new Array<Token>() }));
  for (const [cue, pattern] of cuePatterns(reading)) {
    for (const { folded, cues } of found) {
      for (const hit of matchesOf(folded, pattern))
        cues.push({ kind: 'cue', cue, start: hit.index, end: hit.index + hit[0].length });
    }
  }
  return found.map(({ cues }) => cues);
}

/** Every cue a language has words for, with its pattern. */
export const cuePatterns = perReading((reading) =>
  cueNames
    .filter((cue) => reading.cues[cue].length > 0)
    .map((cue) => [cue, new RegExp(anyOf(reading.cues[cue]), 'giu')] as const),
);

/** What accounts hold that is no metric. */
export const itemPattern = perReading(({ items: { names } }) =>
  names.length > 0 ? sieved(anyOf(names), 'giu') : null,
);

interface Vocabulary {
  readonly find: NameFinder;
  /** The source of a pattern of any of them. */
  readonly source: string;
}

/** Every name of every metric in a language, each name's slug being the metric's id. */
export const metricVocabulary = perLanguage((language): Vocabulary => {
  const { metricNames } = languageOf(language);
  return {
    find: nameFinder(metricIds.map((id) => ({ slug: id, names: metricNames[id] }))),
    source: namePattern(metricIds.flatMap((id) => metricNames[id])),
  };
});

/** The tokens of a sentence with the names of what accounts hold beside the metrics, which the names of metrics may stand in. */
export function withItems(
  tokens: readonly Token[],
  text: string,
  start: number,
  reading: Reading,
): readonly Token[] {
  const pattern = itemPattern(reading);
  if (pattern === null) return tokens;
  const items = matchesOf(fold(text), pattern).map((hit): Token => ({
    kind: 'item',
    start: start + hit.index,
    end: start + hit.index + hit[0].length,
  }));
  if (items.length === 0) return tokens;
  // 年間経常収益 is no period's.
  const others = tokens.filter(
    (token) =>
      token.kind !== 'period' ||
      !items.some((item) => token.start < item.end && item.start < token.end),
  );
  // 売却で50億円の利益: of an item and a metric of the same words, the item is meant.
  return withoutOverlaps([...items, ...others]);
}

function withoutOverlaps(tokens: Token[]): Token[] {
  const rank = (token: Token) =>
    token.kind === 'period' || token.kind === 'segment' || token.kind === 'company'
      ? 0
      : token.kind === 'other'
        ? 2
        : 1;
  const kept: Token[] = [];
  // A name beats what is inside it; otherwise the earlier, then the longer one.
  for (const token of tokens.toSorted(
    (a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b),
  )) {
    const last = kept.at(-1);
    if (!last || token.start >= last.end) kept.push(token);
    else if (token.end > last.end && rank(token) < rank(last)) kept[kept.length - 1] = token;
  }
  return kept;
}

/** One pattern of many names, for patterns that they are a part of. */
function namePattern(names: readonly string[]): string {
  return anyOf(
    [...new Set(names.map(fold))]
      .toSorted((a, b) => b.length - a.length)
      .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s*')),
  );
}

/** One pattern of several, the earlier ones first; those that end where the same script does are held together, for speed. */
function anyOf(sources: readonly string[]): string {
  const groups: { before: string; after: string; sources: string[] }[] = [];
  for (const source of sources) {
    const { before, after } = bordersOf(source);
    const last = groups.at(-1);
    if (last?.before === before && last.after === after) last.sources.push(source);
    else groups.push({ before, after, sources: [source] });
  }
  return groups
    .map(({ before, after, sources: same }) => `${before}(?:${same.join('|')})${after}`)
    .join('|');
}

/** Latin words and katakana names end where their script ends: メタ is not in メタバース, up is not in upper. */
function bordersOf(source: string): { readonly before: string; readonly after: string } {
  const latin = '\\p{Script=Latin}';
  // What a word must not stand behind or before is no part of it: the word ends where its letters do.
  const word = source.replace(asserted.behind, '').replace(asserted.ahead, '');
  const latinStart = /^\(?(?:\?:)?\p{Script=Latin}/u.test(word);
  const latinEnd = /\p{Script=Latin}(?:\)|\?|\))*$/u.test(word);
  const kataStart = /^[ァ-ヶー]/.test(word);
  const kataEnd = /[ァ-ヶー]$/.test(word);
  const before = latinStart ? `(?<!${latin})` : kataStart ? '(?<![ァ-ヶー])' : '';
  const after = latinEnd ? `(?!${latin})` : kataEnd ? '(?![ァ-ヶー])' : '';
  return { before, after };
}

const nested = '(?:[^()]|\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\))*';
const asserted = {
  behind: new RegExp(`^(?:\\(\\?<[!=]${nested}\\))+`),
  ahead: new RegExp(`\\(\\?!${nested}\\)$`),
};

/** Other companies, where what follows their name makes a number theirs. */
function rivalsOf(reading: Reading, context: ReadingContext): (text: SpacelessText) => Span[] {
  // Without a name of its own nobody can be told to be another company.
  const own = new Set(allNamesOf(context.company?.names ?? []).map((name) => plain(fold(name))));
  if (own.size === 0) return () => [];
  // Where several companies report, the mere name of another one turns the text to it.
  const others = nameFinder([{ slug: 'other', names: allNamesOf(context.others ?? []) }]);
  const { marks } = rivalWords(reading);
  return (text) => [
    ...others(text),
    ...listed(text).filter(({ start, end }) => {
      marks.lastIndex = end;
      // "Tesla, by contrast, made": who a sentence begins with is who it tells of.
      const leads = /^[\s"'*•-]*$/.test(text.folded.slice(0, start));
      return !own.has(plain(text.folded.slice(start, end))) && (leads || marks.test(text.folded));
    }),
  ];
}

const listed = nameFinder([{ slug: 'listed', names: companies.flat() }]);

const rivalWords = perReading((reading) => ({
  marks: new RegExp(`(?:${reading.rivalMarks.join('|')})`, 'iuy'),
}));
