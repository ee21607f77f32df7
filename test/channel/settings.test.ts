import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardText } from '../../src/card/text.ts';
import { newlyTyped, whatText } from '../../src/channel/describe.ts';
import { readTyped, wishedEntry } from '../../src/channel/entry.ts';
import { createHandlers } from '../../src/talk/handlers.ts';
import { languageCodes } from '../../src/language/index.ts';
import { type Home, type Place, type Speaker, unknownHome } from '../../src/platform/platform.ts';
import { readKept, type Subscription } from '../../src/schedule/subscriptions.ts';
import type { Store } from '../../src/store/store.ts';
import { twoCompanies } from '../ask/library.ts';
import { storeOfEach } from '../store/homes.ts';
import { handlerParts } from '../support/handlers.ts';

const channel: Place = { platform: 'chat', channel: 'C1', thread: null };
const manager: Home = { manages: true, name: 'news', language: 'ja', zone: 'Asia/Tokyo' };

let store: Store;

storeOfEach((opened) => {
  store = opened;
});

interface Told extends Partial<Pick<Speaker, 'place' | 'person' | 'language'>> {
  readonly at?: Partial<Home>;
  /** The text of subscriptions.yaml. */
  readonly file?: string;
}

/** What `/digest text` is answered with, as text. */
async function say(text: string, { at, file = '', ...told }: Told = {}): Promise<string> {
  const reply = await createHandlers(handlerParts(store, twoCompanies, { file })).command(
    {
      place: channel,
      person: 'U1',
      language: 'en',
      addressed: true,
      toOthers: false,
      homeOf: unknownHome,
      home: () => Promise.resolve({ ...manager, ...at }),
      ...told,
    },
    'digest',
    text,
  );
  expect(reply.visibility).toBe('private');
  return cardText(reply.card);
}

const kept = async () =>
  (await store.channels.subscriptions()).map(({ spec, by }) => ({ ...Object(spec), by }));

