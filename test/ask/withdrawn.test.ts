import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/ask/answer.ts';
import { resolveCommand } from '../../src/ask/command.ts';
import type { Digest } from '../../src/digest/digest.ts';
import type { LanguageCode } from '../../src/language/index.ts';
import { metaCompany } from '../support/meta-digest.ts';
import { alphabetDigest, digest } from './library.ts';

const said = { by: 'os-account', at: '2026-11-23T09:00:00+09:00', reason: '出典が取り消された' };
const gone: Digest = { ...digest, revision: 2, withdrawn: said };
const [revenue] = digest.figures;
const sentence = '2023年第1四半期のメタの売上高は286億ドルだった。';

/** The first quarter: one figure, and it stands. */
const before: Digest = {
  ...digest,
  id: 'meta/2023-q1',
  period: '2023-q1',
  sources: [{ ...digest.sources[0]!, text: sentence }],
  figures: [
    {
      ...revenue!,
      period: '2023-q1',
      value: '28600000000',
      quote: sentence,
      quoteSpan: { start: 0, end: sentence.length },
      span: { start: sentence.indexOf('286'), end: sentence.indexOf('だった') },
      comparisons: [],
    },
  ],
  statements: [],
  problems: [],
};

const libraryOf = (...digests: readonly Digest[]) => ({
  companies: [metaCompany, alphabetDigest.company],
  digests,
});
const ask = (
  question: string,
  digests: readonly Digest[],
  thread: Digest | null = null,
  lang: LanguageCode | null = null,
) => answerQuestion(question, { library: libraryOf(...digests), digest: thread, turns: [], lang });

const sentences = {
  ja: 'メタの2023年第2四半期のダイジェストは、2026年11月23日に撤回されました（理由: 出典が取り消された）。',
  en: 'The digest of Meta for Q2 2023 was withdrawn on November 23, 2026: 出典が取り消された',
};

describe('a question about a withdrawn digest', () => {
  it.each<[string, LanguageCode]>([
    ['売上高は?', 'ja'],
    ['What was the revenue?', 'en'],
    ['リスクは?', 'ja'],
    ['Who wrote the article?', 'en'],
    ['Why did headcount fall?', 'en'],
    ['メタの配当は?', 'ja'],
    ['2023年第2四半期の純利益は?', 'ja'],
  ])('gets one sentence that says so instead of figures: %s', (question, lang) => {
    expect(ask(question, [gone, before], gone)).toEqual({
      answer: sentences[lang],
      lang,
      refused: true,
      evidence: [],
      figures: [],
    });
  });

  it('gets it also outside of a thread, where the period is named', () => {
    expect(ask('How much was Meta revenue in Q2 2023?', [before, gone]).answer).toBe(sentences.en);
  });

  it('gets it where no other digest of the company stands', () => {
    expect(ask('メタの売上高は?', [gone, alphabetDigest]).answer).toBe(sentences.ja);
  });

  it('still gets no advice', () => {
    expect(ask('Should I buy the stock?', [gone], gone).answer).toMatch(/advice/);
  });
});

describe('beside a withdrawn digest', () => {
  it('a question without a period goes to the newest that stands', () => {
    const answer = ask('メタの売上高は?', [before, gone]);
    expect(answer.figures).toEqual(['meta/2023-q1#revenue']);
    expect(answer.answer).toContain('286億ドル');
  });

  it('a question in its thread about a period that stands is answered from that', () => {
    expect(ask('2023年第1四半期の売上高は?', [before, gone], gone).figures).toEqual([
      'meta/2023-q1#revenue',
    ]);
  });

  it('a question in another thread about its period is told so', () => {
    expect(ask('2023年第2四半期の売上高は?', [before, gone], before).answer).toBe(sentences.ja);
  });

  it('other companies are answered as ever', () => {
    expect(ask('What was Alphabet revenue?', [gone, alphabetDigest], gone).figures).toEqual([
      'alphabet/2023-q2#revenue',
    ]);
  });
});

const shown = (text: string, ...digests: readonly Digest[]) => {
  const result = resolveCommand(libraryOf(...digests), 'meta', text, 'en');
  return 'digest' in result ? `${result.kind} ${result.digest.id}` : JSON.stringify(result);
};

describe('commands', () => {
  it.each([
    ['latest', 'digest meta/2023-q1'],
    ['', 'digest meta/2023-q1'],
    ['q2', 'digest meta/2023-q2'],
    ['2023-q2', 'digest meta/2023-q2'],
    ['revenue', 'question meta/2023-q1'],
    ['q2 revenue', 'question meta/2023-q2'],
  ])('/meta %s → %s', (text, id) => {
    expect(shown(text, before, gone)).toBe(id);
  });

  it('/meta shows a withdrawn one, marked, where there is no other', () => {
    expect(shown('', gone)).toBe('digest meta/2023-q2');
  });
});
