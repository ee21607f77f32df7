import { languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Log } from '../log.ts';
import type { StoreError, StoreFault } from '../store/error.ts';

/** Says once that the store cannot be used and what to do, not at every tick, and once that it can again. */
export interface StoreWatch {
  failed(error: StoreError): void;
  worked(): void;
}

/** A watch that speaks to the log; another fault than the last is said again. */
export function createStoreWatch(log: Log): StoreWatch {
  let last: StoreFault | null = null;
  return {
    failed({ fault, facts }) {
      const reason = fillBlanks(languageOf('en').wording.store[fault], facts);
      if (fault !== last) log.warn({ reason }, 'the store cannot be used: what is due waits');
      last = fault;
    },
    worked() {
      if (last !== null) log.info('the store can be used again');
      last = null;
    },
  };
}
