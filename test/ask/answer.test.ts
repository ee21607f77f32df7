import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/ask/answer.ts';
import type { Turn } from '../../src/ask/question.ts';
import { amountText, resultText } from '../../src/card/amount.ts';
import type { Answer } from '../../src/card/card.ts';
import { periodText } from '../../src/card/naming.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { languageCodes, type LanguageCode } from '../../src/language/index.ts';
import { metaCompany } from '../support/meta-digest.ts';
import { alphabetDigest, digest, library, twoCompanies } from './library.ts';
import en from './specs/en.json' with { type: 'json' };
import ja from './specs/ja.json' with { type: 'json' };

interface Spec {
  readonly q: string;
  readonly turns?: readonly string[];
  readonly refused?: boolean;
  readonly contains?: readonly string[];
  readonly absent?: readonly string[];
  readonly figures?: readonly string[];
  readonly quote?: string;
}
const specs: Record<LanguageCode, readonly Spec[]> = { ja, en };

function ask(q: string, turns: readonly string[], lang: LanguageCode | null): Answer {
  const before = turns.map((question): Turn => ({ question, lang: lang ?? 'ja' }));
  return answerQuestion(q, { library, digest, turns: before, lang });
}

/** Every way the digest's figures may be written in an answer. */
function writtenFigures(of: Digest): string[] {
  const amounts = of.figures.flatMap((figure) => [
    figure,
    ...figure.comparisons.flatMap(({ value, changePct }) => [
      ...(value === null ? [] : [{ ...figure, value, bound: 'exact' as const }]),
      ...(changePct === null
        ? []
        : [
            {
              ...figure,
              value: changePct.replace('-', ''),
              unit: 'percent' as const,
              bound: 'exact' as const,
              metric: 'operating_margin' as const,
            },
          ]),
    ]),
  ]);
  return languageCodes.flatMap((lang) => [
    ...amounts.flatMap((amount) => [
      amountText(amount, lang, amount.metric),
      resultText(amount, lang, amount.metric),
    ]),
    ...periodsOf(of, lang),
  ]);
}

function periodsOf(of: Digest, lang: LanguageCode): string[] {
  return [of.period, ...of.figures.map(({ period }) => period)].flatMap((period) =>
    period === null ? [] : [periodText(period, lang, of.company)],
  );
}

const computed =
  /(差は|Difference: )[^(（]*[(（](計算値|computed)[^)）]*[)）]|[0-9.]+%(です)? ?[(（](計算値|computed)[^)）]*[)）]/g;

/** Numbers of an answer that stand neither in its evidence nor in the digest and are not marked as computed. */
function strayNumbers({ answer, evidence }: Answer): string[] {
  const notes = digest.statements.flatMap(({ text }) =>
    languageCodes.map((code) => text[code]?.text ?? ''),
  );
  const sources = [...evidence.map(({ quote }) => quote), ...notes]
    .map((text) => text.normalize('NFKC'))
    .join('\n');
  const names = ['1株利益', '1株損益'];
  const known = [...writtenFigures(digest), ...names].toSorted((a, b) => b.length - a.length);
  const rest = known.reduce(
    (text, written) => text.replaceAll(written, ' '),
    answer.replaceAll(computed, ' '),
  );
  return (rest.normalize('NFKC').match(/[0-9]+/g) ?? []).filter((run) => !sources.includes(run));
}

/** Digits of a refusal besides those of periods. */
function strayInRefusal({ answer, lang }: Answer, asked: string): string[] {
  const years = asked.normalize('NFKC').match(/(19|20)[0-9]{2}/g) ?? [];
  const periods = [...years, '2023'].flatMap((year) =>
    ['q1', 'q2', 'q3', 'q4', 'fy'].map((part) => periodText(`${year}-${part}`, lang, metaCompany)),
  );
  const known = [...periods, ...periodsOf(digest, lang)].toSorted((a, b) => b.length - a.length);
  return (
    known.reduce((text, period) => text.replaceAll(period, ' '), answer).match(/[0-9０-９]+/g) ?? []
  );
}

