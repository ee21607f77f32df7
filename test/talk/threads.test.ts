import { beforeEach, describe, expect, it } from 'vitest';
import { cardText } from '../../src/card/text.ts';
import {
  type Handlers,
  type Home,
  type Place,
  type Speaker,
  unknownHome,
} from '../../src/platform/platform.ts';
import type { Store } from '../../src/store/store.ts';
import { createHandlers } from '../../src/talk/handlers.ts';
import type { HandlerParts } from '../../src/talk/parts.ts';
import { alphabetDigest, digest, twoCompanies } from '../ask/library.ts';
import { storeOfEach } from '../store/homes.ts';
import { handlerParts } from '../support/handlers.ts';

const subject = { digest: digest.id, revision: digest.revision };
const channel: Place = { platform: 'slack', channel: 'C1', thread: null };
const thread: Place = { ...channel, thread: '100.1' };
const start = Date.parse('2026-11-02T03:00:30Z');
const hour = 3_600_000;

let store: Store;
let now = start;

storeOfEach((opened) => {
  store = opened;
});
beforeEach(() => {
  now = start;
});

function speaker(given: Partial<Speaker> = {}): Speaker {
  return {
    place: thread,
    person: 'U1',
    language: null,
    addressed: false,
    toOthers: false,
    home: unknownHome,
    homeOf: unknownHome,
    ...given,
  };
}

const at = (known: Partial<Home>) => async () => ({ ...(await unknownHome()), ...known });

function handlers(given: Partial<HandlerParts> = {}): Handlers {
  return createHandlers({ ...handlerParts(store, twoCompanies, { now: () => now }), ...given });
}

/** The handlers where a card of ours stands over the thread. */
async function underCard(given: Partial<HandlerParts> = {}): Promise<Handlers> {
  const ours = handlers(given);
  await ours.posted({ place: channel, message: '100.1' }, subject);
  return ours;
}

/** What is said to a question; null where nothing is. */
async function answered(ours: Handlers, text: string, given: Partial<Speaker> = {}) {
  const reply = await ours.question(speaker(given), text, null);
  return reply && cardText(reply.card);
}

/** What `/digest text` is answered with. */
async function typed(ours: Handlers, text: string, given: Partial<Speaker> = {}) {
  const reply = await ours.command(speaker({ place: channel, ...given }), 'digest', text);
  expect(reply.visibility).toBe('private');
  return cardText(reply.card);
}

const manager = { home: at({ manages: true }) };
const turns = () => store.conversations.turns('slack:C1:100.1');

describe('in a thread of a card, where the channel settled nothing', () => {
  it('questions are answered, and talk between people is not, and leaves no trace', async () => {
    const ours = await underCard();
    for (const text of ['Nice quarter!', 'すごい決算ですね', 'lunch?', 'did you see the email?'])
      expect(await answered(ours, text), text).toBeNull();
    expect(await turns()).toEqual([]);
    expect(await answered(ours, 'EPSは?')).toContain('2.98ドル');
    expect(await answered(ours, 'ありがとう')).toBeNull();
    expect((await turns()).map(({ question }) => question)).toEqual(['EPSは?']);
  });

  it('a question that names other people is theirs', async () => {
    const ours = await underCard();
    expect(await answered(ours, 'EPSは?', { toOthers: true })).toBeNull();
    expect(await answered(ours, 'EPSは?', { toOthers: true, addressed: true })).toContain('2.98');
  });

  it('what calls the bot is answered, whatever it says', async () => {
    const ours = await underCard();
    expect(await answered(ours, 'lunch?', { addressed: true })).not.toBeNull();
  });

  it('goes on from what was asked, as long as it is clear that it does', async () => {
    const ours = await underCard();
    expect(await answered(ours, '前年は?')).toBeNull();
    expect(await answered(ours, 'why?')).toBeNull();
    await answered(ours, '純利益は?');
    expect(await answered(ours, '前年は?')).toContain('66億8,700万ドル');
    now += 599_999;
    expect(await answered(ours, 'why?')).not.toBeNull();
    now += 600_000;
    expect(await answered(ours, 'why?')).toBeNull();
    expect(await answered(ours, '前年は?')).not.toBeNull();
  });

  it('is heard under a post of several digests where it is about one of them, or says which', async () => {
    const ours = handlers();
    const both = { digest: `${digest.id} ${alphabetDigest.id}`, revision: 1 };
    await ours.posted({ place: channel, message: '100.1' }, both);
    expect(await answered(ours, 'アルファベット')).toBeNull();
    expect(await answered(ours, '売上高は?')).toContain('どの決算');
    expect(await answered(ours, 'アルファベット')).toContain('746億ドル');
    expect(await answered(ours, 'Reality Labsの損失は?')).toContain('Reality Labs');
    expect(await answered(ours, 'Nice quarter!')).toBeNull();
  });

  it('is heard in a thread without a card where the bot answered before', async () => {
    const ours = handlers();
    expect(await answered(ours, 'メタのEPSは?')).toBeNull();
    await answered(ours, 'メタのEPSは?', { addressed: true });
    expect(await answered(ours, 'メタの純利益は?')).toContain('77億8,800万ドル');
    expect(await answered(ours, 'なるほど')).toBeNull();
  });
});