describe('/digest subscribe', () => {
  it('keeps what was typed, by whom, and tells it in words', async () => {
    const said = await say(
      'subscribe meta, apple ja every weekday 08:30 Asia/Tokyo quiet 22:00-07:00 max 3 a day',
    );
    expect(said.split('\n')).toEqual([
      'Subscribed',
      '- Companies: Meta, Apple',
      '- Language: Japanese',
      '- When: weekdays at 08:30 (Asia/Tokyo)',
      '- Quiet hours: 22:00 to 07:00 (Asia/Tokyo), posts wait until then',
      '- At most: 3 a day',
      '- Next post: Meta Q2 2023 · Tue, Nov 3, 08:30 (Asia/Tokyo)',
      '- There is no digest of Apple yet; it is posted here as soon as there is one.',
      '- To undo: /digest unsubscribe Meta, Apple',
    ]);
    expect(await kept()).toEqual([
      {
        platform: 'chat',
        channel: 'C1',
        companies: ['meta', 'apple'],
        language: 'ja',
        when: 'weekdays 08:30 Asia/Tokyo',
        quiet: '22:00-07:00 Asia/Tokyo',
        cap: 3,
        catchUp: '1d',
        by: 'chat/U1',
      },
    ]);
    expect(await store.acts.list(5)).toMatchObject([
      { what: 'subscribe', target: 'chat/C1/apple,meta', by: 'chat/U1' },
    ]);
  });

  it('understands and answers Japanese, with the channel’s zone and language', async () => {
    const typed = '購読 メタ アップル 平日8:30 通知なし22時〜7時 1日3件まで';
    const said = await say(typed, { language: 'ja' });
    expect(said.split('\n')).toEqual([
      '購読を始めました',
      '- 対象: メタ、アップル',
      '- 言語: 日本語',
      '- 時刻: 平日 8:30（Asia/Tokyo）',
      '- 静かな時間帯: 22:00〜7:00（Asia/Tokyo）、通知なしで投稿',
      '- 上限: 1日3件',
      '- 次の投稿: メタ 2023年第2四半期 · 11月3日(火) 8:30（Asia/Tokyo）',
      '- アップルのダイジェストはまだありません。届いたら投稿します。',
      '- 取り消すには: /digest 購読解除 メタ、アップル',
    ]);
  });

  it('changes what was said anew, keeps the rest, and tells the old and the new', async () => {
    await say('subscribe meta en daily 9:00 max 3 a day');
    const said = await say('subscribe meta weekdays 8:30', { person: 'U2' });
    expect(said).toContain('Subscription changed');
    expect(said).toContain('When: daily at 09:00 (Asia/Tokyo) → weekdays at 08:30 (Asia/Tokyo)');
    expect(said).toContain('At most: 3 a day');
    expect(await kept()).toMatchObject([
      { when: 'weekdays 08:30 Asia/Tokyo', cap: 3, language: 'en', by: 'chat/U2' },
    ]);
    const undo = /To undo: \/digest (.+)/.exec(said)?.[1] ?? '';
    await say(undo);
    expect(await kept()).toMatchObject([{ when: 'daily 09:00 Asia/Tokyo', cap: 3 }]);
  });

  it('changes nothing where all of it holds already', async () => {
    await say('subscribe meta en');
    expect(await say('subscribe meta en', { person: 'U2' })).toContain('Already subscribed');
    expect(await kept()).toMatchObject([{ by: 'chat/U1' }]);
  });

  it('takes quiet hours and the limit away again', async () => {
    await say('subscribe meta quiet 22:00-07:00 max 3 a day');
    await say('subscribe meta no quiet hours no limit');
    const [entry] = await kept();
    expect(entry).not.toHaveProperty('quiet');
    expect(entry).not.toHaveProperty('cap');
  });

  it('in a thread subscribes the thread', async () => {
    await say('subscribe all', { place: { ...channel, thread: '100.1' } });
    expect(await store.channels.subscriptions()).toMatchObject([{ id: 'chat/C1/100.1/all' }]);
  });

  it('says that another subscription wants the same', async () => {
    await say('subscribe #tech');
    expect(await say('subscribe meta')).toContain('each digest is posted once');
  });

  it('asks for the zone where nobody knows it, and takes what the channel’s platform told before', async () => {
    const nowhere = { zone: null };
    expect(await say('subscribe meta daily 8:30', { at: nowhere })).toBe(
      'Nothing was changed\nWhich time zone is that? Add it after the time, for example daily 8:30 Asia/Tokyo.',
    );
    expect(await kept()).toEqual([]);
    await say('subscribe meta', { at: nowhere });
    await store.channels.joined(
      { platform: 'chat', channel: 'C1', name: null, language: 'en', zone: 'Europe/London' },
      'chat/U1',
      1,
    );
    await say('subscribe meta daily 8:30', { at: nowhere });
    expect(await kept()).toMatchObject([{ when: 'daily 08:30 Europe/London' }]);
  });

  it.each([
    ['subscribe', 'Say which companies, or everything.', 'どの会社を購読するか'],
    ['subscribe daily 8:30', 'Say which companies, or everything.', 'どの会社を購読するか'],
    ['subscribe meat', 'Did you mean: /digest subscribe Meta', 'もしかして: /digest 購読 メタ'],
    ['subscribe meta bananas', 'I do not understand “bananas”.', '「bananas」が何を指すのか'],
    ['subscribe #teck', 'No company has the tag #teck.', 'タグ #teck の付いた会社はありません。'],
    [
      'subscribe meta daily 25:00',
      '“25:00” is no time of day',
      '「25:00」という時刻はありません。',
    ],
    [
      'subscribe meta daily 8:30 Asia/Tokio',
      'did you mean “Asia/Tokyo”?',
      'もしかして Asia/Tokyo でしょうか。',
    ],
    ['subscribe meta 0 30 8 * * 1-5', '6', '6項目です'],
    ['subscribe meta 0 0 30 2 *', 'never comes', '当たる日は来ません'],
    ['subscribe meta max 0 a day', 'choose 1 or more', '1件以上を指定する'],
    ['subscribe meta quiet 22:00-22:00', 'ends when it begins', '始まりと終わりが同じです'],
    ['subscribe meta quiet 22:00-25:00', '“25:00” is no time of day', '「25:00」という時刻は'],
    ['subscribe meta quiet', 'cannot be read as quiet hours', '静かな時間帯として読み取れません'],
    ['subscribe meta within 0 days', '1 to 999 hours', '1〜999時間以内'],
    ['subscribe meta within 100 days', '1 to 999 hours', '1〜999時間以内'],
  ])('%s: changes nothing and says what to do', async (typed, en, ja) => {
    const said = { en: await say(typed), ja: await say(typed, { language: 'ja' }) };
    expect(said.en).toMatch(/^Nothing was changed\n/);
    expect(said.en).toContain(en);
    expect(said.ja).toMatch(/^設定は変わっていません\n/);
    expect(said.ja).toContain(ja);
    expect(await kept()).toEqual([]);
  });

  it('is for those who may manage the channel, as are its like', async () => {
    const others = { at: { manages: false } };
    for (const typed of ['subscribe meta', 'unsubscribe meta', 'pause', 'resume'])
      expect(await say(typed, others), typed).toMatch(/^Nothing was changed\nOnly people who may/);
    for (const typed of ['subscriptions', 'preview', 'why meta q2', 'help'])
      expect(await say(typed, others), typed).not.toContain('Only people who may');
    expect(await kept()).toEqual([]);
    expect(await store.channels.pauses()).toEqual([]);
  });

  it('can be typed again as it is told, in any language', () => {
    const zone = fc.constantFrom('Asia/Tokyo', 'America/New_York', 'UTC');
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const days = fc.constantFrom('daily', 'weekdays', 'weekly monday', 'weekly tuesday, sunday');
    const timed = fc.tuple(days, time, zone).map((parts) => parts.join(' '));
    const entry = fc.record(
      {
        wanted: fc.constantFrom(
          { companies: 'all' },
          { companies: ['meta'] },
          { companies: ['meta', 'alphabet'], tags: ['tech'] },
          { tags: ['us', 'tech'] },
        ),
        language: fc.constantFrom('ja', 'en', 'both'),
        when: fc.oneof(fc.constant('on arrival'), timed, fc.constant('*/10 * * * * Asia/Tokyo')),
        quiet: fc
          .tuple(time, time, zone, fc.constantFrom('', ' silent'))
          .filter(([from, to]) => from !== to)
          .map(([from, to, where, mode]) => `${from}-${to} ${where}${mode}`),
        cap: fc.integer({ min: 1, max: 99 }),
        catchUp: fc.constantFrom('1h', '36h', '2d', '99d'),
      },
      { requiredKeys: ['wanted', 'language'] },
    );
    fc.assert(
      fc.property(entry, fc.constantFrom(...languageCodes), ({ wanted, ...given }, lang) => {
        const one = readKept({ platform: 'chat', channel: 'C1', ...wanted, ...given });
        expect(one).not.toBeNull();
        if (one === null) return;
        expect(again(one, lang)).toEqual(one);
      }),
    );
  });
});

