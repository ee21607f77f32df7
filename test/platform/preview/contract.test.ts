import { drawPixel } from '../../support/pictures.ts';
import { vi } from 'vitest';
import { chatDrawings } from '../../../src/drawing.ts';
import { createLog } from '../../../src/log.ts';
import { createPreview } from '../../../src/platform/preview/index.ts';
import type { PreviewMessage } from '../../../src/platform/preview/messages.ts';
import { type Peer, platformContract } from '../contract.ts';
import { memoryMessages } from './memory.ts';
import { buttonValue, type DrawnMessage, visitor } from './visitor.ts';

async function open(): Promise<Peer> {
  const memory = memoryMessages();
  let losing = false;
  const messages = {
    ...memory,
    add: async (message: PreviewMessage) => {
      await memory.add(message);
      if (losing) throw new Error('the answer of the store was lost');
    },
  };
  const channels = [{ id: 'earnings', name: 'earnings' }];
  const log = createLog('silent');
  const preview = createPreview({
    zone: 'Asia/Tokyo',
    host: '127.0.0.1',
    port: 0,
    lang: 'en',
    draw: drawPixel,
    log,
    messages,
    channels,
    drawings: chatDrawings,
    notices: () => Promise.resolve([]),
  });
  const channel = { platform: 'preview', channel: 'earnings', thread: null };
  const sent: Promise<unknown>[] = [];
  let form: { message: string; value: string } | null = null;
  const person = () => visitor(preview.address());
  const latest = new Map<string, DrawnMessage>();
  return {
    platform: preview,
    channel,
    closed: { ...channel, channel: 'nowhere' },
    seen: async (place) => {
      const drawn = await person().drawn(place);
      for (const message of drawn) latest.set(message.id, message);
      return drawn;
    },
    command: async (name, text) => {
      await person().send('earnings', 'say', { text: `/${name} ${text}`, thread: null });
    },
    ask: async (under, text) => {
      sent.push(
        person()
          .send('earnings', 'say', { text, thread: under.message })
          .catch(() => null),
      );
      await vi.waitFor(() => {
        if (!messages.all.some((message) => message.text === text))
          throw new Error('not shown yet');
      });
    },
    press: async ({ id }, action) => {
      const value = buttonValue(latest.get(id)?.html ?? '', action);
      const { status, outcome } = await person().send('earnings', 'press', {
        message: id,
        action,
        value,
      });
      if (status !== 200) throw new Error(`press: ${status}`);
      form = outcome.form ? { message: id, value: outcome.form.value } : null;
    },
    submit: async (text) => {
      if (form === null) throw new Error('no form is open');
      await person().send('earnings', 'ask', { ...form, text });
      form = null;
    },
    manage: null,
    connections: () => {
      try {
        return preview.address() === '' ? 0 : 1;
      } catch {
        return 0;
      }
    },
    loseNextAnswer: () => {
      losing = true;
    },
    close: async () => {
      await preview.stop();
      await Promise.all(sent);
    },
  };
}

platformContract('preview', open);
