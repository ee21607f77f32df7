import { describe, expect, it } from 'vitest';
import type { CardLanguage } from '../../src/card/card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Digest } from '../../src/digest/digest.ts';
import type { LanguageCode } from '../../src/language/index.ts';
import { threadKey } from '../../src/store/talk.ts';
import { alphabetDigest, digest } from '../ask/library.ts';
import {
  channel,
  formOf,
  handlersOf,
  libraryOf,
  privateCard,
  quarter,
  speaker,
  valueOf,
} from './desk.ts';
import { storeOfEach } from '../store/homes.ts';

const stored = storeOfEach();

const known: Digest = {
  ...digest,
  sources: digest.sources.map((source) => ({
    ...source,
    url: 'https://example.com/a?b=1',
    published: '2023-07-27',
  })),
};
const quarters = [
  quarter('2022-q2', '28800000000'),
  quarter('2022-q3', '27700000000'),
  quarter('2022-q4', '32200000000'),
  quarter('2023-q1', '28600000000'),
];
const languages: readonly [string, CardLanguage][] = [
  ['ja', 'ja'],
  ['en', 'en'],
  ['both', 'both'],
];
const langOf = (language: CardLanguage): LanguageCode | null =>
  language === 'both' ? null : language;

/** The text of the private card that a press brings to somebody who reads this. */
async function pressed(
  action: string,
  language: CardLanguage,
  digests: readonly Digest[] = [known, ...quarters],
  value = digest.id,
): Promise<string> {
  const person = speaker(channel, { language: langOf(language) });
  const reply = await handlersOf(stored.current, libraryOf(...digests)).press(
    person,
    action,
    value,
  );
  const card = privateCard(reply);
  expect(card.language).toBe(language);
  return cardText(card);
}

describe.each(languages)('pressed by somebody who reads %s:', (_, language) => {
  const [ja, en] = [language !== 'en', language !== 'ja'];

  it('sources', async () => {
    const text = await pressed('sources', language);
    expect(text).toContain('メタバースを停止し、AI に参入し');
    expect(text.includes('URL: https://example.com/a?b=1')).toBe(true);
    for (const line of [
      '出典: メタ 2023年第2四半期',
      '2023年7月27日',
      'この出典による数字: 売上高',
    ])
      expect(text.includes(line), line).toBe(ja);
    for (const line of [
      'Sources: Meta Q2 2023 results',
      'by 孫鵬岳',
      'edited by ゲイル',
      'July 27, 2023',
      'in Japanese',
      'Figures from it: Revenue; EPS; ',
    ])
      expect(text.includes(line), line).toBe(en);
    // What did not add up stands with them.
    expect(text.includes('要確認') || text.includes('Worth checking')).toBe(true);
  });

  it('compare', async () => {
    const text = await pressed('compare', language);
    // The quarter and the year before, and one more: four at most, the oldest first.
    expect(text.includes('288億ドル → 322億ドル → 286億ドル → 320億ドル')).toBe(ja);
    expect(text.includes('$28.8B → $32.2B → $28.6B → $32B')).toBe(en);
  });

  it('history', async () => {
    const text = await pressed('history', language);
    expect(text.includes('この決算は訂正されていません。')).toBe(ja);
    expect(text.includes('These results have not been corrected.')).toBe(en);
  });

  it('show', async () => {
    const person = speaker(channel, { language: langOf(language) });
    const handlers = handlersOf(stored.current, libraryOf(known));
    const card = privateCard(await handlers.press(person, 'show', digest.id));
    expect(card.language).toBe(language);
    const actions = card.buttons.map(({ action }) => action);
    const others = language === 'both' ? [] : ['language'];
    expect(actions).toEqual(['ask', 'evidence', ...others, 'post', 'sources', 'compare', 'report']);
  });
});