describe('/digest replies', () => {
  it('mention: leaves people alone, and answers what calls the bot', async () => {
    const ours = await underCard();
    expect(await typed(ours, 'replies mention', manager)).toBe(
      'Answers in threads\n- In the threads of cards, I answer only when somebody mentions me.\n- I always answer mentions, direct messages and the “Ask” button.',
    );
    expect(await answered(ours, 'EPSは?')).toBeNull();
    expect(await answered(ours, 'EPSは?', { addressed: true })).toContain('2.98ドル');
    expect(await answered(ours, '純利益は?')).toBeNull();
  });

  it('all: answers everything in its threads, and in no others', async () => {
    const ours = await underCard();
    await typed(ours, '返信 すべて', { ...manager, language: 'ja' });
    expect(await answered(ours, 'Nice quarter!')).not.toBeNull();
    expect(await answered(ours, 'EPSは?', { toOthers: true })).toContain('2.98ドル');
    const elsewhere = { place: { ...channel, thread: '7.7' } };
    expect(await answered(ours, 'EPSは?', elsewhere)).toBeNull();
  });

  it('is of one channel, over the operator’s default', async () => {
    const { room } = handlerParts(store, twoCompanies);
    const silent = { room: { ...room, defaults: { ...room.defaults, hears: 'mention' as const } } };
    const ours = await underCard(silent);
    expect(await answered(ours, 'EPSは?')).toBeNull();
    await typed(ours, 'replies questions', {
      ...manager,
      place: { ...channel, channel: 'C2' },
    });
    expect(await answered(ours, 'EPSは?')).toBeNull();
    await typed(ours, 'replies questions', manager);
    expect(await answered(ours, 'EPSは?')).toContain('2.98ドル');
    expect(await answered(ours, 'Nice quarter!')).toBeNull();
    expect((await store.acts.list(1))[0]).toMatchObject({ what: 'hear', by: 'slack/U1' });
  });

  it('alone tells what is answered and how to change it, to everyone', async () => {
    const ours = handlers();
    expect(await typed(ours, 'replies')).toBe(
      'Answers in threads\n- In the threads of cards, I answer questions about results and stay silent when people talk to each other.\n- I always answer mentions, direct messages and the “Ask” button.\n- To change this: /digest replies mention, /digest replies questions, /digest replies all',
    );
    expect(await typed(ours, '返信', { language: 'ja' })).toContain(
      '変えるには: /digest 返信 メンションのみ、/digest 返信 質問のみ、/digest 返信 すべて',
    );
    expect(await typed(ours, 'subscriptions')).toContain('Answers in threads: questions');
    expect(await typed(ours, '購読一覧', { language: 'ja' })).toContain(
      'スレッドでの返信: 質問のみ',
    );
  });

  it('is changed by those alone who may manage the channel, and says what it does not know', async () => {
    const ours = handlers();
    expect(await typed(ours, 'replies all')).toContain('Only people who may manage');
    expect(await typed(ours, 'replies never', manager)).toMatch(
      /^Nothing was changed\n.*“never”[^]*\/digest replies all$/,
    );
    expect(await store.channels.facts()).toEqual([]);
    await typed(ours, 'replies all', manager);
    expect(await typed(ours, 'replies all', manager)).toContain('This was already the setting.');
    expect(await store.channels.facts()).toMatchObject([{ channel: 'C1', hears: 'all' }]);
  });
});

