import type { LanguageCode } from '../language/index.ts';
import type { Reading } from '../language/reading.ts';
import { kept } from './once.ts';

/** What is made of a language's data is made once, on first use, and kept as long as the language is. */
export function perReading<T>(make: (reading: Reading) => T): (reading: Reading) => T {
  return kept(make, new WeakMap<Reading, { readonly made: T }>());
}

/** The same for what needs more of the language than its words for reading. */
export function perLanguage<T>(make: (language: LanguageCode) => T): (language: LanguageCode) => T {
  return kept(make, new Map<LanguageCode, { readonly made: T }>());
}

/** The fields of a language's words for reading that are one pattern. */
type PatternName = {
  [Name in keyof Reading]: Reading[Name] extends string ? Name : never;
}[keyof Reading];

const patterns = new Map<PatternName, (reading: Reading) => RegExp>();

/** A language's pattern of that name, without regard to case: compiled once for all that ask for it. */
export function patternOf(name: PatternName): (reading: Reading) => RegExp {
  const known = patterns.get(name);
  if (known) return known;
  const made = perReading((reading) => new RegExp(reading[name], 'iu'));
  patterns.set(name, made);
  return made;
}
