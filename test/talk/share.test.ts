import { expect, it } from 'vitest';
import { cardText } from '../../src/card/text.ts';
import { alphabetDigest, digest } from '../ask/library.ts';
import { channel, handlersOf, libraryOf, privateCard, quarter, speaker, valueOf } from './desk.ts';
import { storeOfEach } from '../store/homes.ts';

const stored = storeOfEach();

const library = libraryOf(digest, quarter('2023-q1', '28600000000'), alphabetDigest);
const english = speaker(channel, { language: 'en' });
const command = async (name: string, text: string, language: 'ja' | 'en' | 'both' | null = null) =>
  privateCard(await handlersOf(stored.current, library, language).command(english, name, text));

it.each([
  ['meta', 'revenue', 'meta/2023-q2'],
  ['meta', 'compare q1 q2', 'meta/2023-q2'],
  ['digest', 'compare meta alphabet q2', 'alphabet/2023-q2'],
  ['digest', 'search revenue', 'alphabet/2023-q2'],
])(
  '/%s %s can be posted after a restart, and its thread takes questions',
  async (name, text, id) => {
    const shown = await command(name, text);
    await stored.reopen();
    const handlers = handlersOf(stored.current, library);
    const reply = await handlers.press(english, 'share', valueOf(shown, 'share') ?? '');
    if ('form' in reply) throw new Error('a form');
    expect(reply.visibility).toBe('channel');
    expect(cardText(reply.card)).toBe(cardText(shown));
    expect(reply.card.subject?.digest).toBe(id);
    expect(reply.card.buttons).toEqual(shown.buttons.filter(({ action }) => action !== 'share'));
    await handlers.posted({ place: channel, message: '9.1' }, reply.card.subject!);
    const under = speaker({ ...channel, thread: '9.1' }, { addressed: false });
    const answer = await handlers.question(under, 'What was the revenue?', null);
    expect(answer?.card.subject?.digest).toBe(id);
  },
);

it('what everyone sees is in the language of the channel, not of the person', async () => {
  const shown = await command('meta', 'compare q1 q2', 'ja');
  expect(shown.language).toBe('en');
  const reply = await handlersOf(stored.current, library).press(
    english,
    'share',
    valueOf(shown, 'share') ?? '',
  );
  expect(reply).toMatchObject({ card: { language: 'ja' } });
  const answer = await command('meta', 'eps', 'ja');
  expect(cardText(answer)).toContain('$2.98');
  const posted = await handlersOf(stored.current, library).press(
    english,
    'share',
    valueOf(answer, 'share') ?? '',
  );
  expect('card' in posted && cardText(posted.card)).toContain('2.98ドル');
});

it('says so where it is not kept any more, or is no card', async () => {
  const shown = await command('meta', 'revenue');
  await stored.current.retention.purge(Date.parse('2100-01-01'));
  const text = await stored.current.kept.put({ text: 'an article' }, 1);
  const japanese = speaker(channel, { language: 'ja' });
  for (const id of [valueOf(shown, 'share') ?? '', text, 'nothing', '']) {
    const reply = await handlersOf(stored.current, library).press(japanese, 'share', id);
    expect(cardText(privateCard(reply))).toContain('もう残っていないため、投稿できません');
  }
});

it.each([
  ['meta', 'q5'],
  ['meta', 'dividend'],
  ['digest', 'search zzz'],
  ['digest', 'search'],
  ['digest', 'help'],
  ['digest', 'compare'],
])('nothing is kept of /%s %s, which says nothing for all', async (name, text) => {
  const card = await command(name, text);
  expect(valueOf(card, 'share')).toBeUndefined();
  expect(valueOf(card, 'post')).toBeUndefined();
});

it('a digest keeps its own button', async () => {
  const card = await command('meta', 'q2');
  expect(valueOf(card, 'post')).toBe('meta/2023-q2');
  expect(valueOf(card, 'share')).toBeUndefined();
});
