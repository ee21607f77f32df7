import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from './digest/digest.ts';
import { type Fault, loadLibrary } from './digest/files.ts';
import type { Log } from './log.ts';
import { isReadable, readSubscriptions, type SubscriptionList } from './schedule/subscriptions.ts';

/** digests/ as it is now: read again at each tick, the last good state kept. */
export interface DigestsFolder {
  readonly library: () => Library;
  readonly refresh: () => Promise<Library>;
  /** What the last reading could not use. */
  readonly faults: () => readonly Fault[];
  readonly subscriptions: () => Promise<SubscriptionList>;
}

/** The folder of digests at a path, of which nothing is read yet. */
export function openFolder(dir: string, log: Log): DigestsFolder {
  let library: Library = { companies: [], digests: [] };
  let list: SubscriptionList = { subscriptions: [], errors: [] };
  let faults: readonly Fault[] = [];
  const told = new Set<string>();
  return {
    library: () => library,
    faults: () => faults,
    async refresh() {
      const loaded = await loadLibrary(dir);
      // Said once each: the folder is read every minute.
      for (const fault of loaded.faults) {
        const line = `${fault.file}: ${fault.message}`;
        if (!told.has(line)) log.warn(fault, 'a file of digests cannot be used');
        told.add(line);
      }
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
