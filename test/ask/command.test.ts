import { describe, expect, it } from 'vitest';
import { commandSpecs } from '../../src/ask/command-specs.ts';
import { resolveCommand, type CommandResult } from '../../src/ask/command.ts';
import { lookUpOf } from '../../src/ask/look-up.ts';
import { searchSentences } from '../../src/ask/search.ts';
import { languageWish } from '../../src/ask/own-language.ts';
import { settingOf } from '../../src/ask/setting.ts';
import type { CommandSpec } from '../../src/platform/platform.ts';
import { alphabetDigest, digest, library, twoCompanies } from './library.ts';

function resolved(name: string, text: string, lang: 'ja' | 'en' = 'ja'): CommandResult {
  return resolveCommand(twoCompanies, name, text, lang);
}

function brief(result: CommandResult): string {
  if (result.kind === 'notice') return result.title;
  if (result.kind === 'comparison')
    return `${result.digests.map(({ id }) => id).join(' | ')} ${result.language}`;
  const { id } = result.digest;
  return result.kind === 'digest' ? `${id} ${result.language}` : `${id} ? ${result.text}`;
}

describe('what follows a command', () => {
  it.each([
    ['meta', '', 'meta/2023-q2 null'],
    ['meta', 'q2', 'meta/2023-q2 null'],
    ['META', ' Q2 ', 'meta/2023-q2 null'],
    ['meta', '2Q', 'meta/2023-q2 null'],
    ['meta', 'q1', 'meta/2023-q1 null'],
    ['meta', 'q2 2023 en', 'meta/2023-q2 en'],
    ['meta', '2023-q2 ja', 'meta/2023-q2 ja'],
    ['meta', 'Q2 2022 both', 'meta/2022-q2 both'],
    ['meta', '2q22', 'meta/2022-q2 null'],
    ['meta', '第2四半期', 'meta/2023-q2 null'],
    ['meta', '第二四半期 英語', 'meta/2023-q2 en'],
    ['meta', '２０２３年 Q2', 'meta/2023-q2 null'],
    ['meta', '２０２２年第２四半期　日本語', 'meta/2022-q2 ja'],
    ['meta', 'second quarter 2022', 'meta/2022-q2 null'],
    ['meta', 'latest', 'meta/2023-q2 null'],
    ['meta', 'Latest en', 'meta/2023-q2 en'],
    ['meta', '最新', 'meta/2023-q2 null'],
    ['digest', 'メタの最新', 'meta/2023-q2 null'],
    ['digest', 'meta latest', 'meta/2023-q2 null'],
    ['digest', 'meta q2', 'meta/2023-q2 null'],
    ['digest', 'メタ Q1', 'meta/2023-q1 null'],
    ['digest', 'q1 facebook en', 'meta/2023-q1 en'],
    ['digest', 'Google', 'alphabet/2023-q2 null'],
    ['meta', 'revenue', 'meta/2023-q2 ? revenue'],
    ['meta', 'q2 revenue', 'meta/2023-q2 ? q2 revenue'],
    ['meta', 'q1 Reality Labs の損失は?', 'meta/2023-q1 ? q1 Reality Labs の損失は?'],
    ['meta', 'loss of Reality Labs in 2021', 'meta/2023-q2 ? loss of Reality Labs in 2021'],
  ])('/%s %s', (name, text, expected) => {
    expect(brief(resolved(name, text))).toBe(expected);
  });

  it('tells what exists where there is no such period', () => {
    for (const text of ['q4', 'q5', '2099', '2021-q2', '第3四半期']) {
      const given = resolved('meta', text);
      expect(given).toMatchObject({
        kind: 'notice',
        title: expect.stringContaining(text.toLowerCase()),
      });
      expect(given).toHaveProperty(
        'lines.0',
        'ダイジェストがある決算期: 2023年第2四半期、2023年第1四半期、2022年第2四半期',
      );
      expect(given).toHaveProperty('lines.1', '見るには: /meta q2、/meta q1、/meta 2022-q2');
    }
    expect(resolved('digest', 'メタ 2033')).toHaveProperty(
      'lines.1',
      '見るには: /digest meta q2、/digest meta q1、/digest meta 2022-q2',
    );
    expect(resolved('meta', 'q4', 'en')).toMatchObject({
      title: 'There is no digest of Meta for “q4”.',
      lines: [
        'Periods: Q2 2023, Q1 2023, Q2 2022',
        'To see one: /meta q2, /meta q1, /meta 2022-q2',
      ],
    });
  });

  it('tells which companies exist, and guesses at a slip of the fingers', () => {
    expect(resolved('digest', 'meat q2', 'en')).toMatchObject({
      kind: 'notice',
      title: 'There is no digest of a company called “meat”.',
      lines: ['Did you mean: /digest meta q2', 'Companies: Meta, Alphabet', expect.any(String)],
    });
    expect(resolved('meat', 'q2')).toMatchObject({
      kind: 'notice',
      lines: [
        'もしかして: /meta q2',
        'ダイジェストがある会社: メタ、アルファベット',
        expect.any(String),
      ],
    });
    expect(resolved('digest', 'toyota')).toHaveProperty(
      'lines.0',
      'ダイジェストがある会社: メタ、アルファベット',
    );
    expect(resolved('digest', '')).toMatchObject({ kind: 'notice' });
  });

  it('shortens what was typed in a notice', () => {
    const given = resolved('digest', 'x'.repeat(5000));
    expect(brief(given).length).toBeLessThan(100);
  });

  it('needs no company where there is one, and says so where there is none', () => {
    expect(brief(resolveCommand(library, 'digest', 'q2', 'en'))).toBe('meta/2023-q2 null');
    expect(resolveCommand(library, 'digest', 'q5', 'en')).toMatchObject({
      title: 'There is no digest of Meta for “q5”.',
      lines: ['Periods: Q2 2023', 'To see one: /digest meta q2'],
    });
    expect(resolveCommand({ companies: [], digests: [] }, 'digest', '', 'en')).toMatchObject({
      lines: ['There are no digests yet.'],
    });
    const undigested = { ...library, digests: [] };
    expect(resolveCommand(undigested, 'meta', 'q2', 'en')).toMatchObject({
      kind: 'notice',
      lines: ['There are no digests yet.'],
    });
  });
});

