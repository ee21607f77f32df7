import type { Reading } from '../language/reading.ts';

/** What is made of a language's data is made once, on first use, and kept as long as the language is. */
export function perReading<T>(make: (reading: Reading) => T): (reading: Reading) => T {
  const known = new WeakMap<Reading, { readonly made: T }>();
  return (reading) => {
    const before = known.get(reading);
    if (before) return before.made;
    const made = make(reading);
    known.set(reading, { made });
    return made;
  };
}