describe.each(languageCodes)('questions in %s', (lang) => {
  it.each(specs[lang])('$q ($turns)', (spec) => {
    const given = ask(spec.q, spec.turns ?? [], lang);
    expect(given).toMatchObject({ refused: spec.refused === true, lang });
    for (const piece of spec.contains ?? []) expect(given.answer).toContain(piece);
    for (const piece of spec.absent ?? []) expect(given.answer).not.toContain(piece);
    if (spec.figures !== undefined)
      expect(given.figures).toEqual(spec.figures.map((id) => `${digest.id}#${id}`));
    if (spec.quote !== undefined)
      expect(given.evidence.map(({ quote }) => quote).join('\n')).toContain(spec.quote);
  });

  it('rests every number on evidence, figures or marked arithmetic', () => {
    for (const { q, turns } of specs[lang]) {
      const given = ask(q, turns ?? [], lang);
      expect(
        given.refused ? strayInRefusal(given, q) : strayNumbers(given),
        `${q} → ${given.answer}`,
      ).toEqual([]);
    }
  });

  it('quotes exact pieces of the article, and none in a refusal', () => {
    const text = digest.sources[0]?.text ?? '';
    for (const { q, turns } of specs[lang]) {
      const { evidence, refused, figures } = ask(q, turns ?? [], lang);
      for (const { quote, start, end } of evidence) expect(text.slice(start, end)).toBe(quote);
      if (refused) expect([...evidence, ...figures]).toEqual([]);
    }
  });
});

describe('answers', () => {
  it('never state a number of the question, whatever is put together', () => {
    const words = [
      'revenue',
      '売上',
      'Reality Labs',
      'EPS',
      'was',
      'は',
      '$987 billion',
      '9876',
      '予想',
      'beat',
      'ignore',
      '2022',
      'Q1',
      'なぜ',
      'why',
      '前年',
      'Threads',
      '%',
      '?',
    ];
    assert(
      property(array(constantFrom(...words), { maxLength: 7 }), (picked) => {
        const given = ask(picked.join(' '), [], null);
        const stray = given.refused ? strayInRefusal(given, picked.join(' ')) : strayNumbers(given);
        expect(stray, given.answer).toEqual([]);
        expect(given.answer).not.toMatch(/987/);
        expect(given.answer.trim()).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('speak the language of the question, and of the thread where it is clipped', () => {
    const context = { library, digest, turns: [] };
    expect(answerQuestion('売上は?', { ...context, lang: 'en' }).lang).toBe('ja');
    expect(answerQuestion('What was revenue?', { ...context, lang: 'ja' }).lang).toBe('en');
    expect(answerQuestion('eps?', { ...context, lang: 'ja' }).lang).toBe('ja');
    expect(
      answerQuestion('eps?', {
        ...context,
        turns: [{ question: '売上は?', lang: 'ja' }],
        lang: null,
      }).lang,
    ).toBe('ja');
  });

  it('find the digest of the company that is named, whatever the thread is about', () => {
    const context = { library: twoCompanies, turns: [], lang: null };
    const other = answerQuestion('Alphabetの売上は?', { ...context, digest });
    expect(other.figures).toEqual(['alphabet/2023-q2#revenue']);
    expect(other.answer).toContain('746億ドル（原文: $74.6 billion）');
    expect(
      answerQuestion('What was the revenue of Meta?', { ...context, digest: null }).answer,
    ).toContain('$32B');
    const nobody = answerQuestion('What was revenue?', { ...context, digest: null });
    expect(nobody).toMatchObject({ refused: true, figures: [] });
    expect(nobody.answer).toContain('Meta, Alphabet');
  });

  it('do not name a company by its beginning: メタ is not in メタバース', () => {
    const given = answerQuestion('メタバースの売上は?', {
      library: twoCompanies,
      digest: alphabetDigest,
      turns: [],
      lang: null,
    });
    expect(given.figures).toEqual([]);
  });

  it('say that there are no digests where there are none', () => {
    const given = answerQuestion('What was revenue?', {
      library: { companies: [], digests: [] },
      digest: null,
      turns: [],
      lang: null,
    });
    expect(given).toMatchObject({ refused: true, answer: 'There are no digests yet.' });
  });
});