const besides: Readonly<Record<string, object>> = {
  compare: { lines: [expect.stringContaining('/digest 比較 meta alphabet')] },
  search: { kind: 'search', words: '' },
  list: { kind: 'list', companies: twoCompanies.companies },
  language: { kind: 'tell', word: '' },
};
const resultOf = (name: string, text: string) =>
  lookUpOf(twoCompanies, name, text) ?? settingOf(twoCompanies, name, text) ?? resolved(name, text);

describe('what is to stand side by side', () => {
  it.each([
    ['meta', 'compare q1 q2', 'meta/2023-q1 | meta/2023-q2 null'],
    ['meta', 'Compare Q2 with Q1 en', 'meta/2023-q2 | meta/2023-q1 en'],
    ['meta', 'q1 vs q2', 'meta/2023-q1 | meta/2023-q2 null'],
    ['meta', 'q1 VS. q2 both', 'meta/2023-q1 | meta/2023-q2 both'],
    ['meta', 'q1とq2を比較', 'meta/2023-q1 | meta/2023-q2 null'],
    ['meta', '比較 第1四半期 第2四半期', 'meta/2023-q1 | meta/2023-q2 null'],
    ['meta', '２０２２年Ｑ２と２０２３年Ｑ２を比べて', 'meta/2022-q2 | meta/2023-q2 null'],
    ['meta', 'compare q2 2022 q2 2023', 'meta/2022-q2 | meta/2023-q2 null'],
    ['meta', 'compare 2022 q2 2023 q1', 'meta/2022-q2 | meta/2023-q1 null'],
    ['meta', 'compare q2 2022 2023', 'meta/2022-q2 | meta/2023-q2 null'],
    ['meta', 'compare q1 and q2 2023', 'meta/2023-q1 | meta/2023-q2 null'],
    ['meta', 'compare q1 q2 2022-q2', 'meta/2023-q1 | meta/2023-q2 | meta/2022-q2 null'],
    ['meta', 'compare', 'meta/2023-q2 | meta/2023-q1 null'],
    ['meta', '比較', 'meta/2023-q2 | meta/2023-q1 null'],
    ['meta', 'compare with the one before', 'meta/2023-q2 | meta/2023-q1 null'],
    ['meta', 'compare q1', 'meta/2023-q1 | meta/2023-q2 null'],
    ['meta', 'compare q2', 'meta/2023-q2 | meta/2023-q1 null'],
    ['meta', 'compare alphabet', 'meta/2023-q2 | alphabet/2023-q2 null'],
    ['digest', 'compare meta alphabet q2', 'meta/2023-q2 | alphabet/2023-q2 null'],
    ['digest', 'Google vs Facebook', 'alphabet/2023-q2 | meta/2023-q2 null'],
    ['digest', 'メタとアルファベットを比較 英語', 'meta/2023-q2 | alphabet/2023-q2 en'],
    ['digest', 'compare meta q1 q2', 'meta/2023-q1 | meta/2023-q2 null'],
    ['digest', 'compare alphabet', 'alphabet/2023-q2 | meta/2023-q2 null'],
    // Questions, as they were.
    ['meta', 'revenue vs consensus', 'meta/2023-q2 ? revenue vs consensus'],
    ['meta', 'compare revenue', 'meta/2023-q2 ? compare revenue'],
    [
      'meta',
      'q1 revenue compared with consensus',
      'meta/2023-q1 ? q1 revenue compared with consensus',
    ],
  ])('/%s %s', (name, text, expected) => {
    expect(brief(resolved(name, text))).toBe(expected);
  });

  it.each([
    ['meta', 'compare q1 q5', '“q5”', 'To see one: /meta q2, /meta q1, /meta 2022-q2'],
    ['meta', 'compare q1 q3', '“q3”', 'To see one: /meta q2, /meta q1, /meta 2022-q2'],
    ['digest', 'compare meta alphabet q1', 'Alphabet for “q1”', 'To see one: /digest alphabet q2'],
    [
      'digest',
      'compare meat alphabet q2',
      '“meat”',
      'Did you mean: /digest compare meta alphabet q2',
    ],
    [
      'digest',
      'compare',
      'Note',
      'Name what to compare, for example: /digest compare meta, /digest compare meta alphabet',
    ],
  ])('/%s %s says what there is', (name, text, title, line) => {
    const given = resolved(name, text, 'en');
    expect(given).toMatchObject({ kind: 'notice', title: expect.stringContaining(title) });
    expect(given.kind === 'notice' && given.lines.join('\n')).toContain(line);
  });

  it('are four at most', () => {
    const companies = ['a1', 'b2', 'c3', 'd4', 'e5'].map((slug) => ({
      ...digest.company,
      slug,
      names: { en: slug },
      aliases: [],
      ticker: null,
    }));
    const digests = companies.map((company) => ({
      ...digest,
      id: `${company.slug}/2023-q2`,
      company,
    }));
    const given = (text: string) =>
      brief(resolveCommand({ companies, digests }, 'digest', text, 'en'));
    expect(given('compare a1 b2 c3 d4')).toBe(
      'a1/2023-q2 | b2/2023-q2 | c3/2023-q2 | d4/2023-q2 null',
    );
    expect(
      resolveCommand({ companies, digests }, 'digest', 'compare a1 b2 c3 d4 e5', 'en'),
    ).toMatchObject({
      lines: ['At most 4 digests can stand side by side; please name fewer.'],
    });
  });

  it('are of the newest period that all companies have', () => {
    const newer = { ...digest, id: 'meta/2023-q3', period: '2023-q3' };
    const known = { ...twoCompanies, digests: [newer, ...twoCompanies.digests] };
    expect(brief(resolveCommand(known, 'digest', 'compare meta alphabet', 'en'))).toBe(
      'meta/2023-q2 | alphabet/2023-q2 null',
    );
  });
});

