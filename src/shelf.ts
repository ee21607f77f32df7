import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from './digest/digest.ts';
import { loadLibrary } from './digest/files.ts';
import type { Log } from './log.ts';
import { readSubscriptions, type SubscriptionList } from './schedule/subscriptions.ts';

/** A file of digests/ that cannot be used, and why. */
export interface Fault {
  readonly file: string;
  readonly message: string;
}

/** digests/ as it is now: read again at each tick, the last good state kept. */
export interface Shelf {
  readonly library: () => Library;
  readonly refresh: () => Promise<Library>;
  /** What the last reading could not use. */
  readonly faults: () => readonly Fault[];
  readonly subscriptions: () => Promise<SubscriptionList>;
}

/** The shelf of a folder of digests, empty before it is read. */
export function createShelf(dir: string, log: Log, load: typeof loadLibrary = loadLibrary): Shelf {
  let library: Library = { companies: [], digests: [] };
  let list: SubscriptionList = { subscriptions: [], errors: [] };
  let faults: readonly Fault[] = [];
  let [begun, shown] = [0, 0];
  const told = new Set<string>();
  return {
    library: () => library,
    faults: () => faults,
    async refresh() {
      begun += 1;
      const reading = begun;
      const loaded = await load(dir);
      // Said once each: the shelf is read every minute.
      for (const fault of loaded.faults) {
        const line = `${fault.file}: ${fault.message}`;
        if (!told.has(line)) log.warn(fault, 'a file of digests cannot be used');
        told.add(line);
      }
      // Of two readings at a time the one that began earlier may end later, and lack what was written meanwhile.
      if (reading < shown) return library;
      shown = reading;
      ({ library, faults } = loaded);
      return library;
    },
    async subscriptions() {
      const file = join(dir, 'subscriptions.yaml');
      const read = readSubscriptions(await readFile(file, 'utf8').catch(() => ''), file);
      // A file of which nothing can be read is one being edited: what it said before still counts.
      const usable = read.errors.length === 0 || read.subscriptions.length > 0;
      list = usable ? read : { ...list, errors: read.errors };
      return list;
    },
  };
}
