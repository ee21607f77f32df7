import { perLanguage } from '../figure/per-reading.ts';
import { sieved } from '../figure/sieved.ts';
import { languageOf } from '../language/index.ts';
import type { StatementGrammar, WordPair } from '../language/reading.ts';

type Patterns<Words> = { readonly [Class in keyof Words]: RegExp };

/** The words of a language by which sentences state something, ready to look for. */
export interface Grammar {
  readonly never: RegExp;
  readonly risk: Patterns<Omit<StatementGrammar['risk'], 'pairs'>> & {
    readonly pairs: readonly (readonly [RegExp, RegExp])[];
    /** Finds the first word of any pair. */
    readonly paired: RegExp;
  };
  readonly outlook: Patterns<StatementGrammar['outlook']>;
  readonly increase: RegExp;
  readonly decrease: RegExp;
  readonly price: RegExp;
  /** Ends of whole sentences. */
  readonly stop: RegExp;
}

/** What a company as a whole reports: its fall is a result. */
const resultMetrics = [
  'revenue',
  'operating_income',
  'net_income',
  'pretax_income',
  'eps',
] as const;

/** A language's words for risks and outlooks, compiled once. */
export const grammarOf = perLanguage((language): Grammar => {
  const { reading, metricNames } = languageOf(language);
  const { statements, cues, sentenceEnds } = reading;
  const metric = resultMetrics
    .flatMap((id) => metricNames[id])
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  const { always, beforeSpace } = sentenceEnds;
  const { pairs, results, ...risk } = statements.risk;
  return {
    never: anyOf(statements.never),
    risk: {
      ...patternsOf(risk),
      results: anyOf(results.map((source) => source.replaceAll('METRIC', metric))),
      pairs: pairs.map(([one, other]: WordPair) => [anyOf(one), anyOf(other)] as const),
      paired: anyOf(pairs.flatMap(([one]) => one)),
    },
    outlook: patternsOf(statements.outlook),
    increase: anyOf(cues.increase),
    decrease: anyOf(cues.decrease),
    price: anyOf(cues.price),
    stop: new RegExp(`[${(always + beforeSpace).replace(/[\]\\^-]/g, '\\$&')}]["')\\]」』]*$`, 'u'),
  };
});

/** The classes that are counted or taken out, where every one is looked for. */
const everyOne: readonly string[] = ['except', 'threats', 'hints'];

function patternsOf<Words extends Record<keyof Words, readonly string[]>>(
  words: Words,
): Patterns<Words> {
  const classes = Object.entries<readonly string[]>(words).map(([name, sources]) => [
    name,
    anyOf(sources, everyOne.includes(name) ? 'giu' : 'iu'),
  ]);
  return Object.fromEntries(classes);
}

/** One pattern for all; Latin words end where their letters end (weak* where any do); without any it matches nothing. */
function anyOf(sources: readonly string[], flags = 'iu'): RegExp {
  const words = sources
    .filter(isLatin)
    .join('|')
    .replace(/(?<=[a-z])\*/g, '[a-z]*');
  const others = sources.filter((source) => !isLatin(source)).join('|');
  const parts = [words && `(?<![a-z])(?:${words})(?![a-z])`, others].filter((part) => part !== '');
  return sieved(parts.join('|') || '(?!)', flags);
}

function isLatin(source: string): boolean {
  return /^(?:\(\?:)*[a-z]/i.test(source);
}
