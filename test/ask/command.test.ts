import { describe, expect, it } from 'vitest';
import { commandSpecs } from '../../src/ask/command-specs.ts';
import { resolveCommand, type CommandResult } from '../../src/ask/command.ts';
import { languageWish } from '../../src/ask/own-language.ts';
import { settingOf } from '../../src/ask/setting.ts';
import type { CommandSpec } from '../../src/platform/platform.ts';
import { library, twoCompanies } from './library.ts';

function resolved(name: string, text: string, lang: 'ja' | 'en' = 'ja'): CommandResult {
  return resolveCommand(twoCompanies, name, text, lang);
}

function brief(result: CommandResult): string {
  if (result.kind === 'notice') return result.title;
  const { id } = result.digest;
  return result.kind === 'digest' ? `${id} ${result.language}` : `${id} ? ${result.text}`;
}

function meant(name: string, text: string): object {
  if (text.includes(' ') || name !== 'digest') return { kind: 'digest' };
  return text === 'language' ? { kind: 'tell', word: '' } : { kind: 'verb', verb: text };
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
    }
    expect(resolved('meta', 'q4', 'en')).toMatchObject({
      title: 'There is no digest of Meta for “q4”.',
      lines: ['Periods: Q2 2023, Q1 2023, Q2 2022', 'For example: /meta 2023-q2'],
    });
  });

  it('tells which companies exist, and guesses at a slip of the fingers', () => {
    expect(resolved('digest', 'meat q2', 'en')).toMatchObject({
      kind: 'notice',
      title: 'There is no digest of a company called “meat”.',
      lines: ['Did you mean: /meta', 'Companies: Meta, Alphabet', expect.any(String)],
    });
    expect(resolved('meat', 'q2')).toMatchObject({
      kind: 'notice',
      lines: [
        'もしかして: /meta',
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
        expect(
          settingOf(twoCompanies, name, text) ??
            languageWish(twoCompanies, name, text) ??
            resolved(name, text),
        ).toMatchObject(meant(name, text));
    }
    expect(brief(resolved('meta', '2022-q2'))).toBe('meta/2022-q2 null');
  });
});