/** The subscription that its own words make. */
function again(one: Subscription, lang: (typeof languageCodes)[number]): Subscription | null {
  const typed = `${whatText(one, twoCompanies, lang)} ${newlyTyped(one, lang)}`;
  const made = wishedEntry(
    readTyped(twoCompanies, typed),
    channel,
    { zone: null, language: 'both' },
    [],
  );
  return 'fault' in made ? null : made.after;
}

describe('/digest unsubscribe', () => {
  it('ends what was named, and says how to get it back', async () => {
    await say('subscribe meta ja weekdays 8:30 max 3 a day');
    const said = await say('unsubscribe meta');
    expect(said).toContain('Unsubscribed');
    expect(await kept()).toEqual([]);
    const undo = /To undo: \/digest (.+)/.exec(said)?.[1] ?? '';
    await say(undo);
    expect(await kept()).toMatchObject([
      { companies: ['meta'], language: 'ja', when: 'weekdays 08:30 Asia/Tokyo', cap: 3 },
    ]);
  });

  it('takes one company out of several', async () => {
    await say('subscribe meta, google en max 3 a day');
    expect(await say('unsubscribe google')).toContain('Companies: Meta, Alphabet → Meta');
    expect(await kept()).toMatchObject([{ companies: ['meta'], cap: 3 }]);
  });

  it('ends the only one where nothing was named, and asks which of several', async () => {
    await say('subscribe meta');
    await say('subscribe google');
    const asked = await say('unsubscribe');
    expect(asked).toContain('/digest unsubscribe Meta');
    expect(asked).toContain('/digest unsubscribe Alphabet');
    expect(await kept()).toHaveLength(2);
    await say('unsubscribe google');
    await say('unsubscribe');
    expect(await kept()).toEqual([]);
    expect(await say('unsubscribe')).toBe(
      'Nothing was changed\nThis channel has no subscription yet.',
    );
  });

  it('ends all of the channel’s own', async () => {
    await say('subscribe meta');
    await say('購読 すべて', { language: 'ja' });
    await say('すべての購読を解除', { language: 'ja' });
    expect(await kept()).toEqual([]);
  });

  it('cannot take out what the operator’s file holds, and offers a pause', async () => {
    const file = '- { platform: chat, channel: C1, companies: [meta], language: both }';
    expect(await say('unsubscribe meta', { file })).toBe(
      "Nothing was changed\nMeta: this is in the operator's file, and only the operator can take it out; /digest pause stops all posts here until /digest resume.",
    );
    expect(await say('subscribe meta ja', { file })).toContain(
      'Language: Japanese and English → Japanese',
    );
    expect(await say('subscriptions', { file })).toContain(
      "This channel's own setting counts here, not the operator's.",
    );
    expect(await say('why meta q2', { file })).toContain(
      "This channel's own setting counts here, not the operator's.",
    );
    expect(await say('unsubscribe meta', { file })).toContain(
      "The operator's own setting for the same companies counts again: Meta: Japanese and English",
    );
    expect(await say('subscriptions', { file })).toContain('set by the operator');
  });
});