const found = (text: string, name = 'digest') => lookUpOf(twoCompanies, name, text);
const homes = (digests: (typeof digest)[]) =>
  searchSentences({ ...library, digests }, '大規模言語モデル').map(({ digest: { id } }) => id);

const quotesOf = (words: string) =>
  searchSentences(twoCompanies, words).map(({ evidence }) => evidence.quote);

describe('what is looked up in all digests', () => {
  it.each([
    ['list', 'meta alphabet'],
    ['一覧', 'meta alphabet'],
    ['ダイジェスト一覧', 'meta alphabet'],
    ['all digests', 'meta alphabet'],
    ['list google', 'alphabet'],
    ['メタの一覧', 'meta'],
  ])('%s lists what there is', (text, slugs) => {
    const given = found(text);
    expect(given?.kind === 'list' && given.companies.map(({ slug }) => slug).join(' ')).toBe(slugs);
  });

  it.each([
    ['search llama', 'llama'],
    ['Search for Llama 2', 'llama 2'],
    ['検索 llama', 'llama'],
    ['llamaを検索して', 'llama'],
    ['search meta subscribe', 'meta subscribe'],
    ['search list', 'list'],
    ['検索', ''],
  ])('%s looks for words', (text, words) => {
    expect(found(text)).toMatchObject({ kind: 'search', words });
  });

  it.each([
    'subscriptions',
    'list subscriptions',
    '購読一覧',
    'meta q2',
    'research',
    'help',
    'メタ',
  ])('%s is no look-up', (text) => {
    expect(found(text)).toBeNull();
    expect(found('list', 'meta')).toBeNull();
  });

  it('leaves a company that is called so its name', () => {
    const company = { ...digest.company, slug: 'search', names: { en: 'Search' }, aliases: [] };
    expect(lookUpOf({ companies: [company], digests: [] }, 'digest', 'search q2')).toBeNull();
  });

  it('finds the sentences that hold every word, the best first, and quotes them exactly', () => {
    const given = found('search llama 2 ダウンロード');
    const hits = given?.kind === 'search' ? given.hits : [];
    expect(hits).toHaveLength(2);
    for (const { digest: of, evidence } of hits) {
      expect(evidence.quote).toContain('ダウンロード');
      expect(evidence.quote).toMatch(/Llama 2/);
      expect(of.sources[0]?.text.slice(evidence.start, evidence.end)).toBe(evidence.quote);
      expect([evidence.digest, evidence.source]).toEqual([of.id, of.sources[0]?.id]);
    }
    const [best] = hits;
    expect(best?.evidence.quote).toContain('ダウンロード リクエストがありました');
  });

  it('quotes an article that several digests share once, and none that was withdrawn', () => {
    const twin = { ...digest, id: 'meta/2022-q2', period: '2022-q2' };
    const withdrawn = { by: 'x', at: '2026-11-23T09:00:00+09:00', reason: 'wrong' };
    expect(homes([twin, digest])).toEqual(['meta/2023-q2']);
    expect(homes([{ ...digest, withdrawn }])).toEqual([]);
    expect(homes([{ ...digest, withdrawn }, twin])).toEqual(['meta/2022-q2']);
  });

  it('takes words and numbers one by one, and a name with its number in any spelling', () => {
    expect(quotesOf('revenue 2023')).toEqual([
      expect.stringContaining('Revenue was $74.6 billion'),
    ]);
    expect(quotesOf('llama2')).toHaveLength(4);
  });

  it('finds a word in another form, and what is too small to be looked up as it stands', () => {
    const text = 'They spent on chips.\nSpending grew.\nIts a of 10.';
    const english = {
      ...alphabetDigest,
      sources: [{ ...alphabetDigest.sources[0]!, text, language: 'en' as const }],
    };
    const quotes = (words: string) =>
      searchSentences({ ...twoCompanies, digests: [english] }, words).map(
        ({ evidence }) => evidence.quote,
      );
    expect(quotes('spend')).toEqual(['Spending grew.']);
    expect(quotes('chip')).toEqual(['They spent on chips.']);
    expect(quotes('a of')).toEqual(['Its a of 10.']);
    expect(quotes('chips 10')).toEqual([]);
    expect(quotes('')).toEqual([]);
  });
});

