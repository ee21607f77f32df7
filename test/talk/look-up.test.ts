import { describe, expect, it } from 'vitest';
import type { Card, CardLanguage } from '../../src/card/card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Library } from '../../src/digest/digest.ts';
import { alphabetDigest, digest, twoCompanies } from '../ask/library.ts';
import { channel, handlersOf, libraryOf, privateCard, quarter, speaker } from './desk.ts';
import { storeOfEach } from '../store/homes.ts';

const stored = storeOfEach();

/** What `/digest text` brings to somebody who reads this. */
async function said(
  text: string,
  language: CardLanguage,
  library: Library = twoCompanies,
): Promise<Card> {
  const person = speaker(channel, { language: language === 'both' ? null : language });
  return privateCard(await handlersOf(stored.current, library).command(person, 'digest', text));
}
const linesOf = (card: Card) => cardText(card).split('\n');

describe('/digest list', () => {
  const titles = {
    ja: [
      'ダイジェスト一覧',
      '- メタ 2023年第2四半期（4〜6月期）決算: /digest meta q2',
      '- メタ 2022年第2四半期（4〜6月期）決算: /digest meta 2022-q2',
      '- アルファベット 2023年第2四半期（4〜6月期）決算: /digest alphabet q2',
    ],
    en: [
      'All digests',
      '- Meta Q2 2023 results: /digest meta q2',
      '- Meta Q2 2022 results: /digest meta 2022-q2',
      '- Alphabet Q2 2023 results: /digest alphabet q2',
    ],
  };

  it.each(['ja', 'en', 'both'] as const)('says what there is, in %s', async (language) => {
    const card = await said(language === 'en' ? 'list' : '一覧', language);
    const [first] = linesOf(card);
    if (language === 'both') expect(first).toBe('ダイジェスト一覧 / All digests');
    const langs = language === 'both' ? (['ja', 'en'] as const) : [language];
    for (const lang of langs)
      for (const line of titles[lang].slice(language === 'both' ? 1 : 0))
        expect(linesOf(card)).toContain(line);
    expect(card.buttons.map(({ action, value }) => [action, value]).slice(0, -1)).toEqual([
      ['show', 'meta/2023-q2'],
      ['show', 'alphabet/2023-q2'],
    ]);
    expect(card.buttons.at(-1)?.action).toBe('share');
  });

  it('types back what shows each', async () => {
    for (const line of linesOf(await said('list', 'en'))) {
      const [, typed] = /: \/digest (.*)$/.exec(line) ?? [];
      if (typed === undefined) continue;
      const shown = await said(typed, 'en');
      expect(line.startsWith(`- ${shown.title}`), line).toBe(true);
    }
  });

  it('names the newest of each of many companies, and counts the rest', async () => {
    const slugs = Array.from({ length: 45 }, (_, at) => `company-${at}`);
    const digests = slugs.flatMap((slug, at) => {
      const company = { ...digest.company, slug, names: { en: slug }, aliases: [], ticker: null };
      const year = 2020 + (at % 5);
      return [quarter(`${year}-q1`, '1', { company }), quarter(`${year}-q2`, '1', { company })];
    });
    const lines = linesOf(await said('list', 'en', libraryOf(...digests)));
    expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(40);
    expect(lines.at(-1)).toBe('and 5 more');
    expect(lines.join()).not.toContain('-q1');
    expect(lines.find((line) => line.startsWith('- '))).toMatch(/Q2 2024/);
  });

  it('counts what is older of one company', async () => {
    const years = Array.from({ length: 11 }, (_, at) => quarter(`${2010 + at}-q2`, '1'));
    const lines = linesOf(await said('list meta', 'ja', libraryOf(...years)));
    expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(8);
    expect(lines.at(-1)).toBe('ほか3件');
  });

  it('says that there is nothing yet', async () => {
    const card = await said('list', 'ja', { companies: [digest.company], digests: [] });
    expect(linesOf(card)).toEqual(['ダイジェスト一覧', 'ダイジェストはまだありません。']);
    expect(card.buttons).toEqual([]);
  });
});

/** Alphabet's digest of a period with 150 sentences on chips. */
const chips = (period: string) => {
  const lines = Array.from({ length: 150 }, (_, at) => `Chips of ${period}, lot ${at}.`);
  const sources = [{ ...alphabetDigest.sources[0]!, text: lines.join(' ') }];
  return { ...alphabetDigest, id: `alphabet/${period}`, period, sources };
};

describe('/digest search', () => {
  it.each([
    ['search revenue', 'en', 'Search: revenue', 'Alphabet Q2 2023 results'],
    ['検索 revenue', 'ja', '検索: revenue', 'アルファベット 2023年第2四半期（4〜6月期）決算'],
    [
      'search revenue',
      'both',
      '検索: revenue / Search: revenue',
      'アルファベット 2023年第2四半期（4〜6月期）決算 / Alphabet Q2 2023 results',
    ],
  ] as const)('%s in %s quotes each sentence under its digest', async (text, language, ...head) => {
    const card = await said(text, language);
    const [title, digestLine, quote] = linesOf(card);
    expect([title, digestLine]).toEqual(head);
    expect(quote).toContain('Revenue was $74.6 billion in the second quarter of 2023');
    expect(card.blocks.find(({ type }) => type === 'quote')).toMatchObject({ lang: 'en' });
    expect(card.subject).toEqual({ digest: 'alphabet/2023-q2', revision: 1 });
  });

  it('shows eight at most, and how many there are', async () => {
    const sentences = Array.from({ length: 20 }, (_, at) => `Chips sold in month ${at}.`);
    const sources = [{ ...alphabetDigest.sources[0]!, text: sentences.join(' ') }];
    const card = await said('search chips', 'en', libraryOf({ ...alphabetDigest, sources }));
    expect(card.blocks.filter(({ type }) => type === 'quote')).toHaveLength(8);
    // All of one digest: its title stands once above them.
    expect(card.blocks.filter(({ type }) => type === 'text')).toHaveLength(1);
    expect(linesOf(card).at(-1)).toBe('The best matches of 20 sentences.');
  });

  it('looks among the newest two hundred, however many there are', async () => {
    const library = libraryOf(chips('2021-q1'), chips('2023-q1'), chips('2022-q1'));
    const card = await said('search chips', 'en', library);
    expect(linesOf(card).at(-1)).toBe('The best matches of 200 sentences.');
    expect(cardText(await said('search chips 2021-q1', 'en', library))).toContain('2021-q1, lot');
    expect(cardText(card)).not.toContain('2021-q1, lot');
  });

  it('says that nothing was found, and how to search', async () => {
    expect(linesOf(await said('search zzz', 'en'))).toContain(
      'No sentence contains all of these words: zzz',
    );
    expect(linesOf(await said('検索', 'ja'))).toContain(
      '探す言葉を続けて入力してください。例: /digest 検索 meta',
    );
    expect(cardText(await said(`search ${'z'.repeat(5000)}`, 'en')).length).toBeLessThan(200);
  });
});
