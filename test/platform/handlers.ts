import type { Handlers } from '../../src/platform/platform.ts';
import { memoryInbox } from '../support/inbox.ts';

/** Handlers that answer nothing and remember what they have seen; a test gives those it looks at. */
export function quietHandlers(
  more: Partial<Handlers> = {},
  seen: Set<string> = new Set(),
): Handlers {
  return {
    commands: () => [],
    command: () => Promise.reject(new Error('nobody types a command here')),
    question: () => Promise.resolve(null),
    press: () => Promise.reject(new Error('nobody presses here')),
    posted: () => Promise.resolve(),
    happened: () => Promise.resolve(),
    submit: () => Promise.reject(new Error('nobody sends a form here')),
    overview: () => Promise.reject(new Error('nobody opens a page of their own here')),
    inbox: memoryInbox(seen),
    once: (key) => Promise.resolve(!seen.has(key) && seen.add(key).size > 0),
    ...more,
  };
}
