import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import { currencies } from '../language/amount.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import type { Cue } from '../language/cue.ts';
import type { Reading } from '../language/reading.ts';
import type { Named, ReadingContext } from './context.ts';
import { cuePatterns, itemPattern, metricVocabulary } from './lexer.ts';
import { listedNames, plain, withoutSpaces } from './names.ts';
import { perLanguage } from './per-reading.ts';
import { findPeriods } from './period.ts';

/**
 * The context with the businesses and products that a text names itself: by what they are called
 * (エレクトロンデバイス事業), by what they own (クラウドの売上高), or as the head of a line (Azure: …). They go
 * by the text's own name; one the context knows keeps its slug.
 */
export function withSegmentsOf(
  text: string,
  language: LanguageCode,
  context: ReadingContext,
): ReadingContext {
  const folded = fold(text);
  const known = new Set(
    [...context.segments, ...(context.company ? [context.company] : [])].flatMap(({ names }) =>
      // "Orrin" is Orrin Airlines, and no business of it.
      names.flatMap((name) => [name, name.split(' ')[0] ?? name].map((each) => plain(fold(each)))),
    ),
  );
  const { reading } = languageOf(language);
  const masked = withoutMetrics(folded, language);
  const { patterns, edges, legal, never } = namingOf(language);
  const found = new Map<string, Named>();
  for (const { pattern, needs, ofMetric } of patterns) {
    const said = ofMetric ? masked : folded;
    if (needs?.test(said) === false) continue;
    for (const hit of matchesOf(said, pattern)) {
      const name = withoutEdges((hit.groups?.['name'] ?? '').trim(), edges);
      const alias = hit.groups?.['alias']?.trim();
      if (
        name.length < 2 ||
        never.test(name) ||
        listedNames.has(plain(name)) ||
        saysSomethingElse(name, reading) ||
        isMoney(name, reading) ||
        known.has(plain(name)) ||
        known.has(plain(name.replace(legal, ''))) ||
        (alias && known.has(plain(alias)))
      )
        continue;
      const slug = alias ? `${name}(${alias})` : name;
      const names = [slug, name, ...(alias ? [alias] : [])];
      const before = found.get(plain(name));
      // メディア(広告)事業 beside メディア(ブログ)事業: what stands in brackets tells one from the other.
      const fresh = before && alias && before.slug !== slug ? [slug] : before ? [] : names;
      for (const each of fresh) found.set(plain(each), { slug, names: fresh });
    }
  }
  return { ...context, segments: [...context.segments, ...new Set(found.values())] };
}

/** Words that say what a number is compared with, or when it was, name no business: 従来予想, July-September; nor does 売上原価. */
function saysSomethingElse(name: string, reading: Reading): boolean {
  const items = itemPattern(reading);
  return (
    findPeriods(name, reading).length > 0 ||
    (items !== null && name.search(items) >= 0) ||
    cuePatterns(reading).some(([cue, word]) => rolesOfNumbers.has(cue) && name.search(word) >= 0)
  );
}

/** "A dividend of Rs 6": what stands before an amount of money names no business. */
function isMoney(name: string, { currencyBefore }: Reading): boolean {
  return currencyBefore[name] !== undefined || currencies.some((code) => code === name);
}

const rolesOfNumbers: ReadonlySet<Cue> = new Set<Cue>([
  'yoy',
  'qoq',
  'consensus',
  'guidance',
  'priorGuidance',
  'unchanged',
  'price',
  'runRate',
  'cumulative',
  'adjusted',
  'gaap',
]);

/** Stands for every character of a metric's name: no text has it. */
const mark = '\uE000';

/** A text with a mark for each character of the metrics it names, so that patterns need not know their names. */
function withoutMetrics(folded: string, language: LanguageCode): string {
  let masked = '';
  let end = 0;
  for (const name of metricVocabulary(language).find(withoutSpaces(folded))) {
    if (name.start < end) continue;
    masked += folded.slice(end, name.start) + mark.repeat(name.end - name.start);
    end = name.end;
  }
  return masked + folded.slice(end);
}

/** What words around a name leave of it: Acme's Azure is Azure. */
function withoutEdges(name: string, edges: RegExp | null): string {
  if (edges === null) return name;
  const rest = name.replace(edges, '');
  return rest === name ? rest : withoutEdges(rest, edges);
}

interface Naming {
  readonly patterns: readonly {
    readonly pattern: RegExp;
    readonly needs: RegExp | null;
    readonly ofMetric: boolean;
  }[];
  readonly edges: RegExp | null;
  /** What the name of a company ends with: Acme Corp. is Acme. */
  readonly legal: RegExp;
  /** What is no name of a business. */
  readonly never: RegExp;
}

/** A pattern for texts whose metrics are marks. */
function marked(source: string): string {
  return source.replaceAll('METRIC', `${mark}+`);
}

const namingOf = perLanguage((language): Naming => {
  const { reading } = languageOf(language);
  const metrics = metricVocabulary(language).source;
  const whole = [...reading.notSegments, ...reading.selfNames].join('|');
  return {
    patterns: reading.segmentPatterns.map((entry) => {
      const { needs, pattern } =
        typeof entry === 'string' ? { needs: null, pattern: entry } : entry;
      return {
        pattern: new RegExp(marked(pattern), 'gmu'),
        needs: needs === null ? null : new RegExp(marked(needs), 'u'),
        ofMetric: pattern.includes('METRIC'),
      };
    }),
    edges: reading.segmentEdges === null ? null : new RegExp(reading.segmentEdges, 'iu'),
    legal: new RegExp(reading.legalForms, 'iu'),
    never: new RegExp(
      `^(?:${whole})$|^(?:${reading.notSegmentStarts.join('|')})|(?:${metrics})`,
      'iu',
    ),
  };
});
