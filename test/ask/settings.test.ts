import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hearingTyped } from '../../src/ask/hearing.ts';
import { languageWish } from '../../src/ask/own-language.ts';
import { settingOf } from '../../src/ask/setting.ts';
import type { Wish } from '../../src/ask/wish.ts';
import { readTyped } from '../../src/channel/entry.ts';
import type { Library } from '../../src/digest/digest.ts';
import { languageCodes } from '../../src/language/index.ts';
import { metaCompany } from '../support/meta-digest.ts';
import { library, twoCompanies } from './library.ts';

const Spec = z.object({
  settings: z.array(
    z.object({ typed: z.string(), verb: z.string(), wish: z.record(z.string(), z.unknown()) }),
  ),
  why: z.array(z.string()),
  /** What is typed, and the mode it settles; null for none, ? for one there is not. */
  replies: z.array(z.tuple([z.string(), z.string().nullable()])),
  /** What is typed, and the language; empty for none of one's own, ? with a word for what there is not, null for no such wish. */
  language: z.array(z.tuple([z.string(), z.string().nullable()])),
  slips: z.array(z.tuple([z.string(), z.string()])),
  others: z.array(z.string()),
});

function verbOf(typed: string, name = 'digest', known = twoCompanies): string | null {
  const setting = settingOf(known, name, typed);
  return setting?.kind === 'verb' ? setting.verb : null;
}

function isSaid(value: unknown): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0);
}

/** What was said, without what was not. */
function brief(wish: Wish): Record<string, unknown> {
  const said = {
    ...wish,
    unknown: wish.unknown.map(({ word, meant }) => (meant === null ? word : `${word} → ${meant}`)),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => isSaid(value)));
}

describe.each(languageCodes)('what people say of their channel (%s)', (code) => {
  const spec = Spec.parse(JSON.parse(readFileSync(`test/ask/specs/settings.${code}.json`, 'utf8')));

  it.each(spec.settings)('$typed', ({ typed, verb, wish }) => {
    const setting = settingOf(twoCompanies, 'digest', typed);
    expect(setting).toMatchObject({ kind: 'verb', verb });
    const rest = setting?.kind === 'verb' ? setting.rest : '';
    expect(brief(readTyped(twoCompanies, rest))).toEqual(wish);
  });

  it.each(spec.why)('asks what became of a digest: %s', (typed) => {
    expect(verbOf(typed)).toBe('why');
  });

  it.each(spec.replies)('says what is answered in threads: %s', (typed, mode) => {
    const setting = settingOf(twoCompanies, 'digest', typed);
    expect(setting).toMatchObject({ kind: 'verb', verb: 'replies' });
    const rest = setting?.kind === 'verb' ? setting.rest : '';
    expect(rest === '' ? null : (hearingTyped(rest) ?? '?')).toBe(mode);
  });

  it.each(spec.language)('says in which language they are answered: %s', (typed, language) => {
    const wish = languageWish(twoCompanies, 'digest', typed);
    const said = wish?.kind === 'tell' ? `?${wish.word}` : wish && (wish.language ?? '');
    expect(said).toBe(language);
    expect(languageWish(twoCompanies, 'meta', typed)).toBeNull();
  });

  it.each(spec.others)('is about a digest: %s', (typed) => {
    expect(settingOf(twoCompanies, 'digest', typed)).toBeNull();
    expect(languageWish(twoCompanies, 'digest', typed)).toBeNull();
  });

  for (const [typed, meant] of spec.slips)
    it(`guesses at a slip of the fingers: ${typed}`, () => {
      expect(settingOf(twoCompanies, 'digest', typed)).toMatchObject({ kind: 'slip', meant });
    });
});

describe('a company’s own command', () => {
  it('takes the verbs that can be about one company', () => {
    expect(settingOf(twoCompanies, 'meta', 'subscribe daily 8:30')).toEqual({
      kind: 'verb',
      verb: 'subscribe',
      rest: 'meta daily 8:30',
    });
    expect(verbOf('why q2', 'meta')).toBe('why');
    expect(verbOf('pause', 'meta')).toBeNull();
    expect(verbOf('q2', 'meta')).toBeNull();
  });
});

function named(word: string): Library {
  return { ...library, companies: [{ ...metaCompany, slug: word, aliases: [], ticker: null }] };
}

describe('a company that is called like a verb', () => {
  it.each([
    ['preview', 'preview', null],
    ['preview', 'preview here', 'preview'],
    ['subscribe', 'subscribe', null],
    ['subscribe', 'subscribe q2', null],
    ['subscribe', 'subscribe 2023-q2', null],
    ['subscribe', 'subscribe subscribe', 'subscribe'],
    ['help', 'pause', 'pause'],
  ])('%s: %s', (word, typed, verb) => {
    expect(verbOf(typed, 'digest', named(word))).toBe(verb);
  });

  it('language: its digests, not a person’s language', () => {
    expect(languageWish(named('language'), 'digest', 'language en')).toBeNull();
  });
});
