import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadLibrary } from '../../../src/digest/files.ts';
import { ingestInto } from '../../../src/ingest.ts';
import type { Handlers, Speaker } from '../../../src/platform/platform.ts';
import { textOf } from '../../../src/platform/slack/message-text.ts';
import type { Store } from '../../../src/store/store.ts';
import { createHandlers } from '../../../src/talk/handlers.ts';
import { twoCompanies } from '../../ask/library.ts';
import { handlerParts } from '../../support/handlers.ts';
import { textField } from '../../support/form.ts';
import { sqliteHome, storeOfEach } from '../../store/homes.ts';
import { sampleCard, subject } from '../contract.ts';
import { quietHandlers } from '../handlers.ts';
import { modes, openSlackPeer, type SlackPeer, type View } from './peer.ts';
import { SightMessage, wordsSeen } from './sight.ts';

const soon = { timeout: 15_000, interval: 20 };
const person = { id: 'U7', team_id: 'T000000001', locale: 'ja-JP', is_admin: true };
const ts = '1700000000.000100';
const root = '1699999999.000001';

let peer: SlackPeer;

const words = (view: View | null) => (view === null ? '' : wordsSeen(SightMessage.parse(view)));
const whispered = async () => (await peer.seen(peer.channel)).at(-1);

async function openForm(text: string): Promise<void> {
  await peer.shortcut('kawaraban:ingest', { ts, text });
  await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:ingest'), soon);
}

async function told(part: string): Promise<void> {
  await vi.waitFor(async () => expect((await whispered())?.text).toContain(part), soon);
  expect((await whispered())?.visibility).toBe('private');
}

