import { drawPixel } from '../../support/pictures.ts';
import type { Card } from '../../../src/card/card.ts';
import { chatDrawings } from '../../../src/drawing.ts';
import { createLog } from '../../../src/log.ts';
import { createPreview, type PreviewNotice } from '../../../src/platform/preview/index.ts';
import type { Handlers, Speaker } from '../../../src/platform/platform.ts';
import { sampleCard } from '../contract.ts';
import { memoryMessages } from './memory.ts';
import { memoryInbox } from '../../support/inbox.ts';
import { everyField, textField } from '../../support/form.ts';

/** What the bot was asked, in order. */
export interface Heard {
  readonly kind: 'command' | 'question' | 'press' | 'submit';
  readonly speaker: Speaker;
  readonly said: string;
}

function answer(title: string): Card {
  return { ...sampleCard(title), buttons: [] };
}

/** A bot that answers everything: commands privately, questions in their place, silence to 無視, an error to 壊す. */
export function answering(heard: Heard[] = []): Handlers {
  return {
    commands: () => [
      {
        name: 'meta',
        description: { ja: 'メタの決算', en: 'Meta results' },
        choices: [
          { text: 'q2', description: { ja: '2023年第2四半期', en: 'Q2 2023' } },
          { text: 'q1', description: { ja: '2023年第1四半期', en: 'Q1 2023' } },
        ],
      },
      { name: 'help', description: { ja: '使い方', en: 'Help' }, choices: [] },
    ],
    command: (speaker, name, text) => {
      heard.push({ kind: 'command', speaker, said: `/${name} ${text}` });
      return Promise.resolve({ card: sampleCard(`答え: ${name} ${text}`), visibility: 'private' });
    },
    question: (speaker, text) => {
      heard.push({ kind: 'question', speaker, said: text });
      if (text.includes('壊す')) return Promise.reject(new Error('a bug with a secret in it'));
      return Promise.resolve(
        text.includes('無視') ? null : { card: answer(`返事: ${text}`), visibility: 'channel' },
      );
    },
    press: (speaker, action, value) => {
      heard.push({ kind: 'press', speaker, said: action });
      if (action === 'subscribe') return Promise.resolve({ form: everyField });
      return Promise.resolve(
        action === 'ask'
          ? {
              form: {
                action: 'ask',
                title: '質問',
                fields: [textField('知りたいこと')],
                submit: '送信する',
                value,
              },
            }
          : { card: sampleCard('投稿'), visibility: 'channel' },
      );
    },
    posted: () => Promise.resolve(),
    submit: (speaker, action, value, filled) => {
      heard.push({ kind: 'submit', speaker, said: JSON.stringify([action, value, filled]) });
      return Promise.resolve({ card: answer('購読しました'), visibility: 'private' });
    },
    overview: () => Promise.reject(new Error('the preview has no page of a person')),
    inbox: memoryInbox(),
    happened: () => Promise.resolve(),
    once: () => Promise.resolve(true),
  };
}

export const channel = { platform: 'preview', channel: 'earnings', thread: null };

export const heldNotice: PreviewNotice = {
  kind: 'held',
  channel: 'slack/C0123456789',
  others: 0,
  count: 2,
  reason: 'The bot is not in the channel. Type /invite @kawaraban in the channel.',
  command: 'npx kawaraban deliveries --state held --channel slack/C0123456789',
};

export const unknownNotice: PreviewNotice = {
  kind: 'unknown',
  channel: 'discord/123456789012345678',
  others: 0,
  count: 1,
  reason: 'Missing Read Message History: the channel cannot be searched.',
  command: 'npx kawaraban deliveries --state unknown --channel discord/123456789012345678',
};

/** A running preview on a free port with two channels, its memory and what needs the operator in the test's hands. */
export async function openPreview(heard: Heard[] = []) {
  const messages = memoryMessages();
  const channels = [
    { id: 'earnings', name: 'earnings' },
    { id: '日本 株', name: '日本株' },
  ];
  const logged: string[] = [];
  const notices: PreviewNotice[] = [];
  const log = createLog('info', (line) => logged.push(line));
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
    notices: () => Promise.resolve([...notices]),
  });
  await preview.start(answering(heard));
  return { preview, messages, notices, logged, address: preview.address() };
}
