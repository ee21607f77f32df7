import { randomUUID } from 'node:crypto';
import type { PreviewMessage } from './messages.ts';

/** Something in a channel is new or different. */
export interface Change {
  readonly message: PreviewMessage;
  /** Names the state of things after this change; a page that has it has seen everything. */
  readonly revision: string;
}

/** One open page that is told of changes in a channel. */
export interface Watcher {
  readonly channel: string;
  tell(change: Change): void;
  close(): void;
}

export type Watchers = ReturnType<typeof createWatchers>;

/** The open pages. The revision begins anew with each start, so that a page of an earlier run reloads. */
export function createWatchers() {
  const open = new Set<Watcher>();
  const run = randomUUID();
  let count = 0;
  const revision = () => `${run}.${count}`;
  return {
    revision,
    /** Tells a page of changes from now on; gives the function that ends it. */
    join(watcher: Watcher): () => void {
      open.add(watcher);
      return () => open.delete(watcher);
    },
    tell(message: PreviewMessage): void {
      count += 1;
      for (const watcher of open) {
        if (watcher.channel === message.channel) watcher.tell({ message, revision: revision() });
      }
    },
    close(): void {
      for (const watcher of open) watcher.close();
      open.clear();
    },
  };
}