describe.each(modes)('by %s', (mode) => {
  beforeEach(async () => {
    peer = await openSlackPeer({ mode });
  });
  afterEach(() => peer.close());

  describe('the shortcut that asks about a message', () => {
    const pressed: [Speaker, string, string][] = [];
    const asked: unknown[] = [];
    const form = {
      action: 'ask',
      title: '質問',
      submit: '送信',
      value: subject.digest,
      fields: [textField('知りたいこと')],
    } as const;

    function begin(press: Handlers['press']): Promise<void> {
      [pressed.length, asked.length] = [0, 0];
      return peer.platform.start(
        quietHandlers({
          press: (speaker, action, value) => {
            pressed.push([speaker, action, value]);
            return press(speaker, action, value);
          },
          question: ({ place }, text, about) => {
            asked.push([place.thread, text, about?.digest]);
            return Promise.resolve({ card: sampleCard('返事'), visibility: 'channel' });
          },
        }),
      );
    }

    it('asks about the thread that the message stands in, and is answered there', async () => {
      const card = await peer.platform.post(peer.channel, sampleCard(), 'key');
      const under = card.state === 'posted' ? card.ref.message : '';
      await begin(() => Promise.resolve({ form }));
      await peer.shortcut('kawaraban:ask', { ts, thread_ts: under });
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:ask'), soon);
      expect(pressed).toMatchObject([
        [{ place: { channel: peer.channel.channel, thread: under } }, 'ask', ''],
      ]);
      await peer.submit('EPSは?');
      await vi.waitFor(() => expect(asked).toEqual([[under, 'EPSは?', subject.digest]]), soon);
      const thread = { ...peer.channel, thread: under };
      await vi.waitFor(async () => expect(await peer.seen(thread)).toHaveLength(1), soon);
    });

    it('opens the form about the digest of the card, and says what to do elsewhere', async () => {
      const home = await sqliteHome();
      const store = await home.open();
      peer.refuse('users.info', { answer: { ok: true, user: person } }, 20);
      const handlers = createHandlers(handlerParts(store, twoCompanies));
      await peer.platform.start(handlers);
      await handlers.posted({ place: peer.channel, message: root }, subject);
      await peer.shortcut('kawaraban:ask', { ts, thread_ts: root });
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:ask'), soon);
      expect(JSON.stringify(peer.view())).toContain('meta/2023-q2');
      await peer.shortcut('kawaraban:ask', { ts: '1700000000.000900' });
      await vi.waitFor(async () => expect((await whispered())?.visibility).toBe('private'), soon);
      expect((await whispered())?.text).toContain('/digest');
      await store.close();
      await home.close();
    });

    it('asks about the message itself where it stands in no thread', async () => {
      await begin(() => Promise.resolve({ form }));
      await peer.shortcut('kawaraban:ask', { ts: root, thread_ts: root });
      await vi.waitFor(() => expect(pressed).toHaveLength(1), soon);
      expect(pressed[0]?.[0].place.thread).toBe(root);
    });

    it('tells the person alone where there is nothing to ask about', async () => {
      await begin(() => Promise.resolve({ card: sampleCard('なし'), visibility: 'private' }));
      await peer.shortcut('kawaraban:ask', { ts });
      await vi.waitFor(async () => expect((await whispered())?.text).toContain('なし'), soon);
      expect((await whispered())?.visibility).toBe('private');
      expect(peer.view()).toBeNull();
    });

    it('is the only one that stands on messages alone, and others are not heard', async () => {
      await begin(() => Promise.resolve({ card: sampleCard('なし'), visibility: 'private' }));
      await peer.shortcut('kawaraban:other', { ts });
      await peer.shortcut('kawaraban:ask', null);
      await peer.shortcut('kawaraban:ask', { ts });
      await vi.waitFor(() => expect(pressed).toHaveLength(1), soon);
      expect(pressed[0]?.[1]).toBe('ask');
    });
  });

  describe('the shortcut that makes a digest', () => {
    const article = [
      'Meta’s second quarter of 2023: revenue was $32.0 billion, up 11% from a year earlier.',
      'Net income was $7.79 billion in the second quarter of 2023, up 16%.',
    ].join('\n');
    const typed = { company: [], name: 'acme', period: '2023-q2' };

    let store: Store;
    let dir: string;

    storeOfEach((opened) => {
      store = opened;
    });
    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'kawaraban-digests-'));
    });
    afterEach(async () => {
      await rm(dir, { recursive: true });
    });

    async function begin(who: object = person, isAllowed = true): Promise<void> {
      peer.refuse('users.info', { answer: { ok: true, user: { ...person, ...who } } }, 20);
      const ingest = isAllowed ? ingestInto(dir, () => Promise.resolve()) : null;
      await peer.platform.start(createHandlers({ ...handlerParts(store, twoCompanies), ingest }));
    }

    const written = () => readdir(dir);

    it('makes it of a message longer than a field takes, with the company and the period that it names', async () => {
      await begin();
      const long = `${article}\n${'The weather was fine. '.repeat(300)}`;
      await openForm(long);
      const shown = JSON.stringify(peer.view());
      expect(shown).toContain('"initial_value":"2023-q2"');
      expect(shown).toMatch(/"initial_option":\{[^}]*\}[^}]*"value":"meta"/);
      await peer.fillIn({});
      await told('ダイジェストを作成しました');
      await told('320億ドル');
      const { library, faults } = await loadLibrary(dir);
      expect(faults).toEqual([]);
      expect(library.digests.map(({ id }) => id)).toEqual(['meta/2023-q2']);
      expect(library.digests[0]?.sources[0]?.text).toContain('The weather was fine.');
      expect(await store.acts.list(1)).toMatchObject([
        { what: 'ingest', target: 'meta/2023-q2', by: `slack/${peer.person}` },
      ]);
    });

    it('replaces none that is there', async () => {
      await begin();
      await openForm(article);
      await peer.fillIn({});
      await told('ダイジェストを作成しました');
      await openForm(article.replace('32.0', '99.0'));
      await peer.fillIn({});
      await told('ダイジェストがすでにあります: メタ 2023年第2四半期');
      await told('npx kawaraban ingest FILE --company meta --period 2023-q2 --update');
      const { library } = await loadLibrary(dir);
      expect(library.digests[0]?.figures[0]?.value).toBe('32000000000');
    });

    it('writes nothing where numbers may be wrong, and says which', async () => {
      await begin();
      await openForm(
        'Acme’s revenue was $32.0 billion in the second quarter of 2023, up 11% from $50.0 billion a year earlier.',
      );
      await peer.fillIn(typed);
      await told('ダイジェストは作成していません');
      await told('売上高');
      expect(await written()).toEqual([]);
    });

    it.each([
      [{ ...typed, name: '' }, '会社を選ぶか'],
      [{ ...typed, name: 'なぞの会社' }, '「なぞの会社」という会社が見つかりません'],
      [{ ...typed, name: '../acme' }, '「../acme」という会社が見つかりません'],
      [{ ...typed, period: '../2023' }, '「../2023」は期間として読めません'],
    ])('asks again for what cannot be used: %j', async (fields, sentence) => {
      await begin();
      await openForm('Acme’s revenue was $32.0 billion in the second quarter of 2023.');
      await peer.fillIn(fields);
      await told(sentence);
      expect(await written()).toEqual([]);
    });

    it('reads a period of wide letters, as a Japanese keyboard types them', async () => {
      await begin();
      await openForm('Acme’s revenue was $32.0 billion in the second quarter of 2023.');
      await peer.fillIn({ ...typed, period: '２０２３－Ｑ２' });
      await told('ダイジェストを作成しました');
    });

    it('reads no links yet', async () => {
      await begin();
      const link = 'https://example.com/results';
      const unfurled = { from_url: link, text: article };
      await peer.shortcut('kawaraban:ingest', { ts, text: `<${link}>`, attachments: [unfurled] });
      await told('リンク先はまだ読み取れません');
      expect(peer.view()).toBeNull();
    });

    it.each([
      ['the operator allows nobody', {}, false, 'INGEST_FROM_CHATS=managers'],
      ['the person manages nothing there', { is_admin: false }, true, '管理できる人だけ'],
    ])('is refused where %s', async (_case, who, isAllowed, sentence) => {
      await begin(who, isAllowed);
      await peer.shortcut('kawaraban:ingest', { ts, text: article });
      await told(sentence);
      expect(peer.view()).toBeNull();
      expect(await written()).toEqual([]);
    });

    it('is refused in direct messages, which everybody manages, to who manages nothing else', async () => {
      await begin({ is_admin: false });
      await peer.shortcut('kawaraban:ingest', { ts, text: article, channel: 'D0OWN' });
      const answers = () => peer.calls.filter(({ method }) => method === 'response_url');
      await vi.waitFor(() => expect(answers()).toHaveLength(1), soon);
      expect(JSON.stringify(answers()[0]?.body)).toContain('管理できる人だけ');
    });

    it('takes a typed text where there is no message, and answers in a modal', async () => {
      await begin();
      await peer.shortcut('kawaraban:ingest_text', null);
      await vi.waitFor(() => expect(peer.view()?.callback_id).toBe('kawaraban:ingest'), soon);
      await peer.fillIn({ company: 'meta', period: '2023-Q2', text: article });
      await vi.waitFor(() => expect(words(peer.view())).toContain('読み取った数字は'), soon);
      expect(await written()).toEqual(['meta']);
    });
  });
});

const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const text = (said: string) => ({ type: 'text', text: said });

describe('the words of a message', () => {
  it('are those that were typed, without the marks of bold', () => {
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          section({ ...text('Revenue'), style: { bold: true } }, text(' was $1 & more.\nNext.')),
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [section(text('one')), section(text('two'))],
          },
          section({ type: 'link', url: 'https://example.com' }),
        ],
      },
    ];
    expect(textOf({ text: '*Revenue* was $1 &amp; more.', blocks })).toBe(
      'Revenue was $1 & more.\nNext.\none\ntwo\nhttps://example.com',
    );
  });

  it('are those of the text where there are no blocks, and of a message that was forwarded', () => {
    const attachments = [
      { text: 'Profit &lt; loss', is_msg_unfurl: true, from_url: 'https://x.slack.com/1' },
      { text: 'of a page', from_url: 'https://example.com' },
      { fallback: 'of a feed' },
    ];
    expect(textOf({ text: 'See &amp; read', attachments })).toBe(
      'See & read\nProfit < loss\nof a feed',
    );
  });
});
