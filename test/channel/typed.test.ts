import { describe, expect, it } from 'vitest';
import type { Card } from '../../src/card/card.ts';
import { createHandlers } from '../../src/talk/handlers.ts';
import { settingVerbs } from '../../src/language/setting.ts';
import { renderMessages } from '../../src/platform/discord/render.ts';
import { render } from '../../src/platform/slack/render.ts';
import type { Store } from '../../src/store/store.ts';
import { twoCompanies } from '../ask/library.ts';
import { seenIn } from '../platform/discord/judge.ts';
import { bagOf } from '../platform/discord/peer-bag.ts';
import { pingsOf, SightMessage } from '../platform/slack/sight.ts';
import { storeOfEach } from '../store/homes.ts';
import { handlerParts } from '../support/handlers.ts';
import { unknownHome } from '../../src/platform/platform.ts';

let store: Store;
storeOfEach((opened) => {
  store = opened;
});

async function answerTo(text: string, manages: boolean): Promise<Card> {
  const { card } = await createHandlers(handlerParts(store, twoCompanies)).command(
    {
      place: { platform: 'chat', channel: 'C1', thread: null },
      person: 'U1',
      language: 'en',
      addressed: true,
      toOthers: false,
      homeOf: unknownHome,
      home: () => Promise.resolve({ manages, name: null, language: 'en', zone: 'Asia/Tokyo' }),
    },
    'digest',
    text,
  );
  return card;
}

/** What of an answer is more than text on Slack or on Discord. */
function alive(card: Card): readonly string[] {
  const slack = pingsOf(SightMessage.parse(render(card)));
  return [...slack, ...renderMessages(card).flatMap((body) => seenIn(bagOf(body)).live)];
}

const kept = async () => [
  await store.channels.subscriptions(),
  await store.channels.pauses(),
  await store.acts.list(9),
];

describe('what is typed after /digest', () => {
  it.each([
    ...settingVerbs,
    'subscribe meta daily 8:30 in',
    'subscribe meta quiet',
    'unsubscribe meta',
    'subscribbe',
  ])('calls nobody and formats nothing in the answer to %s', async (verb) => {
    await answerTo('subscribe meta', true);
    for (const words of ['<!channel>', '<@U1>', '@everyone', '[x](https://evil.example)', '||x||'])
      expect(alive(await answerTo(`${verb} ${words}`, true))).toEqual([]);
  });

  it.each([
    'subscribe apple',
    'apple subscribe',
    '購読 メタ 毎日9:00',
    'アップルを購読して',
    'unsubscribe meta',
    '購読解除 メタ',
    'pause',
    '一時停止',
    'resume',
    '再開して',
  ])('changes nothing where who types may not manage the channel: %s', async (text) => {
    await answerTo('subscribe meta', true);
    if (/^(?:resume|再開)/.test(text)) await answerTo('pause', true);
    const before = await kept();
    await answerTo(text, false);
    expect(await kept()).toEqual(before);
  });
});