describe('/digest why', () => {
  it('leaves out what wants other companies, unless nothing wants this one', async () => {
    await say('subscribe nvidia');
    expect(await say('why meta q2')).toContain('Nvidia: ');
    await say('subscribe meta');
    const told = await say('why meta q2');
    expect(told).toContain('Meta: ');
    expect(told).not.toContain('Nvidia: ');
  });
});

describe('/digest pause and resume', () => {
  it('stop the channel and let it go on, once each', async () => {
    await say('subscribe meta');
    expect(await say('pause')).toContain('Nothing is posted here until');
    expect(await say('一時停止', { language: 'ja' })).toContain('すでに一時停止中です。');
    expect(await store.channels.pauses()).toMatchObject([{ scope: 'chat/C1', by: 'chat/U1' }]);
    expect(await say('subscriptions')).toContain('paused');
    expect(await say('preview')).toContain('none while the channel is paused');
    expect(await say('再開', { language: 'ja' })).toContain('投稿を再開します。');
    expect(await say('resume')).toContain('This channel is not paused.');
    expect(await store.channels.pauses()).toEqual([]);
  });

  it('say that the operator’s pause holds', async () => {
    await store.channels.pause('all', 'sam', 1);
    expect(await say('resume')).toContain('The operator has paused all posts');
    expect(await store.channels.pauses()).toHaveLength(1);
  });

  it('is no way to stop one company', async () => {
    expect(await say('pause meta')).toContain('/digest unsubscribe Meta');
    expect(await store.channels.pauses()).toEqual([]);
  });
});

describe('what everyone may ask', () => {
  it('is what the next post would be, with its card where it is one', async () => {
    await say('subscribe meta ja weekdays 8:30');
    const said = await say('preview');
    expect(said).toContain('Meta: Meta Q2 2023 · Tue, Nov 3, 08:30 (Asia/Tokyo)');
    expect(said).toContain('320億ドル');
  });

  it('is how all of it is typed', async () => {
    const said = await say('ヘルプ', { language: 'ja' });
    expect(said).toContain('/digest 購読 メタ 平日8:30');
    expect(await say('help')).toContain('/digest subscribe Meta every weekday 08:30 Asia/Tokyo');
  });

  it('says of a slip of the fingers what may be meant', async () => {
    expect(await say('subscibe meta')).toContain('Did you mean: /digest subscribe meta');
  });

  it('still shows a digest', async () => {
    expect(await say('meta q2')).toContain('$32B');
  });
});