describe('commands to register', () => {
  const specs: readonly CommandSpec[] = commandSpecs(twoCompanies);

  it('are one for each company and one for all', () => {
    expect(specs.map(({ name }) => name)).toEqual(['meta', 'alphabet', 'digest']);
    expect(specs[0]?.description).toEqual({
      ja: 'メタの決算ダイジェスト',
      en: 'Meta earnings digest',
    });
  });

  it('offer each period, the latest first, with the year where the quarter alone means a later one', () => {
    expect(specs[0]?.choices.map(({ text }) => text)).toEqual(['q2', 'q1', '2022-q2', 'latest']);
    expect(
      specs[0]?.choices.filter((_, at) => at % 3 === 0).map(({ description }) => description),
    ).toEqual([
      { ja: 'メタ 2023年第2四半期', en: 'Meta Q2 2023' },
      { ja: 'メタの最新の決算ダイジェスト', en: 'Meta, the latest digest' },
    ]);
    expect(specs[2]?.choices.map(({ text }) => text)).toEqual([
      'meta q2',
      'meta q1',
      'meta 2022-q2',
      'meta latest',
      'alphabet q2',
      'alphabet latest',
      'compare',
      'search',
      'list',
      'subscribe',
      'subscriptions',
      'unsubscribe',
      'preview',
      'pause',
      'resume',
      'replies',
      'why',
      'language',
      'help',
    ]);
    expect(specs[2]?.choices.at(-1)?.description).toEqual({
      ja: '/digest でできることを見る',
      en: 'What /digest can do',
    });
  });

  it('offer texts that resolve to what they say', () => {
    for (const { name, choices } of specs) {
      for (const { text } of choices)
        expect(languageWish(twoCompanies, name, text) ?? resultOf(name, text)).toMatchObject(
          text.includes(' ') || name !== 'digest'
            ? { kind: 'digest' }
            : (besides[text] ?? { kind: 'verb', verb: text }),
        );
    }
    expect(brief(resolved('meta', '2022-q2'))).toBe('meta/2022-q2 null');
  });
});
