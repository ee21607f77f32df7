import type { PreviewMessage, PreviewMessages } from '../../../src/platform/preview/messages.ts';

/** The preview's messages in memory, for tests. */
export function memoryMessages(): PreviewMessages & { readonly all: readonly PreviewMessage[] } {
  const all: PreviewMessage[] = [];
  return {
    all,
    list: (channel) => Promise.resolve(all.filter((message) => message.channel === channel)),
    add: (message) => {
      all.push(message);
      return Promise.resolve();
    },
    update: (id, card) => {
      const at = all.findIndex((message) => message.id === id);
      const message = all[at];
      if (message) all[at] = { ...message, card };
      return Promise.resolve();
    },
  };
}