describe('a question that is worked on once more', () => {
  it('is counted once, kept once, and goes on from what was asked before it', async () => {
    const ours = await underCard({ limits: { person: 2, channel: 2 } });
    await answered(ours, '純利益は?');
    const first = await answered(ours, '前年は?');
    expect(first).toContain('66億8,700万ドル');
    expect(await answered(ours, '前年は?', { again: true })).toBe(first);
    expect((await turns()).map(({ question }) => question)).toEqual(['純利益は?', '前年は?']);
  });

  it('is kept where it was not the first time', async () => {
    const ours = await underCard();
    await answered(ours, '純利益は?');
    await answered(ours, 'EPSは?', { again: true });
    expect((await turns()).map(({ question }) => question)).toEqual(['純利益は?', 'EPSは?']);
  });
});

describe('questions beyond the limits', () => {
  const two = { limits: { person: 2, channel: 3 } };
  const tooMany =
    'Note\nYou have asked as many questions as I answer in an hour (2). I can answer you again in 60 min.';

  it('are not answered, which a person is told once an hour, and alone', async () => {
    const ours = await underCard(two);
    await answered(ours, 'EPS?');
    await answered(ours, 'What is the meaning of life?', { addressed: true }); // a refusal counts
    const reply = await ours.question(speaker(), 'What was revenue?', null);
    expect(reply?.visibility).toBe('private');
    expect(reply && cardText(reply.card)).toBe(tooMany);
    expect(await answered(ours, 'What was revenue?')).toBeNull();
    expect(await turns()).toHaveLength(2);
    now += hour;
    expect(await answered(ours, 'What was revenue?')).toContain('$32');
    await answered(ours, 'EPS?');
    expect(await answered(ours, 'EPS?')).toBe(tooMany); // another hour, told once more
  });

  it('are told of in the language of the question, with the local time where it is known', async () => {
    const ours = await underCard({ limits: { person: 1, channel: 9 } });
    const tokyo = { home: at({ zone: 'Asia/Tokyo' }) };
    await answered(ours, 'EPSは?');
    expect(await answered(ours, '売上高は?', tokyo)).toBe(
      'お知らせ\nお一人に1時間でお答えできる質問の数（1件）に達しました。次は11月2日(月) 13:01（Asia/Tokyo）以降にお答えできます。',
    );
  });

  it('are counted for the channel too, and told to each of its people', async () => {
    const ours = await underCard(two);
    for (const person of ['U1', 'U2', 'U3']) await answered(ours, 'EPS?', { person });
    for (const person of ['U4', 'U5']) {
      expect(await answered(ours, 'EPS?', { person })).toContain('This channel has asked');
      expect(await answered(ours, 'EPS?', { person })).toBeNull();
    }
    const elsewhere = { person: 'U4', place: { ...channel, channel: 'C2' }, addressed: true };
    expect(await answered(ours, "What was Meta's EPS?", elsewhere)).toContain('$2.98');
  });

  it('are those of commands and forms too; cards and settings are none, nor is what is not answered', async () => {
    const ours = await underCard(two);
    await answered(ours, 'Nice quarter!');
    for (const text of ['meta q2', 'subscriptions', 'replies', 'language', 'help'])
      await typed(ours, text);
    await typed(ours, 'meta revenue');
    await ours.question(speaker({ place: channel, addressed: true }), 'EPS?', subject);
    for (let times = 0; times < 2; times += 1)
      expect(await typed(ours, 'meta revenue')).toBe(tooMany);
    expect(await typed(ours, 'meta q2')).toContain('$32');
  });
});

const cardIn = (ours: Handlers, given: Partial<Speaker>) => typed(ours, 'meta q2', given);

