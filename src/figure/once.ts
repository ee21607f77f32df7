/** What is made when it is first asked for, and kept. */
export function once<T>(make: () => T): () => T {
  const get = kept(make, new Map<null, { readonly made: T }>());
  return () => get(null);
}

interface Known<Key, T> {
  get(key: Key): { readonly made: T } | undefined;
  set(key: Key, value: { readonly made: T }): unknown;
}

/** The same for each key of what is made, as long as the keys are known. */
export function kept<Key, T>(make: (key: Key) => T, known: Known<Key, T>): (key: Key) => T {
  return (key) => {
    const before = known.get(key);
    if (before) return before.made;
    const made = make(key);
    known.set(key, { made });
    return made;
  };
}