describe('compare', () => {
  it('holds a company’s first digest against those of others on the same period', async () => {
    const text = await pressed('compare', 'en', [known, alphabetDigest]);
    expect(text).toMatch(/Meta \$32B \/ Alphabet \$74\.6B/);
  });

  it('says that there is nothing to hold it against', async () => {
    const other = { ...alphabetDigest, period: '2023-q1', id: 'alphabet/2023-q1' };
    for (const digests of [[known], [known, other], [known, quarter('2022-fy', '1')]])
      expect(await pressed('compare', 'ja', digests)).toContain(
        '比べられる決算がまだありません: メタ 2023年第2四半期（4〜6月期）決算',
      );
  });

  it('leaves out what was withdrawn, and compares nothing with it', async () => {
    const withdrawn = { by: 'x', at: '2026-11-23T09:00:00+09:00', reason: 'wrong' };
    const gone = quarter('2023-q1', '28600000000', { withdrawn });
    expect(await pressed('compare', 'en', [known, gone])).toContain('nothing to compare');
    expect(await pressed('compare', 'en', [{ ...known, withdrawn }, ...quarters])).toContain(
      'Withdrawn digests are not compared: Withdrawn: Meta Q2 2023 results',
    );
  });
});

describe('sources', () => {
  it('say nothing of an address that is not known, and that a digest was withdrawn', async () => {
    const withdrawn = { by: 'x', at: '2026-11-23T09:00:00+09:00', reason: 'wrong' };
    const text = await pressed('sources', 'en', [{ ...digest, withdrawn }]);
    expect(text).not.toContain('URL');
    expect(text).toContain('publication date unknown');
    expect(text).toContain('Withdrawn on November 23, 2026');
  });
});

describe('ask without a digest', () => {
  const inThread = speaker({ ...channel, thread: '100.1' }, { language: 'en' });

  it('is about what the thread is about', async () => {
    const handlers = handlersOf(stored.current, libraryOf(known, alphabetDigest));
    await handlers.posted(
      { place: channel, message: '100.1' },
      { digest: alphabetDigest.id, revision: 1 },
    );
    expect(formOf(await handlers.press(inThread, 'ask', ''))).toMatchObject({
      action: 'ask',
      value: 'alphabet/2023-q2',
    });
  });

  it('says how to ask where nothing tells', async () => {
    const handlers = handlersOf(stored.current, libraryOf(known));
    const gone = { digest: 'meta/1999-q1', revision: 1 };
    await stored.current.conversations.attach(threadKey({ ...channel, thread: '200.2' }), gone, 1);
    for (const thread of ['100.1', '200.2', null]) {
      const person = speaker({ ...channel, thread }, { language: 'ja' });
      const card = privateCard(await handlers.press(person, 'ask', ''));
      expect(cardText(card)).toContain('/digest meta に続けて質問を入力してください');
    }
  });
});

describe('a press on what is not there', () => {
  it.each([
    'ask',
    'language',
    'evidence',
    'post',
    'sources',
    'compare',
    'history',
    'report',
    'show',
  ])('%s of a digest that is gone says so', async (action) => {
    expect(await pressed(action, 'en', [known], 'meta/1999-q1')).toContain(
      'This digest is no longer here',
    );
  });

  it('is no post: a button of another version', async () => {
    expect(await pressed('juggle', 'en')).toContain('This digest is no longer here');
  });
});

it('nothing is shared of a notice, and what is shared names what it is about', async () => {
  const handlers = handlersOf(stored.current, libraryOf(known));
  const person = speaker(channel, { language: 'en' });
  const notice = privateCard(await handlers.press(person, 'compare', digest.id));
  expect(valueOf(notice, 'share')).toBeUndefined();
  const sources = privateCard(await handlers.press(person, 'sources', digest.id));
  const reply = await handlers.press(person, 'share', valueOf(sources, 'share') ?? '');
  expect(reply).toMatchObject({
    visibility: 'channel',
    card: { subject: { digest: digest.id, revision: 1 } },
  });
  expect('card' in reply && valueOf(reply.card, 'share')).toBeUndefined();
});