describe('/digest language', () => {
  it('is of a person, wherever they are, and is answered in it', async () => {
    const ours = handlers();
    expect(await typed(ours, 'language ja')).toBe(
      '言語の設定\n- これからは、あなただけに見えるものを日本語で表示します。\n- 質問には、質問と同じ言語でお答えします。',
    );
    const discord = { language: 'en', place: { ...channel, channel: 'C2' } } as const;
    expect(await cardIn(ours, discord)).toContain('320億ドル');
    expect(await cardIn(ours, discord)).not.toContain('$32B');
    expect(await cardIn(ours, { ...discord, person: 'U2' })).not.toContain('320億ドル');
    expect(await typed(ours, '言語 英語', { language: 'ja' })).toContain(
      'From now on, what only you see is in English.',
    );
    expect(await cardIn(ours, { language: 'ja' })).toContain('$32B');
  });

  it('auto: goes back to what the platform tells, and is answered in that', async () => {
    const ours = handlers();
    await typed(ours, 'language en', { language: 'ja' });
    expect(await typed(ours, 'language auto', { language: 'ja' })).toMatch(/^言語の設定\n/);
    expect(await store.people.language('slack', 'U1')).toBeNull();
    expect(await cardIn(ours, { language: 'ja' })).toContain('320億ドル');
  });

  it('alone tells which it is, and how to change it', async () => {
    const ours = handlers();
    const how =
      'To change this: /digest language Japanese, /digest language English, /digest language auto';
    expect(await typed(ours, 'language')).toContain(how);
    expect(await typed(ours, 'language')).toContain('the language of your chat app');
    expect(await typed(ours, 'language fr')).toContain('I do not understand “fr”.');
    await typed(ours, 'language en');
    expect(await typed(ours, 'language', { language: 'ja' })).toContain(
      'What only you see is in English.',
    );
  });

  it('is settled by a button too', async () => {
    const ours = handlers();
    const press = async (value: string) => {
      const reply = await ours.press(speaker({ language: 'en' }), 'own_language', value);
      return 'card' in reply ? [reply.visibility, reply.card.language] : null;
    };
    expect(await press('ja')).toEqual(['private', 'ja']);
    expect(await store.people.language('slack', 'U1')).toBe('ja');
    expect(await press('')).toEqual(['private', 'en']);
    expect(await store.people.language('slack', 'U1')).toBeNull();
  });

  it('does not change in which language a question is answered, unless that is not told by its words', async () => {
    const ours = await underCard();
    await typed(ours, 'language ja');
    expect(await answered(ours, 'What was the net income?')).toContain('Net income');
    expect(await answered(ours, '純利益は?')).toContain('純利益');
    expect(await typed(ours, 'meta what was the net income')).toContain('Net income');
    expect(await answered(ours, 'EPS?')).toContain('一株当たり利益');
  });
});

describe('what is said to it and asks nothing', () => {
  it.each([
    ['what can you do?', 'What /digest can do here'],
    ['使い方', '/digest でできること'],
    ['こんにちは', '/digest でできること'],
  ])('%s brings what it can do, not the answer before', async (text, title) => {
    const ours = await underCard();
    await ours.question(speaker({ addressed: true }), '売上高は?', null);
    const answer = await ours.question(speaker({ addressed: true }), text, null);
    expect(answer && cardText(answer.card)).toContain(title);
  });

  it('leaves thanks alone', async () => {
    const ours = await underCard();
    await ours.question(speaker({ addressed: true }), '売上高は?', null);
    expect(
      await ours.question(speaker({ addressed: true }), 'ありがとうございます！', null),
    ).toBeNull();
  });
});

describe('a digest that is called by name', () => {
  it.each([
    ['meta q2 2023', 'Meta Q2 2023 results'],
    ['ｍｅｔａ　ｑ２ ja', 'メタ 2023年第2四半期（4〜6月期）決算'],
    ['メタ 2023年第2四半期', 'メタ 2023年第2四半期（4〜6月期）決算'],
  ])('%s brings its card', async (text, title) => {
    const answer = await handlers().question(
      speaker({ addressed: true, language: 'en' }),
      text,
      null,
    );
    expect([answer?.card.title, answer?.visibility]).toEqual([title, 'channel']);
  });

  it('is what the thread is about from then on', async () => {
    const ours = handlers();
    await ours.question(speaker({ addressed: true }), 'alphabet q2', null);
    const answer = await ours.question(speaker(), '売上高は?', null);
    expect(answer?.card.subject?.digest).toBe(alphabetDigest.id);
  });

  it('leaves the thread of another card to that card', async () => {
    const ours = await underCard();
    await ours.question(speaker({ addressed: true }), 'alphabet q2', null);
    const answer = await ours.question(speaker(), '売上高は?', null);
    expect(answer?.card.subject?.digest).toBe(digest.id);
  });

  it('goes on from the question before where it is asked: "alphabet q2?"', async () => {
    const ours = handlers();
    await ours.question(speaker({ addressed: true }), 'メタの2023年第2四半期の売上高は?', null);
    const answer = await ours.question(speaker({ addressed: true }), 'alphabet q2?', null);
    expect(answer?.card.title).not.toContain('results');
    expect(answer && cardText(answer.card)).toMatch(/売上高|Revenue/);
  });
});
