import { digestCard } from '../../src/card/digest-card.ts';
import type { Library } from '../../src/digest/digest.ts';
import type { HandlerParts } from '../../src/talk/parts.ts';
import { loadRoster } from '../../src/schedule/roster.ts';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';
import type { Store } from '../../src/store/store.ts';
import { log } from '../store/homes.ts';
import { memoryInbox } from './inbox.ts';

/** What handlers are handed, over a real store; `file` is the text of subscriptions.yaml. */
export function handlerParts(
  store: Store,
  library: Library,
  { file = '', now = () => Date.parse('2026-11-02T03:00:00Z') } = {},
): HandlerParts {
  return {
    library: () => library,
    store,
    channelLanguage: () => null,
    room: {
      library: () => library,
      roster: () => loadRoster(store.channels, readSubscriptions(file)),
      store,
      defaults: { language: 'en', zone: null, hears: 'questions' },
      card: (digest, language) => digestCard(digest, { language, form: 'standard', history: [] }),
      now,
    },
    inbox: memoryInbox(),
    ingest: null,
    limits: { person: 60, channel: 300 },
    recheck: () => {},
    forget: () => Promise.resolve(),
    log,
  };
}
