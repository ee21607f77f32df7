import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from './digest/digest.ts';
import { type Fault, loadLibrary } from './digest/files.ts';
import type { Log } from './log.ts';
import { isReadable, readSubscriptions, type SubscriptionList } from './schedule/subscriptions.ts';

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
      const read = await subscriptionsIn(dir);
      list = isReadable(read) ? read : { ...list, errors: read.errors };
      return list;
    },
  };
}

/** What digests/subscriptions.yaml of a folder holds; nothing where it is missing. */
export async function subscriptionsIn(dir: string): Promise<SubscriptionList> {
  const file = join(dir, 'subscriptions.yaml');
  return readSubscriptions(await readFile(file, 'utf8').catch(() => ''), file);
}
